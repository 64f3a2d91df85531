package proof

import (
	"slices"

	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

// BuiltIn returns the claims that every pack should keep.
func BuiltIn(p *pack.Pack) []Claim {
	claims := []Claim{
		{ID: "one-outcome", Why: "every case ends in exactly one outcome", parts: []part{{build: exactlyOneEnd}}},
		{ID: "no-plan-while-open", Why: "no plan while a required fact is open", parts: factParts(p, (*facts.Fact).Required, planWhileOpen)},
		{ID: "alone-emergency", Why: "an option that alone is an emergency is one whatever else is answered",
			parts: optionParts(p, func(_ *facts.Fact, o facts.Option) bool { return o.Alone == facts.LevelEmergency }, aloneHolds)},
		{ID: "alone-level", Why: "an option that alone refers does so whatever else is answered",
			parts: optionParts(p, func(_ *facts.Fact, o facts.Option) bool {
				return o.Alone != facts.LevelNone && o.Alone != facts.LevelEmergency
			}, aloneHolds)},
		{ID: "ticking-never-lowers", Why: "ticking an option of a safety fact never lowers the urgency",
			parts: optionParts(p, func(f *facts.Fact, o facts.Option) bool {
				return f.Kind == facts.Set && (f.Safety || o.Alone != facts.LevelNone)
			}, tickingLowers)},
		{ID: "unsure-not-below-clear", Why: "not_sure is at least as urgent as the clear answer", parts: factParts(p, offersSafetyUnsure, unsureBelowClear)},
		{ID: "flag-not-below-unsure", Why: "some answer is at least as urgent as not_sure, beyond the level that the fact declares for it",
			parts: factParts(p, offersSafetyUnsure, flagBelowUnsure)},
		{ID: "comfort-never-refers", Why: "facts about desk, posture, training and comfort never change the urgency", parts: factParts(p, isComfort, comfortRefers)},
		{ID: "precaution-covers-unsure", Why: "whatever a precaution excludes, not_sure excludes too",
			parts: factParts(p, func(f *facts.Fact) bool { return f.Precaution && f.OffersNotSure() }, unsureExcludesLess)},
		{ID: "plan-can-loosen", Why: "with the default equipment and place every plan can hold a release or stretch unless a precaution excludes all of them", parts: []part{{build: planCannotLoosen}}},
		{ID: "safety-fact-matters", Why: "every safety fact can change the outcome",
			parts: factParts(p, func(f *facts.Fact) bool { return f.Safety }, safetyMatters)},
		{ID: "precaution-fact-matters", Why: "every precaution fact can change the plan",
			parts: factParts(p, func(f *facts.Fact) bool { return f.Precaution }, precautionMatters)},
		{ID: "settled-stays", Why: "where all open answers at once would not raise the referral, none of them changes it", parts: []part{{build: settledChanges}}},
	}
	reach := Claim{ID: "exercise-reachable", Why: "every exercise that is not listed only can be recommended to someone"}
	for _, e := range p.Exercises {
		if e.Unfit == "" {
			reach.parts = append(reach.parts, part{e.ID, func(s *session) query { return exerciseReachable(s, e.Index) }})
		}
	}
	return append(claims, reach)
}

func factParts(p *pack.Pack, such func(*facts.Fact) bool, build func(*session, int) query) (parts []part) {
	for i, f := range p.Vocabulary.Facts {
		if such(f) {
			parts = append(parts, part{f.ID, func(s *session) query { return build(s, i) }})
		}
	}
	return parts
}

func optionParts(p *pack.Pack, such func(*facts.Fact, facts.Option) bool, build func(s *session, fact, option int) query) (parts []part) {
	for i, f := range p.Vocabulary.Facts {
		for j, o := range f.Options {
			if such(f, o) {
				parts = append(parts, part{f.ID + "." + o.ID, func(s *session) query { return build(s, i, j) }})
			}
		}
	}
	return parts
}

func exactlyOneEnd(s *session) query {
	u := s.u
	var ends []lit
	for _, e := range Ends() {
		ends = append(ends, s.f.end(e))
	}
	return query{
		root:  u.or(u.or(ends...).not(), u.atLeast(2, ends)),
		first: s.f,
		shows: func(a, _ *observed) bool { return !slices.Contains(Ends(), a.end) },
	}
}

func planWhileOpen(s *session, fact int) query {
	return query{
		root:  s.u.and(s.f.isPlan(), s.f.open()[fact]),
		first: s.f,
		shows: func(a, _ *observed) bool { return a.end.Outcome == planGiven && slices.Contains(a.open, fact) },
	}
}

func aloneHolds(s *session, fact, option int) query {
	level := s.p.Vocabulary.Facts[fact].Options[option].Alone
	return query{
		root:  s.u.and(s.f.bit(fact, 1<<option), s.f.level(level).not()),
		first: s.f,
		shows: func(a, _ *observed) bool { return a.level < level },
	}
}

// lower holds when the referral of b is below that of a.
func (s *session) lower(a, b *form) lit {
	var terms []lit
	for _, l := range levels {
		terms = append(terms, s.u.and(a.level(l), b.level(l).not()))
	}
	return s.u.or(terms...)
}

func (s *session) lowers(a, b *form) query {
	return query{root: s.lower(a, b), first: a, second: b, shows: func(a, b *observed) bool { return b.level < a.level }}
}

// tickingLowers compares a case without the option to the same case with it;
// ticking takes "none" away.
func tickingLowers(s *session, fact, option int) query {
	without, with := s.f.like(), s.f.like()
	own := func(f *form, ticked lit, none func(lit) lit) {
		domain := f.domains[fact]
		at := s.u.at(domain, s.p.Vocabulary.Facts[fact], 1<<option)
		f.replaced[fact] = func(i int64) lit {
			switch i {
			case at:
				return ticked
			case atNone:
				return none(s.u.bit(domain, i))
			}
			return s.u.bit(domain, i)
		}
	}
	own(without, no, func(l lit) lit { return l })
	own(with, yes, func(lit) lit { return no })
	return s.lowers(without, with)
}

func offersSafetyUnsure(f *facts.Fact) bool { return f.Safety && f.OffersNotSure() }

// clearAnswer is the answer that says nothing is wrong: none of a set, else the
// baseline.
func clearAnswer(f *facts.Fact) uint64 {
	if f.OffersNone() {
		return f.NoneBit()
	}
	return f.Baseline
}

// worstAnswer is the answer that alone says the worst: every option of a set, the
// option of a choice that refers the furthest, the answer other than the baseline.
func worstAnswer(f *facts.Fact) uint64 {
	switch f.Kind {
	case facts.Set:
		return f.OptionBits()
	case facts.Answer:
		return (facts.AnswerYes | facts.AnswerNo) &^ f.Baseline
	}
	worst := 0
	for i, o := range f.Options {
		if o.Alone > f.Options[worst].Alone {
			worst = i
		}
	}
	return 1 << worst
}

// fixed are two forms in which a fact has one answer and the other.
func (s *session) fixed(fact int, a, b uint64) (*form, *form) {
	first, second := s.f.like(), s.f.like()
	first.setWord(fact, a)
	second.setWord(fact, b)
	return first, second
}

func unsureBelowClear(s *session, fact int) query {
	f := s.p.Vocabulary.Facts[fact]
	return s.lowers(s.fixed(fact, clearAnswer(f), f.UnsureBit()))
}

// flagBelowUnsure looks for a case in which not_sure is more urgent than any
// other answer would be. The level that the fact itself declares for not_sure
// is the price of not knowing, and no answer has to match it.
func flagBelowUnsure(s *session, fact int) query {
	f := s.p.Vocabulary.Facts[fact]
	unsure, worst := s.fixed(fact, f.UnsureBit(), worstAnswer(f))
	flags := []*form{worst}
	if f.Kind != facts.Set { // of a set, all options together are the flag
		for answer := range bitsOf(answers(f) &^ (f.UnsureBit() | worstAnswer(f))) {
			_, flag := s.fixed(fact, f.UnsureBit(), answer)
			flags = append(flags, flag)
		}
	}
	var terms []lit
	for _, l := range levels {
		if l <= f.NotSure {
			continue
		}
		higher := []lit{unsure.level(l)}
		for _, flag := range flags {
			higher = append(higher, flag.level(l).not())
		}
		terms = append(terms, s.u.and(higher...))
	}
	return query{root: s.u.or(terms...), first: unsure, second: worst,
		shows: func(a, b *observed) bool { return b.level < a.level && a.level > f.NotSure }}
}

// isComfort reports whether a fact is there to fit a plan only: nobody has to
// answer it and no option of it refers.
func isComfort(f *facts.Fact) bool {
	return !f.Required() && !slices.ContainsFunc(f.Options, func(o facts.Option) bool { return o.Alone != facts.LevelNone })
}

// changed makes a form of the same case but for one fact, which has an answer
// of its own.
func (s *session) changed(fact int) *form {
	g := s.f.like()
	g.domains[fact] = s.u.copyOf(g.domains[fact])
	return g
}

func comfortRefers(s *session, fact int) query { return s.lowers(s.f, s.changed(fact)) }

// restrictions is what rules take from a plan, by name.
func (f *form) restrictions() map[string]lit {
	out := map[string]lit{}
	for key, l := range f.effects() {
		if isRestriction(key) {
			out[key] = l
		}
	}
	return out
}

func unsureExcludesLess(s *session, fact int) query {
	unsure := s.f.like()
	unsure.setWord(fact, s.p.Vocabulary.Facts[fact].UnsureBit())
	after := unsure.restrictions()
	var terms []lit
	for _, key := range sortedKeys(after) {
		terms = append(terms, s.u.and(s.f.effects()[key], after[key].not()))
	}
	return query{
		root: s.u.and(s.f.answered(fact), s.u.or(terms...)), first: s.f, second: unsure,
		shows: func(a, b *observed) bool {
			for key := range a.effects {
				if isRestriction(key) && !b.effects[key] {
					return true
				}
			}
			return false
		},
	}
}

func planCannotLoosen(s *session) query {
	loosen := []pack.Phase{pack.Release, pack.Stretch}
	f := s.f
	f.plan()
	var free []lit
	for _, e := range s.p.Exercises {
		if e.Unfit == "" && slices.Contains(loosen, e.Phase) {
			free = append(free, f.barred(e).not())
		}
	}
	return query{
		root: s.u.and(f.isPlan(), f.answered(s.p.Plan.Equipment).not(), f.answered(s.p.Plan.Place).not(), f.canHold(loosen).not(), s.u.or(free...)), first: f,
		shows: func(a, _ *observed) bool { return a.end.Outcome == planGiven && !a.canHold(s.p, loosen) },
	}
}

func safetyMatters(s *session, fact int) query {
	other := s.changed(fact)
	var terms []lit
	for _, e := range Ends() {
		terms = append(terms, s.u.and(s.f.end(e), other.end(e).not()))
	}
	return query{
		root: s.u.and(s.f.answered(fact), other.answered(fact), s.u.or(terms...)), exists: true, first: s.f, second: other,
		shows: func(a, b *observed) bool { return a.end != b.end },
	}
}

func precautionMatters(s *session, fact int) query {
	other := s.changed(fact)
	var terms []lit
	before, after := s.f.effects(), other.effects()
	for _, key := range sortedKeys(before) {
		terms = append(terms, s.u.xor(before[key], after[key]))
	}
	return query{
		root: s.u.and(s.f.answered(fact), other.answered(fact), s.f.isPlan(), other.isPlan(), s.u.or(terms...)), exists: true, first: s.f, second: other,
		shows: func(a, b *observed) bool { return a.end.Outcome == planGiven && b.end.Outcome == planGiven },
	}
}

func exerciseReachable(s *session, exercise int) query {
	return query{
		root: s.u.and(s.f.isPlan(), s.f.plan().eligible[exercise]), exists: true, first: s.f,
		shows: func(a, _ *observed) bool { return a.end.Outcome == planGiven && a.eligible[exercise] },
	}
}

// settledChanges compares a case that the bound settles to one in which open
// facts have got any answers.
func settledChanges(s *session) query {
	later, could := s.f.like(), s.f.couldBe()
	for i, f := range s.p.Vocabulary.Facts {
		if !f.Required() {
			continue
		}
		own, fresh, open := s.f.domains[i], s.u.copyOf(s.f.domains[i]), s.f.open()[i]
		get := s.u.bit
		if f.Kind == facts.Number {
			get = s.u.reaches
		}
		later.replaced[i] = func(at int64) lit { return s.u.or(get(own, at), s.u.and(open, get(fresh, at))) }
	}
	return query{
		root: s.u.and(s.lower(could, s.f).not(), s.u.or(s.lower(later, s.f), s.lower(s.f, later))), first: s.f, second: later,
		shows: func(a, b *observed) bool { return a.level != b.level },
	}
}
