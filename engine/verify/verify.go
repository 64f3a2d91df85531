package verify

import (
	"context"
	"fmt"
	"io/fs"
	"regexp"
	"strings"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/diag"
)

// Options choose what Run does; the zero value runs everything.
type Options struct {
	Only *regexp.Regexp // fixtures whose name matches; nil: all. Then no rule is called untested.
}

// Result is what a verification found. It is a pass when Passed says so.
type Result struct {
	Fixtures []FixtureResult `json:"fixtures"`
	Rules    []RuleResult    `json:"rules"`    // in pack order; empty when Options.Only chose among fixtures
	Ordinary []Share         `json:"ordinary"` // the ordinary corpus by urgency, most urgent first
}

// FixtureResult is one fixture held against its decision.
type FixtureResult struct {
	Name     string           `json:"name"`
	Pos      diag.Pos         `json:"at"`
	Bad      []Mismatch       `json:"mismatches"`
	Decision *engine.Decision `json:"-"`
	Case     Fixture          `json:"-"`
}

// RuleResult says how well the fixtures hold a rule.
type RuleResult struct {
	Name     string   `json:"name"`
	Pos      diag.Pos `json:"at"`
	Fired    int      `json:"fired"`    // fixtures in which it fires
	Depended bool     `json:"depended"` // some fixture fails without it
}

// Share is how many ordinary presentations end at one urgency. Alarm fatigue
// is a hazard of its own: people who are always sent away stop listening.
type Share struct {
	Urgency string `json:"urgency"` // or the outcome, when there is no urgency
	Cases   int    `json:"cases"`
	Of      int    `json:"of"`
}

// OrdinaryFolder is where the corpus of ordinary presentations lies among the
// fixtures.
const OrdinaryFolder = "ordinary/"

// Passed reports whether every fixture holds and every rule is held by one.
func (r *Result) Passed() bool {
	for _, f := range r.Fixtures {
		if len(f.Bad) > 0 {
			return false
		}
	}
	for _, rule := range r.Rules {
		if !rule.Depended {
			return false
		}
	}
	return len(r.Fixtures) > 0
}

// Run reads the fixtures below the root of fsys and holds each against the
// engine's decision. The error is a [diag.List] when fixtures could not be
// read, and what Decide gives when a case cannot be assessed.
func Run(ctx context.Context, e *engine.Engine, fsys fs.FS, o Options) (*Result, error) {
	fixtures, err := Read(e.Pack(), fsys)
	if err != nil {
		return nil, err
	}
	result := &Result{}
	for _, f := range fixtures {
		if o.Only != nil && !o.Only.MatchString(f.Name) {
			continue
		}
		d, err := e.Decide(ctx, f.Case)
		if err != nil {
			return nil, fmt.Errorf("fixture %q at %s: %w", f.Name, f.Pos, err)
		}
		result.Fixtures = append(result.Fixtures, FixtureResult{Name: f.Name, Pos: f.Pos, Bad: f.Expect.Check(d), Decision: d, Case: f})
	}
	if len(result.Fixtures) == 0 {
		return nil, fmt.Errorf("no fixture's name matches %q", o.Only)
	}
	result.Ordinary = ordinary(result.Fixtures)
	if o.Only == nil {
		result.Rules = depended(e, result.Fixtures)
	}
	return result, nil
}

// depended deletes one rule after the other and asks whether any passing
// fixture notices.
func depended(e *engine.Engine, fixtures []FixtureResult) []RuleResult {
	rules := e.Pack().Rules
	out := make([]RuleResult, len(rules))
	index := make(map[string]int, len(rules))
	for i, r := range rules {
		out[i] = RuleResult{Name: r.Name, Pos: r.Pos}
		index[r.Name] = i
	}
	for _, f := range fixtures {
		for _, name := range f.Decision.Fired {
			r := &out[index[name]]
			r.Fired++
			if !r.Depended && len(f.Bad) == 0 {
				r.Depended = len(f.Case.Expect.Check(e.DecideWithout(f.Case.Case, index[name]))) > 0
			}
		}
	}
	return out
}

// ordinary counts the ordinary corpus by urgency.
func ordinary(fixtures []FixtureResult) []Share {
	order := []string{string(engine.Emergency), string(engine.Urgent), string(engine.Soon), string(engine.Routine), string(engine.SelfCare), string(engine.Incomplete)}
	counts := map[string]int{}
	total := 0
	for _, f := range fixtures {
		if !strings.HasPrefix(f.Pos.File, OrdinaryFolder) {
			continue
		}
		total++
		key := string(f.Decision.Urgency)
		if key == "" {
			key = string(f.Decision.Outcome)
		}
		counts[key]++
	}
	var shares []Share
	for _, u := range order {
		if total > 0 {
			shares = append(shares, Share{Urgency: u, Cases: counts[u], Of: total})
		}
	}
	return shares
}
