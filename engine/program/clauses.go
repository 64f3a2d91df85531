package program

import (
	"fmt"
	"slices"

	"github.com/limber-triage/limber/engine/pack"
)

// clause is met when any of its atoms holds.
type clause []*pack.Atom

// maxClauses bounds the clauses that a part of a condition is turned into;
// beyond it nothing is gained on testing it term by term.
const maxClauses = 16

// clauses must all be met for a condition to hold. It does hold then if they
// are exact.
type clauses struct {
	list  []clause
	exact bool
}

// meaning is what is known of findings: the clauses of some of them, by
// finding. The others are atoms like any answer.
type meaning map[int]clauses

// of turns a condition into clauses.
func (m meaning) of(cond pack.Cond) clauses {
	switch cond := cond.(type) {
	case pack.And:
		return allOf(m.each(cond))
	case pack.Or:
		return anyOf(m.each(cond))
	case pack.AtLeast:
		return atLeast(cond.K, m.each(cond.Terms))
	case *pack.Atom:
		if known, ok := m[cond.Finding]; ok {
			return known
		}
		return clauses{[]clause{{cond}}, true}
	}
	panic(fmt.Sprintf("program: no such condition: %T", cond))
}

func (m meaning) each(terms []pack.Cond) []clauses {
	out := make([]clauses, len(terms))
	for i, t := range terms {
		out[i] = m.of(t)
	}
	return out
}

func allOf(terms []clauses) clauses {
	out := clauses{exact: true}
	for _, t := range terms {
		out.list, out.exact = append(out.list, t.list...), out.exact && t.exact
	}
	return out
}

// anyOf spreads "or" over the clauses of the terms: one clause for every way of
// choosing one of each. When they are too many it keeps the shortest of each.
func anyOf(terms []clauses) clauses {
	out := clauses{[]clause{nil}, true}
	for _, t := range terms { // those with one clause first: they multiply nothing
		out.exact = out.exact && t.exact
		if len(t.list) == 1 {
			out.list[0] = union(out.list[0], t.list[0])
		}
	}
	for _, t := range terms {
		if len(t.list) == 1 {
			continue
		}
		if len(out.list)*len(t.list) > maxClauses {
			out.exact, out.list = false, shortest(out.list)
			t.list = shortest(t.list)
		}
		product := make([]clause, 0, len(out.list)*len(t.list))
		for _, a := range out.list {
			for _, b := range t.list {
				product = append(product, union(slices.Clip(a), b))
			}
		}
		out.list = product
	}
	return out
}

// shortest keeps the shortest clause, which is the rarest met.
func shortest(list []clause) []clause {
	return []clause{slices.MinFunc(list, byLength)}
}

func byLength(a, b clause) int { return len(a) - len(b) }

// union appends a clause to another, leaving out atoms that are there already.
func union(to, from clause) clause {
	for _, x := range from {
		if !slices.ContainsFunc(to, func(y *pack.Atom) bool { return same(x, y) }) {
			to = append(to, x)
		}
	}
	return to
}

// same reports whether two atoms test the same thing.
func same(a, b *pack.Atom) bool {
	return a.Fact == b.Fact && a.Finding == b.Finding && a.Mask == b.Mask && a.Count == b.Count && a.Lo == b.Lo && a.Hi == b.Hi
}

// atLeast uses that k of n terms hold exactly when every n-k+1 of them hold one
// that does.
func atLeast(k int, terms []clauses) clauses {
	size := len(terms) - k + 1
	switch {
	case k <= 0:
		return allOf(nil)
	case size <= 0:
		return anyOf(nil)
	case ways(len(terms), size) > maxClauses:
		return clauses{anyOf(terms[:size]).list, false}
	}
	var some []clauses
	choose(terms, size, nil, func(chosen []clauses) { some = append(some, anyOf(chosen)) })
	return allOf(some)
}

// ways is the number of ways to choose k of n.
func ways(n, k int) int {
	w := 1
	for i := range k {
		w = w * (n - i) / (i + 1)
	}
	return w
}

// choose calls f with every choice of n of the terms.
func choose(terms []clauses, n int, chosen []clauses, f func([]clauses)) {
	if n == 0 {
		f(chosen)
		return
	}
	for i := range len(terms) - n + 1 {
		choose(terms[i+1:], n-1, append(slices.Clip(chosen), terms[i]), f)
	}
}
