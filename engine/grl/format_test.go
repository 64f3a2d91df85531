package grl_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/grl"
)

// modulo ignores where things stand.
var modulo = cmp.Options{
	cmpopts.IgnoreTypes(diag.Pos{}),
	cmpopts.IgnoreFields(grl.Rule{}, "Source"),
	cmpopts.IgnoreFields(grl.Case{}, "Width"),
	cmpopts.IgnoreFields(grl.Effect{}, "Width"),
}

// TestFormatLayout holds the layout of FORMATS: what is written so stays so.
func TestFormatLayout(t *testing.T) {
	t.Parallel()
	const src = `rule RuleName "What it means, in one line" {
  when Case.X.Y
    && (Case.Z.Any || Case.Age >= 65)
  then
    Refer.Urgent();
}
rule Either "Or at the top" {
  when Found.A && Found.B
    || Count.AtLeast(2, Found.C || Found.D, Found.E && Found.F)
  then
    Plan.Stretch("pectorals", 3);
    Plan.Caution("band", "band-recoil");
    Plan.Start(0);
    Advise.Tip("movement-breaks");
}
rule One "A single atom" {
  when Case.Pain.Unsure
  then
    Found.Unclear = true;
}`
	rules, err := grl.Parse("t.grl", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	var formatted []string
	for _, r := range rules {
		formatted = append(formatted, grl.Format(r))
	}
	if diff := cmp.Diff(src, strings.Join(formatted, "\n")); diff != "" {
		t.Errorf("layout (-want +got):\n%s", diff)
	}
}

// TestFormatParsesBack checks Parse(Format(r)) == r, and that Grule's builder
// takes every rule that Parse does.
func TestFormatParsesBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := rules().Draw(t, "rule")
		src := grl.Format(want)
		got, err := grl.Parse("t.grl", []byte(src))
		if err != nil {
			t.Fatalf("%v\n%s", err, src)
		}
		if diff := cmp.Diff([]*grl.Rule{want}, got, modulo); diff != "" {
			t.Fatalf("rule (-want +got):\n%s\n%s", diff, src)
		}
		if got[0].Source != src {
			t.Fatalf("source is %q, want %q", got[0].Source, src)
		}
		kb, err := build(src)
		if err != nil {
			t.Fatalf("Grule refuses what Parse takes: %v\n%s", err, src)
		}
		if len(kb.RuleEntries) != 1 || kb.RuleEntries[want.Name] == nil {
			t.Fatalf("Grule built other rules: %v\n%s", kb.RuleEntries, src)
		}
		mine, err := grl.Knowledge("pack", "1", got)
		if err != nil {
			t.Fatal(err)
		}
		if !mine.IsIdentical(kb) {
			t.Fatalf("Knowledge built %s\nGrule built %s", mine.GetSnapshot(), kb.GetSnapshot())
		}
	})
}

// TestTokensAtRandom puts words of the language where they do not belong. What
// is taken must mean the same to Grule; all else is refused at a place.
func TestTokensAtRandom(t *testing.T) {
	t.Parallel()
	words := rapid.SampledFrom(strings.Fields(`rule when then { } ( ) , ; . && || ! = == >= < + - * & | += [ ] true nil salience
		Case Found Count AtLeast Plan Avoid Start Yes A B 0 1 2 5 010 1.5 "x" "" 'y' Case.A.Yes Found.B Case.C>=2 Count.AtLeast(1, Count.AtLeast(2,
		Found.D=true; Plan.Start(1); Plan.Avoid("prone"); Refer.Soon(); // /* */ _x é`))
	some := rapid.SliceOfN(words, 0, 8)
	rapid.Check(t, func(t *rapid.T) {
		parts := [][]string{{"rule", "A", `"x"`, "{", "when", "Case.A.Yes"}, some.Draw(t, "condition"),
			{"then"}, some.Draw(t, "effects"), {"Found.B = true;", "}"}, some.Draw(t, "after")}
		var src string
		for _, p := range parts {
			src += strings.Join(p, rapid.SampledFrom([]string{" ", "\n"}).Draw(t, "space")) + "\n"
		}
		rules, err := grl.Parse("t.grl", []byte(src))
		if err != nil {
			checkPlaced(t, src, err)
			return
		}
		kb, err := build(src)
		if err != nil {
			t.Fatalf("Grule refuses what Parse takes: %v\n%s", err, src)
		}
		if len(kb.RuleEntries) != len(rules) {
			t.Fatalf("Grule built %d rules of %d\n%s", len(kb.RuleEntries), len(rules), src)
		}
	})
}

// TestConditionParsesBack checks the same of lone conditions.
func TestConditionParsesBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := conditions(4).Draw(t, "condition")
		got, err := grl.ParseCondition("facts.yaml", want.String(), diag.Pos{Line: 3, Column: 14})
		if err != nil {
			t.Fatalf("%v\n%s", err, want)
		}
		if diff := cmp.Diff(want, got, modulo); diff != "" {
			t.Fatalf("condition (-want +got):\n%s\n%s", diff, want)
		}
	})
}

func TestWalkAndAtoms(t *testing.T) {
	t.Parallel()
	e, err := grl.ParseCondition("t.yaml", "(Found.A || Case.B.Yes) && Count.AtLeast(1, Case.C >= 2, Found.A)", diag.Pos{})
	if err != nil {
		t.Fatal(err)
	}
	var walked, atoms []string
	grl.Walk(e, func(e grl.Expr) { walked = append(walked, e.String()) })
	for a := range grl.Atoms(e) {
		atoms = append(atoms, a.String())
		if len(atoms) == 3 {
			break
		}
	}
	if diff := cmp.Diff([]string{
		"(Found.A || Case.B.Yes) && Count.AtLeast(1, Case.C >= 2, Found.A)", "Found.A || Case.B.Yes", "Found.A", "Case.B.Yes",
		"Count.AtLeast(1, Case.C >= 2, Found.A)", "Case.C >= 2", "Found.A",
	}, walked); diff != "" {
		t.Errorf("walk (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"Found.A", "Case.B.Yes", "Case.C >= 2"}, atoms); diff != "" {
		t.Errorf("atoms (-want +got):\n%s", diff)
	}
}
