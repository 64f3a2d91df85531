package proof

import (
	"fmt"

	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

// form is a pack as a circuit: what holds for a case, in terms of the answers
// of its universe. Parts are made when first asked for. Two forms of a universe
// are about the same answers unless one of them has answers replaced.
type form struct {
	u       *universe
	p       *pack.Pack
	domains []int // by fact

	replaced map[int]func(at int64) lit // by fact: its inputs are these instead
	without  int                        // a rule that counts as deleted, or -1
	conds    map[int]pack.Cond          // by rule: its condition is this instead
	opened   []lit                      // by fact: while this holds every atom of it does; nil: none

	fires    []lit // by rule, as far as ready
	found    []lit // by finding
	ready    bool
	levels   [facts.LevelEmergency + 1]lit // plus one; 0: not yet made
	openOnes []lit
	planned  *planForm
	chosen   *choice
	keyed    map[string]lit // what effects returns
}

// form makes the form of a pack.
func (u *universe) form(p *pack.Pack) *form {
	f := &form{u: u, p: p, without: -1}
	for _, fact := range p.Vocabulary.Facts {
		f.domains = append(f.domains, u.join(fact))
	}
	return f
}

// like makes another form of the same pack and answers, to be changed before
// it is asked for anything.
func (f *form) like() *form {
	g := &form{u: f.u, p: f.p, domains: append([]int(nil), f.domains...), without: -1, replaced: map[int]func(int64) lit{}, conds: map[int]pack.Cond{}}
	return g
}

// setWord gives a fact this answer in every case.
func (f *form) setWord(fact int, word uint64) {
	v := f.u.valueOf(f.domains[fact], f.p.Vocabulary.Facts[fact], word)
	f.replaced[fact] = func(at int64) lit {
		if f.u.holds(input{f.domains[fact], at}, v) {
			return yes
		}
		return no
	}
}

// bit is the input of one answer of a fact that is not a number.
func (f *form) bit(fact int, bit uint64) lit {
	at := f.u.at(f.domains[fact], f.p.Vocabulary.Facts[fact], bit)
	if r := f.replaced[fact]; r != nil {
		return r(at)
	}
	return f.u.bit(f.domains[fact], at)
}

// reaches holds when a number is at least what a word stands for. A word beyond
// the range is the first value that the pack does not know.
func (f *form) reaches(fact int, word uint64) lit {
	n := f.p.Vocabulary.Facts[fact]
	v := micro(n.Min) + int64(word-1)*micro(n.Step)
	if r := f.replaced[fact]; r != nil {
		return r(v)
	}
	return f.u.reaches(f.domains[fact], v)
}

// within holds when a number is from lo to hi, both included.
func (f *form) within(fact int, lo, hi uint64) lit {
	if f.u.fault == faultUpperBound {
		return f.reaches(fact, max(lo, 1))
	}
	return f.u.and(f.reaches(fact, max(lo, 1)), f.reaches(fact, hi+1).not())
}

// answered holds when the fact has an answer that this pack knows.
func (f *form) answered(fact int) lit {
	n := f.p.Vocabulary.Facts[fact]
	if n.Kind == facts.Number {
		return f.within(fact, 1, n.Steps()+1)
	}
	mask := answers(n)
	if f.u.fault == faultUnsureAnswer {
		mask &^= n.UnsureBit()
	}
	return f.any(fact, mask)
}

func (f *form) any(fact int, mask uint64) lit {
	var terms []lit
	for b := range bitsOf(mask) {
		terms = append(terms, f.bit(fact, b))
	}
	return f.u.or(terms...)
}

// unsure holds when the fact is answered not_sure, ticks beside it or not.
func (f *form) unsure(fact int) lit {
	if n := f.p.Vocabulary.Facts[fact]; n.OffersNotSure() {
		return f.bit(fact, n.UnsureBit())
	}
	return no
}

// cond is a condition, its findings taken from f.
func (f *form) cond(c pack.Cond) lit {
	switch c := c.(type) {
	case pack.And:
		return f.u.and(f.terms(c)...)
	case pack.Or:
		return f.u.or(f.terms(c)...)
	case pack.AtLeast:
		k := c.K
		if f.u.fault == faultAtLeast && k > 1 {
			k--
		}
		return f.u.atLeast(k, f.terms(c.Terms))
	case *pack.Atom:
		return f.atom(c)
	}
	panic(fmt.Sprintf("proof: no such condition: %T", c))
}

func (f *form) terms(conds []pack.Cond) []lit {
	list := make([]lit, len(conds))
	for i, c := range conds {
		list[i] = f.cond(c)
	}
	return list
}

func (f *form) atom(a *pack.Atom) lit {
	if a.Finding >= 0 {
		f.run()
		return f.found[a.Finding]
	}
	if f.opened != nil {
		return f.u.or(f.opened[a.Fact], f.test(a))
	}
	return f.test(a)
}

// test is an atom of a fact.
func (f *form) test(a *pack.Atom) lit {
	switch {
	case a.Count > 0:
		var terms []lit
		for b := range bitsOf(a.Mask) {
			terms = append(terms, f.bit(a.Fact, b))
		}
		k := a.Count
		if f.u.fault == faultCount {
			k++
		}
		return f.u.atLeast(k, terms)
	case a.Mask != 0:
		return f.any(a.Fact, a.Mask)
	case a.Lo > a.Hi || f.p.Vocabulary.Facts[a.Fact].Kind != facts.Number:
		return no // NotX of a choice whose only option is X
	}
	return f.within(a.Fact, a.Lo, a.Hi)
}

// run goes through the rules in pack order, as the evaluators do, so that
// findings are known before they are read.
func (f *form) run() {
	if f.ready {
		return
	}
	f.ready = true
	f.found = make([]lit, len(f.p.Found)) // no
	for i, r := range f.p.Rules {
		c := r.Cond
		if other, ok := f.conds[i]; ok {
			c = other
		}
		fires := no
		if i != f.without {
			fires = f.cond(c)
		}
		f.fires = append(f.fires, fires)
		for _, e := range r.Effects {
			if e.Verb == grl.SetFound {
				f.found[e.Finding] = f.u.or(f.found[e.Finding], fires)
			}
		}
	}
}

// level holds when the strongest referral is at least l.
func (f *form) level(l facts.Level) lit {
	if f.levels[l] != 0 {
		return f.levels[l] - 1
	}
	out := f.levelBut(l, -1)
	f.levels[l] = out + 1
	return out
}

// levelBut is level as if one rule were not there.
func (f *form) levelBut(l facts.Level, rule int) lit {
	f.run()
	var terms []lit
	for i, r := range f.p.Rules {
		if at := r.Urgency(); i != rule && at != facts.LevelNone && (at >= l || f.u.fault == faultLevel && at+1 == l) {
			terms = append(terms, f.fires[i])
		}
	}
	return f.u.or(terms...)
}

// quiet holds when the answers would do for a plan: nothing refers soon or
// sooner, and nothing required is open.
func (f *form) quiet() lit {
	return f.u.and(f.level(facts.LevelSoon).not(), f.u.or(f.open()...).not())
}

// levels are the four referrals, least urgent first.
var levels = [...]facts.Level{facts.LevelRoutine, facts.LevelSoon, facts.LevelUrgent, facts.LevelEmergency}

// closed holds when a fact need not be asked: its gate does not hold however
// the open and unsure facts that it reads are answered.
func (f *form) closed(fact int) lit {
	gate := f.p.Gates[fact]
	if gate == nil {
		return no
	}
	g := *f
	g.opened = make([]lit, len(f.domains))
	pack.Atoms(gate, func(a *pack.Atom) {
		g.opened[a.Fact] = f.u.or(f.answered(a.Fact).not(), f.unsure(a.Fact))
		if f.u.fault == faultGateUnsure {
			g.opened[a.Fact] = f.answered(a.Fact).not()
		}
	})
	return g.cond(gate).not()
}

// open is what a decision still lacks, by fact: required facts without an
// answer whose gate is not closed.
func (f *form) open() []lit {
	if f.openOnes == nil {
		f.openOnes = make([]lit, len(f.domains))
		for i, n := range f.p.Vocabulary.Facts {
			if n.Required() {
				f.openOnes[i] = f.u.and(f.answered(i).not(), f.closed(i).not())
				if f.u.fault == faultOpenGated {
					f.openOnes[i] = f.answered(i).not()
				}
			}
		}
	}
	return f.openOnes
}

// couldBe makes the form in which every open fact has all of its answers at once:
// the bound from which package ask searches down, and above which nothing lies.
func (f *form) couldBe() *form {
	g := f.like()
	g.replaced = f.replaced
	g.opened = append([]lit(nil), f.open()...)
	return g
}
