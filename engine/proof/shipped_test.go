package proof_test

import (
	"os"
	"sync"
	"testing"
	"time"

	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/proof"
)

var shipped = sync.OnceValue(func() *pack.Pack {
	p, err := pack.Load(os.DirFS("../../rules/upperback"), pack.Options{})
	if err != nil {
		panic(err)
	}
	return p
})

func TestX(t *testing.T) {
	p := shipped()
	begin := time.Now()
	results, err := proof.Check(t.Context(), p, proof.BuiltIn(p), proof.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Log(time.Since(begin))
	for _, r := range results {
		t.Log(r.Claim.ID, r.Verdict, r.Parts, len(r.Failed))
		for _, f := range r.Failed {
			t.Log("   ", f.Part, f.Verdict)
			if f.Witness != nil {
				t.Log("   ", f.Witness.Facts, f.Witness.Least, "\n"+f.Fixture)
			}
		}
	}
}
