package verify

import (
	"maps"
	"slices"
	"strings"

	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

// The bounds of the arguments that the profile allows.
const (
	leastWeight, mostWeight = 1, 5
	leastStart, mostStart   = 0, 3
	leastLimit              = 1
)

// referral is a verb that refers, and its level.
type referral struct {
	verb  grl.Verb
	level facts.Level
}

// referring is the referrals, least urgent first.
var referring = []referral{
	{grl.ReferRoutine, facts.LevelRoutine}, {grl.ReferSoon, facts.LevelSoon}, {grl.ReferUrgent, facts.LevelUrgent}, {grl.ReferEmergency, facts.LevelEmergency},
}

// effect mutates one effect: numbers by one step either way, a name to the next
// of its kind that the rule does not use already.
func (m *mutator) effect(i int) {
	x := m.r.Effects[i]
	switch x.Verb {
	case grl.ReferEmergency, grl.ReferUrgent, grl.ReferSoon, grl.ReferRoutine:
		m.urgency(i)
	case grl.PlanRelease, grl.PlanStretch, grl.PlanMobilise, grl.PlanStrengthen:
		m.number(i, leastWeight, mostWeight)
		m.next(i, len(m.p.Targets), x.Target, func(e *pack.Effect, to int) { e.Target, e.Text = to, m.p.Targets[to].ID })
	case grl.PlanPrefer:
		m.number(i, leastWeight, mostWeight)
		m.next(i, len(m.p.Exercises), x.Exercise, func(e *pack.Effect, to int) { e.Exercise, e.Text = to, m.p.Exercises[to].ID })
	case grl.PlanAvoid:
		m.next(i, len(m.p.Tags), x.Tag, func(e *pack.Effect, to int) { e.Tag, e.Text = to, m.p.Tags[to].ID })
	case grl.PlanWithout:
		m.next(i, pack.Phases, int(x.Phase), func(e *pack.Effect, to int) { e.Phase, e.Text = pack.Phase(to), pack.Phase(to).String() })
	case grl.PlanStart:
		m.number(i, leastStart, mostStart)
	case grl.PlanLimit:
		m.number(i, leastLimit, grl.MaxLimit)
	case grl.PlanCaution:
		m.next(i, len(m.p.Tags), x.Tag, func(e *pack.Effect, to int) { e.Tag, e.Text = to, m.p.Tags[to].ID })
		ids := slices.Sorted(maps.Keys(m.p.Cautions))
		m.next(i, len(ids), slices.Index(ids, x.Text2), func(e *pack.Effect, to int) { e.Caution, e.Text2 = m.p.Cautions[ids[to]], ids[to] })
	case grl.AdviseTip:
		ids := slices.Sorted(maps.Keys(m.p.Tips))
		m.next(i, len(ids), slices.Index(ids, x.Text), func(e *pack.Effect, to int) { e.Tip, e.Text = m.p.Tips[ids[to]], ids[to] })
	}
}

func (m *mutator) urgency(i int) {
	at := slices.IndexFunc(referring, func(r referral) bool { return r.verb == m.r.Effects[i].Verb })
	for _, to := range []int{at - 1, at + 1} {
		if to >= 0 && to < len(referring) {
			e := m.r.Effects[i]
			e.Verb, e.Urgency = referring[to].verb, referring[to].level
			m.change(ShiftLevel, i, e)
		}
	}
}

func (m *mutator) number(i, least, most int) {
	for _, by := range []int{-1, 1} {
		e := m.r.Effects[i]
		if e.Number += by; e.Number >= least && e.Number <= most {
			m.change(ChangeCall, i, e)
		}
	}
}

// next moves on to the next of n names, round and round, until the effect is
// one that the rule does not have.
func (m *mutator) next(i, n, from int, set func(e *pack.Effect, to int)) {
	for by := 1; by < n; by++ {
		e := m.r.Effects[i]
		set(&e, (from+by)%n)
		unfit := e.Exercise >= 0 && m.p.Exercises[e.Exercise].Unfit != ""
		if !unfit && !slices.ContainsFunc(m.r.Effects, func(o pack.Effect) bool { return o.Verb == e.Verb && o.Text == e.Text && o.Text2 == e.Text2 }) {
			m.change(ChangeCall, i, e)
			return
		}
	}
}

// change adds the mutant with another effect.
func (m *mutator) change(kind MutantKind, i int, e pack.Effect) {
	rule := *m.r.Rule
	rule.Then = slices.Clone(rule.Then)
	rule.Then[i] = e.Effect
	changed := *m.r
	changed.Rule = &rule
	changed.Effects = slices.Clone(m.r.Effects)
	changed.Effects[i] = e
	call := func(e pack.Effect) string { return strings.TrimSuffix(e.Effect.String(), ";") }
	m.add(kind, e.Pos, call(e)+" in place of "+call(m.r.Effects[i]), &changed)
}
