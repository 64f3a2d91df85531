package lint_test

import "testing"

func TestUnreadOption(t *testing.T) {
	testCheck(t, "unread-option", map[string]lintCase{
		"one of two": {
			add: `
-- facts.yaml --
facts:
  - id: pets
    kind: set
    screen: you
    question: "A question?"
    why: "A reason."
    baseline: none
    options:
      - {id: dog, text: "A dog"}
      - {id: §cat, text: "A cat"}
-- rules.grl --
rule A "x" {
  when Case.Pets.Dog
  then
    Plan.Stretch("chest", 5);
}`,
			says: []string{`answer cat of pets`},
		},
		"all by a count": {
			add: `
-- facts.yaml --
facts:
  - id: pets
    kind: set
    screen: you
    question: "A question?"
    why: "A reason."
    baseline: none
    options:
      - {id: dog, text: "A dog"}
      - {id: cat, text: "A cat"}
-- rules.grl --
rule A "x" {
  when Case.Pets.Count >= 2
  then
    Plan.Stretch("chest", 5);
}`,
		},
		"none of them: the fact is the finding": {
			add: `
-- facts.yaml --
facts:
  - id: pets
    kind: set
    screen: you
    question: "A question?"
    why: "A reason."
    baseline: none
    options:
      - {id: dog, text: "A dog"}
      - {id: cat, text: "A cat"}`,
		},
		"equipment that no exercise needs": {
			add: `
-- facts.yaml --
facts:
  - id: equipment
    kind: set
    screen: you
    question: "What can you use?"
    why: "A reason."
    options:
      - {id: wall, text: "A wall"}
      - {id: §rope, text: "A rope"}
    baseline: [wall]
    default: [wall]`,
			says: []string{`answer rope of equipment`},
		},
	})
}
