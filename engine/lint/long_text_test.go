package lint_test

import "testing"

func TestLongText(t *testing.T) {
	testCheck(t, "long-text", map[string]lintCase{
		"a triage card at the limit": {
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
    message: "word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word."
    action: ambulance
    sources: [health-service]
    grade: consensus
    review: pending`,
		},
		"a triage card over it": {
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
    message: §"word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word ."
    action: ambulance
    sources: [health-service]
    grade: consensus
    review: pending`,
			says: []string{`201 characters, more than 200`},
		},
		"a triage card of three sentences": {
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
    message: §"A fever. It matters: why? It may spread."
    action: ambulance
    sources: [health-service]
    grade: consensus
    review: pending`,
			says: []string{`3 sentences, more than 2`},
		},
		"a question": {
			add: `
-- facts.yaml --
facts:
  - id: chair
    kind: answer
    screen: you
    question: §"word word word word word word word word word word word word word word word word word word word word word word word word ."
    why: "A reason."
    baseline: "no"`,
			says: []string{`the question has 121`},
		},
		"a step": {
			add: `
-- exercises.yaml --
exercises:
  - id: push
    name: "Move push"
    phase: stretch
    targets: [chest]
    position: [standing]
    movement: []
    needs: []
    desk: true
    start: 1
    dose: {sets: 1, reps: 8, hold_s: 0, sides: 1, tempo_s: 3, rest_s: 0, per_day: 1, per_week: 3}
    dose_from: ours
    steps: ["Move.", §"word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word ."]
    feel: "Easy."
    stop: "Pain."
    sources: [health-service]`,
			says: []string{`step 2 has 161`},
		},
	})
}
