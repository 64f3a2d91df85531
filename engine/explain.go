package engine

import (
	"context"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

// Trace is a decision with the way to it: for a reviewer of the rules.
type Trace struct {
	Decision *Decision `json:"decision"`
	Rules    []Step    `json:"rules"` // the rules that fired, in the order in which they ran
}

// Step is one rule that fired.
type Step struct {
	Rule    string     `json:"rule"`
	Stratum string     `json:"stratum"` // finding, triage, plan
	Urgency Urgency    `json:"urgency"` // triage only
	Meaning string     `json:"meaning"` // the rule's description
	At      diag.Pos   `json:"at"`
	Holds   []Evidence `json:"holds"` // the conditions that made it fire
	Effects []string   `json:"effects"`
	Card    *pack.Card `json:"-"`
}

// Evidence is one condition that held: an answer, or a finding.
type Evidence struct {
	Condition string   `json:"condition"` // in GRL
	Fact      string   `json:"fact,omitzero"`
	Answer    string   `json:"answer,omitzero"` // in words
	Rules     []string `json:"rules,omitzero"`  // that drew the finding
}

// Explain decides a case and tells which rules fired on which answers. It
// fails as Decide does.
func (e *Engine) Explain(ctx context.Context, c *facts.Case) (*Trace, error) {
	d, err := e.Decide(ctx, c)
	if err != nil {
		return nil, err
	}
	t := &Trace{Decision: d}
	found := make([]bool, len(e.pack.Found))
	drawn := make([][]string, len(e.pack.Found)) // rules behind each finding
	for _, r := range e.pack.Rules {
		if !pack.Holds(r.Cond, c.Words(), found) {
			continue
		}
		s := Step{Rule: r.Name, Stratum: r.Stratum.String(), Urgency: urgencyOf(r.Urgency()), Meaning: r.Description, At: r.Pos, Card: r.Card}
		e.evidence(&s, r.Cond, c, found, drawn)
		for _, x := range r.Effects {
			s.Effects = append(s.Effects, x.Effect.String())
			if x.Verb == grl.SetFound {
				found[x.Finding] = true
				drawn[x.Finding] = append(drawn[x.Finding], r.Name)
			}
		}
		t.Rules = append(t.Rules, s)
	}
	return t, nil
}

// evidence collects the atoms of the parts of a condition that hold.
func (e *Engine) evidence(s *Step, cond pack.Cond, c *facts.Case, found []bool, drawn [][]string) {
	if !pack.Holds(cond, c.Words(), found) {
		return
	}
	switch cond := cond.(type) {
	case pack.And:
		for _, t := range cond {
			e.evidence(s, t, c, found, drawn)
		}
	case pack.Or:
		for _, t := range cond {
			e.evidence(s, t, c, found, drawn)
		}
	case pack.AtLeast:
		for _, t := range cond.Terms {
			e.evidence(s, t, c, found, drawn)
		}
	case *pack.Atom:
		x := Evidence{Condition: cond.Expr.String()}
		if cond.Finding >= 0 {
			x.Rules = drawn[cond.Finding]
		} else {
			f := e.pack.Vocabulary.Facts[cond.Fact]
			x.Fact, x.Answer = f.ID, c.Text(f)
		}
		s.Holds = append(s.Holds, x)
	}
}
