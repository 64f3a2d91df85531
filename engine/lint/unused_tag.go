package lint

import (
	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
)

var unusedTag = Check{
	Code:     "unused-tag",
	Summary:  "a tag that no rule avoids or cautions about, or that no exercise has",
	Severity: diag.Warning,
	Doc: `
A tag is the link between a precaution and the exercises it concerns. Without a
rule, exercises with the tag reach everyone. Without an exercise, a rule that
avoids the tag leaves nothing out: an exercise may lack the position or
movement that it has in truth.

Write the rule or complete the exercises; remove the tag if neither is missing.`,
	Bad: `
-- pack.yaml --
tags:
  - {id: on-the-back, meaning: "lying on the back", position: [supine]}
-- rules.grl --
rule NotOnTheBack "Lying flat does not suit everyone" {
  when Case.Limits.CannotKneel || Case.Limits.Unsure
  then
    Plan.Avoid("on-the-back");
}`,
	Good: `
-- pack.yaml --
tags:
  - {id: upright, meaning: "standing up", position: [standing]}
-- rules.grl --
rule SitDown "Standing does not suit everyone" {
  when Case.Limits.CannotKneel || Case.Limits.Unsure
  then
    Plan.Avoid("upright");
}`,
	run: func(s *pass) {
		var named, held uint64
		s.effects(func(_ *pack.Rule, e *pack.Effect) {
			if e.Verb == grl.PlanAvoid || e.Verb == grl.PlanCaution {
				named |= 1 << e.Tag
			}
		})
		for _, e := range s.p.Exercises {
			held |= e.Tags
		}
		for i, t := range s.p.Tags {
			at := s.entrySpot("tag", packFile, "tags", t.ID)
			if named&(1<<i) == 0 {
				s.reportf(at, `write Plan.Avoid("`+t.ID+`") or a Plan.Caution where it belongs, or remove the tag`,
					"no rule avoids or cautions about %s", t.ID)
			}
			if held&(1<<i) == 0 {
				s.reportf(at, "complete the positions and movements of the exercises that have it, or remove the tag",
					"no exercise has the tag %s", t.ID)
			}
		}
	},
}

// effects calls f for every effect of every written rule.
func (g *ground) effects(f func(*pack.Rule, *pack.Effect)) {
	g.written(func(r *pack.Rule) {
		for i := range r.Effects {
			f(r, &r.Effects[i])
		}
	})
}
