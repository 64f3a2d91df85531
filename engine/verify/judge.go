package verify

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync/atomic"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/proof"
	"github.com/limber-triage/limber/facts"
)

// judge holds what all mutants are tried on.
type judge struct {
	e       *engine.Engine
	p       *pack.Pack
	plain   *engine.Verifier
	search  *searcher
	options MutateOptions
	total   int
	done    atomic.Int64

	fixtures []*tried
	exact    []*Fixture // by fixture
	pool     []*tried
}

// tried is a case with what the unchanged rules conclude from it.
type tried struct {
	c     *facts.Case
	found []bool
	fired []bool
	seen  string // sight of its decision
	plan  bool   // its outcome is a plan
	loose bool   // a changed rule may matter although it holds as before; fixtures only
}

func (j *judge) try(c *facts.Case) *tried {
	s := j.plain.Program().NewState()
	s.Run(c.Words())
	t := &tried{c: c, found: make([]bool, len(j.p.Found)), fired: make([]bool, len(j.p.Rules))}
	for i := range t.found {
		t.found[i] = s.Found(i)
	}
	for i := range t.fired {
		t.fired[i] = s.Fired(i)
	}
	d := j.plain.Decide(c)
	t.seen, t.plan = sight(d), d.Plan != nil
	return t
}

// readFixtures keeps the fixtures that hold: one that fails already notices
// nothing more.
func (j *judge) readFixtures(results []FixtureResult) {
	for i := range results {
		if len(results[i].Bad) > 0 {
			continue
		}
		f := &results[i].Case
		t := j.try(f.Case)
		// What is settled and asked depends on what open answers could bring.
		t.loose = f.Expect.Settled != nil || f.Expect.Ask != nil || f.Golden != nil
		j.fixtures = append(j.fixtures, t)
		j.exact = append(j.exact, f)
	}
}

// touches reports whether a mutant can change the decision on a case at all:
// its rule holds where it did not, or the other way round, or it holds and
// does something else. All other rules conclude as before.
func (m *Mutant) touches(t *tried) bool {
	if m.inEffect() {
		return t.fired[m.rule.Index]
	}
	return pack.Holds(m.changed.Cond, t.c.Words(), t.found) != t.fired[m.rule.Index]
}

// inEffect reports whether the mutant is in what its rule does, not in when.
func (m *Mutant) inEffect() bool { return m.Kind == ShiftLevel || m.Kind == ChangeCall }

// variant prepares the mutant's pack on first use.
func (j *judge) variant(m *Mutant) func() (*engine.Verifier, error) {
	var v *engine.Verifier
	return func() (_ *engine.Verifier, err error) {
		if v == nil {
			v, err = j.e.Variant(change(j.p, m.changed))
		}
		return v, err
	}
}

func (j *judge) byFixtures(m Mutant) (MutantResult, error) {
	out := MutantResult{Mutant: m, Verdict: Undecided}
	variant := j.variant(&m)
	for i, t := range j.fixtures {
		if !m.touches(t) && !(t.loose && m.rule.Stratum != grl.Plan) {
			continue
		}
		v, err := variant()
		if err != nil {
			return out, fmt.Errorf("mutant %s, %s: %w", m.Rule, m.What, err)
		}
		if f := j.exact[i]; len(f.Check(v.Decide(f.Case))) > 0 {
			out.Verdict, out.By = Killed, f.Name
			j.report()
			break
		}
	}
	return out, nil
}

func (j *judge) report() {
	if done := int(j.done.Add(1)); j.options.Progress != nil {
		j.options.Progress(done, j.total)
	}
}

// fillPool makes the random cases, decided by the unchanged rules.
func (j *judge) fillPool(ctx context.Context) error {
	n := max(j.options.Random, 0)
	j.pool = make([]*tried, n)
	r := rand.New(rand.NewPCG(j.options.Seed, 1))
	for i := range j.pool {
		j.pool[i] = &tried{c: RandomCase(j.p, r)}
	}
	return parallel(ctx, n, func(i int) error {
		j.pool[i] = j.try(j.pool[i].c)
		return nil
	})
}

// bySearch looks for a case that tells a survivor apart.
func (j *judge) bySearch(r *MutantResult) error {
	defer j.report()
	m := &r.Mutant
	v, err := j.variant(m)()
	if err != nil {
		return fmt.Errorf("mutant %s, %s: %w", r.Rule, r.What, err)
	}
	apart := func(c *facts.Case) bool { return sight(j.plain.Decide(c)) != sight(v.Decide(c)) }
	var c *facts.Case
	if m.inEffect() {
		c = j.among(j.fixtures, m, v)
	} else {
		c = j.near(m, apart)
	}
	if c == nil {
		c = j.among(j.pool, m, v)
	}
	if c == nil {
		return nil
	}
	return j.unnoticed(r, c)
}

// prove settles the survivors that no case was found for.
func (j *judge) prove(ctx context.Context, survivors []*MutantResult) error {
	var open []*MutantResult
	var changed []*pack.Rule
	for _, r := range survivors {
		if r.Verdict == Undecided {
			open, changed = append(open, r), append(changed, r.changed)
		}
	}
	told, err := proof.Alike(ctx, j.p, changed, proof.Options{Conflicts: j.options.Budget}, func(i int, c *facts.Case) (bool, error) {
		v, err := j.variant(&open[i].Mutant)()
		return err == nil && sight(j.plain.Decide(c)) != sight(v.Decide(c)), err
	})
	if err != nil {
		return err
	}
	for i, t := range told {
		switch t.Verdict {
		case proof.Proved:
			open[i].Verdict = Equivalent
		case proof.Broken:
			if err := j.unnoticed(open[i], t.Case); err != nil {
				return err
			}
		}
	}
	return nil
}

// unnoticed suggests a fixture for a case that tells a survivor apart.
func (j *judge) unnoticed(r *MutantResult, c *facts.Case) error {
	v, err := j.variant(&r.Mutant)()
	if err != nil {
		return err
	}
	j.search.shrink(c, func(c *facts.Case) bool { return sight(j.plain.Decide(c)) != sight(v.Decide(c)) })
	r.Verdict = Unnoticed
	r.Suggestion = j.search.suggest(j.search.portrait(c), c, j.plain.Decide(c), v.Decide(c))
	return nil
}

// near looks for a case close to a base or fixture in which the mutant's rule
// holds and the rule itself does not, or the other way round.
func (j *judge) near(m *Mutant, apart func(*facts.Case) bool) *facts.Case {
	for _, holds := range []bool{true, false} {
		if c := j.search.find([]want{{m.rule.Cond, holds}, {m.changed.Cond, !holds}}, apart); c != nil {
			return c
		}
	}
	return nil
}

// among looks for a telling case among decided ones.
func (j *judge) among(cases []*tried, m *Mutant, v *engine.Verifier) *facts.Case {
	for _, t := range cases {
		if m.rule.Stratum == grl.Plan && !t.plan || !m.touches(t) {
			continue // without a plan, no plan rule is seen
		}
		if sight(v.Decide(t.c)) != t.seen {
			return t.c.Clone()
		}
	}
	return nil
}
