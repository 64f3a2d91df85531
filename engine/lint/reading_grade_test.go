package lint_test

import (
	"testing"

	"github.com/limber-triage/limber/engine/lint"
)

func TestReadingGrade(t *testing.T) {
	testCheck(t, "reading-grade", map[string]lintCase{
		"a hard message": {
			add: `
-- rules.grl --
rule A "x" {
  when Case.Signs.Fever && Case.PainLevel >= 9
  then
    Refer.Emergency();
}
-- messages.en.yaml --
cards:
  A:
    message: §"Musculoskeletal deterioration necessitates comprehensive interdisciplinary reconsideration of contraindications."
    action: ambulance
    sources: [health-service]
    grade: consensus
    review: pending`,
			says: []string{`the message has a reading grade`},
		},
		"too short to measure": {
			add: `
-- rules.grl --
rule A "x" {
  when Case.Signs.Fever && Case.PainLevel >= 9
  then
    Refer.Emergency();
}
-- messages.en.yaml --
cards:
  A:
    message: "Musculoskeletal deterioration necessitates comprehensive reconsideration."
    action: ambulance
    sources: [health-service]
    grade: consensus
    review: pending`,
		},
		"what reviewers read": {
			add: `
-- rules.grl --
rule A "x" {
  when Case.Signs.Fever && Case.PainLevel >= 9
  then
    Refer.Emergency();
}
-- messages.en.yaml --
cards:
  A:
    message: "A fever."
    action: ambulance
    sources: [health-service]
    grade: consensus
    review: pending
    not_for: "Musculoskeletal deterioration necessitates comprehensive interdisciplinary reconsideration of contraindications."`,
		},
		"a lower limit": {
			add: `
-- messages.en.yaml --
tips:
  breaks: {title: "Breaks", text: §"Get up and walk about the room every hour or so.", sources: [health-service]}`,
			says: []string{`above 3.0`},
			o:    lint.Options{MaxGrade: 3},
		},
	})
}
