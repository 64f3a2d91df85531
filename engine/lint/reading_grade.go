package lint

import (
	"strings"

	"github.com/limber-triage/limber/engine/diag"
)

var readingGrade = Check{
	Code:     "reading-grade",
	Summary:  "a question, message, tip or step that is hard to read",
	Severity: diag.Note,
	Doc: `
Half of all adults read at the level of a child of twelve or below, and pain
does not help. The measure is the Flesch-Kincaid grade, in years of school:
0.39 x words per sentence + 11.8 x syllables per word - 15.59. It knows
nothing of sense, so it is a note; texts of fewer than eight words are not
measured, nor is any language but English. The limit is 9 unless configured.

Split the sentence, or take a shorter word.`,
	Bad: `
-- messages.en.yaml --
tips:
  breaks:
    title: "Breaks"
    text: "Regular interruption of uninterrupted sedentary activities considerably facilitates musculoskeletal recuperation."
    sources: [health-service]`,
	Good: `
-- messages.en.yaml --
tips:
  breaks:
    title: "Breaks"
    text: "Get up now and then, and walk a few steps before you sit down again."
    sources: [health-service]`,
	run: func(s *pass) {
		if s.p.Locale != english {
			return
		}
		for _, t := range s.texts {
			if !graded[t.kind] || len(strings.Fields(t.words)) < fewestWords {
				continue
			}
			if grade := Grade(t.words); grade > s.o.MaxGrade {
				s.reportf(s.spotOf(t, ""), "split the sentence, or take shorter words", "%s has a reading grade of %.1f, above %.1f", t.what, grade, s.o.MaxGrade)
			}
		}
	},
}

// english is the one language whose syllables and phrases lint knows.
const english = "en"

// fewestWords is the least that can be measured: below, one name of a muscle
// decides.
const fewestWords = 8

var graded = [...]bool{question: true, message: true, fixed: true, alarm: true, tip: true, step: true}
