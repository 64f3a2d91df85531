package lint

import (
	"strings"
	"unicode"

	"github.com/limber-triage/limber/engine/diag"
)

var shouting = Check{
	Code:     "shouting",
	Summary:  "capitals or exclamation marks in a text for people",
	Severity: diag.Warning,
	Doc: `
Somebody who is told to call an ambulance is frightened enough. Urgency is in
what the text says and in where it stands, not in how loud it is. A word counts
as shouted when it is written in capitals, has three letters or more, and
stands in small letters elsewhere in the pack: so abbreviations such as NHS do
not, nor do references in parentheses after the meaning of a rule.

Write it in small letters; end the sentence with a full stop.`,
	Bad: `
-- messages.en.yaml --
tips:
  breaks: {title: "Breaks", text: "Get UP now. Then get up again later.", sources: [health-service]}
  stop: {title: "Stop", text: "STOP at once when it hurts, and stop for the day.", sources: [health-service]}
-- rules.grl --
rule TellStop "Everyone" {
  when Case.Age >= 18
  then
    Advise.Tip("stop");
}`,
	Good: `
-- messages.en.yaml --
tips:
  stop: {title: "Stop", text: "Stop when it hurts. The NHS says so too.", sources: [health-service]}
-- rules.grl --
rule TellStop "Everyone" {
  when Case.Age >= 18
  then
    Advise.Tip("stop");
}`,
	run: func(s *pass) {
		small := map[string]bool{} // words in small letters anywhere
		for _, t := range s.texts {
			for _, w := range lettersOf(t.words) {
				if w == strings.ToLower(w) {
					small[w] = true
				}
			}
		}
		for _, t := range s.texts {
			if strings.Contains(t.words, "!") {
				s.reportf(s.spotOf(t, "!"), "end it with a full stop", "%s has an exclamation mark", t.what)
			}
			words := t.words
			if t.kind == meaning { // (P-NECK-VASC) refers to the pack's evidence
				words = parenthesised.ReplaceAllString(words, "")
			}
			for _, w := range lettersOf(words) {
				const shortest = 3
				if len(w) >= shortest && w == strings.ToUpper(w) && small[strings.ToLower(w)] {
					s.reportf(s.spotOf(t, w), "write it in small letters", "%s shouts %s", t.what, w)
				}
			}
		}
	},
}

// lettersOf splits a text into its words.
func lettersOf(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' })
}
