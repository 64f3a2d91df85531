package facts_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/facts"
)

// small is a vocabulary with every kind of fact and every variation of each.
const small = `
screens:
  - {id: you, title: "About you"}
  - {id: pain, title: "The pain"}
facts:
  - id: age
    kind: number
    unit: years
    min: 0
    max: 120
    step: 1
    screen: you
    required: [safety]
    question: "How old are you?"
    why: "Some causes are likelier at some ages."
    baseline: 40
  - {id: shift, kind: number, unit: cm, min: -2.5, max: 2.5, step: 0.1, screen: you, question: "Which way?", why: "To know.", baseline: 0, default: 0.3}
  - {id: smoker, kind: answer, screen: you, required: [safety], not_sure: routine, question: "Do you smoke?", why: "To know.", baseline: no}
  - {id: seen, kind: answer, screen: you, question: "Seen?", why: "To know.", baseline: yes}
  - id: onset
    kind: choice
    screen: pain
    required: [safety, precaution]
    not_sure: careful
    question: "How did it begin?"
    help: "Think of the first day."
    why: "To know."
    options:
      - {id: gradual, text: "Slowly"}
      - {id: sudden, text: "All at once", alone: urgent}
      - {id: no, text: "It did not"}
    baseline: gradual
    ask_if: "Case.Age >= 12 && Case.Smoker.Yes"
  - {id: limit, kind: choice, screen: pain, question: "Limits?", why: "To know.", options: [{id: some, text: Some}, {id: days_3_to_14, text: "3 to 14 days"}], baseline: some}
  - id: chest
    kind: set
    screen: pain
    required: [safety]
    not_sure: urgent
    question: "Any of these?"
    why: "To know."
    options:
      - {id: pressure, text: "A weight, or squeezing", alone: emergency}
      - {id: tearing, text: "Tearing", alone: emergency}
      - {id: earlier_this_month, text: "Earlier"}
    baseline: none
    codes: [{system: loinc, code: "72514-3", source: a-source}]
  - {id: sites, kind: set, none: false, screen: pain, question: "Where?", why: "To know.", options: [{id: neck, text: Neck}, {id: mid_back, text: Middle}], baseline: [neck, mid_back]}
  - {id: extras, kind: set, screen: pain, question: "What else?", why: "To know.", options: [{id: desk, text: Desk}], baseline: none, default: [desk]}
findings:
  - {id: New, meaning: "It is new"}
`

func vocabulary(tb testing.TB) *facts.Vocabulary {
	tb.Helper()
	v, err := facts.ReadVocabulary("facts.yaml", []byte(small))
	if err != nil {
		tb.Fatal(err)
	}
	return v
}

// lines writes diagnostics one per line, with all that a person or a machine
// gets to see: line:column+width code [fact] message | hint.
func lines(tb testing.TB, file string, err error) string {
	tb.Helper()
	if err == nil {
		return ""
	}
	var l diag.List
	if !errors.As(err, &l) {
		tb.Fatalf("not a diag.List: %v", err)
	}
	var out []string
	for _, d := range l {
		if d.File != file {
			tb.Errorf("file %q, want %q: %v", d.File, file, d)
		}
		out = append(out, fmt.Sprintf("%d:%d+%d %s [%s] %s | %s", d.Line, d.Column, d.Width, d.Code, d.Fact, d.Message, d.Hint))
	}
	return strings.Join(out, "\n")
}

// anyCase draws a case in which every fact is unanswered or has any answer.
func anyCase(t *rapid.T, v *facts.Vocabulary) *facts.Case {
	c := v.New()
	c.ID = rapid.StringMatching(`[ -~äß日]{0,20}`).Draw(t, "case_id")
	for i, f := range v.Facts {
		c.Words()[i] = anyWord(f).Draw(t, f.ID)
	}
	return c
}

func anyWord(f *facts.Fact) *rapid.Generator[uint64] {
	return rapid.Custom(func(t *rapid.T) uint64 {
		var words []uint64
		if f.OffersNotSure() {
			words = append(words, f.UnsureBit())
		}
		if f.OffersNone() {
			words = append(words, f.NoneBit())
		}
		switch f.Kind {
		case facts.Number:
			return rapid.Uint64Range(0, f.Steps()+1).Draw(t, "number")
		case facts.Answer:
			words = append(words, facts.AnswerYes, facts.AnswerNo)
		case facts.Choice:
			for i := range f.Options {
				words = append(words, 1<<i)
			}
		case facts.Set:
			ticked := rapid.Uint64Range(1, f.OptionBits()).Draw(t, "ticked")
			words = append(words, ticked)
			if f.OffersNotSure() {
				words = append(words, ticked|f.UnsureBit())
			}
		}
		return rapid.SampledFrom(append(words, 0)).Draw(t, "word")
	})
}
