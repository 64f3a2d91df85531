package lint

import (
	"slices"

	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
)

// reads says who reads what: the ground of every check for idle parts. Rules
// made from not_sure do not count as readers.
type reads struct {
	direct  []factSet // by rule index: facts of its own atoms
	all     []factSet // by rule index: the same, and through findings
	ofFound []factSet // by finding index: facts that its rules read, through findings too
	bits    []uint64  // by fact index: the answers that rules and gates name
	found   []bool    // by finding index: a rule or pack.yaml reads it
}

// factSet holds fact indexes as bits.
type factSet []uint64

func (s factSet) has(fact int) bool { return s[fact/64]&(1<<(fact%64)) != 0 }
func (s factSet) add(fact int)      { s[fact/64] |= 1 << (fact % 64) }

func (s factSet) join(o factSet) {
	for i := range o {
		s[i] |= o[i]
	}
}

// meets reports whether the sets have a fact in common.
func (s factSet) meets(o factSet) bool {
	for i := range o {
		if s[i]&o[i] != 0 {
			return true
		}
	}
	return false
}

func newReads(p *pack.Pack) reads {
	r := reads{
		direct: make([]factSet, len(p.Rules)), all: make([]factSet, len(p.Rules)), ofFound: make([]factSet, len(p.Found)),
		bits: make([]uint64, len(p.Vocabulary.Facts)), found: make([]bool, len(p.Found)),
	}
	for i := range r.ofFound {
		r.ofFound[i] = r.none()
	}
	// Rules stand in the order of their levels, so a finding's facts are known
	// before the first rule that reads it.
	for i, rule := range p.Rules {
		r.direct[i], r.all[i] = r.none(), r.none()
		pack.Atoms(rule.Cond, func(a *pack.Atom) {
			if a.Finding >= 0 {
				r.found[a.Finding] = true
				r.all[i].join(r.ofFound[a.Finding])
				return
			}
			r.direct[i].add(a.Fact)
			if !rule.Generated {
				r.bits[a.Fact] |= a.Mask
			}
		})
		r.all[i].join(r.direct[i])
		for _, e := range rule.Effects {
			if e.Verb == grl.SetFound {
				r.ofFound[e.Finding].join(r.all[i])
			}
		}
	}
	for _, gate := range p.Gates {
		pack.Atoms(gate, func(a *pack.Atom) { r.bits[a.Fact] |= a.Mask })
	}
	for _, i := range []int{p.Clearance, p.Plan.Older, p.Plan.ReadyToLoad} {
		r.found[i] = true
	}
	return r
}

func (r *reads) none() factSet { return make(factSet, (len(r.bits)+63)/64) }

// readers of facts that are not rules.
func planFacts(p *pack.Pack) []int {
	return []int{p.Plan.Equipment, p.Plan.Minutes, p.Plan.Place, p.Notice.Fact}
}

// restricts reports whether a rule takes something away from a plan.
func restricts(r *pack.Rule) bool {
	return slices.ContainsFunc(r.Effects, func(e pack.Effect) bool {
		return slices.Contains([]grl.Verb{grl.PlanAvoid, grl.PlanWithout, grl.PlanStart, grl.PlanLimit}, e.Verb)
	})
}
