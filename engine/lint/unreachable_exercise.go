package lint

import (
	"slices"
	"strings"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
)

var unreachableExercise = Check{
	Code:     "unreachable-exercise",
	Summary:  "an exercise that no plan can contain",
	Severity: diag.Warning,
	Doc: `
A plan takes an exercise only where a rule prefers it, or needs one of its
targets in its phase: its first target in full, its others at one less, so that
a need of weight 1 does not reach them. And some start level, not below the
exercise's own, must have a slot for its phase.

Write the need, correct the exercise's phase or targets, or keep it in the
catalogue by listed_only with the reason.`,
	Bad: `
-- exercises.yaml --
exercises:
  - id: wall-push
    name: "Wall push"
    phase: strength
    targets: [chest]
    position: [standing]
    movement: []
    pattern: push
    needs: [[wall]]
    desk: true
    start: 1
    dose: {sets: 1, reps: 8, hold_s: 0, sides: 1, tempo_s: 3, rest_s: 0, per_day: 1, per_week: 3}
    dose_from: ours
    steps: ["Lean on the wall and push."]
    feel: "Easy work."
    stop: "Pain."
    sources: [health-service]`,
	Good: `
-- exercises.yaml --
exercises:
  - id: wall-push
    name: "Wall push"
    phase: strength
    targets: [chest]
    position: [standing]
    movement: []
    pattern: push
    needs: [[wall]]
    desk: true
    start: 1
    dose: {sets: 1, reps: 8, hold_s: 0, sides: 1, tempo_s: 3, rest_s: 0, per_day: 1, per_week: 3}
    dose_from: ours
    steps: ["Lean on the wall and push."]
    feel: "Easy work."
    stop: "Pain."
    sources: [health-service]
-- rules.grl --
rule PushAgain "Calm pain may take some load" {
  when Found.Ready
  then
    Plan.Strengthen("chest", 2);
}`,
	run: func(s *pass) {
		for _, x := range s.p.Exercises {
			if x.Unfit != "" {
				continue
			}
			at := s.entrySpot("exercise", exercisesFile, "exercises", x.ID)
			needed := false
			s.effects(func(_ *pack.Rule, e *pack.Effect) {
				needed = needed || e.Verb == grl.PlanPrefer && e.Exercise == x.Index || e.Target >= 0 && trains(x, e)
			})
			switch {
			case !needed:
				s.reportf(at, "needed in that phase: "+s.neededIn(x.Phase), "no rule prefers %s, or needs what it trains in the phase %s", x.ID, x.Phase)
			case !s.hasSlot(x):
				s.reportf(at, "add a slot for the phase, or lower the exercise's start", "no start level from %d on has a slot for the phase %s of %s", x.Start, x.Phase, x.ID)
			}
		}
	},
}

// neededIn lists the targets that rules need in a phase.
func (g *ground) neededIn(phase pack.Phase) string {
	var ids []string
	g.effects(func(_ *pack.Rule, e *pack.Effect) {
		if e.Target >= 0 && e.Phase == phase && !slices.Contains(ids, g.p.Targets[e.Target].ID) {
			ids = append(ids, g.p.Targets[e.Target].ID)
		}
	})
	if len(ids) == 0 {
		return "nothing"
	}
	slices.Sort(ids)
	return strings.Join(ids, ", ")
}

// hasSlot reports whether a start level that allows the exercise has a slot
// for its phase.
func (g *ground) hasSlot(x *pack.Exercise) bool {
	for _, start := range g.p.Starts[x.Start:] {
		for _, i := range start.Slots {
			if slices.Contains(g.p.Slots[i].Phases, x.Phase) {
				return true
			}
		}
	}
	return false
}
