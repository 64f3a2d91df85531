package report_test

import (
	"bytes"
	"html"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/planner"
	"github.com/limber-triage/limber/engine/report"
)

// hostile is what a case id or a pack might try on whoever reads the report.
const hostile = `</title><script>alert("1")</script>" onload='x' <img src=http://x.example/y> & {{.}} ` + "\x1b[31m\u202e `*_#|"

var phrases = []string{
	"pain", "between the", "shoulder blades.", "Rest", "slowly,", "and", "112", "Strasse", "naive", hostile, "<b>", "www.example.org/" + strings.Repeat("x", 100),
	strings.Repeat("y", 81), "\n", "\t", "\x00", "\u00fcber", "{number}",
}

func sentence(t *rapid.T) string {
	return "S " + strings.Join(rapid.SliceOfN(rapid.SampledFrom(phrases), 0, 25).Draw(t, "words"), " ")
}

func sentences(t *rapid.T) []string {
	return rapid.SliceOfN(rapid.Custom(sentence), 0, 4).Draw(t, "sentences")
}

// anyPack and anyDecision keep the small ones' ids and draw every text anew.
func anyPack(t *rapid.T) *pack.Pack {
	p := smallPack()
	p.Title = sentence(t)
	for _, ex := range p.Exercises {
		ex.Name, ex.Feel, ex.Stop = sentence(t), sentence(t), sentence(t)
		ex.Steps = append(sentences(t), sentence(t))
	}
	for _, r := range p.Rules {
		r.Card.Message = sentence(t)
	}
	for _, id := range []string{"traffic-go", "traffic-call", "warm-up", "unsettled", "review-14"} {
		p.Texts[id] = sentence(t)
	}
	p.Sources["trial"].Title = sentence(t)
	return p
}

func anyDecision(t *rapid.T, p *pack.Pack) *engine.Decision {
	all := decisions()
	d := all[rapid.SampledFrom([]string{"emergency", "incomplete", "routine-plan", "settle-plan", "soon", "urgent-unsettled"}).Draw(t, "kind")]
	d.Case, d.Headline, d.Notice, d.NotThis = sentence(t), sentence(t), sentence(t), sentence(t)
	d.SafetyNet = append(sentences(t), sentence(t))
	d.UntilSeen = sentences(t)
	d.Settled = rapid.Bool().Draw(t, "settled")
	for i := range d.Reasons {
		d.Reasons[i].Message = sentence(t)
	}
	for i := range d.Ask {
		d.Ask[i].Question, d.Ask[i].Why = sentence(t), sentence(t)
	}
	for i := range d.Call {
		d.Call[i].Number = sentence(t)
	}
	if d.Plan != nil {
		for _, s := range d.Plan.Phases {
			for i := range s.Exercises {
				s.Exercises[i].Name, s.Exercises[i].Cautions = sentence(t), sentences(t)
			}
		}
	}
	return d
}

var ansi = regexp.MustCompile("\x1b\\[[0-9;]*m")

func TestTextFitsAndSteersNoTerminal(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := anyPack(t)
		s := report.Style{Color: rapid.Bool().Draw(t, "colour"), Width: rapid.SampledFrom([]int{0, 0, 40, 72, 120}).Draw(t, "width")}
		var b bytes.Buffer
		if err := report.Text(&b, p, anyDecision(t, p), s); err != nil {
			t.Fatal(err)
		}
		out := b.String()
		if s.Color {
			out = ansi.ReplaceAllString(out, "")
		}
		width := s.Width
		if width == 0 {
			width = 80
		}
		for line := range strings.Lines(out) {
			line = strings.TrimSuffix(line, "\n")
			if n := utf8.RuneCountInString(line); n > width {
				t.Fatalf("%d columns, at most %d: %s", n, width, line)
			}
			if strings.ContainsAny(line, "\x1b\x00\t\u202e") {
				t.Fatalf("steers the terminal: %q", line)
			}
			if strings.TrimRight(line, " ") != line {
				t.Fatalf("space at the end: %q", line)
			}
		}
	})
}

// bare makes texts comparable whatever breaks, indents and escapes them.
func bare(s string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(s) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func TestNothingIsLost(t *testing.T) {
	t.Parallel()
	for name, d := range decisions() {
		for format, render := range formats {
			t.Run(name+"/"+format, func(t *testing.T) {
				t.Parallel()
				p := smallPack()
				var b bytes.Buffer
				if err := render(&b, p, d, report.Style{}); err != nil {
					t.Fatal(err)
				}
				want := append([]string{d.Headline, d.NotThis}, d.SafetyNet...)
				for _, r := range d.Reasons {
					want = append(want, r.Message)
				}
				if format != "json" { // which holds ids, for programs
					want = append(want, "No clinician has approved this set of rules yet.", "For the person who answered on ____")
					want = append(want, floor(p, d.Plan)...)
				}
				got := bare(b.String())
				if format == "html" {
					got = bare(html.UnescapeString(tag.ReplaceAllString(b.String(), "")))
				}
				for _, w := range want {
					if !strings.Contains(got, bare(w)) {
						t.Errorf("lost: %s", w)
					}
				}
				for _, never := range []string{"all clear", "no red flag", "nothing serious", "nothing to worry"} {
					if strings.Contains(strings.ToLower(b.String()), never) {
						t.Errorf("says %q", never)
					}
				}
			})
		}
	}
}

// floor is what somebody needs on the floor: of every exercise.
func floor(p *pack.Pack, plan *planner.Plan) []string {
	if plan == nil {
		return nil
	}
	want := []string{p.Texts["traffic-go"], p.Texts["traffic-fine"], p.Texts["traffic-stop"], p.Texts["warm-up"]}
	ids := append([]string{}, plan.DeskSet...)
	for _, s := range plan.Phases {
		for _, it := range s.Exercises {
			ids = append(ids, it.ID)
			want = append(append(want, report.DoseWords(it.Dose)), it.Cautions...)
		}
	}
	for _, id := range ids {
		for _, ex := range p.Exercises {
			if ex.ID == id {
				want = append(append(want, ex.Name, ex.Feel, ex.Stop), ex.Steps...)
			}
		}
	}
	return want
}

// TestNoPlanBesideAReferral: whatever else a decision holds, an emergency
// shows no plan, no advice and no list of questions, and no outcome but a plan
// shows exercises.
func TestNoPlanBesideAReferral(t *testing.T) {
	t.Parallel()
	for _, d := range []*engine.Decision{emergency(), urgentUnsettled(), soon(), incomplete()} {
		d.Plan = routinePlan().Plan
		for format, render := range formats {
			if format == "json" {
				continue
			}
			var b bytes.Buffer
			if err := render(&b, smallPack(), d, report.Style{}); err != nil {
				t.Fatal(err)
			}
			if strings.Contains(b.String(), "Wall angel") {
				t.Errorf("%s of %s shows an exercise", format, d.Urgency)
			}
			if d.Urgency == engine.Emergency && strings.Contains(b.String(), "Move often") {
				t.Errorf("%s of an emergency gives advice", format)
			}
		}
	}
}

func TestStopRulesStandAboveTheExercises(t *testing.T) {
	t.Parallel()
	for format, render := range formats {
		if format == "json" {
			continue
		}
		var b bytes.Buffer
		if err := render(&b, smallPack(), routinePlan(), report.Style{}); err != nil {
			t.Fatal(err)
		}
		out := b.String()
		rules, first := strings.Index(out, "Pain 6 or more"), strings.Index(out, "Chest release with a ball")
		if rules < 0 || first < rules {
			t.Errorf("%s: rules at %d, first exercise at %d", format, rules, first)
		}
	}
}

func TestUnsettledSaysAtLeastOnce(t *testing.T) {
	t.Parallel()
	for _, headline := range []string{"Get medical advice today.", "At least: Get medical advice today."} {
		d := urgentUnsettled()
		d.Headline = headline
		var b bytes.Buffer
		if err := report.Text(&b, smallPack(), d, report.Style{}); err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(b.String(), "At least: Get medical advice today."); n != 1 {
			t.Errorf("%q: said %d times", headline, n)
		}
	}
}

// TestRuledOutNeighbours: an exercise that a fired rule or the catalogue rules
// out is not offered as the next step.
func TestRuledOutNeighbours(t *testing.T) {
	t.Parallel()
	const next = "Harder, for later: Face-down arm lift in a T"
	show := func(p *pack.Pack, d *engine.Decision) string {
		var b bytes.Buffer
		if err := report.Text(&b, p, d, report.Style{}); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	d := routinePlan()
	if strings.Contains(show(smallPack(), d), next) {
		t.Error("offers what a fired rule avoids")
	}
	d.Fired = []string{"WeakBlades"}
	if !strings.Contains(show(smallPack(), d), next) {
		t.Error("does not offer what nothing rules out")
	}
	p := smallPack()
	p.Exercises[4].Unfit = "never"
	if strings.Contains(show(p, d), next) {
		t.Error("offers what the catalogue never recommends")
	}
}

// TestMissingText: the page is written all the same, with the gap in sight.
func TestMissingText(t *testing.T) {
	t.Parallel()
	for format, render := range formats {
		if format == "json" {
			continue
		}
		p, d := smallPack(), routinePlan()
		delete(p.Texts, "warm-up")
		d.Fired = append(d.Fired, "Gone")
		var b bytes.Buffer
		err := render(&b, p, d, report.Style{})
		if err == nil || !strings.Contains(err.Error(), "text warm-up") || !strings.Contains(err.Error(), "rule Gone") {
			t.Errorf("%s: error %v", format, err)
		}
		if !strings.Contains(strings.ReplaceAll(b.String(), `\`, ""), "[no text warm-up]") || !strings.Contains(b.String(), d.Headline) {
			t.Errorf("%s: gap or headline not shown", format)
		}
	}
}

func TestSameBytes(t *testing.T) {
	t.Parallel()
	for format, render := range formats {
		var first, second bytes.Buffer
		for _, b := range []*bytes.Buffer{&first, &second} {
			if err := render(b, smallPack(), routinePlan(), report.Style{}); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(first.Bytes(), second.Bytes()) {
			t.Errorf("%s differs from one time to the next", format)
		}
	}
}

// TestDeskDose: an exercise that is only in the desk set is shown as one set
// within the bounds of the start level.
func TestDeskDose(t *testing.T) {
	t.Parallel()
	p := smallPack()
	p.Exercises[6].Dose = pack.Dose{Sets: 3, Reps: 10, HoldS: 20, TempoS: 3, Sides: 1, PerDay: 2, PerWeek: 7}
	p.Starts[2].Caps[pack.Mobility] = pack.Dose{Reps: 6, HoldS: 5}
	var b bytes.Buffer
	if err := report.Text(&b, p, routinePlan(), report.Style{}); err != nil {
		t.Fatal(err)
	}
	if want := "1 set of 6 slow repetitions, each held for 5 seconds.\n"; !strings.Contains(b.String(), want) {
		t.Errorf("no %q in\n%s", want, b.String())
	}
}
