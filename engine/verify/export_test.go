package verify

import (
	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

// Distance and MissingAtoms measure how far a rule is from a value.
func Distance(p *pack.Pack, words []uint64, c pack.Cond, value bool) int {
	return distance(p, words, want{c, value})
}

func MissingAtoms(p *pack.Pack, words []uint64, c pack.Cond, value bool) []Missing {
	return missing(p, words, want{c, value})
}

// Unreachable is the distance of what no answers can bring about.
const Unreachable = unreachable

// FindDeciding searches a case in which an atom has a value and decides.
func FindDeciding(p *pack.Pack, r *pack.Rule, a *pack.Atom, value bool) *facts.Case {
	goal, _ := decides(r.Cond, a)
	return newSearcher(p, nil).find(append(goal, want{a, value}), nil)
}

// Deciding visits the atoms that decide a condition.
func Deciding(c pack.Cond, words []uint64, found []bool, visit func(*pack.Atom, bool)) {
	deciding(c, words, found, visit)
}

// Changed is the pack that a mutant makes of another.
func (m *Mutant) Changed(p *pack.Pack) *pack.Pack { return change(p, m.changed) }

// ChangedRule is the mutant's rule.
func (m *Mutant) ChangedRule() *pack.Rule { return m.changed }

// Toucher tells whether a mutant can matter in a case.
func Toucher(e *engine.Engine) func(*Mutant, *facts.Case) bool {
	plain, err := e.Variant(e.Pack())
	if err != nil {
		panic(err)
	}
	j := &judge{e: e, p: e.Pack(), plain: plain}
	return func(m *Mutant, c *facts.Case) bool { return m.touches(j.try(c)) }
}

// Sight is what a person would notice of a decision.
func Sight(d *engine.Decision) string { return sight(d) }

// LineDiff shows the lines in which two texts differ.
func LineDiff(old, fresh string) string { return lineDiff(old, fresh) }

// Condition returns a copy of a pack in which a rule has another condition.
func Condition(p *pack.Pack, rule int, c pack.Cond) *pack.Pack {
	return change(p, conditioned(p.Rules[rule], c))
}

// RulesNever is the condition of a deleted rule.
var RulesNever pack.Cond = never
