package ask

import (
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

// raises finds for each open fact the strongest referral above level that no
// answers to the other open facts reach without it.
func (s *search) raises(level, bound facts.Level) []facts.Level {
	clear(s.reach)
	if bound <= level {
		return s.reach
	}
	for l := bound; l > level && !s.exceeded; l-- {
		s.visit = func() bool {
			s.credit(l)
			return !s.pending()
		}
		for _, r := range s.triage[l] {
			if clear(s.waits); s.bound.Fired(r.Index) && s.waiting(r.Cond, false) && s.pending() && s.solve(&goal{cond: r.Cond}) && s.exceeded {
				break
			}
		}
	}
	if s.exceeded {
		s.allThatWait(level, bound)
	}
	return s.reach
}

// credit takes each answer that was tried away in turn: what reaches the level
// no longer has needed it.
func (s *search) credit(l facts.Level) {
	copy(s.kept, s.words)
	for i, w := range s.kept {
		if w == s.given[i] || s.reach[i] != facts.LevelNone {
			continue
		}
		s.words[i] = 0
		for g, gate := range s.gates {
			if gate != nil && s.words[g] != s.given[g] && !s.holds(gate, true) {
				s.words[g] = 0 // it is not asked
			}
		}
		if s.trial.Run(s.words); s.trial.Level() < l {
			s.reach[i] = l
		}
		copy(s.words, s.kept)
	}
}

// pending reports whether a rule waits for a fact that is not known to matter.
func (s *search) pending() bool {
	for i, w := range s.waits {
		if w && s.reach[i] == facts.LevelNone {
			return true
		}
	}
	return false
}

// waiting marks the open facts that a condition waits for, and reports whether
// there are any.
func (s *search) waiting(c pack.Cond, gate bool) bool {
	if s.holds(c, gate) || !s.possible(c, gate) {
		return false
	}
	switch c := c.(type) {
	case pack.And:
		s.waitingForAll(c, gate)
	case pack.Or:
		s.waitingForAll(c, gate)
	case pack.AtLeast:
		s.waitingForAll(c.Terms, gate)
	case *pack.Atom:
		if c.Finding < 0 {
			s.waits[c.Fact] = true
			if g := s.gates[c.Fact]; g != nil {
				s.waiting(g, true)
			}
			break
		}
		for _, r := range s.drawn[c.Finding] {
			s.waiting(r.Cond, gate)
		}
	}
	return true
}

func (s *search) waitingForAll(terms []pack.Cond, gate bool) {
	for _, t := range terms {
		s.waiting(t, gate)
	}
}

// allThatWait credits every fact that some rule waits for.
func (s *search) allThatWait(level, bound facts.Level) {
	copy(s.words, s.given)
	for l := bound; l > level; l-- {
		clear(s.waits)
		for _, r := range s.triage[l] {
			s.waiting(r.Cond, false)
		}
		for i, w := range s.waits {
			if w {
				s.reach[i] = max(s.reach[i], l)
			}
		}
	}
}
