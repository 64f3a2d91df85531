package lint

import (
	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

var idleComparison = Check{
	Code:     "idle-comparison",
	Summary:  "a comparison that holds for every answer",
	Severity: diag.Warning,
	Doc: `
A threshold at the end of a number's range excludes nobody who answers. It
reads as a limit and is none.

Move the threshold to where the difference begins, or leave the comparison out.`,
	Bad: `
-- rules.grl --
rule AnyPain "Pain of any strength" {
  when Case.PainLevel >= 0
  then
    Refer.Routine();
}`,
	Good: `
-- rules.grl --
rule MildFever "Fever with mild pain" {
  when Case.PainLevel <= 2
    && Case.Signs.Fever
  then
    Refer.Emergency();
}`,
	run: func(s *pass) {
		s.written(func(r *pack.Rule) {
			pack.Atoms(r.Cond, func(a *pack.Atom) {
				if a.Fact < 0 {
					return
				}
				if f := s.fact(a.Fact); f.Kind == facts.Number && a.Lo == 1 && a.Hi == f.Steps()+1 {
					at := termSpot(r, a.Expr)
					at.fact = f.ID
					s.reportf(at, "move the threshold, or leave the comparison out", "%s holds for every answer: %s goes from %v to %v", a.Expr, f.ID, f.Min, f.Max)
				}
			})
		})
	},
}
