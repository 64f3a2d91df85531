package engine

import (
	"cmp"
	"slices"
	"strings"

	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/planner"
	"github.com/limber-triage/limber/facts"
)

// NoSuitableExercise is the reason of a plan that would have been empty.
const NoSuitableExercise = "no_suitable_exercise"

// decide assembles the record from the verdict:
//
//	at least soon            -> referral
//	a required fact is open  -> incomplete
//	no exercise is left      -> referral, routine
//	otherwise                -> plan
func (e *Engine) decide(w *worker, c *facts.Case, v verdict) *Decision {
	words := c.Words()
	level := e.level(v)
	d := &Decision{
		Case:      c.ID,
		AtLeast:   urgencyOf(level),
		Settled:   true,
		Reasons:   e.reasons(v),
		Findings:  e.findings(v),
		SafetyNet: e.safetyNet(),
		NotThis:   e.pack.Texts["disclaimer"],
		Options:   Echo{Most: cmp.Or(e.options.MaxExercises, e.pack.Plan.Most), Locale: e.pack.Locale, Region: e.options.Region},
		Ruleset:   e.ruleset(),
		Engine:    "limber " + Version,
	}
	for _, i := range v.fired {
		d.Fired = append(d.Fired, e.pack.Rules[i].Name)
	}
	if level < facts.LevelEmergency {
		if could := w.asker.CouldBecome(words); could > level {
			d.Settled, d.CouldBecome = false, urgencyOf(could)
		}
	}
	open := w.asker.Needed(words, level)
	switch {
	case level >= facts.LevelSoon:
		d.Outcome, d.Urgency = Referral, urgencyOf(level)
	case len(open) > 0:
		d.Outcome = Incomplete
	default:
		e.plan(d, v, words, level)
	}
	d.Advice = e.advice(v, d.Outcome)
	for _, i := range open {
		f := e.pack.Vocabulary.Facts[i]
		d.Ask = append(d.Ask, Question{Fact: f.ID, Question: f.Question, Why: f.Why})
	}
	if d.Urgency == Urgent || d.Urgency == Soon {
		d.UntilSeen = []string{e.pack.Texts["until-seen-1"], e.pack.Texts["until-seen-2"], e.pack.Texts["until-seen-3"]}
	}
	e.headline(d)
	return d
}

// plan makes the plan and its notice, or refers when no exercise
// is left.
func (e *Engine) plan(d *Decision, v verdict, words []uint64, level facts.Level) {
	in := planner.FromEffects(e.pack, v.fired, func(i int) bool { return v.found[i] }, words, e.options.MaxExercises)
	made, ok := planner.Make(e.pack, in)
	if !ok {
		d.Outcome, d.Urgency = Referral, Routine
		d.Reasons = append(d.Reasons, Reason{Rule: NoSuitableExercise, Urgency: Routine, Action: string(pack.Clinician),
			Message: e.pack.Texts["no-suitable-exercise"], Sources: []string{}})
		return
	}
	d.Outcome, d.Urgency, d.Plan = PlanGiven, Routine, made
	if level == facts.LevelNone && v.found[e.pack.Clearance] {
		d.Urgency = SelfCare
	}
	for _, f := range e.pack.Vocabulary.Facts {
		if f.Default != 0 && words[f.Index] == 0 {
			d.Assumed = append(d.Assumed, Assumption{Fact: f.ID, Answer: f.Text(f.Default)})
		}
	}
	if words[e.pack.Notice.Fact]&e.pack.Notice.Mask != 0 {
		d.Notice = e.pack.Notice.Text
	}
}

// actionOrder ranks actions within one urgency, most pressing first.
var actionOrder = []pack.Action{pack.Ambulance, pack.EmergencyDepartment, pack.CrisisLine, pack.SameDay, pack.Clinician, pack.Pharmacist}

// reasons lists the fired triage rules: most urgent first, then most pressing
// action, then pack order.
func (e *Engine) reasons(v verdict) (list []Reason) {
	var fired []*pack.Rule
	for _, i := range v.fired {
		if r := e.pack.Rules[i]; r.Stratum == grl.Triage {
			fired = append(fired, r)
		}
	}
	slices.SortStableFunc(fired, func(a, b *pack.Rule) int {
		return cmp.Or(
			cmp.Compare(b.Urgency(), a.Urgency()),
			cmp.Compare(slices.Index(actionOrder, a.Card.Action), slices.Index(actionOrder, b.Card.Action)),
		)
	})
	for _, r := range fired {
		list = append(list, Reason{Rule: r.Name, Urgency: urgencyOf(r.Urgency()), Action: string(r.Card.Action), Message: r.Card.Message, Sources: r.Card.Sources})
	}
	return list
}

func (e *Engine) findings(v verdict) (list []string) {
	for i, f := range e.pack.Found {
		if v.found[i] {
			list = append(list, f.ID)
		}
	}
	return list
}

// advice lists the tips of the fired rules once each, in the order of the
// first rule that gives them. Without a plan only those remain that are always
// given, such as somebody to talk to.
func (e *Engine) advice(v verdict, outcome Outcome) (list []Advice) {
	for _, i := range v.fired {
		for _, x := range e.pack.Rules[i].Effects {
			if x.Verb != grl.AdviseTip || outcome != PlanGiven && !x.Tip.Always {
				continue
			}
			at := slices.IndexFunc(list, func(a Advice) bool { return a.ID == x.Tip.ID })
			if at < 0 {
				at = len(list)
				list = append(list, Advice{ID: x.Tip.ID, Title: x.Tip.Title, Text: strings.ReplaceAll(x.Tip.Text, "{crisis}", e.crisis().Number), Sources: x.Tip.Sources})
			}
			list[at].Because = append(list[at].Because, e.pack.Rules[i].Name)
		}
	}
	return list
}

// safetyNet is when to call at once, the lead first.
func (e *Engine) safetyNet() []string {
	list := []string{e.fill("safety-lead", e.emergency())}
	for _, id := range []string{"safety-chest", "safety-breath", "safety-tear", "safety-legs", "safety-head", "safety-fever"} {
		list = append(list, e.pack.Texts[id])
	}
	return list
}

// headline says what to do first, and whom to call for it.
func (e *Engine) headline(d *Decision) {
	switch d.Outcome {
	case PlanGiven:
		d.Headline = e.pack.Texts["headline-"+string(d.Urgency)]
	case Incomplete:
		d.Headline = e.pack.Texts["headline-incomplete"]
	case Referral:
		first := d.Reasons[0]
		switch {
		case d.Urgency == Emergency:
			d.Call = e.calls(d)
			d.Headline = e.fill("headline-"+first.Action, d.Call[0])
		case d.Urgency == Urgent:
			d.Call = e.calls(d)
			d.Headline = e.pack.Texts["headline-urgent"]
		case d.Urgency == Soon && first.Action == string(pack.Pharmacist):
			d.Headline = e.pack.Texts["headline-pharmacist"]
		case d.Urgency == Soon:
			d.Headline = e.pack.Texts["headline-soon"]
		default:
			d.Headline = e.pack.Texts["headline-no-exercise"]
		}
	}
	if !d.Settled && d.Outcome == Referral {
		d.Headline = e.pack.Texts["at-least"] + d.Headline
	}
}

// calls lists the numbers that the strongest reasons ask for.
func (e *Engine) calls(d *Decision) (list []Number) {
	for _, r := range d.Reasons {
		if r.Urgency != d.Urgency {
			break
		}
		n := e.emergency()
		switch pack.Action(r.Action) {
		case pack.CrisisLine:
			n = e.crisis()
		case pack.SameDay:
			n = e.urgent()
		}
		if !slices.Contains(list, n) {
			list = append(list, n)
		}
	}
	if d.Urgency == Emergency && !slices.Contains(list, e.emergency()) {
		list = append(list, e.emergency())
	}
	return list
}

func (e *Engine) emergency() Number {
	if e.region.ID == "" {
		return Number{For: "emergency", Number: "112", Note: e.pack.Texts["region-unset"]}
	}
	return Number{For: "emergency", Number: e.region.Emergency, Note: e.region.Name}
}

func (e *Engine) urgent() Number {
	if e.region.ID == "" {
		return Number{For: "urgent", Number: e.pack.Texts["number-unset-urgent"]}
	}
	return Number{For: "urgent", Number: e.region.Urgent, Note: e.region.Name}
}

func (e *Engine) crisis() Number {
	if e.region.ID == "" {
		return Number{For: "crisis", Number: e.pack.Texts["number-unset-crisis"]}
	}
	return Number{For: "crisis", Number: e.region.Crisis, Note: e.region.Name}
}

// fill puts a number into a text. A number that holds in one country only says
// so, or that the local one may differ.
func (e *Engine) fill(text string, n Number) string {
	number := n.Number
	if n.Note != "" {
		number += " (" + n.Note + ")"
	}
	return strings.ReplaceAll(e.pack.Texts[text], "{number}", number)
}

// ruleset names the pack and how far it has been reviewed.
func (e *Engine) ruleset() Ruleset {
	p := e.pack
	r := Ruleset{Name: p.Name, Version: p.Version, Hash: p.Hash, ApprovedBy: p.Review.By}
	for _, rule := range p.Rules {
		if !rule.Card.Review.Approved {
			r.Unreviewed++
		}
		if rule.Card.General() {
			r.General++
		}
	}
	return r
}

// EmergencyHelp is what to show when there is no decision: what to do, then
// when and whom to call at once.
func (e *Engine) EmergencyHelp() []string {
	return append([]string{e.pack.Texts["cannot-assess"]}, e.safetyNet()...)
}
