package lint_test

import "testing"

func TestUnusedFact(t *testing.T) {
	testCheck(t, "unused-fact", map[string]lintCase{
		"read by nobody": {
			add: `
-- facts.yaml --
facts:
  - id: §chair
    kind: answer
    screen: you
    question: "A question?"
    why: "A reason."
    baseline: "no"`,
			says: []string{`reads chair`},
		},
		"read by a gate": {
			add: `
-- facts.yaml --
facts:
  - id: numb
    kind: answer
    screen: you
    question: "A question?"
    why: "A reason."
    baseline: "no"
    required: [safety]
  - id: numb_where
    kind: answer
    screen: you
    question: "A question?"
    why: "A reason."
    baseline: "no"
    ask_if: "Case.Numb.Yes"
-- rules.grl --
rule Numb "x" {
  when Case.Numb.Yes
  then
    Refer.Urgent();
}
rule NumbWhere "x" {
  when Case.NumbWhere.Yes
  then
    Refer.Emergency();
}`,
		},
		"read through a finding only": {
			add: `
-- facts.yaml --
facts:
  - id: chair
    kind: answer
    screen: you
    question: "A question?"
    why: "A reason."
    baseline: "no"
findings:
  - {id: Sits, meaning: "Sits"}
-- rules.grl --
rule Sits "x" {
  when Case.Chair.Yes
  then
    Found.Sits = true;
}
rule TellSits "x" {
  when Found.Sits
  then
    Plan.Mobilise("upper-back", 2);
}`,
		},
		"required facts are for another check": {
			add: `
-- facts.yaml --
facts:
  - id: chair
    kind: answer
    screen: you
    question: "A question?"
    why: "A reason."
    baseline: "no"
    required: [safety]`,
		},
	})
}
