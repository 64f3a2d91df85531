package lint_test

import "testing"

func TestUnmetNeed(t *testing.T) {
	testCheck(t, "unmet-need", map[string]lintCase{
		"phase without exercise": {
			add: `
-- rules.grl --
rule Push "x" {
  when Found.Older
  then
    §Plan.Strengthen("chest", 5);
}`,
			says: []string{`phase strength answers a need of weight 5 for chest`},
		},
		"met": {
			add: `
-- rules.grl --
rule Push "x" {
  when Found.Older
  then
    Plan.Stretch("chest", 5);
}`,
		},
		"only a second target, and too weak": {
			add: `
-- exercises.yaml --
exercises:
  - id: twist
    name: "Move twist"
    phase: stretch
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
    sources: [health-service]
-- rules.grl --
rule Twist "x" {
  when Found.Older
  then
    §Plan.Stretch("upper-back", 1);
}`,
			says: []string{`weight 1`},
		},
	})
}
