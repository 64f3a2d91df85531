package proof

import (
	"math"
	"math/bits"
	"slices"

	"github.com/limber-triage/limber/facts"
)

// step is one answer, or one option of a set, and what it can be.
type step struct {
	replies []reply
	ends    bool // no option is left
}

// reply is one thing that an answer can be.
type reply struct {
	known
	ticks   bool      // the set is not empty
	needs   ticks     // what must have been ticked so far
	weights []float64 // by population
}

type ticks int

const (
	whatever ticks = iota
	something
	nothing
)

// steps are all questions that some condition reads.
func (c *counting) steps() (list []step) {
	if len(c.states.heads) == 0 {
		return nil
	}
	tests := make([][]test, len(c.vocab.Facts))
	for _, n := range c.nodes[surely+1:] {
		if n.parts == nil {
			tests[n.test.fact] = append(tests[n.test.fact], n.test)
		}
	}
	for _, i := range c.order() {
		switch f := c.vocab.Facts[i]; f.Kind {
		case facts.Set:
			list = append(list, c.ticks(f, tests[i])...)
		case facts.Number:
			list = append(list, c.number(f, tests[i]))
		default:
			list = append(list, c.choice(f, tests[i]))
		}
	}
	return list
}

// order keeps the conditions that are half read few: after each question the
// next is the one that adds least to how far they are from being settled or not
// yet begun, whichever is nearer.
func (c *counting) order() (list []int) {
	reads := make([][]bool, len(c.nodes)) // by condition, by fact
	for n, r := range c.nodes {
		reads[n] = make([]bool, len(c.vocab.Facts))
		if r.parts == nil && ref(n) > surely {
			reads[n][r.test.fact] = true
		}
		for _, p := range r.parts { // they were made before it
			for f, is := range reads[p] {
				reads[n][f] = reads[n][f] || is
			}
		}
	}
	type progress struct{ known, open int }
	roots := map[ref]*progress{}
	add := func(n ref) {
		roots[n] = &progress{}
		for _, is := range reads[n] {
			if is {
				roots[n].open++
			}
		}
	}
	add(c.states.heads[0].clear[0])
	add(c.states.heads[0].clear[1])
	for _, e := range c.states.entries[0] {
		add(e.ref())
	}
	done := make([]bool, len(c.vocab.Facts))
	for range done {
		best, least := -1, 0
		for f := range done {
			cost := 0
			for n, p := range roots {
				if reads[n][f] {
					cost += min(p.known+1, p.open-1) - min(p.known, p.open)
				}
			}
			if !done[f] && (best < 0 || cost < least) {
				best, least = f, cost
			}
		}
		for n, p := range roots {
			if reads[n][best] {
				p.known, p.open = p.known+1, p.open-1
			}
		}
		done[best] = true
		list = append(list, best)
	}
	return list
}

// spread is the probability of each population that an answer is one of so many
// out of all that are possible, where the answer of a base is among them or not.
func (c *counting) spread(f *facts.Fact, some, all float64, has func(word uint64) bool) []float64 {
	list := []float64{some / all}
	for _, b := range c.bases {
		p := OtherAnswer * some / all
		if has(b.Words()[f.Index]) {
			p += 1 - OtherAnswer
		}
		list = append(list, p)
	}
	return list
}

// number has a reply for each span between which no test changes, and one for no
// answer.
func (c *counting) number(f *facts.Fact, tests []test) (s step) {
	starts := []uint64{0, 1}
	for _, t := range tests {
		starts = append(starts, t.lo, t.hi+1)
	}
	slices.Sort(starts)
	starts = slices.DeleteFunc(slices.Compact(starts), func(w uint64) bool { return w > f.Steps()+1 })
	for i, w := range starts {
		end := f.Steps() + 2
		if i+1 < len(starts) {
			end = starts[i+1]
		}
		some := float64(end - w)
		if w == 0 {
			some = 0
		}
		weights := c.spread(f, some, float64(f.Steps()+1), func(base uint64) bool { return w <= base && base < end })
		s.replies = append(s.replies, reply{known: known{f.Index, 0, w}, weights: weights})
	}
	return s
}

// choice has a reply for each answer that some test reads, and one for all else.
func (c *counting) choice(f *facts.Fact, tests []test) (s step) {
	read := uint64(0)
	for _, t := range tests {
		read |= t.mask
	}
	all := answers(f)
	add := func(word, of uint64, orNone bool) {
		some, every := bits.OnesCount64(of), bits.OnesCount64(all)
		weights := c.spread(f, float64(some), float64(every), func(base uint64) bool { return base&of != 0 || orNone && base == 0 })
		s.replies = append(s.replies, reply{known: known{f.Index, all, word}, weights: weights})
	}
	for b := range bitsOf(all & read) {
		add(b, b, false)
	}
	add(0, all&^read, true)
	return s
}

// ticks has a step for each option of a set, and one for whether none of them
// is ticked.
func (c *counting) ticks(f *facts.Fact, tests []test) (list []step) {
	read := uint64(0)
	for _, t := range tests {
		read |= t.mask
	}
	options := answers(f) &^ f.NoneBit()
	whole := read&f.NoneBit() != 0 || !f.OffersNone()
	for b := range bitsOf(options) {
		if read&b == 0 && !whole {
			continue
		}
		on, off := []float64{0.5}, []float64{0.5}
		for _, base := range c.bases {
			p := OtherAnswer
			if base.Words()[f.Index]&b != 0 {
				p = 1 - p
			}
			on, off = append(on, p), append(off, 1-p)
		}
		list = append(list, step{replies: []reply{{known: known{f.Index, b, b}, ticks: whole, weights: on}, {known: known{f.Index, b, 0}, weights: off}}})
	}
	if !whole {
		return list
	}
	ticked, none, open := []float64{1}, []float64{1}, []float64{0}
	if !f.OffersNone() { // to tick nothing is no answer
		ticked[0], none[0] = 1/(1-math.Exp2(-float64(bits.OnesCount64(options)))), 0
	}
	for _, base := range c.bases {
		says := 0.0
		if f.OffersNone() && base.Words()[f.Index] != 0 {
			says = 1
		}
		ticked, none, open = append(ticked, 1), append(none, says), append(open, 1-says)
	}
	at := known{f.Index, f.NoneBit(), 0}
	says := at
	says.word = f.NoneBit()
	return append(list, step{ends: true, replies: []reply{{known: at, needs: something, weights: ticked}, {known: says, needs: nothing, weights: none}, {known: at, needs: nothing, weights: open}}})
}
