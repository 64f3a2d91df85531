package lint

import (
	"slices"

	"github.com/limber-triage/limber/engine/diag"
)

var unusedBase = Check{
	Code:     "unused-base",
	Summary:  "a base that no fixture starts from",
	Severity: diag.Note,
	Doc: `
Bases are people for fixtures to start from. One that no fixture uses is kept
up with every new question for nothing, or the fixtures about that person were
never written. Fixtures lie outside the pack: the check runs only where they
are at hand.

Start a fixture from it, or remove it.`,
	Bad: `
-- bases.yaml --
bases:
  nobody: {age: 30}`,
	Good: `
-- bases.yaml --
bases:
  used: {age: 30}`,
	run: func(s *pass) {
		if s.o.UsedBases == nil {
			return
		}
		for _, name := range sortedKeys(s.p.Bases) {
			if name != healthy && !slices.Contains(s.o.UsedBases, name) {
				s.reportf(s.entrySpot("base", basesFile, "bases", name), "start a fixture from it, or remove it", "no fixture starts from the base %s", name)
			}
		}
	},
}

// healthy is the base that every pack has.
const healthy = "healthy"
