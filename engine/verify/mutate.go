package verify

import (
	"context"
	"fmt"
	"math/rand/v2"
	"regexp"

	"github.com/limber-triage/limber/engine"
)

// MutateOptions choose what Mutate does; the zero value is the usual choice.
type MutateOptions struct {
	Seed   uint64         // of the random cases and the order of work; the same seed gives the same result
	Random int            // random cases tried on each survivor; 0 means 20,000, negative none
	Budget int            // conflicts of the solver for each question about a survivor; 0: proof.AlikeConflicts
	Only   *regexp.Regexp // rules whose name matches; nil: all

	// Progress, when not nil, is told how many mutants are judged. It is called
	// from several goroutines at once.
	Progress func(done, total int)

	Min float64 // percentage that Mutation.Score is to reach
}

const usualRandom = 20_000

// Mutation says how many mutants of the rules the fixtures notice.
type Mutation struct {
	Percent   float64        `json:"percent"` // Score
	Min       float64        `json:"min"`
	Seed      uint64         `json:"seed"`
	Random    int            `json:"random_cases"`
	Mutants   int            `json:"mutants"`
	Killed    int            `json:"killed"`     // some fixture fails
	Unnoticed int            `json:"unnoticed"`  // a case is known that tells them apart, and no fixture does
	Equal     int            `json:"equivalent"` // proved: no person would ever notice
	Undecided int            `json:"undecided"`  // nothing told them apart, and nothing proves that nothing can
	Kinds     []KindScore    `json:"kinds"`
	Survivors []MutantResult `json:"survivors"` // in pack order: all but the killed

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

// The verdicts. Undecided is no more than a lack of evidence: neither a search nor
// the proof's budget settled it.
const (
	Killed     Verdict = "killed"
	Unnoticed  Verdict = "unnoticed"
	Equivalent Verdict = "equivalent"
	Undecided  Verdict = "undecided"
)

// Mutate makes small mistakes in the rules, one at a time, and asks whether any
// passing fixture of a complete run notices. Of those that none notices it
// looks for a case that would: by a search near the fixtures, among random
// cases, and by proof, which also tells the mutants that nobody can notice.
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
	if err := j.prove(ctx, survivors); err != nil {
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
		case Equivalent:
			m.Equal++
		case Undecided:
			m.Undecided++
		}
		m.Survivors = append(m.Survivors, r)
	}
	m.Percent = m.Score()
	return m
}
