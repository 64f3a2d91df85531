package lint

import (
	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/pack"
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
			if named[id] || pack.Shown(id) {
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
