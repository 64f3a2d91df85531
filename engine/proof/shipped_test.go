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

func TestY(t *testing.T) {
	begin := time.Now()
	list, err := proof.Idle(t.Context(), shipped(), proof.Options{})
	t.Log(time.Since(begin), err)
	for _, l := range list {
		t.Log(l.Code, l.Name, l.Verdict, l.Reason)
	}
	begin = time.Now()
	d, err := proof.Diff(t.Context(), shipped(), shipped(), proof.Options{})
	t.Log(time.Since(begin), d, err)
	begin = time.Now()
	w, err := proof.WhyNot(t.Context(), shipped(), shipped().Vocabulary.Healthy(), proof.End{"referral", "urgent"}, proof.Options{})
	t.Log(time.Since(begin), w.Verdict, w.Changes, w.Least, err)
	begin = time.Now()
	w, err = proof.WhyNot(t.Context(), shipped(), shipped().Vocabulary.New(), proof.End{"plan", "self_care"}, proof.Options{})
	t.Log(time.Since(begin), w.Verdict, len(w.Changes), w.Least, err)
}
