package proof_test

import (
	"maps"
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/program"
	"github.com/limber-triage/limber/engine/proof"
	"github.com/limber-triage/limber/facts"
)

// TestCountMovesByEnumeration counts the moves between random packs a second
// time, case by case.
func TestCountMovesByEnumeration(t *testing.T) {
	t.Parallel()
	moved := 0
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 9))
		s := enumerate(randomPack(r))
		s.p.Bases = map[string]*facts.Case{}
		for _, name := range []string{"a", "b", "c"} {
			c := s.p.Vocabulary.New()
			copy(c.Words(), s.cases[r.IntN(len(s.cases))])
			s.p.Bases[name] = c
		}
		new := edited(r, s.p)
		got := countMoves(t, s.p, new)

		after := s.observe(new)
		cases, people := map[[2]string]float64{}, map[[2]string]float64{}
		all := 0.0
		for i, words := range s.cases {
			move := [2]string{urgencyOf(s.p, s.seen[i]), urgencyOf(new, after[i])}
			for _, base := range s.p.Bases {
				people[move] += likelihood(s.p.Vocabulary, base, words) / float64(len(s.p.Bases))
			}
			if complete(words) {
				cases[move]++
				all++
			}
		}
		if n, _ := got.Cases.Float64(); n != all {
			t.Errorf("pack %d: %s sets of answers, by enumeration %v", seed, got.Cases, all)
		}
		for _, m := range got.Moves {
			move := [2]string{m.From, m.To}
			if !near(m.Cases, cases[move]/all) || !near(m.People, people[move]) {
				t.Errorf("pack %d: %+v, by enumeration %v of cases and %v of people", seed, m, cases[move]/all, people[move])
			}
			delete(people, move)
			delete(cases, move)
			moved++
		}
		for move, p := range people {
			if move[0] != move[1] && p+cases[move] > 0 {
				t.Errorf("pack %d: %v is not counted, by enumeration %v of people", seed, move, p)
			}
		}
	}
	if moved == 0 {
		t.Error("nobody moves: this test sees nothing")
	}
}

func countMoves(t *testing.T, old, new *pack.Pack) *proof.Shares {
	t.Helper()
	s, err := proof.CountMoves(t.Context(), old, new)
	if err != nil {
		t.Fatal(err)
	}
	if s.Unknown != "" {
		t.Fatalf("not counted: %s", s.Unknown)
	}
	return s
}

func near(a, b float64) bool { return math.Abs(a-b) < 1e-12 }

func complete(words []uint64) bool {
	for _, w := range words {
		if w == 0 {
			return false
		}
	}
	return true
}

// urgencyOf is the urgency if all is answered and some exercise is suitable.
func urgencyOf(p *pack.Pack, s *proof.Seen) string {
	switch {
	case s.Level >= facts.LevelRoutine:
		return s.Level.String()
	case s.Found[p.Clearance]:
		return "self_care"
	}
	return "routine"
}

// likelihood is the probability of a made-up person's answers.
func likelihood(v *facts.Vocabulary, base *facts.Case, words []uint64) float64 {
	p := 1.0
	for i, f := range v.Facts {
		b, w := base.Words()[i], words[i]
		if f.Kind == facts.Set {
			ticks := f.OptionBits()
			if f.OffersNotSure() {
				ticks |= f.UnsureBit()
			}
			other := bits.OnesCount64((b ^ w) & ticks)
			p *= math.Pow(proof.OtherAnswer, float64(other)) * math.Pow(1-proof.OtherAnswer, float64(bits.OnesCount64(ticks)-other))
			if w&ticks == 0 && (w == f.NoneBit()) != (b != 0 && f.OffersNone()) {
				return 0 // who ticks nothing has answered if the base has
			}
			continue
		}
		keep := 0.0
		if b == w {
			keep = 1 - proof.OtherAnswer
		}
		if w != 0 {
			keep += proof.OtherAnswer / float64(len(answersTo(f))-1)
		}
		p *= keep
	}
	return p
}

// TestCountMovesBySample draws people from the bases of the shipped pack and
// decides them by both programs.
func TestCountMovesBySample(t *testing.T) {
	t.Parallel()
	const people = 100_000
	old, new := shipped(), edit(t, "findings.grl", "when Case.Duration.Under3Days\n    || ", "when ")
	got := countMoves(t, old, new)
	var programs [2]*program.State
	for i, p := range []*pack.Pack{old, new} {
		compiled, err := program.Compile(p)
		if err != nil {
			t.Fatal(err)
		}
		programs[i] = compiled.NewState()
	}
	var bases []*facts.Case
	for _, name := range slices.Sorted(maps.Keys(new.Bases)) {
		bases = append(bases, new.Bases[name])
	}
	r := rand.New(rand.NewPCG(1, 1))
	moved := map[[2]string]float64{}
	for range people {
		words := person(r, old.Vocabulary, bases[r.IntN(len(bases))])
		var move [2]string
		for i, s := range programs {
			s.Run(words)
			found := make([]bool, len(old.Found))
			found[old.Clearance] = s.Found(old.Clearance)
			move[i] = urgencyOf(old, &proof.Seen{Level: s.Level(), Found: found})
		}
		moved[move]++
	}
	for _, m := range got.Moves {
		n := moved[[2]string{m.From, m.To}]
		if want := m.People * people; math.Abs(n-want) > 5*math.Sqrt(want)+5 {
			t.Errorf("%s -> %s: %v of %d people, counted %v", m.From, m.To, n, people, want)
		}
		delete(moved, [2]string{m.From, m.To})
	}
	for move, n := range moved {
		if move[0] != move[1] {
			t.Errorf("%v: %v people are not counted", move, n)
		}
	}
	if len(got.Moves) < 3 {
		t.Errorf("only %d moves: this test sees too little", len(got.Moves))
	}
}

func person(r *rand.Rand, v *facts.Vocabulary, base *facts.Case) []uint64 {
	words := make([]uint64, len(v.Facts))
	for i, f := range v.Facts {
		w := base.Words()[i]
		if f.Kind != facts.Set {
			if chance(r, proof.OtherAnswer) {
				w = oneOf(r, answersTo(f)[1:]...)
			}
			words[i] = w
			continue
		}
		ticks := f.OptionBits()
		if f.OffersNotSure() {
			ticks |= f.UnsureBit()
		}
		now := w & ticks
		for b := uint64(1); b != 0; b <<= 1 {
			if ticks&b != 0 && chance(r, proof.OtherAnswer) {
				now ^= b
			}
		}
		if now == 0 && w != 0 && f.OffersNone() {
			now = f.NoneBit()
		}
		words[i] = now
	}
	return words
}

func TestCountMovesSaysWhyNot(t *testing.T) {
	t.Parallel()
	new := edit(t, "facts.yaml", "max: 16\n    step: 0.5", "max: 16\n    step: 1")
	got, err := proof.CountMoves(t.Context(), shipped(), new)
	if want := "the packs do not offer the same answers"; err != nil || got.Unknown != want {
		t.Errorf("%+v, %v, want %q", got, err, want)
	}
}

func BenchmarkCountMoves(b *testing.B) {
	new := without(b, "SaddleNumbness")
	for b.Loop() {
		if _, err := proof.CountMoves(b.Context(), shipped(), new); err != nil {
			b.Fatal(err)
		}
	}
}
