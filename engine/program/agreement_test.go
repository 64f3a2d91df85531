package program_test

import (
	"context"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/program"
	"github.com/limber-triage/limber/engine/verify"
	"github.com/limber-triage/limber/facts"
)

// times is how often a test tries: more with LIMBER_SLOW=1.
func times(usual, slow int) int {
	if os.Getenv("LIMBER_SLOW") != "" {
		return slow
	}
	return usual
}

// definition evaluates a pack by pack.Holds, the definition of a condition.
type definition struct {
	p     *pack.Pack
	fired []bool
	found []bool
	level facts.Level
}

func define(p *pack.Pack) *definition {
	return &definition{p: p, fired: make([]bool, len(p.Rules)), found: make([]bool, len(p.Found))}
}

func (d *definition) run(words []uint64) { d.runWithout(words, noRule) }

func (d *definition) runWithout(words []uint64, rule int) {
	d.runBy(rule, func(c pack.Cond) bool { return pack.Holds(c, words, d.found) })
}

func (d *definition) runOpen(words []uint64, open []bool) {
	d.runBy(noRule, func(c pack.Cond) bool { return d.holdsOpen(c, words, open) })
}

// noRule is the index of no rule.
const noRule = -1

func (d *definition) runBy(without int, holds func(pack.Cond) bool) {
	clear(d.found)
	d.level = facts.LevelNone
	for i, r := range d.p.Rules {
		if d.fired[i] = i != without && holds(r.Cond); !d.fired[i] {
			continue
		}
		d.level = max(d.level, r.Urgency())
		for _, e := range r.Effects {
			if e.Verb == grl.SetFound {
				d.found[e.Finding] = true
			}
		}
	}
}

// holdsOpen is pack.Holds with every atom of an open fact true.
func (d *definition) holdsOpen(c pack.Cond, words []uint64, open []bool) bool {
	switch c := c.(type) {
	case pack.And:
		return !slices.ContainsFunc(c, func(t pack.Cond) bool { return !d.holdsOpen(t, words, open) })
	case pack.Or:
		return slices.ContainsFunc(c, func(t pack.Cond) bool { return d.holdsOpen(t, words, open) })
	case pack.AtLeast:
		n := 0
		for _, t := range c.Terms {
			if d.holdsOpen(t, words, open) {
				n++
			}
		}
		return n >= c.K
	case *pack.Atom:
		if c.Finding < 0 && open[c.Fact] {
			return true
		}
	}
	return pack.Holds(c, words, d.found)
}

// differs tells about what a state and the definition disagree, "" if about
// nothing.
func (d *definition) differs(s *program.State) string {
	for i, r := range d.p.Rules {
		if s.Fired(i) != d.fired[i] {
			return "rule " + r.Name
		}
	}
	for i, f := range d.p.Found {
		if s.Found(i) != d.found[i] {
			return "finding " + f.ID
		}
	}
	if s.Level() != d.level {
		return "level"
	}
	return ""
}

// states are a program's own state, and another from which it goes on.
type states struct {
	*program.State
	first *program.State
}

func newStates(p *program.Program) *states { return &states{p.NewState(), p.NewState()} }

// runOpen runs the rules as if some answers were open.
func (s *states) runOpen(words []uint64, open []bool) {
	part := slices.Clone(words)
	for i, o := range open {
		if o {
			part[i] = 0
		}
	}
	s.first.Run(part)
	s.RunOpen(s.first, part, open)
}

// agree evaluates a case in every way that a program can, and by definition.
func agree(d *definition, s *states, r *rand.Rand, words []uint64) (how, what string) {
	d.run(words)
	s.Run(words)
	if what = d.differs(s.State); what != "" {
		return "run", what
	}
	s.RunWithout(words, noRule)
	if what = d.differs(s.State); what != "" {
		return "run without nothing", what
	}
	gone := r.IntN(len(d.p.Rules))
	s.RunWithout(words, gone)
	d.runWithout(words, gone)
	if what = d.differs(s.State); what != "" {
		return "run without a rule", what
	}
	open := make([]bool, len(words))
	for i := range open {
		open[i] = words[i] == 0 || r.IntN(8) == 0
	}
	s.runOpen(words, open)
	d.runOpen(words, open)
	return "run open", d.differs(s.State)
}

func TestEveryWayToRunAgreesWithTheDefinition(t *testing.T) {
	t.Parallel()
	p := shipped()
	d, s := define(p), newStates(compile(t, p))
	r := rand.New(rand.NewPCG(3, 4))
	for range times(3_000, 300_000) {
		c := verify.RandomCase(p, r)
		if how, what := agree(d, s, r, c.Words()); what != "" {
			t.Fatalf("%s: %s differs for %v", how, what, c.Words())
		}
	}
}

func TestRandomPacksAgreeWithTheDefinition(t *testing.T) {
	t.Parallel()
	for seed := range uint64(times(60, 1000)) {
		r := rand.New(rand.NewPCG(seed, 5))
		p := randomPack(r)
		d, s := define(p), newStates(compile(t, p))
		for range times(50, 1000) {
			c := verify.RandomCase(p, r)
			if how, what := agree(d, s, r, c.Words()); what != "" {
				t.Fatalf("pack %d, %s: %s differs for %v", seed, how, what, c.Words())
			}
		}
	}
}

// grules compares the program with Grule, level by level.
func grules(t *testing.T, e *engine.Engine, c *facts.Case) {
	t.Helper()
	if differ, err := e.Compare(context.Background(), c); err != nil || len(differ) > 0 {
		t.Fatalf("program and Grule differ about %v (%v) for %v", differ, err, c.Words())
	}
}

func TestRandomPacksAgreeWithGrule(t *testing.T) {
	t.Parallel()
	for seed := range uint64(times(6, 100)) {
		r := rand.New(rand.NewPCG(seed, 6))
		p := randomPack(r)
		e, err := engine.New(p, engine.Options{})
		if err != nil {
			t.Fatalf("pack %d: %v", seed, err)
		}
		for range times(10, 50) {
			grules(t, e, verify.RandomCase(p, r))
		}
	}
}

func TestShippedPackAgreesWithGrule(t *testing.T) {
	t.Parallel()
	p := shipped()
	e, err := engine.New(p, engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(7, 8))
	for range times(100, 5000) {
		grules(t, e, verify.RandomCase(p, r))
	}
	for _, f := range p.Vocabulary.Facts {
		for _, word := range thresholds(p, f) { // each on an ordinary case and an odd one
			for _, c := range []*facts.Case{p.Bases["healthy"].Clone(), verify.RandomCase(p, r)} {
				c.Words()[f.Index] = word
				grules(t, e, c)
			}
		}
	}
}

// thresholds lists the answers on both sides of every comparison of a number
// or of a number of ticks.
func thresholds(p *pack.Pack, f *facts.Fact) (words []uint64) {
	add := func(w uint64) {
		if w >= 1 && (f.Kind != facts.Number || w <= f.Steps()+1) && !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	for _, r := range p.Rules {
		pack.Atoms(r.Cond, func(a *pack.Atom) {
			switch {
			case a.Fact != f.Index || a.Finding >= 0:
			case a.Count > 0:
				for i := range f.Options { // just too few, and just enough with every option
					few := uint64(1)<<(a.Count-1) - 1
					if few&(1<<i) != 0 {
						few = few<<1 | 1
						few &^= 1 << i
					}
					add(few)
					add(few | 1<<i)
				}
			case a.Mask == 0:
				add(a.Lo - 1)
				add(a.Lo)
				add(a.Hi)
				add(a.Hi + 1)
			}
		})
	}
	return words
}

// closed says which gates are closed, by definition.
func (d *definition) closed(words []uint64) []bool {
	unsettled := make([]bool, len(words))
	for i, f := range d.p.Vocabulary.Facts {
		unsettled[i] = words[i] == 0 || f.Kind != facts.Number && words[i]&f.UnsureBit() != 0
	}
	closed := make([]bool, len(words))
	for i, gate := range d.p.Gates {
		closed[i] = gate != nil && !d.holdsOpen(gate, words, unsettled)
	}
	return closed
}

func TestClosedAgreesWithTheDefinition(t *testing.T) {
	t.Parallel()
	for seed := range uint64(times(60, 1000)) {
		r := rand.New(rand.NewPCG(seed, 9))
		p := randomPack(r)
		d, s := define(p), compile(t, p).NewState()
		closed := make([]bool, len(p.Vocabulary.Facts))
		for range 50 {
			words := verify.RandomCase(p, r).Words()
			s.Closed(words, closed)
			if want := d.closed(words); !slices.Equal(closed, want) {
				t.Fatalf("pack %d: closed %v, want %v, for %v", seed, closed, want, words)
			}
		}
	}
}
