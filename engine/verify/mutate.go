package verify

import (
	"context"
	"fmt"
	"math/rand/v2"
	"regexp"
	"sync/atomic"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

// MutateOptions choose what Mutate does; the zero value is the usual choice.
type MutateOptions struct {
	Seed   uint64         // of the random cases and the order of work; the same seed gives the same result
	Random int            // random cases tried on each survivor; 0 means 100,000, negative none
	Only   *regexp.Regexp // rules whose name matches; nil: all

	// Progress, when not nil, is told how many mutants are judged. It is called
	// from several goroutines at once.
	Progress func(done, total int)

	Min float64 // percentage that Mutation.Score is to reach
}

const usualRandom = 100_000

// Mutation says how many mutants of the rules the fixtures notice.
type Mutation struct {
	Percent   float64        `json:"percent"` // Score
	Min       float64        `json:"min"`
	Seed      uint64         `json:"seed"`
	Random    int            `json:"random_cases"`
	Mutants   int            `json:"mutants"`
	Killed    int            `json:"killed"`    // some fixture fails
	Unnoticed int            `json:"unnoticed"` // a case is known that tells them apart, and no fixture does
	Unknown   int            `json:"unknown"`   // nothing told them apart: perhaps equivalent
	Kinds     []KindScore    `json:"kinds"`
	Survivors []MutantResult `json:"survivors"` // in pack order, unnoticed and unknown

	// Suggestions are few fixtures that together notice every unnoticed
	// mutant, the most useful first.
	Suggestions []*Suggestion `json:"suggestions"`
}

// KindScore is the score of one kind of mutant.
type KindScore struct {
	Kind      MutantKind `json:"kind"`
	Mutants   int        `json:"mutants"`
	Killed    int        `json:"killed"`
	Unnoticed int        `json:"unnoticed"`
}

// Score is the percentage that the fixtures kill of the mutants known to
// decide some case otherwise; 100 when there are none.
func (m *Mutation) Score() float64 {
	if m.Killed+m.Unnoticed == 0 {
		return 100
	}
	return 100 * float64(m.Killed) / float64(m.Killed+m.Unnoticed)
}

// Passed reports whether the score reaches its minimum.
func (m *Mutation) Passed() bool { return m.Score() >= m.Min }

// MutantResult is the verdict on one mutant.
type MutantResult struct {
	Mutant
	Verdict    Verdict     `json:"verdict"`
	By         string      `json:"by,omitzero"` // the fixture that notices a killed one
	Suggestion *Suggestion `json:"-"`           // of an unnoticed one: the fixture that would notice it
}

// Verdict says what became of a mutant.
type Verdict string

// The verdicts. That a mutant is equivalent is for a proof to say, so the last
// is no more than a lack of evidence.
const (
	Killed    Verdict = "killed"
	Unnoticed Verdict = "unnoticed"
	Unknown   Verdict = "unknown (perhaps equivalent)"
)

// Mutate makes small mistakes in the rules, one at a time, and asks whether any
// passing fixture of a complete run notices. Of those that none notices it
// looks for a case that would: by a search near the fixtures, then among
// random cases.
func Mutate(ctx context.Context, e *engine.Engine, r *Result, o MutateOptions) (*Mutation, error) {
	if len(r.Rules) == 0 {
		return nil, fmt.Errorf("mutation needs all fixtures: run without a choice among them")
	}
	if o.Random == 0 {
		o.Random = usualRandom
	}
	var mutants []Mutant
	for _, m := range Mutants(e.Pack()) {
		if o.Only == nil || o.Only.MatchString(m.Rule) {
			mutants = append(mutants, m)
		}
	}
	plain, err := e.Variant(e.Pack())
	if err != nil {
		return nil, err
	}
	j := &judge{e: e, p: e.Pack(), plain: plain, search: newSearcher(e.Pack(), r.Fixtures), options: o, total: len(mutants)}
	j.readFixtures(r.Fixtures)
	results := make([]MutantResult, len(mutants))
	order := rand.New(rand.NewPCG(o.Seed, 0)).Perm(len(mutants)) // costly rules lie together in a pack
	err = parallel(ctx, len(mutants), func(i int) (err error) {
		results[order[i]], err = j.byFixtures(mutants[order[i]])
		return err
	})
	if err != nil {
		return nil, err
	}
	var survivors []*MutantResult
	for _, i := range order {
		if results[i].Verdict != Killed {
			survivors = append(survivors, &results[i])
		}
	}
	if len(survivors) > 0 {
		if err := j.fillPool(ctx); err != nil {
			return nil, err
		}
	}
	if err := parallel(ctx, len(survivors), func(i int) error { return j.bySearch(survivors[i]) }); err != nil {
		return nil, err
	}
	m := summary(results, o)
	m.Suggestions, err = j.few(ctx, m.Survivors)
	return m, err
}

func summary(results []MutantResult, o MutateOptions) *Mutation {
	m := &Mutation{Min: o.Min, Seed: o.Seed, Random: max(o.Random, 0), Mutants: len(results), Survivors: []MutantResult{}}
	at := map[MutantKind]int{}
	for i, kind := range []MutantKind{DropRule, DropAtom, SwapJoin, ShiftLimit, ShiftLevel, ChangeCall} {
		m.Kinds = append(m.Kinds, KindScore{Kind: kind})
		at[kind] = i
	}
	for _, r := range results {
		kind := &m.Kinds[at[r.Kind]]
		kind.Mutants++
		switch r.Verdict {
		case Killed:
			m.Killed++
			kind.Killed++
			continue
		case Unnoticed:
			m.Unnoticed++
			kind.Unnoticed++
		case Unknown:
			m.Unknown++
		}
		m.Survivors = append(m.Survivors, r)
	}
	m.Percent = m.Score()
	return m
}

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
	out := MutantResult{Mutant: m, Verdict: Unknown}
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
	j.search.shrink(c, apart)
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
