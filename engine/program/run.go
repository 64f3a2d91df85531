package program

import (
	"math/bits"

	"github.com/limber-triage/limber/facts"
)

// State is the memory of one run: which clauses are met, which findings are
// drawn and which rules hold. It is reused from case to case and belongs to
// one goroutine; [State.Forget] empties it.
type State struct {
	program  *Program
	met      []uint64 // by word of rules and lane
	fired    []uint64 // bit set
	words    []uint64 // by fact: answers, some of them put in for open facts
	counters []int32
}

// NewState returns an empty state.
func (p *Program) NewState() *State {
	return &State{
		program:  p,
		met:      make([]uint64, len(p.blank)),
		fired:    make([]uint64, (p.rules+wordBits-1)/wordBits),
		words:    make([]uint64, p.facts),
		counters: make([]int32, p.depth),
	}
}

// Forget clears every answer and conclusion.
func (s *State) Forget() {
	clear(s.met)
	clear(s.fired)
	clear(s.words)
	clear(s.counters)
}

// Run evaluates all rules for the words of a case.
func (s *State) Run(words []uint64) {
	copy(s.met, s.program.blank)
	s.read(words)
	s.conclude(words)
}

// RunWithout evaluates all rules but one, as if it had been deleted, or all of
// them when there is no such rule. It goes through every condition, by another
// way than Run.
func (s *State) RunWithout(words []uint64, rule int) {
	clear(s.fired)
	for i, entry := range s.program.entries {
		if i != rule && s.test(entry, words) {
			s.fired[i/wordBits] |= 1 << (i % wordBits)
		}
	}
}

// RunOpen evaluates all rules as if every open fact had every answer at once.
// ran is another state, which has just run for these words; no open fact has an
// answer in them. What held there holds here, so only the open facts are marked
// on top. Conditions have no negation, so whatever could fire for some answers
// to the open facts fires here; more may fire than any one set of answers allows.
func (s *State) RunOpen(ran *State, words []uint64, open []bool) {
	copy(s.met, ran.met)
	copy(s.words, words)
	for i, o := range open {
		if o {
			s.mark(s.program.open[i])
			s.words[i] = anything
		}
	}
	s.conclude(s.words)
}

// read marks the rows of the answers.
func (s *State) read(words []uint64) {
	p := s.program
	for i := range p.bits {
		f := &p.bits[i]
		for word := words[f.fact] & f.read; word != 0; word &= word - 1 {
			s.mark(f.first + int32(bits.TrailingZeros64(word)))
		}
	}
	for i := range p.numbers {
		n := &p.numbers[i]
		s.mark(n.row(words[n.fact]))
	}
	for i := range p.counts {
		c := &p.counts[i]
		if bits.OnesCount64(words[c.fact]&c.mask) >= int(c.need) {
			s.mark(c.row)
		}
	}
}

// mark meets the clauses of a row.
func (s *State) mark(row int32) {
	p := s.program
	for _, m := range p.marks[p.rows[row]:p.rows[row+1]] {
		s.met[m.at] |= m.bits
	}
}

// conclude finds the rules that hold, in order: findings by level, triage,
// plan.
func (s *State) conclude(words []uint64) {
	for w := range s.fired {
		s.fired[w] = s.holding(w)
		if s.fired[w]&s.program.special[w] != 0 {
			s.consider(w, words)
		}
	}
}

// holding is the rules of a word whose clauses are all met.
func (s *State) holding(w int) uint64 {
	met := s.met[w*lanes : w*lanes+lanes]
	return met[0] & met[1] & met[2]
}

// consider goes through the special rules of a word one by one: a condition
// may fail though its clauses are met, and the findings that a rule draws may
// let later rules hold.
func (s *State) consider(w int, words []uint64) {
	p := s.program
	for left := s.fired[w] & p.special[w]; left != 0; {
		bit := lowest(left)
		rule, upTo := w*wordBits+bit, uint64(1)<<bit<<1-1
		if !p.exact[rule] && !s.test(p.entries[rule], words) {
			s.fired[w] &^= 1 << bit
		} else if len(p.draws[rule]) > 0 {
			for _, f := range p.draws[rule] {
				s.mark(p.drawn + f)
			}
			s.fired[w] = s.fired[w]&upTo | s.holding(w)&^upTo
		}
		left = s.fired[w] & p.special[w] &^ upTo
	}
}

// lowest is the number of the lowest bit of a word, which must have one.
func lowest(word uint64) int { return bits.TrailingZeros64(word) }

// Fired reports whether rule i held in the last run.
func (s *State) Fired(i int) bool { return s.fired[i/wordBits]&(1<<(i%wordBits)) != 0 }

// Set is the rules that held in the last run as a set of bits, 64 rules to a
// word. It is good until the next run, and nobody may change it.
func (s *State) Set() []uint64 { return s.fired }

// Found reports whether finding i was drawn in the last run.
func (s *State) Found(i int) bool {
	for _, rule := range s.program.drawnBy[i] {
		if s.Fired(int(rule)) {
			return true
		}
	}
	return false
}

// Level is the strongest referral of the last run.
func (s *State) Level() facts.Level {
	for i := range s.program.levels {
		l := &s.program.levels[i]
		for w, rules := range l.rules {
			if s.fired[w]&rules != 0 {
				return l.level
			}
		}
	}
	return facts.LevelNone
}

// Rules appends the indexes of the rules that held, ascending.
func (s *State) Rules(to []int) []int {
	for w, word := range s.fired {
		for ; word != 0; word &= word - 1 {
			to = append(to, w*wordBits+lowest(word))
		}
	}
	return to
}
