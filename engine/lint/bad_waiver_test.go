package lint_test

import "testing"

func TestBadWaiver(t *testing.T) {
	testCheck(t, "bad-waiver", map[string]lintCase{
		"no such code": {
			add: `
-- pack.yaml --
waivers:
  - {code: §unused-tips, place: "tip:water", reason: "later", date: 2026-11-21}
-- messages.en.yaml --
tips:
  water: {title: "Water", text: "Drink.", sources: [health-service]}`,
			says: []string{`code unused-tips`},
		},
		"no such day": {
			add: `
-- pack.yaml --
waivers:
  - {code: unused-tip, place: "tip:water", reason: "later", date: §yesterday}
-- messages.en.yaml --
tips:
  water: {title: "Water", text: "Drink.", sources: [health-service]}`,
			says: []string{`day yesterday`},
		},
		"given twice": {
			add: `
-- pack.yaml --
waivers:
  - {code: unused-tip, place: "tip:water", reason: "later", date: 2026-11-21}
  - {code: §unused-tip, place: "tip:water", reason: "again", date: 2026-11-21}
-- messages.en.yaml --
tips:
  water: {title: "Water", text: "Drink.", sources: [health-service]}`,
			says: []string{`waived already`},
		},
	})
}
