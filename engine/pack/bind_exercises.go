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
				l.errorf(in(d.Pos, "name"), "shared-name", "give each movement a name of its own", "%s and %s are both called %s", other, d.ID, yamltree.Quote(name))
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
	e.Phase, _ = l.phase(in(d.Pos, "phase"), d.Phase)
	for i, name := range d.Targets {
		e.Targets = append(e.Targets, l.resolve(in(d.Pos, "targets").item(i), "target", name, l.targets))
	}
	l.checkWords(in(d.Pos, "position"), "position", d.Position, positions)
	l.checkWords(in(d.Pos, "movement"), "movement attribute", d.Movement, movements)
	l.checkWords(in(d.Pos, "dose_from"), "dose origin", []string{d.DoseFrom}, doseOrigins)
	l.checkSources(in(d.Pos, "sources"), d.Sources)
	l.within(in(d.Pos, "start"), "start", d.Start, 0, len(l.p.Starts)-1)
	l.checkDose(d)
	switch {
	case d.Targets != nil && len(d.Targets) == 0: // nil: said already
		l.errorf(in(d.Pos, "targets"), "missing-key", "name the primary target first", "%s has no target", d.ID)
	case d.Position != nil && len(d.Position) == 0:
		l.errorf(in(d.Pos, "position"), "missing-key", "name one: "+strings.Join(positions, ", "), "%s has no position", d.ID)
	case d.Steps != nil && len(d.Steps) == 0:
		l.errorf(in(d.Pos, "steps"), "missing-key", "say what to do, one movement a step", "%s has no steps", d.ID)
	}
	if e.Phase == Strength {
		l.checkWords(in(d.Pos, "pattern"), "pattern", []string{d.Pattern}, patterns)
	} else if d.Pattern != "" {
		l.errorf(in(d.Pos, "pattern"), "unexpected-pattern", "remove pattern:", "only strength exercises have a pattern")
	}
	if d.Easier != "" {
		e.Easier = l.neighbour(d, "easier", d.Easier)
	}
	if d.Harder != "" {
		e.Harder = l.neighbour(d, "harder", d.Harder)
	}
	l.needs(e, d)
	e.Tags = l.deriveTags(d)
	return e
}

func (l *loader) neighbour(d *exerciseDoc, key, id string) int {
	if id == d.ID {
		l.errorf(in(d.Pos, key), "bad-neighbour", "name another exercise, or remove the line", "%s names itself as its easier or harder form", id)
	}
	return l.resolve(in(d.Pos, key), "exercise", id, l.exerciseIDs)
}

func (l *loader) needs(e *Exercise, d *exerciseDoc) {
	if len(l.p.Vocabulary.Facts) == 0 {
		return
	}
	equipment := l.p.Vocabulary.Facts[l.p.Plan.Equipment]
	for i, alternative := range d.Needs {
		var bits uint64
		for j, id := range alternative {
			option, ok := equipment.Option(id)
			if !ok {
				ids := make([]string, len(equipment.Options))
				for k, o := range equipment.Options {
					ids[k] = o.ID
				}
				l.errorf(in(d.Pos, "needs").item(i).item(j), "unknown-equipment", diag.DidYouMean(id, ids, "known: "+strings.Join(ids, ", ")), "%s is not an option of %s", yamltree.Quote(id), equipment.ID)
				continue
			}
			bits |= 1 << option
		}
		e.Needs = append(e.Needs, bits)
	}
}

// checkDose bounds a dose to what a person can be asked to do at home: see the
// pack's README, "Doses" (ACSM stretches of 10 to 60 s, 2 to 4 times; strength
// 8 to 15 repetitions, small circles up to 40; evidence.md section 10).
func (l *loader) checkDose(d *exerciseDoc) {
	for _, part := range []struct {
		key          string
		n, low, high int
	}{
		{"sets", d.Dose.Sets, 1, 5},
		{"reps", d.Dose.Reps, 1, 40},
		{"hold_s", d.Dose.HoldS, 0, 120},
		{"tempo_s", d.Dose.TempoS, 0, 30},
		{"rest_s", d.Dose.RestS, 0, 180},
		{"sides", d.Dose.Sides, 1, 2},
		{"per_day", d.Dose.PerDay, 1, 6},
		{"per_week", d.Dose.PerWeek, 1, 7},
	} {
		l.within(in(d.Pos, "dose", part.key), "dose "+part.key, part.n, part.low, part.high)
	}
	if d.Dose.HoldS+d.Dose.TempoS == 0 {
		l.errorf(in(d.Pos, "dose"), "bad-dose", "give hold_s or tempo_s", "a repetition of %s takes no time", d.ID)
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
