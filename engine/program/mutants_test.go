package program_test

import (
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/program"
	"github.com/limber-triage/limber/engine/verify"
	"github.com/limber-triage/limber/facts"
)

// battery is cases and what the definition says of them. A mutant is noticed
// when it says otherwise of one.
type battery struct {
	d     *definition
	cases []known
}

type known struct {
	words        []uint64
	open         []bool // nil: run as it is
	fired, found []bool
	level        facts.Level
}

func (b *battery) add(words []uint64, open []bool) {
	if open == nil {
		b.d.run(words)
	} else {
		b.d.runOpen(words, open)
	}
	b.cases = append(b.cases, known{slices.Clone(words), slices.Clone(open), slices.Clone(b.d.fired), slices.Clone(b.d.found), b.d.level})
}

// notices holds a mutant against the cases.
func (b *battery) notices(m *program.Program) bool {
	s := newStates(m)
	return slices.ContainsFunc(b.cases, func(c known) bool {
		return notices(s, &definition{b.d.p, c.fired, c.found, c.level}, c.words, c.open)
	})
}

// notices holds a mutant against one case. If it panics it is noticed too.
func notices(s *states, d *definition, words []uint64, open []bool) (noticed bool) {
	defer func() { noticed = recover() != nil || noticed }()
	if open != nil {
		s.runOpen(words, open)
		return d.differs(s.State) != ""
	}
	if s.Run(words); d.differs(s.State) != "" {
		return true
	}
	s.RunWithout(words, noRule)
	return d.differs(s.State) != ""
}

// atomsOf lists ways to make a condition true, each as atoms over facts, some
// of them when there are many.
func atomsOf(p *pack.Pack, c pack.Cond) [][]*pack.Atom {
	const most = 60
	switch c := c.(type) {
	case pack.And:
		ways := [][]*pack.Atom{nil}
		for _, t := range c {
			var longer [][]*pack.Atom
			for _, more := range atomsOf(p, t) {
				for _, way := range ways {
					longer = append(longer, slices.Concat(way, more))
				}
			}
			ways = longer[:min(len(longer), most)]
		}
		return ways
	case pack.Or:
		var ways [][]*pack.Atom
		for _, t := range c {
			ways = append(ways, atomsOf(p, t)...)
		}
		return ways[:min(len(ways), most)]
	case pack.AtLeast:
		var ways [][]*pack.Atom
		for chosen := range uint(1) << len(c.Terms) {
			if bits.OnesCount(chosen) == c.K {
				var terms pack.And
				for i, t := range c.Terms {
					if chosen&(1<<i) != 0 {
						terms = append(terms, t)
					}
				}
				ways = append(ways, atomsOf(p, terms)...)
			}
		}
		return ways[:min(len(ways), most)]
	case *pack.Atom:
		if c.Finding >= 0 {
			var by pack.Or
			for _, r := range p.Found[c.Finding].Rules {
				by = append(by, p.Rules[r].Cond)
			}
			return atomsOf(p, by)
		}
		return [][]*pack.Atom{{c}}
	}
	panic("no such condition")
}

// answersTo lists the answers to a fact that tell comparisons apart.
func answersTo(p *pack.Pack, f *facts.Fact) []uint64 {
	words := []uint64{0}
	switch f.Kind {
	case facts.Number:
		words = append(append(words, 1, f.Steps()+1), thresholds(p, f)...)
		slices.Sort(words)
		return slices.Compact(words)
	case facts.Answer:
		words = append(words, facts.AnswerYes, facts.AnswerNo)
	default:
		for i := range f.Options {
			words = append(words, 1<<i)
		}
		words = append(words, thresholds(p, f)...)
		if f.OffersNone() {
			words = append(words, f.NoneBit())
		}
	}
	if f.OffersNotSure() {
		words = append(words, f.UnsureBit())
	}
	return words
}

// caseOf makes a case of some atoms, if one can hold with the others, and takes
// the first or last answer that fits.
func caseOf(p *pack.Pack, atoms []*pack.Atom, pick func([]uint64) uint64) (words []uint64, ok bool) {
	words = make([]uint64, len(p.Vocabulary.Facts))
	for _, a := range atoms {
		f := p.Vocabulary.Facts[a.Fact]
		fit := answersTo(p, f)
		if f.Kind == facts.Set && words[a.Fact]&f.NoneBit() == 0 {
			for _, w := range fit {
				if w&f.NoneBit() == 0 {
					fit = append(fit, w|words[a.Fact]) // ticked together
				}
			}
		}
		fit = slices.DeleteFunc(fit, func(w uint64) bool {
			return slices.ContainsFunc(atoms, func(o *pack.Atom) bool {
				return o.Fact == a.Fact && !o.HoldsFor(w) && (o == a || o.HoldsFor(words[a.Fact]))
			})
		})
		if len(fit) == 0 {
			return nil, false
		}
		words[a.Fact] = pick(fit)
	}
	return words, true
}

// first and last pick among answers.
func first(words []uint64) uint64 { return words[0] }
func last(words []uint64) uint64  { return words[len(words)-1] }

// around makes the cases that are close to a rule: every way for it to hold,
// with each answer changed or open, and with one taken away and another given
// instead. Cases that are not close to it show what a rule must not do.
func around(p *pack.Pack, rule int, answers [][]uint64) *battery {
	b := &battery{d: define(p)}
	open := make([]bool, len(p.Vocabulary.Facts))
	for _, atoms := range atomsOf(p, p.Rules[rule].Cond) {
		for _, pick := range []func([]uint64) uint64{first, last} {
			words, ok := caseOf(p, atoms, pick)
			if !ok {
				continue
			}
			b.add(words, nil)
			b.changed(words, answers)
			for f, was := range words {
				if was != 0 {
					words[f] = 0
					b.changed(words, answers)
					for other := range words {
						open[other] = true
						b.add(words, open)
						open[other] = false
					}
					words[f] = was
				}
			}
		}
	}
	r := rand.New(rand.NewPCG(15, 16))
	for range 100 {
		b.add(verify.RandomCase(p, r).Words(), nil)
	}
	return b
}

// changed adds a case with every single answer changed, ticked beside the
// others, or unticked.
func (b *battery) changed(words []uint64, answers [][]uint64) {
	for f, was := range words {
		for _, w := range answers[f] {
			words[f] = w
			b.add(words, nil)
			fact := b.d.p.Vocabulary.Facts[f]
			if both := was | w; fact.Kind == facts.Set && was != 0 && both&fact.NoneBit() == 0 && both != w {
				words[f] = both
				b.add(words, nil)
				words[f] = was &^ w
				b.add(words, nil)
			}
		}
		words[f] = was
	}
}

// unnoticed goes through all cases that a rule can tell apart, the findings it
// reads included and each open fact too, and returns the mutants that not one
// of them notices. When the cases are too many it tries some, and says so.
func unnoticed(p *pack.Pack, rule int, mutants []program.Mutant) (left []program.Mutant, tried int, all bool) {
	const most = 200_000
	var read []int
	bits := make([]uint64, len(p.Vocabulary.Facts))    // looked at
	edges := make([][]uint64, len(p.Vocabulary.Facts)) // numbers next to those compared with
	var look func(pack.Cond)
	look = func(c pack.Cond) {
		pack.Atoms(c, func(a *pack.Atom) {
			switch {
			case a.Finding >= 0:
				for _, r := range p.Found[a.Finding].Rules {
					look(p.Rules[r].Cond)
				}
				return
			case a.Mask == 0:
				edges[a.Fact] = append(edges[a.Fact], 1, a.Lo-1, a.Lo, a.Lo+1, a.Hi-1, a.Hi, a.Hi+1)
			}
			bits[a.Fact] |= a.Mask
			if !slices.Contains(read, a.Fact) {
				read = append(read, a.Fact)
			}
		})
	}
	look(p.Rules[rule].Cond)
	answers, size := make([][]uint64, len(read)), 1+len(read)
	for i, f := range read {
		answers[i] = allAnswers(p.Vocabulary.Facts[f], bits[f], edges[f])
		size = min(size*len(answers[i]), 1<<40)
	}
	alive := make([]*states, len(mutants))
	for i, m := range mutants {
		alive[i] = newStates(m.Program)
	}
	d, words, open := define(p), make([]uint64, len(bits)), make([]bool, len(bits))
	try := func(open []bool) {
		tried++
		if d.run(words); open != nil {
			d.runOpen(words, open)
		}
		for i, s := range alive {
			if s != nil && notices(s, d, words, open) {
				alive[i] = nil
			}
		}
	}
	tryAll := func() {
		try(nil)
		for _, f := range read {
			if words[f] == 0 {
				open[f] = true
				try(open)
				open[f] = false
			}
		}
	}
	var give func(i int)
	give = func(i int) {
		if i == len(read) {
			tryAll()
			return
		}
		for _, w := range answers[i] {
			words[read[i]] = w
			give(i + 1)
		}
	}
	if all = size <= most; all {
		give(0)
	}
	for r := rand.New(rand.NewPCG(19, 20)); !all && tried < most/10; tryAll() {
		for i, f := range read {
			words[f] = answers[i][r.IntN(len(answers[i]))]
			if r.IntN(3) == 0 {
				words[f] = 0
			}
		}
	}
	for i, s := range alive {
		if s != nil {
			left = append(left, mutants[i])
		}
	}
	return left, tried, all
}

// allAnswers lists the answers to a fact, those of a set only as far as some
// bits tell them apart, and of a number only the edges.
func allAnswers(f *facts.Fact, bits uint64, edges []uint64) []uint64 {
	words := []uint64{0}
	switch f.Kind {
	case facts.Number:
		for _, w := range edges {
			if w >= 1 && w <= f.Steps()+1 && !slices.Contains(words, w) {
				words = append(words, w)
			}
		}
		return words
	case facts.Answer:
		words = append(words, facts.AnswerYes, facts.AnswerNo)
	case facts.Choice:
		for i := range f.Options {
			words = append(words, 1<<i)
		}
	case facts.Set:
		bits &= f.OptionBits()
		bits |= (bits + 1) &^ bits & f.OptionBits() // and one beside them
		for some := bits; some != 0; some = (some - 1) & bits {
			words = append(words, some)
			if f.OffersNotSure() {
				words = append(words, some|f.UnsureBit())
			}
		}
		if f.OffersNone() {
			words = append(words, f.NoneBit())
		}
	}
	if f.OffersNotSure() {
		words = append(words, f.UnsureBit())
	}
	return words
}

// readers lists the rules that read what a rule draws.
func readers(p *pack.Pack, rule int) (list []int) {
	for _, e := range p.Rules[rule].Effects {
		if e.Verb != grl.SetFound {
			continue
		}
		for i, r := range p.Rules {
			reads := false
			pack.Atoms(r.Cond, func(a *pack.Atom) { reads = reads || a.Finding == e.Finding })
			if reads {
				list = append(list, i)
			}
		}
	}
	return list
}

// TestMutantsOfRulesAreNoticed breaks the program in one place at a time. What
// no case close to the rule notices must be the same program, as some marks and
// tests are covered by others: then no case at all may notice it.
func TestMutantsOfRulesAreNoticed(t *testing.T) {
	t.Parallel()
	p := shipped()
	prog := compile(t, p)
	var answers [][]uint64
	for _, f := range p.Vocabulary.Facts {
		answers = append(answers, answersTo(p, f))
	}
	r := rand.New(rand.NewPCG(13, 14))
	mutants, same, wide := 0, 0, 0
	for _, rule := range r.Perm(len(p.Rules))[:times(5, len(p.Rules))] {
		near := around(p, rule, answers)
		for _, reader := range readers(p, rule) {
			near.cases = append(near.cases, around(p, reader, answers).cases...)
		}
		all := program.Mutants(prog, rule)
		mutants += len(all)
		survivors := slices.DeleteFunc(all, func(m program.Mutant) bool { return near.notices(m.Program) })
		if len(survivors) == 0 {
			continue
		}
		left, tried, every := unnoticed(p, rule, survivors)
		for _, m := range left {
			t.Logf("%s: the same in %d cases (all: %v) although %s", p.Rules[rule].Name, tried, every, m.Fault)
		}
		if every {
			same += len(left)
		} else {
			wide += len(left)
		}
	}
	t.Logf("%d mutants; %d are the same in all cases, %d in those tried of too many", mutants, same, wide)
	if same > mutants/10 || wide > mutants/50 {
		t.Error("too many mutants go unnoticed")
	}
}

// TestMutantsOfFactsAreNoticed breaks how answers are read. The cases close to
// the rules that read a fact must notice all of it.
func TestMutantsOfFactsAreNoticed(t *testing.T) {
	t.Parallel()
	p := shipped()
	prog := compile(t, p)
	var answers [][]uint64
	for _, f := range p.Vocabulary.Facts {
		answers = append(answers, answersTo(p, f))
	}
	r := rand.New(rand.NewPCG(17, 18))
	mutants := 0
	for _, fact := range r.Perm(len(p.Vocabulary.Facts))[:times(3, len(p.Vocabulary.Facts))] {
		left := program.FactMutants(prog, fact)
		mutants += len(left)
		for i, rule := range p.Rules {
			if len(left) == 0 {
				break
			}
			reads := false
			pack.Atoms(rule.Cond, func(a *pack.Atom) { reads = reads || a.Fact == fact && a.Finding < 0 })
			if !reads {
				continue
			}
			near := around(p, i, answers)
			for _, reader := range readers(p, i) {
				near.cases = append(near.cases, around(p, reader, answers).cases...)
			}
			left = slices.DeleteFunc(left, func(m program.Mutant) bool { return near.notices(m.Program) })
		}
		for _, m := range left {
			t.Errorf("%s: nobody notices that %s", p.Vocabulary.Facts[fact].ID, m.Fault)
		}
	}
	t.Logf("%d mutants", mutants)
}

// TestMutantsOfGatesAreNoticed breaks gates, and tries every answer to what
// they read: what nobody notices then is the same.
func TestMutantsOfGatesAreNoticed(t *testing.T) {
	t.Parallel()
	p := shipped()
	d := define(p)
	var cases [][]uint64
	var want [][]bool
	for _, gate := range p.Gates {
		if gate == nil {
			continue
		}
		words := p.Bases["healthy"].Clone().Words()
		var give func(read []int)
		give = func(read []int) {
			if len(read) == 0 {
				cases, want = append(cases, slices.Clone(words)), append(want, d.closed(words))
				return
			}
			f := p.Vocabulary.Facts[read[0]]
			var numbers []uint64
			if f.Kind == facts.Number {
				for w := range f.Steps() + 1 {
					numbers = append(numbers, w+1)
				}
			}
			for _, w := range allAnswers(f, f.OptionBits(), numbers) {
				words[f.Index] = w
				give(read[1:])
			}
		}
		var read []int
		pack.Atoms(gate, func(a *pack.Atom) {
			if !slices.Contains(read, a.Fact) {
				read = append(read, a.Fact)
			}
		})
		give(read)
	}
	all := program.GateMutants(compile(t, p))
	noticed := 0
	for _, m := range all {
		s, closed := m.Program.NewState(), make([]bool, len(p.Gates))
		for i, words := range cases {
			if s.Closed(words, closed); !slices.Equal(closed, want[i]) {
				noticed++
				break
			}
		}
	}
	// The others are the same: gates say themselves that they open when someone
	// is not sure, and an option beside one of a gate is often the gate's too.
	t.Logf("%d mutants, %d of them noticed among all %d cases", len(all), noticed, len(cases))
	if noticed < len(all)/2 {
		t.Error("most mutants of gates go unnoticed")
	}
}
