package verify

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"

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
	Differing  int            `json:"differing"`
	Mismatches []Disagreement `json:"mismatches"` // of them, the first 100
}

// Passed reports whether the evaluators agree on every case.
func (a *Agreement) Passed() bool { return a.Differing == 0 }

// Disagreement is a case on which the two evaluators differ, or Grule fails.
type Disagreement struct {
	Source string      `json:"source"` // where the case comes from
	Differ []string    `json:"differ"` // rules and findings
	Err    string      `json:"error,omitzero"`
	Case   *facts.Case `json:"case"`

	index int // the place of the case among all
}

// DifferentialOptions choose what Differential does.
type DifferentialOptions struct {
	Random int    // random cases; their number is bounded only by patience
	Seed   uint64 // of the random cases

	// Progress, when not nil, is told now and then how many cases are decided.
	// It is called from several goroutines.
	Progress func(done, total int)
}

const (
	keptMismatches   = 100  // more say nothing new, and a million would fill the memory
	progressInterval = 1000 // cases between two reports
)

// Differential runs cases through both evaluators: the fixtures, the
// neighbours of every threshold where it decides, and random cases, partial
// ones included. The error is the context's.
func Differential(ctx context.Context, e *engine.Engine, fixtures []Fixture, o DifferentialOptions) (*Agreement, error) {
	p := e.Pack()
	edges := edgeCases(p)
	given := make([]Disagreement, 0, len(fixtures)+len(edges))
	for _, f := range fixtures {
		given = append(given, Disagreement{Source: "fixture " + f.Name, Case: f.Case})
	}
	given = append(given, edges...)
	total := len(given) + o.Random
	d := &tally{Agreement: Agreement{Fixtures: len(fixtures), Thresholds: len(edges), Random: o.Random, Seed: o.Seed, Mismatches: []Disagreement{}}}
	var done atomic.Int64
	err := parallel(ctx, total, func(i int) error {
		var c Disagreement
		if n := i - len(given); n < 0 {
			c = given[i]
		} else { // each case has a source of randomness of its own, whichever goroutine makes it
			c = Disagreement{Source: fmt.Sprintf("random case %d", n), Case: RandomCase(p, rand.New(rand.NewPCG(o.Seed, uint64(n))))}
		}
		c.index = i
		differ, err := e.Compare(ctx, c.Case)
		if err != nil {
			c.Err = err.Error()
		}
		if c.Differ = differ; len(differ) > 0 || err != nil {
			d.add(c)
		}
		if n := int(done.Add(1)); o.Progress != nil && (n%progressInterval == 0 || n == total) {
			o.Progress(n, total)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	d.cut()
	return &d.Agreement, nil
}

// tally collects disagreements from several goroutines.
type tally struct {
	Agreement
	mu sync.Mutex
}

func (t *tally) add(c Disagreement) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.Differing++
	t.Mismatches = append(t.Mismatches, c)
	if len(t.Mismatches) >= 2*keptMismatches {
		t.cut()
	}
}

// cut keeps the first disagreements in the order of the cases.
func (t *tally) cut() {
	slices.SortFunc(t.Mismatches, func(a, b Disagreement) int { return a.index - b.index })
	t.Mismatches = t.Mismatches[:min(len(t.Mismatches), keptMismatches)]
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
