package verify

import (
	"cmp"
	"encoding/binary"
	"slices"

	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

// Bounds of one search. Goals of real rules are met within a handful of
// changed answers, or, where two conditions exclude each other, never.
const (
	searchStarts = 8  // nearest bases and fixtures to start from
	searchBeam   = 6  // cases kept from step to step
	searchSteps  = 12 // changed answers at most
)

// searcher looks for cases that make conditions true or false, by changing few
// answers of a base or fixture. It is safe for concurrent use.
type searcher struct {
	p       *pack.Pack
	starts  []*facts.Case
	bases   []string
	numbers [][]uint64 // by fact: the values next to every threshold, ascending
}

func newSearcher(p *pack.Pack, fixtures []FixtureResult) *searcher {
	s := &searcher{p: p, bases: baseNames(p), numbers: thresholds(p)}
	for _, name := range s.bases {
		s.starts = append(s.starts, p.Bases[name])
	}
	for i := range fixtures {
		s.starts = append(s.starts, fixtures[i].Case.Case)
	}
	return s
}

// thresholds lists, by fact, the values on both sides of every comparison.
func thresholds(p *pack.Pack) [][]uint64 {
	values := make([][]uint64, len(p.Vocabulary.Facts))
	for _, r := range p.Rules {
		pack.Atoms(r.Cond, func(a *pack.Atom) {
			if a.Finding >= 0 || a.Mask != 0 {
				return
			}
			top := p.Vocabulary.Facts[a.Fact].Steps() + 1
			for _, w := range []uint64{a.Lo - 1, a.Lo, a.Hi, a.Hi + 1} {
				if w >= 1 && w <= top {
					values[a.Fact] = append(values[a.Fact], w)
				}
			}
		})
	}
	for i := range values {
		slices.Sort(values[i])
		values[i] = slices.Compact(values[i])
	}
	return values
}

// find returns the case nearest to a base of the pack that meets a goal and
// that accept takes (nil: any), or nil when the search finds none.
func (s *searcher) find(goal []want, accept func(*facts.Case) bool) *facts.Case {
	cone := s.cone(goal)
	var best *facts.Case
	fewest := len(s.p.Vocabulary.Facts) + 1
	for _, from := range s.nearest(goal) {
		words, ok := s.reach(goal, cone, from.Words())
		if !ok {
			continue
		}
		c := s.p.Vocabulary.New()
		copy(c.Words(), words)
		if accept != nil && !accept(c) {
			continue
		}
		s.shrink(c, func(c *facts.Case) bool { return s.away(goal, c.Words()) == 0 && (accept == nil || accept(c)) })
		if _, changed := s.base(c); len(changed) < fewest {
			best, fewest = c, len(changed)
		}
	}
	return best
}

func (s *searcher) away(goal []want, words []uint64) (total int) {
	for _, w := range goal {
		total += distance(s.p, words, w)
	}
	return min(total, unreachable)
}

// nearest lists the starts that need the fewest changes, bases before fixtures.
func (s *searcher) nearest(goal []want) []*facts.Case {
	type ranked struct{ at, away int }
	order := make([]ranked, len(s.starts))
	for i, c := range s.starts {
		order[i] = ranked{i, s.away(goal, c.Words())}
	}
	slices.SortStableFunc(order, func(a, b ranked) int { return cmp.Compare(a.away, b.away) })
	var list []*facts.Case
	for _, r := range order[:min(searchStarts, len(order))] {
		if r.away < unreachable {
			list = append(list, s.starts[r.at])
		}
	}
	return list
}

// cone lists the facts that a goal depends on, through findings too.
func (s *searcher) cone(goal []want) []*facts.Fact {
	in := make([]bool, len(s.p.Vocabulary.Facts))
	var visit func(pack.Cond)
	visit = func(c pack.Cond) {
		pack.Atoms(c, func(a *pack.Atom) {
			if a.Finding >= 0 {
				visit(drawn(s.p, a.Finding))
			} else {
				in[a.Fact] = true
			}
		})
	}
	for _, w := range goal {
		visit(w.cond)
	}
	var list []*facts.Fact
	for i, f := range s.p.Vocabulary.Facts {
		if in[i] {
			list = append(list, f)
		}
	}
	return list
}

// state is a case on the way to a goal.
type state struct {
	words []uint64
	away  int
}

// reach changes one answer after the other, keeping the cases nearest to the
// goal: a beam search. Ties keep the order of facts and options, so the same
// question always has the same answer.
func (s *searcher) reach(goal []want, cone []*facts.Fact, from []uint64) ([]uint64, bool) {
	beam := []state{{slices.Clone(from), s.away(goal, from)}}
	seen := map[string]bool{key(from): true}
	for range searchSteps {
		if len(beam) == 0 || beam[0].away == 0 {
			break
		}
		var next []state
		for _, at := range beam {
			words := slices.Clone(at.words)
			for _, f := range cone {
				for _, w := range s.answers(f, at.words[f.Index]) {
					words[f.Index] = w
					if away := s.away(goal, words); away <= at.away && !seen[key(words)] {
						seen[key(words)] = true
						next = append(next, state{slices.Clone(words), away})
					}
				}
				words[f.Index] = at.words[f.Index]
			}
		}
		slices.SortStableFunc(next, func(a, b state) int { return cmp.Compare(a.away, b.away) })
		beam = next[:min(searchBeam, len(next))]
	}
	if len(beam) == 0 || beam[0].away > 0 {
		return nil, false
	}
	return beam[0].words, true
}

func key(words []uint64) string {
	b := make([]byte, 0, len(words))
	for _, w := range words {
		b = binary.AppendUvarint(b, w)
	}
	return string(b)
}

// answers lists the answers worth trying in place of one, likeliest first. To
// leave a question open comes last: a plan needs most of them.
func (s *searcher) answers(f *facts.Fact, now uint64) (list []uint64) {
	add := func(w uint64) {
		if w != now {
			list = append(list, w)
		}
	}
	switch f.Kind {
	case facts.Number:
		for _, w := range s.numbers[f.Index] {
			add(w)
		}
	case facts.Answer:
		add(facts.AnswerYes)
		add(facts.AnswerNo)
	case facts.Choice:
		for i := range f.Options {
			add(1 << i)
		}
	case facts.Set:
		for i := range f.Options {
			if w := now&^f.NoneBit() ^ 1<<i; w != 0 {
				add(w)
			}
		}
		if f.OffersNone() {
			add(f.NoneBit())
		}
	}
	if f.OffersNotSure() {
		add(f.UnsureBit())
		if f.Kind == facts.Set && now&f.OptionBits() != 0 {
			add(now ^ f.UnsureBit())
		}
	}
	add(0)
	return list
}

// base returns the base of the pack that a case differs least from, and the
// facts in which it does. "" is the case in which nothing is answered.
func (s *searcher) base(c *facts.Case) (name string, changed []*facts.Fact) {
	names := append([]string{""}, s.bases...)
	if i := slices.Index(names, healthy); i > 0 { // the plainest base wins ties
		names[0], names[i] = healthy, ""
	}
	best := len(c.Words()) + 1
	for _, n := range names {
		var differ []*facts.Fact
		words := s.words(n)
		for i, f := range s.p.Vocabulary.Facts {
			if c.Words()[i] != words[i] {
				differ = append(differ, f)
			}
		}
		if len(differ) < best {
			name, changed, best = n, differ, len(differ)
		}
	}
	return name, changed
}

// healthy is the base of all baselines, which every pack has.
const healthy = "healthy"

// words returns the answers of a base.
func (s *searcher) words(base string) []uint64 {
	if base == "" {
		return make([]uint64, len(s.p.Vocabulary.Facts))
	}
	return s.p.Bases[base].Words()
}

// shrink gives back the answers of the nearest base wherever keep allows it:
// whole answers first, then single options of a set.
func (s *searcher) shrink(c *facts.Case, keep func(*facts.Case) bool) {
	name, changed := s.base(c)
	base := s.words(name)
	try := func(i int, w uint64) bool {
		old := c.Words()[i]
		c.Words()[i] = w
		if !keep(c) {
			c.Words()[i] = old
		}
		return c.Words()[i] == w
	}
	for _, f := range changed {
		i := f.Index
		if try(i, base[i]) || f.Kind != facts.Set {
			continue
		}
		if c.Words()[i] == 0 && f.OffersNone() {
			try(i, f.NoneBit()) // an answer is easier to read than a gap
		}
		for bit := range f.Options {
			if w := c.Words()[i] &^ (1 << bit); w&f.OptionBits() != 0 && w != c.Words()[i] && base[i]&(1<<bit) == 0 {
				try(i, w)
			}
		}
	}
}
