package proof

import (
	"encoding/binary"
	"maps"
	"slices"

	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

// counting goes through the questions one by one. What has been answered so far
// matters only by what is left of the conditions of referrals, so all answers
// that leave the same are one state, and those that leave the same of both packs
// are dropped: nobody moves any more.
type counting struct {
	*residuals
	vocab  *facts.Vocabulary
	bases  []*facts.Case
	states *states
	looked int // entries
}

// The two packs, as bits.
const (
	oldSide = 1 << iota
	newSide
	bothSides = oldSide | newSide
)

// entry is a condition that is still open, the level that it refers to, and on
// which sides, in one number.
type entry uint32

const (
	sideBits  = 2
	levelBits = 3
)

func newEntry(n ref, l facts.Level, sides entry) entry {
	return entry(n)<<(sideBits+levelBits) | entry(l)<<sideBits | sides
}

func (e entry) ref() ref           { return ref(e >> (sideBits + levelBits)) }
func (e entry) level() facts.Level { return facts.Level(e >> sideBits & (1<<levelBits - 1)) }
func (e entry) sides() entry       { return e & bothSides }

// head is what is settled of a state.
type head struct {
	top    [2]facts.Level // by pack: the strongest referral that holds; routine as well where the clearance fails
	clear  [2]ref         // by pack: what is left of the clearance, while nothing refers
	ticked bool           // of the set that is being answered
}

// states are the states after one step, with the probability of each in each
// population. The first population is all complete sets of answers, the others
// are one for each base.
type states struct {
	ids     map[string]int
	heads   []head
	entries [][]entry
	weights [][]float64
}

func newStates() *states { return &states{ids: map[string]int{}} }

func newCounting(old, new *pack.Pack) *counting {
	c := &counting{residuals: newResiduals(new.Vocabulary), vocab: new.Vocabulary, states: newStates()}
	for _, name := range slices.Sorted(maps.Keys(new.Bases)) {
		c.bases = append(c.bases, new.Bases[name])
	}
	var h head
	var list []entry
	for side, p := range []*pack.Pack{old, new} {
		found := make([]ref, len(p.Found))
		for _, r := range p.Rules {
			if r.Stratum == grl.Plan {
				continue
			}
			n := c.of(r.Cond, found)
			for _, e := range r.Effects {
				if e.Verb == grl.SetFound {
					found[e.Finding] = c.atLeast(1, []ref{found[e.Finding], n})
				}
			}
			if l := r.Urgency(); l >= facts.LevelRoutine {
				list = append(list, newEntry(n, l, 1<<side))
			}
		}
		h.clear[side] = found[p.Clearance]
	}
	weights := make([]float64, 1+len(c.bases))
	for i := range weights {
		weights[i] = 1
	}
	c.put(c.states, h, list, weights, weights)
	return c
}

// put adds a state, unless both packs are left with the same.
func (c *counting) put(to *states, h head, list []entry, weights, times []float64) {
	for _, e := range list {
		if e.ref() == surely {
			for side := range h.top {
				if e.sides()&(1<<side) != 0 {
					h.top[side] = max(h.top[side], e.level())
				}
			}
		}
	}
	for side := range h.top {
		if h.clear[side] == never {
			h.top[side] = max(h.top[side], facts.LevelRoutine)
		}
		if h.top[side] >= facts.LevelRoutine {
			h.clear[side] = never
		}
	}
	c.add(to, h, tidy(list, h.top), weights, times)
}

// add adds a state of which all is settled that can be.
func (c *counting) add(to *states, h head, list []entry, weights, times []float64) {
	if h.top[0] == h.top[1] && h.clear[0] == h.clear[1] && !slices.ContainsFunc(list, func(e entry) bool { return e.sides() != bothSides }) {
		return
	}
	key := c.key[:0]
	for side := range h.top {
		key = append(key, byte(h.top[side]))
		key = binary.LittleEndian.AppendUint32(key, uint32(h.clear[side]))
	}
	if h.ticked {
		key = append(key, 1)
	}
	for _, e := range list {
		key = binary.LittleEndian.AppendUint32(key, uint32(e))
	}
	c.key = key
	at, ok := to.ids[string(key)]
	if !ok {
		at = len(to.heads)
		to.ids[string(key)] = at
		to.heads, to.entries, to.weights = append(to.heads, h), append(to.entries, slices.Clone(list)), append(to.weights, make([]float64, len(weights)))
	}
	for i, w := range weights {
		to.weights[at][i] += w * times[i]
	}
}

// tidy keeps what can still raise a level: of equal conditions the strongest.
func tidy(list []entry, top [2]facts.Level) []entry {
	open := list[:0]
	for _, e := range list {
		for side, l := range top {
			if e.level() <= l {
				e &^= 1 << side
			}
		}
		if e.sides() != 0 && e.ref() != never {
			open = append(open, e)
		}
	}
	slices.Sort(open)
	var taken entry // the sides that stronger ones of the same condition have
	at := len(open)
	for _, e := range slices.Backward(open) {
		if at == len(open) || e.ref() != open[at].ref() {
			taken = 0
		}
		sides := e.sides() &^ taken
		taken |= sides
		switch {
		case sides == 0:
		case at < len(open) && open[at].ref() == e.ref() && open[at].level() == e.level():
			open[at] |= sides
		default:
			at--
			open[at] = newEntry(e.ref(), e.level(), sides)
		}
	}
	return open[at:]
}

// take answers the next question in every way.
func (c *counting) take(s step) {
	next := newStates()
	learners := make([]learner, len(s.replies))
	for i, v := range s.replies {
		learners[i] = learner{residuals: c.residuals, known: v.known}
	}
	var list []entry
	for i, h := range c.states.heads {
		for j, v := range s.replies {
			if v.needs == something && !h.ticked || v.needs == nothing && h.ticked {
				continue
			}
			l := &learners[j]
			list = list[:0]
			same := true
			for _, e := range c.states.entries[i] {
				n := l.left(e.ref())
				same = same && n == e.ref()
				list = append(list, newEntry(n, e.level(), e.sides()))
			}
			c.looked += len(list) + 1
			to := head{top: h.top, ticked: (h.ticked || v.ticks) && !s.ends}
			for side, n := range h.clear {
				to.clear[side] = l.left(n)
			}
			if same && to.clear == h.clear {
				c.add(next, to, list, c.states.weights[i], v.weights)
				continue
			}
			c.put(next, to, list, c.states.weights[i], v.weights)
		}
	}
	c.states = next
}
