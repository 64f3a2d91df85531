package lint_test

import "testing"

func TestUnusedTip(t *testing.T) {
	testCheck(t, "unused-tip", map[string]lintCase{
		"given by nobody": {
			add: `
-- messages.en.yaml --
tips:
  §water: {title: "Water", text: "Drink.", sources: [health-service]}`,
			says: []string{`tip water`},
		},
	})
}
