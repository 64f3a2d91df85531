package planner

import (
	"slices"

	"github.com/limber-triage/limber/engine/pack"
)

// plan writes down what was picked.
func (m *maker) plan() *Plan {
	m.sortByPriority()
	return &Plan{
		Start:         m.in.Start,
		StartName:     m.start.Name,
		StartBecause:  m.becauseStart(),
		MinutesPerDay: inMinutes(m.total()),
		Phases:        m.sessions(),
		DeskSet:       m.deskSet(),
		Stages:        m.stages(),
		Review:        m.p.Plan.ReviewDays,
		ReviewHours:   m.start.ReviewHours,
		ValidDays:     m.validDays(),
		LeftOut:       m.leftOut(),
	}
}

// validDays is how long the plan may be used: never beyond the hours after
// which the start level has the questions answered again.
func (m *maker) validDays() int {
	const hours = 24
	if again := m.start.ReviewHours; again > 0 {
		return min(m.p.Plan.ValidDays, max(1, again/hours))
	}
	return m.p.Plan.ValidDays
}

func (m *maker) sessions() []Session {
	items := make([]Item, 0, len(m.picks))
	sessions := make([]Session, 0, pack.Phases)
	for phase := range pack.Phase(pack.Phases) {
		first := len(items)
		for i := range m.picks {
			if m.picks[i].Phase == phase {
				items = append(items, m.planned(i))
			}
		}
		if len(items) > first {
			sessions = append(sessions, Session{Phase: phase, Exercises: slices.Clip(items[first:])})
		}
	}
	return sessions
}

// planned writes down the pick at a place in the order of priority.
func (m *maker) planned(place int) Item {
	x := &m.picks[place]
	item := m.item(x.Exercise, x.dose)
	item.Priority = place + 1
	if s := m.slot(x); s != nil {
		item.Slot = s.ID
	}
	return item
}

func (m *maker) item(e *pack.Exercise, dose pack.Dose) Item {
	item := Item{
		ID:       e.ID,
		Name:     e.Name,
		Dose:     dose,
		DoseFrom: e.DoseFrom,
		Minutes:  inMinutes(halfMinutes(dose)),
		Because:  m.because(e),
		Sources:  e.Sources,
		Cautions: m.cautions(e),
		Easier:   m.neighbour(e.Easier),
		Harder:   m.neighbour(e.Harder),
	}
	if dose != e.Dose {
		item.DoseFrom = adjusted
	}
	return item
}

// neighbour returns the id of the exercise at an index, "" for none and for
// one that is ruled out.
func (m *maker) neighbour(i int) string {
	if i < 0 || m.ruledOut(m.p.Exercises[i]) != "" {
		return ""
	}
	return m.p.Exercises[i].ID
}

// cautions are the exercise's own, then those that rules attach to its tags.
func (m *maker) cautions(e *pack.Exercise) []string {
	texts := slices.Clip(e.Cautions) // appending copies
	for _, c := range m.in.Cautions {
		if e.Tags&(1<<c.Tag) != 0 && !slices.Contains(texts, c.Text.Text) {
			texts = append(texts, c.Text.Text)
		}
	}
	return texts
}

// stages lead from the present start level to the last.
func (m *maker) stages() []Stage {
	levels := m.p.Starts[m.in.Start:]
	stages := make([]Stage, len(levels))
	for i, s := range levels {
		stages[i] = Stage{Level: s.Level, Name: s.Name, Note: s.Note, MoveOn: s.MoveOn}
	}
	return stages
}

// deskSet chooses what fits a short break: at a desk, with nothing at hand, in
// phases that the start level has, within the pack's time at one set each, and
// no more than Input.Most. Exercises of the plan come first, then others that
// meet a need; among each, strength comes last, and then the score decides.
func (m *maker) deskSet() []Item {
	var chosen []*scored
	left := m.p.Plan.DeskTime
	for len(chosen) < min(m.p.Plan.DeskItems, m.in.Most) {
		var best *scored
		for i := range m.scored {
			c := &m.scored[i]
			if best != nil && !betterAtDesk(c, best) || !m.fitsDesk(c) || m.deskDose(c).Seconds() > left {
				continue
			}
			if !slices.ContainsFunc(chosen, func(o *scored) bool { return o == c || neighbours(o.Exercise, c.Exercise) }) {
				best = c
			}
		}
		if best == nil {
			break
		}
		left -= m.deskDose(best).Seconds()
		chosen = append(chosen, best)
	}
	items := make([]Item, len(chosen))
	for i, c := range chosen {
		items[i] = m.item(c.Exercise, m.deskDose(c))
	}
	return items
}

// fitsDesk reports whether nothing but room and time in the plan speaks
// against doing the exercise at a desk.
func (m *maker) fitsDesk(c *scored) bool {
	allowed := c.reason == "" || c.reason == ReasonRoom || c.reason == ReasonTime
	return allowed && c.Desk && possible(c.Exercise, 0) && m.phases[c.Phase]
}

// deskDose is one set of what the start level allows.
func (m *maker) deskDose(c *scored) pack.Dose {
	d := m.dose(c.Exercise)
	d.Sets = 1
	return d
}

// betterAtDesk reports whether a goes before b; ties keep catalogue order.
func betterAtDesk(a, b *scored) bool {
	if a.picked != b.picked {
		return a.picked
	}
	if load := a.Phase == pack.Strength; load != (b.Phase == pack.Strength) {
		return !load
	}
	return a.score > b.score
}
