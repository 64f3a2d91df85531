package lint

import (
	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/pack"
)

var absorbedTerm = Check{
	Code:     "absorbed-term",
	Summary:  "a term that another one beside it makes idle",
	Severity: diag.Warning,
	Doc: `
In a || (a && b) the second branch adds nobody; in a && (a || b) the second
term excludes nobody; and the same goes for .Any || .Option, for two thresholds
of one number, and for a finding beside one of the conditions that draw it. The
term reads as if it mattered, and a later change of the other one brings it
back to life.

Delete it, or say what was meant.`,
	Bad: `
-- rules.grl --
rule FeverOrWorse "Fever, or fever with cough" {
  when Case.PainLevel >= 9
    && (Case.Signs.Fever || (Case.Signs.Fever && Case.Signs.Cough))
  then
    Refer.Emergency();
}`,
	Good: `
-- rules.grl --
rule FeverOrWorse "Fever or cough" {
  when Case.PainLevel >= 9
    && (Case.Signs.Fever || Case.Signs.Cough)
  then
    Refer.Emergency();
}`,
	run: func(s *pass) {
		s.written(func(r *pack.Rule) {
			whole(r).walk(func(t term) { s.absorbed(r, t) })
		})
	},
}

func (s *pass) absorbed(r *pack.Rule, t term) {
	parts := t.terms()
	for i, part := range parts {
		for j, other := range parts {
			if i == j {
				continue
			}
			there, back := s.implies(part.cond, other.cond), s.implies(other.cond, part.cond)
			if there == back {
				continue // apart, or the same: duplicate-term
			}
			_, or := t.cond.(pack.Or)
			_, and := t.cond.(pack.And)
			if or && there || and && back {
				s.reportf(termSpot(r, part.expr), "delete it, or write what it was meant to add", "%s changes nothing beside %s", part, other)
				break
			}
		}
	}
}
