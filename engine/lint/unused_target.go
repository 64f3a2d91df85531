package lint

import (
	"slices"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/pack"
)

var unusedTarget = Check{
	Code:     "unused-target",
	Summary:  "a target that no rule needs, or that no exercise trains",
	Severity: diag.Warning,
	Doc: `
Plans come about where a rule needs a target and an exercise trains it. A
target with only one of the two does nothing. Exercises that are listed only do
not count.

Write the need, add the exercise, or remove the target.`,
	Bad: `
-- pack.yaml --
targets:
  - {id: left-ear, name: "left ear"}`,
	Good: `
-- pack.yaml --
targets:
  - {id: neck, name: "neck"}
-- rules.grl --
rule MoveTheNeck "Typing can stiffen the neck" {
  when Case.Triggers.Typing
  then
    Plan.Mobilise("neck", 2);
}
-- exercises.yaml --
exercises:
  - id: neck-turn
    name: "Neck turn"
    phase: mobility
    targets: [neck]
    position: [seated]
    movement: [head_turn]
    needs: []
    desk: true
    start: 0
    dose: {sets: 1, reps: 5, hold_s: 0, sides: 2, tempo_s: 3, rest_s: 0, per_day: 1, per_week: 7}
    dose_from: ours
    steps: ["Turn your head to one side."]
    feel: "Easy."
    stop: "Pain."
    sources: [health-service]`,
	run: func(s *pass) {
		needed, trained := make([]bool, len(s.p.Targets)), make([]bool, len(s.p.Targets))
		s.effects(func(_ *pack.Rule, e *pack.Effect) {
			if e.Target >= 0 {
				needed[e.Target] = true
			}
		})
		for _, e := range s.p.Exercises {
			for _, t := range e.Targets {
				trained[t] = trained[t] || e.Unfit == ""
			}
		}
		for i, t := range s.p.Targets {
			at := s.entrySpot("target", packFile, "targets", t.ID)
			switch {
			case !needed[i] && !trained[i]:
				s.reportf(at, "remove it", "no rule needs %s and no exercise trains it", t.ID)
			case !needed[i]:
				s.reportf(at, `write the rule: Plan.Stretch("`+t.ID+`", 2) or another need`, "no rule needs %s", t.ID)
			case !trained[i]:
				s.reportf(at, "name it among the targets of an exercise", "no exercise trains %s", t.ID)
			}
		}
	},
}

// trains reports whether an exercise answers a need: in full for its first
// target, one less for the others, so that a need of 1 does not reach those.
func trains(x *pack.Exercise, need *pack.Effect) bool {
	place := slices.Index(x.Targets, need.Target)
	return x.Unfit == "" && x.Phase == need.Phase && (place == 0 || place > 0 && need.Number > 1)
}
