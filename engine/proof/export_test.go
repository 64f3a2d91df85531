package proof

import (
	"context"

	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

// Faults is how many mistakes the encoder can be told to make, from 1 on.
const Faults = int(faults) - 1

// WithFault makes the encoder err.
func (o Options) WithFault(n int) Options {
	o.fault = fault(n)
	return o
}

// WithoutBudget leaves no conflict to the solver.
func (o Options) WithoutBudget() Options {
	o.Conflicts, o.conflictsSet = 0, true
	return o
}

// Parts names the parts of a claim.
func (c *Claim) Parts() (names []string) {
	for _, p := range c.parts {
		names = append(names, p.name)
	}
	return names
}

// Seen is what is observed of a case.
type Seen struct {
	End       End
	Level     facts.Level
	Start     int
	Open      []int
	Eligible  []bool
	Found     []bool
	Effects   map[string]bool
	CanLoosen bool
}

// Observer observes cases of a pack.
func Observer(p *pack.Pack) func(words []uint64) *Seen {
	o, err := newObserver(p)
	if err != nil {
		panic(err)
	}
	return func(words []uint64) *Seen {
		s := o.observe(words)
		return &Seen{s.end, s.level, s.start, s.open, s.eligible, s.found, s.effects, s.canHold(p, []pack.Phase{pack.Release, pack.Stretch})}
	}
}

// The names of what a change may be, beside effects.
const (
	OlderDoses = olderDoses
	MayLoad    = mayLoad
)

var (
	IsRestriction = isRestriction
	Always        = always
	ClearAnswer   = clearAnswer
)

// NeverEnd claims that no case ends there.
func NeverEnd(e End) Claim {
	return Claim{ID: "never " + e.String(), parts: onePart(violated{when: endsWith(func(x End) bool { return x == e })})}
}

// If claims that whoever meets one condition meets the other.
func If(when, then pack.Cond) Claim {
	return Claim{ID: "if", parts: onePart(violated{when: plainCond{when}, then: plainCond{then}})}
}

// Picks names what the planner picks on a case by the circuit, before the
// bounds of a plan cut it.
func Picks(p *pack.Pack, words []uint64, o Options) (ids []string) {
	w, err := newObserver(p)
	if err != nil {
		panic(err)
	}
	s := newSession(w, o)
	var all []lit
	rounds := s.f.picks(w.observe(words).start)
	for _, round := range rounds {
		all = append(all, round.picks...)
	}
	a := make(assignment, len(s.u.domains))
	for i, f := range p.Vocabulary.Facts {
		a[s.f.domains[i]] = s.u.valueOf(s.f.domains[i], f, words[i])
	}
	e := s.u.evaluator(all...)
	e.load(a)
	for i, l := range all {
		if e.holds(l) {
			ids = append(ids, p.Exercises[i%len(p.Exercises)].ID)
		}
	}
	return ids
}

// Solve decides clauses without a bound.
func Solve(ctx context.Context, clauses [][]int) (bool, func(variable int) bool) {
	s := &cdcl{}
	for _, c := range clauses {
		s.add(c)
	}
	const unbounded = 1 << 40
	switch s.solve(ctx, unbounded) {
	case satisfied:
		return true, s.value
	case undecided:
		panic("undecided without a bound")
	}
	return false, nil
}
