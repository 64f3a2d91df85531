package proof

import (
	"math/bits"
	"slices"

	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

// Firing counts the combinations of answers to the facts that a rule reads,
// through findings too, under which it fires; no answer counts as one. All
// combinations weigh alike, so it says how wide a condition is and nothing of
// how many people meet it.
type Firing struct {
	Facts []string `json:"facts"` // in the order asked
	Fires uint64   `json:"fires"`
	Of    uint64   `json:"of"`
}

// countBudget is how many cases a count may look at; cases that no condition
// tells apart are looked at once.
const countBudget = 1 << 17

// CountFiring counts a rule. It gives up, with false, beyond its budget.
func CountFiring(p *pack.Pack, r *pack.Rule) (Firing, bool) {
	rules := readers(p, r)
	atoms := make([][]*pack.Atom, len(p.Vocabulary.Facts))
	for _, r := range rules {
		pack.Atoms(r.Cond, func(a *pack.Atom) {
			if a.Finding < 0 {
				atoms[a.Fact] = append(atoms[a.Fact], a)
			}
		})
	}
	out := Firing{Of: 1}
	var read []int
	var groups [][]answerGroup
	cases := 1
	for i, list := range atoms {
		if list == nil {
			continue
		}
		g, ok := groupsOf(p.Vocabulary.Facts[i], list)
		if ok = ok && cases <= countBudget/len(g); !ok {
			return Firing{}, false
		}
		cases *= len(g)
		all := uint64(0)
		for _, a := range g {
			all += a.answers
		}
		hi, lo := bits.Mul64(out.Of, all)
		if hi != 0 {
			return Firing{}, false
		}
		out.Of = lo
		out.Facts = append(out.Facts, p.Vocabulary.Facts[i].ID)
		read, groups = append(read, i), append(groups, g)
	}
	words, found := make([]uint64, len(atoms)), make([]bool, len(p.Found))
	for n := range cases {
		answers := uint64(1)
		for k, i := range read {
			g := groups[k][n%len(groups[k])]
			n /= len(groups[k])
			words[i] = g.word
			answers *= g.answers
		}
		clear(found)
		for _, x := range rules[:len(rules)-1] {
			if pack.Holds(x.Cond, words, found) {
				for _, e := range x.Effects {
					if e.Verb == grl.SetFound {
						found[e.Finding] = true
					}
				}
			}
		}
		if pack.Holds(r.Cond, words, found) {
			out.Fires += answers
		}
	}
	return out, true
}

// readers are a rule and those whose findings it reads, in the order in which
// they run; the rule itself is the last.
func readers(p *pack.Pack, r *pack.Rule) []*pack.Rule {
	wanted := make([]bool, len(p.Found))
	want := func(a *pack.Atom) {
		if a.Finding >= 0 {
			wanted[a.Finding] = true
		}
	}
	pack.Atoms(r.Cond, want)
	var list []*pack.Rule
	for _, x := range slices.Backward(p.Rules) {
		draws := slices.ContainsFunc(x.Effects, func(e pack.Effect) bool { return e.Verb == grl.SetFound && wanted[e.Finding] })
		if x.Stratum == grl.Findings && x.Index < r.Index && draws {
			pack.Atoms(x.Cond, want)
			list = append(list, x)
		}
	}
	slices.Reverse(list)
	return append(list, r)
}

// answerGroup is answers that no atom tells apart: one of them, and how many.
type answerGroup struct{ word, answers uint64 }

// mostBits bounds the options of a set that are looked at one by one.
const mostBits = 14

func groupsOf(f *facts.Fact, atoms []*pack.Atom) (list []answerGroup, ok bool) {
	read := uint64(0)
	for _, a := range atoms {
		read |= a.Mask
	}
	switch f.Kind {
	case facts.Number:
		starts := []uint64{1}
		for _, a := range atoms {
			starts = append(starts, a.Lo, a.Hi+1)
		}
		slices.Sort(starts)
		starts = slices.DeleteFunc(slices.Compact(starts), func(w uint64) bool { return w < 1 || w > f.Steps()+1 })
		list = []answerGroup{{0, 1}}
		for i, w := range starts {
			end := f.Steps() + 2
			if i+1 < len(starts) {
				end = starts[i+1]
			}
			list = append(list, answerGroup{w, end - w})
		}
	case facts.Set:
		ticks := answers(f) &^ f.NoneBit()
		read &= ticks
		if bits.OnesCount64(read) > mostBits {
			return nil, false
		}
		unread := uint64(1) << bits.OnesCount64(ticks&^read)
		for w := read; ; w = (w - 1) & read { // every subset
			list = append(list, answerGroup{w, unread})
			if w == 0 {
				break
			}
		}
		if f.OffersNone() {
			list = append(list, answerGroup{f.NoneBit(), 1})
		}
	default:
		others := uint64(1)
		for b := range bitsOf(answers(f)) {
			if b&read != 0 {
				list = append(list, answerGroup{b, 1})
			} else {
				others++
			}
		}
		list = append(list, answerGroup{0, others})
	}
	return list, true
}
