package proof_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/planner"
	"github.com/limber-triage/limber/engine/proof"
	"github.com/limber-triage/limber/engine/verify"
	"github.com/limber-triage/limber/facts"
)

const shippedDir = "../../rules/upperback"

var shipped = sync.OnceValue(func() *pack.Pack {
	p, err := pack.Load(os.DirFS(shippedDir), pack.Options{})
	if err != nil {
		panic(err)
	}
	return p
})

// decider decides by the whole engine, Grule included.
var decider = sync.OnceValue(func() func(context.Context, *facts.Case) (*engine.Decision, error) {
	e, err := engine.New(shipped(), engine.Options{CrossCheck: 10})
	if err != nil {
		panic(err)
	}
	return e.Decide
})

func byEngine(ctx context.Context, c *facts.Case) (proof.End, error) {
	d, err := decider()(ctx, c)
	if err != nil {
		return proof.End{}, err
	}
	return proof.End{Outcome: string(d.Outcome), Urgency: string(d.Urgency)}, nil
}

// TestShippedPackKeepsItsClaims proves the built-in claims and those of
// claims.yaml. What a waiver of pack.yaml accepts has to be broken still.
func TestShippedPackKeepsItsClaims(t *testing.T) {
	t.Parallel()
	p := shipped()
	own, err := proof.ReadClaims(p)
	if err != nil {
		t.Fatal(err)
	}
	results, err := proof.Check(t.Context(), p, append(proof.BuiltIn(p), own...), proof.Options{Replay: byEngine})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range results {
		if r.Parts == 0 {
			t.Errorf("claim %s asks nothing", r.ID)
		}
		for _, f := range r.Failed {
			if f.Waived == "" {
				t.Errorf("%s %s: %s\n%s", r.ID, f.Part, f.Verdict, f.Fixture)
			}
		}
	}
	for _, w := range proof.Unused(p, results, nil, proof.BrokenClaim) {
		t.Errorf("%s: %s is mended: delete its waiver", w.Pos, w.Place)
	}
}

func TestNoBudgetProvesNothing(t *testing.T) {
	t.Parallel()
	p := shipped()
	claims := slices.DeleteFunc(proof.BuiltIn(p), func(c proof.Claim) bool { return c.ID != "settled-stays" })
	results, err := proof.Check(t.Context(), p, claims, proof.Options{}.WithoutBudget())
	if err != nil {
		t.Fatal(err)
	}
	if results[0].Verdict != proof.Undecided {
		t.Errorf("without a budget the verdict is %s", results[0].Verdict)
	}
	d, err := proof.Diff(t.Context(), p, without(t, "StrongPain"), proof.Options{}.WithoutBudget())
	if err != nil {
		t.Fatal(err)
	}
	if d.Verdict != proof.Undecided || len(d.Unknown) == 0 {
		t.Errorf("without a budget the difference is %s", d.Verdict)
	}
}

// TestObservedAsTheEngineDecides holds the definition that witnesses are
// replayed by against the engine and the planner.
func TestObservedAsTheEngineDecides(t *testing.T) {
	t.Parallel()
	p := shipped()
	see := proof.Observer(p)
	e, err := engine.New(p, engine.Options{CrossCheck: 1000})
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(11, 12))
	plans := 0
	for range 1500 {
		c := verify.RandomCase(p, r)
		d, err := e.Decide(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		seen := see(c.Words())
		if seen.End.Outcome != string(d.Outcome) || seen.End.Urgency != string(d.Urgency) {
			t.Fatalf("observed %s, decided %s %s", seen.End, d.Outcome, d.Urgency)
		}
		if d.Plan == nil {
			continue
		}
		plans++
		eligible := map[string]bool{}
		for _, s := range d.Plan.Phases {
			for _, x := range s.Exercises {
				eligible[x.ID] = true
			}
		}
		for _, x := range d.Plan.LeftOut {
			if x.Reason == planner.ReasonRoom || x.Reason == planner.ReasonTime {
				eligible[x.ID] = true
			}
		}
		got := map[string]bool{}
		for i, x := range p.Exercises {
			if seen.Eligible[i] {
				got[x.ID] = true
			}
		}
		if diff := cmp.Diff(slices.Sorted(maps.Keys(eligible)), slices.Sorted(maps.Keys(got))); diff != "" {
			t.Fatalf("eligible (-planner +observed):\n%s", diff)
		}
	}
	if plans < 50 {
		t.Errorf("only %d plans among the cases", plans)
	}
}

// edit loads the shipped pack with a text of a file replaced.
func edit(t testing.TB, file, from, to string) *pack.Pack {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, src := range shipped().Files {
		text := string(src)
		if name == file {
			if strings.Count(text, from) != 1 {
				t.Fatalf("%q is not once in %s", from, file)
			}
			text = strings.Replace(text, from, to, 1)
		}
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	p, err := pack.Load(fsys, pack.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func ruleIndex(t testing.TB, rule string) int {
	t.Helper()
	i := slices.IndexFunc(shipped().Rules, func(r *pack.Rule) bool { return r.Name == rule })
	if i < 0 {
		t.Fatalf("no rule %s", rule)
	}
	return i
}

// without is the shipped pack in which one rule never fires.
func without(t testing.TB, rule string) *pack.Pack {
	return changed(shipped(), ruleIndex(t, rule), nil)
}

func TestDiffOfTheShippedPack(t *testing.T) {
	t.Parallel()
	end := func(outcome, urgency string) proof.End { return proof.End{Outcome: outcome, Urgency: urgency} }
	for name, test := range map[string]struct {
		new     func(*testing.T) *pack.Pack
		verdict proof.Verdict
		moves   [][2]proof.End
		changes []string
		rules   string // responsible for the first move, in the new pack or the old one
	}{
		"itself":     {func(*testing.T) *pack.Pack { return shipped() }, proof.Proved, nil, nil, ""},
		"read again": {func(t *testing.T) *pack.Pack { return edit(t, "starts.grl", "// Where", "// where") }, proof.Proved, nil, nil, ""},
		"idle rule":  {func(t *testing.T) *pack.Pack { return without(t, "SharpBreathAfterEffort") }, proof.Proved, nil, nil, ""},
		"other split": {func(t *testing.T) *pack.Pack {
			return edit(t, "facts.yaml", "max: 16\n    step: 0.5", "max: 16\n    step: 1")
		}, proof.Broken, nil, nil, ""},
		"lower limit": {
			func(t *testing.T) *pack.Pack {
				return edit(t, "scope-and-clearance.grl", "when Case.PainLevel >= 9", "when Case.PainLevel >= 8")
			}, proof.Broken,
			[][2]proof.End{{end("incomplete", ""), end("referral", "soon")}, {end("plan", "routine"), end("referral", "soon")}}, nil, "VeryStrongPain",
		},
		"precaution": {
			func(t *testing.T) *pack.Pack {
				return edit(t, "precautions.grl", "    Plan.Avoid(\"balance\");\n", "    Plan.Avoid(\"grip\");\n")
			}, proof.Broken, nil,
			[]string{"Plan.Avoid(balance)", "Plan.Avoid(grip)"}, "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, err := proof.Diff(t.Context(), shipped(), test.new(t), proof.Options{})
			if err != nil {
				t.Fatal(err)
			}
			var moves [][2]proof.End
			for _, m := range d.Moves {
				moves = append(moves, [2]proof.End{m.From, m.To})
				if !m.Witness.Least || !slices.Contains(m.Witness.NewRules, test.rules) {
					t.Errorf("%s -> %s: least %v, because of %v", m.From, m.To, m.Witness.Least, m.Witness.NewRules)
				}
			}
			if test.verdict != d.Verdict || name != "other split" && !cmp.Equal(test.moves, moves) {
				t.Errorf("%s, %v", d.Verdict, moves)
			}
			for _, what := range test.changes {
				if !slices.ContainsFunc(d.Changes, func(c proof.Change) bool { return c.What == what }) {
					t.Errorf("%s is not among the changes", what)
				}
			}
			if len(d.Split) > 0 != (name == "other split") {
				t.Errorf("split: %v", d.Split)
			}
		})
	}
}

func TestWhyNotOnTheShippedPack(t *testing.T) {
	t.Parallel()
	healthy := shipped().Vocabulary.Healthy()
	for _, test := range []struct {
		end     proof.End
		changes int
	}{
		{proof.End{Outcome: "plan", Urgency: "self_care"}, 0},
		{proof.End{Outcome: "plan"}, 0},
		{proof.End{Outcome: "incomplete"}, 1},
		{proof.End{Outcome: "referral", Urgency: "emergency"}, 1},
	} {
		w, err := proof.WhyNot(t.Context(), shipped(), healthy, test.end, proof.Options{Replay: byEngine})
		if err != nil {
			t.Fatal(err)
		}
		if w.Verdict != proof.Proved || len(w.Changes) != test.changes || !w.Least {
			t.Errorf("%s: %s, %d changes, least %v", test.end, w.Verdict, len(w.Changes), w.Least)
		}
	}
}

func TestIdleFindsShadowedRules(t *testing.T) {
	t.Parallel()
	p := shipped()
	p = changed(p, ruleIndex(t, "StrongPain"), p.Rules[ruleIndex(t, "VeryStrongPain")].Cond)
	list, err := proof.Idle(t.Context(), p, proof.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range list {
		if i.Verdict != proof.Proved || i.Pos.Line == 0 || i.Reason == "" {
			t.Errorf("%+v", i)
		}
	}
	if !slices.ContainsFunc(list, func(i proof.IdlePart) bool {
		return i.Name == "PregnantBreathless" && strings.HasSuffix(i.Reason, " Breathless")
	}) {
		t.Error("PregnantBreathless is not said to be covered by Breathless")
	}
}

// TestSameAnswersEveryTime holds proofs to one answer however they are spread
// over goroutines.
func TestSameAnswersEveryTime(t *testing.T) {
	t.Parallel()
	const rule = "&& (Found.NotCleared || Found.NotBetter || Case.Trend.Unsure)"
	p := edit(t, "injury-and-bone.grl", rule, rule+" && Case.Injury.None")
	claims := slices.DeleteFunc(proof.BuiltIn(p), func(c proof.Claim) bool { return c.ID != "ticking-never-lowers" })
	var first []string
	for workers := 1; workers <= 3; workers += 2 {
		results, err := proof.Check(t.Context(), p, claims, proof.Options{Workers: workers})
		if err != nil {
			t.Fatal(err)
		}
		var fixtures []string
		for _, r := range results {
			for _, f := range r.Failed {
				fixtures = append(fixtures, f.Fixture)
			}
		}
		if first == nil {
			first = fixtures
		}
		if len(first) == 0 {
			t.Fatal("nothing is broken, so nothing is compared")
		}
		if diff := cmp.Diff(first, fixtures); diff != "" {
			t.Error(diff)
		}
	}
}

func BenchmarkAllClaims(b *testing.B) {
	p := shipped()
	own, err := proof.ReadClaims(p)
	if err != nil {
		b.Fatal(err)
	}
	claims := append(proof.BuiltIn(p), own...)
	for b.Loop() {
		if _, err := proof.Check(b.Context(), p, claims, proof.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDiffOneRule(b *testing.B) {
	new := edit(b, "scope-and-clearance.grl", "when Case.PainLevel >= 9", "when Case.PainLevel >= 8")
	for b.Loop() {
		if _, err := proof.Diff(b.Context(), shipped(), new, proof.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkIdle(b *testing.B) {
	for b.Loop() {
		if _, err := proof.Idle(b.Context(), shipped(), proof.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// thousandRules is the shipped pack with rules that join conditions of two of
// its triage rules.
func thousandRules() *pack.Pack {
	const rules = 1000
	p := *shipped()
	p.Rules = slices.Clone(p.Rules)
	r := rand.New(rand.NewPCG(41, 42))
	var triage []*pack.Rule
	for _, x := range p.Rules {
		if x.Stratum == grl.Triage && !x.Generated {
			triage = append(triage, x)
		}
	}
	for len(p.Rules) < rules {
		a, b := oneOf(r, triage...), oneOf(r, triage...)
		x := *a
		x.Rule = &grl.Rule{Name: fmt.Sprintf("Joined%d", len(p.Rules)), Stratum: a.Stratum}
		x.Index, x.Cond = len(p.Rules), pack.And{a.Cond, pack.Or{b.Cond, oneOf(r, triage...).Cond}}
		p.Rules = append(p.Rules, &x)
	}
	return &p
}

func BenchmarkThousandRulesCheck(b *testing.B) {
	p := thousandRules()
	for b.Loop() {
		if _, err := proof.Check(b.Context(), p, proof.BuiltIn(p), proof.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkThousandRulesIdle(b *testing.B) {
	p := thousandRules()
	for b.Loop() {
		if _, err := proof.Idle(b.Context(), p, proof.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
