package program

import (
	"cmp"
	"errors"
	"math/bits"
	"slices"

	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

// compiler collects what every atom marks, and lays it out when all rules are
// known.
type compiler struct {
	p     *Program
	pack  *pack.Pack
	words int // of a set of rules

	bits   []bitRows       // by fact
	spans  [][]rowOf[span] // by fact
	counts [][]rowOf[tick] // by fact
	found  [][]mark        // by finding
	known  meaning         // findings that readers see through
}

// bitRows are the rows of a fact's bits.
type bitRows [wordBits][]mark

// rowOf is the row of a comparison.
type rowOf[K comparable] struct {
	of    K
	marks []mark
}

// span is the words of a number for which a comparison holds.
type span struct{ lo, hi uint64 }

// tick is a comparison with a number of ticks.
type tick struct {
	mask uint64
	need int
}

func newCompiler(p *pack.Pack) *compiler {
	n := len(p.Vocabulary.Facts)
	c := &compiler{
		p:      &Program{rules: len(p.Rules), facts: n, found: len(p.Found)},
		pack:   p,
		words:  (len(p.Rules) + wordBits - 1) / wordBits,
		bits:   make([]bitRows, n),
		spans:  make([][]rowOf[span], n),
		counts: make([][]rowOf[tick], n),
		found:  make([][]mark, len(p.Found)),
		known:  meaning{},
	}
	c.p.drawnBy = make([][]int32, c.p.found)
	c.p.special = make([]uint64, c.words)
	c.p.blank = make([]uint64, c.words*lanes)
	for i := range c.p.blank {
		c.p.blank[i] = ^uint64(0)
	}
	if past := len(p.Rules) % wordBits; past > 0 {
		c.p.blank[(c.words-1)*lanes] = 1<<past - 1 // there are no rules beyond
	}
	return c
}

// errUnbound is the fault of a pack that was not loaded by pack.Load.
var errUnbound = errors.New("its condition reads a fact or finding that the pack does not have")

func (c *compiler) rule(i int, r *pack.Rule) error {
	if !c.bound(r.Cond) {
		return errUnbound
	}
	word, bit := i/wordBits, uint64(1)<<(i%wordBits)
	through := c.known.of(r.Cond)
	means := c.fit(r.Cond, through)
	for lane, cl := range means.list {
		at := int32(word*lanes + lane)
		c.p.blank[at] &^= bit
		for _, a := range cl {
			c.atom(a, at, bit)
		}
	}
	c.p.exact = append(c.p.exact, means.exact)
	c.p.entries = append(c.p.entries, c.entry(r.Cond))
	var draws []int32
	for j := range r.Effects {
		if e := &r.Effects[j]; e.Verb == grl.SetFound {
			draws = append(draws, int32(e.Finding))
			c.draw(i, e.Finding, through)
		}
	}
	c.p.draws = append(c.p.draws, draws)
	c.level(r.Urgency(), word, bit)
	return nil
}

func (c *compiler) bound(cond pack.Cond) bool {
	ok := true
	pack.Atoms(cond, func(a *pack.Atom) {
		ok = ok && a.Finding < c.p.found && a.Fact < c.p.facts && (a.Finding >= 0 || a.Fact >= 0)
	})
	return ok
}

// fit returns as many clauses of a condition as there are lanes: those that see
// through its findings if they are exact, otherwise those that wait for them.
func (c *compiler) fit(cond pack.Cond, through clauses) clauses {
	if through.exact && len(through.list) <= lanes {
		return through
	}
	out := meaning(nil).of(cond)
	if len(out.list) > lanes {
		slices.SortStableFunc(out.list, byLength)
		out = clauses{out.list[:lanes], false}
	}
	return out
}

// draw adds a rule to what a finding means: rules are compiled in the order in
// which they run, so whoever reads the finding later knows all of it.
func (c *compiler) draw(rule, finding int, means clauses) {
	if drawn := len(c.p.drawnBy[finding]); drawn > 0 {
		before, known := c.known[finding]
		means = anyOf([]clauses{before, means})
		means.exact = means.exact && known
	}
	c.p.drawnBy[finding] = append(c.p.drawnBy[finding], int32(rule))
	if means.exact && len(means.list) <= lanes {
		c.known[finding] = means
	} else {
		delete(c.known, finding)
	}
}

func (c *compiler) level(level facts.Level, word int, bit uint64) {
	if level == facts.LevelNone {
		return
	}
	at, known := slices.BinarySearchFunc(c.p.levels, level, func(m levelMask, l facts.Level) int { return cmp.Compare(l, m.level) })
	if !known {
		c.p.levels = slices.Insert(c.p.levels, at, levelMask{level, make([]uint64, c.words)})
	}
	c.p.levels[at].rules[word] |= bit
}

// atom lets an atom meet a clause.
func (c *compiler) atom(a *pack.Atom, at int32, bit uint64) {
	switch {
	case a.Finding >= 0:
		meet(&c.found[a.Finding], at, bit)
	case a.Count > 0:
		meet(rowFor(&c.counts[a.Fact], tick{a.Mask, a.Count}), at, bit)
	case a.Mask != 0:
		for m := a.Mask; m != 0; m &= m - 1 {
			meet(&c.bits[a.Fact][lowest(m)], at, bit)
		}
	default:
		meet(rowFor(&c.spans[a.Fact], span{a.Lo, a.Hi}), at, bit)
	}
}

// meet adds to a row. Rules come in order, so what can be joined is at the end.
func meet(row *[]mark, at int32, bits uint64) {
	for i := len(*row) - 1; i >= 0 && (*row)[i].at/lanes == at/lanes; i-- {
		if (*row)[i].at == at {
			(*row)[i].bits |= bits
			return
		}
	}
	*row = append(*row, mark{at, bits})
}

func rowFor[K comparable](rows *[]rowOf[K], of K) *[]mark {
	for i := range *rows {
		if (*rows)[i].of == of {
			return &(*rows)[i].marks
		}
	}
	*rows = append(*rows, rowOf[K]{of: of})
	return &(*rows)[len(*rows)-1].marks
}

// layOut writes down the rows.
func (c *compiler) layOut() {
	p := c.p
	for i := range p.facts {
		var all []mark // of the answers to a fact
		f := bitFact{fact: int32(i), first: int32(len(p.rows))}
		for bit, marks := range c.bits[i] {
			if len(marks) > 0 {
				f.read |= 1 << bit
				all = append(all, marks...)
			}
		}
		if f.read != 0 {
			for bit := range bits.Len64(f.read) {
				c.row(c.bits[i][bit])
			}
			p.bits = append(p.bits, f)
		}
		for _, k := range c.counts[i] {
			p.counts = append(p.counts, count{fact: int32(i), row: c.row(k.marks), need: int32(k.of.need), mask: k.of.mask})
			all = append(all, k.marks...)
		}
		if spans := c.spans[i]; len(spans) > 0 {
			c.number(i, spans)
			for _, s := range spans {
				all = append(all, s.marks...)
			}
		}
		p.open = append(p.open, c.row(merged(all)))
	}
	p.drawn = int32(len(p.rows))
	for _, marks := range c.found {
		c.row(marks)
	}
	p.rows = append(p.rows, int32(len(p.marks)))
	for i, exact := range p.exact {
		waited := func(f int32) bool { return len(c.found[f]) > 0 }
		if !exact || slices.ContainsFunc(p.draws[i], waited) {
			p.special[i/wordBits] |= 1 << (i % wordBits)
		}
	}
}

// number lays out the rows of a number.
func (c *compiler) number(fact int, spans []rowOf[span]) {
	n := number{fact: int32(fact), first: int32(len(c.p.rows))}
	for _, s := range spans {
		n.bounds = append(n.bounds, s.of.lo, s.of.hi+1)
	}
	slices.Sort(n.bounds)
	n.bounds = slices.Compact(n.bounds)
	c.row(nil) // below all bounds
	for _, from := range n.bounds {
		var marks []mark
		for _, s := range spans {
			if s.of.lo <= from && from <= s.of.hi {
				marks = append(marks, s.marks...)
			}
		}
		c.row(merged(marks))
	}
	if values := c.pack.Vocabulary.Facts[fact].Steps() + 2; values <= maxTable {
		table := make([]int32, values)
		for word := range table {
			table[word] = n.row(uint64(word))
		}
		n.table = table
	}
	c.p.numbers = append(c.p.numbers, n)
}

// row writes a row and returns its index.
func (c *compiler) row(marks []mark) int32 {
	c.p.rows = append(c.p.rows, int32(len(c.p.marks)))
	c.p.marks = append(c.p.marks, marks...)
	return int32(len(c.p.rows) - 1)
}

// merged joins the marks of one place.
func merged(marks []mark) (out []mark) {
	slices.SortFunc(marks, func(a, b mark) int { return cmp.Compare(a.at, b.at) })
	for _, m := range marks {
		meet(&out, m.at, m.bits)
	}
	return out
}
