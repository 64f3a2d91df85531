package lint_test

import "testing"

func TestUnusedCaution(t *testing.T) {
	testCheck(t, "unused-caution", map[string]lintCase{
		"attached by nobody": {
			add: `
-- messages.en.yaml --
cautions:
  §slowly: {text: "Slowly.", sources: [health-service]}`,
			says: []string{`caution slowly`},
		},
	})
}
