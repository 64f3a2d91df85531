package proof

import (
	"slices"

	"github.com/limber-triage/limber/engine/pack"
)

// BrokenClaim is the code by which pack.yaml waives a part of a claim that some
// case breaks.
const BrokenClaim = "broken-claim"

// Codes lists what a waiver in pack.yaml may accept of what is found here. The
// place of a claim's part is "claim:ID" or "claim:ID PART", of an idle part
// "rule:NAME", "finding:ID", "tip:ID" or "exercise:ID". What is undecided is
// never waived: nothing is known of it.
func Codes() []string {
	return []string{BrokenClaim, IdleRule, IdleAtom, UnreachableFinding, UnreachableTip, UnreachableExercise}
}

func (r *ClaimResult) place(f *Failure) string {
	if f.Part == "" {
		return "claim:" + r.ID
	}
	return "claim:" + r.ID + " " + f.Part
}

func (i *IdlePart) place() string {
	kinds := map[string]string{IdleRule: "rule:", IdleAtom: "rule:", UnreachableFinding: "finding:", UnreachableTip: "tip:", UnreachableExercise: "exercise:"}
	return kinds[i.Code] + i.Name
}

// subsumed is lint's code for a rule that one other covers: of such a rule an
// idle one says nothing new.
const subsumed = "subsumed-rule"

// waived is the reason of the waiver of a finding, "" without one.
func waived(p *pack.Pack, code, place string, known bool) string {
	for _, w := range p.Waivers {
		if known && (w.Code == code || code == IdleRule && w.Code == subsumed) && w.Place == place {
			return w.Reason
		}
	}
	return ""
}

// Unused lists the waivers of these codes that accept nothing any more: what
// they were granted for is mended.
func Unused(p *pack.Pack, claims []ClaimResult, idle []IdlePart, codes ...string) (list []pack.Waiver) {
	var found [][2]string
	for i := range claims {
		for j := range claims[i].Failed {
			found = append(found, [2]string{BrokenClaim, claims[i].place(&claims[i].Failed[j])})
		}
	}
	for i := range idle {
		found = append(found, [2]string{idle[i].Code, idle[i].place()})
	}
	for _, w := range p.Waivers {
		if slices.Contains(codes, w.Code) && !slices.Contains(found, [2]string{w.Code, w.Place}) {
			list = append(list, w)
		}
	}
	return list
}
