package verify

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

// Agreement says on how many cases Grule and the program were held against
// each other, and where they differ.
type Agreement struct {
	Fixtures   int            `json:"fixtures"`
	Thresholds int            `json:"thresholds"` // cases next to a comparison that decides its rule
	Random     int            `json:"random"`
	Seed       uint64         `json:"seed"`
	Mismatches []Disagreement `json:"mismatches"`
}

// Disagreement is a case on which the two evaluators differ, or Grule fails.
type Disagreement struct {
	Source string      `json:"source"` // where the case comes from
	Differ []string    `json:"differ"` // rules and findings
	Err    string      `json:"error,omitzero"`
	Case   *facts.Case `json:"case"`
}

// Differential runs cases through both evaluators: the fixtures, the
// neighbours of every threshold where it decides, and n random cases, partial
// ones included. The error is the context's.
func Differential(ctx context.Context, e *engine.Engine, fixtures []Fixture, n int, seed uint64) (*Agreement, error) {
	p := e.Pack()
	edges := edgeCases(p)
	a := &Agreement{Fixtures: len(fixtures), Thresholds: len(edges), Random: n, Seed: seed, Mismatches: []Disagreement{}}
	var cases []Disagreement
	for _, f := range fixtures {
		cases = append(cases, Disagreement{Source: "fixture " + f.Name, Case: f.Case})
	}
	cases = append(cases, edges...)
	r := rand.New(rand.NewPCG(seed, 2))
	for i := range n {
		cases = append(cases, Disagreement{Source: fmt.Sprintf("random case %d", i), Case: RandomCase(p, r)})
	}
	err := parallel(ctx, len(cases), func(i int) error {
		c := &cases[i]
		differ, err := e.Compare(ctx, c.Case)
		if err != nil {
			c.Err = err.Error()
		}
		c.Differ = differ
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, c := range cases {
		if len(c.Differ) > 0 || c.Err != "" {
			a.Mismatches = append(a.Mismatches, c)
		}
	}
	return a, nil
}

// edgeCases makes, for every comparison of a number or count of ticks, a case
// in which it decides its rule, and from it the cases on both sides of the
// threshold. A comparison that decides nothing would not be evaluated at all.
func edgeCases(p *pack.Pack) (list []Disagreement) {
	s := newSearcher(p, nil)
	for _, r := range p.Rules {
		pack.Atoms(r.Cond, func(a *pack.Atom) {
			if a.Finding >= 0 || a.Mask != 0 && a.Count == 0 {
				return
			}
			goal, _ := decides(r.Cond, a)
			c := s.find(goal, nil)
			if c == nil {
				c = s.find([]want{{a, true}}, nil)
			}
			if c == nil {
				return
			}
			f := p.Vocabulary.Facts[a.Fact]
			for _, w := range edges(f, a) {
				next := c.Clone()
				next.Words()[f.Index] = w
				list = append(list, Disagreement{Source: fmt.Sprintf("%s in rule %s, %s", a.Expr, r.Name, f.Text(w)), Case: next})
			}
		})
	}
	return list
}

// edges lists the answers on a threshold and one step to either side.
func edges(f *facts.Fact, a *pack.Atom) (list []uint64) {
	if a.Count > 0 {
		for n := max(a.Count-1, 1); n <= min(a.Count+1, len(f.Options)); n++ {
			list = append(list, 1<<n-1) // the first n options
		}
		return list
	}
	for _, w := range []uint64{a.Lo - 1, a.Lo, a.Lo + 1, a.Hi - 1, a.Hi, a.Hi + 1} {
		if w >= 1 && w <= f.Steps()+1 && !slices.Contains(list, w) {
			list = append(list, w)
		}
	}
	return list
}
