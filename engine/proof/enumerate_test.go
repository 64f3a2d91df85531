package proof_test

import (
	"slices"

	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/proof"
	"github.com/limber-triage/limber/facts"
)

// space is every case of a small pack with what is observed of it.
type space struct {
	p      *pack.Pack
	words  [][]uint64 // by fact: its answers
	stride []int      // by fact
	cases  [][]uint64
	seen   []*proof.Seen
}

func enumerate(p *pack.Pack) *space {
	s := &space{p: p}
	n := 1
	for _, f := range p.Vocabulary.Facts {
		s.stride = append(s.stride, n)
		s.words = append(s.words, answersTo(f))
		n *= len(s.words[f.Index])
	}
	for i := range n {
		words := make([]uint64, len(s.words))
		for f, list := range s.words {
			words[f] = list[i/s.stride[f]%len(list)]
		}
		s.cases = append(s.cases, words)
	}
	s.seen = s.observe(p)
	return s
}

// observe observes all cases by a pack of the same vocabulary.
func (s *space) observe(p *pack.Pack) []*proof.Seen {
	see := proof.Observer(p)
	list := make([]*proof.Seen, len(s.cases))
	for i, words := range s.cases {
		list[i] = see(words)
	}
	return list
}

// with is the case with another answer to one fact.
func (s *space) with(i, fact int, word uint64) int {
	list := s.words[fact]
	at := i / s.stride[fact] % len(list)
	return i + (slices.Index(list, word)-at)*s.stride[fact]
}

// any reports whether such a case exists.
func (s *space) any(such func(i int) bool) bool {
	for i := range s.cases {
		if such(i) {
			return true
		}
	}
	return false
}

// answers counts the answers of a case other than none.
func (s *space) answers(i int) (n int) {
	for f, w := range s.cases[i] {
		if fact := s.p.Vocabulary.Facts[f]; w != 0 && !(fact.Kind == facts.Set && w == fact.NoneBit()) {
			n++
		}
	}
	return n
}

// least is the fewest answers of such a case, -1 when there is none.
func (s *space) least(such func(i int) bool) int {
	least := -1
	for i := range s.cases {
		if such(i) && (least < 0 || s.answers(i) < least) {
			least = s.answers(i)
		}
	}
	return least
}

// broken says by enumeration whether a part of a built-in claim is broken.
func (s *space) broken(claim, part string) bool {
	fact, option := s.find(part)
	f := s.p.Vocabulary.Facts[max(fact, 0)]
	switch claim {
	case "one-outcome":
		return s.any(func(i int) bool { return !slices.Contains(proof.Ends(), s.seen[i].End) })
	case "no-plan-while-open":
		return s.any(func(i int) bool { return s.seen[i].End.Outcome == "plan" && slices.Contains(s.seen[i].Open, fact) })
	case "alone-emergency", "alone-level":
		return s.any(func(i int) bool {
			return s.cases[i][fact]&(1<<option) != 0 && s.seen[i].Level < f.Options[option].Alone
		})
	case "ticking-never-lowers":
		return s.any(func(i int) bool {
			w := s.cases[i][fact]
			return w&(1<<option) == 0 && s.seen[s.with(i, fact, w&^f.NoneBit()|1<<option)].Level < s.seen[i].Level
		})
	case "unsure-not-below-clear":
		return s.any(func(i int) bool {
			return s.cases[i][fact] == proof.ClearAnswer(f) && s.seen[s.with(i, fact, f.UnsureBit())].Level < s.seen[i].Level
		})
	case "flag-not-below-unsure":
		return s.any(func(i int) bool {
			level := s.seen[i].Level
			if s.cases[i][fact] != f.UnsureBit() || level <= f.NotSure {
				return false
			}
			for _, w := range s.words[fact] {
				flag := w&f.UnsureBit() == 0 && w != 0 && (f.Kind != facts.Set || w == f.OptionBits())
				if flag && s.seen[s.with(i, fact, w)].Level >= level {
					return false
				}
			}
			return true
		})
	case "comfort-never-refers":
		return s.anyPair(fact, func(a, b *proof.Seen) bool { return b.Level < a.Level }, false)
	case "precaution-covers-unsure":
		return s.any(func(i int) bool {
			after := s.seen[s.with(i, fact, f.UnsureBit())]
			for key := range s.seen[i].Effects {
				if s.cases[i][fact] != 0 && proof.IsRestriction(key) && !after.Effects[key] {
					return true
				}
			}
			return false
		})
	case "plan-can-loosen":
		return s.any(func(i int) bool {
			usual := s.cases[i][s.p.Plan.Equipment] == 0 && s.cases[i][s.p.Plan.Place] == 0
			return usual && s.seen[i].End.Outcome == "plan" && !s.seen[i].CanLoosen && s.freeToLoosen(i)
		})
	case "safety-fact-matters":
		return !s.anyPair(fact, func(a, b *proof.Seen) bool { return a.End != b.End }, true)
	case "precaution-fact-matters":
		return !s.anyPair(fact, func(a, b *proof.Seen) bool {
			return a.End.Outcome == "plan" && b.End.Outcome == "plan" && !sameEffects(s.p, a, b)
		}, true)
	case "settled-stays":
		return s.any(s.unsettled)
	case "exercise-reachable":
		e := slices.IndexFunc(s.p.Exercises, func(e *pack.Exercise) bool { return e.ID == part })
		return !s.any(func(i int) bool { return s.seen[i].End.Outcome == "plan" && s.seen[i].Eligible[e] })
	}
	panic("no such claim: " + claim)
}

// find reads fact.option.
func (s *space) find(part string) (fact, option int) {
	for i, f := range s.p.Vocabulary.Facts {
		if f.ID == part {
			return i, -1
		}
		for j, o := range f.Options {
			if f.ID+"."+o.ID == part {
				return i, j
			}
		}
	}
	return -1, -1
}

// anyPair looks for two cases that differ in one fact at most.
func (s *space) anyPair(fact int, such func(a, b *proof.Seen) bool, answered bool) bool {
	return s.any(func(i int) bool {
		for _, w := range s.words[fact] {
			if answered && (w == 0 || s.cases[i][fact] == 0) {
				continue
			}
			if such(s.seen[i], s.seen[s.with(i, fact, w)]) {
				return true
			}
		}
		return false
	})
}

// sameEffects compares what rules ask of a plan.
func sameEffects(p *pack.Pack, a, b *proof.Seen) bool {
	for key := range a.Effects {
		if !b.Effects[key] {
			return false
		}
	}
	return len(a.Effects) == len(b.Effects) && a.Found[p.Plan.Older] == b.Found[p.Plan.Older] && a.Found[p.Plan.ReadyToLoad] == b.Found[p.Plan.ReadyToLoad]
}

// freeToLoosen reports whether no rule excludes some release or stretch.
func (s *space) freeToLoosen(i int) bool {
	seen := s.seen[i]
	return slices.ContainsFunc(s.p.Exercises, func(e *pack.Exercise) bool {
		if e.Unfit != "" || e.Phase > pack.Stretch || e.Start > seen.Start || seen.Effects["Plan.Without("+e.Phase.String()+")"] {
			return false
		}
		for t, tag := range s.p.Tags {
			if e.Tags&(1<<t) != 0 && seen.Effects["Plan.Avoid("+tag.ID+")"] {
				return false
			}
		}
		return true
	})
}

// unsettled reports whether the bound settles a case and some answers to its open
// facts change its referral.
func (s *space) unsettled(i int) bool {
	open := make([]bool, len(s.words))
	for _, f := range s.seen[i].Open {
		open[f] = true
	}
	if s.couldBecome(i, open) > s.seen[i].Level {
		return false
	}
	return s.any(func(j int) bool {
		for f := range s.words {
			if s.cases[i][f] != s.cases[j][f] && !open[f] {
				return false
			}
		}
		return s.seen[j].Level != s.seen[i].Level
	})
}

// couldBecome is the bound of package ask: open facts have all answers at once.
func (s *space) couldBecome(i int, open []bool) (level facts.Level) {
	found := make([]bool, len(s.p.Found))
	for _, r := range s.p.Rules {
		if r.Stratum == grl.Plan || !holdsOpen(r.Cond, s.cases[i], found, open) {
			continue
		}
		level = max(level, r.Urgency())
		for _, e := range r.Effects {
			if e.Verb == grl.SetFound {
				found[e.Finding] = true
			}
		}
	}
	return level
}

func holdsOpen(c pack.Cond, words []uint64, found, open []bool) bool {
	count := func(terms []pack.Cond) (n int) {
		for _, t := range terms {
			if holdsOpen(t, words, found, open) {
				n++
			}
		}
		return n
	}
	switch c := c.(type) {
	case pack.And:
		return count(c) == len(c)
	case pack.Or:
		return count(c) > 0
	case pack.AtLeast:
		return count(c.Terms) >= c.K
	case *pack.Atom:
		return c.Finding < 0 && open[c.Fact] || pack.Holds(c, words, found)
	}
	panic("no such condition")
}
