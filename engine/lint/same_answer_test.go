package lint_test

import "testing"

func TestSameAnswer(t *testing.T) {
	testCheck(t, "same-answer", map[string]lintCase{
		"the same but for letter case": {
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
      - {id: §cat, text: "a  DOG"}
-- rules.grl --
rule A "x" {
  when Case.Pets.Any
  then
    Plan.Stretch("chest", 5);
}`,
			says: []string{`dog and cat`},
		},
		"different": {
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
  when Case.Pets.Any
  then
    Plan.Stretch("chest", 5);
}`,
		},
	})
}
