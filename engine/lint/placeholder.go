package lint

import (
	"bytes"
	"strings"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/pack"
)

// placeholderMark begins what a scaffold leaves for its author to write.
const placeholderMark = "FILL IN"

var placeholder = Check{
	Code:     "placeholder",
	Summary:  "something a scaffold left to be written",
	Severity: diag.Error,
	Doc: `
limber new rule writes a draft of the rule, its card, its source and a fixture.
What only its author can know stands there as "` + placeholderMark + `" with a word on what
belongs there. As long as one is left, the pack is not ready: the words would
be shown to people. The condition of a draft can never hold, so that a draft
decides nothing.

Write what the words ask for in their place, and delete the comments that hold
the mark.`,
	Bad: `
-- messages.en.yaml --
tips:
  breaks: {title: "Breaks", text: "` + placeholderMark + ` how often to get up", sources: [health-service]}`,
	Good: `
-- messages.en.yaml --
tips:
  breaks: {title: "Breaks", text: "Get up now and then.", sources: [health-service]}`,
	run: func(s *pass) {
		for _, file := range sortedKeys(s.p.Files) {
			src := s.p.Files[file]
			for from := 0; ; {
				i := bytes.Index(src[from:], []byte(placeholderMark))
				if i < 0 {
					break
				}
				from += i
				line, _, _ := bytes.Cut(src[from:], []byte("\n"))
				at := spot{place: "file:" + file, pos: diag.At(file, src, from), width: len(placeholderMark)}
				s.reportf(at, "write it in place of the mark, or delete the comment", "still to be written: %s", wanted(string(line)))
				from += len(placeholderMark)
			}
		}
	},
}

// draft reports a rule that its author has not finished.
func draft(r *pack.Rule) bool { return strings.Contains(r.Source, placeholderMark) }

// wanted is what a placeholder asks for: the rest of its line or string.
func wanted(line string) string {
	const longest = 100
	text := []rune(strings.TrimLeft(strings.TrimPrefix(line, placeholderMark), ": "))
	for i, r := range text {
		if r == '"' || i == longest {
			text = text[:i]
			break
		}
	}
	if len(text) == 0 {
		return "the text"
	}
	return strings.TrimSpace(string(text))
}
