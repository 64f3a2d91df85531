package lint

import (
	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/pack"
)

var unmetNeed = Check{
	Code:     "unmet-need",
	Summary:  "a rule that needs a target in a phase in which no exercise trains it",
	Severity: diag.Warning,
	Doc: `
A need is met by an exercise of its phase with that target: by the first of an
exercise's targets in full, by the others at one less, so that a need of weight
1 is not met by those. A need that nothing meets leaves the plan as it was,
whatever its weight.

Choose a phase or target that the catalogue has, or add the exercise.`,
	Bad: `
-- rules.grl --
rule StrongChest "Calm pain may take some load" {
  when Found.Ready
  then
    Plan.Strengthen("chest", 2);
}`,
	Good: `
-- rules.grl --
rule LooseChest "Calm pain may be stretched" {
  when Found.Ready
  then
    Plan.Stretch("chest", 2);
}`,
	run: func(s *pass) {
		s.effects(func(r *pack.Rule, e *pack.Effect) {
			if e.Target < 0 || some(s.p.Exercises, func(x *pack.Exercise) bool { return trains(x, e) }) {
				return
			}
			target := s.p.Targets[e.Target].ID
			hint := "no exercise of any phase trains it"
			for _, x := range s.p.Exercises {
				if other := *e; x.Unfit == "" {
					if other.Phase = x.Phase; trains(x, &other) {
						hint = x.ID + " trains it, in the phase " + x.Phase.String()
						break
					}
				}
			}
			s.reportf(effectSpot(r, e), hint, "no exercise of the phase %s answers a need of weight %d for %s", e.Phase, e.Number, target)
		})
	},
}
