package proof_test

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

// The random packs have these facts, in this order; the last three are what a
// plan reads.
const (
	numFact = iota
	ansFact
	choFact
	setFact
	equipmentFact
	placeFact
)

// maxCases bounds a random pack, so that every one of its cases can be looked
// at.
const maxCases = 1500

// randomPack makes a small pack that uses every feature somewhere. It is not
// meant to make sense.
func randomPack(r *rand.Rand) *pack.Pack {
	for {
		v, err := facts.ReadVocabulary("facts.yaml", []byte(randomVocabulary(r)))
		if err != nil {
			panic(err)
		}
		if p := randomRules(r, v); caseCount(v) <= maxCases {
			return p
		}
	}
}

func oneOf[T any](r *rand.Rand, list ...T) T { return list[r.IntN(len(list))] }

func chance(r *rand.Rand, p float64) bool { return r.Float64() < p }

func randomVocabulary(r *rand.Rand) string {
	var b strings.Builder
	b.WriteString("screens: [{id: s, title: t}]\nfacts:\n")
	fact := func(id, kind, rest string, unsure bool) {
		required := oneOf(r, "", "safety", "safety", "precaution", "safety, precaution")
		fmt.Fprintf(&b, "  - {id: %s, kind: %s, screen: s, question: q, why: w, required: [%s], %s", id, kind, required, rest)
		if unsure && chance(r, 0.6) {
			level := oneOf(r, "urgent", "soon", "routine")
			if required == "precaution" {
				level = "careful"
			}
			fmt.Fprintf(&b, ", not_sure: %s", level)
		}
		b.WriteString("}\n")
	}
	alone := func() string {
		return oneOf(r, "", ", alone: urgent", ", alone: soon", ", alone: routine")
	}
	options := func(n int) string {
		var list []string
		for i := range n {
			list = append(list, fmt.Sprintf("{id: %c, text: t%s}", 'a'+i, alone()))
		}
		return "options: [" + strings.Join(list, ", ") + "]"
	}
	fact("num", "number", oneOf(r, "min: 0, max: 2, step: 1, unit: u, baseline: 1", "min: 1, max: 2, step: 0.5, unit: u, baseline: 1.5", "min: 3, max: 4, step: 1, unit: u, baseline: 3"), false)
	fact("ans", "answer", `baseline: "no"`, true)
	fact("cho", "choice", options(1+r.IntN(2))+", baseline: a", true)
	none := ""
	if chance(r, 0.2) {
		none = ", none: false"
	}
	fact("set", "set", options(1+r.IntN(2))+", baseline: [a]"+none, true)
	def := func(text string) string {
		if chance(r, 0.5) {
			return ", default: " + text
		}
		return ""
	}
	fmt.Fprintf(&b, "  - {id: equipment, kind: set, screen: s, question: q, why: w, baseline: [ball], options: [{id: ball, text: t}]%s}\n", def("[ball]"))
	fmt.Fprintf(&b, "  - {id: place, kind: choice, screen: s, question: q, why: w, baseline: desk, options: [{id: desk, text: t}]%s}\n", def("desk"))
	b.WriteString("findings:\n")
	for i := range 3 {
		fmt.Fprintf(&b, "  - {id: F%d, meaning: m}\n", i)
	}
	return b.String()
}

// answersTo lists every word of a fact.
func answersTo(f *facts.Fact) (words []uint64) {
	words = []uint64{0}
	switch f.Kind {
	case facts.Number:
		for w := uint64(1); w <= f.Steps()+1; w++ {
			words = append(words, w)
		}
		return words
	case facts.Answer:
		words = append(words, facts.AnswerYes, facts.AnswerNo)
	case facts.Choice:
		for i := range f.Options {
			words = append(words, 1<<i)
		}
	case facts.Set:
		for w := uint64(1); w <= f.OptionBits(); w++ {
			words = append(words, w)
			if f.OffersNotSure() {
				words = append(words, w|f.UnsureBit())
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

func caseCount(v *facts.Vocabulary) int {
	n := 1
	for _, f := range v.Facts {
		n *= len(answersTo(f))
	}
	return n
}

// randomAtom is a test of one fact.
func randomAtom(r *rand.Rand, f *facts.Fact) *pack.Atom {
	a := &pack.Atom{Fact: f.Index, Finding: -1}
	if f.Kind == facts.Number {
		a.Lo, a.Hi = 1, f.Steps()+1
		if w := 1 + r.Uint64N(f.Steps()+1); chance(r, 0.5) {
			a.Lo = w
		} else {
			a.Hi = w
		}
		return a
	}
	m := oneOf(r, pack.Members(f)...)
	for m.Mask == 0 { // NotA of a choice whose only option is A
		m = oneOf(r, pack.Members(f)...)
	}
	a.Mask = m.Mask
	if m.Count {
		a.Count = 1 + r.IntN(len(f.Options))
	}
	return a
}

type ruleMaker struct {
	r *rand.Rand
	v *facts.Vocabulary
}

// cond is a condition that may read the findings below a bound.
func (m ruleMaker) cond(depth, findings int) pack.Cond {
	r := m.r
	if depth == 0 || chance(r, 0.4) {
		if findings > 0 && chance(r, 0.3) {
			return &pack.Atom{Fact: -1, Finding: r.IntN(findings)}
		}
		return randomAtom(r, oneOf(r, m.v.Facts...))
	}
	n := 2 + r.IntN(2)
	terms := make([]pack.Cond, n)
	for i := range terms {
		terms[i] = m.cond(depth-1, findings)
	}
	switch r.IntN(5) {
	case 0:
		return pack.AtLeast{K: 1 + r.IntN(n), Terms: terms}
	case 1, 2:
		return pack.Or(terms)
	}
	return pack.And(terms)
}

func randomRules(r *rand.Rand, v *facts.Vocabulary) *pack.Pack {
	m := ruleMaker{r, v}
	p := &pack.Pack{
		Vocabulary: v, Gates: make([]pack.Cond, len(v.Facts)), Clearance: r.IntN(3),
		Tips:    map[string]*pack.Tip{"t0": {ID: "t0"}, "t1": {ID: "t1", Always: true}},
		Targets: []pack.Target{{ID: "x"}, {ID: "y"}}, Tags: []pack.Tag{{ID: "g"}, {ID: "h"}},
		Slots: []pack.Slot{{ID: "loosen", Phases: []pack.Phase{pack.Release, pack.Stretch}}, {ID: "move", Phases: []pack.Phase{pack.Mobility}}, {ID: "all", Phases: []pack.Phase{0, 1, 2, 3}}},
		Plan:  pack.PlanFacts{Older: r.IntN(3), ReadyToLoad: r.IntN(3), Equipment: equipmentFact, Minutes: numFact, Place: placeFact, Most: 3, PerTarget: 2},
	}
	for i := range p.Starts {
		p.Starts[i] = pack.Start{Level: i, Slots: oneOf(r, []int{1}, []int{0, 1}, []int{2})}
	}
	for i := range 3 {
		e := &pack.Exercise{Index: i, ID: fmt.Sprintf("e%d", i), Phase: pack.Phase(r.IntN(4)), Targets: oneOf(r, []int{0}, []int{1, 0}, []int{0, 1}),
			Desk: chance(r, 0.5), Start: r.IntN(4), Tags: r.Uint64N(4), Easier: -1, Harder: -1}
		if chance(r, 0.4) {
			e.Needs = []uint64{1}
		}
		if i > 0 && chance(r, 0.3) {
			e.Easier = i - 1
		}
		if i == 2 && chance(r, 0.2) {
			e.Unfit = "never"
		}
		p.Exercises = append(p.Exercises, e)
	}
	if v.Facts[ansFact].Required() {
		gate := pack.Cond(randomAtom(r, v.Facts[ansFact])) // any gate reads required facts without one
		if v.Facts[numFact].Required() && chance(r, 0.5) {
			gate = oneOf[pack.Cond](r, pack.Or{gate, randomAtom(r, v.Facts[numFact])}, pack.And{gate, randomAtom(r, v.Facts[numFact])})
		}
		p.Gates[oneOf(r, choFact, setFact)] = gate
	}
	add := func(s grl.Stratum, cond pack.Cond, effects ...pack.Effect) {
		name := fmt.Sprintf("R%d", len(p.Rules))
		p.Rules = append(p.Rules, &pack.Rule{Rule: &grl.Rule{Name: name, Stratum: s, Source: fmt.Sprint(effects)}, Index: len(p.Rules), Cond: cond, Effects: effects})
	}
	for i := range 3 {
		p.Found = append(p.Found, pack.Found{Finding: v.Findings[i], Level: i})
		for range 1 + r.IntN(2) {
			add(grl.Findings, m.cond(1, i), pack.Effect{Effect: grl.Effect{Verb: grl.SetFound}, Finding: i})
		}
	}
	for range 1 + r.IntN(3) {
		level := oneOf(r, facts.LevelRoutine, facts.LevelRoutine, facts.LevelSoon, facts.LevelUrgent, facts.LevelEmergency)
		add(grl.Triage, m.cond(2, 3), pack.Effect{Effect: grl.Effect{Verb: grl.ReferRoutine}, Urgency: level})
	}
	for _, f := range v.Facts {
		if f.NotSure > facts.LevelCareful && chance(r, 0.5) {
			add(grl.Triage, &pack.Atom{Fact: f.Index, Finding: -1, Mask: f.UnsureBit()}, pack.Effect{Effect: grl.Effect{Verb: grl.ReferSoon}, Urgency: f.NotSure})
		}
	}
	for range 4 + r.IntN(5) {
		add(grl.Plan, m.cond(1, 3), m.effect())
	}
	return p
}

func (m ruleMaker) effect() pack.Effect {
	r := m.r
	e := pack.Effect{Effect: grl.Effect{Number: 1 + r.IntN(3)}, Target: r.IntN(2), Tag: r.IntN(2), Exercise: r.IntN(2), Phase: pack.Phase(r.IntN(4))}
	switch r.IntN(12) {
	case 0:
		e.Verb = grl.PlanAvoid
	case 1:
		e.Verb = grl.PlanWithout
	case 2:
		e.Verb, e.Number = grl.PlanStart, r.IntN(4)
	case 3:
		e.Verb = grl.PlanLimit
	case 4:
		e.Verb, e.Tip = grl.AdviseTip, oneOf(r, &pack.Tip{ID: "t0"}, &pack.Tip{ID: "t1", Always: true})
	case 5:
		e.Verb = grl.PlanPrefer
	case 6:
		e.Verb, e.Caution = grl.PlanCaution, &pack.Caution{ID: "c"}
	default:
		e.Verb = [...]grl.Verb{grl.PlanRelease, grl.PlanStretch, grl.PlanMobilise, grl.PlanStrengthen}[e.Phase]
	}
	return e
}
