package ask

import (
	"fmt"

	"github.com/limber-triage/limber/engine/pack"
)

// holds evaluates a condition for the answers so far.
func (s *search) holds(c pack.Cond, gate bool) bool {
	switch c := c.(type) {
	case pack.And:
		for _, t := range c {
			if !s.holds(t, gate) {
				return false
			}
		}
		return true
	case pack.Or:
		for _, t := range c {
			if s.holds(t, gate) {
				return true
			}
		}
		return false
	case pack.AtLeast:
		n := 0
		for _, t := range c.Terms {
			if s.holds(t, gate) {
				n++
			}
		}
		return n >= c.K
	case *pack.Atom:
		if c.Finding < 0 {
			return c.HoldsFor(s.words[c.Fact]) || gate && s.unsure(c.Fact)
		}
		if s.found[c.Finding] {
			return true
		}
		if !s.bound.Found(c.Finding) {
			return false
		}
		for _, r := range s.drawn[c.Finding] {
			if s.holds(r.Cond, gate) {
				return true
			}
		}
		return false
	}
	panic(fmt.Sprintf("ask: no such condition: %T", c))
}

// unsure reports whether a fact is answered not_sure, ticks beside it or not.
func (s *search) unsure(fact int) bool {
	f := s.vocab.Facts[fact]
	return f.OffersNotSure() && s.words[fact]&f.UnsureBit() != 0
}

// possible reports whether a condition could hold if every open fact had all
// answers at once.
func (s *search) possible(c pack.Cond, gate bool) bool {
	switch c := c.(type) {
	case pack.And:
		for _, t := range c {
			if !s.possible(t, gate) {
				return false
			}
		}
		return true
	case pack.Or:
		for _, t := range c {
			if s.possible(t, gate) {
				return true
			}
		}
		return false
	case pack.AtLeast:
		n := 0
		for _, t := range c.Terms {
			if s.possible(t, gate) {
				n++
			}
		}
		return n >= c.K
	case *pack.Atom:
		if c.Finding >= 0 {
			return s.bound.Found(c.Finding)
		}
		return s.open[c.Fact] || c.HoldsFor(s.given[c.Fact]) || gate && s.unsure(c.Fact)
	}
	panic(fmt.Sprintf("ask: no such condition: %T", c))
}
