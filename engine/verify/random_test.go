package verify_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/verify"
)

// TestRandomCase: every case can be written and read again, so it is one that a
// person could give; together they reach every outcome.
func TestRandomCase(t *testing.T) {
	t.Parallel()
	for _, e := range []*engine.Engine{small(), shipped()} {
		r := rand.New(rand.NewPCG(1, 1))
		v, err := e.Variant(e.Pack())
		if err != nil {
			t.Fatal(err)
		}
		ends := map[verify.End]int{}
		const n = 1000
		for range n {
			c := verify.RandomCase(e.Pack(), r)
			text, err := c.MarshalJSON()
			if err != nil {
				t.Fatal(err)
			}
			again, err := e.Vocabulary().ParseJSON("case", text)
			if err != nil || !slices.Equal(again.Words(), c.Words()) {
				t.Fatalf("%s: %v", text, err)
			}
			d := v.Decide(c)
			ends[verify.End{Outcome: d.Outcome, Urgency: d.Urgency}]++
		}
		for _, end := range []verify.End{
			{Outcome: "referral", Urgency: "emergency"}, {Outcome: "referral", Urgency: "urgent"}, {Outcome: "referral", Urgency: "soon"},
			{Outcome: "plan", Urgency: "routine"}, {Outcome: "plan", Urgency: "self_care"}, {Outcome: "incomplete"},
		} {
			if ends[end] < n/100 {
				t.Errorf("%s in %d of %d cases", end, ends[end], n)
			}
		}
	}
}

func BenchmarkRandomCase(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	for b.Loop() {
		verify.RandomCase(shipped().Pack(), r)
	}
}
