package ask

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/program"
	"github.com/limber-triage/limber/facts"
)

// search looks for answers to open facts that make a rule fire. It goes from
// the rule's condition to the answers: conditions have no negation, so what
// makes one hold is a few answers, and only those are tried. Every smallest
// way to make it hold is among those it visits.
//
// A question too hard for the budget gets the answer on the safe side: that
// the referral can still come, and that the fact still matters.
type search struct {
	vocab   *facts.Vocabulary
	gates   []pack.Cond
	triage  [facts.LevelEmergency + 1][]*pack.Rule // by level: those with the fewest atoms first
	drawn   [][]*pack.Rule                         // by finding: the rules that draw it
	classes [][]uint64                             // by number: the least word of each span that conditions tell apart

	given []uint64 // the words of the case
	words []uint64 // and those with the answers tried
	open  []bool
	found []bool         // drawn from the case as it is
	bound *program.State // of a run in which every open fact has all answers at once
	trial *program.State

	visit    func() (stop bool) // called for each way found
	budget   int
	steps    int // left of the budget
	exceeded bool

	reach []facts.Level // by fact: result of raises
	waits []bool        // scratch: the open facts that a rule waits for
	kept  []uint64      // scratch
}

// budget is how many parts of conditions one call may look at, each some tens
// of nanoseconds: on the shipped pack about ten times what any case needed.
const budget = 20_000

func newSearch(p *pack.Pack, prog *program.Program) search {
	n := len(p.Vocabulary.Facts)
	s := search{
		budget: budget, vocab: p.Vocabulary, gates: p.Gates, drawn: make([][]*pack.Rule, len(p.Found)), classes: make([][]uint64, n),
		words: make([]uint64, n), found: make([]bool, len(p.Found)), trial: prog.NewState(), reach: make([]facts.Level, n), waits: make([]bool, n), kept: make([]uint64, n),
	}
	atoms := map[*pack.Rule]int{}
	starts := func(a *pack.Atom) {
		if a.Finding < 0 && p.Vocabulary.Facts[a.Fact].Kind == facts.Number {
			s.classes[a.Fact] = append(s.classes[a.Fact], a.Lo, a.Hi+1)
		}
	}
	for _, r := range p.Rules {
		pack.Atoms(r.Cond, func(a *pack.Atom) { atoms[r]++; starts(a) })
		for _, e := range r.Effects {
			if e.Verb == grl.SetFound {
				s.drawn[e.Finding] = append(s.drawn[e.Finding], r)
			}
		}
		if l := r.Urgency(); l != facts.LevelNone {
			s.triage[l] = append(s.triage[l], r)
		}
	}
	for _, gate := range p.Gates {
		if gate != nil {
			pack.Atoms(gate, starts)
		}
	}
	for i, f := range p.Vocabulary.Facts {
		if f.Kind == facts.Number {
			list := append(s.classes[i], 1)
			slices.Sort(list)
			s.classes[i] = slices.DeleteFunc(slices.Compact(list), func(w uint64) bool { return w > f.Steps()+1 })
		}
	}
	for _, rules := range s.triage {
		slices.SortStableFunc(rules, func(a, b *pack.Rule) int { return cmp.Compare(atoms[a], atoms[b]) })
	}
	return s
}

func (s *search) forget() {
	s.given = nil
	clear(s.words)
	clear(s.kept)
	clear(s.found)
	s.trial.Forget()
}

// begin takes a case, its open facts, what holds for it now, and what would if
// they had all answers at once.
func (s *search) begin(words []uint64, open []bool, now, bound *program.State) {
	s.given, s.open, s.bound = words, open, bound
	copy(s.words, words)
	for i := range s.found {
		s.found[i] = now.Found(i)
	}
	s.steps, s.exceeded = s.budget, false
}

// reachable reports whether answers exist that bring a referral of this level.
func (s *search) reachable(l facts.Level) bool {
	found := false
	s.visit = func() bool { found = true; return true }
	for _, r := range s.triage[l] {
		if s.bound.Fired(r.Index) && s.solve(&goal{cond: r.Cond}) {
			break
		}
	}
	return found || s.exceeded
}

// goal is a condition that is to hold, and those after it.
type goal struct {
	cond pack.Cond
	gate bool // of a gate, where not being sure is as good
	next *goal
}

// spent takes one step of the budget, and reports whether there was none.
func (s *search) spent() bool {
	s.steps--
	s.exceeded = s.exceeded || s.steps < 0
	return s.exceeded
}

// solve tries all answers that reach the goals and calls visit for each. It
// reports whether the search is over.
func (s *search) solve(g *goal) bool {
	if g == nil {
		return s.visit()
	}
	if s.spent() {
		return true
	}
	if s.holds(g.cond, g.gate) {
		return s.solve(g.next)
	}
	if !s.possible(g.cond, g.gate) {
		return false
	}
	switch c := g.cond.(type) {
	case pack.And:
		next := g.next
		for _, t := range slices.Backward(c) {
			next = &goal{t, g.gate, next}
		}
		return s.solve(next)
	case pack.Or:
		for _, t := range c {
			if s.solve(&goal{t, g.gate, g.next}) {
				return true
			}
		}
		return false
	case pack.AtLeast: // with the first term, or without it
		rest := c.Terms[1:]
		with := &goal{pack.AtLeast{K: c.K - 1, Terms: rest}, g.gate, g.next}
		if s.solve(&goal{c.Terms[0], g.gate, with}) {
			return true
		}
		if s.holds(c.Terms[0], g.gate) {
			return false // leaving out what holds anyway gains nothing
		}
		return s.solve(&goal{pack.AtLeast{K: c.K, Terms: rest}, g.gate, g.next})
	case *pack.Atom:
		if c.Finding < 0 {
			return s.answer(c, g)
		}
		for _, r := range s.drawn[c.Finding] {
			if s.solve(&goal{r.Cond, g.gate, g.next}) {
				return true
			}
		}
		return false
	}
	panic(fmt.Sprintf("ask: no such condition: %T", g.cond))
}

// answer tries every smallest answer under which an atom holds.
func (s *search) answer(a *pack.Atom, g *goal) bool {
	f := s.vocab.Facts[a.Fact]
	if !s.open[a.Fact] {
		return false
	}
	next := g.next
	first := s.words[a.Fact] == 0
	if gate := s.gates[a.Fact]; first && gate != nil {
		next = &goal{gate, true, next} // nobody answers what is not asked
	}
	switch f.Kind {
	case facts.Number:
		return first && s.number(a, next)
	case facts.Set:
		return s.tick(a, g.gate, next, 0)
	}
	mask := a.Mask
	if g.gate && f.OffersNotSure() {
		mask |= f.UnsureBit()
	}
	for ; first && mask != 0; mask &= mask - 1 {
		if s.try(a.Fact, mask&-mask, next) {
			return true
		}
	}
	return false
}

// try goes on with one answer, and takes it back.
func (s *search) try(fact int, word uint64, next *goal) bool {
	before := s.words[fact]
	s.words[fact] = word
	over := s.solve(next)
	s.words[fact] = before
	return over
}

func (s *search) number(a *pack.Atom, next *goal) bool {
	for _, w := range s.classes[a.Fact] {
		if a.HoldsFor(w) && s.try(a.Fact, w, next) {
			return true
		}
	}
	return false
}

// tick adds to the ticks of a set until the atom holds, from a bit on.
func (s *search) tick(a *pack.Atom, gate bool, next *goal, from int) bool {
	f, word := s.vocab.Facts[a.Fact], s.words[a.Fact]
	if s.holds(a, gate) {
		return s.solve(next)
	}
	if s.spent() {
		return true
	}
	none, mask := f.NoneBit(), a.Mask
	if gate && f.OffersNotSure() {
		mask |= f.UnsureBit()
	}
	for bit := from; mask>>bit != 0; bit++ {
		b := uint64(1) << bit
		if b&mask == 0 || b&word != 0 || word != 0 && (word|b)&none != 0 {
			continue
		}
		s.words[a.Fact] = word | b
		over := s.tick(a, gate, next, bit+1)
		s.words[a.Fact] = word
		if over {
			return true
		}
	}
	return false
}
