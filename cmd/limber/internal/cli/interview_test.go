package cli_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/ask"
	"github.com/limber-triage/limber/facts"
)

// skipFitting leaves out the questions that only fit a plan.
func skipFitting(text, line string) string {
	if strings.Contains(text, "skip them all") {
		return "s"
	}
	return line
}

const (
	mostQuestions  = 40 // that a person with no red flag may be asked before a plan
	earlyQuestions = 10
)

func TestHealthyPersonGetsAPlanWithinTheLimit(t *testing.T) {
	t.Parallel()
	e := realEngine(t)
	r, p := interview(t, &person{t: t, given: e.Vocabulary().Healthy(), typed: skipFitting}, "--format", "json")
	if r.code != 0 {
		t.Fatalf("exit %d: %s", r.code, r.stderr)
	}
	if got := outcome(t, r.stdout); got.Outcome != "plan" {
		t.Errorf("a healthy person gets %s", got.Outcome)
	}
	t.Logf("%d questions to a plan", len(p.asked))
	if len(p.asked) > mostQuestions {
		t.Errorf("%d questions, at most %d are bearable: %v", len(p.asked), mostQuestions, p.asked)
	}
	// The questions that can be an emergency by themselves come early.
	early := 0
	for i, id := range p.asked {
		f, _ := e.Vocabulary().Lookup(id)
		if slices.ContainsFunc(f.Options, func(o facts.Option) bool { return o.Alone == facts.LevelEmergency }) {
			t.Logf("question %d, %s, can be an emergency", i+1, id)
			if i < earlyQuestions {
				early++
			}
		}
	}
	if early < 6 {
		t.Errorf("only %d of the first %d questions are about emergencies", early, earlyQuestions)
	}
}

func TestFittingQuestionsAreOfferedAndAskedOnce(t *testing.T) {
	t.Parallel()
	v := realEngine(t).Vocabulary()
	r, p := interview(t, &person{t: t, given: v.Healthy()}, "--format", "json")
	if r.code != 0 {
		t.Fatalf("exit %d: %s", r.code, r.stderr)
	}
	for _, f := range v.Facts {
		if n := count(p.asked, f.ID); n > 1 || n == 0 && f.AskIf == "" {
			t.Errorf("%s was asked %d times", f.ID, n)
		}
	}
}

func count(list []string, id string) (n int) {
	for _, s := range list {
		if s == id {
			n++
		}
	}
	return n
}

// record is the part of a decision that the tests read.
type record struct {
	Outcome  string   `json:"outcome"`
	Urgency  *string  `json:"urgency"`
	Fired    []string `json:"fired"`
	Findings []string `json:"findings"`
}

func outcome(t testing.TB, text string) record {
	t.Helper()
	var r record
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return r
}

// TestAskingLosesNothing compares the decision of an interview, which leaves
// out questions that cannot change it, with that of the complete case.
func TestAskingLosesNothing(t *testing.T) {
	t.Parallel()
	e := realEngine(t)
	rapid.Check(t, func(rt *rapid.T) {
		c := someone(rt, e)
		r, _ := interview(t, &person{t: t, given: c, typed: skipFitting}, "--format", "json")
		if r.code != 0 {
			rt.Fatalf("exit %d: %s", r.code, r.stderr)
		}
		full, err := e.Decide(context.Background(), withoutFitting(e, c))
		if err != nil {
			rt.Fatal(err)
		}
		got := outcome(t, r.stdout)
		urgency := ""
		if got.Urgency != nil {
			urgency = *got.Urgency
		}
		if got.Outcome != string(full.Outcome) || urgency != string(full.Urgency) {
			rt.Errorf("asked: %s %s, complete: %s %s", got.Outcome, urgency, full.Outcome, full.Urgency)
		}
		if full.Outcome == engine.PlanGiven {
			if diff := cmp.Diff(full.Fired, got.Fired); diff != "" {
				rt.Error(diff)
			}
		}
	})
}

// someone draws a complete case: mostly the answers of a healthy person.
func someone(t *rapid.T, e *engine.Engine) *facts.Case {
	c := e.Vocabulary().Healthy()
	for _, f := range e.Vocabulary().Facts {
		if rapid.IntRange(0, 5).Draw(t, f.ID+" is usual") > 0 {
			continue
		}
		var words []uint64
		switch f.Kind {
		case facts.Number:
			words = []uint64{rapid.Uint64Range(1, 1+f.Steps()).Draw(t, f.ID)}
		case facts.Answer:
			words = []uint64{facts.AnswerYes, facts.AnswerNo}
		default:
			for i := range f.Options {
				words = append(words, 1<<i)
			}
		}
		if f.OffersNotSure() {
			words = append(words, f.UnsureBit())
		}
		word := rapid.SampledFrom(words).Draw(t, f.ID)
		if f.Kind == facts.Set {
			word |= rapid.SampledFrom(words).Draw(t, f.ID+" too")
		}
		c.Words()[f.Index] = word
	}
	closed := ask.New(e.Pack(), e.Program()).Closed(c.Words())
	for i, is := range closed {
		if is {
			c.Words()[i] = 0 // nobody would have asked
		}
	}
	return c
}

// withoutFitting leaves out the answers that only fit a plan.
func withoutFitting(e *engine.Engine, full *facts.Case) *facts.Case {
	c := full.Clone()
	empty := e.Vocabulary().New()
	_, later := ask.New(e.Pack(), e.Program()).Optional(empty.Words())
	for _, i := range later {
		c.Words()[i] = 0
	}
	return c
}

func TestEmergencyIsShownAtOnce(t *testing.T) {
	t.Parallel()
	e := realEngine(t)
	c := e.Vocabulary().Healthy()
	chest, _ := e.Vocabulary().Lookup("chest_symptoms")
	c.Words()[chest.Index] = 1
	var screens []string
	r, p := interview(t, &person{t: t, given: c, typed: func(text, line string) string {
		screens = append(screens, text)
		return line
	}})
	if r.code != 0 || !strings.HasPrefix(r.stdout, "Emergency: now\n") {
		t.Fatalf("exit %d, %q", r.code, r.stdout)
	}
	if last := p.asked[len(p.asked)-1]; last != "chest_symptoms" {
		t.Errorf("went on to ask %s", last)
	}
	if last := screens[len(screens)-1]; !strings.Contains(last, "! Call 112") || !strings.Contains(last, "slip") {
		t.Errorf("the action was not shown at once:\n%s", last)
	}
}

func TestASlipIsCorrected(t *testing.T) {
	t.Parallel()
	e := realEngine(t)
	c := e.Vocabulary().Healthy()
	slipped := false
	r, p := interview(t, &person{t: t, given: c, typed: func(text, line string) string {
		switch {
		case strings.Contains(text, "or type c"):
			return "c"
		case strings.Contains(text, "With this pain, in the last 24 hours") && !slipped:
			slipped = true
			return "1"
		}
		return skipFitting(text, line)
	}}, "--format", "json")
	if got := outcome(t, r.stdout); r.code != 0 || got.Outcome != "plan" {
		t.Fatalf("exit %d, %s", r.code, got.Outcome)
	}
	if n := count(p.asked, "chest_symptoms"); n != 2 {
		t.Errorf("chest_symptoms was asked %d times", n)
	}
}

// TestThePageKeepsTheAnswers: whoever answered on the terminal and prints the
// page has a sheet of the answers for the clinician, and nobody else has.
func TestThePageKeepsTheAnswers(t *testing.T) {
	t.Parallel()
	c := realEngine(t).Vocabulary().Healthy()
	for format, want := range map[string]bool{"html": true, "markdown": false, "text": false} {
		var seen strings.Builder
		r, _ := interview(t, &person{t: t, given: c, typed: func(text, line string) string {
			seen.WriteString(text)
			return skipFitting(text, line)
		}}, "--format", format)
		if said := strings.Contains(strings.Join(strings.Fields(seen.String()), " "), "kept only on the page you asked for"); said != want {
			t.Errorf("%s: told before the first question: %t", format, said)
		}
		_, told, _ := strings.Cut(r.stdout, "What you told us")
		if got := strings.Contains(told, "How old are you, in whole years?"); r.code != 0 || got != want {
			t.Errorf("exit %d: %s has the answers: %t", r.code, format, got)
		}
	}
}

func TestReviewChangesAnAnswer(t *testing.T) {
	t.Parallel()
	e := realEngine(t)
	changed := false
	var steps []string
	r, _ := interview(t, &person{t: t, given: e.Vocabulary().Healthy(), typed: func(text, line string) string {
		switch {
		case strings.Contains(text, "Check your answers") && !changed:
			changed = true
			return "1" // age
		case changed && strings.Contains(text, "How old are you, in whole years?") && strings.Contains(text, "Your answer"):
			return "17"
		}
		if changed {
			steps = append(steps, text)
		}
		return skipFitting(text, line)
	}}, "--format", "json")
	if got := outcome(t, r.stdout); r.code != 0 || got.Outcome != "referral" {
		t.Fatalf("exit %d, %s at the age of 17", r.code, got.Outcome)
	}
	if len(steps) != 1 || !strings.Contains(steps[0], "17 years") {
		t.Errorf("expected the answers once more and then the result, got %d screens", len(steps))
	}
}

// TestClosedAnswersAreTakenOut answers a question that only a slip had opened.
func TestClosedAnswersAreTakenOut(t *testing.T) {
	t.Parallel()
	v := realEngine(t).Vocabulary()
	arms, _ := v.Lookup("arm_symptoms")
	trend, _ := v.Lookup("arm_trend")
	next, _ := v.Lookup("onset") // the question after both
	// What to type at which question, in this order; else what is true.
	script := []struct{ at, line string }{
		{arms.Options[0].Text, "1"}, {trend.Options[0].Text, "3"},
		{next.Options[0].Text, "b"}, {trend.Options[0].Text, "b"}, {arms.Options[0].Text, "0"},
	}
	taken := ""
	r, p := interview(t, &person{t: t, given: v.Healthy(), typed: func(text, line string) string {
		flat := strings.Join(strings.Fields(text), " ")
		if strings.Contains(flat, "taken out") {
			taken = flat
		}
		if len(script) > 0 && strings.Contains(flat, script[0].at) && (script[0].line != "1" || strings.Contains(flat, arms.Question)) {
			line, script = script[0].line, script[1:]
			return line
		}
		return skipFitting(text, line)
	}}, "--format", "json")
	if r.code != 0 || outcome(t, r.stdout).Outcome != "plan" || len(script) > 0 {
		t.Fatalf("exit %d, %s; not typed: %v", r.code, outcome(t, r.stdout).Outcome, script)
	}
	if !strings.Contains(taken, trend.Question) || count(p.asked, "arm_trend") != 2 {
		t.Errorf("the answer to a closed question was kept: %s", taken)
	}
}

func TestNoDecision(t *testing.T) {
	t.Parallel()
	e := realEngine(t)
	tests := []struct {
		name, line string
		want       string
	}{
		{"quit", "q", "limber: stopped: no decision was made\n"},
		{"end of input", end, "limber: the input ended early: no decision was made\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, at := range []string{"Press Enter to begin", "How old are you", "skip them all", "Check your answers"} {
				r, _ := interview(t, &person{t: t, given: e.Vocabulary().Healthy(), typed: func(text, line string) string {
					if strings.Contains(text, at) {
						return tt.line
					}
					return line
				}})
				if r.code != 2 || r.stdout != "" || !strings.Contains(r.stderr, tt.want) {
					t.Errorf("at %q: exit %d, stdout %q, stderr %q", at, r.code, r.stdout, r.stderr)
				}
			}
		})
	}
}

// TestInterrupt stops the person at their terminal: the read never returns.
func TestInterrupt(t *testing.T) {
	t.Parallel()
	r := interrupted(t, "screen")
	if r.code != 130 || r.stdout != "" || !strings.HasSuffix(r.stderr, "limber: interrupted: no decision was made\n") {
		t.Errorf("exit %d, stdout %q, stderr %q", r.code, r.stdout, r.stderr)
	}
	if r = interrupted(t, "screen", "-"); r.code != 130 {
		t.Errorf("waiting for standard input: exit %d", r.code)
	}
}
