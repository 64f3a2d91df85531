package verify

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

// holes lists what is not covered, and why.
func (c *coverer) holes() {
	for i, r := range c.p.Rules {
		rule := &c.cover.Rules[i]
		if rule.Fired == 0 {
			c.add(Hole{Rule: r.Name, What: "never fires", At: r.Pos, name: r.Name + " fires", goal: []want{{r.Cond, true}}, other: c.flipped(r, never)})
		}
		for j, a := range c.atoms[i] {
			cover := rule.Atoms[j]
			goal, _ := decides(r.Cond, a)
			for _, value := range []bool{true, false} {
				fixtures, flip, name := cover.False, pack.Cond(always), r.Name+" is silent without "+cover.Condition
				if value {
					fixtures, flip, name = cover.True, never, r.Name+" fires on "+cover.Condition
				}
				if fixtures > 0 || value && rule.Fired == 0 && len(rule.Atoms) == 1 {
					continue // covered, or said by the rule's own hole
				}
				c.add(Hole{Rule: r.Name, At: cover.At, name: name, What: fmt.Sprintf("%s is never %t while it decides", cover.Condition, value),
					goal: append(slices.Clone(goal), want{a, value}), other: c.flipped(r, flip)})
			}
		}
		for j, x := range rule.Effects {
			if !x.Held && x.Fired > 0 {
				lacking := without(r, j)
				if len(lacking.Effects) == 0 {
					lacking = conditioned(r, never)
				}
				c.add(Hole{Rule: r.Name, At: x.At, name: r.Name + " brings " + strings.TrimSuffix(x.Effect, ";"), What: x.Effect + " is missed by no fixture", effect: true, goal: []want{{r.Cond, true}},
					other: func() (*engine.Verifier, error) { return c.e.Variant(change(c.p, lacking)) },
					Why:   fmt.Sprintf("the rule fires in %s, and each would pass without this effect", fixtures(x.Fired))})
			}
		}
	}
}

func (c *coverer) flipped(r *pack.Rule, cond pack.Cond) func() (*engine.Verifier, error) {
	return func() (*engine.Verifier, error) { return c.e.Variant(change(c.p, conditioned(r, cond))) }
}

// add keeps a hole. Where the goal was never met it says what the nearest
// fixture lacks.
func (c *coverer) add(h Hole) {
	if h.Why == "" {
		best, at := unreachable+1, 0
		for i := range c.result.Fixtures {
			away := 0
			for _, w := range h.goal {
				away += distance(c.p, c.result.Fixtures[i].Case.Case.Words(), w)
			}
			if away < best {
				best, at = away, i
			}
		}
		f := &c.result.Fixtures[at]
		var lacks []string
		for _, w := range h.goal {
			for _, m := range missing(c.p, f.Case.Case.Words(), w) {
				lacks = append(lacks, m.need())
			}
		}
		h.Why = fmt.Sprintf("nearest fixture %q would need %s", f.Name, strings.Join(lacks, ", "))
	}
	c.cover.Holes = append(c.cover.Holes, h)
}

// need words a missing atom as what it takes.
func (m Missing) need() string {
	text := m.Condition
	if m.Now {
		text = "not " + text
	}
	if m.Rule != "" {
		parts := make([]string, len(m.Missing))
		for i, deeper := range m.Missing {
			parts[i] = deeper.need()
		}
		text += " (" + m.Rule + ": " + strings.Join(parts, ", ") + ")"
	}
	return text
}

func fixtures(n int) string {
	if n == 1 {
		return "1 fixture"
	}
	return fmt.Sprintf("%d fixtures", n)
}

// suggest searches a fixture for each of the first holes.
func (c *coverer) suggest(ctx context.Context, most int) error {
	holes := c.cover.Holes
	if most < 0 {
		return nil
	}
	s := newSearcher(c.p, c.result.Fixtures)
	plain, err := c.e.Variant(c.p)
	if err != nil {
		return err
	}
	return parallel(ctx, min(most, len(holes)), func(i int) error {
		h := &holes[i]
		other, err := h.other()
		if err != nil {
			return err
		}
		told := func(c *facts.Case) bool { _, told := s.contrast(plain.Decide(c), other.Decide(c)); return told }
		var found *facts.Case
		if h.effect {
			found = c.telling(s, h, told)
		} else if found = s.find(h.goal, told); found == nil {
			found = s.find(h.goal, nil)
		}
		if found == nil {
			h.Why += "; no case was found in which it would matter, perhaps there is none"
			return nil
		}
		h.Suggestion = s.suggest(h.name, found, plain.Decide(found), other.Decide(found))
		return nil
	})
}

// triedRandom bounds the random cases that are tried for an effect: whether one
// matters depends on all the other needs of a plan, which no search goes by.
const triedRandom = 1000

// telling looks for a case in which an effect matters, among the fixtures and
// then among random cases that are changed until the rule fires.
func (c *coverer) telling(s *searcher, h *Hole, told func(*facts.Case) bool) *facts.Case {
	holds := func(c *facts.Case) bool { return s.away(h.goal, c.Words()) == 0 && told(c) }
	var found *facts.Case
	for i := range c.result.Fixtures {
		if f := c.result.Fixtures[i].Case.Case; holds(f) {
			found = f.Clone()
			break
		}
	}
	r := rand.New(rand.NewPCG(0, 3))
	cone := s.cone(h.goal)
	for i := 0; found == nil && i < triedRandom; i++ {
		f := RandomCase(c.p, r)
		if words, ok := s.reach(h.goal, cone, f.Words()); ok {
			copy(f.Words(), words)
			if told(f) {
				found = f
			}
		}
	}
	if found != nil {
		s.shrink(found, holds)
	}
	return found
}
