package lint_test

import "testing"

func TestUnusedWaiver(t *testing.T) {
	testCheck(t, "unused-waiver", map[string]lintCase{
		"used": {
			add: `
-- pack.yaml --
waivers:
  - {code: unused-tip, place: "tip:water", reason: "later", date: 2026-11-21}
-- messages.en.yaml --
tips:
  water: {title: "Water", text: "Drink.", sources: [health-service]}`,
		},
		"of another place": {
			add: `
-- pack.yaml --
waivers:
  - {code: unused-tip, place: §"tip:wine", reason: "later", date: 2026-11-21}
-- messages.en.yaml --
tips:
  water: {title: "Water", text: "Drink.", sources: [health-service]}`,
			says: []string{`for unused-tip at tip:wine`},
		},
		"of itself": {
			add: `
-- pack.yaml --
waivers:
  - {code: unused-waiver, place: §"waiver:unused-tip tip:wine", reason: "later", date: 2026-11-21}
-- messages.en.yaml --
tips:
  water: {title: "Water", text: "Drink.", sources: [health-service]}`,
			says: []string{`unused-waiver`},
		},
	})
}
