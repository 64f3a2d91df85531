package engine

import (
	"slices"

	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/planner"
	"github.com/limber-triage/limber/facts"
)

// NoSuitableExercise is the reason of a plan that would have been empty.
const NoSuitableExercise = "no_suitable_exercise"

// decide assembles the record from the verdict.
func (e *Engine) decide(w *worker, c *facts.Case, v verdict) *Decision {
	var plan *planner.Plan
	known := conclusion{level: e.level(v), clear: v.found[e.pack.Clearance]}
	if known.level < facts.LevelEmergency {
		known.could, known.open = w.asker.Reach(c.Words(), nil)
	}
	o := e.outline(known, func() bool {
		plan = e.plans.plan(v, c.Words())
		return plan != nil
	})
	var open []int
	if o.Outcome == Incomplete || o.Outcome == Referral && !o.Settled { // when it is settled no answer raises it
		open = w.asker.Needed(c.Words(), known.level)
	}
	d := &Decision{
		Case:        c.ID,
		Outcome:     o.Outcome,
		Urgency:     o.Urgency,
		AtLeast:     o.AtLeast,
		Settled:     o.Settled,
		CouldBecome: o.CouldBecome,
		Plan:        plan,
		Reasons:     e.reasons(w, v, o),
		Findings:    e.findings(v),
		Advice:      e.advice(w, v, o.Outcome),
		Fired:       e.names(v),
		SafetyNet:   e.always.safetyNet,
		NotThis:     e.pack.Texts["disclaimer"],
		Options:     e.always.options,
		Ruleset:     e.always.ruleset,
		Engine:      "limber " + Version,
	}
	if len(open) > 0 {
		d.Ask = make([]Question, len(open))
		for i, f := range open {
			d.Ask[i] = e.always.questions[f]
		}
	}
	if plan != nil {
		d.Assumed = e.assumed(c.Words())
		if c.Words()[e.pack.Notice.Fact]&e.pack.Notice.Mask != 0 {
			d.Notice = e.pack.Notice.Text
		}
	}
	if d.Urgency == Urgent || d.Urgency == Soon {
		d.UntilSeen = e.always.untilSeen
	}
	e.headline(d)
	return d
}

// assumed lists the defaults that stand in for answers.
func (e *Engine) assumed(words []uint64) (list []Assumption) {
	for _, a := range e.always.defaults {
		if words[a.fact] == 0 {
			list = append(list, a.Assumption)
		}
	}
	return list
}

// reasons lists the fired triage rules: most urgent first, then most pressing
// action, then pack order. A plan that came out empty is the last of them.
func (e *Engine) reasons(w *worker, v verdict, o Outline) (list []Reason) {
	w.ranks = w.ranks[:0]
	for _, i := range v.fired {
		if rank := e.always.rank[i]; rank != noReason {
			w.ranks = append(w.ranks, rank)
		}
	}
	slices.Sort(w.ranks)
	if len(w.ranks) > 0 {
		list = make([]Reason, len(w.ranks), len(w.ranks)+1)
	}
	for i, rank := range w.ranks {
		list[i] = e.always.reasons[rank]
	}
	if o.Outcome == Referral && o.Urgency == Routine {
		list = append(list, e.always.noExercise)
	}
	return list
}

func (e *Engine) findings(v verdict) []string {
	n := 0
	for _, found := range v.found {
		if found {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	list := make([]string, 0, n)
	for i, found := range v.found {
		if found {
			list = append(list, e.pack.Found[i].ID)
		}
	}
	return list
}

// names lists the rules that fired.
func (e *Engine) names(v verdict) []string {
	if len(v.fired) == 0 {
		return nil
	}
	list := make([]string, len(v.fired))
	for i, rule := range v.fired {
		list[i] = e.pack.Rules[rule].Name
	}
	return list
}

// advice lists the tips of the fired rules once each, in the order of the
// first rule that gives them. Without a plan only those remain that are always
// given, such as somebody to talk to.
func (e *Engine) advice(w *worker, v verdict, outcome Outcome) []Advice {
	w.tips = w.tips[:0]
	names := 0
	for _, i := range v.fired {
		for _, tip := range e.always.tips[i] {
			if outcome != PlanGiven && !e.always.advice[tip].whatever {
				continue
			}
			names++
			if !slices.Contains(w.tips, tip) {
				w.tips = append(w.tips, tip)
			}
		}
	}
	if len(w.tips) == 0 {
		return nil
	}
	list, because := make([]Advice, len(w.tips)), make([]string, 0, names)
	for k, tip := range w.tips {
		first := len(because)
		for _, i := range v.fired {
			if slices.Contains(e.always.tips[i], tip) {
				because = append(because, e.pack.Rules[i].Name)
			}
		}
		list[k] = e.always.advice[tip].Advice
		list[k].Because = slices.Clip(because[first:])
	}
	return list
}

// headline says what to do first, and whom to call for it.
func (e *Engine) headline(d *Decision) {
	id := "headline-incomplete"
	switch d.Outcome {
	case PlanGiven:
		id = "headline-routine"
		if d.Urgency == SelfCare {
			id = "headline-self_care"
		}
	case Referral:
		first := d.Reasons[0]
		switch {
		case d.Urgency == Emergency:
			d.Call = e.calls(d)
			d.Headline = e.always.emergencies[first.Action]
			return
		case d.Urgency == Urgent:
			d.Call = e.calls(d)
			id = "headline-urgent"
		case d.Urgency == Soon && first.Action == string(pack.Pharmacist):
			id = "headline-pharmacist"
		case d.Urgency == Soon:
			id = "headline-soon"
		default:
			id = "headline-no-exercise"
		}
		if !d.Settled {
			d.Headline = e.pack.Texts["at-least"] + e.pack.Texts[id]
			return
		}
	}
	d.Headline = e.pack.Texts[id]
}

// calls lists the numbers that the strongest reasons ask for.
func (e *Engine) calls(d *Decision) []Number {
	list := make([]Number, 0, len(e.always.numbers))
	for _, r := range d.Reasons {
		if r.Urgency != d.Urgency {
			break
		}
		if n := e.number(pack.Action(r.Action)); !slices.Contains(list, n) {
			list = append(list, n)
		}
	}
	if n := e.always.numbers[0]; d.Urgency == Emergency && !slices.Contains(list, n) {
		list = append(list, n)
	}
	return list
}
