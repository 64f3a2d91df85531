package engine

import (
	"cmp"
	"slices"
	"strings"

	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

// prepared is what decisions hold whatever the case, made once: decisions
// share its memory.
type prepared struct {
	reasons    []Reason // of all triage rules, in the order in which a decision lists them
	rank       []int    // by rule: its place in reasons, or noReason
	noExercise Reason

	advice []advised
	tips   [][]int // by rule: places in advice

	questions   []Question // by fact
	defaults    []assumption
	untilSeen   []string
	safetyNet   []string
	numbers     []Number          // emergency, urgent, crisis
	emergencies map[string]string // by action: the headline of an emergency
	options     Echo
	ruleset     Ruleset
}

// advised is a tip, its rules left out.
type advised struct {
	Advice
	whatever bool // given without a plan too
}

// assumption is the default of a fact.
type assumption struct {
	Assumption
	fact int
}

// noReason is the rank of a rule that is no triage rule.
const noReason = -1

// prepareDecisions makes what every decision of the engine shares.
func (e *Engine) prepareDecisions() {
	p, a := e.pack, &e.always
	a.numbers = e.regionNumbers()
	a.options = Echo{Most: cmp.Or(e.options.MaxExercises, p.Plan.Most), Locale: p.Locale, Region: e.options.Region}
	a.ruleset = ruleset(p)
	a.untilSeen = []string{p.Texts["until-seen-1"], p.Texts["until-seen-2"], p.Texts["until-seen-3"]}
	a.safetyNet = []string{e.fill("safety-lead", a.numbers[0])}
	for _, id := range []string{"safety-chest", "safety-breath", "safety-tear", "safety-legs", "safety-head", "safety-fever"} {
		a.safetyNet = append(a.safetyNet, p.Texts[id])
	}
	a.safetyNet = slices.Clip(a.safetyNet)
	a.noExercise = Reason{Rule: NoSuitableExercise, Urgency: Routine, Action: string(pack.Clinician),
		Message: p.Texts["no-suitable-exercise"], Sources: []string{}}
	a.emergencies = make(map[string]string, len(actionOrder))
	for _, action := range actionOrder {
		a.emergencies[string(action)] = e.fill("headline-"+string(action), e.number(action))
	}
	for _, f := range p.Vocabulary.Facts {
		a.questions = append(a.questions, Question{Fact: f.ID, Question: f.Question, Why: f.Why})
		if f.Default != 0 {
			a.defaults = append(a.defaults, assumption{Assumption{Fact: f.ID, Answer: f.Text(f.Default)}, f.Index})
		}
	}
	e.prepareReasons()
	e.prepareAdvice()
}

// actionOrder ranks actions within one urgency, most pressing first.
var actionOrder = []pack.Action{pack.Ambulance, pack.EmergencyDepartment, pack.CrisisLine, pack.SameDay, pack.Clinician, pack.Pharmacist}

func (e *Engine) prepareReasons() {
	var triage []*pack.Rule
	for _, r := range e.pack.Rules {
		if r.Stratum == grl.Triage {
			triage = append(triage, r)
		}
	}
	slices.SortStableFunc(triage, func(a, b *pack.Rule) int {
		return cmp.Or(
			cmp.Compare(b.Urgency(), a.Urgency()),
			cmp.Compare(slices.Index(actionOrder, a.Card.Action), slices.Index(actionOrder, b.Card.Action)),
		)
	})
	e.always.rank = slices.Repeat([]int{noReason}, len(e.pack.Rules))
	for i, r := range triage {
		e.always.rank[r.Index] = i
		e.always.reasons = append(e.always.reasons, Reason{Rule: r.Name, Urgency: urgencyOf(r.Urgency()),
			Action: string(r.Card.Action), Message: r.Card.Message, Sources: r.Card.Sources})
	}
}

func (e *Engine) prepareAdvice() {
	place := map[*pack.Tip]int{}
	e.always.tips = make([][]int, len(e.pack.Rules))
	for i, r := range e.pack.Rules {
		for _, x := range r.Effects {
			if x.Verb != grl.AdviseTip {
				continue
			}
			at, known := place[x.Tip]
			if !known {
				at = len(e.always.advice)
				place[x.Tip] = at
				e.always.advice = append(e.always.advice, advised{whatever: x.Tip.Always, Advice: Advice{ID: x.Tip.ID, Title: x.Tip.Title,
					Text: strings.ReplaceAll(x.Tip.Text, "{crisis}", e.number(pack.CrisisLine).Number), Sources: x.Tip.Sources}})
			}
			e.always.tips[i] = append(e.always.tips[i], at)
		}
	}
}

// number is whom to call for an action.
func (e *Engine) number(a pack.Action) Number {
	switch a {
	case pack.CrisisLine:
		return e.always.numbers[2]
	case pack.SameDay:
		return e.always.numbers[1]
	}
	return e.always.numbers[0]
}

// regionNumbers are the numbers to call in the region: emergency, urgent, crisis.
func (e *Engine) regionNumbers() []Number {
	r := e.region
	if r.ID == "" {
		return []Number{
			{For: "emergency", Number: "112", Note: e.pack.Texts["region-unset"]},
			{For: "urgent", Number: e.pack.Texts["number-unset-urgent"]},
			{For: "crisis", Number: e.pack.Texts["number-unset-crisis"]},
		}
	}
	return []Number{
		{For: "emergency", Number: r.Emergency, Note: r.Name},
		{For: "urgent", Number: r.Urgent, Note: r.Name},
		{For: "crisis", Number: r.Crisis, Note: r.Name},
	}
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
func ruleset(p *pack.Pack) Ruleset {
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
	return append([]string{e.pack.Texts["cannot-assess"]}, e.always.safetyNet...)
}

// level is the strongest referral of a verdict.
func (e *Engine) level(v verdict) (level facts.Level) {
	for _, i := range v.fired {
		level = max(level, e.levels[i])
	}
	return level
}
