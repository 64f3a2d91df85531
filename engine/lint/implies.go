package lint

import (
	"math/bits"

	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

// implies reports whether d holds wherever c does, as far as the way they are
// written shows: true is certain, false may only mean that it takes more than
// a look. A finding holds wherever one of its rules does and nowhere else.
func (g *ground) implies(c, d pack.Cond) bool {
	switch c := c.(type) {
	case pack.Or:
		return all(c, func(t pack.Cond) bool { return g.implies(t, d) })
	case pack.AtLeast:
		if c.K == 1 {
			return g.implies(pack.Or(c.Terms), d)
		}
	}
	switch d := d.(type) {
	case pack.And:
		return all(d, func(t pack.Cond) bool { return g.implies(c, t) })
	case pack.AtLeast:
		if d.K == len(d.Terms) {
			return g.implies(c, pack.And(d.Terms))
		}
	}
	a, isAtom := c.(*pack.Atom)
	b, wantsAtom := d.(*pack.Atom)
	if isAtom && wantsAtom && g.atomImplies(a, b) {
		return true
	}
	return g.weaker(c, d) || g.stronger(c, d)
}

// weaker looks for a part of c that is enough for d.
func (g *ground) weaker(c, d pack.Cond) bool {
	switch c := c.(type) {
	case pack.And:
		return some(c, func(t pack.Cond) bool { return g.implies(t, d) })
	case pack.AtLeast: // of any K terms at least one is among those that are enough
		return count(c.Terms, func(t pack.Cond) bool { return g.implies(t, d) }) > len(c.Terms)-c.K
	case *pack.Atom:
		if c.Finding < 0 {
			return false
		}
		rules := g.p.Found[c.Finding].Rules
		return len(rules) > 0 && all(rules, func(i int) bool { return g.implies(g.p.Rules[i].Cond, d) })
	}
	return false
}

// stronger looks for a part of d for which c is enough.
func (g *ground) stronger(c, d pack.Cond) bool {
	switch d := d.(type) {
	case pack.Or:
		return some(d, func(t pack.Cond) bool { return g.implies(c, t) })
	case pack.AtLeast:
		if c, ok := c.(pack.AtLeast); ok && g.counts(c, d) {
			return true
		}
		return count(d.Terms, func(t pack.Cond) bool { return g.implies(c, t) }) >= d.K
	case *pack.Atom:
		if d.Finding < 0 {
			return false
		}
		return some(g.p.Found[d.Finding].Rules, func(i int) bool { return g.implies(c, g.p.Rules[i].Cond) })
	}
	return false
}

// counts reports whether enough terms of c count for d as well, each for a
// term of its own.
func (g *ground) counts(c, d pack.AtLeast) bool {
	taken := make([]bool, len(d.Terms))
	lost := 0 // terms of c that count for nothing in d
	for _, t := range c.Terms {
		matched := false
		for j, u := range d.Terms {
			if !taken[j] && g.implies(t, u) {
				taken[j], matched = true, true
				break
			}
		}
		if !matched {
			lost++
		}
	}
	return c.K-lost >= d.K
}

func (g *ground) same(c, d pack.Cond) bool { return g.implies(c, d) && g.implies(d, c) }

// atomImplies compares two atoms of one fact or finding.
func (g *ground) atomImplies(a, b *pack.Atom) bool {
	if a.Fact != b.Fact || a.Finding != b.Finding {
		return false
	}
	if a.Finding >= 0 {
		return true
	}
	f := g.fact(a.Fact)
	switch {
	case f.Kind == facts.Number:
		return a.Lo >= b.Lo && a.Hi <= b.Hi
	case b.Count > 1:
		return a.Count >= b.Count
	case a.Count > 1: // so many ticks that one of them is in b
		return a.Count > bits.OnesCount64(a.Mask&^b.Mask)
	}
	return a.Mask&^b.Mask == 0
}

func all[T any](list []T, f func(T) bool) bool { return count(list, f) == len(list) }

func some[T any](list []T, f func(T) bool) bool {
	for _, x := range list {
		if f(x) {
			return true
		}
	}
	return false
}

func count[T any](list []T, f func(T) bool) (n int) {
	for _, x := range list {
		if f(x) {
			n++
		}
	}
	return n
}
