package lint

import (
	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/pack"
)

var unusedCaution = Check{
	Code:     "unused-caution",
	Summary:  "a caution that no rule attaches to exercises",
	Severity: diag.Warning,
	Doc: `
A caution reaches people only by a rule with Plan.Caution. One without a rule
was written for a precaution that is not there.

Write the rule, or remove the caution.`,
	Bad: `
-- messages.en.yaml --
cautions:
  warm-hands: {text: "Warm your hands first.", sources: [health-service]}`,
	Good: `
-- messages.en.yaml --
cautions:
  warm-hands: {text: "Warm your hands first.", sources: [health-service]}
-- rules.grl --
rule WarmHands "Cold hands on the floor" {
  when Found.Older
  then
    Plan.Caution("kneeling", "warm-hands");
}`,
	run: func(s *pass) {
		given := map[string]bool{}
		s.effects(func(_ *pack.Rule, e *pack.Effect) {
			if e.Caution != nil {
				given[e.Caution.ID] = true
			}
		})
		for _, id := range sortedKeys(s.p.Cautions) {
			if !given[id] {
				s.reportf(s.entrySpot("caution", s.messagesFile(), "cautions", id), `write Plan.Caution("tag", "`+id+`"); in a rule, or remove it`,
					"no rule attaches the caution %s", id)
			}
		}
	},
}
