package proof_test

import (
	"math/rand/v2"
	"testing"

	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/proof"
)

// TestCountFiringByEnumeration counts the rules of random packs a second time
// over all of their cases: each combination of what a rule reads is as often
// among them as there are answers to all else.
func TestCountFiringByEnumeration(t *testing.T) {
	t.Parallel()
	counted := 0
	for seed := range uint64(30) {
		s := enumerate(randomPack(rand.New(rand.NewPCG(seed, 8))))
		for _, r := range s.p.Rules {
			got, ok := proof.CountFiring(s.p, r)
			if !ok {
				t.Fatalf("pack %d rule %s: too hard", seed, r.Name)
			}
			fires := uint64(0)
			for _, words := range s.cases {
				found := make([]bool, len(s.p.Found))
				for _, x := range s.p.Rules[:r.Index] {
					if x.Stratum == grl.Findings && pack.Holds(x.Cond, words, found) {
						found[x.Effects[0].Finding] = true
					}
				}
				if pack.Holds(r.Cond, words, found) {
					fires++
				}
			}
			if all := uint64(len(s.cases)); got.Fires*all != fires*got.Of {
				t.Errorf("pack %d rule %s: %d of %d, by enumeration %d of %d", seed, r.Name, got.Fires, got.Of, fires, all)
			}
			if got.Fires > 0 {
				counted++
			}
		}
	}
	if counted == 0 {
		t.Error("no rule fires: this test sees nothing")
	}
}
