package lint

import (
	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/pack"
)

var unusedTip = Check{
	Code:     "unused-tip",
	Summary:  "a tip that no rule gives",
	Severity: diag.Warning,
	Doc: `
A tip that no rule gives is never read by anyone, and goes on being translated
and reviewed.

Give it by Advise.Tip in the rule for whom it was written, or remove it.`,
	Bad: `
-- messages.en.yaml --
tips:
  water: {title: "Water", text: "Drink when you are thirsty.", sources: [health-service]}`,
	Good: `
-- messages.en.yaml --
tips:
  water: {title: "Water", text: "Drink when you are thirsty.", sources: [health-service]}
-- rules.grl --
rule TellWater "Everyone drinks" {
  when Case.Age >= 18
  then
    Advise.Tip("water");
}`,
	run: func(s *pass) {
		given := map[string]bool{}
		s.effects(func(_ *pack.Rule, e *pack.Effect) {
			if e.Tip != nil {
				given[e.Tip.ID] = true
			}
		})
		for _, id := range sortedKeys(s.p.Tips) {
			if !given[id] {
				s.reportf(s.entrySpot("tip", s.messagesFile(), "tips", id), `write Advise.Tip("`+id+`"); in a rule, or remove it`, "no rule gives the tip %s", id)
			}
		}
	},
}
