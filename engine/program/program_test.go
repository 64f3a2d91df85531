package program_test

import (
	"math/rand/v2"
	"os"
	"slices"
	"sync"
	"testing"

	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/program"
	"github.com/limber-triage/limber/engine/verify"
	"github.com/limber-triage/limber/facts"
)

var shipped = sync.OnceValue(func() *pack.Pack {
	p, err := pack.Load(os.DirFS("../../rules/upperback"), pack.Options{})
	if err != nil {
		panic(err)
	}
	return p
})

func compile(t testing.TB, p *pack.Pack) *program.Program {
	t.Helper()
	prog, err := program.Compile(p)
	if err != nil {
		t.Fatal(err)
	}
	return prog
}

// counting is a pack whose one rule nests counts, which the shipped one never
// does so deeply.
func counting() *pack.Pack {
	var v facts.Vocabulary
	bit := func(i int) pack.Cond { return &pack.Atom{Fact: i, Finding: -1, Mask: 1} }
	for i := range 9 {
		v.Facts = append(v.Facts, &facts.Fact{Index: i, Kind: facts.Answer})
	}
	nested := pack.AtLeast{K: 2, Terms: []pack.Cond{
		pack.AtLeast{K: 2, Terms: []pack.Cond{bit(0), bit(1), bit(2)}},
		pack.And{bit(3), pack.Or{bit(4), pack.AtLeast{K: 1, Terms: []pack.Cond{bit(5), bit(6)}}}},
		pack.AtLeast{K: 2, Terms: []pack.Cond{bit(6), bit(7), bit(8)}},
	}}
	return &pack.Pack{Vocabulary: &v, Rules: []*pack.Rule{{Rule: &grl.Rule{Stratum: grl.Plan}, Cond: nested}}}
}

func TestNestedCountsAgreeOnEveryCase(t *testing.T) {
	t.Parallel()
	p := counting()
	s := compile(t, p).NewState()
	words := make([]uint64, 9)
	for n := range 1 << 9 {
		for i := range words {
			words[i] = uint64(n>>i) & 1
		}
		s.Run(words)
		if want := pack.Holds(p.Rules[0].Cond, words, nil); s.Fired(0) != want {
			t.Errorf("%v: program %v, definition %v", words, s.Fired(0), want)
		}
	}
}

func TestRunOpenIsAnUpperBound(t *testing.T) {
	t.Parallel()
	p := shipped()
	s, bound := compile(t, p).NewState(), compile(t, p).NewState()
	r := rand.New(rand.NewPCG(5, 6))
	for range 2000 {
		c := verify.RandomCase(p, r)
		open := make([]bool, len(p.Vocabulary.Facts))
		part := slices.Clone(c.Words())
		for i := range open {
			if r.IntN(3) == 0 {
				open[i], part[i] = true, 0
			}
		}
		s.Run(part)
		bound.RunOpen(s, part, open)
		s.Run(c.Words())
		for i, rule := range p.Rules {
			if s.Fired(i) && !bound.Fired(i) {
				t.Fatalf("%s fires, and was called impossible", rule.Name)
			}
		}
		if s.Level() > bound.Level() {
			t.Fatalf("level %s above the bound %s", s.Level(), bound.Level())
		}
	}
}

func TestRunWithoutLeavesOneRuleOut(t *testing.T) {
	t.Parallel()
	p := shipped()
	s := compile(t, p).NewState()
	r := rand.New(rand.NewPCG(7, 8))
	for range 300 {
		c := verify.RandomCase(p, r)
		s.Run(c.Words())
		before := s.Rules(nil)
		if len(before) == 0 {
			continue
		}
		gone := before[r.IntN(len(before))]
		s.RunWithout(c.Words(), gone)
		for _, i := range s.Rules(nil) {
			if i == gone || !slices.Contains(before, i) {
				t.Fatalf("%s fires without %s", p.Rules[i].Name, p.Rules[gone].Name)
			}
		}
	}
}

func TestGates(t *testing.T) {
	t.Parallel()
	p := shipped()
	v := p.Vocabulary
	s := compile(t, p).NewState()
	age, _ := v.Lookup("age")
	pregnancy, _ := v.Lookup("pregnancy")
	arms, _ := v.Lookup("arm_symptoms")
	trend, _ := v.Lookup("arm_trend")
	tingling, _ := arms.Option("tingling_one_arm")
	number := func(n float64) uint64 {
		w, ok := age.Word(n)
		if !ok {
			t.Fatal(n)
		}
		return w
	}
	for name, c := range map[string]struct {
		fact, gated *facts.Fact
		word        uint64
		closed      bool
	}{
		"age unanswered":    {age, pregnancy, 0, false},
		"age 11":            {age, pregnancy, number(11), true},
		"age 12":            {age, pregnancy, number(12), false},
		"age 55":            {age, pregnancy, number(55), false},
		"age 56":            {age, pregnancy, number(56), true},
		"arms unanswered":   {arms, trend, 0, false},
		"arms none":         {arms, trend, arms.NoneBit(), true},
		"arms tingling":     {arms, trend, 1 << tingling, false},
		"arms not sure":     {arms, trend, arms.UnsureBit(), false},
		"other arm symptom": {arms, trend, 1 << (tingling + 2), true},
	} {
		words := make([]uint64, len(v.Facts))
		words[c.fact.Index] = c.word
		closed := make([]bool, len(v.Facts))
		s.Closed(words, closed)
		if closed[c.gated.Index] != c.closed {
			t.Errorf("%s: %s closed %v", name, c.gated.ID, closed[c.gated.Index])
		}
	}
}

func TestForgetLeavesNothing(t *testing.T) {
	t.Parallel()
	p := shipped()
	s := compile(t, p).NewState()
	s.Run(p.Bases["healthy"].Words())
	s.Forget()
	if len(s.Rules(nil)) > 0 || s.Level() != facts.LevelNone || s.Found(0) {
		t.Error("conclusions are left")
	}
}

func TestRunAllocatesNothing(t *testing.T) {
	p := shipped()
	s := compile(t, p).NewState()
	words := p.Bases["healthy"].Words()
	if n := testing.AllocsPerRun(100, func() { s.Run(words) }); n > 0 {
		t.Errorf("%v allocations a run", n)
	}
}

func BenchmarkRun(b *testing.B) {
	p := shipped()
	s := compile(b, p).NewState()
	r := rand.New(rand.NewPCG(9, 10))
	var cases [][]uint64
	for range 1000 {
		cases = append(cases, verify.RandomCase(p, r).Words())
	}
	i := 0
	for b.Loop() {
		s.Run(cases[i%len(cases)])
		i++
	}
}

func BenchmarkCompile(b *testing.B) {
	for b.Loop() {
		compile(b, shipped())
	}
}
