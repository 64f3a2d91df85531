package lint

import (
	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/pack"
)

var duplicateTerm = Check{
	Code:     "duplicate-term",
	Summary:  "a term that stands twice within one && or || or Count.AtLeast",
	Severity: diag.Warning,
	Doc: `
Within && and || the second one changes nothing; most often another name was
meant, as when a line was copied. Within Count.AtLeast it is worse: one answer
counts twice. Age > 64 and Age >= 65 are the same term.

Correct the name, or delete the copy.`,
	Bad: `
-- rules.grl --
rule TwoSigns "Fever and another sign" {
  when Count.AtLeast(2, Case.Signs.Fever, Case.Signs.Cough, Case.Signs.Fever)
  then
    Refer.Emergency();
}`,
	Good: `
-- rules.grl --
rule TwoSigns "Fever, cough and strong pain: two of them" {
  when Count.AtLeast(2, Case.Signs.Fever, Case.Signs.Cough, Case.PainLevel >= 7)
  then
    Refer.Emergency();
}`,
	run: func(s *pass) {
		s.written(func(r *pack.Rule) {
			whole(r).walk(func(t term) {
				parts := t.terms()
				for j := range parts {
					for _, first := range parts[:j] {
						if s.same(first.cond, parts[j].cond) {
							s.reportf(termSpot(r, parts[j].expr), "correct one of them, or delete this one", "%s stands here already, as %s", parts[j], first)
							break
						}
					}
				}
			})
		})
	},
}
