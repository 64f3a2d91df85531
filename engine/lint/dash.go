package lint

import (
	"strings"

	"github.com/limber-triage/limber/engine/diag"
)

var dash = Check{
	Code:     "dash",
	Summary:  "a dash that joins two thoughts",
	Severity: diag.Warning,
	Doc: `
A dash hides whether what follows explains, adds or takes back, and screen
readers skip it. A hyphen within a word and the word "to" between two numbers
are fine.

Write two sentences, or a comma, or a colon.`,
	Bad: `
-- messages.en.yaml --
tips:
  breaks: {title: "Breaks", text: "Get up now and then — every hour.", sources: [health-service]}`,
	Good: `
-- messages.en.yaml --
tips:
  breaks: {title: "Breaks", text: "Get up now and then, every hour.", sources: [health-service]}`,
	run: func(s *pass) {
		for _, t := range s.texts {
			for _, mark := range []string{"—", " – ", " -- ", " - "} {
				if strings.Contains(t.words, mark) {
					s.reportf(s.spotOf(t, strings.TrimSpace(mark)), "write two sentences, or a comma or colon", "%s has a dash", t.what)
				}
			}
		}
	},
}
