package lint

import (
	"strings"

	"github.com/limber-triage/limber/engine/diag"
)

var reassurance = Check{
	Code:     "reassurance",
	Summary:  "a text that tells people that nothing is wrong",
	Severity: diag.Error,
	Doc: `
No set of answers shows that nothing is wrong, and whoever is told so waits
longer with the next sign. No text may say "all clear", or that somebody is
fine, safe or has nothing to fear.

Say what was not found and what to watch for.`,
	Bad: `
-- messages.en.yaml --
texts:
  headline-self_care: "All clear. You can start the plan."`,
	Good: `
-- messages.en.yaml --
texts:
  headline-self_care: "You can start the plan below."`,
	run: func(s *pass) {
		if s.p.Locale != english {
			return
		}
		for _, t := range s.texts {
			if t.kind == reviewer {
				continue
			}
			words := strings.ToLower(strings.ReplaceAll(t.words, "\n", " "))
			for _, phrase := range reassuring {
				if i := strings.Index(words, phrase); i >= 0 {
					first, _, _ := strings.Cut(t.words[min(i, len(t.words)):], " ")
					s.reportf(s.spotOf(t, first), "say what was not found and what to watch for", "%s says %q, which no answers can show", t.what, phrase)
				}
			}
		}
	},
}

// reassuring are phrases that promise what nobody can know, in small letters.
var reassuring = []string{
	"all clear", "all-clear", "nothing is wrong", "nothing wrong with you", "nothing to worry about", "no need to worry", "do not worry", "don't worry",
	"you are fine", "you're fine", "you are safe", "completely safe", "perfectly safe", "totally safe", "is harmless", "cannot do harm", "no need to see",
}
