package program

import (
	"math/bits"

	"github.com/limber-triage/limber/facts"
)

// State is the memory of one run: what each fact's bits are, which findings
// are drawn and which rules hold. It is reused from case to case and belongs
// to one goroutine; [State.Forget] empties it.
type State struct {
	program  *Program
	bits     []uint64 // by fact
	found    []uint64 // bit set
	fired    []uint64 // bit set
	counters []int32
	level    facts.Level
}

// NewState returns an empty state.
func (p *Program) NewState() *State {
	return &State{
		program:  p,
		bits:     make([]uint64, p.facts),
		found:    make([]uint64, (p.found+63)/64),
		fired:    make([]uint64, (len(p.entries)+63)/64),
		counters: make([]int32, p.depth),
	}
}

// Forget clears every answer and conclusion.
func (s *State) Forget() {
	clear(s.bits)
	s.reset()
}

func (s *State) reset() {
	clear(s.found)
	clear(s.fired)
	clear(s.counters)
	s.level = facts.LevelNone
}

// Run evaluates all rules for the words of a case.
func (s *State) Run(words []uint64) {
	s.load(words)
	s.eval(noRule)
}

// RunWithout evaluates all rules but one, as if it had been deleted.
func (s *State) RunWithout(words []uint64, rule int) {
	s.load(words)
	s.eval(rule)
}

// noRule is the index of no rule.
const noRule = -1

// RunOpen evaluates all rules as if every open fact had every answer at once.
// Conditions have no negation, so whatever could fire for some answers to the
// open facts fires here; more may fire than any one set of answers allows.
func (s *State) RunOpen(words []uint64, open []bool) {
	s.load(words)
	for i, o := range open {
		if o {
			s.bits[i] = ^uint64(0)
		}
	}
	s.eval(noRule)
}

func (s *State) load(words []uint64) {
	copy(s.bits, words)
	for i := range s.program.numbers {
		n := &s.program.numbers[i]
		s.bits[n.fact] = n.bits(words[n.fact])
	}
}

// eval runs the rules in order: findings by level, triage, plan.
func (s *State) eval(without int) {
	s.reset()
	for i, entry := range s.program.entries {
		if !s.holds(entry) || i == without {
			continue
		}
		s.fired[i/64] |= 1 << (i % 64)
		e := &s.program.effects[i]
		for _, f := range e.found {
			s.found[f/64] |= 1 << (f % 64)
		}
		s.level = max(s.level, e.level)
	}
}

func (s *State) holds(pc int32) bool {
	ops := s.program.ops
	for pc >= 0 {
		o := &ops[pc]
		var ok bool
		switch o.kind {
		case testBits:
			ok = s.bits[o.index]&o.mask != 0
		case testCount:
			ok = bits.OnesCount64(s.bits[o.index]&o.mask) >= int(o.need)
		case testFound:
			ok = s.found[o.index/64]&(1<<(o.index%64)) != 0
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

// Fired reports whether rule i held in the last run.
func (s *State) Fired(i int) bool { return s.fired[i/64]&(1<<(i%64)) != 0 }

// Found reports whether finding i was drawn in the last run.
func (s *State) Found(i int) bool { return s.found[i/64]&(1<<(i%64)) != 0 }

// Level is the strongest referral of the last run.
func (s *State) Level() facts.Level { return s.level }

// Rules appends the indexes of the rules that held, ascending.
func (s *State) Rules(to []int) []int {
	for w, word := range s.fired {
		for ; word != 0; word &= word - 1 {
			to = append(to, w*64+bits.TrailingZeros64(word))
		}
	}
	return to
}

// Closed sets closed[i] for every fact that need not be asked: its gate's
// facts are all answered and the gate does not hold. A gate that rests on an
// open or unsure answer stays open.
func (s *State) Closed(words []uint64, closed []bool) {
	clear(closed)
	for i := range s.program.gates {
		g := &s.program.gates[i]
		s.load(words)
		for _, f := range g.reads {
			if w := words[f.fact]; w == 0 || w&f.unsure != 0 {
				s.bits[f.fact] = ^uint64(0)
			}
		}
		closed[g.fact] = !s.holds(g.entry)
	}
}
