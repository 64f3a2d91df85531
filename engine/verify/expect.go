package verify

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/planner"
)

// Mismatch is one expectation that a decision does not meet.
type Mismatch struct {
	Key  string `json:"key"` // of expect, as written
	Want string `json:"want"`
	Got  string `json:"got"`
}

func (e Expect) empty() bool { return reflect.ValueOf(e).IsZero() }

// merge lays the expectations of a table's row over those of its fixture:
// single values replace, lists add up.
func (e Expect) merge(row Expect) Expect {
	return Expect{
		Outcome:   cmp.Or(row.Outcome, e.Outcome),
		Urgency:   cmp.Or(row.Urgency, e.Urgency),
		AtLeast:   cmp.Or(row.AtLeast, e.AtLeast),
		Settled:   cmp.Or(row.Settled, e.Settled),
		Start:     cmp.Or(row.Start, e.Start),
		Phases:    cmp.Or(row.Phases, e.Phases),
		Priority:  cmp.Or(row.Priority, e.Priority),
		Cautions:  slices.Concat(e.Cautions, row.Cautions),
		Cautioned: slices.Concat(e.Cautioned, row.Cautioned),
		Bare:      slices.Concat(e.Bare, row.Bare),
		Because:   slices.Concat(e.Because, row.Because),
		Refers:    slices.Concat(e.Refers, row.Refers),
		Fired:     slices.Concat(e.Fired, row.Fired),
		Silent:    slices.Concat(e.Silent, row.Silent),
		Findings:  slices.Concat(e.Findings, row.Findings),
		NotFound:  slices.Concat(e.NotFound, row.NotFound),
		Exercises: slices.Concat(e.Exercises, row.Exercises),
		NotGiven:  slices.Concat(e.NotGiven, row.NotGiven),
		Advice:    slices.Concat(e.Advice, row.Advice),
		NotAdvice: slices.Concat(e.NotAdvice, row.NotAdvice),
		Ask:       slices.Concat(e.Ask, row.Ask),
	}
}

// compact says nothing twice: an exact order says which exercises there are.
func (e Expect) compact() Expect {
	for _, names := range []*[]string{&e.Because, &e.Refers, &e.Fired, &e.Silent, &e.Findings, &e.NotFound, &e.Exercises, &e.NotGiven, &e.Advice, &e.NotAdvice, &e.Ask} {
		*names = distinct(*names)
	}
	e.Cautions, e.Cautioned, e.Bare = distinct(e.Cautions), distinct(e.Cautioned), distinct(e.Bare)
	if e.Priority != nil {
		e.Exercises = minus(e.Exercises, *e.Priority)
		e.NotGiven = common(e.NotGiven, *e.Priority)
	}
	return e
}

// distinct keeps the first of equal values.
func distinct[T comparable](list []T) (out []T) {
	for _, x := range list {
		if !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}

// Check holds a decision against the expectations.
func (e Expect) Check(d *engine.Decision) (bad []Mismatch) {
	mismatch := func(key, want, got string) { bad = append(bad, Mismatch{Key: key, Want: want, Got: got}) }
	equal := func(key, want, got string) {
		if want != got {
			mismatch(key, null(want), null(got))
		}
	}
	if e.Outcome != "" {
		equal("outcome", e.Outcome, string(d.Outcome))
	}
	if e.Urgency != nil {
		equal("urgency", *e.Urgency, string(d.Urgency))
	}
	if e.AtLeast != nil {
		equal("at_least", *e.AtLeast, string(d.AtLeast))
	}
	if e.Settled != nil {
		equal("settled", fmt.Sprint(*e.Settled), fmt.Sprint(d.Settled))
	}
	seen := observe(d)
	if e.Start != nil {
		equal("start", fmt.Sprint(*e.Start), seen.start)
	}
	if e.Phases != nil {
		equal("phases", list(*e.Phases), list(seen.phases))
	}
	if e.Priority != nil {
		equal("priority", list(*e.Priority), list(seen.priority))
	}
	if missing := lacking(e.Cautions, seen.cautions); len(missing) > 0 {
		mismatch("cautions", list(missing), "not on any exercise of the plan")
	}
	for _, c := range e.Cautioned {
		if !slices.Contains(seen.cautioned[c.Exercise], c.Text) {
			mismatch("cautioned", c.String(), "without it")
		}
	}
	for _, c := range e.Bare {
		if slices.Contains(seen.cautioned[c.Exercise], c.Text) {
			mismatch("not_cautioned", "not "+c.String(), "with it")
		}
	}
	for _, c := range []struct {
		key       string
		want, got []string
	}{
		{"because", e.Because, seen.because}, {"refers", e.Refers, seen.refers}, {"fired", e.Fired, d.Fired}, {"findings", e.Findings, d.Findings},
		{"exercises", e.Exercises, seen.exercises}, {"advice", e.Advice, seen.advice}, {"ask", e.Ask, seen.ask},
	} {
		if missing := minus(c.want, c.got); len(missing) > 0 {
			mismatch(c.key, list(missing), list(c.got))
		}
	}
	for _, c := range []struct {
		key       string
		want, got []string
	}{
		{"not_because", e.Silent, d.Fired}, {"not_findings", e.NotFound, d.Findings},
		{"not_exercises", e.NotGiven, seen.exercises}, {"not_advice", e.NotAdvice, seen.advice},
	} {
		if present := common(c.want, c.got); len(present) > 0 {
			mismatch(c.key, "none of "+list(c.want), list(present))
		}
	}
	return bad
}

// observed is what of a decision the expectations look at.
type observed struct {
	start                                   string
	because, phases, exercises, advice, ask []string
	priority                                []string            // exercises, the most important first
	cautions                                []string            // texts
	refers                                  []string            // a reason and its urgency
	cautioned                               map[string][]string // by exercise: texts
}

func observe(d *engine.Decision) (o observed) {
	for _, r := range d.Reasons {
		o.because = append(o.because, r.Rule)
		o.refers = append(o.refers, r.Rule+" "+string(r.Urgency))
	}
	for _, a := range d.Advice {
		o.advice = append(o.advice, a.ID)
	}
	for _, q := range d.Ask {
		o.ask = append(o.ask, q.Fact)
	}
	if d.Plan == nil {
		return o
	}
	o.start = fmt.Sprint(d.Plan.Start)
	o.cautioned = map[string][]string{}
	var items []planner.Item
	for _, s := range d.Plan.Phases {
		o.phases = append(o.phases, s.Phase.String())
		for _, x := range s.Exercises {
			o.exercises = append(o.exercises, x.ID)
			o.cautions = append(o.cautions, x.Cautions...)
			o.cautioned[x.ID] = x.Cautions
			items = append(items, x)
		}
	}
	slices.SortFunc(items, func(a, b planner.Item) int { return cmp.Compare(a.Priority, b.Priority) })
	for _, x := range items {
		o.priority = append(o.priority, x.ID)
	}
	return o
}

// lacking returns the ids of the cautions whose texts are not there.
func lacking(want []*pack.Caution, texts []string) (ids []string) {
	for _, c := range want {
		if !slices.Contains(texts, c.Text) {
			ids = append(ids, c.ID)
		}
	}
	return ids
}

func null(word string) string {
	if word == "" {
		return "null"
	}
	return word
}

func list(words []string) string {
	if len(words) == 0 {
		return "nothing"
	}
	return strings.Join(words, ", ")
}

func minus(a, b []string) (out []string) {
	for _, x := range a {
		if !slices.Contains(b, x) {
			out = append(out, x)
		}
	}
	return out
}

func common(a, b []string) (out []string) {
	for _, x := range a {
		if slices.Contains(b, x) {
			out = append(out, x)
		}
	}
	return out
}
