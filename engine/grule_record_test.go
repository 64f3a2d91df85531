package engine_test

import (
	"bytes"
	"context"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/facts"
)

// TestRecordsAreTheSameThroughGrule compares what serves a file of cases, the
// program with plans that are kept, with records of Grule's verdicts and plans
// made anew, byte for byte: LIMBER_SLOW=1 on very many.
func TestRecordsAreTheSameThroughGrule(t *testing.T) {
	t.Parallel()
	n := 300
	if os.Getenv("LIMBER_SLOW") != "" {
		n = 50_000
	}
	fast, slow := newEngine(t, engine.Options{CrossCheck: -1}), newEngine(t, engine.Options{CrossCheck: -1})
	slow.KeepNoPlans()
	outcomes := map[engine.Outcome]int{}
	cases(n, func(r *rand.Rand, c *facts.Case) {
		if r.IntN(2) == 0 {
			calm(r, c) // or there would be few plans
		}
		want, err := slow.DecideByGrule(context.Background(), c)
		if err != nil {
			t.Fatal(err)
		}
		got := decide(t, fast, c)
		outcomes[got.Outcome]++
		a, errA := got.MarshalJSON()
		b, errB := want.MarshalJSON()
		if errA != nil || errB != nil || !bytes.Equal(a, b) {
			t.Fatalf("%v, %v\nprogram %s\nGrule   %s", errA, errB, a, b)
		}
	})
	for _, o := range []engine.Outcome{engine.Referral, engine.Incomplete, engine.PlanGiven} {
		if outcomes[o] < n/50 {
			t.Errorf("only %d of %d cases end with %s: the test has lost its grip", outcomes[o], n, o)
		}
	}
}
