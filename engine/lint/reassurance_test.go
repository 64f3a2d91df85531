package lint_test

import "testing"

func TestReassurance(t *testing.T) {
	testCheck(t, "reassurance", map[string]lintCase{
		"all clear": {
			add: `
-- messages.en.yaml --
texts:
  headline-self_care: "That is §All clear for you."`,
			says: []string{`all clear`},
		},
		"over a line break": {
			add: `
-- messages.en.yaml --
texts:
  headline-self_care: >-
    We looked and §nothing
    is wrong with you.`,
			says: []string{`nothing is wrong`},
		},
		"what a clinician said": {
			add: `
-- messages.en.yaml --
texts:
  headline-self_care: "A clinician found nothing serious."`,
		},
	})
}
