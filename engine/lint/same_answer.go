package lint

import (
	"strings"

	"github.com/limber-triage/limber/engine/diag"
)

var sameAnswer = Check{
	Code:     "same-answer",
	Summary:  "two answers of one question that read the same",
	Severity: diag.Error,
	Doc: `
Nobody can choose between two answers with the same words. One of them was
copied and never changed, and its rules never hear from the people they are
for.

Write the text that belongs to the option.`,
	Bad: `
-- facts.yaml --
facts:
  - id: triggers
    kind: set
    screen: you
    question: "What brings it on?"
    why: "It helps to choose exercises."
    options:
      - {id: typing, text: "Typing"}
      - {id: sitting, text: "Typing"}
    baseline: none`,
	Good: `
-- facts.yaml --
facts:
  - id: triggers
    kind: set
    screen: you
    question: "What brings it on?"
    why: "It helps to choose exercises."
    options:
      - {id: typing, text: "Typing"}
      - {id: sitting, text: "Sitting for long"}
    baseline: none`,
	run: func(s *pass) {
		for _, f := range s.p.Vocabulary.Facts {
			first := map[string]string{} // option by its text, letter case and space aside
			for i, o := range f.Options {
				key := folded(o.Text)
				if other, taken := first[key]; taken {
					s.reportf(s.optionSpot(f, i), "write the text that belongs to it", "the answers %s and %s of %s read the same", other, o.ID, f.ID)
					continue
				}
				first[key] = o.ID
			}
		}
	},
}

func folded(text string) string { return strings.ToLower(strings.Join(strings.Fields(text), " ")) }
