package lint_test

import "testing"

func TestUnreachableExercise(t *testing.T) {
	testCheck(t, "unreachable-exercise", map[string]lintCase{
		"wrong phase": {
			add: `
-- exercises.yaml --
exercises:
  - id: §push
    name: "Move push"
    phase: release
    targets: [chest]
    position: [standing]
    movement: []
    needs: []
    desk: true
    start: 1
    dose: {sets: 1, reps: 8, hold_s: 0, sides: 1, tempo_s: 3, rest_s: 0, per_day: 1, per_week: 3}
    dose_from: ours
    steps: ["Move."]
    feel: "Easy."
    stop: "Pain."
    sources: [health-service]`,
			says: []string{`the phase release`},
		},
		"a need of one does not reach a second target": {
			add: `
-- exercises.yaml --
exercises:
  - id: §twist
    name: "Move twist"
    phase: mobility
    targets: [chest, upper-back]
    position: [standing]
    movement: []
    needs: []
    desk: true
    start: 1
    dose: {sets: 1, reps: 8, hold_s: 0, sides: 1, tempo_s: 3, rest_s: 0, per_day: 1, per_week: 3}
    dose_from: ours
    steps: ["Move."]
    feel: "Easy."
    stop: "Pain."
    sources: [health-service]`,
			says: []string{`no rule prefers twist`},
		},
		"a need of two does": {
			add: `
-- exercises.yaml --
exercises:
  - id: twist
    name: "Move twist"
    phase: stretch
    targets: [upper-back, chest]
    position: [standing]
    movement: []
    needs: []
    desk: true
    start: 1
    dose: {sets: 1, reps: 8, hold_s: 0, sides: 1, tempo_s: 3, rest_s: 0, per_day: 1, per_week: 3}
    dose_from: ours
    steps: ["Move."]
    feel: "Easy."
    stop: "Pain."
    sources: [health-service]`,
		},
		"preferred": {
			add: `
-- exercises.yaml --
exercises:
  - id: push
    name: "Move push"
    phase: release
    targets: [chest]
    position: [standing]
    movement: []
    needs: []
    desk: true
    start: 1
    dose: {sets: 1, reps: 8, hold_s: 0, sides: 1, tempo_s: 3, rest_s: 0, per_day: 1, per_week: 3}
    dose_from: ours
    steps: ["Move."]
    feel: "Easy."
    stop: "Pain."
    sources: [health-service]
-- rules.grl --
rule Push "x" {
  when Found.Older
  then
    Plan.Prefer("push", 2);
}`,
		},
		"listed only": {
			add: `
-- exercises.yaml --
exercises:
  - id: push
    name: "Move push"
    phase: release
    targets: [chest]
    position: [standing]
    movement: []
    needs: []
    desk: true
    start: 1
    dose: {sets: 1, reps: 8, hold_s: 0, sides: 1, tempo_s: 3, rest_s: 0, per_day: 1, per_week: 3}
    dose_from: ours
    steps: ["Move."]
    feel: "Easy."
    stop: "Pain."
    sources: [health-service]
    listed_only: "not for anybody"`,
		},
		"no slot for the phase": {
			add: `
-- exercises.yaml --
exercises:
  - id: §push
    name: "Move push"
    phase: strength
    targets: [chest]
    position: [standing]
    movement: []
    needs: []
    desk: true
    start: 1
    dose: {sets: 1, reps: 8, hold_s: 0, sides: 1, tempo_s: 3, rest_s: 0, per_day: 1, per_week: 3}
    dose_from: ours
    steps: ["Move."]
    feel: "Easy."
    stop: "Pain."
    sources: [health-service]
    pattern: push
-- rules.grl --
rule Push "x" {
  when Found.Older
  then
    Plan.Strengthen("chest", 2);
}
-- pack.yaml --
slots:
  - {id: move, phases: [mobility]}`,
			says: []string{`no start level from 1 on`},
		},
	})
}
