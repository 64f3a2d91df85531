package lint

import (
	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

var generalEmergency = Check{
	Code:     "general-emergency",
	Summary:  "an emergency that rests on general knowledge alone",
	Severity: diag.Note,
	Doc: `
To send somebody to hospital on nobody's word may be right, and is what a
reviewer must look at first: too many such rules, and people stop listening; a
wrong one, and they are frightened for nothing. Rules made from not_sure never
reach an emergency and are not meant.

Find the guidance that says so and cite it beside general-knowledge.`,
	Bad: `
-- rules.grl --
rule CoughAndStrongPain "A cough and very strong pain" {
  when Case.Signs.Cough && Case.PainLevel >= 9
  then
    Refer.Emergency();
}
-- messages.en.yaml --
cards:
  CoughAndStrongPain:
    message: "You have a cough and very strong pain."
    action: ambulance
    sources: [general-knowledge]
    grade: general
    review: pending`,
	Good: `
-- rules.grl --
rule CoughAndStrongPain "A cough and very strong pain" {
  when Case.Signs.Cough && Case.PainLevel >= 9
  then
    Refer.Emergency();
}
-- messages.en.yaml --
cards:
  CoughAndStrongPain:
    message: "You have a cough and very strong pain."
    action: ambulance
    sources: [health-service, general-knowledge]
    grade: consensus
    review: pending`,
	run: func(s *pass) {
		s.written(func(r *pack.Rule) {
			if r.Urgency() == facts.LevelEmergency && r.Card.General() {
				at := s.files.value(s.messagesFile(), "cards", r.Name, "sources")
				at.place = "rule:" + r.Name
				s.reportf(at, "cite guidance that says so", "rule %s calls an emergency on general knowledge alone", r.Name)
			}
		})
	},
}
