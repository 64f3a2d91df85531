package pack

import (
	"fmt"
	"math/bits"
	"slices"
	"strings"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/facts"
)

// Holds is what a condition means, written to be read: it evaluates c for the
// words of a case and the findings drawn so far. Package program does the same
// fast; tests hold the two against each other and against Grule.
func Holds(c Cond, words []uint64, found []bool) bool {
	switch c := c.(type) {
	case And:
		for _, t := range c {
			if !Holds(t, words, found) {
				return false
			}
		}
		return true
	case Or:
		for _, t := range c {
			if Holds(t, words, found) {
				return true
			}
		}
		return false
	case AtLeast:
		n := 0
		for _, t := range c.Terms {
			if Holds(t, words, found) {
				n++
			}
		}
		return n >= c.K
	case *Atom:
		if c.Finding >= 0 {
			return found[c.Finding]
		}
		return c.HoldsFor(words[c.Fact])
	}
	panic(fmt.Sprintf("pack: no such condition: %T", c))
}

// HoldsFor evaluates a Case atom for its fact's word. It is false for the zero
// word: unanswered is not no.
func (a *Atom) HoldsFor(word uint64) bool {
	switch {
	case a.Count > 0:
		return bits.OnesCount64(word&a.Mask) >= a.Count
	case a.Mask != 0:
		return word&a.Mask != 0
	}
	return word >= a.Lo && word <= a.Hi
}

// Atoms calls f for every atom of c.
func Atoms(c Cond, f func(*Atom)) {
	switch c := c.(type) {
	case And:
		for _, t := range c {
			Atoms(t, f)
		}
	case Or:
		for _, t := range c {
			Atoms(t, f)
		}
	case AtLeast:
		for _, t := range c.Terms {
			Atoms(t, f)
		}
	case *Atom:
		f(c)
	}
}

// Bind gives a condition its meaning within the pack. The error is a
// [diag.List] with every name and number that does not fit.
func (p *Pack) Bind(e grl.Expr) (Cond, error) {
	b := binder{vocab: p.Vocabulary, found: make(map[string]int, len(p.Found))}
	for i, f := range p.Found {
		b.found[f.ID] = i
	}
	c := b.bind(e)
	return c, b.diags.Err()
}

type binder struct {
	vocab *facts.Vocabulary
	found map[string]int // nil: findings may not be read
	diags diag.List
}

func (b *binder) bind(e grl.Expr) Cond {
	switch e := e.(type) {
	case *grl.And:
		return And(b.terms(e.Terms))
	case *grl.Or:
		return Or(b.terms(e.Terms))
	case *grl.AtLeast:
		return AtLeast{K: e.K, Terms: b.terms(e.Terms)}
	case *grl.Found:
		a := &Atom{Fact: -1, Finding: -1, Expr: e}
		if i, ok := b.found[e.Name]; ok {
			a.Finding = i
			return a
		}
		names := make([]string, 0, len(b.found))
		for name := range b.found {
			names = append(names, name)
		}
		b.errorf(e.Pos, len("Found.")+len(e.Name), "unknown-finding", nearestOf(e.Name, names, "declare it under findings: in "+factsFile),
			"unknown finding %s", e.Name)
		return a
	case *grl.Case:
		return b.bindCase(e)
	}
	panic(fmt.Sprintf("pack: no such expression: %T", e))
}

func (b *binder) terms(exprs []grl.Expr) []Cond {
	terms := make([]Cond, len(exprs))
	for i, e := range exprs {
		terms[i] = b.bind(e)
	}
	return terms
}

func (b *binder) errorf(at diag.Pos, width int, code, hint, format string, args ...any) {
	b.diags = append(b.diags, diag.Diagnostic{Code: code, Pos: at, Width: width, Message: fmt.Sprintf(format, args...), Hint: hint})
}

func (b *binder) bindCase(e *grl.Case) *Atom {
	a := &Atom{Fact: -1, Finding: -1, Expr: e}
	f, ok := b.vocab.ByName(e.Fact)
	if !ok {
		names := make([]string, len(b.vocab.Facts))
		for i, f := range b.vocab.Facts {
			names[i] = f.Name
		}
		b.errorf(e.Pos, e.Width, "unknown-fact", nearestOf(e.Fact, names, "see limber facts, or declare it in "+factsFile), "unknown fact %s", e.Fact)
		return a
	}
	a.Fact = f.Index
	if f.Kind == facts.Number {
		b.bindNumber(a, f, e)
		return a
	}
	members := Members(f)
	i := slices.IndexFunc(members, func(m Member) bool { return m.Name == e.Member })
	switch {
	case e.Member == "":
		b.errorf(e.Pos, e.Width, "wrong-atom", "write Case."+f.Name+"."+members[0].Name+" or another of its answers",
			"%s is %s and cannot be compared with a number", f.Name, kindWords(f.Kind))
	case i < 0:
		at := e.MemberPos
		if at.Line == 0 {
			at = e.Pos
		}
		b.errorf(at, len(e.Member), "unknown-option", nearestOf(e.Member, names(members), "known: "+strings.Join(names(members), ", ")),
			"%s has no answer %s", f.Name, e.Member)
	case members[i].Count:
		a.Mask, a.Count = members[i].Mask, int(e.Number)
		if a.Count > len(f.Options) {
			b.errorf(e.Pos, e.Width, "never-true", fmt.Sprintf("%s has %d options", f.Name, len(f.Options)), "no answer can tick so many")
		}
	default:
		a.Mask, a.Unsure = members[i].Mask, e.Member == "Unsure"
	}
	return a
}

// Member is a name that an atom may use after its fact, as in Case.Fact.Name.
type Member struct {
	Name  string
	Mask  uint64 // the atom holds for any of these bits
	Count bool   // the name is compared with a number of ticks instead
}

// Members lists the members of a fact, in a fixed order; a number has none.
func Members(f *facts.Fact) (list []Member) {
	add := func(name string, mask uint64) { list = append(list, Member{Name: name, Mask: mask}) }
	if f.Kind == facts.Answer {
		add("Yes", facts.AnswerYes)
		add("No", facts.AnswerNo)
	}
	for i, o := range f.Options {
		add(o.Name, 1<<i)
	}
	switch f.Kind {
	case facts.Choice:
		for i, o := range f.Options {
			if len(f.Options) > 1 { // else it could never hold
				add("Not"+o.Name, f.OptionBits()&^(1<<i))
			}
		}
	case facts.Set:
		add("Any", f.OptionBits())
		list = append(list, Member{Name: "Count", Mask: f.OptionBits(), Count: true})
		if !f.NoNone {
			add("None", f.NoneBit())
		}
	}
	if f.NotSure != facts.LevelNone {
		add("Unsure", f.UnsureBit())
	}
	return list
}

func names(members []Member) []string {
	out := make([]string, len(members))
	for i, m := range members {
		out[i] = m.Name
	}
	return out
}

func (b *binder) bindNumber(a *Atom, f *facts.Fact, e *grl.Case) {
	if e.Op == grl.NoOp || e.Member != "" {
		b.errorf(e.Pos, e.Width, "wrong-atom", fmt.Sprintf("compare it: Case.%s >= %v", f.Name, f.Min), "%s is a number", f.Name)
		return
	}
	w, ok := f.Word(e.Number)
	if !ok {
		b.errorf(e.Pos, e.Width, "off-step", fmt.Sprintf("%s goes from %v to %v in steps of %v", f.Name, f.Min, f.Max, f.Step),
			"%s is not a value that %s can have", e.Literal, f.Name)
		return
	}
	a.Lo, a.Hi = 1, f.Steps()+1
	switch e.Op {
	case grl.LT:
		a.Hi = w - 1
	case grl.LE:
		a.Hi = w
	case grl.GT:
		a.Lo = w + 1
	case grl.GE:
		a.Lo = w
	}
	if a.Lo > a.Hi {
		b.errorf(e.Pos, e.Width, "never-true", fmt.Sprintf("%s goes from %v to %v", f.Name, f.Min, f.Max), "no value of %s is %s %s", f.Name, e.Op, e.Literal)
	}
}

func kindWords(k facts.Kind) string {
	return [...]string{"a yes-or-no answer", "a number", "a choice", "a set"}[k]
}
