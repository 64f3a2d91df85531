package lint

import (
	"slices"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/pack"
)

var alwaysFalse = Check{
	Code:     "always-false",
	Summary:  "a condition, or a branch of one, that no answers can make true",
	Severity: diag.Error,
	Doc: `
Two options of one choice cannot both be chosen, a number cannot be above nine
and below three, "none of these" excludes every tick, and a finding holds only
where one of its rules does. A rule whose condition asks for that never fires:
a warning sign that it should catch is missed. A branch that cannot hold beside
the rest of its rule is the same in small.

Most often && stands where || was meant, or a threshold is turned round. Rules
with a placeholder in them (see placeholder) are not judged yet.`,
	Bad: `
-- rules.grl --
rule SuddenWhileLifting "Sudden pain while lifting" {
  when Case.Onset.Sudden && Case.Onset.Lifting
  then
    Refer.Emergency();
}`,
	Good: `
-- rules.grl --
rule SuddenOrLifting "Sudden pain, or pain from lifting, with fever" {
  when (Case.Onset.Sudden || Case.Onset.Lifting) && Case.Signs.Fever
  then
    Refer.Emergency();
}`,
	run: func(s *pass) {
		s.written(func(r *pack.Rule) {
			t := whole(r)
			switch {
			case draft(r):
			case s.possible(t.cond):
				s.deadBranches(r, t, nil)
			default:
				s.reportImpossible(r, t, nil)
			}
		})
	},
}

// deadBranches reports the branches of a term that cannot hold beside the
// terms of its context.
func (s *pass) deadBranches(r *pack.Rule, t term, context []term) {
	parts := t.terms()
	if _, joined := t.cond.(pack.And); joined {
		for i, part := range parts {
			others := slices.Concat(context, parts[:i], parts[i+1:])
			s.deadBranches(r, part, others)
		}
		return
	}
	for _, part := range parts {
		if s.possible(append(conds(context), part.cond)...) {
			s.deadBranches(r, part, context)
		} else {
			s.reportImpossible(r, part, context)
		}
	}
}

// reportImpossible names the fewest terms that exclude each other.
func (s *pass) reportImpossible(r *pack.Rule, t term, context []term) {
	own := []term{t}
	if _, joined := t.cond.(pack.And); joined {
		own = t.terms()
	}
	core := slices.Concat(context, own)
	for i := 0; i < len(core) && len(core) > 1; {
		if fewer := slices.Delete(slices.Clone(core), i, i+1); s.possible(conds(fewer)...) {
			i++
		} else {
			core = fewer
		}
	}
	if len(core) == 1 {
		s.reportf(termSpot(r, core[0].expr), "correct it, or remove it", "%s can never hold", core[0])
		return
	}
	at := core[len(core)-1] // of the term itself, where it takes part at all
	s.reportf(termSpot(r, at.expr), "write || if one of them is enough, or correct one", "%s can never hold together", joinTerms(core))
}
