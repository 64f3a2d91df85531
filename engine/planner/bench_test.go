package planner_test

import (
	"fmt"
	"testing"

	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/planner"
)

// benchCase is about the size of the upper-back pack with many answers: 56
// exercises, and 30 rules that fire with three effects each.
func benchCase(b *testing.B) (*pack.Pack, func() planner.Input) {
	b.Helper()
	p := testPack()
	for range 3 {
		for _, e := range catalogue() {
			e.Index, e.ID = len(p.Exercises), fmt.Sprintf("%s-%d", e.ID, len(p.Exercises))
			p.Exercises = append(p.Exercises, e)
		}
	}
	for i := range 30 {
		target := targets[i%len(targets)]
		r := rule(fmt.Sprintf("Rule%d", i), stretch(target, 1+i%5), strengthen(target, 1+i%4), mobilise(target, 1+i%3))
		if i%10 == 0 {
			r.Effects = append(r.Effects, avoid(tags[i/10]))
		}
		r.Index = i
		p.Rules = append(p.Rules, r)
	}
	fired := make([]int, len(p.Rules))
	for i := range fired {
		fired[i] = i
	}
	words := person{equipment: "mat cable"}.words(p.Vocabulary)
	return p, func() planner.Input { return planner.FromEffects(p, fired, person{}.finds, words, 0) }
}

func BenchmarkMake(b *testing.B) {
	p, input := benchCase(b)
	in := input()
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := planner.Make(p, in); !ok {
			b.Fatal("no plan")
		}
	}
}

func BenchmarkFromEffects(b *testing.B) {
	_, input := benchCase(b)
	b.ReportAllocs()
	for b.Loop() {
		input()
	}
}
