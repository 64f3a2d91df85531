package lint

import (
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

// possible reports whether some answers make all of the conditions hold. When
// that takes too many steps to say, it says yes.
func (g *ground) possible(conds ...pack.Cond) bool {
	s := search{g: g, left: make([]answers, len(g.p.Vocabulary.Facts)), steps: maxSteps}
	for i, f := range g.p.Vocabulary.Facts {
		s.left[i] = everyAnswer(f)
	}
	return s.hold(conds, nil)
}

// maxSteps bounds one question. The largest condition of the shipped pack
// takes some hundreds.
const maxSteps = 20_000

// answers are the answers to one fact that are still possible: a range of a
// number; the options and "not sure" of a choice; for a set only whether it is
// ticked or none, since ticking more never makes a condition fail.
type answers struct{ lo, hi uint64 }

const ticked, none uint64 = 1, 2

func everyAnswer(f *facts.Fact) answers {
	switch f.Kind {
	case facts.Number:
		return answers{1, f.Steps() + 1}
	case facts.Answer:
		return answers{hi: facts.AnswerYes | facts.AnswerNo | f.UnsureBit()}
	case facts.Choice:
		return answers{hi: f.OptionBits() | f.UnsureBit()}
	}
	return answers{hi: ticked | none}
}

// narrow leaves the answers for which an atom holds, and whether there are any.
func (a answers) narrow(f *facts.Fact, t *pack.Atom) (answers, bool) {
	switch f.Kind {
	case facts.Number:
		a.lo, a.hi = max(a.lo, t.Lo), min(a.hi, t.Hi)
		return a, a.lo <= a.hi
	case facts.Set:
		var holds uint64
		if t.Mask&(f.OptionBits()|f.UnsureBit()) != 0 {
			holds |= ticked
		}
		if t.Mask&f.NoneBit() != 0 {
			holds |= none
		}
		a.hi &= holds
	default:
		a.hi &= t.Mask
	}
	return a, a.hi != 0
}

type search struct {
	g     *ground
	left  []answers // by fact index
	steps int
}

// hold tries to make all of now hold, and then one branch of each of later.
func (s *search) hold(now, later []pack.Cond) bool {
	if s.steps--; s.steps < 0 {
		return true
	}
	if len(now) == 0 {
		return len(later) == 0 || s.branch(later[0], later[1:])
	}
	first, rest := now[0], now[1:]
	switch c := first.(type) {
	case pack.And:
		return s.hold(append(c[:len(c):len(c)], rest...), later)
	case *pack.Atom:
		if c.Finding >= 0 {
			return s.hold(rest, append(later[:len(later):len(later)], c))
		}
		before := s.left[c.Fact]
		after, any := before.narrow(s.g.fact(c.Fact), c)
		if !any {
			return false
		}
		s.left[c.Fact] = after
		ok := s.hold(rest, later)
		s.left[c.Fact] = before
		return ok
	}
	return s.hold(rest, append(later[:len(later):len(later)], first))
}

// branch tries the ways in which a condition can hold, one after the other.
func (s *search) branch(c pack.Cond, later []pack.Cond) bool {
	switch c := c.(type) {
	case pack.Or:
		return some(c, func(t pack.Cond) bool { return s.hold([]pack.Cond{t}, later) })
	case pack.AtLeast:
		return s.choose(c.K, c.Terms, nil, later)
	case *pack.Atom: // a finding
		return some(s.g.p.Found[c.Finding].Rules, func(i int) bool { return s.hold([]pack.Cond{s.g.p.Rules[i].Cond}, later) })
	}
	return s.hold([]pack.Cond{c}, later)
}

// choose tries every choice of k terms.
func (s *search) choose(k int, terms, chosen, later []pack.Cond) bool {
	if k == 0 {
		return s.hold(chosen, later)
	}
	if len(terms) < k {
		return false
	}
	with := append(chosen[:len(chosen):len(chosen)], terms[0])
	return s.choose(k-1, terms[1:], with, later) || s.choose(k, terms[1:], chosen, later)
}
