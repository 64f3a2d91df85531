package lint_test

import "testing"

func TestClosedGate(t *testing.T) {
	testCheck(t, "closed-gate", map[string]lintCase{
		"never opens": {
			add: `
-- facts.yaml --
facts:
  - id: late
    kind: answer
    screen: you
    question: "A question?"
    why: "A reason."
    baseline: "no"
    ask_if: "§Case.Age < 20 && Case.Age > 60"
-- rules.grl --
rule Late "x" {
  when Case.Late.Yes
  then
    Refer.Soon();
}`,
			says: []string{`late is never asked`},
		},
		"opens": {
			add: `
-- facts.yaml --
facts:
  - id: late
    kind: answer
    screen: you
    question: "A question?"
    why: "A reason."
    baseline: "no"
    ask_if: "Case.Age > 20 && Case.Age < 60"
-- rules.grl --
rule Late "x" {
  when Case.Late.Yes
  then
    Refer.Soon();
}`,
		},
	})
}
