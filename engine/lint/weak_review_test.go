package lint_test

import "testing"

func TestWeakReview(t *testing.T) {
	testCheck(t, "weak-review", map[string]lintCase{
		"no such day": {
			add: `
-- messages.en.yaml --
cards:
  Fever:
    message: "A fever."
    action: same_day
    sources: [general-knowledge, health-service]
    grade: consensus
    review: §approved by Dr Ada Byrne on 2026-02-30`,
			says: []string{`no day 2026-02-30`},
		},
		"nobody": {
			add: `
-- messages.en.yaml --
cards:
  Fever:
    message: "A fever."
    action: same_day
    sources: [general-knowledge, health-service]
    grade: consensus
    review: §approved by someone on 2026-02-20`,
			says: []string{`"someone"`},
		},
		"initials": {
			add: `
-- messages.en.yaml --
cards:
  Fever:
    message: "A fever."
    action: same_day
    sources: [general-knowledge, health-service]
    grade: consensus
    review: §approved by AB on 2026-02-20`,
			says: []string{`"AB"`},
		},
		"a person": {
			add: `
-- messages.en.yaml --
cards:
  Fever:
    message: "A fever."
    action: same_day
    sources: [general-knowledge, health-service]
    grade: consensus
    review: approved by Dr Ada Byrne on 2026-02-20`,
		},
	})
}
