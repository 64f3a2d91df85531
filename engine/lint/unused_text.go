package lint

import (
	"slices"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/yamltree"
)

var unusedText = Check{
	Code:     "unused-text",
	Summary:  "a fixed text that nothing shows",
	Severity: diag.Warning,
	Doc: `
Texts are shown by decisions and pages, which know them by fixed ids, or named
in pack.yaml (the notice, the notes of start levels). Any other id is
misspelt or left over.

Name it in pack.yaml, or remove it.`,
	Bad: `
-- messages.en.yaml --
texts:
  start-biuld: "Build up."`,
	Good: `
-- messages.en.yaml --
texts:
  start-build: "Build up."`,
	run: func(s *pass) {
		named := map[string]bool{}
		if root := s.files.tree(packFile); root != nil {
			scalars(root, func(word string) { named[word] = true })
		}
		for _, id := range sortedKeys(s.p.Texts) {
			if named[id] || slices.Contains(shownTexts, id) {
				continue
			}
			s.reportf(s.entrySpot("text", s.messagesFile(), "texts", id), "name it in pack.yaml, or remove it", "nothing shows the text %s", id)
		}
	},
}

// scalars calls f for every value below n.
func scalars(n *yamltree.Node, f func(string)) {
	if n.Kind == yamltree.Scalar {
		f(n.Value)
	}
	for _, item := range n.Items {
		scalars(item, f)
	}
	for _, p := range n.Pairs {
		scalars(p.Value, f)
	}
}

// shownTexts are the texts that decisions and pages show. pack.Load refuses a
// pack that lacks one of them; a test holds this list against that.
var shownTexts = []string{
	"headline-ambulance", "headline-emergency_department", "headline-crisis_line", "headline-urgent", "headline-soon",
	"headline-pharmacist", "headline-routine", "headline-self_care", "headline-incomplete", "headline-no-exercise",
	"at-least", "unsettled", "call-emergency", "call-urgent", "call-crisis", "region-unset", "number-unset-urgent",
	"number-unset-crisis", "unsure", "no-suitable-exercise", "disclaimer", "unapproved", "warm-up",
	"traffic-go", "traffic-fine", "traffic-stop", "traffic-call", "until-seen-1", "until-seen-2", "until-seen-3",
	"safety-lead", "safety-chest", "safety-breath", "safety-tear", "safety-legs", "safety-head", "safety-fever",
	"cannot-assess", "review-3", "review-14", "review-42",
}
