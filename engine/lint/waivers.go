package lint

import (
	"slices"
	"strconv"
	"time"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/pack"
)

// Proved lists the codes of what package proof finds, which never executes here
// but is waived in the same place.
var Proved = []string{"broken-claim", "idle-rule", "idle-atom", "unreachable-finding", "unreachable-tip", "unreachable-exercise"}

// waive leaves out the findings that pack.yaml accepts.
func (g *ground) waive(all []Finding) []Finding {
	return slices.DeleteFunc(all, func(f Finding) bool {
		return slices.ContainsFunc(g.p.Waivers, func(w pack.Waiver) bool { return accepts(w, f) })
	})
}

func accepts(w pack.Waiver, f Finding) bool { return w.Code == f.Code && w.Place == f.Place }

var unusedWaiver = Check{
	Code:     "unused-waiver",
	Summary:  "a waiver of a finding that is not there",
	Severity: diag.Warning,
	Doc: `
A waiver in pack.yaml accepts the findings of one check about one place, for a
reason. When the pack is mended the waiver goes on standing there, and would
accept the same mistake when it comes back. What load refuses cannot be waived,
nor can this.

Delete it, or correct its code or place: they must be written as findings show
them.`,
	Bad: `
-- pack.yaml --
waivers:
  - {code: unused-tip, place: "tip:breaks", reason: "wanted later", date: 2026-11-21}`,
	Good: `
-- pack.yaml --
waivers:
  - {code: unused-tip, place: "tip:water", reason: "wanted later", date: 2026-11-21}
-- messages.en.yaml --
tips:
  water: {title: "Water", text: "Drink when you are thirsty.", sources: [health-service]}`,
}

var badWaiver = Check{
	Code:     "bad-waiver",
	Summary:  "a waiver with a code or day that does not exist, or given twice",
	Severity: diag.Error,
	Doc: `
A waiver names the code of a check, the place of its findings, the reason, and
the day it was granted, so that somebody can ask again later. A code that no
check has, a day that is not in the calendar and a second waiver of the same
findings accept nothing.

Correct it, or delete it.`,
	Bad: `
-- pack.yaml --
waivers:
  - {code: unused-tips, place: "tip:breaks", reason: "wanted later", date: 2026-11-31}`,
	Good: `
-- pack.yaml --
waivers:
  - {code: unused-tip, place: "tip:water", reason: "wanted later", date: 2026-11-30}
-- messages.en.yaml --
tips:
  water: {title: "Water", text: "Drink when you are thirsty.", sources: [health-service]}`,
}

// judgeWaivers holds the waivers against what was found before waiving.
func (g *ground) judgeWaivers(found []Finding) []Finding {
	bad, unused := &pass{ground: g, check: &badWaiver}, &pass{ground: g, check: &unusedWaiver}
	codes := make([]string, len(checks))
	for i, c := range checks {
		codes[i] = c.Code
	}
	codes = append(codes, Proved...)
	for i, w := range g.p.Waivers {
		at := func(key string) spot {
			s := g.files.value(packFile, "waivers", strconv.Itoa(i), key)
			s.place = "waiver:" + w.Code + " " + w.Place
			return s
		}
		if _, err := time.Parse(time.DateOnly, w.Date); err != nil {
			bad.reportf(at("date"), "write the day as 2026-11-21", "there is no day %s", w.Date)
		}
		switch {
		case slices.ContainsFunc(g.p.Waivers[:i], func(o pack.Waiver) bool { return o.Code == w.Code && o.Place == w.Place }):
			bad.reportf(at("code"), "delete it", "%s at %s is waived already", w.Code, w.Place)
		case !slices.Contains(codes, w.Code):
			bad.reportf(at("code"), diag.DidYouMean(w.Code, codes, "limber lint --explain lists the codes"), "no check has the code %s", w.Code)
		case slices.Contains(Proved, w.Code): // limber verify says when it accepts nothing
		case !slices.ContainsFunc(found, func(f Finding) bool { return accepts(w, f) }):
			unused.reportf(at("place"), nearestPlace(found, w), "nothing is found for %s at %s", w.Code, w.Place)
		}
	}
	return append(bad.findings, unused.findings...)
}

// nearestPlace hints at a place with a finding of the waiver's code.
func nearestPlace(found []Finding, w pack.Waiver) string {
	var places []string
	for _, f := range found {
		if f.Code == w.Code {
			places = append(places, f.Place)
		}
	}
	return diag.DidYouMean(w.Place, places, "delete it")
}
