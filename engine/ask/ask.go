// Package ask owns the order of questions: which facts are still open, which
// of them can still change the decision, and which comes next.
//
// It reads a pack, its program and the words of a case. It never words a
// question, never reads an answer from anyone and never decides.
package ask

import (
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/program"
	"github.com/limber-triage/limber/facts"
)

// Asker answers for one goroutine at a time; make one each with [New].
type Asker struct {
	vocab  *facts.Vocabulary
	rules  []*pack.Rule
	state  *program.State
	closed []bool
	open   []bool
	rest   rest
	safety []int // the safety facts
}

// New returns an asker for a pack and the program compiled from it.
func New(p *pack.Pack, prog *program.Program) *Asker {
	n := len(p.Vocabulary.Facts)
	var safety []int
	for i, f := range p.Vocabulary.Facts {
		if f.Safety {
			safety = append(safety, i)
		}
	}
	return &Asker{safety: safety, vocab: p.Vocabulary, rules: p.Rules, state: prog.NewState(), closed: make([]bool, n), open: make([]bool, n), rest: newRest(p)}
}

// Forget clears every answer that the asker still holds.
func (a *Asker) Forget() {
	a.state.Forget()
	a.rest.words = nil
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
	closed := a.Closed(words)
	var open []int
	for _, f := range a.vocab.Facts {
		if f.Required() && words[f.Index] == 0 && !closed[f.Index] {
			open = append(open, f.Index)
		}
	}
	return open
}

// CouldBecome returns the strongest referral that answers to the open safety
// facts could still bring, LevelNone when none is open. It errs upwards: every
// open fact counts as having all of its answers at once.
func (a *Asker) CouldBecome(words []uint64) facts.Level {
	if !a.markOpen(words) {
		return facts.LevelNone
	}
	a.state.RunOpen(words, a.open)
	return a.state.Level()
}

// markOpen marks the open safety facts, and reports whether there are any.
func (a *Asker) markOpen(words []uint64) (any bool) {
	clear(a.open)
	unanswered := false
	for _, i := range a.safety {
		unanswered = unanswered || words[i] == 0
	}
	if !unanswered {
		return false
	}
	closed := a.Closed(words)
	for _, i := range a.safety {
		a.open[i] = words[i] == 0 && !closed[i]
		any = any || a.open[i]
	}
	return any
}

// Raising returns the open safety facts that could still lift the urgency
// above level, in the order in which they are asked: those that a rule above
// that level still waits for.
func (a *Asker) Raising(words []uint64, level facts.Level) []int {
	a.markOpen(words)
	a.rest.reset(words, a.open)
	matters := make([]bool, len(a.open))
	for _, r := range a.rules {
		a.rest.rule(r)
		if r.Urgency() > level {
			a.rest.collect(r.Cond, matters)
		}
	}
	var raising []int
	for i, m := range matters {
		if m {
			raising = append(raising, i)
		}
	}
	return raising
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
		if refersAlone(f) {
			first = append(first, f.Index)
		} else {
			later = append(later, f.Index)
		}
	}
	return first, later
}

func refersAlone(f *facts.Fact) bool {
	for _, o := range f.Options {
		if o.Alone != facts.LevelNone {
			return true
		}
	}
	return false
}
