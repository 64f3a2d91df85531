package lint

import (
	"slices"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/pack"
)

var unusedFact = Check{
	Code:     "unused-fact",
	Summary:  "an optional question whose answer changes nothing",
	Severity: diag.Warning,
	Doc: `
Every question costs the person time, and one that nobody reads costs it for
nothing. A fact counts as read by a rule, by the ask_if of another fact, and by
what pack.yaml names for the plan and the notice. Required facts have a check
of their own: unread-required.

Write the rule that was meant to read it, or remove the question. Where the
question serves the person alone (a number to write down and compare later),
waive the finding and say so.`,
	Bad: `
-- facts.yaml --
facts:
  - id: favourite_chair
    kind: answer
    screen: you
    question: "Do you have a favourite chair?"
    why: "We are curious."
    baseline: "no"`,
	Good: `
-- facts.yaml --
facts:
  - id: favourite_chair
    kind: answer
    screen: you
    question: "Do you sit in one chair all day?"
    why: "Sitting still may add to the pain."
    baseline: "no"
-- rules.grl --
rule OneChair "Sits in one chair" {
  when Case.FavouriteChair.Yes
  then
    Advise.Tip("breaks");
}`,
	run: func(s *pass) {
		read := s.reads.none()
		s.written(func(r *pack.Rule) { read.join(s.reads.direct[r.Index]) })
		for _, gate := range s.p.Gates {
			pack.Atoms(gate, func(a *pack.Atom) { read.add(a.Fact) })
		}
		for _, f := range s.p.Vocabulary.Facts {
			if !f.Required() && !read.has(f.Index) && !slices.Contains(planFacts(s.p), f.Index) {
				s.reportf(s.factSpot(f), "write the rule that needs it, or remove the question",
					"no rule, no ask_if and no plan reads %s", f.ID)
			}
		}
	},
}
