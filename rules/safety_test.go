package rules_test

import (
	"context"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/report"
	"github.com/limber-triage/limber/engine/verify"
	"github.com/limber-triage/limber/facts"
)

// person is the healthy base with some answers changed, as a person would type
// them: fact, answer, fact, answer.
func person(t *testing.T, answers ...string) *facts.Case {
	t.Helper()
	c := upperback().Pack().Bases["healthy"].Clone()
	for i := 0; i < len(answers); i += 2 {
		answer(t, c, answers[i], answers[i+1])
	}
	return c
}

func answer(t *testing.T, c *facts.Case, id, text string) {
	t.Helper()
	f, ok := c.Vocabulary().Lookup(id)
	if !ok {
		t.Fatalf("no fact %s", id)
	}
	word, err := c.Vocabulary().ParseAnswer(f, text)
	if err != nil {
		t.Fatal(err)
	}
	c.Words()[f.Index] = word
}

// quick decides by the program alone, for tests of many cases; package engine
// holds the program to Grule.
var quick = sync.OnceValue(func() *engine.Engine {
	e, err := engine.New(upperback().Pack(), engine.Options{CrossCheck: -1})
	if err != nil {
		panic(err)
	}
	return e
})

func decide(t *testing.T, c *facts.Case) *engine.Decision {
	t.Helper()
	d, err := quick().Decide(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

var rank = map[engine.Urgency]int{engine.SelfCare: 1, engine.Routine: 2, engine.Soon: 3, engine.Urgent: 4, engine.Emergency: 5}

// compare answers one fact in two ways in many random cases: the second way must
// never be the less urgent one.
func compare(t *testing.T, id, low, high string) {
	t.Helper()
	r := rand.New(rand.NewPCG(11, 12))
	for range 400 {
		a := verify.RandomCase(upperback().Pack(), r)
		b := a.Clone()
		answer(t, a, id, low)
		answer(t, b, id, high)
		if x, y := decide(t, a), decide(t, b); rank[y.AtLeast] < rank[x.AtLeast] {
			t.Errorf("%s %s gives %q, %s gives %q", id, low, x.AtLeast, high, y.AtLeast)
		}
	}
}

func TestToldNotToExerciseNeverLowersUrgency(t *testing.T) {
	t.Parallel()
	compare(t, "clinician_seen", "not_seen", "told_not_to_exercise")
}

func TestClearedNeverLowersAnEmergency(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(13, 14))
	for range 2000 {
		c := verify.RandomCase(upperback().Pack(), r)
		answer(t, c, "clinician_seen", "not_seen")
		before := decide(t, c)
		answer(t, c, "clinician_seen", "serious_causes_excluded")
		if after := decide(t, c); before.Urgency == engine.Emergency && after.Urgency != engine.Emergency {
			t.Errorf("cleared turns an emergency into %q; reasons were %v", after.Urgency, before.Reasons)
		}
	}
}

// TestNotSureNeverLowersUrgency: "not sure" stands between a clear no and a
// red flag, for every safety fact.
func TestNotSureNeverLowersUrgency(t *testing.T) {
	t.Parallel()
	v := upperback().Vocabulary()
	r := rand.New(rand.NewPCG(15, 16))
	for range 200 {
		c := verify.RandomCase(upperback().Pack(), r)
		for _, f := range v.Facts {
			if !f.Safety || !f.OffersNotSure() || f.Kind == facts.Number {
				continue
			}
			no, unsure := c.Clone(), c.Clone()
			no.Words()[f.Index], unsure.Words()[f.Index] = f.Baseline, f.UnsureBit()
			if a, b := decide(t, no), decide(t, unsure); rank[b.AtLeast] < rank[a.AtLeast] {
				t.Errorf("%s: %q when clear, %q when not sure", f.ID, a.AtLeast, b.AtLeast)
			}
		}
	}
}

func TestNoIllnessSignGivesAPlanByItself(t *testing.T) {
	t.Parallel()
	for _, sign := range []string{"fever_or_shivers", "chin_to_chest_stiff", "severe_headache", "confused_or_drowsy", "rash_not_fading"} {
		if d := decide(t, person(t, "illness_signs", sign)); d.Plan != nil {
			t.Errorf("%s ends in a plan", sign)
		}
	}
}

func TestJawOrScalpPainFrom50GivesNoPlan(t *testing.T) {
	t.Parallel()
	for age, want := range map[string]engine.Urgency{"49": engine.Routine, "50": engine.Urgent, "80": engine.Urgent} {
		if d := decide(t, person(t, "age", age, "body_changes", "jaw_or_scalp_pain")); d.Urgency != want {
			t.Errorf("at %s: %q, want %q", age, d.Urgency, want)
		}
	}
	if d := decide(t, person(t, "age", "75", "body_changes", "jaw_or_scalp_pain", "illness_signs", "severe_headache")); d.Urgency != engine.Emergency {
		t.Errorf("with a severe headache: %q", d.Urgency)
	}
}

func TestTheCancerQuestionNamesMelanoma(t *testing.T) {
	t.Parallel()
	f, _ := upperback().Vocabulary().Lookup("cancer_history")
	if !strings.Contains(f.Help, "melanoma does") {
		t.Errorf("help: %s", f.Help)
	}
}

func TestTimeAnchorsOfTheQuestions(t *testing.T) {
	t.Parallel()
	for id, anchor := range map[string]string{"chest_symptoms": "24 hours", "breathing_symptoms": "last few days", "injury": "14 days", "illness_signs": "48 hours",
		"recent_events": "12 weeks", "pain_level": "24 hours", "trend": "week"} {
		f, ok := upperback().Vocabulary().Lookup(id)
		if !ok || !strings.Contains(f.Question+f.Help, anchor) {
			t.Errorf("%s does not say %q: %s", id, anchor, f.Question)
		}
	}
}

// TestEmergenciesComeWithinTheFirstTenQuestions counts every question that
// stands before one with an answer that alone is an emergency. Thoughts of
// self-harm are asked after the medical screens on purpose.
func TestEmergenciesComeWithinTheFirstTenQuestions(t *testing.T) {
	t.Parallel()
	last := 0
	for i, f := range upperback().Vocabulary().Facts {
		if f.ID != "wellbeing" && slices.ContainsFunc(f.Options, func(o facts.Option) bool { return o.Alone == facts.LevelEmergency }) {
			if last++; i >= 10 {
				t.Errorf("%s is question %d", f.ID, i+1)
			}
		}
	}
	if last != 9 {
		t.Errorf("%d questions have an answer that alone is an emergency", last)
	}
}

// TestAFirstPlanTakesAtMostFortyQuestions follows the form for somebody well,
// of each sort of age and length of pain.
func TestAFirstPlanTakesAtMostFortyQuestions(t *testing.T) {
	t.Parallel()
	for _, answers := range [][]string{{}, {"age", "25"}, {"age", "60"}, {"age", "60", "duration", "over_12_weeks"}} {
		c := person(t, answers...)
		open := decide(t, upperback().Pack().Vocabulary.New()).Ask
		asked := 0
		for _, f := range upperback().Vocabulary().Facts {
			if !f.Required() {
				continue
			}
			without := c.Clone()
			without.Words()[f.Index] = 0
			if decide(t, without).Outcome == engine.Incomplete {
				asked++
			}
		}
		if asked > 40 || asked < 30 || len(open) < 30 {
			t.Errorf("%v: %d questions, %d at the start", answers, asked, len(open))
		}
	}
}

// TestEveryQuestionReadsDifferently: two questions in the same words read as
// one that was asked twice, and the second is answered without reading.
func TestEveryQuestionReadsDifferently(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for _, f := range upperback().Vocabulary().Facts {
		for kind, text := range map[string]string{"question": f.Question, "help": f.Help, "why": f.Why} {
			if text == "" {
				continue
			}
			key := kind + ": " + text
			if kind == "question" { // the first six words, which is what people read
				words := strings.Fields(text)
				key = strings.Join(words[:min(6, len(words))], " ")
			}
			if other := seen[key]; other != "" {
				t.Errorf("%s and %s: %q", other, f.ID, key)
			}
			seen[key] = f.ID
		}
	}
}

func TestLowMoodPrintsAHelplineOnEveryOutcome(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]*facts.Case{
		"plan":       person(t, "wellbeing", "low_mood"),
		"urgent":     person(t, "wellbeing", "low_mood", "general_changes", "weight_loss"),
		"emergency":  person(t, "wellbeing", "low_mood", "leg_symptoms", "saddle_numbness"),
		"incomplete": person(t, "wellbeing", "low_mood", "age", ""),
	} {
		d := decide(t, c)
		if !slices.ContainsFunc(d.Advice, func(a engine.Advice) bool { return a.ID == "low-mood" && !strings.Contains(a.Text, "{") }) {
			t.Errorf("%s: no helpline in %v", name, d.Advice)
		}
	}
}

func TestMorePainkillersThanLabelNamesEmergencyHelp(t *testing.T) {
	t.Parallel()
	d := decide(t, person(t, "medicines", "more_painkillers_than_label"))
	i := slices.IndexFunc(d.Reasons, func(r engine.Reason) bool { return r.Rule == "MorePainkillersThanLabel" })
	if i < 0 || !strings.Contains(d.Reasons[i].Message, "emergency") {
		t.Errorf("reasons %v", d.Reasons)
	}
}

func TestUnsettledHeadlineSaysAtLeast(t *testing.T) {
	t.Parallel()
	c := upperback().Vocabulary().New()
	answer(t, c, "general_changes", "weight_loss")
	d := decide(t, c)
	if d.Settled || d.Urgency != engine.Urgent || d.CouldBecome != engine.Emergency || !strings.HasPrefix(d.Headline, "At least: ") {
		t.Errorf("settled %v, %q could become %q: %s", d.Settled, d.Urgency, d.CouldBecome, d.Headline)
	}
}

func TestEveryTriageRuleHasAFixture(t *testing.T) {
	t.Parallel()
	fixtures, err := verify.Read(upperback().Pack(), os.DirFS("../testdata/cases"))
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{}
	for _, f := range fixtures {
		for _, name := range slices.Concat(f.Expect.Because, f.Expect.Fired) {
			named[name] = true
		}
	}
	for _, r := range upperback().Pack().Rules {
		if r.Stratum == grl.Triage && !named[r.Name] {
			t.Errorf("no fixture expects %s", r.Name)
		}
	}
}

// TestLocalesGiveTheSameDecision: a translation is words, and no more. Until
// there is a second language the test makes one.
func TestLocalesGiveTheSameDecision(t *testing.T) {
	t.Parallel()
	fsys := fstest.MapFS{}
	for name, text := range upperback().Pack().Files {
		fsys[name] = &fstest.MapFile{Data: text}
	}
	english := string(fsys["messages.en.yaml"].Data)
	fsys["messages.xx.yaml"] = &fstest.MapFile{Data: []byte(strings.Replace(strings.ReplaceAll(english, " pain ", " dolor "), "locale: en", "locale: xx", 1))}
	other, err := engine.Load(fsys, engine.Options{Locale: "xx"})
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(17, 18))
	for range 100 {
		c := verify.RandomCase(upperback().Pack(), r)
		same := other.Vocabulary().New()
		copy(same.Words(), c.Words())
		a := decide(t, c)
		b, err := other.Decide(context.Background(), same)
		if err != nil {
			t.Fatal(err)
		}
		if a.Outcome != b.Outcome || a.Urgency != b.Urgency || !slices.Equal(a.Fired, b.Fired) || (a.Plan == nil) != (b.Plan == nil) {
			t.Errorf("%s %s in English, %s %s in another language", a.Outcome, a.Urgency, b.Outcome, b.Urgency)
		}
	}
}

// TestShippedFixtures is limber verify as a test.
func TestShippedFixtures(t *testing.T) {
	t.Parallel()
	result, err := verify.Run(context.Background(), upperback(), os.DirFS("../testdata/cases"), verify.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range result.Fixtures {
		for _, m := range f.Bad {
			t.Errorf("%s: %s: %s: want %s, got %s", f.Pos, f.Name, m.Key, m.Want, m.Got)
		}
	}
	var loose []string
	for _, r := range result.Rules {
		if !r.Depended {
			loose = append(loose, r.Name)
		}
	}
	if len(loose) > 0 {
		t.Errorf("no fixture would miss these %d rules: %v", len(loose), loose)
	}
}

// TestEmbeddedPackIsTheFolder: what is embedded is all that shapes decisions.
func TestEmbeddedPackIsTheFolder(t *testing.T) {
	t.Parallel()
	fromDisk, err := engine.Load(os.DirFS("upperback"), engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if fromDisk.Pack().Hash != upperback().Pack().Hash {
		t.Error("the embedded pack and the folder differ")
	}
	if !maps.EqualFunc(fromDisk.Pack().Files, upperback().Pack().Files, slices.Equal) {
		t.Error("files differ")
	}
}

// TestEveryPageNamesAnUnapprovedPack: nobody may take the rules for approved
// (hazard H8).
func TestEveryPageNamesAnUnapprovedPack(t *testing.T) {
	t.Parallel()
	p := upperback().Pack()
	for name, c := range map[string]*facts.Case{"plan": person(t), "emergency": person(t, "leg_symptoms", "saddle_numbness"), "open": p.Vocabulary.New()} {
		d := decide(t, c)
		for format, render := range map[string]func(io.Writer, *pack.Pack, *engine.Decision, report.Style) error{"text": report.Text, "markdown": report.Markdown, "html": report.HTML} {
			var out strings.Builder
			if err := render(&out, p, d, report.Style{}); err != nil {
				t.Errorf("%s of %s: %v", format, name, err)
			}
			if !strings.Contains(strings.Join(strings.Fields(out.String()), " "), p.Texts["unapproved"]) {
				t.Errorf("%s of %s does not say that nobody approved the rules", format, name)
			}
		}
		if d.Ruleset.ApprovedBy != "" {
			t.Errorf("the record says approved by %q", d.Ruleset.ApprovedBy)
		}
	}
}
