package engine_test

import (
	"bytes"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/facts"
)

func TestPlansAreShared(t *testing.T) {
	t.Parallel()
	e := newEngine(t, engine.Options{CrossCheck: -1})
	one, two := decide(t, e, harmless()), decide(t, e, harmless())
	if one.Plan == nil || one.Plan != two.Plan {
		t.Error("the same plan was made twice")
	}
	e.KeepNoPlans()
	if three := decide(t, e, harmless()); three.Plan == nil || three.Plan == one.Plan {
		t.Error("the plan was kept all the same")
	}
}

// TestPlansWithoutRoom has more plans than places for them, made and replaced
// by many goroutines at once.
func TestPlansWithoutRoom(t *testing.T) {
	t.Parallel()
	e, forgetful := newEngine(t, engine.Options{CrossCheck: -1}), newEngine(t, engine.Options{CrossCheck: -1})
	forgetful.KeepNoPlans()
	var people []*facts.Case
	var want [][]byte
	distinct := map[string]bool{}
	cases(2500, func(r *rand.Rand, c *facts.Case) {
		calm(r, c)
		d := decide(t, forgetful, c)
		record, err := d.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		people, want = append(people, c), append(want, record)
		distinct[string(record)] = true
	})
	if len(distinct) < 1500 {
		t.Errorf("only %d different records: the test has lost its grip", len(distinct))
	}
	var wg sync.WaitGroup
	for g := range 4 {
		wg.Go(func() {
			for i := range people {
				n := (i + g*len(people)/4) % len(people)
				record, err := decide(t, e, people[n]).MarshalJSON()
				if err != nil || !bytes.Equal(record, want[n]) {
					t.Errorf("case %d has another record: %v", n, err)
					return
				}
			}
		})
	}
	wg.Wait()
}
