package planner

import (
	"cmp"
	"slices"

	"github.com/limber-triage/limber/engine/pack"
)

// Make puts a plan together, false when no exercise is left to recommend.
//
// A candidate is an exercise that meets a need and that nothing excludes (see
// [Reason]). The steps, each deterministic:
//
//  1. The start level's slots are filled in their order, each by the fitting
//     candidate with the highest score. Ties go by phase; then, among strength
//     exercises, to the higher start level, so that whoever may load gets a
//     row rather than a squeeze of the blades; then by catalogue order. Places
//     of slots that nothing fits go to the strongest candidates left, in phases
//     that the start level's slots mention. No plan has more than
//     pack.PlanFacts.PerTarget exercises with one first target, nor two
//     neighbours (easier, harder) of one movement.
//  2. The exercises are put into keeping order: the strongest of each family
//     (loosen, move, strengthen) first, then the rest, each by score and then
//     by slot. Within a family what fills a slot that asks for a pattern comes
//     first, so that the last strength exercise left is a pull. Beyond
//     Input.Most the end of that order is left out.
//  3. The doses follow the start level. If a day's minutes do not suffice,
//     exercises go from the end until the smallest doses (one set, once a day)
//     would fit; then sets are lowered to one, and then sessions to one a day,
//     each from the end and only as far as needed. One exercise always stays.
func Make(p *pack.Pack, in Input) (*Plan, bool) {
	m := choose(p, in)
	if len(m.picks) == 0 {
		return nil, false
	}
	m.gatherReasons()
	return m.plan(), true
}

// Choose returns the ids of the exercises that Make would put into a plan, in
// the order of the plan, without making one: a fifth of the work. There are none
// when no exercise is left to recommend.
func Choose(p *pack.Pack, in Input) []string {
	m := choose(p, in)
	m.sortByPriority()
	ids := make([]string, 0, len(m.picks))
	for phase := range pack.Phase(pack.Phases) {
		for i := range m.picks {
			if m.picks[i].Phase == phase {
				ids = append(ids, m.picks[i].ID)
			}
		}
	}
	return ids
}

// choose picks the exercises and their doses.
func choose(p *pack.Pack, in Input) *maker {
	m := &maker{p: p, in: in, start: &p.Starts[in.Start]}
	m.sift()
	m.fillSlots()
	m.sortForKeeping()
	m.keep(max(0, min(in.Most, len(m.picks))), ReasonRoom)
	if len(m.picks) > 0 {
		m.fitMinutes()
	}
	return m
}

// maker holds the work on one plan.
type maker struct {
	p     *pack.Pack
	in    Input
	start *pack.Start

	phases [pack.Phases]bool // phases that the start level's slots mention
	scored []scored          // what meets a need, in catalogue order
	picks  []pick            // the plan so far

	bars    []*pack.Rule // the fired rules that narrow the choice, in pack order
	reasons []reason     // scratch of because
	names   []string     // where the plan's lists of rule names lie, one after the other
}

// scored is an exercise that meets a need.
type scored struct {
	*pack.Exercise
	score  int
	reason Reason // why it is not in the plan; "" while it may be
	picked bool
}

// pick is an exercise of the plan.
type pick struct {
	*pack.Exercise
	from      int // index into maker.scored
	score     int
	place     int // in the order of slots, from len(start.Slots) on without a slot
	essential bool
	dose      pack.Dose
}

func (m *maker) sift() {
	m.scored = make([]scored, 0, len(m.p.Exercises))
	for _, e := range m.p.Exercises {
		if score := m.score(e); score > 0 {
			m.scored = append(m.scored, scored{Exercise: e, score: score, reason: m.excluded(e)})
		}
	}
}

// score is the strongest need of the exercise's phase that it meets, a need of
// a secondary target counting one less, plus what rules prefer it by.
func (m *maker) score(e *pack.Exercise) int {
	best := 0
	for i, t := range e.Targets {
		best = max(best, counted(m.in.Needs[e.Phase][t], i))
	}
	return best + m.in.Prefer[e.Index]
}

// counted is what a need of a weight counts for an exercise that has the
// needed target at a place in its list: in full only for the first.
func counted(weight, place int) int {
	if place == 0 {
		return weight
	}
	return max(0, weight-1)
}

// excluded returns the first reason against an exercise, "" without one.
func (m *maker) excluded(e *pack.Exercise) Reason {
	if reason := m.ruledOut(e); reason != "" {
		return reason
	}
	switch {
	case e.Start > m.in.Start:
		return ReasonStart
	case !possible(e, m.in.Equipment):
		return ReasonEquipment
	case m.in.Place == AtDesk && !e.Desk:
		return ReasonPlace
	}
	return ""
}

// ruledOut returns the reason why an exercise is not for this person, whatever
// they have at hand and however far they get; "" without one.
func (m *maker) ruledOut(e *pack.Exercise) Reason {
	switch {
	case e.Unfit != "":
		return ReasonUnfit
	case e.Tags&m.in.Avoid != 0:
		return ReasonAvoid
	case m.in.Without[e.Phase]:
		return ReasonPhase
	}
	return ""
}

// possible reports whether the equipment suffices for the exercise.
func possible(e *pack.Exercise, equipment uint64) bool {
	return len(e.Needs) == 0 || slices.ContainsFunc(e.Needs, func(need uint64) bool { return need&^equipment == 0 })
}

func (m *maker) fillSlots() {
	slots := m.start.Slots
	m.picks = make([]pick, 0, len(slots))
	for place, i := range slots {
		slot := &m.p.Slots[i]
		for _, phase := range slot.Phases {
			m.phases[phase] = true
		}
		m.fill(place, func(e *pack.Exercise) bool { return fits(slot, e) })
	}
	mentioned := func(e *pack.Exercise) bool { return m.phases[e.Phase] }
	for place := len(slots); len(m.picks) < len(slots); place++ {
		if !m.fill(place, mentioned) {
			return
		}
	}
}

func fits(s *pack.Slot, e *pack.Exercise) bool {
	return slices.Contains(s.Phases, e.Phase) &&
		(len(s.Targets) == 0 || slices.Contains(s.Targets, e.Targets[0])) &&
		(s.Pattern == "" || s.Pattern == e.Pattern)
}

// fill picks the strongest candidate that fits, and reports whether there was
// one.
func (m *maker) fill(place int, fits func(*pack.Exercise) bool) bool {
	var best *scored
	from := 0
	for i := range m.scored {
		c := &m.scored[i]
		if c.reason != "" || c.picked || best != nil && !stronger(c, best) || !fits(c.Exercise) || !m.hasRoom(c.Exercise) {
			continue
		}
		best, from = c, i
	}
	if best == nil {
		return false
	}
	best.picked = true
	m.picks = append(m.picks, pick{Exercise: best.Exercise, from: from, score: best.score, place: place})
	return true
}

// stronger reports whether a later candidate of the catalogue goes before an
// earlier one; see step 1 of Make.
func stronger(later, earlier *scored) bool {
	switch {
	case later.score != earlier.score:
		return later.score > earlier.score
	case later.Phase != earlier.Phase:
		return later.Phase < earlier.Phase
	}
	return later.Phase == pack.Strength && later.Start > earlier.Start
}

// hasRoom reports whether the plan can take the exercise besides what it has.
func (m *maker) hasRoom(e *pack.Exercise) bool {
	same := 0
	for i := range m.picks {
		o := m.picks[i].Exercise
		if neighbours(e, o) {
			return false
		}
		if o.Targets[0] == e.Targets[0] {
			same++
		}
	}
	return same < m.p.Plan.PerTarget
}

// neighbours reports whether one is the easier or harder form of the other.
func neighbours(a, b *pack.Exercise) bool {
	return a.Easier == b.Index || a.Harder == b.Index || b.Easier == a.Index || b.Harder == a.Index
}

// families say which phases do one job, so that a short plan still does each.
var families = [pack.Phases]int{pack.Release: 0, pack.Stretch: 0, pack.Mobility: 1, pack.Strength: 2}

func (m *maker) sortForKeeping() {
	m.sortByPriority()
	var best [pack.Phases]*pick // by family
	for i := range m.picks {
		x := &m.picks[i]
		if b := &best[families[x.Phase]]; *b == nil || m.asksPattern(x) && !m.asksPattern(*b) {
			*b = x
		}
	}
	for _, x := range best {
		if x != nil {
			x.essential = true
		}
	}
	slices.SortStableFunc(m.picks, func(a, b pick) int {
		switch {
		case a.essential == b.essential:
			return 0
		case a.essential:
			return -1
		}
		return 1
	})
}

// sortByPriority sorts by score, strongest first, then by slot.
func (m *maker) sortByPriority() {
	slices.SortFunc(m.picks, func(a, b pick) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.place, b.place))
	})
}

// slot returns the slot that an exercise fills, nil without one.
func (m *maker) slot(x *pick) *pack.Slot {
	if x.place >= len(m.start.Slots) {
		return nil
	}
	return &m.p.Slots[m.start.Slots[x.place]]
}

func (m *maker) asksPattern(x *pick) bool {
	s := m.slot(x)
	return s != nil && s.Pattern != ""
}

// keep leaves out all but the first n, for a reason.
func (m *maker) keep(n int, reason Reason) {
	for i := range m.picks[n:] {
		c := &m.scored[m.picks[n+i].from]
		c.picked, c.reason = false, reason
	}
	m.picks = m.picks[:n]
}
