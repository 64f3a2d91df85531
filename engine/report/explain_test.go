package report_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/report"
)

// trace is the way to a decision with a rule of each stratum, one of them
// generated and one without a card.
func trace() *engine.Trace {
	d := urgentUnsettled()
	d.Case, d.Findings, d.Fired = "c-7", []string{"Feverish", "DeskPosture"}, []string{"HighTemperature", "Fever", "UnsureLegSymptoms", "OpenTheChest"}
	return &engine.Trace{Decision: d, Rules: []engine.Step{
		{Rule: "HighTemperature", Stratum: "finding", Meaning: "A temperature that counts as fever", At: diag.Pos{File: "infection.grl", Line: 12, Column: 6},
			Holds: []engine.Evidence{
				{Condition: "Case.Temperature >= 38", Fact: "temperature", Answer: "38.5 degrees"},
				{Condition: "Case.Temperature >= 37.5", Fact: "temperature", Answer: "38.5 degrees"},
				{Condition: "Case.Shivering.Yes", Fact: "shivering", Answer: "Yes"},
			},
			Effects: []string{"Found.Feverish = true;"},
			Card:    &pack.Card{Message: "You have a fever.", Sources: []string{"nhs-back-pain", "trial"}, Grade: "consensus"}},
		{Rule: "Fever", Stratum: "triage", Urgency: engine.Urgent, Meaning: "Fever together with back pain", At: diag.Pos{File: "infection.grl", Line: 20, Column: 6},
			Holds:   []engine.Evidence{{Condition: "Found.Feverish", Rules: []string{"HighTemperature"}}},
			Effects: []string{"Refer.Urgent();"},
			Card: &pack.Card{Message: "You have a fever together with back pain. An infection should be ruled out today.", Action: pack.SameDay,
				Sources: []string{"nhs-back-pain"}, Grade: "strong", NotFor: "A fever that a vaccination of the last two days explains.",
				Review: pack.Review{Approved: true, By: "A. Physio", On: "2026-10-01"}}},
		{Rule: "UnsureLegSymptoms", Stratum: "triage", Urgency: engine.Soon, Meaning: "Not sure about the legs", At: diag.Pos{File: "facts.yaml"},
			Holds: []engine.Evidence{{Condition: "Case.LegSymptoms.Unsure", Fact: "leg_symptoms", Answer: "Not sure"}}, Effects: []string{"Refer.Soon();"}},
		{Rule: "OpenTheChest", Stratum: "plan", Meaning: "A tight chest pulls the shoulders forward",
			Holds:   []engine.Evidence{{Condition: "Found.DeskPosture", Rules: []string{"LongHours", "ManyMeetings"}}},
			Effects: []string{`Plan.Stretch("pectorals", 3);`, `Plan.Strengthen("middle-trapezius", 2);`, `Advise.Tip("movement-breaks");`},
			Card:    &pack.Card{Message: "Opening the chest may help.", Sources: []string{"general-knowledge"}, Grade: "general"}},
	}}
}

func TestExplainGolden(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := report.Explain(&b, smallPack(), report.Explanation{Trace: trace()}, report.Style{}); err != nil {
		t.Fatal(err)
	}
	golden(t, "explain.txt", b.Bytes())
	b.Reset()
	if err := report.ExplainJSON(&b, report.Explanation{Trace: trace()}); err != nil {
		t.Fatal(err)
	}
	golden(t, "explain.json", b.Bytes())
	if !json.Valid(b.Bytes()) {
		t.Error("not JSON")
	}
}

func TestExplainOutcomes(t *testing.T) {
	t.Parallel()
	for want, d := range map[string]*engine.Decision{
		"Outcome: referral, emergency, settled\n":                                                           emergency(),
		"Outcome: incomplete, urgency not decided, at least routine, could become emergency\n":              incomplete(),
		"Outcome: plan, self_care, settled\n":                                                               settlePlan(),
		"Outcome: plan, routine, settled\nYou can start the plan below. Please also book a routine appoint": routinePlan(),
	} {
		var b bytes.Buffer
		if err := report.Explain(&b, smallPack(), report.Explanation{Trace: &engine.Trace{Decision: d}}, report.Style{Width: 200}); err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(b.String(), want) || !strings.Contains(b.String(), "0 rules fired") {
			t.Errorf("want %q and no rules:\n%s", want, b.String())
		}
	}
}

func TestExplainNamesWhatThePackLacks(t *testing.T) {
	t.Parallel()
	tr := trace()
	tr.Rules[0].Card.Sources = []string{"gone"}
	var b bytes.Buffer
	err := report.Explain(&b, smallPack(), report.Explanation{Trace: tr}, report.Style{})
	if err == nil || !strings.Contains(err.Error(), "source gone") || !strings.Contains(b.String(), "[unknown source gone]") || !strings.Contains(b.String(), "OpenTheChest") {
		t.Errorf("error %v of\n%s", err, b.String())
	}
}

func TestExplainFits(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		tr := trace()
		for i := range tr.Rules {
			step := &tr.Rules[i]
			step.Rule, step.Meaning, step.Effects = sentence(t), sentence(t), sentences(t)
			for j := range step.Holds {
				step.Holds[j].Condition, step.Holds[j].Answer = sentence(t), sentence(t)
			}
		}
		var b bytes.Buffer
		width := rapid.SampledFrom([]int{40, 80, 100}).Draw(t, "width")
		if err := report.Explain(&b, smallPack(), report.Explanation{Trace: tr}, report.Style{Width: width}); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(b.String()) {
			line = strings.TrimSuffix(line, "\n")
			if n := utf8.RuneCountInString(line); n > width || strings.ContainsAny(line, "\x1b\x00\t\u202e") {
				t.Fatalf("%d columns, at most %d: %q", n, width, line)
			}
		}
	})
}
