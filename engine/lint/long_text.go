package lint

import (
	"strings"
	"unicode/utf8"

	"github.com/limber-triage/limber/engine/diag"
)

var longText = Check{
	Code:     "long-text",
	Summary:  "a text longer than its place allows",
	Severity: diag.Warning,
	Doc: `
Worried people do not read to the end. Each kind of text has a limit in
characters, a little above what the shipped pack needs: names and titles 60,
answers, questions and descriptions 120, cards of findings and plans 160 and
one sentence, cards of triage rules 200 and two sentences, fixed texts 240,
steps of exercises 160, help 400, notes for reviewers 300, tips and cautions
550.

Say it in fewer words; move what only a reviewer needs into not_for.`,
	Bad: `
-- rules.grl --
rule LongFever "A fever" {
  when Case.Signs.Fever && Case.PainLevel >= 9
  then
    Refer.Emergency();
}
-- messages.en.yaml --
cards:
  LongFever:
    message: >-
      You told us that you have a fever. You also told us that the pain is very strong. Both of them together may be
      a sign of something that should not wait. This is why we think that it is better if somebody has a look at you
      as soon as this can be done.
    action: ambulance
    sources: [health-service]
    grade: consensus
    review: pending`,
	Good: `
-- rules.grl --
rule LongFever "A fever" {
  when Case.Signs.Fever && Case.PainLevel >= 9
  then
    Refer.Emergency();
}
-- messages.en.yaml --
cards:
  LongFever:
    message: "You have a fever and very strong pain. Together they should be checked now."
    action: ambulance
    sources: [health-service]
    grade: consensus
    review: pending`,
	run: func(s *pass) {
		for _, t := range s.texts {
			if n := utf8.RuneCountInString(t.words); n > longest[t.kind] {
				s.reportf(s.spotOf(t, ""), "say it in fewer words", "%s has %d characters, more than %d", t.what, n, longest[t.kind])
			}
			if n, most := sentences(t.words), mostSentences[t.kind]; most > 0 && n > most {
				s.reportf(s.spotOf(t, ""), "leave out what matters least", "%s has %d sentences, more than %d", t.what, n, most)
			}
		}
	},
}

// longest is the limit of each kind of text, in characters.
var longest = [...]int{
	label: 60, question: 120, help: 400, option: 120, meaning: 120, message: 160, fixed: 240, alarm: 200, reviewer: 300, tip: 550, step: 160,
}

// mostSentences bounds the cards; 0 bounds nothing.
var mostSentences = [...]int{message: 1, alarm: 2, step: 0}

// sentences counts the sentences of a text; a colon ends none.
func sentences(text string) (n int) {
	for w := range strings.FieldsSeq(text) {
		if endsSentence(w) && !strings.HasSuffix(w, ":") {
			n++
		}
	}
	return n
}
