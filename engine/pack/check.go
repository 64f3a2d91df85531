package pack

import (
	"fmt"
	"slices"

	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/facts"
)

// restricts lists the verbs that take something away from a plan.
var restricts = []grl.Verb{grl.PlanAvoid, grl.PlanWithout, grl.PlanStart, grl.PlanLimit}

// checkPrecautions enforces the law of precautions: a rule that restricts a
// plan because of a precaution fact restricts it as well when that fact is
// answered "not sure", and reads only facts that a plan cannot do without.
func (l *loader) checkPrecautions() {
	for _, r := range l.p.Rules {
		if !slices.ContainsFunc(r.Effects, func(e Effect) bool { return slices.Contains(restricts, e.Verb) }) {
			continue
		}
		cond := l.p.expand(r.Cond)
		seen := map[int]bool{}
		Atoms(cond, func(a *Atom) {
			f := l.p.Vocabulary.Facts[a.Fact]
			if seen[a.Fact] {
				return
			}
			seen[a.Fact] = true
			if !f.Required() {
				l.errorf(inRule(r.Rule), "optional-precaution", "make "+f.ID+" required, or advise with a tip instead",
					"rule %s restricts the plan and reads %s, which may be left unanswered", r.Name, f.ID)
				return
			}
			if f.Precaution && f.NotSure != facts.LevelNone && !coversUnsure(cond, f) {
				l.errorf(inRule(r.Rule), "unsure-uncovered", "add || Case."+f.Name+".Unsure where it belongs",
					"rule %s restricts the plan because of %s, but not when the answer is not_sure", r.Name, f.ID)
			}
		})
	}
}

// expand replaces every finding in c by the conditions that draw it, so that
// only Case atoms are left. Findings never form a circle (levels checked it).
func (p *Pack) expand(c Cond) Cond {
	switch c := c.(type) {
	case And:
		return And(p.expandAll(c))
	case Or:
		return Or(p.expandAll(c))
	case AtLeast:
		return AtLeast{K: c.K, Terms: p.expandAll(c.Terms)}
	case *Atom:
		if c.Finding < 0 {
			return c
		}
		var any Or
		for _, i := range p.Found[c.Finding].Rules {
			any = append(any, p.expand(p.Rules[i].Cond))
		}
		return any
	}
	panic(fmt.Sprintf("pack: no such condition: %T", c))
}

func (p *Pack) expandAll(terms []Cond) []Cond {
	out := make([]Cond, len(terms))
	for i, t := range terms {
		out[i] = p.expand(t)
	}
	return out
}

// coversUnsure reports whether c, wherever it holds with some answer to f,
// also holds with not_sure in its place. Atoms of other facts are taken as
// independent, so a refusal may be too strict and an acceptance never is.
func coversUnsure(c Cond, f *facts.Fact) bool {
	var answers []uint64
	switch f.Kind {
	case facts.Answer:
		answers = []uint64{facts.AnswerYes, facts.AnswerNo}
	case facts.Choice:
		for i := range f.Options {
			answers = append(answers, 1<<i)
		}
	case facts.Set: // conditions have no negation: all options cover any of them
		answers = []uint64{f.OptionBits(), f.NoneBit()}
	default:
		return true // a number offers no not_sure
	}
	for _, w := range answers {
		s := &search{fact: f.Index, answer: w, unsure: f.UnsureBit(), assigned: map[*Atom]truth{}}
		if !s.termByTerm(c) && s.counterexample(c) {
			return false
		}
	}
	return true
}

type truth int8

const (
	no truth = iota - 1
	unknown
	yes
)

// search looks for values of the other atoms under which a condition holds
// with answer and fails with unsure.
type search struct {
	fact           int
	answer, unsure uint64
	assigned       map[*Atom]truth
	tried          int
}

// mostTried bounds the search. Counts of many terms could take forever; what
// is not settled by then is refused.
const mostTried = 1 << 18

// termByTerm reports whether each part of a condition by itself holds with
// unsure wherever it holds with answer: then the whole does, since conditions
// have no negation. It settles nearly all conditions without a search.
func (s *search) termByTerm(c Cond) bool {
	if s.eval(c, s.unsure) == yes || s.eval(c, s.answer) == no {
		return true
	}
	var terms []Cond
	switch c := c.(type) {
	case And:
		terms = c
	case Or:
		terms = c
	case AtLeast:
		terms = c.Terms
	case *Atom:
		return c.Fact != s.fact
	}
	return !slices.ContainsFunc(terms, func(t Cond) bool { return !s.termByTerm(t) })
}

func (s *search) counterexample(c Cond) bool {
	if s.tried++; s.tried > mostTried {
		return true
	}
	with, instead := s.eval(c, s.answer), s.eval(c, s.unsure)
	switch {
	case with == no || instead == yes:
		return false
	case with == yes && instead == no:
		return true
	}
	a := s.open(c)
	if a == nil {
		return false
	}
	defer delete(s.assigned, a)
	for _, t := range []truth{yes, no} {
		s.assigned[a] = t
		if s.counterexample(c) {
			return true
		}
	}
	return false
}

// open returns an atom of another fact that has no value yet.
func (s *search) open(c Cond) (first *Atom) {
	Atoms(c, func(a *Atom) {
		if first == nil && a.Fact != s.fact && s.assigned[a] == unknown {
			first = a
		}
	})
	return first
}

// eval evaluates c with some atoms unknown; word answers the fact in question.
func (s *search) eval(c Cond, word uint64) truth {
	switch c := c.(type) {
	case And:
		out := yes
		for _, t := range c {
			out = min(out, s.eval(t, word))
		}
		return out
	case Or:
		out := no
		for _, t := range c {
			out = max(out, s.eval(t, word))
		}
		return out
	case AtLeast:
		sure, possible := 0, 0
		for _, t := range c.Terms {
			switch s.eval(t, word) {
			case yes:
				sure++
				possible++
			case unknown:
				possible++
			}
		}
		switch {
		case sure >= c.K:
			return yes
		case possible < c.K:
			return no
		}
		return unknown
	case *Atom:
		if c.Fact != s.fact {
			return s.assigned[c]
		}
		if c.HoldsFor(word) {
			return yes
		}
		return no
	}
	panic(fmt.Sprintf("pack: no such condition: %T", c))
}

// checkAlone holds what the vocabulary says of each option against the rules:
// the level that it gives when nothing else is answered.
func (l *loader) checkAlone() {
	for _, f := range l.p.Vocabulary.Facts {
		for i, o := range f.Options {
			words := make([]uint64, len(l.p.Vocabulary.Facts))
			words[f.Index] = 1 << i
			if level := l.p.triage(words); level != o.Alone {
				l.errorf(in(o.Pos, "alone"), "wrong-alone", "change alone:, or the rules",
					"option %s of %s says alone: %s, but the rules give %s", o.ID, f.ID, levelWord(o.Alone), levelWord(level))
			}
		}
	}
}

func levelWord(l facts.Level) string {
	if l == facts.LevelNone {
		return "nothing"
	}
	return l.String()
}

// triage is the strongest level that the rules give for the words of a case.
func (p *Pack) triage(words []uint64) (level facts.Level) {
	found := make([]bool, len(p.Found))
	for _, r := range p.Rules {
		if r.Stratum == grl.Plan || !Holds(r.Cond, words, found) {
			continue
		}
		for _, e := range r.Effects {
			if e.Verb == grl.SetFound {
				found[e.Finding] = true
			}
			level = max(level, e.Urgency)
		}
	}
	return level
}
