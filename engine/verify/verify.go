// Package verify owns the proof by example: it reads fixtures, holds each
// against the decision that the rules give and explains what fails ([Run]),
// says what no fixture exercises ([Cover]) and which changes of the rules none
// would notice ([Mutate]), writes the fixtures that are lacking ([Generate]),
// holds the two evaluators against each other ([Differential]), decides recorded
// cases again ([Replay]), and has the claims about all cases proved ([Prove]).
//
// It reports everything as data; it prints nothing, writes no file and changes
// no rule. Suggested fixtures say what the rules do today: whether that is
// right is for a clinician to judge.
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
	But  string         // leave out the fixtures of this file, which are to be generated anew

	// Write, when not nil, is given every golden that is missing or differs,
	// with its name within the folder of fixtures, and the golden passes.
	Write func(name string, golden []byte) error
}

// Result is what a verification found. It is a pass when Passed says so. The
// caller adds what else was asked for: Coverage, Mutation, Differential, Proof.
type Result struct {
	Fixtures []FixtureResult `json:"fixtures"`
	Rules    []RuleResult    `json:"rules"`    // in pack order; empty when Options.Only chose among fixtures
	Ordinary []Share         `json:"ordinary"` // the ordinary corpus by urgency, most urgent first
	Written  []string        `json:"written,omitzero"`
	Ruleset  engine.Ruleset  `json:"ruleset"`

	Coverage     *Coverage  `json:"coverage,omitzero"`
	Mutation     *Mutation  `json:"mutation,omitzero"`
	Differential *Agreement `json:"differential,omitzero"`
	Proof        *Proof     `json:"proof,omitzero"`
}

// FixtureResult is one fixture held against its decision.
type FixtureResult struct {
	Name     string           `json:"name"`
	Pos      diag.Pos         `json:"at"`
	Bad      []Mismatch       `json:"mismatches"`
	Why      *Explanation     `json:"explanation,omitzero"` // of a failure
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

// Passed reports whether every fixture holds, every rule is held by one,
// coverage and mutation reach their minima, the evaluators agree and the claims
// are proved.
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
	return len(r.Fixtures) > 0 &&
		(r.Coverage == nil || r.Coverage.Passed()) &&
		(r.Mutation == nil || r.Mutation.Passed()) &&
		(r.Differential == nil || r.Differential.Passed()) &&
		(r.Proof == nil || r.Proof.Passed())
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
		if (o.Only == nil || o.Only.MatchString(f.Name)) && (o.But == "" || f.Pos.File != o.But) {
			result.Fixtures = append(result.Fixtures, FixtureResult{Name: f.Name, Pos: f.Pos, Case: f})
		}
	}
	if len(result.Fixtures) == 0 {
		return nil, diag.List{{Code: "no-fixtures", Message: fmt.Sprintf("no fixture's name matches %q", o.Only), Hint: "limber verify without --run runs them all"}}
	}
	if err := parallel(ctx, len(result.Fixtures), func(i int) error { return result.Fixtures[i].run(ctx, e) }); err != nil {
		return nil, err
	}
	if o.Write != nil {
		if err := result.rewrite(o.Write); err != nil {
			return nil, err
		}
	}
	result.Ruleset = result.Fixtures[0].Decision.Ruleset
	result.Ordinary = ordinary(result.Fixtures)
	if o.Only == nil {
		result.Rules = depended(e, result.Fixtures)
	}
	return result, nil
}

func (f *FixtureResult) run(ctx context.Context, e *engine.Engine) (err error) {
	if f.Decision, err = e.Decide(ctx, f.Case.Case); err != nil {
		return fmt.Errorf("fixture %q at %s: %w", f.Name, f.Pos, err)
	}
	if f.Bad = f.Case.Check(f.Decision); len(f.Bad) > 0 {
		f.Why, err = explain(ctx, e, &f.Case, f.Bad)
	}
	return err
}

// rewrite writes the goldens that do not hold, and holds them again.
func (r *Result) rewrite(write func(string, []byte) error) error {
	for i := range r.Fixtures {
		f := &r.Fixtures[i]
		g := f.Case.Golden
		if g == nil || len(g.check(f.Decision)) == 0 {
			continue
		}
		g.want = recordOf(f.Decision)
		if err := write(g.File, g.want); err != nil {
			return fmt.Errorf("write golden: %w", err)
		}
		r.Written = append(r.Written, g.File)
		if f.Bad = f.Case.Check(f.Decision); len(f.Bad) == 0 {
			f.Why = nil
		}
	}
	return nil
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
				r.Depended = len(f.Case.Check(e.DecideWithout(f.Case.Case, index[name]))) > 0
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
