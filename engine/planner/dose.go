package planner

import "github.com/limber-triage/limber/engine/pack"

// adjusted marks a dose that is not the catalogue's.
const adjusted = "adjusted"

// Times are counted in half minutes, rounded up: nobody needs seconds.
const (
	halfSeconds = 30
	halves      = 2 // of a minute
)

func halfMinutes(d pack.Dose) int { return (d.Seconds() + halfSeconds - 1) / halfSeconds }

// perDay is the time of all sessions of a day, in half minutes.
func perDay(d pack.Dose) int { return halfMinutes(d) * d.PerDay }

// inMinutes turns half minutes into minutes.
func inMinutes(n int) float64 { return float64(n) / halves }

// dose is the catalogue's, lowered to the start level's bounds, and then for
// older people, where load is not held back, raised to the pack's floor: only
// what is held is held longer, and only what is repeated is repeated more.
func (m *maker) dose(e *pack.Exercise) pack.Dose {
	d, most := e.Dose, &m.start.Caps[e.Phase]
	lower(&d.Sets, most.Sets)
	lower(&d.Reps, most.Reps)
	lower(&d.HoldS, most.HoldS)
	lower(&d.PerDay, most.PerDay)
	lower(&d.PerWeek, most.PerWeek)
	if !m.in.Older || m.in.Start < startBuild {
		return d
	}
	least := &m.p.Plan.OlderFloor[e.Phase]
	if d.HoldS > 0 {
		d.HoldS = max(d.HoldS, least.HoldS)
	}
	if d.Reps > 1 {
		d.Reps = max(d.Reps, least.Reps)
	}
	d.Sets = max(d.Sets, least.Sets)
	d.PerDay = max(d.PerDay, least.PerDay)
	d.PerWeek = max(d.PerWeek, least.PerWeek)
	return d
}

// lower bounds n from above; a bound of 0 bounds nothing.
func lower(n *int, most int) {
	if most > 0 {
		*n = min(*n, most)
	}
}

// smallest is the least of a dose that is still worth doing.
func smallest(d pack.Dose) pack.Dose {
	d.Sets, d.PerDay = 1, 1
	return d
}

// fitMinutes gives the picks their doses and makes a day fit; step 3 of Make.
func (m *maker) fitMinutes() {
	budget := min(m.in.Minutes, m.start.Minutes) * halves
	least, kept := 0, 0
	for i := range m.picks {
		x := &m.picks[i]
		x.dose = m.dose(x.Exercise)
		if least += perDay(smallest(x.dose)); i == 0 || least <= budget {
			kept = i + 1
		}
	}
	m.keep(kept, ReasonTime)

	over := m.total() - budget
	for i := len(m.picks) - 1; i >= 0 && over > 0; i-- {
		d := &m.picks[i].dose
		before := perDay(*d)
		d.Sets = 1
		over -= before - perDay(*d)
	}
	for i := len(m.picks) - 1; i >= 0 && over > 0; i-- {
		d := &m.picks[i].dose
		before := perDay(*d)
		d.PerDay = 1
		over -= before - perDay(*d)
	}
}

// total is the time of a day with every exercise, in half minutes.
func (m *maker) total() int {
	n := 0
	for i := range m.picks {
		n += perDay(m.picks[i].dose)
	}
	return n
}
