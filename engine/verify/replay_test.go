package verify_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/verify"
	"github.com/limber-triage/limber/facts"
)

// record decides cases by an older pack, in NDJSON as batch writes it.
func record(t testing.TB, p *pack.Pack, cases ...*facts.Case) (decisions, inputs string) {
	t.Helper()
	v, err := engine.ForVerification(p, engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var d, c bytes.Buffer
	for _, one := range cases {
		record, err := v.Decide(one).MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		text, err := one.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&d, "%s\n", record)
		fmt.Fprintf(&c, "%s\n", text)
	}
	return d.String(), c.String()
}

// person is a base of the small pack with answers changed.
func person(t testing.TB, id, given string) *facts.Case {
	t.Helper()
	list, err := verify.Read(small().Pack(), files("a.yaml", "- {name: "+id+", base: healthy, given: {"+given+"}, expect: {settled: true}}\n"))
	if err != nil {
		t.Fatal(err)
	}
	return list[0].Case
}

func TestReplay(t *testing.T) {
	t.Parallel()
	p := small().Pack()
	old := verify.Condition(p, ruleOf(t, p, "Child").Index, verify.RulesNever)       // then: children got plans
	old = verify.Condition(old, ruleOf(t, p, "NoTwisting").Index, verify.RulesNever) // then: everyone twisted
	old = verify.Condition(old, ruleOf(t, p, "NoBetter").Index, ruleOf(t, p, "Fever").Cond)
	decisions, cases := record(t, old,
		person(t, "child", "age: 12"), person(t, "same", "age: 40"), person(t, "other child", "age: 17"),
		person(t, "fragile", "bone_risk: [osteoporosis]"), person(t, "fever", "warning_signs: [fever]"))
	got, err := verify.Replay(t.Context(), small(), strings.NewReader(decisions), strings.NewReader(cases))
	if err != nil {
		t.Fatal(err)
	}
	plan, soon, urgent := verify.End{Outcome: "plan", Urgency: "self_care"}, verify.End{Outcome: "referral", Urgency: "soon"}, verify.End{Outcome: "referral", Urgency: "urgent"}
	plans := []string{"chest-stretch", "twist", "cat", "band-row"}
	want := &verify.Replayed{
		Cases: 5, Same: 1,
		Pairs: []verify.Pair{{From: plan, To: soon, Cases: 2}, {From: plan, To: plan, Cases: 1}, {From: urgent, To: urgent, Cases: 1}},
		Changes: []verify.Change{
			{Case: "child", From: plan, To: soon, ReasonsNew: []string{"Child"}, ExercisesGone: plans},
			{Case: "other child", From: plan, To: soon, ReasonsNew: []string{"Child"}, ExercisesGone: plans},
			{Case: "fragile", From: plan, To: plan, ExercisesGone: []string{"twist"}, ExercisesNew: []string{"blade-squeeze"}},
			{Case: "fever", From: urgent, To: urgent, ReasonsGone: []string{"NoBetter"}},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestReplayOfNothingNew: by the same rules every decision is as before, in
// whatever order the cases come.
func TestReplayOfNothingNew(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 1))
	var list []*facts.Case
	for i := range 200 {
		c := verify.RandomCase(small().Pack(), r)
		c.ID = fmt.Sprint("case ", i)
		list = append(list, c)
	}
	decisions, cases := record(t, small().Pack(), list...)
	lines := strings.Split(strings.TrimSpace(cases), "\n")
	rand.New(rand.NewPCG(2, 2)).Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
	got, err := verify.Replay(t.Context(), small(), strings.NewReader("\n"+decisions+"\n"), strings.NewReader(strings.Join(lines, "\n\n")))
	if err != nil {
		t.Fatal(err)
	}
	if got.Cases != 200 || got.Same != 200 || len(got.Changes)+len(got.Pairs) != 0 {
		t.Errorf("%+v", got)
	}
}

func TestReplayRefuses(t *testing.T) {
	t.Parallel()
	const d, c = `{"case":"a","outcome":"plan","urgency":"routine"}` + "\n", `{"case_id":"a","age":40}` + "\n"
	for name, x := range map[string]struct{ decisions, cases, code, at string }{
		"nothing":                     {"", "", "no-cases", "cases"},
		"no decision":                 {"", c, "missing-decision", "cases:1"},
		"no case":                     {d + strings.Replace(d, `"a"`, `"b"`, 1), c, "missing-case", "decisions:2"},
		"decision twice":              {d + "\n" + d, c, "duplicate-case-id", "decisions:3"},
		"case twice":                  {d, c + c, "duplicate-case-id", "cases:2"},
		"decision without an id":      {`{"case":"","outcome":"plan"}`, c, "missing-case-id", "decisions:1"},
		"case without an id":          {d, c + `{"age":3}`, "missing-case-id", "cases:2"},
		"no JSON":                     {"what\n", c, "not-a-decision", "decisions:1"},
		"another sort of JSON":        {`{"age":3}`, c, "not-a-decision", "decisions:1"},
		"a case that cannot be read":  {d, c + `{"case_id":"b","age":400}`, "out-of-range", "cases:2:22"},
		"a case with an unknown fact": {d, c + `{"case_id":"b","aeg":40}`, "unknown-fact", "cases:2:16"},
		"a line without end":          {d + strings.Repeat("x", 5<<20), c, "line-too-long", "decisions:2"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := verify.Replay(t.Context(), small(), strings.NewReader(x.decisions), strings.NewReader(x.cases))
			var list diag.List
			if !errors.As(err, &list) {
				t.Fatalf("got %v", err)
			}
			for _, d := range list {
				if d.Code == x.code && d.Pos.String() == x.at {
					return
				}
			}
			t.Errorf("no %s at %s in %v", x.code, x.at, list)
		})
	}
	broken := errors.New("broken pipe")
	if _, err := verify.Replay(t.Context(), small(), strings.NewReader(d), io.MultiReader(strings.NewReader(c), failing{broken})); !errors.Is(err, broken) {
		t.Errorf("an input that breaks off: %v", err)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func FuzzReplay(f *testing.F) {
	f.Add([]byte(`{"case":"a","outcome":"plan","urgency":"routine"}`), []byte(`{"case_id":"a","age":40}`))
	f.Add([]byte(`{"case":"a","outcome":"plan","plan":{"phases":[{"exercises":[{"id":"x"}]}]}}`), []byte(`{"case_id":"a"}`))
	f.Fuzz(func(t *testing.T, decisions, cases []byte) {
		r, err := verify.Replay(t.Context(), small(), bytes.NewReader(decisions), bytes.NewReader(cases))
		if (r == nil) == (err == nil) {
			t.Errorf("%v and %v", r, err)
		}
	})
}
