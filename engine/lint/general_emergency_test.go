package lint_test

import "testing"

func TestGeneralEmergency(t *testing.T) {
	testCheck(t, "general-emergency", map[string]lintCase{
		"an emergency": {
			add: `
-- rules.grl --
rule A "x" {
  when Case.Signs.Fever && Case.PainLevel >= 9
  then
    Refer.Emergency();
}
-- messages.en.yaml --
cards:
  A:
    message: "A fever."
    action: ambulance
    sources: §[general-knowledge]
    grade: consensus
    review: pending`,
			says: []string{`rule A`},
		},
		"a lesser urgency": {
			add: `
-- rules.grl --
rule A "x" {
  when Case.Signs.Cough && Case.PainLevel >= 9
  then
    Refer.Urgent();
}
-- messages.en.yaml --
cards:
  A:
    message: "A cough."
    action: same_day
    sources: [general-knowledge]
    grade: consensus
    review: pending`,
		},
		"with a source beside it": {
			add: `
-- rules.grl --
rule A "x" {
  when Case.Signs.Fever && Case.PainLevel >= 9
  then
    Refer.Emergency();
}
-- messages.en.yaml --
cards:
  A:
    message: "A fever."
    action: ambulance
    sources: [general-knowledge, health-service]
    grade: consensus
    review: pending`,
		},
	})
}
