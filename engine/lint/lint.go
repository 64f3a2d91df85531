// Package lint owns the static checks of a pack: what [pack.Load] accepts and
// is wrong all the same, idle, hard to read, or not fit to be said to a
// patient. [Run] returns every finding with its place, [Checks] and [Explain]
// say what each check looks for, and [Scaffold] writes the first draft of a
// new rule.
//
// It never executes a case and never changes the pack: a rule that is well
// formed and says the wrong thing is for fixtures and proofs to find.
package lint

import (
	"cmp"
	"slices"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/pack"
)

// Finding is one statement about a pack. Place names what it is about, such
// as "tip:movement-breaks" or "rule:DeskPosture"; with Code it is the key of a
// waiver. It is empty for what load refuses, which cannot be waived.
type Finding struct {
	diag.Diagnostic
	Place string `json:"place,omitzero"`
}

// Options shape a run. The zero value is useful.
type Options struct {
	// MaxGrade is the highest reading grade of texts for people, in years of
	// school; 0 means 9.
	MaxGrade float64
	// UsedBases are the names of the bases that fixtures start from. Fixtures
	// lie outside the pack, so nil means unknown and checks no base.
	UsedBases []string
}

// Check looks for one kind of finding.
type Check struct {
	Code     string
	Summary  string // one line: what is found
	Severity diag.Severity
	Doc      string // why it matters and the ways out
	Bad      string // an example that is found, as parts of a pack's files
	Good     string // the same, mended

	run func(*pass) // nil for the checks of waivers, which Run makes itself
}

// Run returns what the checks find in a pack and no waiver accepts, in the
// order of files and lines. A waiver that accepts nothing is a finding itself.
func Run(p *pack.Pack, o Options) []Finding {
	g := newGround(p, o)
	var all []Finding
	for i := range checks {
		if checks[i].run == nil {
			continue
		}
		s := &pass{ground: g, check: &checks[i]}
		checks[i].run(s)
		all = append(all, s.findings...)
	}
	waivers := g.judgeWaivers(all)
	all = append(g.waive(all), waivers...)
	slices.SortFunc(all, compare)
	return slices.Compact(all)
}

// Wrap makes findings of what load refused, so that one report shows both.
func Wrap(list diag.List) []Finding {
	all := make([]Finding, len(list))
	for i, d := range list {
		all[i] = Finding{Diagnostic: d}
	}
	return all
}

// Count returns how many of the findings have a severity.
func Count(all []Finding, s diag.Severity) (n int) {
	for _, f := range all {
		if f.Severity == s {
			n++
		}
	}
	return n
}

func compare(a, b Finding) int {
	return cmp.Or(diag.Compare(a.Diagnostic, b.Diagnostic), cmp.Compare(a.Place, b.Place))
}
