package verify_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/verify"
)

func TestRunOnly(t *testing.T) {
	t.Parallel()
	r := run(t, small(), fixtures(t), verify.Options{Only: regexp.MustCompile(`^age .*limit`)})
	var names []string
	for _, f := range r.Fixtures {
		names = append(names, f.Name)
	}
	if diff := cmp.Diff([]string{"age around the limit: row 1", "age around the limit: grown up"}, names); diff != "" {
		t.Error(diff)
	}
	if r.Rules != nil || !r.Passed() {
		t.Error("a choice of fixtures says that rules are untested")
	}
	_, err := verify.Run(t.Context(), small(), fixtures(t), verify.Options{Only: regexp.MustCompile("nobody")})
	var list diag.List
	if !errors.As(err, &list) || list[0].Code != "no-fixtures" {
		t.Errorf("a choice that matches nothing: %v", err)
	}
	if _, err := verify.Cover(t.Context(), small(), r, verify.CoverOptions{}); err == nil {
		t.Error("coverage of a choice of fixtures")
	}
	if _, err := verify.Mutate(t.Context(), small(), r, verify.MutateOptions{}); err == nil {
		t.Error("mutation with a choice of fixtures")
	}
}

func TestRunSaysWhichRulesNobodyWouldMiss(t *testing.T) {
	t.Parallel()
	r := run(t, small(), fixtures(t), verify.Options{})
	var loose []string
	for _, rule := range r.Rules {
		if !rule.Depended {
			loose = append(loose, fmt.Sprint(rule.Name, " ", rule.Fired))
		}
	}
	if diff := cmp.Diff([]string{"Gently 0"}, loose); diff != "" || r.Passed() {
		t.Errorf("passed %t %s", r.Passed(), diff)
	}
	if len(r.Rules) != len(small().Pack().Rules) || r.Ruleset.Unreviewed != 18 {
		t.Errorf("%d rules, %d unreviewed", len(r.Rules), r.Ruleset.Unreviewed)
	}
	want := []verify.Share{{Urgency: "emergency", Of: 1}, {Urgency: "urgent", Of: 1}, {Urgency: "soon", Of: 1}, {Urgency: "routine", Cases: 1, Of: 1}, {Urgency: "self_care", Of: 1}, {Urgency: "incomplete", Of: 1}}
	if diff := cmp.Diff(want, r.Ordinary); diff != "" {
		t.Error(diff)
	}
}

// TestAFailingFixtureHoldsNoRule: what fails anyway notices nothing.
func TestAFailingFixtureHoldsNoRule(t *testing.T) {
	t.Parallel()
	const src = "- {name: a, base: healthy, given: {warning_signs: [numb]}, expect: {because: [Numbness], outcome: %s}}\n"
	for outcome, want := range map[string]bool{"referral": true, "plan": false} {
		r := run(t, small(), files("a.yaml", fmt.Sprintf(src, outcome)), verify.Options{})
		i := slices.IndexFunc(r.Rules, func(r verify.RuleResult) bool { return r.Name == "Numbness" })
		if r.Rules[i].Depended != want || r.Rules[i].Fired != 1 {
			t.Errorf("expecting %s: %+v", outcome, r.Rules[i])
		}
	}
}

// tell writes what is missing on one line.
func tell(list []verify.Missing) string {
	var parts []string
	for _, m := range list {
		s := fmt.Sprintf("%s=%t", m.Condition, m.Now)
		if m.Fact != "" {
			s += " (" + m.Fact + ": " + m.Answer + ")"
		}
		if m.Rule != "" {
			s += " [" + m.Rule + ": " + tell(m.Missing) + "]"
		}
		parts = append(parts, s)
	}
	return strings.Join(parts, ", ")
}

// TestFailuresExplain: what was expected and did not come, and why.
func TestFailuresExplain(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ fixture, want string }{
		"one atom": {"base: healthy, expect: {because: [Fever]}",
			"rule Fever: its condition is false: Case.WarningSigns.Fever=false (warning_signs: None of these)"},
		"nearest of two ways": {"base: healthy, given: {desk_hours: 3}, expect: {fired: [DeskPosture]}",
			"rule DeskPosture: its condition is false: Case.DeskHours >= 6=false (desk_hours: 3 hours)"},
		"nearest way is the other": {`base: healthy, given: {desk_hours: 2, stiff: "yes"}, expect: {fired: [DeskPosture]}`,
			"rule DeskPosture: its condition is false: Case.DeskHours >= 6=false (desk_hours: 2 hours)"},
		"two of three": {"base: healthy, given: {course: worse}, expect: {because: [Wasting]}",
			"rule Wasting: its condition is false: Case.WarningSigns.WeightLoss=false (warning_signs: None of these)"},
		"through findings": {"base: healthy, expect: {findings: [Risky]}",
			"rule Risky: its condition is false: Found.OlderAdult=false [OlderAdult: Case.Age >= 65=false (age: 40 years)], Found.Fragile=false [Fragile: Case.BoneRisk.Any=false (bone_risk: None of these)]"},
		"what fired is not missing": {"base: healthy, given: {age: 12}, expect: {because: [Child, Fever]}",
			"rule Fever: its condition is false: Case.WarningSigns.Fever=false (warning_signs: None of these)"},
		"an exercise left out": {"base: healthy, given: {bone_risk: [osteoporosis]}, expect: {exercises: [twist, cat]}",
			"exercise twist: left out: precaution (NoTwisting): "},
		"an exercise nobody asks for": {"base: healthy, given: {pain_sites: none, desk_hours: 8}, expect: {exercises: [band-row]}",
			"exercise band-row: no rule that fired asks for it: "},
		"an exercise of no plan": {"base: healthy, given: {age: 12}, expect: {exercises: [twist]}",
			"exercise twist: there is no plan: "},
		"a tip": {`base: healthy, given: {equipment: none, pain_sites: none, stiff: null}, expect: {advice: [breaks]}`,
			"tip breaks: there is no plan, and tips come with plans: "},
		"no suitable exercise": {"base: healthy, expect: {because: [no_suitable_exercise]}",
			"reason no_suitable_exercise: it is given when no exercise is left for a plan; the outcome is plan: "},
		"only an outcome": {"base: healthy, expect: {outcome: referral}", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := one(t, "- {name: a, "+c.fixture+"}\n")
			if f.Why == nil || len(f.Why.Fired) != len(f.Decision.Fired) {
				t.Fatalf("explanation %+v of %v", f.Why, f.Bad)
			}
			var got []string
			for _, a := range f.Why.Absent {
				got = append(got, a.What+": "+a.Why+": "+tell(a.Missing))
			}
			if diff := cmp.Diff(c.want, strings.Join(got, "\n")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFailuresShowTheAnswersBehindRules(t *testing.T) {
	t.Parallel()
	f := one(t, "- {name: a, base: healthy, given: {age: 70, bone_risk: [osteoporosis]}, expect: {outcome: referral}}\n")
	for _, x := range f.Why.Fired {
		if x.Rule == "Risky" {
			if len(x.Holds) != 2 || x.Holds[0].Condition != "Found.OlderAdult" || x.Holds[0].Rules[0] != "OlderAdult" {
				t.Errorf("evidence %+v", x.Holds)
			}
			return
		}
	}
	t.Error("Risky is not among the rules that fired")
}

func TestRunStopsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := verify.Run(ctx, small(), os.DirFS("testdata/cases"), verify.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("run: %v", err)
	}
	r := run(t, small(), os.DirFS("testdata/cases"), verify.Options{})
	if _, err := verify.Cover(ctx, small(), r, verify.CoverOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cover: %v", err)
	}
	if _, err := verify.Mutate(ctx, small(), r, verify.MutateOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("mutate: %v", err)
	}
	if _, err := verify.Differential(ctx, small(), nil, verify.DifferentialOptions{Random: 10, Seed: 1}); !errors.Is(err, context.Canceled) {
		t.Errorf("differential: %v", err)
	}
}
