// Package ask owns the order of questions: which facts are still open, which
// of them can still change the decision, and which comes next.
//
// It reads a pack, its program and the words of a case. It never words a
// question, never reads an answer from anyone and never decides.
package ask

import (
	"slices"

	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/program"
	"github.com/limber-triage/limber/facts"
)

// Asker answers for one goroutine at a time; make one each with [New].
type Asker struct {
	vocab    *facts.Vocabulary
	required []int          // the required facts
	alone    []int          // those always asked, one answer to which is an emergency by itself
	state    *program.State // what would hold if all were answered
	closed   []bool
	open     []bool
	search   search
}

// New returns an asker for a pack and the program compiled from it.
func New(p *pack.Pack, prog *program.Program) *Asker {
	n := len(p.Vocabulary.Facts)
	a := &Asker{vocab: p.Vocabulary, state: prog.NewState(), closed: make([]bool, n), open: make([]bool, n), search: newSearch(p, prog)}
	for _, f := range p.Vocabulary.Facts {
		if f.Required() {
			a.required = append(a.required, f.Index)
		}
	}
	words := make([]uint64, n)
	for _, i := range a.required {
		if p.Gates[i] == nil && a.emergency(words, p.Vocabulary.Facts[i]) {
			a.alone = append(a.alone, i)
		}
	}
	return a
}

// emergency reports whether one answer to a fact is an emergency by itself, and
// so whatever else is answered: conditions have no negation. words are all open.
func (a *Asker) emergency(words []uint64, f *facts.Fact) bool {
	defer func() { words[f.Index] = 0 }()
	for i := range f.Options {
		words[f.Index] = 1 << i
		if a.state.Run(words); a.state.Level() == facts.LevelEmergency {
			return true
		}
	}
	return false
}

// Forget clears every answer that the asker still holds.
func (a *Asker) Forget() {
	a.state.Forget()
	a.search.forget()
	clear(a.open)
}

// Closed reports which facts need no answer because their gate is answered and
// does not hold. The slice is good until the next call.
func (a *Asker) Closed(words []uint64) []bool {
	a.state.Closed(words, a.closed)
	return a.closed
}

// Required returns the open facts without which there is no plan, in the order
// in which they are asked.
func (a *Asker) Required(words []uint64) []int {
	a.markOpen(words)
	return marked(a.open)
}

// markOpen marks the required facts that are open, and reports whether there
// are any. Most cases answer everything, so gates are looked at last.
func (a *Asker) markOpen(words []uint64) (some bool) {
	clear(a.open)
	if !slices.ContainsFunc(a.required, func(i int) bool { return words[i] == 0 }) {
		return false
	}
	closed := a.Closed(words)
	for _, i := range a.required {
		a.open[i] = words[i] == 0 && !closed[i]
		some = some || a.open[i]
	}
	return some
}

func marked(facts []bool) (list []int) {
	for i, m := range facts {
		if m {
			list = append(list, i)
		}
	}
	return list
}

// CouldBecome returns the strongest referral that answers to the open required
// facts could still bring, never below what has fired already. Answers
// are taken as a person could give them: one of a choice, none or some of a
// set, and nothing behind a gate that stays closed. Without an open fact it is
// LevelNone, and nothing is evaluated.
func (a *Asker) CouldBecome(words []uint64) facts.Level {
	could, _ := a.Reach(words, nil)
	return could
}

// Reach returns what CouldBecome does, and whether any required fact is open.
// It runs the rules unless given a state that ran them, all of them, for these
// words.
func (a *Asker) Reach(words []uint64, ran *program.State) (could facts.Level, open bool) {
	for _, i := range a.alone {
		if words[i] == 0 {
			return facts.LevelEmergency, true // nothing is stronger, so there is no need to search
		}
	}
	if !a.markOpen(words) {
		return facts.LevelNone, false
	}
	now, bound := a.bounds(words, ran)
	for l := bound; l > now; l-- {
		if a.search.reachable(l) {
			return l, true
		}
	}
	return now, true
}

// bounds finds what holds already, and what would if every open fact had all
// of its answers at once. If there is something between the two, the search is
// ready for it.
func (a *Asker) bounds(words []uint64, ran *program.State) (now, bound facts.Level) {
	if ran == nil {
		ran = a.search.trial
		ran.Run(words)
	}
	a.state.RunOpen(ran, words, a.open)
	now, bound = ran.Level(), a.state.Level()
	if bound > now {
		a.search.begin(words, a.open, ran, a.state)
	}
	return now, bound
}

// Raises tells for each fact how far it could still lift the urgency above
// level: the strongest referral that is not reached without an answer to it,
// whatever the other open questions bring; LevelNone when it cannot. The slice
// is good until the next call.
func (a *Asker) Raises(words []uint64, level facts.Level) []facts.Level {
	a.markOpen(words)
	now, bound := a.bounds(words, nil)
	return a.search.raises(max(level, now), bound)
}

// Raising returns the open required facts that could still lift the urgency
// above level, in the order in which they are asked.
func (a *Asker) Raising(words []uint64, level facts.Level) (list []int) {
	for i, l := range a.Raises(words, level) {
		if l > level {
			list = append(list, i)
		}
	}
	return list
}

// Needed returns the open facts that a decision at this level still needs, in
// order. A plan needs every required fact; once somebody is to be seen soon,
// only what could make it more urgent still matters; an emergency needs nothing.
func (a *Asker) Needed(words []uint64, level facts.Level) []int {
	if level >= facts.LevelSoon {
		return a.Raising(words, level)
	}
	return a.Required(words)
}

// Optional returns the open facts that nobody has to answer, in order. Some of
// them fit a plan to the person; one with an option that refers by itself is
// worth asking even before there is a plan, which first reports.
func (a *Asker) Optional(words []uint64) (first, later []int) {
	closed := a.Closed(words)
	for _, f := range a.vocab.Facts {
		if f.Required() || words[f.Index] != 0 || closed[f.Index] {
			continue
		}
		if strongest(f) > facts.LevelNone {
			first = append(first, f.Index)
		} else {
			later = append(later, f.Index)
		}
	}
	return first, later
}
