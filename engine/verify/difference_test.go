package verify_test

import (
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/proof"
	"github.com/limber-triage/limber/engine/verify"
	"github.com/limber-triage/limber/facts"
)

// edited is the shipped pack with texts of its files replaced: file, old, new.
func edited(t testing.TB, edits ...string) *engine.Engine {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, src := range shipped().Pack().Files {
		text := string(src)
		for i := 0; i < len(edits); i += 3 {
			if name == edits[i] {
				if strings.Count(text, edits[i+1]) != 1 {
					t.Fatalf("%q is not once in %s", edits[i+1], name)
				}
				text = strings.Replace(text, edits[i+1], edits[i+2], 1)
			}
		}
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return load(fsys)
}

func diff(t testing.TB, new *engine.Engine, o verify.DiffOptions) *verify.Difference {
	t.Helper()
	d, err := verify.Diff(t.Context(), shipped(), new, o)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func moves(list []verify.Moved) (out []string) {
	for _, m := range list {
		out = append(out, m.From.String()+" -> "+m.To.String()+", "+string(m.Way))
	}
	return out
}

func TestDiffTellsEditsApart(t *testing.T) {
	t.Parallel()
	edits := []string{
		"pain-and-course.grl", "when Case.Trend.SteadilyWorse\n  then\n    Refer.Soon();", "when Case.Trend.SteadilyWorse || Case.Trend.UpAndDown && Case.PainLevel >= 5\n  then\n    Refer.Soon();",
		"scope-and-clearance.grl", "when Case.PainLevel >= 9", "when Case.PainLevel >= 10",
		"precautions.grl", "    Plan.Avoid(\"balance\");\n", "    Plan.Avoid(\"grip\");\n",
		"messages.en.yaml", "Your pain is 9 or 10 out of 10", "Your pain is 10 out of 10",
	}
	d := diff(t, edited(t, edits...), verify.DiffOptions{})
	if d.Verdict != verify.DiffChanged || len(d.Unknown) > 0 {
		t.Errorf("%s, undecided %v", d.Verdict, d.Unknown)
	}
	want := map[string][]string{
		"SteadilyWorse":  {"incomplete -> referral soon, more urgent", "plan routine -> referral soon, more urgent", "plan self_care -> referral soon, more urgent"},
		"VeryStrongPain": {"referral soon -> incomplete, less urgent", "referral soon -> plan routine, less urgent"},
	}
	plans := 0
	for _, e := range d.Rules {
		if e.Alone == nil {
			t.Fatalf("%s is not looked at alone: %s", e.Rule, e.Apart)
		}
		if diff := cmp.Diff(want[e.Rule], moves(e.Alone.Moves)); diff != "" && len(e.Alone.Moves) > 0 {
			t.Errorf("%s alone (-want +got):\n%s", e.Rule, diff)
		}
		delete(want, e.Rule)
		plans += len(e.Alone.Plans)
	}
	if len(want) > 0 || plans == 0 {
		t.Errorf("not among the edits: %v; %d changes of plans", want, plans)
	}
	if len(d.Parts) != 1 || d.Parts[0].Touch != proof.Words || d.Parts[0].ID != "VeryStrongPain" {
		t.Errorf("parts %+v", d.Parts)
	}
	if diff := cmp.Diff(d, diff(t, edited(t, edits...), verify.DiffOptions{}), cmp.Comparer(func(a, b *facts.Case) bool { return true })); diff != "" {
		t.Errorf("another run differs:\n%s", diff)
	}
}

func TestDiffVerdicts(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		new     *engine.Engine
		o       verify.DiffOptions
		verdict verify.DiffVerdict
	}{
		"itself":       {shipped(), verify.DiffOptions{}, verify.DiffEqual},
		"a comment":    {edited(t, "starts.grl", "// Where", "// where"), verify.DiffOptions{}, verify.DiffEqual},
		"a text":       {edited(t, "messages.en.yaml", "Your pain is 9 or 10", "Pain is 9 or 10"), verify.DiffOptions{}, verify.DiffWords},
		"a new name":   {edited(t, "pain-and-course.grl", "rule SteadilyWorse ", "rule EverWorse ", "messages.en.yaml", "  SteadilyWorse:", "  EverWorse:"), verify.DiffOptions{}, verify.DiffEqual},
		"a level":      {edited(t, "head-and-neck-vessels.grl", "    && Case.Onset.Sudden\n  then\n    Refer.Urgent();", "    && Case.Onset.Sudden\n  then\n    Refer.Soon();"), verify.DiffOptions{}, verify.DiffWords},
		"a limit":      {edited(t, "scope-and-clearance.grl", "when Case.PainLevel >= 9", "when Case.PainLevel >= 8"), verify.DiffOptions{}, verify.DiffChanged},
		"no budget":    {edited(t, "scope-and-clearance.grl", "when Case.PainLevel >= 9", "when Case.PainLevel >= 8"), verify.DiffOptions{Conflicts: -1}, verify.DiffUndecided},
		"order of &&":  {edited(t, "pain-and-course.grl", "when Case.PainPattern.NoEasingPosition\n    && (Found.NotBetter || Case.Trend.Unsure || Case.PainLevel >= 5 || Found.Long)", "when (Found.NotBetter || Case.Trend.Unsure || Case.PainLevel >= 5 || Found.Long)\n    && Case.PainPattern.NoEasingPosition"), verify.DiffOptions{}, verify.DiffEqual},
		"whom to call": {edited(t, "messages.en.yaml", "Pain this strong should be looked at in the next days, so that it can be eased.\"\n    action: clinician", "Pain this strong should be looked at in the next days, so that it can be eased.\"\n    action: pharmacist"), verify.DiffOptions{}, verify.DiffChanged},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if d := diff(t, test.new, test.o); d.Verdict != test.verdict {
				t.Errorf("%s, moves %v, plans %v, reasons %v, parts %v", d.Verdict, moves(d.Moves), d.Plans, d.Reasons, d.Parts)
			}
		})
	}
}

// TestDiffOfANewQuestion adds a question and a rule that reads it.
func TestDiffOfANewQuestion(t *testing.T) {
	t.Parallel()
	fact := "  - id: hiccups\n    kind: answer\n    screen: you\n    required: [safety]\n    not_sure: soon\n    question: \"Do you have hiccups?\"\n    why: \"They can matter.\"\n    baseline: \"no\"\n"
	facts := string(shipped().Pack().Files["facts.yaml"])
	at := facts[strings.Index(facts, "facts:\n"):][:len("facts:\n")+80]
	d := diff(t, edited(t,
		"facts.yaml", at, strings.Replace(at, "facts:\n", "facts:\n"+fact, 1),
		"pain-and-course.grl", "rule SteadilyWorse ", "rule Hiccups \"Hiccups\" {\n  when Case.Hiccups.Yes\n  then\n    Refer.Urgent();\n}\n\nrule SteadilyWorse ",
		"messages.en.yaml", "  SteadilyWorse:", "  Hiccups: {message: \"Hiccups can matter.\", action: same_day, sources: [general-knowledge], grade: general, review: pending}\n  SteadilyWorse:",
	), verify.DiffOptions{})
	got := moves(d.Moves)
	for _, want := range []string{"incomplete -> referral urgent, more urgent", "plan self_care -> incomplete, otherwise"} {
		if !slices.Contains(got, want) {
			t.Errorf("no %s among %v", want, got)
		}
	}
	for _, m := range d.Moves {
		if m.To.Urgency == engine.Urgent && m.From.Outcome == engine.Incomplete && !strings.Contains(string(m.Witness.Given), "hiccups") {
			t.Errorf("shown by %s", m.Witness.Given)
		}
	}
	for _, e := range d.Rules {
		if e.Alone != nil || e.Apart == "" {
			t.Errorf("%s cannot be looked at alone, and is", e.Rule)
		}
	}
	if !slices.ContainsFunc(d.Parts, func(p proof.PartEdit) bool { return p.Touch == proof.Asked && p.ID == "hiccups" }) {
		t.Errorf("parts %+v", d.Parts)
	}
}

// TestDiffTrustsNoProofThatGruleContradicts takes a rule away from the proof
// and the program alone.
func TestDiffTrustsNoProofThatGruleContradicts(t *testing.T) {
	t.Parallel()
	p, err := pack.Load(os.DirFS("../../rules/upperback"), pack.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range p.Rules {
		if r.Name == "VeryStrongPain" {
			r.Cond = pack.Or{}
		}
	}
	blind, err := engine.New(p, engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if d, err := verify.Diff(t.Context(), shipped(), blind, verify.DiffOptions{}); err == nil {
		t.Errorf("shown as true: %v", moves(d.Moves))
	}
}

// TestDiffOfMutants holds the proof of many small edits against random cases:
// none is decided otherwise where the packs are proved equal.
func TestDiffOfMutants(t *testing.T) {
	t.Parallel()
	every, tries := 151, 400
	if os.Getenv("LIMBER_SLOW") != "" {
		every, tries = 7, 3000
	}
	p := shipped().Pack()
	plain, err := shipped().Variant(p)
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(9, 9))
	var cases []*facts.Case
	var before []string
	for range tries {
		c := verify.RandomCase(p, r)
		cases, before = append(cases, c), append(before, verify.Sight(plain.Decide(c)))
	}
	equal, noticed := 0, 0
	for i, m := range verify.Mutants(p) {
		if i%every != 0 {
			continue
		}
		q := m.Changed(p)
		d, err := proof.Diff(t.Context(), p, q, proof.Options{})
		if err != nil {
			t.Fatalf("%s %s: %v", m.Rule, m.What, err)
		}
		v, err := shipped().Variant(q)
		if err != nil {
			t.Fatal(err)
		}
		differs := false
		for i, c := range cases {
			differs = differs || verify.Sight(v.Decide(c)) != before[i]
		}
		if differs {
			noticed++
		}
		switch {
		case d.Verdict == proof.Undecided:
			t.Errorf("%s %s: undecided", m.Rule, m.What)
		case d.Verdict == proof.Proved && len(d.Reasons) == 0:
			if equal++; differs {
				t.Errorf("%s %s: proved equal, and a case differs", m.Rule, m.What)
			}
		}
		for _, w := range d.Moves {
			if a, b := plain.Decide(w.Witness.Old), v.Decide(w.Witness.New); string(a.Outcome)+string(a.Urgency) == string(b.Outcome)+string(b.Urgency) {
				t.Errorf("%s %s: the case of %s -> %s does not move", m.Rule, m.What, w.From, w.To)
			}
		}
	}
	if noticed == 0 {
		t.Error("no case notices any edit: this test sees nothing")
	}
	t.Logf("%d proved equal, %d noticed by a random case", equal, noticed)
}

func TestImpactCounts(t *testing.T) {
	t.Parallel()
	soon := verify.End{Outcome: engine.Referral, Urgency: engine.Soon}
	plan := verify.End{Outcome: engine.PlanGiven, Urgency: engine.SelfCare}
	i := &verify.Impact{}
	i.Add(verify.Brief{End: plan, Exercises: []string{"a", "b"}}, verify.Brief{End: plan, Exercises: []string{"a", "b"}})
	i.Add(verify.Brief{End: plan, Exercises: []string{"a", "b"}}, verify.Brief{End: plan, Exercises: []string{"b", "a"}})
	i.Add(verify.Brief{End: plan}, verify.Brief{End: soon, Reasons: []string{"R"}})
	c, differs := i.Add(verify.Brief{End: plan}, verify.Brief{End: soon, Reasons: []string{"R"}})
	if !differs || !slices.Equal(c.ReasonsNew, []string{"R"}) {
		t.Errorf("%v %+v", differs, c)
	}
	i.Sort()
	want := &verify.Impact{Cases: 4, Same: 1, Pairs: []verify.Pair{{From: plan, To: soon, Cases: 2}, {From: plan, To: plan, Cases: 1}}}
	if diff := cmp.Diff(want, i); diff != "" {
		t.Error(diff)
	}
}

func BenchmarkDiff(b *testing.B) {
	one := edited(b, "scope-and-clearance.grl", "when Case.PainLevel >= 9", "when Case.PainLevel >= 8")
	for name, new := range map[string]*engine.Engine{"itself": shipped(), "one rule": one} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := verify.Diff(b.Context(), shipped(), new, verify.DiffOptions{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func TestDiffCountsMoves(t *testing.T) {
	t.Parallel()
	d := diff(t, edited(t, "scope-and-clearance.grl", "when Case.PainLevel >= 9", "when Case.PainLevel >= 10"), verify.DiffOptions{})
	if d.Shares == nil || len(d.Shares.Moves) != 1 {
		t.Fatalf("%+v", d.Shares)
	}
	m := d.Shares.Moves[0]
	if m.From != engine.Soon || m.To != engine.Routine || m.Way != verify.Lower || m.People <= 0 || m.People > 0.01 || m.Sets <= 0 {
		t.Errorf("%+v", m)
	}
	d = diff(t, edited(t, "precautions.grl", "    Plan.Avoid(\"balance\");\n", "    Plan.Avoid(\"grip\");\n"), verify.DiffOptions{})
	if d.Shares != nil {
		t.Errorf("no decision ends elsewhere, but %+v", d.Shares)
	}
}
