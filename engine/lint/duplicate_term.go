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
rule FeverOldOrStrongPain "Fever with strong pain, or in old age" {
  when Case.Signs.Fever
    && (Case.PainLevel >= 8 || Case.Age >= 80 || Case.PainLevel > 7)
  then
    Refer.Emergency();
}`,
	Good: `
-- rules.grl --
rule FeverOldOrStrongPain "Fever with strong pain, in old age or with a cough" {
  when Case.Signs.Fever
    && (Case.PainLevel >= 8 || Case.Age >= 80 || Case.Onset.Sudden)
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
