package program

import (
	"fmt"
	"slices"
)

// Mutant is a program with one fault.
type Mutant struct {
	Fault   string
	Program *Program
}

// Mutants breaks, one at a time, everything in a program that concerns a rule:
// its clauses, the answers that meet them, its tests, and what it does.
func Mutants(p *Program, rule int) (list []Mutant) {
	word, bit := rule/wordBits, uint64(1)<<(rule%wordBits)
	add := func(change func(*Program), format string, args ...any) {
		q := *p
		change(&q)
		list = append(list, Mutant{fmt.Sprintf(format, args...), &q})
	}
	at := func(lane int) int { return word*lanes + lane }
	for lane := range lanes {
		if !p.exact[rule] && p.blank[at(lane)]&bit == 0 {
			continue // without the clause the tests decide alone
		}
		add(func(q *Program) { q.blank = slices.Clone(p.blank); q.blank[at(lane)] ^= bit }, "clause %d of the rule is or is not there", lane)
	}
	for row := range len(p.rows) - 1 {
		for i := p.rows[row]; i < p.rows[row+1]; i++ {
			m := p.marks[i]
			if int(m.at)/lanes != word {
				continue
			}
			touch := func(change func(*mark)) func(*Program) {
				return func(q *Program) { q.marks = slices.Clone(p.marks); change(&q.marks[i]) }
			}
			switch lane := int(m.at) % lanes; {
			case m.bits&bit != 0:
				add(touch(func(m *mark) { m.bits &^= bit }), "row %d does not meet clause %d", row, lane)
				add(touch(func(m *mark) { m.at = int32(at((lane + 1) % lanes)) }), "row %d meets another clause than %d", row, lane)
			case m.bits&(bit<<1|bit>>1) != 0 && p.blank[m.at]&bit == 0 && p.exact[rule]: // otherwise the tests decide
				add(touch(func(m *mark) { m.bits |= bit }), "row %d of a rule beside it meets clause %d too", row, lane)
			}
		}
	}
	if !p.exact[rule] {
		add(func(q *Program) { q.exact = slices.Clone(p.exact); q.exact[rule] = true }, "taken for exact")
	}
	if p.special[word]&bit != 0 {
		add(func(q *Program) { q.special = slices.Clone(p.special); q.special[word] &^= bit }, "not special")
	}
	for i, f := range p.draws[rule] {
		if row := p.drawn + f; p.rows[row] < p.rows[row+1] {
			add(func(q *Program) {
				q.draws = slices.Clone(p.draws)
				q.draws[rule] = slices.Delete(slices.Clone(p.draws[rule]), i, i+1)
			}, "nobody hears of finding %d", f)
		}
		add(func(q *Program) {
			q.drawnBy = slices.Clone(p.drawnBy)
			q.drawnBy[f] = slices.DeleteFunc(slices.Clone(p.drawnBy[f]), func(r int32) bool { return int(r) == rule })
		}, "finding %d is not known to be drawn", f)
	}
	for i, l := range p.levels {
		add(func(q *Program) {
			q.levels = slices.Clone(p.levels)
			q.levels[i].rules = slices.Clone(l.rules)
			q.levels[i].rules[word] ^= bit
		}, "refers at %s or not", l.level)
		if l.rules[word]&bit != 0 {
			break // what is less urgent as well changes nothing
		}
	}
	list = append(list, opMutants(p, p.entries[rule])...)
	return list
}

// opMutants breaks the tests of a condition.
func opMutants(p *Program, entry int32) (list []Mutant) {
	seen := map[int32]bool{holds: true, fails: true}
	for next := []int32{entry}; len(next) > 0; {
		pc := next[0]
		if next = next[1:]; seen[pc] {
			continue
		}
		seen[pc] = true
		o := p.ops[pc]
		next = append(next, o.then, o.els)
		add := func(fault string, change func(*op)) {
			q := *p
			q.ops = slices.Clone(p.ops)
			change(&q.ops[pc])
			list = append(list, Mutant{fmt.Sprintf("op %d: %s", pc, fault), &q})
		}
		if o.kind == zeroCounter || o.kind == addCounter {
			add("skipped", func(o *op) { o.kind = testBits; o.index, o.mask, o.els = 0, 0, o.then })
			continue
		}
		add("then and els swapped", func(o *op) { o.then, o.els = o.els, o.then })
		switch o.kind {
		case testBits, testCount:
			for m := o.mask; m != 0; m &= m - 1 {
				add(fmt.Sprintf("does not look at bit %d", lowest(m)), func(o *op) { o.mask &^= m & -m })
			}
			add("looks at another bit", func(o *op) { o.mask |= o.mask<<1 | o.mask>>1 })
		case testRange:
			add("lo + 1", func(o *op) { o.lo++ })
			add("lo - 1", func(o *op) { o.lo-- })
			if i := slices.IndexFunc(p.numbers, func(n number) bool { return n.fact == o.index }); i < 0 || int(o.hi)+1 < len(p.numbers[i].table) {
				add("hi + 1", func(o *op) { o.hi++ }) // otherwise there is no greater value
			}
			add("hi - 1", func(o *op) { o.hi-- })
		case testFound:
			add("another finding", func(o *op) { o.index = (o.index + 1) % int32(p.found) })
		}
		if o.kind == testCount || o.kind == testCounter {
			add("need + 1", func(o *op) { o.need++ })
			add("need - 1", func(o *op) { o.need-- })
		}
	}
	return list
}

// FactMutants breaks how the answers to a fact become rows.
func FactMutants(p *Program, fact int) (list []Mutant) {
	add := func(change func(*Program), format string, args ...any) {
		q := *p
		change(&q)
		list = append(list, Mutant{fmt.Sprintf(format, args...), &q})
	}
	for i, f := range p.bits {
		if int(f.fact) != fact {
			continue
		}
		change := func(do func(*bitFact)) func(*Program) {
			return func(q *Program) { q.bits = slices.Clone(p.bits); do(&q.bits[i]) }
		}
		for m := f.read; m != 0; m &= m - 1 {
			add(change(func(f *bitFact) { f.read &^= m & -m }), "bit %d is not read", lowest(m))
		}
		if p.movable(f) {
			add(change(func(f *bitFact) { f.first++ }), "rows moved")
		}
		add(change(func(f *bitFact) { f.fact = (f.fact + 1) % int32(p.facts) }), "another fact is read")
	}
	for i, k := range p.counts {
		if int(k.fact) != fact {
			continue
		}
		change := func(do func(*count)) func(*Program) {
			return func(q *Program) { q.counts = slices.Clone(p.counts); do(&q.counts[i]) }
		}
		add(change(func(k *count) { k.need++ }), "count %d needs one more", i)
		add(change(func(k *count) { k.need-- }), "count %d needs one less", i)
		for m := k.mask; m != 0; m &= m - 1 {
			add(change(func(k *count) { k.mask &^= m & -m }), "count %d does not look at bit %d", i, lowest(m))
		}
	}
	for i, n := range p.numbers {
		if int(n.fact) != fact {
			continue
		}
		for j, b := range n.bounds {
			for _, by := range []int{1, -1} {
				if by > 0 && int(b) == len(n.table) {
					continue // above the greatest value already
				}
				add(func(q *Program) {
					q.numbers = slices.Clone(p.numbers)
					m := &q.numbers[i]
					m.bounds = slices.Clone(n.bounds)
					m.bounds[j] += uint64(by)
					m.retable()
				}, "bound %d moved by %d", j, by)
			}
		}
	}
	if row := p.open[fact]; p.rows[row] < p.rows[row+1] {
		add(func(q *Program) { q.open = slices.Clone(p.open); q.open[fact] = p.open[(fact+1)%p.facts] }, "when open it takes the row of another")
	}
	return list
}

// movable reports whether any bit that is read has another row than the bit
// after it. The last row of a fact is the one of all its answers, which is the
// same as the row before it when only one bit is read.
func (p *Program) movable(f bitFact) bool {
	row := func(i int32) []mark { return merged(slices.Clone(p.marks[p.rows[i]:p.rows[i+1]])) }
	for m := f.read; m != 0; m &= m - 1 {
		at := f.first + int32(lowest(m))
		if !slices.Equal(row(at), row(at+1)) {
			return true
		}
	}
	return false
}

// GateMutants breaks when facts are asked.
func GateMutants(p *Program) (list []Mutant) {
	for i, g := range p.gates {
		q := *p
		q.gates = slices.Delete(slices.Clone(p.gates), i, i+1)
		list = append(list, Mutant{fmt.Sprintf("gate of fact %d lost", g.fact), &q})
		list = append(list, opMutants(p, g.entry)...)
	}
	for i, f := range p.gateRead {
		q := *p
		q.gateRead = slices.Clone(p.gateRead)
		q.gateRead[i].unsure = ^uint64(0)
		list = append(list, Mutant{fmt.Sprintf("any answer to fact %d is unsure", f.fact), &q})
		r := *p
		r.gateRead = slices.Clone(p.gateRead)
		r.gateRead[i].unsure = 0
		list = append(list, Mutant{fmt.Sprintf("no answer to fact %d is unsure", f.fact), &r})
	}
	return list
}

// retable makes the table follow changed bounds.
func (n *number) retable() {
	table := make([]int32, len(n.table))
	n.table = nil
	for word := range table {
		table[word] = n.row(uint64(word))
	}
	n.table = table
}
