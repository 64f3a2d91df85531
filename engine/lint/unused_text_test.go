package lint_test

import "testing"

func TestUnusedText(t *testing.T) {
	testCheck(t, "unused-text", map[string]lintCase{
		"misspelt": {
			add: `
-- messages.en.yaml --
texts:
  §warm-upp: "Walk about."`,
			says: []string{`text warm-upp`},
		},
	})
}
