package lint_test

import "testing"

func TestUnusedTarget(t *testing.T) {
	testCheck(t, "unused-target", map[string]lintCase{
		"neither": {
			add: `
-- pack.yaml --
targets:
  - {id: §ear, name: "ear"}`,
			says: []string{`no rule needs ear and no exercise trains it`},
		},
		"no exercise": {
			add: `
-- pack.yaml --
targets:
  - {id: §ear, name: "ear"}
-- rules.grl --
rule Ear "x" {
  when Found.Older
  then
    Plan.Stretch("ear", 2);
}`,
			says: []string{`no exercise trains`},
		},
		"no rule": {
			add: `
-- pack.yaml --
targets:
  - {id: §ear, name: "ear"}
-- exercises.yaml --
exercises:
  - id: ear-move
    name: "Move ear-move"
    phase: mobility
    targets: [upper-back, ear]
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
			says: []string{`no rule needs`},
		},
		"trained only by what is listed only": {
			add: `
-- pack.yaml --
targets:
  - {id: §ear, name: "ear"}
-- exercises.yaml --
exercises:
  - id: ear-move
    name: "Move ear-move"
    phase: mobility
    targets: [ear]
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
    listed_only: "nobody needs it"`,
			says: []string{`no exercise trains`},
		},
	})
}
