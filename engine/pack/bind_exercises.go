package pack

import (
	"strings"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/yamltree"
)

func (l *loader) bindExercises() {
	list := l.exercises.Exercises
	l.exerciseIDs = l.index("exercise", len(list), func(i int) (string, diag.Pos) { return list[i].ID, list[i].Pos })
	l.checkNames(list)
	for i := range list {
		l.p.Exercises = append(l.p.Exercises, l.exercise(i, &list[i]))
	}
}

// checkNames makes sure that two movements never share a name, aliases included.
func (l *loader) checkNames(list []exerciseDoc) {
	owner := map[string]string{}
	for _, d := range list {
		for _, name := range append([]string{d.Name}, d.Aliases...) {
			folded := strings.ToLower(name)
			if other, taken := owner[folded]; taken {
				l.errorf(d.Pos, "shared-name", "give each movement a name of its own", "%s and %s are both called %s", other, d.ID, yamltree.Quote(name))
				continue
			}
			owner[folded] = d.ID
		}
	}
}

func (l *loader) exercise(i int, d *exerciseDoc) *Exercise {
	e := &Exercise{Index: i, ID: d.ID, Name: d.Name, Aliases: d.Aliases, Position: d.Position, Movement: d.Movement, Pattern: d.Pattern,
		Desk: d.Desk, Start: d.Start, Dose: d.Dose, DoseFrom: d.DoseFrom, DoseNote: d.DoseNote, Steps: d.Steps, Feel: d.Feel, Stop: d.Stop,
		Cautions: d.Cautions, Sources: d.Sources, Unfit: d.ListedOnly, Easier: -1, Harder: -1, Pos: d.Pos}
	e.Phase, _ = l.phase(d.Pos, d.Phase)
	for _, name := range d.Targets {
		e.Targets = append(e.Targets, l.resolve(d.Pos, "target", name, l.targets))
	}
	l.checkWords(d.Pos, "position", d.Position, positions)
	l.checkWords(d.Pos, "movement attribute", d.Movement, movements)
	l.checkWords(d.Pos, "dose origin", []string{d.DoseFrom}, doseOrigins)
	l.checkSources(d.Pos, d.Sources)
	l.within(d.Pos, "start", d.Start, 0, len(l.p.Starts)-1)
	l.checkDose(d)
	switch {
	case len(d.Targets) == 0:
		l.errorf(d.Pos, "missing-key", "name the primary target first", "%s has no target", d.ID)
	case len(d.Position) == 0:
		l.errorf(d.Pos, "missing-key", "", "%s has no position", d.ID)
	case len(d.Steps) == 0:
		l.errorf(d.Pos, "missing-key", "", "%s has no steps", d.ID)
	}
	if e.Phase == Strength {
		l.checkWords(d.Pos, "pattern", []string{d.Pattern}, patterns)
	} else if d.Pattern != "" {
		l.errorf(d.Pos, "unexpected-pattern", "remove pattern:", "only strength exercises have a pattern")
	}
	if d.Easier != "" {
		e.Easier = l.neighbour(d, d.Easier)
	}
	if d.Harder != "" {
		e.Harder = l.neighbour(d, d.Harder)
	}
	l.needs(e, d)
	e.Tags = l.deriveTags(d)
	return e
}

func (l *loader) neighbour(d *exerciseDoc, id string) int {
	if id == d.ID {
		l.errorf(d.Pos, "bad-neighbour", "", "%s names itself as its easier or harder form", id)
	}
	return l.resolve(d.Pos, "exercise", id, l.exerciseIDs)
}

func (l *loader) needs(e *Exercise, d *exerciseDoc) {
	if len(l.p.Vocabulary.Facts) == 0 {
		return
	}
	equipment := l.p.Vocabulary.Facts[l.p.Plan.Equipment]
	for _, alternative := range d.Needs {
		var bits uint64
		for _, id := range alternative {
			i, ok := equipment.Option(id)
			if !ok {
				ids := make([]string, len(equipment.Options))
				for j, o := range equipment.Options {
					ids[j] = o.ID
				}
				l.errorf(d.Pos, "unknown-equipment", diag.DidYouMean(id, ids, "known: "+strings.Join(ids, ", ")), "%s is not an option of %s", yamltree.Quote(id), equipment.ID)
				continue
			}
			bits |= 1 << i
		}
		e.Needs = append(e.Needs, bits)
	}
}

// checkDose bounds a dose to what a person can be asked to do at home: see the
// pack's README, "Doses" (ACSM stretches of 10 to 60 s, 2 to 4 times; strength
// 8 to 15 repetitions, small circles up to 40; evidence.md section 10).
func (l *loader) checkDose(d *exerciseDoc) {
	l.within(d.Pos, "dose sets", d.Dose.Sets, 1, 5)
	l.within(d.Pos, "dose reps", d.Dose.Reps, 1, 40)
	l.within(d.Pos, "dose hold_s", d.Dose.HoldS, 0, 120)
	l.within(d.Pos, "dose tempo_s", d.Dose.TempoS, 0, 30)
	l.within(d.Pos, "dose rest_s", d.Dose.RestS, 0, 180)
	l.within(d.Pos, "dose sides", d.Dose.Sides, 1, 2)
	l.within(d.Pos, "dose per_day", d.Dose.PerDay, 1, 6)
	l.within(d.Pos, "dose per_week", d.Dose.PerWeek, 1, 7)
	if d.Dose.HoldS+d.Dose.TempoS == 0 {
		l.errorf(d.Pos, "bad-dose", "give hold_s or tempo_s", "a repetition of %s takes no time", d.ID)
	}
}

// deriveTags gives an exercise every tag that one of its positions or movement
// attributes brings.
func (l *loader) deriveTags(d *exerciseDoc) (tags uint64) {
	for i, t := range l.p.Tags {
		if overlap(t.Position, d.Position) || overlap(t.Movement, d.Movement) {
			tags |= 1 << i
		}
	}
	return tags
}

func overlap(a, b []string) bool {
	for _, x := range a {
		for _, y := range b {
			if x == y {
				return true
			}
		}
	}
	return false
}
