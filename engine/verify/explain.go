package verify

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
)

// Explanation says how a decision that fails its fixture came about.
type Explanation struct {
	Fired  []Fired  `json:"fired"`  // in the order in which the rules ran
	Absent []Absent `json:"absent"` // what was expected and did not come
}

// Fired is a rule that held, with the answers and findings behind it.
type Fired struct {
	Rule    string            `json:"rule"`
	Stratum string            `json:"stratum"` // finding, triage, plan
	Urgency engine.Urgency    `json:"urgency"` // triage only
	At      diag.Pos          `json:"at"`
	Holds   []engine.Evidence `json:"holds"`
}

// Absent is something expected that did not come, and why.
type Absent struct {
	What    string    `json:"what"` // "rule X", "exercise wall-angel", "tip driving"
	At      diag.Pos  `json:"at"`   // of the rule that would have brought it
	Why     string    `json:"why"`
	Missing []Missing `json:"missing,omitzero"` // of that rule's condition
}

func explain(ctx context.Context, e *engine.Engine, f *Fixture, bad []Mismatch) (*Explanation, error) {
	trace, err := e.Explain(ctx, f.Case)
	if err != nil {
		return nil, fmt.Errorf("explain fixture %q: %w", f.Name, err)
	}
	x := &explainer{p: e.Pack(), words: f.Case.Words(), d: trace.Decision, out: &Explanation{}}
	for _, s := range trace.Rules {
		x.out.Fired = append(x.out.Fired, Fired{Rule: s.Rule, Stratum: s.Stratum, Urgency: s.Urgency, At: s.At, Holds: s.Holds})
	}
	failed := func(key string) bool {
		return slices.ContainsFunc(bad, func(m Mismatch) bool { return m.Key == key })
	}
	for _, c := range []struct {
		key    string
		names  []string
		absent func(string)
	}{
		{"because", f.Expect.Because, x.rule}, {"fired", f.Expect.Fired, x.rule}, {"findings", f.Expect.Findings, x.finding},
		{"exercises", f.Expect.Exercises, x.exercise}, {"advice", f.Expect.Advice, x.tip},
	} {
		if failed(c.key) {
			for _, name := range c.names {
				c.absent(name)
			}
		}
	}
	return x.out, nil
}

type explainer struct {
	p     *pack.Pack
	words []uint64
	d     *engine.Decision
	out   *Explanation
}

func (x *explainer) add(a Absent) { x.out.Absent = append(x.out.Absent, a) }

func (x *explainer) rule(name string) {
	if name == engine.NoSuitableExercise {
		if x.d.Outcome != engine.Referral {
			x.add(Absent{What: "reason " + name, Why: "it is given when no exercise is left for a plan; the outcome is " + string(x.d.Outcome)})
		}
		return
	}
	if slices.Contains(x.d.Fired, name) {
		return
	}
	what := "rule " + name
	if slices.ContainsFunc(x.out.Absent, func(a Absent) bool { return a.What == what }) {
		return // another expectation waits for it too
	}
	r := x.p.Rules[slices.IndexFunc(x.p.Rules, func(r *pack.Rule) bool { return r.Name == name })]
	x.add(Absent{What: what, At: r.Pos, Why: "its condition is false", Missing: missing(x.p, x.words, want{r.Cond, true})})
}

func (x *explainer) finding(id string) {
	i := slices.IndexFunc(x.p.Found, func(f pack.Found) bool { return f.ID == id })
	if slices.Contains(x.d.Findings, id) {
		return
	}
	for _, r := range x.p.Found[i].Rules {
		x.rule(x.p.Rules[r].Name)
	}
}

func (x *explainer) exercise(id string) {
	if slices.Contains(observe(x.d).exercises, id) {
		return
	}
	a := Absent{What: "exercise " + id, Why: "no rule that fired asks for it"}
	if x.d.Plan == nil {
		a.Why = "there is no plan"
	} else {
		for _, l := range x.d.Plan.LeftOut {
			if l.ID == id {
				a.Why = "left out: " + string(l.Reason)
				if len(l.Because) > 0 {
					a.Why += " (" + strings.Join(l.Because, ", ") + ")"
				}
			}
		}
	}
	x.add(a)
}

func (x *explainer) tip(id string) {
	if slices.Contains(observe(x.d).advice, id) {
		return
	}
	if x.d.Plan == nil {
		x.add(Absent{What: "tip " + id, Why: "there is no plan, and tips come with plans"})
		return
	}
	for _, r := range x.p.Rules {
		if slices.ContainsFunc(r.Effects, func(e pack.Effect) bool { return e.Verb == grl.AdviseTip && e.Text == id }) {
			x.rule(r.Name)
		}
	}
}
