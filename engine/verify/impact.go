package verify

import (
	"cmp"
	"slices"
)

// Impact is what a difference does to a file of cases.
type Impact struct {
	Cases   int    `json:"cases"`    // decided by both
	Same    int    `json:"same"`     // with the same outcome, urgency, reasons and exercises
	OldOnly int    `json:"old_only"` // cases that only the old pack can read
	NewOnly int    `json:"new_only"`
	Neither int    `json:"neither"`
	Pairs   []Pair `json:"pairs"` // of ends, most cases first; where both are alike, reasons or exercises differ
}

// Brief is what of a decision is counted.
type Brief struct {
	End
	Reasons   []string // rules
	Exercises []string // ids, in order
}

// Add counts one case, and reports how it changed. Case is left for the caller
// to fill.
func (i *Impact) Add(before, after Brief) (Change, bool) {
	i.Cases++
	c := Change{
		From: before.End, To: after.End,
		ReasonsGone: minus(before.Reasons, after.Reasons), ReasonsNew: minus(after.Reasons, before.Reasons),
		ExercisesGone: minus(before.Exercises, after.Exercises), ExercisesNew: minus(after.Exercises, before.Exercises),
	}
	if c.From == c.To && slices.Equal(before.Reasons, after.Reasons) && slices.Equal(before.Exercises, after.Exercises) {
		i.Same++
		return c, false
	}
	at := slices.IndexFunc(i.Pairs, func(p Pair) bool { return p.From == c.From && p.To == c.To })
	if at < 0 {
		at = len(i.Pairs)
		i.Pairs = append(i.Pairs, Pair{From: c.From, To: c.To})
	}
	i.Pairs[at].Cases++
	return c, true
}

// Sort puts the pairs of most cases first.
func (i *Impact) Sort() {
	slices.SortFunc(i.Pairs, func(a, b Pair) int {
		return cmp.Or(cmp.Compare(b.Cases, a.Cases), cmp.Compare(a.From.String(), b.From.String()), cmp.Compare(a.To.String(), b.To.String()))
	})
}
