package planner

import (
	"cmp"
	"math/bits"
	"slices"

	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
)

// reason is a rule and what it counts for.
type reason struct {
	rule   *pack.Rule
	weight int
}

// namesHint is about how many rule names a plan lists.
const namesHint = 64

// gatherReasons makes room, and finds the few rules that [maker.rulesWith] has
// to look through again and again.
func (m *maker) gatherReasons() {
	m.reasons = make([]reason, 0, len(m.in.Fired))
	m.names = make([]string, 0, namesHint)
	for _, i := range m.in.Fired {
		r := m.p.Rules[i]
		for j := range r.Effects {
			if bars(r.Effects[j].Verb) {
				m.bars = append(m.bars, r)
				break
			}
		}
	}
}

// bars reports whether an effect narrows the choice of exercises.
func bars(v grl.Verb) bool {
	switch v {
	case grl.PlanAvoid, grl.PlanWithout, grl.PlanStart, grl.PlanLimit:
		return true
	}
	return false
}

// because names the rules that ask for an exercise: for any of its targets in
// its phase, or by preferring it. The one that counts most comes first, then
// pack order.
func (m *maker) because(e *pack.Exercise) []string {
	m.reasons = m.reasons[:0]
	for _, i := range m.in.Fired {
		r := m.p.Rules[i]
		if weight, asks := asksFor(r, e); asks {
			m.reasons = append(m.reasons, reason{r, weight})
		}
	}
	slices.SortStableFunc(m.reasons, func(a, b reason) int { return cmp.Compare(b.weight, a.weight) })
	first := len(m.names)
	for _, r := range m.reasons {
		m.names = append(m.names, r.rule.Name)
	}
	return m.namesFrom(first)
}

// asksFor reports whether a rule asks for an exercise, and the most that one
// of its effects counts.
func asksFor(r *pack.Rule, e *pack.Exercise) (weight int, asks bool) {
	for i := range r.Effects {
		f := &r.Effects[i]
		switch f.Verb {
		case grl.PlanRelease, grl.PlanStretch, grl.PlanMobilise, grl.PlanStrengthen:
			if f.Phase != e.Phase {
				continue
			}
			if at := slices.Index(e.Targets, f.Target); at >= 0 {
				weight, asks = max(weight, counted(f.Number, at)), true
			}
		case grl.PlanPrefer:
			if f.Exercise == e.Index {
				weight, asks = max(weight, f.Number), true
			}
		}
	}
	return weight, asks
}

// namesFrom cuts off the list begun at a place in names, nil when empty.
func (m *maker) namesFrom(first int) []string {
	if first == len(m.names) {
		return nil
	}
	return slices.Clip(m.names[first:])
}

// rulesWith names the barring rules with such an effect, in pack order.
func (m *maker) rulesWith(verb grl.Verb, such func(*pack.Effect) bool) []string {
	first := len(m.names)
	for _, r := range m.bars {
		for j := range r.Effects {
			if f := &r.Effects[j]; f.Verb == verb && such(f) {
				m.names = append(m.names, r.Name)
				break
			}
		}
	}
	return m.namesFrom(first)
}

// becauseStart names the rules that put the start where it is.
func (m *maker) becauseStart() []string {
	return m.rulesWith(grl.PlanStart, func(f *pack.Effect) bool { return f.Number == m.in.Start })
}

// leftOut lists what meets a need and is not in the plan, in catalogue order.
func (m *maker) leftOut() []LeftOut {
	list := make([]LeftOut, 0, len(m.scored)-len(m.picks))
	for i := range m.scored {
		c := &m.scored[i]
		if c.picked {
			continue
		}
		reason := cmp.Or(c.reason, ReasonRoom)
		out := LeftOut{ID: c.ID, Reason: reason, Because: m.against(c.Exercise, reason)}
		if reason == ReasonEquipment {
			out.Missing = m.missing(c.Exercise)
		}
		list = append(list, out)
	}
	return list
}

// missing names the options of the equipment fact that an exercise lacks, by
// the alternative that lacks the fewest.
func (m *maker) missing(e *pack.Exercise) []string {
	least := ^uint64(0)
	for _, need := range e.Needs {
		if lacks := need &^ m.in.Equipment; bits.OnesCount64(lacks) < bits.OnesCount64(least) {
			least = lacks
		}
	}
	var ids []string
	for i, o := range m.p.Vocabulary.Facts[m.p.Plan.Equipment].Options {
		if least&(1<<i) != 0 {
			ids = append(ids, o.ID)
		}
	}
	return ids
}

// against names the rules behind a reason. Where an answer, the catalogue or
// the pack is the reason there are none.
func (m *maker) against(e *pack.Exercise, reason Reason) []string {
	switch reason {
	case ReasonAvoid:
		return m.rulesWith(grl.PlanAvoid, func(f *pack.Effect) bool { return e.Tags&m.in.Avoid&(1<<f.Tag) != 0 })
	case ReasonPhase:
		return m.rulesWith(grl.PlanWithout, func(f *pack.Effect) bool { return f.Phase == e.Phase })
	case ReasonStart:
		return m.becauseStart()
	case ReasonRoom:
		if m.in.Most < len(m.start.Slots) {
			return m.rulesWith(grl.PlanLimit, func(f *pack.Effect) bool { return f.Number == m.in.Most })
		}
	}
	return nil
}
