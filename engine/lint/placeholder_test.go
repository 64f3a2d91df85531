package lint_test

import "testing"

func TestPlaceholder(t *testing.T) {
	testCheck(t, "placeholder", map[string]lintCase{
		"in a text": {
			add: `
-- messages.en.yaml --
tips:
  breaks: {title: "Breaks", text: "§FILL IN how often to get up", sources: [health-service]}`,
			says: []string{`still to be written: how often to get up`},
		},
		"in a comment": {
			add: `
-- rules.grl --
// §FILL IN the condition
rule A "x" {
  when Case.Signs.Fever && Case.PainLevel >= 9
  then
    Refer.Emergency();
}`,
			says: []string{`the condition`},
		},
		"two in one file": {
			add: `
-- messages.en.yaml --
tips:
  breaks: {title: "§FILL IN", text: "§FILL IN: what to do", sources: [health-service]}`,
			says: []string{`the text`, `what to do`},
		},
		"other words": {
			add: `
-- messages.en.yaml --
tips:
  breaks: {title: "Breaks", text: "Fill in the form.", sources: [health-service]}`,
		},
	})
}
