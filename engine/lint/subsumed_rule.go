package lint

import (
	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/pack"
)

var subsumedRule = Check{
	Code:     "subsumed-rule",
	Summary:  "a rule that decides nothing because another one always does as much",
	Severity: diag.Warning,
	Doc: `
Wherever this rule fires the other one fires too, with effects at least as
strong: no urgency and no plan depends on this one. Either its effect was meant
to be stronger, or its condition wider, or it is kept for what its card says.

Strengthen it, delete it, or waive the finding with the reason.`,
	Bad: `
-- rules.grl --
rule FeverWithStrongPain "A fever with strong pain" {
  when Case.Signs.Fever
    && Case.PainLevel >= 8
  then
    Refer.Soon();
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
		reported := map[int]bool{}
		s.pairs(func(a, b *pack.Rule) {
			if reported[a.Index] || !covered(a, b) || !s.implies(a.Cond, b.Cond) {
				return
			}
			if covered(b, a) && s.implies(b.Cond, a.Cond) || !s.possible(a.Cond) {
				return // same-condition, always-false
			}
			reported[a.Index] = true
			s.reportf(ruleSpot(a), "strengthen its effect, delete it, or waive this with the reason", "rule %s decides nothing: wherever it fires, %s does as much", a.Name, b.Name)
		})
	},
}
