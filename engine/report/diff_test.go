package report_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/proof"
	"github.com/limber-triage/limber/engine/report"
	"github.com/limber-triage/limber/engine/verify"
)

// differing is a difference with something of everything, and texts that mean
// something to Markdown.
func differing() report.Difference {
	soon := verify.End{Outcome: engine.Referral, Urgency: engine.Soon}
	plan := verify.End{Outcome: engine.PlanGiven, Urgency: engine.SelfCare}
	open := verify.End{Outcome: engine.Incomplete}
	c := smallPack().Vocabulary.New()
	c.Words()[0] = band | ball
	witness := func(from, to verify.End, smallest bool) *verify.DiffCase {
		return &verify.DiffCase{Given: []byte(`{"equipment":["band","massage_ball"]}`), Smallest: smallest, Case: c, OldCase: c,
			Old: verify.Seen{End: from, AtLeast: engine.Soon, Rules: []string{"Strong"}, Reasons: []string{"Strong"}, Headline: "See a clinician soon."},
			New: verify.Seen{End: to, AtLeast: engine.Routine, Reasons: []string{}, Headline: "You can start the plan."}}
	}
	moved := []verify.Moved{{From: open, To: soon, Way: verify.Higher, Witness: witness(open, soon, false)}, {From: soon, To: plan, Way: verify.Lower, Witness: witness(soon, plan, true)}}
	same := witness(plan, plan, true)
	return report.Difference{OldPlace: "main:rules/upperback", NewPlace: "rules/upperback", Difference: &verify.Difference{
		Old:     verify.Side{Name: "upperback", Version: "1.0.0", Hash: strings.Repeat("a", 64), Rules: 413},
		New:     verify.Side{Name: "upperback", Version: "1.1.0", Hash: strings.Repeat("b", 64), Rules: 1},
		Verdict: verify.DiffChanged,
		Moves:   moved,
		Plans:   []verify.Changed{{What: "Plan.Avoid(prone)", Added: true, Witness: same}, {What: "eligible prone-lift", Witness: same}},
		Reasons: []verify.Changed{{What: "Strong", Witness: witness(soon, soon, true)}},
		Rules: []verify.Edited{
			{Rule: "Strong", Place: diag.Pos{File: "rules.grl", Line: 7, Column: 6}, Old: proof.Meaning{When: "Case.PainLevel >= 9", Effects: []string{"Refer.Soon()"}},
				New:      proof.Meaning{When: "Case.PainLevel >= 10", Effects: []string{"Refer.Routine()"}},
				OldFires: &proof.Firing{Facts: []string{"pain_level"}, Fires: 2, Of: 12}, NewFires: &proof.Firing{Facts: []string{"pain_level"}, Fires: 1, Of: 12}, Alone: &verify.Alone{Verdict: verify.DiffChanged, Moves: moved[1:]}},
			{Rule: "Idle", New: proof.Meaning{When: "Case.Chest.Pressure && Case.Chest.None", Effects: []string{"Refer.Soon()"}}, Alone: &verify.Alone{Verdict: verify.DiffEqual}},
			{Rule: "Gone", Old: proof.Meaning{When: "Case.New.Yes", Effects: []string{`Plan.Avoid("prone")`}}, Apart: "it needs other edits too"},
			{Rule: "Called", Was: "Named", Old: proof.Meaning{When: "Case.Age < 18", Effects: []string{"Refer.Soon()"}}, New: proof.Meaning{When: "Case.Age < 18", Effects: []string{"Refer.Soon()"}}},
		},
		Parts: []proof.PartEdit{
			{Touch: proof.Asked, Part: "fact", ID: "hiccups", New: "Do you have hiccups?"},
			{Touch: proof.Asked, Part: "fact", ID: "age", Field: "range", Old: "0 to 120 years in steps of 1", New: "0 to 110 years in steps of 1"},
			{Touch: proof.Choice, Part: "exercises", ID: "order", Old: "a, b", New: "b, a"},
			{Touch: proof.Action, Part: "card", ID: "Strong", Field: "action", Old: "clinician", New: "pharmacist"},
			{Touch: proof.Words, Part: "card", ID: "Strong", Field: "message", Old: "It is *strong*.", New: "- It is <b>strong</b> | and `odd`."},
		},
		Unknown: []string{"plan self_care -> referral emergency"},
		Shares: &verify.Shares{Sets: "123456789012345678901234567890", OtherAnswer: 0.01, Moves: []verify.MovedShare{
			{From: engine.SelfCare, To: engine.Urgent, Way: verify.Higher, People: 0.0234, Sets: 0.5},
			{From: engine.Soon, To: engine.SelfCare, Way: verify.Lower, People: 3.4e-6, Sets: 2.5e-34},
			{From: engine.Urgent, To: engine.Soon, Way: verify.Lower, Sets: 1}}},
		Impact: &verify.Impact{Cases: 1000, Same: 990, NewOnly: 2, Neither: 1, Pairs: []verify.Pair{{From: soon, To: plan, Cases: 8}, {From: plan, To: plan, Cases: 2}}},
	}}
}

func TestDiffGolden(t *testing.T) {
	t.Parallel()
	for name, render := range map[string]func(*bytes.Buffer) error{
		"diff.txt": func(b *bytes.Buffer) error { return report.DiffText(b, differing(), report.Style{}) },
		"diff.colour.txt": func(b *bytes.Buffer) error {
			return report.DiffText(b, differing(), report.Style{Color: true, Width: 60})
		},
		"diff.md":   func(b *bytes.Buffer) error { return report.DiffMarkdown(b, differing()) },
		"diff.json": func(b *bytes.Buffer) error { return report.DiffJSON(b, differing()) },
	} {
		var b bytes.Buffer
		if err := render(&b); err != nil {
			t.Fatal(err)
		}
		golden(t, name, b.Bytes())
	}
}

func TestDiffFits(t *testing.T) {
	t.Parallel()
	for width := 40; width < 130; width += 7 {
		var b bytes.Buffer
		if err := report.DiffText(&b, differing(), report.Style{Width: width}); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(b.String()) {
			if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > width && strings.Contains(strings.TrimSpace(line), " ") {
				t.Errorf("%d columns of %d: %q", n, width, line)
			}
		}
	}
}

// TestDiffMarkdownMeansItself looks for what Markdown would take for its own.
func TestDiffMarkdownMeansItself(t *testing.T) {
	t.Parallel()
	d := differing()
	for i := range 20 { // enough to be folded away
		d.Plans = append(d.Plans, verify.Changed{What: strings.Repeat("x", i+1), Witness: &verify.DiffCase{Case: d.Moves[0].Witness.Case}})
	}
	var b bytes.Buffer
	if err := report.DiffMarkdown(&b, d); err != nil {
		t.Fatal(err)
	}
	if strings.Count(b.String(), "<details>") != 1 || strings.Count(b.String(), "</details>") != 1 {
		t.Error("the long list is not folded away")
	}
	for line := range strings.Lines(b.String()) {
		text := strings.TrimSpace(line)
		if strings.Contains(line, "<b>") || slices.Contains([]string{"* -", "* +"}, text[:min(3, len(text))]) {
			t.Errorf("not escaped: %q", line)
		}
	}
}

// TestDiffHeadlines holds what a reviewer reads first.
func TestDiffHeadlines(t *testing.T) {
	t.Parallel()
	for want, change := range map[string]func(*verify.Difference){
		"No decision changes: proved equal.":             func(d *verify.Difference) { d.Verdict = verify.DiffEqual },
		"No decision changes; 2 texts do.":               func(d *verify.Difference) { d.Parts = make([]proof.PartEdit, 2); d.Verdict = verify.DiffWords },
		"No decision changes; the reasons given change.": func(d *verify.Difference) { d.Reasons = differing().Reasons; d.Verdict = verify.DiffWords },
		"No decision changes; the reasons given change; 1 text changes.": func(d *verify.Difference) {
			d.Reasons = differing().Reasons
			d.Parts = make([]proof.PartEdit, 1)
			d.Verdict = verify.DiffWords
		},
		"Decisions change: plans or advice change.":                           func(d *verify.Difference) { d.Plans = differing().Plans; d.Verdict = verify.DiffChanged },
		"Decisions change: 1 kind of decision ends elsewhere, 1 less urgent.": func(d *verify.Difference) { d.Moves = differing().Moves[1:]; d.Verdict = verify.DiffChanged },
		"Undecided: the budget did not suffice to rule every difference out.": func(d *verify.Difference) { d.Unknown = []string{"x"}; d.Verdict = verify.DiffUndecided },
		"No decision changes: proved equal, with 1 rule renamed.":             func(d *verify.Difference) { d.Rules = differing().Rules[3:]; d.Verdict = verify.DiffEqual },
		"Decisions change: whom people are sent to changes.":                  func(d *verify.Difference) { d.Parts = differing().Parts[3:4]; d.Verdict = verify.DiffChanged },
	} {
		d := &verify.Difference{}
		change(d)
		var b bytes.Buffer
		if err := report.DiffText(&b, report.Difference{Difference: d}, report.Style{Width: 200}); err != nil {
			t.Fatal(err)
		}
		if got, _, _ := strings.Cut(b.String(), "\n"); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestDiffSaysWhyNothingIsCounted holds the two ways in which no move is counted.
func TestDiffSaysWhyNothingIsCounted(t *testing.T) {
	t.Parallel()
	for want, s := range map[string]verify.Shares{
		"* Not counted: the packs do not offer the same answers. Count recorded cases with --cases.": {Unknown: "the packs do not offer the same answers"},
		"* Of whoever has answered everything and has an exercise left to do nobody moves.":          {},
	} {
		d := differing()
		d.Shares = &s
		var b bytes.Buffer
		if err := report.DiffText(&b, d, report.Style{Width: 200}); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), want+"\n") {
			t.Errorf("no line %q in\n%s", want, b.String())
		}
	}
}
