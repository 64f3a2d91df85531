package program_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

// packMaker makes packs that nobody would write: any vocabulary, conditions of
// any shape, findings in long chains.
type packMaker struct {
	r *rand.Rand
	p *pack.Pack
}

// randomPack makes a pack of some rules, sound in everything that evaluating
// them needs.
func randomPack(r *rand.Rand) *pack.Pack {
	m := packMaker{r, &pack.Pack{Name: "random", Clearance: 0, Targets: []pack.Target{{ID: "neck"}}}}
	m.vocabulary(1+r.IntN(12), r.IntN(10))
	m.rules(1 + r.IntN(150))
	return m.p
}

func (m *packMaker) vocabulary(n, findings int) {
	var b strings.Builder
	b.WriteString("screens: [{id: all, title: All}]\nfacts:\n")
	for i := range n {
		fmt.Fprintf(&b, "  - {id: f%d, screen: all, question: q, why: w", i)
		options := func(most int) {
			b.WriteString(", options: [")
			for o := range 2 + m.r.IntN(most-1) {
				fmt.Fprintf(&b, "{id: o%d, text: t}, ", o)
			}
			b.WriteString("]")
		}
		most := 5
		if m.r.IntN(8) == 0 {
			most = facts.MaxOptions
		}
		kind := facts.Kind(m.r.IntN(4))
		switch kind {
		case facts.Answer:
			b.WriteString(", kind: answer, baseline: no")
		case facts.Number:
			step := []string{"1", "0.5", "0.25", "5"}[m.r.IntN(4)]
			x, _ := strconv.ParseFloat(step, 64)
			low, steps := m.r.IntN(20)-10, 1+m.r.IntN(30)
			if m.r.IntN(8) == 0 {
				steps = 100_000
			}
			fmt.Fprintf(&b, ", kind: number, unit: u, min: %d, max: %g, step: %s, baseline: %d", low, float64(low)+float64(steps)*x, step, low)
		case facts.Choice:
			options(most)
			b.WriteString(", kind: choice, baseline: o0")
		case facts.Set:
			options(most)
			b.WriteString(", kind: set, baseline: o0")
			if m.r.IntN(5) == 0 {
				b.WriteString(", none: false")
			}
		}
		if kind != facts.Number && m.r.IntN(2) == 0 {
			b.WriteString(", not_sure: routine")
		}
		b.WriteString("}\n")
	}
	b.WriteString("findings: [")
	for i := range findings {
		fmt.Fprintf(&b, "{id: Found%d, meaning: m}, ", i)
	}
	b.WriteString("]\n")
	v, err := facts.ReadVocabulary("facts.yaml", []byte(b.String()))
	if err != nil {
		panic(fmt.Sprintf("%v\n%s", err, b.String()))
	}
	m.p.Vocabulary, m.p.Gates = v, make([]pack.Cond, len(v.Facts))
	for _, f := range v.Findings {
		m.p.Found = append(m.p.Found, pack.Found{Finding: f})
	}
	m.p.Bases = map[string]*facts.Case{"healthy": v.Healthy()}
}

// rules makes rules over all strata. A finding reads only findings before it,
// so that they form no circle.
func (m *packMaker) rules(n int) {
	p := m.p
	for i := range p.Found {
		for range 1 + m.r.IntN(2) {
			m.rule(grl.Findings, i)
		}
		if i > 0 && m.r.IntN(3) == 0 { // one rule, two findings
			draws := m.rule(grl.Findings, i-1)
			draws.Then = append(draws.Then, grl.Effect{Verb: grl.SetFound, Text: p.Found[i].ID})
		}
	}
	for range n {
		m.rule(grl.Triage+grl.Stratum(m.r.IntN(2)), len(p.Found))
	}
	for i, r := range p.Rules {
		r.Name = fmt.Sprintf("Rule%d", i)
		r.Source = grl.Format(r.Rule)
		r.Card = &pack.Card{Action: pack.Clinician}
		for _, e := range r.Then {
			r.Effects = append(r.Effects, m.effect(e))
		}
		cond, err := p.Bind(r.When)
		if err != nil {
			panic(err)
		}
		r.Cond = cond
	}
	m.levels()
	for i := range p.Gates {
		if m.r.IntN(4) == 0 {
			p.Gates[i], _ = p.Bind(m.condition(2, 0))
		}
	}
}

func (m *packMaker) rule(s grl.Stratum, findings int) *pack.Rule {
	var then grl.Effect
	switch s {
	case grl.Findings:
		then = grl.Effect{Verb: grl.SetFound, Text: m.p.Found[findings].ID}
	case grl.Triage:
		then = grl.Effect{Verb: []grl.Verb{grl.ReferEmergency, grl.ReferUrgent, grl.ReferSoon, grl.ReferRoutine}[m.r.IntN(4)]}
	case grl.Plan:
		then = grl.Effect{Verb: grl.PlanStretch, Text: "neck", Number: 1 + m.r.IntN(5)}
	}
	r := &pack.Rule{Rule: &grl.Rule{Description: "d", When: m.condition(m.r.IntN(4), findings), Then: []grl.Effect{then}, Stratum: s}}
	m.p.Rules = append(m.p.Rules, r)
	return r
}

func (m *packMaker) effect(e grl.Effect) pack.Effect {
	out := pack.Effect{Effect: e, Finding: -1}
	switch e.Verb {
	case grl.SetFound:
		out.Finding = slices.IndexFunc(m.p.Found, func(f pack.Found) bool { return f.ID == e.Text })
	case grl.ReferEmergency:
		out.Urgency = facts.LevelEmergency
	case grl.ReferUrgent:
		out.Urgency = facts.LevelUrgent
	case grl.ReferSoon:
		out.Urgency = facts.LevelSoon
	case grl.ReferRoutine:
		out.Urgency = facts.LevelRoutine
	}
	return out
}

// condition makes a condition that may read the first so many findings.
func (m *packMaker) condition(depth, findings int) grl.Expr {
	if depth == 0 {
		return m.atom(findings)
	}
	switch m.r.IntN(4) {
	case 0:
		return &grl.And{Terms: m.terms(2, depth, findings, func(e grl.Expr) bool { _, same := e.(*grl.And); return same })}
	case 1:
		return &grl.Or{Terms: m.terms(2, depth, findings, func(e grl.Expr) bool { _, same := e.(*grl.Or); return same })}
	case 2:
		terms := m.terms(1, depth, findings, func(grl.Expr) bool { return false })
		return &grl.AtLeast{K: 1 + m.r.IntN(len(terms)), Terms: terms}
	}
	return m.atom(findings)
}

func (m *packMaker) terms(least, depth, findings int, refused func(grl.Expr) bool) (terms []grl.Expr) {
	for n := least + m.r.IntN(5); len(terms) < n; {
		if e := m.condition(depth-1, findings); !refused(e) {
			terms = append(terms, e)
		}
	}
	return terms
}

func (m *packMaker) atom(findings int) grl.Expr {
	if findings > 0 && m.r.IntN(3) == 0 {
		return &grl.Found{Name: m.p.Found[m.r.IntN(findings)].ID}
	}
	for {
		f := m.p.Vocabulary.Facts[m.r.IntN(len(m.p.Vocabulary.Facts))]
		a := &grl.Case{Fact: f.Name}
		if f.Kind == facts.Number {
			value := f.Value(1 + m.r.Uint64N(f.Steps()+1))
			a.Op, a.Number, a.Literal = []grl.Op{grl.LT, grl.LE, grl.GT, grl.GE}[m.r.IntN(4)], value, strconv.FormatFloat(value, 'f', -1, 64)
		} else {
			members := pack.Members(f)
			member := members[m.r.IntN(len(members))]
			a.Member = member.Name
			if member.Count {
				n := 1 + m.r.IntN(min(len(f.Options), 4))
				a.Op, a.Number, a.Literal = grl.GE, float64(n), strconv.Itoa(n)
			}
		}
		if _, err := m.p.Bind(a); err == nil { // not one that never holds
			return a
		}
	}
}

// levels gives every rule the level at which it runs, and sorts.
func (m *packMaker) levels() {
	p := m.p
	level := make([]int, len(p.Found))
	reads := func(r *pack.Rule) (n int) {
		pack.Atoms(r.Cond, func(a *pack.Atom) {
			if a.Finding >= 0 {
				n = max(n, level[a.Finding]+1)
			}
		})
		return n
	}
	top := 0
	for range len(p.Found) { // chains are no longer than that
		for _, r := range p.Rules {
			if r.Stratum != grl.Findings {
				continue
			}
			r.Level = reads(r)
			for _, e := range r.Effects {
				level[e.Finding] = max(level[e.Finding], r.Level)
				top = max(top, level[e.Finding])
			}
		}
	}
	for _, r := range p.Rules {
		if r.Stratum != grl.Findings {
			r.Level = top + int(r.Stratum)
		}
	}
	slices.SortStableFunc(p.Rules, func(a, b *pack.Rule) int { return a.Level - b.Level })
	for i, r := range p.Rules {
		r.Index = i
		for _, e := range r.Effects {
			if e.Verb == grl.SetFound {
				p.Found[e.Finding].Rules = append(p.Found[e.Finding].Rules, i)
			}
		}
	}
}
