package proof_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/proof"
)

func TestMistakesInClaims(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		form         string // of one claim
		code         string
		line, column int
	}{
		"no form":            {"", "claim-form", 2, 5},
		"two forms":          {`    always: "Outcome.Plan"` + "\n" + `    never: "Outcome.Plan"`, "claim-form", 2, 5},
		"if without then":    {`    if: "Outcome.Plan"`, "claim-form", 2, 5},
		"unknown key":        {`    sometimes: "Outcome.Plan"` + "\n" + `    never: "Outcome.Plan"`, "unknown-key", 4, 5},
		"unknown outcome":    {`    never: "Outcome.Planned"`, "unknown-atom", 4, 12},
		"unknown exercise":   {`    never: "Plan.Eligible.Plank99"`, "unknown-atom", 4, 12},
		"unknown tag":        {`    never: "Plan.Avoid.Everything"`, "unknown-atom", 4, 12},
		"unknown phase":      {`    never: "Plan.Without.Rest"`, "unknown-atom", 4, 12},
		"unknown fact":       {`    never: "Outcome.Plan && Case.Aeg >= 18"`, "unknown-fact", 4, 29},
		"unknown option":     {`    never: "Case.Onset.Sudenly && Outcome.Plan"`, "unknown-option", 4, 24},
		"negation":           {`    never: "!Outcome.Plan"`, "negation", 4, 13},
		"condition as list":  {`    never: [a]`, "wrong-shape", 4, 12},
		"monotone choice":    {`    monotone: [onset]`, "not-monotone", 4, 16},
		"monotone number":    {`    monotone: [age]`, "not-monotone", 4, 16},
		"monotone unknown":   {`    monotone: [chest]`, "unknown-fact", 4, 16},
		"monotone no option": {`    monotone: [leg_symptoms.arm]`, "unknown-option", 4, 16},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			src := "claims:\n  - id: c\n    why: w\n" + test.form + "\n"
			_, err := proof.ParseClaims(shipped(), "claims.yaml", []byte(src))
			var list diag.List
			if !errors.As(err, &list) {
				t.Fatalf("error %v", err)
			}
			d := list[0]
			if d.Code != test.code || d.Line != test.line || d.Column != test.column {
				t.Errorf("%s at %d:%d: %v", d.Code, d.Line, d.Column, d)
			}
		})
	}
}

func TestDuplicateClaims(t *testing.T) {
	t.Parallel()
	one := "  - {id: c, why: w, never: \"Outcome.Plan\"}\n"
	_, err := proof.ParseClaims(shipped(), "claims.yaml", []byte("claims:\n"+one+one))
	if err == nil || !strings.Contains(err.Error(), "there twice") {
		t.Errorf("error %v", err)
	}
}

// TestTickingThatTakesNoneAwayBreaksMonotone gives a rule a condition on
// "none": a tick then takes its level away.
func TestTickingThatTakesNoneAwayBreaksMonotone(t *testing.T) {
	t.Parallel()
	p := edit(t, "injury-and-bone.grl", "&& (Found.NotCleared || Found.NotBetter || Case.Trend.Unsure)",
		"&& (Found.NotCleared || Found.NotBetter || Case.Trend.Unsure) && Case.Injury.None")
	claims, err := proof.ParseClaims(p, "claims.yaml", []byte("claims: [{id: c, why: w, monotone: [injury.low_fall_or_knock]}]\n"))
	if err != nil {
		t.Fatal(err)
	}
	results, err := proof.Check(t.Context(), p, claims, proof.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if results[0].Verdict != proof.Broken {
		t.Errorf("%s", results[0].Verdict)
	}
}

func TestBrokenClaimsOfAFile(t *testing.T) {
	t.Parallel()
	for form, facts := range map[string]int{
		`never: "Urgency.Emergency"`:                                     1,
		`always: "Outcome.Incomplete || Outcome.Referral"`:               -1,
		`if: "Case.Age >= 65", then: "AtLeast.Routine"`:                  1,
		`never: "Plan.Eligible.Superman && Case.Age < 18"`:               -1,
		`never: "Count.AtLeast(2, AtLeast.Urgent, Case.Age >= 65)"`:      2,
		`if: "Urgency.SelfCare", then: "Case.Pregnancy.NotApplicable"`:   -1,
		`never: "Plan.Without.Stretch && Plan.Avoid.Prone"`:              2,
		`if: "Found.Pregnant && Outcome.Plan", then: "Urgency.SelfCare"`: -1,
	} {
		t.Run(form, func(t *testing.T) {
			t.Parallel()
			claims, err := proof.ParseClaims(shipped(), "claims.yaml", []byte("claims: [{id: c, why: w, "+form+"}]\n"))
			if err != nil {
				t.Fatal(err)
			}
			results, err := proof.Check(t.Context(), shipped(), claims, proof.Options{Replay: byEngine})
			if err != nil {
				t.Fatal(err)
			}
			if results[0].Verdict != proof.Broken {
				t.Fatalf("%s", results[0].Verdict)
			}
			w := results[0].Failed[0].Witness
			if facts >= 0 && w.Facts != facts {
				t.Errorf("%d answers:\n%s", w.Facts, results[0].Failed[0].Fixture)
			}
		})
	}
}

// TestTwoCases breaks a claim about two cases: a rule that refers whoever ticks
// none refers less when something is ticked.
func TestTwoCases(t *testing.T) {
	t.Parallel()
	f, _ := shipped().Vocabulary.Lookup("body_limits")
	p := changed(shipped(), ruleIndex(t, "VeryStrongPain"), &pack.Atom{Fact: f.Index, Finding: -1, Mask: f.NoneBit()})
	claims, err := proof.ParseClaims(p, "claims.yaml", []byte("claims: [{id: c, why: w, monotone: [body_limits.cannot_kneel]}]"))
	if err != nil {
		t.Fatal(err)
	}
	results, err := proof.Check(t.Context(), p, claims, proof.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if results[0].Verdict != proof.Broken {
		t.Fatalf("%s", results[0].Verdict)
	}
	w := results[0].Failed[0].Witness
	if w.End.Urgency != "soon" || w.Other == nil || w.OtherEnd.Outcome != "incomplete" || w.Facts != 0 || !w.Least {
		t.Errorf("%+v\n%s", w, results[0].Failed[0].Fixture)
	}
}

func FuzzParseClaims(f *testing.F) {
	src, err := os.ReadFile(shippedDir + "/claims.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(src))
	f.Add("claims: [{id: c, why: w, never: \"Outcome.Plan\"}]")
	f.Add("claims: [{id: c, why: w, monotone: [age.x, [a]]}]")
	f.Add("claims: [{id: c, why: w, if: \"Plan.Avoid.x\", then: \"Urgency.\"}]")
	f.Fuzz(func(t *testing.T, src string) {
		claims, err := proof.ParseClaims(shipped(), "claims.yaml", []byte(src))
		var list diag.List
		if err != nil && !errors.As(err, &list) {
			t.Errorf("error %v", err)
		}
		if err != nil && claims != nil {
			t.Error("claims and an error")
		}
	})
}
