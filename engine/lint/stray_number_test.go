package lint_test

import "testing"

func TestStrayNumber(t *testing.T) {
	testCheck(t, "stray-number", map[string]lintCase{
		"in the description": {
			add: `
-- rules.grl --
rule A "A fever from §65 on" {
  when Case.Signs.Fever && Case.Age >= 70
  then
    Refer.Emergency();
}`,
			says: []string{`the description says 65`},
		},
		"in the message": {
			add: `
-- rules.grl --
rule A "x" {
  when Case.Signs.Fever && Case.Age >= 70
  then
    Refer.Emergency();
}
-- messages.en.yaml --
cards:
  A:
    message: "You are over §75 and have a fever."
    action: ambulance
    sources: [health-service]
    grade: consensus
    review: pending`,
			says: []string{`the message says 75`},
		},
		"the last value outside a threshold": {
			add: `
-- rules.grl --
rule A "A fever in those over 69" {
  when Case.Signs.Fever && Case.Age >= 70
  then
    Refer.Emergency();
}`,
		},
		"a threshold of a finding": {
			add: `
-- rules.grl --
rule A "A fever from 65 on" {
  when Case.Signs.Fever && Found.Older
  then
    Refer.Emergency();
}`,
		},
		"a count": {
			add: `
-- rules.grl --
rule A "2 signs with very strong pain" {
  when Case.Signs.Count >= 2 && Case.PainLevel >= 9
  then
    Refer.Emergency();
}`,
		},
		"a number of the question": {
			add: `
-- rules.grl --
rule A "A fever with 9 out of 10" {
  when Case.Signs.Fever && Case.PainLevel >= 9
  then
    Refer.Emergency();
}`,
		},
		"in parentheses": {
			add: `
-- rules.grl --
rule A "A fever in old age (E8, 65)" {
  when Case.Signs.Fever && Case.Age >= 70
  then
    Refer.Emergency();
}`,
		},
		"not_for may say more": {
			add: `
-- rules.grl --
rule A "x" {
  when Case.Signs.Fever && Case.Age >= 70
  then
    Refer.Emergency();
}
-- messages.en.yaml --
cards:
  A:
    message: "A fever."
    action: ambulance
    sources: [health-service]
    grade: consensus
    review: pending
    not_for: "Guidance says 65."`,
		},
	})
}
