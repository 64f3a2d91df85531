package lint_test

import "testing"

func TestDash(t *testing.T) {
	testCheck(t, "dash", map[string]lintCase{
		"an em dash": {
			add: `
-- messages.en.yaml --
tips:
  breaks: {title: "Breaks", text: "Get up §— now and then.", sources: [health-service]}`,
			says: []string{`has a dash`},
		},
		"an en dash as a dash": {
			add: `
-- messages.en.yaml --
tips:
  breaks: {title: "Breaks", text: "Get up §– now and then.", sources: [health-service]}`,
			says: []string{`has a dash`},
		},
		"two hyphens": {
			add: `
-- messages.en.yaml --
tips:
  breaks: {title: "Breaks", text: "Get up §-- now and then.", sources: [health-service]}`,
			says: []string{`has a dash`},
		},
		"a hyphen in a word": {
			add: `
-- messages.en.yaml --
tips:
  breaks: {title: "Breaks", text: "Get up for a well-earned break.", sources: [health-service]}`,
		},
	})
}
