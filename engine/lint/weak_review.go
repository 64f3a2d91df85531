package lint

import (
	"slices"
	"strings"
	"time"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/pack"
)

var weakReview = Check{
	Code:     "weak-review",
	Summary:  "an approval that nobody could be asked about",
	Severity: diag.Error,
	Doc: `
"approved by NAME on DATE" is what a clinician answers for and what every page
then shows. It needs the name of a person and a day that exists. And a pack is
approved only when every card is: one written since is pending and makes the
whole pending.

Write the name and the day, or write pending.`,
	Bad: `
-- messages.en.yaml --
cards:
  Fever:
    message: "A fever should be looked at."
    action: same_day
    sources: [general-knowledge, health-service]
    grade: consensus
    review: approved by NAME on 2026-02-30`,
	Good: `
-- messages.en.yaml --
cards:
  Fever:
    message: "A fever should be looked at."
    action: same_day
    sources: [general-knowledge, health-service]
    grade: consensus
    review: approved by Dr Ada Byrne on 2026-02-28`,
	run: func(s *pass) {
		page := s.files.value(packFile, "review")
		page.place = "pack:" + s.p.Name
		s.review(page, s.p.Review)
		pending := 0
		s.written(func(r *pack.Rule) {
			if !r.Card.Review.Approved {
				pending++
				return
			}
			at := s.files.value(s.messagesFile(), "cards", r.Name, "review")
			at.place = "rule:" + r.Name
			s.review(at, r.Card.Review)
		})
		if s.p.Review.Approved && pending > 0 {
			s.reportf(page, "write pending, or have those cards approved", "the pack is approved, and %d of its cards are pending", pending)
		}
	},
}

func (s *pass) review(at spot, r pack.Review) {
	if !r.Approved {
		return
	}
	if _, err := time.Parse(time.DateOnly, r.On); err != nil {
		s.reportf(at, "write the day as 2026-11-21", "there is no day %s", r.On)
	}
	if words := strings.Fields(strings.ToLower(r.By)); len(strings.Join(words, "")) < shortestName || slices.ContainsFunc(words, isNobody) {
		s.reportf(at, "write who approved it, or pending", "%q is not the name of a person", r.By)
	}
}

// shortestName is the fewest letters that say who somebody is.
const shortestName = 3

func isNobody(word string) bool {
	return slices.Contains([]string{"name", "todo", "tbd", "someone", "somebody", "nobody", "me", "us", "unknown", "xxx", "n/a"}, word)
}
