package lint_test

import "testing"

func TestSameCondition(t *testing.T) {
	testCheck(t, "same-condition", map[string]lintCase{
		"the same": {
			add: `
-- rules.grl --
rule §A "x" {
  when Case.Signs.Fever
  then
    Refer.Urgent();
}`,
			says: []string{`rule A has the condition and the effects of Fever`},
		},
		"by meaning": {
			add: `
-- rules.grl --
rule §A "x" {
  when Case.Signs.Cough && Case.Signs.Fever
  then
    Refer.Emergency();
}`,
			says: []string{`of FeverAndCough`},
		},
		"another urgency": {
			add: `
-- rules.grl --
rule A "x" {
  when Case.Signs.Cough && Case.PainLevel >= 8
  then
    Refer.Emergency();
}
rule B "x" {
  when Case.Signs.Cough && Case.PainLevel >= 8
  then
    Refer.Soon();
}`,
		},
		"another weight": {
			add: `
-- rules.grl --
rule A "x" {
  when Found.DeskPain
  then
    Plan.Stretch("chest", 4);
}`,
		},
		"another action": {
			add: `
-- rules.grl --
rule A "x" {
  when Case.Signs.Fever
  then
    Refer.Urgent();
}
-- messages.en.yaml --
cards:
  A:
    message: "Go."
    action: emergency_department
    sources: [health-service]
    grade: consensus
    review: pending`,
		},
	})
}
