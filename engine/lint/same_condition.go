package lint

import (
	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
)

var sameCondition = Check{
	Code:     "same-condition",
	Summary:  "two rules with the same condition and the same effects",
	Severity: diag.Warning,
	Doc: `
The second rule decides nothing that the first does not, and a change of one of
them will leave the other behind. Conditions are compared by meaning, not by
the order of their terms.

Delete one, or write into it what makes it different.`,
	Bad: `
-- rules.grl --
rule HighFever "A high fever" {
  when Case.Signs.Fever
  then
    Refer.Urgent();
}`,
	Good: `
-- rules.grl --
rule FeverWithStrongPain "A fever with strong pain" {
  when Case.Signs.Fever
    && Case.PainLevel >= 8
  then
    Refer.Emergency();
}`,
	run: func(s *pass) {
		s.pairs(func(a, b *pack.Rule) {
			if a.Index < b.Index && covered(a, b) && covered(b, a) && s.same(a.Cond, b.Cond) {
				s.reportf(ruleSpot(b), "delete one of them, or write what makes it different", "rule %s has the condition and the effects of %s", b.Name, a.Name)
			}
		})
	},
}

// pairs calls f for every two finished rules of one stratum that have some fact
// in common, in both orders.
func (g *ground) pairs(f func(a, b *pack.Rule)) {
	var finished []*pack.Rule
	g.written(func(r *pack.Rule) {
		if !draft(r) {
			finished = append(finished, r)
		}
	})
	for _, a := range finished {
		for _, b := range finished {
			if a != b && a.Stratum == b.Stratum && g.reads.all[a.Index].meets(g.reads.all[b.Index]) {
				f(a, b)
			}
		}
	}
}

// covered reports whether whatever a does, b does as well: needs at no less
// weight, bounds no looser, an urgency that is higher or the same by the same
// action.
func covered(a, b *pack.Rule) bool {
	if a.Urgency() > 0 && a.Urgency() == b.Urgency() && a.Card.Action != b.Card.Action {
		return false
	}
	return all(a.Effects, func(x pack.Effect) bool {
		return some(b.Effects, func(y pack.Effect) bool { return x.Text == y.Text && x.Text2 == y.Text2 && atLeastAs(y, x) })
	})
}

func atLeastAs(y, x pack.Effect) bool {
	switch {
	case x.Urgency > 0:
		return y.Urgency >= x.Urgency
	case x.Verb != y.Verb:
		return false
	case x.Verb == grl.PlanStart || x.Verb == grl.PlanLimit:
		return y.Number <= x.Number
	}
	return y.Number >= x.Number
}
