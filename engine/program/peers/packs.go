package main

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/verify"
	"github.com/limber-triage/limber/rules"
)

// named is a pack to measure on.
type named struct {
	id   string // of the function that holds it as Go
	kind string
	pack *pack.Pack
}

func (n named) title() string { return fmt.Sprintf("%s, %d rules", n.kind, len(n.pack.Rules)) }

func allPacks() ([]named, error) {
	shipped, err := pack.Load(rules.UpperBack(), pack.Options{})
	if err != nil {
		return nil, err
	}
	packs := []named{{"shipped", "shipped", shipped}}
	for _, n := range []int{250, 1000} {
		p, err := generated(shipped, n)
		if err != nil {
			return nil, err
		}
		packs = append(packs, named{fmt.Sprintf("generated%d", n), "generated", p})
	}
	return packs, nil
}

// cases draws cases as limber's own tests do: half of them are ordinary people
// with a few odd answers, the others are answered at random.
func cases(p *pack.Pack, n int) [][]uint64 {
	r := rand.New(rand.NewPCG(1, 2))
	list := make([][]uint64, n)
	for i := range list {
		list[i] = verify.RandomCase(p, r).Words()
	}
	return list
}

// generated makes a pack of n rules. Each has the shape, the level and the
// effects of a shipped rule, and other atoms.
func generated(shipped *pack.Pack, n int) (*pack.Pack, error) {
	m := maker{r: rand.New(rand.NewPCG(uint64(n), 3))}
	for _, r := range shipped.Rules {
		for e := range grl.Atoms(r.When) {
			if atom, ok := e.(*grl.Case); ok {
				m.atoms = append(m.atoms, atom)
			}
		}
	}
	p := &pack.Pack{
		Vocabulary: shipped.Vocabulary,
		Gates:      make([]pack.Cond, len(shipped.Gates)),
		Found:      slices.Clone(shipped.Found),
		Bases:      shipped.Bases,
	}
	for i := range p.Found {
		p.Found[i].Rules = nil
	}
	order := m.r.Perm(len(shipped.Rules))
	for i := range n {
		rule, err := m.rule(p, shipped.Rules[order[i%len(order)]])
		if err != nil {
			return nil, err
		}
		p.Rules = append(p.Rules, rule)
	}
	slices.SortStableFunc(p.Rules, func(a, b *pack.Rule) int { return a.Level - b.Level })
	for i, r := range p.Rules {
		r.Index = i
		for _, f := range draws(r) {
			p.Found[f].Rules = append(p.Found[f].Rules, i)
		}
	}
	return p, nil
}

type maker struct {
	r     *rand.Rand
	atoms []*grl.Case // of the shipped rules, as often as they stand there
	made  int
}

func (m *maker) rule(p *pack.Pack, like *pack.Rule) (*pack.Rule, error) {
	m.made++
	r := *like
	text := *like.Rule
	text.Name = fmt.Sprintf("Rule%d", m.made)
	text.When = m.reshaped(like.When)
	text.Source = grl.Format(&text)
	r.Rule = &text
	var err error
	r.Cond, err = p.Bind(text.When)
	return &r, err
}

// reshaped copies a condition with other atoms, but keeps its findings, so that
// they still form no circle.
func (m *maker) reshaped(e grl.Expr) grl.Expr {
	switch e := e.(type) {
	case *grl.And:
		return &grl.And{Terms: m.terms(e.Terms)}
	case *grl.Or:
		return &grl.Or{Terms: m.terms(e.Terms)}
	case *grl.AtLeast:
		return &grl.AtLeast{K: e.K, Terms: m.terms(e.Terms)}
	case *grl.Case:
		return m.atoms[m.r.IntN(len(m.atoms))]
	}
	return e
}

func (m *maker) terms(terms []grl.Expr) []grl.Expr {
	var out []grl.Expr
	for len(out) < len(terms) {
		e := m.reshaped(terms[len(out)])
		twice := func(o grl.Expr) bool { return o.String() == e.String() }
		if !slices.ContainsFunc(out, twice) {
			out = append(out, e)
		}
	}
	return out
}
