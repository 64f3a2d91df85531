// Package program owns the fast evaluator: it compiles the rules of a pack
// into a short program of bit tests and runs it over the words of a case.
//
// It reads a pack and the words of a case, allocates nothing per case, and
// decides nothing: which rules hold is all it says. Grule, run by package
// engine, is the reference that it must agree with.
package program

import (
	"fmt"
	"slices"

	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

// Program is the rules of one pack, compiled. It is immutable and safe for
// concurrent use; each goroutine runs it with a [State] of its own.
//
// Every condition becomes a run of tests. A test looks at one word and goes on
// to one of two places, so a condition stops at the first test that decides it.
type Program struct {
	ops     []op
	entries []int32 // by rule: its first op
	effects []ruleEffect
	gates   []gate
	numbers []number
	facts   int
	found   int
	depth   int // counters needed at once
}

// ruleEffect is what a rule that holds does while the program runs.
type ruleEffect struct {
	found []int32 // findings to set
	level facts.Level
}

// op is one test, or one step of a count.
type op struct {
	kind      opKind
	index     int32 // fact, finding or counter
	need      int32 // testCount: so many bits; testCounter: so many terms
	then, els int32 // where to go on; holds or fails end the condition
	mask      uint64
}

type opKind uint8

const (
	testBits    opKind = iota // any bit of mask in the fact's bits
	testCount                 // at least need bits of mask
	testFound                 // the finding is set
	zeroCounter               // begin a count, go on to then
	addCounter                // count one, go on to then
	testCounter               // at least need counted
)

// The ends of a condition.
const (
	holds int32 = -1
	fails int32 = -2
)

// number turns the word of a number fact into bits, one for each distinct
// range that a rule asks about. Then every fact is bits, and "whatever it may
// be" is all bits at once.
type number struct {
	fact   int
	ranges []span
	table  []uint64 // by word, when the fact has few values
}

type span struct{ lo, hi uint64 }

// maxTable bounds a number's table: half a megabyte of words.
const maxTable = 1 << 16

func (n *number) bits(word uint64) uint64 {
	if n.table != nil {
		return n.table[word]
	}
	return n.search(word)
}

func (n *number) search(word uint64) (bits uint64) {
	for i, r := range n.ranges {
		if word >= r.lo && word <= r.hi {
			bits |= 1 << i
		}
	}
	return bits
}

// gate says when a fact is not asked.
type gate struct {
	fact  int
	entry int32
	reads []gateFact // what it depends on
}

type gateFact struct {
	fact   int
	unsure uint64
}

// Compile translates a pack. It fails only when a number fact has more than 64
// distinct comparisons, which the bits of a word cannot tell apart.
func Compile(p *pack.Pack) (*Program, error) {
	c := &compiler{p: &Program{facts: len(p.Vocabulary.Facts), found: len(p.Found)}, number: map[int]int{}}
	for _, r := range p.Rules {
		c.p.entries = append(c.p.entries, c.entry(r.Cond))
		e := ruleEffect{level: r.Urgency()}
		for _, x := range r.Effects {
			if x.Verb == grl.SetFound {
				e.found = append(e.found, int32(x.Finding))
			}
		}
		c.p.effects = append(c.p.effects, e)
	}
	for i, cond := range p.Gates {
		if cond == nil {
			continue
		}
		g := gate{fact: i, entry: c.entry(cond)}
		pack.Atoms(cond, func(a *pack.Atom) {
			f := gateFact{fact: a.Fact}
			if kind := p.Vocabulary.Facts[a.Fact]; kind.Kind != facts.Number {
				f.unsure = kind.UnsureBit()
			}
			if !slices.Contains(g.reads, f) {
				g.reads = append(g.reads, f)
			}
		})
		c.p.gates = append(c.p.gates, g)
	}
	for i := range c.p.numbers {
		n := &c.p.numbers[i]
		f := p.Vocabulary.Facts[n.fact]
		if len(n.ranges) > 64 {
			return nil, fmt.Errorf("compile rules: %d different comparisons of %s, at most 64 are possible", len(n.ranges), f.ID)
		}
		if values := f.Steps() + 2; values <= maxTable {
			table := make([]uint64, values)
			for word := uint64(1); word < values; word++ {
				table[word] = n.search(word)
			}
			n.table = table
		}
	}
	return c.p, nil
}

type compiler struct {
	p      *Program
	number map[int]int // fact -> index in Program.numbers
}

// entry compiles a whole condition and returns its first op.
func (c *compiler) entry(cond pack.Cond) int32 {
	return c.cond(cond, holds, fails, 0)
}

// cond compiles a condition that goes on to then or els; depth counters are in
// use around it. Terms are compiled last to first, so that each knows where
// the next one begins.
func (c *compiler) cond(cond pack.Cond, then, els int32, depth int) int32 {
	switch cond := cond.(type) {
	case pack.And:
		for _, t := range slices.Backward(cond) {
			then = c.cond(t, then, els, depth)
		}
		return then
	case pack.Or:
		for _, t := range slices.Backward(cond) {
			els = c.cond(t, then, els, depth)
		}
		return els
	case pack.AtLeast:
		c.p.depth = max(c.p.depth, depth+1)
		counter := int32(depth)
		next := c.add(op{kind: testCounter, index: counter, need: int32(cond.K), then: then, els: els})
		for _, t := range slices.Backward(cond.Terms) {
			add := c.add(op{kind: addCounter, index: counter, then: next})
			next = c.cond(t, add, next, depth+1)
		}
		return c.add(op{kind: zeroCounter, index: counter, then: next})
	case *pack.Atom:
		return c.add(c.atom(cond, then, els))
	}
	panic(fmt.Sprintf("program: no such condition: %T", cond))
}

func (c *compiler) atom(a *pack.Atom, then, els int32) op {
	o := op{kind: testBits, index: int32(a.Fact), mask: a.Mask, then: then, els: els}
	switch {
	case a.Finding >= 0:
		o.kind, o.index = testFound, int32(a.Finding)
	case a.Count > 0:
		o.kind, o.need = testCount, int32(a.Count)
	case a.Mask == 0:
		o.mask = c.rangeBit(a.Fact, span{a.Lo, a.Hi})
	}
	return o
}

// rangeBit returns the bit that stands for a range of a number fact.
func (c *compiler) rangeBit(fact int, r span) uint64 {
	i, ok := c.number[fact]
	if !ok {
		i = len(c.p.numbers)
		c.number[fact] = i
		c.p.numbers = append(c.p.numbers, number{fact: fact})
	}
	n := &c.p.numbers[i]
	at := slices.Index(n.ranges, r)
	if at < 0 {
		at = len(n.ranges)
		n.ranges = append(n.ranges, r)
	}
	return 1 << (at & 63) // more than 64 are refused by Compile
}

func (c *compiler) add(o op) int32 {
	c.p.ops = append(c.p.ops, o)
	return int32(len(c.p.ops) - 1)
}
