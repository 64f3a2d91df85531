package program

import (
	"fmt"
	"math/bits"
	"slices"

	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

// Where clauses do not serve, conditions are tested term by term: gates, rules
// with more clauses than lanes, and runs without a rule. A condition becomes a
// run of tests. A test looks at one word and goes on to one of two places, so a
// condition stops at the first test that decides it.

// op is one test, or one step of a count.
type op struct {
	kind      opKind
	index     int32 // fact, finding or counter
	need      int32 // testCount: so many bits; testCounter: so many terms
	then, els int32 // where to go on; holds or fails end the condition
	mask      uint64
	lo, hi    uint64 // testRange
}

type opKind uint8

const (
	testBits    opKind = iota // any bit of mask in the fact's word
	testCount                 // at least need bits of mask
	testRange                 // the fact's word within lo and hi, or anything
	testFound                 // the finding is drawn
	zeroCounter               // begin a count, go on to then
	addCounter                // count one, go on to then
	testCounter               // at least need counted
)

// The ends of a condition.
const (
	holds int32 = -1
	fails int32 = -2
)

// anything is the word of a fact that has every answer at once.
const anything = ^uint64(0)

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
		return c.add(atomOp(cond, then, els))
	}
	panic(fmt.Sprintf("program: no such condition: %T", cond))
}

func atomOp(a *pack.Atom, then, els int32) op {
	o := op{kind: testBits, index: int32(a.Fact), mask: a.Mask, then: then, els: els}
	switch {
	case a.Finding >= 0:
		o.kind, o.index = testFound, int32(a.Finding)
	case a.Count > 0:
		o.kind, o.need = testCount, int32(a.Count)
	case a.Mask == 0:
		o.kind, o.lo, o.hi = testRange, a.Lo, a.Hi
	}
	return o
}

func (c *compiler) add(o op) int32 {
	c.p.ops = append(c.p.ops, o)
	return int32(len(c.p.ops) - 1)
}

// gate compiles the condition under which a fact is asked.
func (c *compiler) gate(fact int, cond pack.Cond) {
	c.p.gates = append(c.p.gates, gate{fact: fact, entry: c.entry(cond)})
	pack.Atoms(cond, func(a *pack.Atom) {
		f := gateFact{fact: a.Fact}
		if read := c.pack.Vocabulary.Facts[a.Fact]; read.Kind != facts.Number {
			f.unsure = read.UnsureBit()
		}
		if !slices.Contains(c.p.gateRead, f) {
			c.p.gateRead = append(c.p.gateRead, f)
		}
	})
}

// test runs the ops of a condition over words.
func (s *State) test(pc int32, words []uint64) bool {
	ops := s.program.ops
	for pc >= 0 {
		o := &ops[pc]
		var ok bool
		switch o.kind {
		case testBits:
			ok = words[o.index]&o.mask != 0
		case testCount:
			ok = bits.OnesCount64(words[o.index]&o.mask) >= int(o.need)
		case testRange:
			w := words[o.index]
			ok = w >= o.lo && w <= o.hi || w == anything
		case testFound:
			ok = s.Found(int(o.index))
		case zeroCounter:
			s.counters[o.index] = 0
			ok = true
		case addCounter:
			s.counters[o.index]++
			ok = true
		case testCounter:
			ok = s.counters[o.index] >= o.need
		}
		if ok {
			pc = o.then
		} else {
			pc = o.els
		}
	}
	return pc == holds
}

// Closed sets closed[i] for every fact that need not be asked: its gate's
// facts are all answered and the gate does not hold. A gate that rests on an
// open or unsure answer stays open.
func (s *State) Closed(words []uint64, closed []bool) {
	clear(closed)
	for _, f := range s.program.gateRead {
		w := words[f.fact]
		if w == 0 || w&f.unsure != 0 {
			w = anything
		}
		s.words[f.fact] = w
	}
	for _, g := range s.program.gates {
		closed[g.fact] = !s.test(g.entry, s.words)
	}
}
