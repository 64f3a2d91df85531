package proof_test

import (
	"testing"
	"testing/fstest"

	"github.com/limber-triage/limber/engine/proof"
	"github.com/limber-triage/limber/engine/verify"
	"github.com/limber-triage/limber/facts"
)

// TestFixturesRun reads witnesses back as fixtures and decides them.
func TestFixturesRun(t *testing.T) {
	t.Parallel()
	p := shipped()
	claims, err := proof.ParseClaims(p, "claims.yaml", []byte(`claims:
  - {id: emergency, why: w, never: "Urgency.Emergency"}
  - {id: plan, why: w, never: "Urgency.SelfCare"}
  - {id: yes-and-unsure, why: w, never: "Case.CancerHistory.Yes && Case.LegSymptoms.Unsure && Case.LegSymptoms.Any && Case.DeskHoursPerDay >= 6.5"}
`))
	if err != nil {
		t.Fatal(err)
	}
	results, err := proof.Check(t.Context(), p, claims, proof.Options{})
	if err != nil {
		t.Fatal(err)
	}
	read := 0
	for _, r := range results {
		for _, f := range r.Failed {
			fixtures, err := verify.Read(p, fstest.MapFS{"witness.yaml": {Data: []byte(f.Fixture)}})
			if err != nil {
				t.Errorf("%v\n%s", err, f.Fixture)
			}
			for _, x := range fixtures {
				read++
				d, err := decider()(t.Context(), x.Case)
				if err != nil {
					t.Fatal(err)
				}
				if bad := x.Check(d); len(bad) > 0 {
					t.Errorf("%v\n%s", bad, f.Fixture)
				}
			}
		}
	}
	if want := 3; read != want {
		t.Errorf("%d fixtures, not %d", read, want)
	}
}

func TestFixtureQuotesYesAndNo(t *testing.T) {
	t.Parallel()
	c := shipped().Vocabulary.New()
	f, _ := shipped().Vocabulary.Lookup("cancer_history")
	c.Words()[f.Index] = facts.AnswerNo
	want := "- name: \"x \\\"y\\\"\"\n  given: {cancer_history: \"no\"}\n  expect: {outcome: incomplete} # as the rules decide today\n"
	if got := proof.Fixture(`x "y"`, c, proof.End{Outcome: "incomplete"}); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}
