package lint_test

import "testing"

func TestUnusedSource(t *testing.T) {
	testCheck(t, "unused-source", map[string]lintCase{
		"cited by nobody": {
			add: `
-- sources.yaml --
sources:
  - {id: §book, kind: textbook, title: "A book", verified: false, read: none}`,
			says: []string{`source book`},
		},
		"cited by a code of a fact": {
			add: `
-- sources.yaml --
sources:
  - {id: book, kind: textbook, title: "A book", verified: false, read: none}
-- facts.yaml --
facts:
  - id: triggers
    kind: set
    screen: you
    question: "A question?"
    why: "A reason."
    baseline: none
    codes: [{system: loinc, code: "1-1", source: book}]
    options:
      - {id: typing, text: "Typing"}
      - {id: sitting, text: "Sitting"}`,
		},
	})
}
