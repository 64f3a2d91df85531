package verify_test

import (
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/verify"
	"github.com/limber-triage/limber/facts"
)

func mutate(t testing.TB, e *engine.Engine, fsys fs.FS, o verify.MutateOptions) *verify.Mutation {
	t.Helper()
	m, err := verify.Mutate(t.Context(), e, run(t, e, fsys, verify.Options{}), o)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

const someRandom = 2000

func TestMutate(t *testing.T) {
	t.Parallel()
	m := mutate(t, small(), fixtures(t), verify.MutateOptions{Random: someRandom})
	verdicts := map[string]verify.Verdict{}
	for _, s := range m.Survivors {
		verdicts[s.Rule+" "+s.What] = s.Verdict
		if s.Suggestion != nil && !slices.Contains(m.Suggestions, s.Suggestion) {
			t.Errorf("%s, %s: its suggestion is not among the few", s.Rule, s.What)
		}
		if (s.Verdict == verify.Unnoticed) != (s.Suggestion != nil) || s.By != "" {
			t.Errorf("%s, %s: %s, suggestion %v, by %q", s.Rule, s.What, s.Verdict, s.Suggestion, s.By)
		}
	}
	for what, want := range map[string]verify.Verdict{
		"Numbness without the rule":                           "", // killed
		"Child Case.Age < 17 in place of 18":                  "",
		"Child Case.Age < 19 in place of 18":                  "",
		"Fever Refer.Soon() in place of Refer.Urgent()":       "",
		"NoTwisting without the rule":                         "",
		"OlderAdult Case.Age >= 66 in place of 65":            verify.Unnoticed,
		"Wasting at least 1 of 3":                             verify.Unnoticed,
		"Wasting at least 3 of 3":                             "",
		"MechanicalPain without Case.Course.Same":             verify.Equivalent, // same is no better, so never self-care
		`GentlyTwice Plan.Start(2) in place of Plan.Start(1)`: "",
		"Gently without the rule":                             verify.Unnoticed,
		`StrongBlades Plan.Strengthen("thoracic-spine", 2) in place of Plan.Strengthen("middle-trapezius", 2)`: "",
	} {
		if got := verdicts[what]; got != want {
			t.Errorf("%s: %q, want %q", what, got, want)
		}
	}
	if m.Mutants != m.Killed+m.Unnoticed+m.Equal+m.Undecided || m.Mutants != len(verify.Mutants(small().Pack())) || len(m.Survivors) != m.Unnoticed+m.Equal+m.Undecided {
		t.Errorf("the counts do not add up: %+v", m)
	}
	var mutants, killed, unnoticed int
	for _, k := range m.Kinds {
		mutants, killed, unnoticed = mutants+k.Mutants, killed+k.Killed, unnoticed+k.Unnoticed
	}
	if mutants != m.Mutants || killed != m.Killed || unnoticed != m.Unnoticed {
		t.Errorf("the kinds do not add up: %+v", m.Kinds)
	}
	if want := 100 * float64(m.Killed) / float64(m.Killed+m.Unnoticed); m.Score() != want || m.Percent != want {
		t.Errorf("score %f, %f, want %f", m.Score(), m.Percent, want)
	}
}

// TestWhatTellsApart: the search, the fixtures, random cases and the proof each
// find what the others do not, and every part of a plan that a person sees counts.
func TestWhatTellsApart(t *testing.T) {
	t.Parallel()
	one := files("a.yaml", "- {name: healthy, base: healthy, expect: {outcome: plan}}\n")
	for _, c := range []struct {
		rule, what string
		random     int
		want       verify.Verdict
	}{
		{"ReadyToLoad", "Case.Age < 51 in place of 50", -1, verify.Unnoticed},                                                       // by search: 50 is beside the threshold
		{"OlderAdult", "Case.Age >= 64 in place of 65", -1, verify.Unnoticed},                                                       // longer holds: a dose
		{"MindTheBand", "without the rule", -1, verify.Unnoticed},                                                                   // a caution
		{"OpenTheChest", `Plan.Mobilise("thoracic-spine", 3) in place of Plan.Mobilise("thoracic-spine", 2)`, -1, verify.Unnoticed}, // by the fixture: an order
		{"Gently", "Plan.Start(0) in place of Plan.Start(1)", -1, verify.Unnoticed},                                                 // by proof: it fires in no fixture
		{"Gently", "Plan.Start(0) in place of Plan.Start(1)", someRandom, verify.Unnoticed},                                         // by random cases
		{"MechanicalPain", "without Case.Course.Same", someRandom, verify.Equivalent},
	} {
		m := mutate(t, small(), one, verify.MutateOptions{Random: c.random, Only: regexp.MustCompile("^" + c.rule + "$")})
		i := slices.IndexFunc(m.Survivors, func(r verify.MutantResult) bool { return r.What == c.what })
		if i < 0 {
			t.Errorf("%s, %s does not survive", c.rule, c.what)
		} else if got := m.Survivors[i].Verdict; got != c.want {
			t.Errorf("%s, %s with %d random cases: %s", c.rule, c.what, c.random, got)
		}
	}
}

// TestSuggestionsKillTheirMutants: with the few suggested fixtures every mutant
// that a case tells apart is noticed.
func TestSuggestionsKillTheirMutants(t *testing.T) {
	t.Parallel()
	for name, fsys := range map[string]fstest.MapFS{
		"cases":    fixtures(t),
		"one case": files("a.yaml", "- {name: healthy, base: healthy, expect: {outcome: plan}}\n"),
	} {
		before := mutate(t, small(), fsys, verify.MutateOptions{Random: someRandom})
		merge(fsys, "suggested.yaml", before.Suggestions)
		kills, golden := 0, false
		for _, s := range before.Suggestions {
			kills += s.Kills
			if golden && !s.Golden {
				t.Errorf("%s: a golden comes before %q", name, s.Name)
			}
			golden = s.Golden
		}
		if kills != before.Unnoticed || len(before.Suggestions) >= before.Unnoticed {
			t.Errorf("%s: %d fixtures for %d mutants of %d", name, len(before.Suggestions), kills, before.Unnoticed)
		}
		r := run(t, small(), fsys, verify.Options{Write: keep(fsys)})
		for _, f := range r.Fixtures {
			if len(f.Bad) > 0 {
				t.Errorf("%s: suggested fixture %q fails: %v", name, f.Name, f.Bad)
			}
		}
		after := mutate(t, small(), fsys, verify.MutateOptions{Random: someRandom})
		if after.Unnoticed > 0 || after.Score() != 100 {
			t.Errorf("%s: %d of %d are still unnoticed", name, after.Unnoticed, before.Unnoticed)
			for _, s := range after.Survivors {
				t.Log(s.Rule, s.What, s.Verdict)
			}
		}
	}
}

// TestMutateIsDeterministic: the same seed, the same result.
func TestMutateIsDeterministic(t *testing.T) {
	t.Parallel()
	o := verify.MutateOptions{Random: 500, Seed: 7}
	same := cmp.Options{cmpopts.IgnoreUnexported(verify.Mutant{}, verify.Suggestion{})}
	if diff := cmp.Diff(mutate(t, small(), fixtures(t), o), mutate(t, small(), fixtures(t), o), same); diff != "" {
		t.Error(diff)
	}
}

func TestMutateOptions(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var calls []int
	o := verify.MutateOptions{Only: regexp.MustCompile("^Wasting$"), Random: -1, Min: 100, Progress: func(done, total int) {
		mu.Lock()
		defer mu.Unlock()
		calls = append(calls, done)
		if total != 8 {
			t.Errorf("total %d", total)
		}
	}}
	m := mutate(t, small(), fixtures(t), o)
	slices.Sort(calls)
	if m.Mutants != 8 || len(calls) != 8 || calls[0] != 1 || calls[7] != 8 {
		t.Errorf("%d mutants, progress %v", m.Mutants, calls)
	}
	for _, s := range m.Survivors {
		if s.Rule != "Wasting" {
			t.Errorf("a mutant of %s", s.Rule)
		}
	}
	if m.Random != 0 || m.Passed() {
		t.Errorf("%d random cases, passes at %.1f %%", m.Random, m.Percent)
	}
	if none := mutate(t, small(), fixtures(t), verify.MutateOptions{Only: regexp.MustCompile("Nobody"), Min: 100}); none.Mutants != 0 || !none.Passed() {
		t.Errorf("no mutants: %+v", none)
	}
}

// TestAFailingFixtureKillsNothing: what fails anyway notices nothing.
func TestAFailingFixtureKillsNothing(t *testing.T) {
	t.Parallel()
	src := "- {name: a, base: healthy, given: {warning_signs: [numb]}, expect: {urgency: emergency, outcome: plan}}\n"
	if m := mutate(t, small(), files("a.yaml", src), verify.MutateOptions{Random: -1}); m.Killed != 0 {
		t.Errorf("%d killed", m.Killed)
	}
	src = strings.Replace(src, "plan", "referral", 1)
	if m := mutate(t, small(), files("a.yaml", src), verify.MutateOptions{Random: -1}); m.Killed == 0 {
		t.Error("a passing fixture kills nothing")
	}
}

// TestWhatIsStillOpenIsNoticed: a fixture may depend on what a rule could do
// with answers that it does not have.
func TestWhatIsStillOpenIsNoticed(t *testing.T) {
	t.Parallel()
	src := "- {name: a, given: {age: 12, course: better, bone_risk: none}, expect: {settled: false, ask: [warning_signs]}}\n"
	m := mutate(t, small(), files("a.yaml", src), verify.MutateOptions{Random: -1, Only: regexp.MustCompile("^(Numbness|Fever|UnsureWarningSigns)$")})
	// Any one of the three may be dropped: the other two still keep it open.
	if m.Killed != 0 {
		t.Errorf("%d killed", m.Killed)
	}
	fsys := files("a.yaml", src)
	e := load(without(t, "Fever", "Numbness"))
	m = mutate(t, e, fsys, verify.MutateOptions{Random: -1, Only: regexp.MustCompile("^UnsureWarningSigns$")})
	if m.Killed == 0 {
		t.Error("what alone keeps a case open may be dropped unnoticed")
	}
}

// without is the small pack with some triage rules made milder than any that
// could keep a case open.
func without(t testing.TB, rules ...string) fs.FS {
	t.Helper()
	fsys := fstest.MapFS{}
	for _, name := range []string{"pack.yaml", "facts.yaml", "rules.grl", "exercises.yaml", "sources.yaml", "bases.yaml", "messages.en.yaml"} {
		src, err := os.ReadFile("testdata/pack/" + name)
		if err != nil {
			t.Fatal(err)
		}
		text := string(src)
		for _, r := range rules {
			text = regexp.MustCompile(`(?s)(rule `+r+` .*?)Refer\.\w+`).ReplaceAllString(text, "${1}Refer.Routine")
			text = regexp.MustCompile(`(  `+r+`: .*action: )\w+`).ReplaceAllString(text, "${1}clinician")
		}
		text = regexp.MustCompile(`alone: (emergency|urgent)`).ReplaceAllString(text, "alone: routine")
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

// TestUndecidedMutantsAreEquivalent tries every case that the rules of the small
// pack can tell apart: what no search told apart nothing does.
func TestUndecidedMutantsAreEquivalent(t *testing.T) {
	t.Parallel()
	slow(t)
	e := small()
	m := mutate(t, e, fixtures(t), verify.MutateOptions{})
	plain, err := engine.ForVerification(e.Pack(), engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var variants []*engine.Verifier
	var unknown []*verify.MutantResult
	for i := range m.Survivors {
		if s := &m.Survivors[i]; s.Verdict == verify.Undecided {
			v, err := engine.ForVerification(s.Changed(e.Pack()), engine.Options{})
			if err != nil {
				t.Fatal(err)
			}
			variants, unknown = append(variants, v), append(unknown, s)
		}
	}
	if len(unknown) == 0 {
		t.Fatal("no mutant is unknown: there is nothing to try")
	}
	touches := verify.Toucher(e)
	n := 0
	each(e, func(c *facts.Case) {
		n++
		seen := verify.Sight(plain.Decide(c))
		for i, v := range variants {
			if touches(&unknown[i].Mutant, c) && verify.Sight(v.Decide(c)) != seen {
				text, _ := c.MarshalJSON()
				t.Errorf("%s, %s is told apart by %s", unknown[i].Rule, unknown[i].What, text)
				variants[i] = plain
			}
		}
	})
	t.Logf("%d mutants in %d cases", len(unknown), n)
}

// each makes every complete case of the small pack, up to answers between two
// thresholds; minutes, place and the exercise band vary too.
func each(e *engine.Engine, f func(*facts.Case)) {
	v := e.Vocabulary()
	values := map[string][]float64{"age": {17, 40, 49, 50, 51, 64, 65, 66}, "desk_hours": {2, 2.5, 3, 3.5, 5.5, 6, 6.5}, "minutes_per_day": {20}}
	var words [][]uint64
	for _, f := range v.Facts {
		var list []uint64
		switch f.Kind {
		case facts.Number:
			for _, x := range values[f.ID] {
				w, _ := f.Word(x)
				list = append(list, w)
			}
		case facts.Answer:
			list = []uint64{facts.AnswerYes, facts.AnswerNo}
		case facts.Choice:
			for i := range f.Options {
				list = append(list, 1<<i)
			}
		case facts.Set:
			for w := uint64(1); w <= f.OptionBits(); w++ {
				list = append(list, w)
			}
			list = append(list, f.NoneBit())
		}
		switch f.ID {
		case "exercise_place":
			list = list[:1]
		case "warning_signs": // anything worse hides every plan
			list = []uint64{f.NoneBit(), 1 << 2, 1 << 3, 3 << 2}
		}
		if f.OffersNotSure() && f.ID != "warning_signs" {
			list = append(list, f.UnsureBit())
		}
		words = append(words, list)
	}
	c := v.New()
	var set func(int)
	set = func(i int) {
		if i == len(words) {
			f(c)
			return
		}
		for _, w := range words[i] {
			c.Words()[i] = w
			set(i + 1)
		}
	}
	set(0)
}

// TestMutateShipped measures the shipped pack with its own fixtures.
func TestMutateShipped(t *testing.T) {
	slow(t)
	m := mutate(t, shipped(), os.DirFS("../../testdata/cases"), verify.MutateOptions{})
	t.Logf("%d mutants: %d killed, %d unnoticed, %d undecided: %.1f %%", m.Mutants, m.Killed, m.Unnoticed, m.Undecided, m.Score())
	for _, k := range m.Kinds {
		t.Logf("%+v", k)
	}
	if m.Score() < 80 {
		t.Error("the shipped fixtures have become weak")
	}
}
