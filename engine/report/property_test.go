package report_test

import (
	"bytes"
	"html"
	"maps"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/planner"
	"github.com/limber-triage/limber/engine/report"
	"github.com/limber-triage/limber/facts"
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
					if d.Plan != nil || d.Urgency == engine.Soon {
						for i, a := range d.Advice {
							want = append(want, a.Title)
							if format != "txt" || i < 5 || len(a.Because) > 1 { // the others are titles there
								want = append(want, a.Text)
							}
						}
					}
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
	var ids []string
	for _, it := range plan.DeskSet {
		ids = append(ids, it.ID)
	}
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

// TestNoPlanBesideAReferral: whatever else a decision holds, no outcome but a
// plan shows exercises; somebody to talk to is named even beside an emergency.
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
			if d.Urgency == engine.Emergency && !strings.Contains(b.String(), "A helpline is there") {
				t.Errorf("%s of an emergency names no helpline", format)
			}
		}
	}
}

// TestEveryPlanPageShowsStopRulesAndDate: nobody follows a plan without its
// stop rules, or one of another day or person (hazards H9, H11, H16, H34).
func TestEveryPlanPageShowsStopRulesAndDate(t *testing.T) {
	t.Parallel()
	for format, render := range formats {
		if format == "json" {
			continue
		}
		var b bytes.Buffer
		if err := render(&b, smallPack(), routinePlan(), report.Style{Date: today}); err != nil {
			t.Fatal(err)
		}
		out := strings.Join(strings.Fields(b.String()), " ")
		first := strings.Index(out, "Chest release with a ball")
		for _, above := range []string{"For the person who answered on 21 November 2026", "Valid for 14 days, until 5 December 2026.", "Pain 6 or more", "stop everything and call"} {
			if at := strings.Index(out, above); at < 0 || first < at {
				t.Errorf("%s: %q at %d, first exercise at %d", format, above, at, first)
			}
		}
	}
	// On paper the rules are the header of the table of exercises, which comes
	// again on every page.
	for _, want := range []string{".floor { display: table;", ".rules { display: table-header-group; break-inside: avoid; }", ".work { display: table-row-group; }"} {
		if !strings.Contains(report.StyleSheet(), want) {
			t.Errorf("the style sheet has no %q", want)
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

// TestNextSteps: report names what the planner names, and nothing of its own.
func TestNextSteps(t *testing.T) {
	t.Parallel()
	d := routinePlan()
	if out := text(t, smallPack(), d); !strings.Contains(out, "Easier: Wall angel. Harder, for later: Face-down arm lift in a T.") {
		t.Errorf("does not name both next steps:\n%s", out)
	}
	row := &d.Plan.Phases[3].Exercises[0]
	row.Easier, row.Harder = "", "" // though the catalogue has both
	if out := text(t, smallPack(), d); strings.Contains(out, "Easier:") || strings.Contains(out, "Harder") {
		t.Error("names a next step that the plan does not")
	}
}

// text is the plain text of a decision.
func text(t *testing.T, p *pack.Pack, d *engine.Decision) string {
	t.Helper()
	var b bytes.Buffer
	if err := report.Text(&b, p, d, report.Style{Width: 200}); err != nil {
		t.Fatal(err)
	}
	return b.String()
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
		d.Plan.StartBecause = []string{"Gone"}
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

// TestDeskItems: an exercise that is only in the desk set brings its own dose
// and instructions; one of the plan points to its number.
func TestDeskItems(t *testing.T) {
	t.Parallel()
	p, d := smallPack(), routinePlan()
	d.Plan.DeskSet[1].Dose = pack.Dose{Sets: 1, Reps: 6, HoldS: 5, TempoS: 3, Sides: 1, PerDay: 2, PerWeek: 7}
	out := text(t, p, d)
	for _, want := range []string{" *  Wall angel, one set, as number 3\n", "    6 slow repetitions, each held for 5 seconds. About half a minute.\n", "Roll your shoulders up, back and down, slowly."} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
}

// TestLongCautionsAreSaidInFullOnce: whoever meets one again is told its first
// sentence and where the rest is. Short ones are repeated.
func TestLongCautionsAreSaidInFullOnce(t *testing.T) {
	t.Parallel()
	const short = "Keep your shoulders low. Breathe."
	d := routinePlan()
	d.Plan.Phases[0].Exercises[0].Cautions = []string{short}
	d.Plan.Phases[3].Exercises[0].Cautions = []string{short, bandCare}
	out := text(t, smallPack(), d)
	if n := strings.Count(out, "Take care: "+bandCare+"\n"); n != 1 {
		t.Errorf("said in full %d times, want once", n)
	}
	if !strings.Contains(out, "Take care: Check the band for nicks each time. More on this at number 4.\n") {
		t.Errorf("the desk set does not point to number 4:\n%s", out)
	}
	if n := strings.Count(out, "Take care: "+short); n != 2 {
		t.Errorf("a short caution is said %d times, want at both exercises", n)
	}
	d.Plan.DeskSet = append(d.Plan.DeskSet, d.Plan.DeskSet[1])
	d.Plan.Phases[3].Exercises[0].Cautions = nil
	if n := strings.Count(text(t, smallPack(), d), "Take care: "+bandCare+"\n"); n != 2 {
		t.Errorf("without a number to point to it is said in full %d times, want at both exercises", n)
	}
}

// TestSecondReasonsAreSaidOnce: many exercises share one; the first stays.
func TestSecondReasonsAreSaidOnce(t *testing.T) {
	t.Parallel()
	d := routinePlan()
	d.Plan.Phases[0].Exercises[0].Because = []string{"TightChest", "DeskPosture"}
	d.Plan.Phases[1].Exercises[0].Because = []string{"TightChest", "DeskPosture"}
	d.Plan.Phases[2].Exercises[0].Because = []string{"TightChest", "WeakBlades"}
	out := text(t, smallPack(), d)
	p := smallPack()
	for rule, want := range map[int]int{0: 3, 1: 2, 2: 2} { // the row's first is WeakBlades, the desk set's DeskPosture
		if n := strings.Count(out, p.Rules[rule].Card.Message); n != want {
			t.Errorf("%s: said %d times, want %d", p.Rules[rule].Name, n, want)
		}
	}
}

func TestLeftOut(t *testing.T) {
	t.Parallel()
	out := text(t, smallPack(), routinePlan())
	_, got, _ := strings.Cut(out, "What we left out\n----------------\n")
	got, _, _ = strings.Cut(got, "\n\n")
	want := `* Not with your answers:
  - Face-down arm lift in a T. Lying face down is left out because of your answers.
  - Plank on the knees. Strong effort is left out while you are waiting for your heart check.
* Too early for where you start: Wall push-up.
* Known to us, never recommended:
  - Full neck rolls. A full circle takes the neck through its tightest corners.
* 2 more exercises suit you and may come in a later plan. Away from the desk, 1 more would suit you. With an exercise band and a free wall or a doorway, 2 more would suit you; with other things, 1.`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("left out (-want +got):\n%s", diff)
	}
}

// TestLongListsAreCutShort: whoever leaves out a whole kind of exercise needs
// no list of it.
func TestLongListsAreCutShort(t *testing.T) {
	t.Parallel()
	left := func(n int) string {
		d := routinePlan()
		d.Plan.LeftOut = nil
		for range n {
			d.Plan.LeftOut = append(d.Plan.LeftOut, planner.LeftOut{ID: "plank", Reason: planner.ReasonPhase, Because: []string{"NoEffort"}})
		}
		return text(t, smallPack(), d)
	}
	const six = "  - Plank on the knees; Plank on the knees; Plank on the knees; Plank on the knees; Plank on the knees; Plank on the knees"
	for n, want := range map[int]string{6: six + ".", 7: six + "; Plank on the knees.", 8: six + "; and 2 more.", 20: six + "; and 14 more. Strong effort"} {
		if out := left(n); !strings.Contains(out, want) {
			t.Errorf("%d: no %q in\n%s", n, want, out)
		}
	}
}

func TestMoreWouldSuit(t *testing.T) {
	t.Parallel()
	out := func(reason planner.Reason, missing ...string) planner.LeftOut {
		return planner.LeftOut{ID: "plank", Reason: reason, Missing: missing}
	}
	for want, all := range map[string][]planner.LeftOut{
		"* 1 more exercise suits you and may come in a later plan.\n":                                            {out(planner.ReasonTime)},
		"* Away from the desk, 2 more would suit you.\n":                                                         {out(planner.ReasonPlace), out(planner.ReasonPlace)},
		"* With an exercise band, 1 more would suit you.\n":                                                      {out(planner.ReasonEquipment, "band")},
		"* With a massage ball or tennis ball, 1 more would suit you; with other things, 1.\n":                   {out(planner.ReasonEquipment, "band", "wall"), out(planner.ReasonEquipment, "massage_ball")},
		"* With an exercise band and a free wall or a doorway, 2 more would suit you.\n":                         {out(planner.ReasonEquipment, "wall"), out(planner.ReasonEquipment, "band", "wall")},
		"* With an exercise band, 2 more would suit you; with other things, 1.\n":                                {out(planner.ReasonEquipment, "massage_ball"), out(planner.ReasonEquipment, "band"), out(planner.ReasonEquipment, "band")},
		"* 3 more exercises suit you and may come in a later plan. Away from the desk, 1 more would suit you.\n": {out(planner.ReasonRoom), out(planner.ReasonPlace), out(planner.ReasonTime), out(planner.ReasonRoom)},
	} {
		d := routinePlan()
		d.Plan.LeftOut = all
		if got := text(t, smallPack(), d); !strings.Contains(got, want) {
			t.Errorf("no %q", want)
		}
	}
	d := routinePlan()
	d.Plan.LeftOut = nil
	if strings.Contains(text(t, smallPack(), d), "What we left out") {
		t.Error("a heading and nothing under it")
	}
}

// TestAdvice: what most rules ask for stands first, the rest in the record's
// order, and of the seventh and later only the titles are printed.
func TestAdvice(t *testing.T) {
	t.Parallel()
	out := text(t, smallPack(), routinePlan())
	at := -1
	for _, want := range []string{"What may also help", "Move often\n", "Keep active\n", "Track it\n", "Your desk\n", "Your phone\n", "Bags\n", "More that may help", "Warmth; ", "Sleep", "When to get help"} {
		next := strings.Index(out, want)
		if next <= at {
			t.Fatalf("%q at %d, after %d in\n%s", want, next, at, out)
		}
		at = next
	}
	d := routinePlan()
	d.Advice = d.Advice[:6]
	if strings.Contains(text(t, smallPack(), d), "More that may help") {
		t.Error("six tips need no second list")
	}
}

// TestOnlyWhatIsPrintedIsCited: a tip of which the text names the title alone
// brings no source; the formats that print it whole bring it as the last.
func TestOnlyWhatIsPrintedIsCited(t *testing.T) {
	t.Parallel()
	p, d := smallPack(), routinePlan()
	with := *p
	with.Sources = maps.Clone(p.Sources)
	with.Sources["only-there"] = &pack.Source{ID: "only-there", Title: "Only there", Verified: true}
	d.Advice[len(d.Advice)-2].Sources = []string{"only-there"} // "Sleep", set aside
	cited := func(render renderer) string {
		var b bytes.Buffer
		if err := render(&b, &with, d, report.Style{}); err != nil {
			t.Fatal(err)
		}
		_, refs, _ := strings.Cut(b.String(), "What this is based on")
		refs, _, _ = strings.Cut(refs, "Small print")
		return refs
	}
	if refs := cited(report.Text); !strings.Contains(refs, " 1. ") || strings.Contains(refs, "Only there") {
		t.Errorf("the text cites\n%s", refs)
	}
	for _, render := range []renderer{report.Markdown, report.HTML} {
		if refs := cited(render); strings.Index(refs, "Only there") < strings.Index(refs, "Ten minutes of strength") {
			t.Errorf("the last source is another in\n%s", refs)
		}
	}
}

// TestAssumedAnswersReadAsASentence: options run on in small letters, but for
// somebody who speaks of themselves.
func TestAssumedAnswersReadAsASentence(t *testing.T) {
	t.Parallel()
	d := routinePlan()
	d.Assumed = []engine.Assumption{{Fact: "equipment", Answer: "A firm chair; A free wall"}, {Fact: "exercise_experience", Answer: "I am new to it"}}
	out := strings.Join(strings.Fields(text(t, smallPack(), d)), " ")
	if want := "equipment: a firm chair, a free wall; exercise experience: I am new to it."; !strings.Contains(out, want) {
		t.Errorf("%q is not in\n%s", want, out)
	}
}

// TestWarningsAreNeverSetAside: a tip that warns is printed in full and first,
// however many tips there are.
func TestWarningsAreNeverSetAside(t *testing.T) {
	t.Parallel()
	p, d := smallPack(), routinePlan()
	last := d.Advice[len(d.Advice)-1]
	warned := *p
	warned.Tips = map[string]*pack.Tip{last.ID: {ID: last.ID, Title: last.Title, Text: last.Text, Warning: true, Sources: last.Sources}}
	out := text(t, &warned, d)
	_, advice, _ := strings.Cut(out, "What may also help")
	advice, _, _ = strings.Cut(advice, "More that may help")
	if at := strings.Index(advice, last.Text); at < 0 || at > strings.Index(advice, d.Advice[0].Text) {
		t.Errorf("the warning %q is not first in full in\n%s", last.Title, advice)
	}
}

// TestOpenQuestionsNameTheirOptions: "any of these" says nothing by itself. A
// referral stands whatever the answer, so its questions are only read out.
func TestOpenQuestionsNameTheirOptions(t *testing.T) {
	t.Parallel()
	p := smallPack()
	p.Vocabulary.Facts = append(p.Vocabulary.Facts,
		&facts.Fact{ID: "chest_symptoms", Kind: facts.Set, Options: []facts.Option{{Text: "A weight on the chest"}, {Text: "Fainting"}}},
		&facts.Fact{ID: "pregnancy", Kind: facts.Choice, Options: []facts.Option{{Text: "First trimester"}}})
	const want = "That is: A weight on the chest; Fainting\n"
	d := incomplete()
	d.Ask = append(d.Ask, engine.Question{Fact: "chest_symptoms", Question: "Have you had any of these?"})
	if out := text(t, p, d); !strings.Contains(out, want) || strings.Contains(out, "First trimester") {
		t.Errorf("no %q, or the options of a choice:\n%s", want, out)
	}
	if out := text(t, p, urgentUnsettled()); strings.Contains(out, "That is") || strings.Contains(out, "Why we ask") {
		t.Error("a referral asks instead of sending")
	}
}

// TestReviewDays: the day on which everybody answers again needs no line of
// its own for those who are worse; the record keeps a column for it.
func TestReviewDays(t *testing.T) {
	t.Parallel()
	d := settlePlan()
	out := text(t, smallPack(), d)
	if !strings.Contains(out, "* Answer the questions again after 3 days.\n") || strings.Contains(out, "Day 3: if it is worse") || !strings.Contains(out, "Day 14:") {
		t.Errorf("look again:\n%s", out)
	}
	d.Plan.ReviewHours = 30
	if out = text(t, smallPack(), d); !strings.Contains(out, "* Answer the questions again after 30 hours.\n") || !strings.Contains(out, "Day 3: if it is worse") {
		t.Errorf("look again:\n%s", out)
	}
}
