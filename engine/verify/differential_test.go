package verify_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/verify"
)

func TestDifferential(t *testing.T) {
	t.Parallel()
	list, err := verify.Read(small().Pack(), os.DirFS("testdata/cases"))
	if err != nil {
		t.Fatal(err)
	}
	a, err := verify.Differential(t.Context(), small(), list, verify.DifferentialOptions{Random: 100, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	// Five comparisons and two counts, each with its neighbours.
	if len(a.Mismatches) > 0 || a.Fixtures != len(list) || a.Random != 100 || a.Thresholds < 15 {
		t.Errorf("%+v", a)
	}
}

// split is the small pack with one rule about which the evaluators must differ:
// Grule reads the text, and the program the condition bound from it.
func split(t testing.TB, name, old, fresh string) *engine.Engine {
	t.Helper()
	p := *small().Pack()
	p.Rules = slices.Clone(p.Rules)
	r := *ruleOf(t, &p, name)
	text := *r.Rule
	if !strings.Contains(text.Source, old) {
		t.Fatalf("rule %s has no %q", name, old)
	}
	parsed, err := grl.Parse("split.grl", []byte(strings.Replace(text.Source, old, fresh, 1)))
	if err != nil {
		t.Fatal(err)
	}
	text.Source = parsed[0].Source
	r.Rule = &text
	p.Rules[r.Index] = &r
	e, err := engine.New(&p, engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// TestDifferentialNotices: a threshold one step off, a joint that is another
// and a finding that is drawn too often all show.
func TestDifferentialNotices(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ rule, old, fresh, differ string }{
		"threshold":     {"Child", "< 18", "< 19", "Child"},
		"strictness":    {"OlderAdult", ">= 65", "> 65", "OlderAdult"},
		"and for or":    {"StrongBlades", "||", "&&", "StrongBlades"},
		"count":         {"Wasting", "AtLeast(2", "AtLeast(3", "Wasting"},
		"ticks":         {"Gently", "Count >= 2", "Count >= 1", "Gently"},
		"inner or":      {"DeskPosture", "&& Case.Stiff.Yes", "|| Case.Stiff.Yes", "Found.DeskPosture"},
		"behind an and": {"ReadyToLoad", "< 50", "< 51", "Found.ReadyToLoad"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, err := verify.Differential(t.Context(), split(t, c.rule, c.old, c.fresh), nil, verify.DifferentialOptions{Random: 300, Seed: 1})
			if err != nil {
				t.Fatal(err)
			}
			if len(a.Mismatches) == 0 {
				t.Fatal("nothing is noticed")
			}
			for _, m := range a.Mismatches {
				if !slices.Contains(m.Differ, c.differ) || m.Case == nil || m.Source == "" {
					t.Errorf("%s: %v", m.Source, m.Differ)
				}
			}
			r := verify.Result{Fixtures: []verify.FixtureResult{{}}, Differential: a}
			if r.Passed() {
				t.Error("a disagreement passes")
			}
		})
	}
}

// TestThresholdsAloneNotice: the cases next to thresholds find what random
// cases may miss.
func TestThresholdsAloneNotice(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ rule, old, fresh string }{
		{"Child", "< 18", "<= 18"}, {"OlderAdult", ">= 65", ">= 66"}, {"DeskPosture", ">= 3", "> 3"}, {"DeskPosture", ">= 6", ">= 5.5"}, {"Gently", "Count >= 2", "Count >= 3"},
	} {
		a, err := verify.Differential(t.Context(), split(t, c.rule, c.old, c.fresh), nil, verify.DifferentialOptions{Seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		if len(a.Mismatches) == 0 {
			t.Errorf("%s: %s for %s is not noticed in %d cases", c.rule, c.fresh, c.old, a.Thresholds)
		}
	}
}

// TestDifferentialReportsGrulesErrors: an evaluator that fails is no agreement.
func TestDifferentialReportsGrulesErrors(t *testing.T) {
	t.Parallel()
	p := *small().Pack()
	p.Rules = slices.Clone(p.Rules)
	r := *ruleOf(t, &p, "StrongBlades")
	r.Effects = append(slices.Clone(r.Effects), pack.Effect{Effect: grl.Effect{Verb: grl.AdviseTip, Text: "sleep"}, Tip: p.Tips["sleep"], Finding: -1, Target: -1, Tag: -1, Exercise: -1})
	p.Rules[r.Index] = &r // Grule's text lacks this effect
	e, err := engine.New(&p, engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	a, err := verify.Differential(t.Context(), e, nil, verify.DifferentialOptions{Random: 50, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	if len(a.Mismatches) == 0 || !strings.Contains(a.Mismatches[0].Err, "Advise.Tip") {
		t.Errorf("%+v", a.Mismatches)
	}
}

func TestDifferentialShipped(t *testing.T) {
	slow(t)
	list, err := verify.Read(shipped().Pack(), os.DirFS("../../testdata/cases"))
	if err != nil {
		t.Fatal(err)
	}
	a, err := verify.Differential(t.Context(), shipped(), list, verify.DifferentialOptions{Random: 5000, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range a.Mismatches {
		t.Errorf("%s: %v %s", m.Source, m.Differ, m.Err)
	}
	t.Logf("%d fixtures, %d next to thresholds, %d at random", a.Fixtures, a.Thresholds, a.Random)
}
