package lint_test

import "testing"

func TestUnreadRequired(t *testing.T) {
	testCheck(t, "unread-required", map[string]lintCase{
		"safety read by nobody": {
			add: `
-- facts.yaml --
facts:
  - id: §chair
    kind: answer
    screen: you
    question: "A question?"
    why: "A reason."
    baseline: "no"
    required: [safety]`,
			says: []string{`no triage rule`},
		},
		"safety read by its not_sure rule only": {
			add: `
-- facts.yaml --
facts:
  - id: §chair
    kind: answer
    screen: you
    question: "A question?"
    why: "A reason."
    baseline: "no"
    required: [safety]
    not_sure: urgent`,
			says: []string{`no triage rule`},
		},
		"safety read by a plan rule only": {
			add: `
-- facts.yaml --
facts:
  - id: §chair
    kind: answer
    screen: you
    question: "A question?"
    why: "A reason."
    baseline: "no"
    required: [safety]
-- rules.grl --
rule A "x" {
  when Case.Chair.Yes
  then
    Plan.Stretch("chest", 5);
}`,
			says: []string{`no triage rule`},
		},
		"safety read through a finding": {
			add: `
-- facts.yaml --
facts:
  - id: chair
    kind: answer
    screen: you
    question: "A question?"
    why: "A reason."
    baseline: "no"
    required: [safety]
findings:
  - {id: Sits, meaning: "Sits"}
-- rules.grl --
rule Sits "x" {
  when Case.Chair.Yes
  then
    Found.Sits = true;
}
rule A "x" {
  when Found.Sits
  then
    Refer.Soon();
}`,
		},
		"precaution read by a need only": {
			add: `
-- facts.yaml --
facts:
  - id: §chair
    kind: answer
    screen: you
    question: "A question?"
    why: "A reason."
    baseline: "no"
    required: [precaution]
    not_sure: careful
-- rules.grl --
rule A "x" {
  when Case.Chair.Yes
  then
    Plan.Stretch("chest", 5);
}`,
			says: []string{`Avoid, Without, Start or Limit`},
		},
		"both, and neither read": {
			add: `
-- facts.yaml --
facts:
  - id: §§chair
    kind: answer
    screen: you
    question: "A question?"
    why: "A reason."
    baseline: "no"
    required: [safety, precaution]
    not_sure: urgent`,
			says: []string{`as a precaution`, `for safety`},
		},
	})
}
