package lint

import (
	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/pack"
)

var unusedSource = Check{
	Code:     "unused-source",
	Summary:  "a source that nothing cites",
	Severity: diag.Note,
	Doc: `
The sources of a pack are what its statements rest on. One that no card, tip,
caution, exercise, region or code cites lends weight to nothing.

Cite it where it was used, or remove it.`,
	Bad: `
-- sources.yaml --
sources:
  - {id: old-book, kind: textbook, title: "An old book", verified: false, read: none}`,
	Good: `
-- sources.yaml --
sources:
  - {id: old-book, kind: textbook, title: "An old book", verified: false, read: none}
-- messages.en.yaml --
cautions:
  breathe: {text: "Keep breathing.", sources: [old-book]}
-- rules.grl --
rule KeepBreathing "Older people" {
  when Found.Older
  then
    Plan.Caution("kneeling", "breathe");
}`,
	run: func(s *pass) {
		cited := map[string]bool{}
		cite := func(ids []string) {
			for _, id := range ids {
				cited[id] = true
			}
		}
		s.written(func(r *pack.Rule) { cite(r.Card.Sources) })
		for _, t := range s.p.Tips {
			cite(t.Sources)
		}
		for _, c := range s.p.Cautions {
			cite(c.Sources)
		}
		for _, e := range s.p.Exercises {
			cite(e.Sources)
		}
		for _, r := range s.p.Regions {
			cite(r.Sources)
		}
		for _, f := range s.p.Vocabulary.Facts {
			for _, c := range f.Codes {
				cited[c.Source] = true
			}
		}
		for _, id := range sortedKeys(s.p.Sources) {
			if !cited[id] {
				s.reportf(s.entrySpot("source", sourcesFile, "sources", id), "cite it where it was used, or remove it", "nothing cites the source %s", id)
			}
		}
	},
}
