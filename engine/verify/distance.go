package verify

import (
	"fmt"
	"slices"

	"github.com/limber-triage/limber/engine/pack"
)

// want is a condition and the value it is to have.
type want struct {
	cond  pack.Cond
	value bool
}

// unreachable is the distance of what no answers can bring about. It is small
// enough to be added up without overflow.
const unreachable = 1 << 20

// distance is how many atoms have to change at least before a condition has a
// value, each taken on its own: 0 exactly when it has it already. Findings
// count as the conditions of the rules that draw them. Search goes downhill by
// it; that two atoms may not hold at once is left to the search.
func distance(p *pack.Pack, words []uint64, w want) int {
	switch c := w.cond.(type) {
	case pack.And:
		if w.value {
			return sum(p, words, c, true)
		}
		return least(p, words, c, false, 1)
	case pack.Or:
		if w.value {
			return least(p, words, c, true, 1)
		}
		return sum(p, words, c, false)
	case pack.AtLeast:
		if w.value {
			return least(p, words, c.Terms, true, c.K)
		}
		return least(p, words, c.Terms, false, len(c.Terms)-c.K+1)
	case *pack.Atom:
		if c.Finding >= 0 {
			return distance(p, words, want{drawn(p, c.Finding), w.value})
		}
		if c.HoldsFor(words[c.Fact]) == w.value {
			return 0
		}
		return 1
	}
	panic(fmt.Sprintf("verify: no such condition: %T", w.cond))
}

// drawn is the condition of a finding: that any of its rules holds.
func drawn(p *pack.Pack, finding int) pack.Cond {
	rules := p.Found[finding].Rules
	if len(rules) == 1 {
		return p.Rules[rules[0]].Cond
	}
	any := make(pack.Or, len(rules))
	for i, r := range rules {
		any[i] = p.Rules[r].Cond
	}
	return any
}

func sum(p *pack.Pack, words []uint64, terms []pack.Cond, value bool) (total int) {
	for _, t := range terms {
		total += distance(p, words, want{t, value})
	}
	return min(total, unreachable)
}

// least is the sum over the k nearest of the terms.
func least(p *pack.Pack, words []uint64, terms []pack.Cond, value bool, k int) int {
	switch {
	case k <= 0:
		return 0
	case k > len(terms):
		return unreachable
	case k == 1:
		best := unreachable
		for _, t := range terms {
			best = min(best, distance(p, words, want{t, value}))
		}
		return best
	}
	each := make([]int, len(terms))
	for i, t := range terms {
		each[i] = distance(p, words, want{t, value})
	}
	slices.Sort(each)
	total := 0
	for _, d := range each[:k] {
		total += d
	}
	return min(total, unreachable)
}

// Missing is an atom that stands between a condition and the value it was to
// have. A finding names the rule that would draw it, and what that rule lacks.
type Missing struct {
	Condition string    `json:"condition"` // in GRL
	Now       bool      `json:"now"`       // its value, which would have to be the other
	Fact      string    `json:"fact,omitzero"`
	Answer    string    `json:"answer,omitzero"` // the present one, in words
	Rule      string    `json:"rule,omitzero"`
	Missing   []Missing `json:"missing,omitzero"`
}

// missing lists the fewest atoms to change before a condition has a value: of
// alternatives the nearest, the first of equally near ones.
func missing(p *pack.Pack, words []uint64, w want) []Missing {
	if distance(p, words, w) == 0 {
		return nil
	}
	switch c := w.cond.(type) {
	case pack.And:
		return nearest(p, words, c, w.value, pick(w.value, len(c), 1))
	case pack.Or:
		return nearest(p, words, c, w.value, pick(w.value, 1, len(c)))
	case pack.AtLeast:
		return nearest(p, words, c.Terms, w.value, pick(w.value, c.K, len(c.Terms)-c.K+1))
	case *pack.Atom:
		m := Missing{Condition: c.Expr.String(), Now: !w.value}
		if c.Finding < 0 {
			f := p.Vocabulary.Facts[c.Fact]
			m.Fact, m.Answer = f.ID, f.Text(words[c.Fact])
			return []Missing{m}
		}
		rules := slices.Clone(p.Found[c.Finding].Rules)
		away := func(r int) int { return distance(p, words, want{p.Rules[r].Cond, w.value}) }
		slices.SortStableFunc(rules, func(a, b int) int { return away(a) - away(b) })
		if w.value {
			rules = rules[:1]
		}
		var list []Missing
		for _, r := range rules {
			if away(r) > 0 {
				m := m
				m.Rule, m.Missing = p.Rules[r].Name, missing(p, words, want{p.Rules[r].Cond, w.value})
				list = append(list, m)
			}
		}
		return list
	}
	panic(fmt.Sprintf("verify: no such condition: %T", w.cond))
}

func pick(first bool, a, b int) int {
	if first {
		return a
	}
	return b
}

// nearest is missing for the k nearest of the terms, in the order of writing.
func nearest(p *pack.Pack, words []uint64, terms []pack.Cond, value bool, k int) (list []Missing) {
	order := make([]int, len(terms))
	for i := range order {
		order[i] = i
	}
	away := func(i int) int { return distance(p, words, want{terms[i], value}) }
	slices.SortStableFunc(order, func(a, b int) int { return away(a) - away(b) })
	order = order[:min(k, len(order))]
	slices.Sort(order)
	for _, i := range order {
		list = append(list, missing(p, words, want{terms[i], value})...)
	}
	return list
}
