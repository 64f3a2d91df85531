package verify_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/verify"
)

// TestMutants lists all mutants of the small pack, with their diffs.
func TestMutants(t *testing.T) {
	t.Parallel()
	const file = "testdata/mutants.txt"
	var b strings.Builder
	for _, m := range verify.Mutants(small().Pack()) {
		fmt.Fprintf(&b, "%s %s %s: %s\n%s", m.At, m.Kind, m.Rule, m.What, m.Diff)
	}
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("mutants differ (-golden +got), -update rewrites them:\n%s", diff)
	}
}

// TestMutantsAreRules: each is one rule, sound in itself, and another than any
// before; its condition says what its GRL says.
func TestMutantsAreRules(t *testing.T) {
	t.Parallel()
	for _, e := range []*engine.Engine{small(), shipped()} {
		p := e.Pack()
		kinds := map[verify.MutantKind]int{}
		seen := map[string]bool{}
		for _, r := range p.Rules {
			seen[grl.Format(r.Rule)] = true
		}
		for _, m := range verify.Mutants(p) {
			kinds[m.Kind]++
			if m.Kind == verify.DropRule {
				continue
			}
			text := grl.Format(m.ChangedRule().Rule)
			if seen[text] {
				t.Errorf("%s, %s: a rule that was there before", m.Rule, m.What)
			}
			seen[text] = true
			parsed, err := grl.Parse("mutant.grl", []byte(text))
			if err != nil || len(parsed) != 1 || grl.Format(parsed[0]) != text {
				t.Fatalf("%s, %s is not GRL: %v\n%s", m.Rule, m.What, err, text)
			}
			bound, err := p.Bind(parsed[0].When)
			if err != nil {
				t.Fatalf("%s, %s: %v", m.Rule, m.What, err)
			}
			if diff := cmp.Diff(atoms(bound), atoms(m.ChangedRule().Cond)); diff != "" {
				t.Errorf("%s, %s: the condition is not the text's: %s", m.Rule, m.What, diff)
			}
			for i, x := range m.ChangedRule().Effects {
				if x.Effect.String() != parsed[0].Then[i].String() {
					t.Errorf("%s, %s: the effect is not the text's", m.Rule, m.What)
				}
			}
		}
		if len(kinds) != 6 {
			t.Errorf("kinds of mutants: %v", kinds)
		}
	}
}

// atoms writes what a condition tests.
func atoms(c pack.Cond) (list []string) {
	pack.Atoms(c, func(a *pack.Atom) {
		list = append(list, fmt.Sprint(a.Fact, a.Finding, a.Mask, a.Count, a.Lo, a.Hi, a.Unsure))
	})
	return list
}

// TestMutantsOfOddRules: no mutant twice, and of all-of-two one of one is left.
func TestMutantsOfOddRules(t *testing.T) {
	t.Parallel()
	for src, want := range map[string][]string{
		"Case.Stiff.Yes || Case.Stiff.Yes":               {"without the rule", "&& in place of ||", "without Case.Stiff.Yes"},
		"Case.Stiff.Yes":                                 {"without the rule"},
		"Count.AtLeast(2, Case.Stiff.Yes, Case.Age < 9)": {"without the rule", "at least 1 of 2", "without Case.Stiff.Yes", "without Case.Age < 9", "Case.Age < 8 in place of 9", "Case.Age < 10 in place of 9"},
		"Case.Age < 1":                                   {"without the rule", "Case.Age < 2 in place of 1"}, // below 0 there is nobody
		"Case.Age >= 120":                                {"without the rule", "Case.Age >= 119 in place of 120"},
		"Case.BoneRisk.Count >= 1":                       {"without the rule", "Case.BoneRisk.Count >= 2 in place of 1"},
		"Case.BoneRisk.Count >= 2":                       {"without the rule", "Case.BoneRisk.Count >= 1 in place of 2"},
		"Case.Stiff.Yes && (Case.Age < 9 || Found.Risky)": {"without the rule", "|| in place of &&", "without Case.Stiff.Yes", "&& in place of ||", "without Case.Age < 9",
			"Case.Age < 8 in place of 9", "Case.Age < 10 in place of 9", "without Found.Risky"},
	} {
		p := *small().Pack()
		e, err := grl.ParseCondition("odd.grl", src, diag.Pos{})
		if err != nil {
			t.Fatal(err)
		}
		cond, err := p.Bind(e)
		if err != nil {
			t.Fatal(err)
		}
		r := *ruleOf(t, &p, "Gently")
		text := *r.Rule
		text.When = e
		r.Rule, r.Cond = &text, cond
		p.Rules = []*pack.Rule{&r}
		var got []string
		for _, m := range verify.Mutants(&p) {
			if m.Kind != verify.ChangeCall {
				got = append(got, m.What)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", src, diff)
		}
	}
}

// TestMutantsLeaveThePackAlone: a changed pack shares nothing that changes.
func TestMutantsLeaveThePackAlone(t *testing.T) {
	t.Parallel()
	p := small().Pack()
	before := describe(p)
	for _, m := range verify.Mutants(p) {
		q := m.Changed(p)
		if describe(q) == before && m.Kind != verify.DropRule {
			t.Errorf("%s, %s changes nothing", m.Rule, m.What)
		}
		if describe(p) != before {
			t.Fatalf("%s, %s changes the pack itself", m.Rule, m.What)
		}
	}
}

func describe(p *pack.Pack) string {
	var b strings.Builder
	for _, r := range p.Rules {
		fmt.Fprintln(&b, grl.Format(r.Rule), atoms(r.Cond))
		for _, x := range r.Effects {
			fmt.Fprintln(&b, x.Urgency, x.Phase, x.Target, x.Tag, x.Exercise, x.Number)
		}
	}
	return b.String()
}

// TestTouches: where a mutant is said not to matter it does not, which is what
// lets most cases be skipped.
func TestTouches(t *testing.T) {
	t.Parallel()
	e := small()
	touches := verify.Toucher(e)
	plain, err := engine.ForVerification(e.Pack(), engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 1))
	for _, m := range verify.Mutants(e.Pack()) {
		v, err := engine.ForVerification(m.Changed(e.Pack()), engine.Options{})
		if err != nil {
			t.Fatal(err)
		}
		touched, differ := 0, 0
		for range 300 {
			c := verify.RandomCase(e.Pack(), r)
			a, b := verify.Sight(plain.Decide(c)), verify.Sight(v.Decide(c))
			if touches(&m, c) {
				touched++
			} else if a != b {
				t.Fatalf("%s, %s is said not to matter, and does:\n%s\n%s", m.Rule, m.What, a, b)
			}
			if a != b {
				differ++
			}
		}
		if touched == 300 && differ == 0 {
			t.Errorf("%s, %s is said to matter everywhere", m.Rule, m.What)
		}
	}
}

func TestLineDiff(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ old, fresh, want string }{
		{"a\nb\nc", "a\nb\nc", ""},
		{"a\nb\nc", "a\nc", "- b\n"},
		{"a\nc", "a\nb\nc", "+ b\n"},
		{"a\nb\nc", "a\nx\nc", "- b\n+ x\n"},
		{"a\nb", "b\na", "- a\n+ a\n"},
		{"a", "", "- a\n"},
		{"", "a", "+ a\n"},
		{"", "", ""},
	} {
		if got := verify.LineDiff(c.old, c.fresh); got != c.want {
			t.Errorf("%q to %q: %q, want %q", c.old, c.fresh, got, c.want)
		}
	}
}
