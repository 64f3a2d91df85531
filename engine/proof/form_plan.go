package proof

import (
	"fmt"
	"slices"

	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

// The bounds of a plan's start level, as in package planner.
const (
	startBuild = 2 // everyone
	startLoad  = 3 // whoever the pack finds ready to load
	atDesk     = "desk"
)

// planForm is the part of a form that shapes plans.
type planForm struct {
	startAtMost [startLoad + 1]lit
	avoid       []lit // by tag
	without     [pack.Phases]lit
	eligible    []lit // by exercise
	possible    lit   // a plan can hold at least one exercise
}

// plan returns what shapes a plan, whether or not the outcome is one.
func (f *form) plan() *planForm {
	if f.planned != nil {
		return f.planned
	}
	f.run()
	p := &planForm{avoid: make([]lit, len(f.p.Tags))}
	f.planned = p
	for k := range p.startAtMost {
		limits := []lit{f.fire(func(e *pack.Effect) bool { return e.Verb == grl.PlanStart && e.Number <= k })}
		if k == startBuild {
			limits = append(limits, f.found[f.p.Plan.ReadyToLoad].not())
		}
		if k >= startLoad {
			limits = append(limits, yes)
		}
		p.startAtMost[k] = f.u.or(limits...)
	}
	for tag := range p.avoid {
		p.avoid[tag] = f.fire(func(e *pack.Effect) bool { return e.Verb == grl.PlanAvoid && e.Tag == tag })
	}
	for phase := range p.without {
		p.without[phase] = f.fire(func(e *pack.Effect) bool { return e.Verb == grl.PlanWithout && e.Phase == pack.Phase(phase) })
	}
	for _, e := range f.p.Exercises {
		p.eligible = append(p.eligible, f.eligible(e))
	}
	p.possible = f.canHold(nil)
	return p
}

// fire holds when a rule with such an effect fires.
func (f *form) fire(such func(*pack.Effect) bool) lit {
	var terms []lit
	for i, r := range f.p.Rules {
		if r.Stratum != grl.Plan {
			continue
		}
		for j := range r.Effects {
			if such(&r.Effects[j]) {
				terms = append(terms, f.fires[i])
				break
			}
		}
	}
	return f.u.or(terms...)
}

// eligible holds when some rule asks for the exercise and nothing excludes it.
func (f *form) eligible(e *pack.Exercise) lit {
	if e.Unfit != "" {
		return no
	}
	return f.u.and(f.wanted(e), f.barred(e).not(), f.atHand(e))
}

// wanted holds when a need or a preference gives the exercise a score: a need
// of a target that is not its first counts one less.
func (f *form) wanted(e *pack.Exercise) lit {
	return f.fire(func(x *pack.Effect) bool {
		switch x.Verb {
		case grl.PlanRelease, grl.PlanStretch, grl.PlanMobilise, grl.PlanStrengthen:
			at := slices.Index(e.Targets, x.Target)
			return x.Phase == e.Phase && (at == 0 || at > 0 && (x.Number > 1 || f.u.fault == faultSecondTarget))
		case grl.PlanPrefer:
			return x.Exercise == e.Index && x.Number > 0
		}
		return false
	})
}

// barred holds when a rule excludes the exercise.
func (f *form) barred(e *pack.Exercise) lit {
	p := f.planned
	terms := []lit{p.without[e.Phase]}
	for tag, avoided := range p.avoid {
		if e.Tags&(1<<tag) != 0 && f.u.fault != faultAvoid {
			terms = append(terms, avoided)
		}
	}
	if e.Start > 0 && f.u.fault != faultStart {
		terms = append(terms, p.startAtMost[e.Start-1])
	}
	return f.u.or(terms...)
}

// atHand holds when equipment and place suffice for the exercise.
func (f *form) atHand(e *pack.Exercise) lit {
	u := f.u
	if len(e.Needs) == 0 || u.fault == faultEquipment {
		return f.fitsPlace(e)
	}
	var ways []lit
	for _, need := range e.Needs {
		var all []lit
		for b := range bitsOf(need) {
			all = append(all, f.assumed(f.p.Plan.Equipment, b))
		}
		ways = append(ways, u.and(all...))
	}
	return u.and(u.or(ways...), f.fitsPlace(e))
}

func (f *form) fitsPlace(e *pack.Exercise) lit {
	place := f.p.Vocabulary.Facts[f.p.Plan.Place]
	if i, ok := place.Option(atDesk); ok && !e.Desk {
		return f.assumed(place.Index, 1<<i).not()
	}
	return yes
}

// assumed is an answer that may be the fact's default when it is left open.
func (f *form) assumed(fact int, bit uint64) lit {
	if f.p.Vocabulary.Facts[fact].Default&bit == 0 || f.u.fault == faultDefault {
		return f.bit(fact, bit)
	}
	return f.u.or(f.bit(fact, bit), f.answered(fact).not())
}

// canHold holds when a plan can hold at least one exercise of these phases, nil
// for any. The planner fills the start level's slots and gives the places that
// nothing fits to any phase that these slots mention.
func (f *form) canHold(phases []pack.Phase) lit {
	p, u := f.planned, f.u
	var terms []lit
	for level, start := range f.p.Starts {
		here := p.startAtMost[level]
		if level > 0 {
			here = u.and(here, p.startAtMost[level-1].not())
		}
		for i, e := range f.p.Exercises {
			mentioned := slices.ContainsFunc(start.Slots, func(s int) bool { return slices.Contains(f.p.Slots[s].Phases, e.Phase) })
			if mentioned && (phases == nil || slices.Contains(phases, e.Phase)) {
				terms = append(terms, u.and(here, p.eligible[i]))
			}
		}
	}
	return u.or(terms...)
}

// end holds when the decision ends there.
func (f *form) end(e End) lit {
	u := f.u
	level := f.level
	quiet := f.quiet()
	switch e {
	case End{referral, "emergency"}:
		return level(facts.LevelEmergency)
	case End{referral, "urgent"}:
		return u.and(level(facts.LevelUrgent), level(facts.LevelEmergency).not())
	case End{referral, "soon"}:
		return u.and(level(facts.LevelSoon), level(facts.LevelUrgent).not())
	case End{referral, "routine"}:
		return u.and(quiet, f.plan().possible.not())
	case End{incomplete, ""}:
		return u.and(level(facts.LevelSoon).not(), u.or(f.open()...))
	}
	plan := u.and(quiet, f.plan().possible)
	own := u.and(level(facts.LevelRoutine).not(), f.found[f.p.Clearance])
	if u.fault == faultClearance {
		own = f.found[f.p.Clearance]
	}
	if e.Urgency == selfCare {
		return u.and(plan, own)
	}
	return u.and(plan, own.not())
}

// isPlan holds when the outcome is a plan.
func (f *form) isPlan() lit {
	return f.u.or(f.end(End{planGiven, selfCare}), f.end(End{planGiven, "routine"}))
}

// effects are what the fired rules ask of a plan and say to the person, each
// by its meaning once combined: maxima of weights and minima of bounds as one
// entry for each step. Keys are the same for the same meaning in any pack.
func (f *form) effects() map[string]lit {
	if f.keyed != nil {
		return f.keyed
	}
	f.run()
	terms := map[string][]lit{}
	for i, r := range f.p.Rules {
		for j := range r.Effects {
			for _, key := range effectKeys(f.p, &r.Effects[j]) {
				terms[key] = append(terms[key], f.fires[i])
			}
		}
	}
	out := make(map[string]lit, len(terms)+2)
	for _, key := range sortedKeys(terms) { // nodes are numbered as they are made, and witnesses follow the numbers
		out[key] = f.u.or(terms[key]...)
	}
	out[olderDoses] = f.found[f.p.Plan.Older]
	out[mayLoad] = f.found[f.p.Plan.ReadyToLoad]
	f.keyed = out
	return out
}

// The keys of what findings alone decide about a plan.
const (
	olderDoses = "longer doses for older people"
	mayLoad    = "start level load allowed"
)

// alwaysSaid begins the keys of tips that are given whatever the outcome.
const alwaysSaid = "Advise.Tip always "

// effectKeys names what one effect contributes to.
func effectKeys(p *pack.Pack, e *pack.Effect) (keys []string) {
	steps := func(from, to int, format string, args ...any) {
		for n := from; n <= to; n++ {
			keys = append(keys, fmt.Sprintf(format, append(args, n)...))
		}
	}
	switch e.Verb {
	case grl.PlanRelease, grl.PlanStretch, grl.PlanMobilise, grl.PlanStrengthen:
		steps(1, e.Number, "%s(%s) >= %d", e.Verb, p.Targets[e.Target].ID)
	case grl.PlanPrefer:
		steps(1, e.Number, "%s(%s) >= %d", e.Verb, p.Exercises[e.Exercise].ID)
	case grl.PlanStart:
		steps(e.Number, startBuild, "%s <= %d", e.Verb)
	case grl.PlanLimit:
		steps(e.Number, p.Plan.Most-1, "%s <= %d", e.Verb)
	case grl.PlanAvoid:
		return []string{fmt.Sprintf("%s(%s)", e.Verb, p.Tags[e.Tag].ID)}
	case grl.PlanWithout:
		return []string{fmt.Sprintf("%s(%s)", e.Verb, e.Phase)}
	case grl.PlanCaution:
		return []string{fmt.Sprintf("%s(%s, %s)", e.Verb, p.Tags[e.Tag].ID, e.Caution.ID)}
	case grl.AdviseTip:
		if e.Tip.Always {
			return []string{alwaysSaid + e.Tip.ID}
		}
		return []string{fmt.Sprintf("%s(%s)", e.Verb, e.Tip.ID)}
	}
	return keys
}
