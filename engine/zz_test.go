package engine

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/limber-triage/limber/engine/pack"
)

func TestZZ(t *testing.T) {
	p, err := pack.Load(os.DirFS("../rules/upperback"), pack.Options{})
	if err != nil {
		t.Fatal(err)
	}
	e, err := New(p, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []string{"healthy", "desk_worker", "gym_goer"} {
		d, err := e.Decide(context.Background(), p.Bases[n])
		if err != nil {
			t.Fatal(err)
		}
		b, _ := d.MarshalJSON()
		fmt.Println(n, string(b))
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(os.DirFS("../rules/upperback"), Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
func BenchmarkPackLoad(b *testing.B) {
	for b.Loop() {
		if _, err := pack.Load(os.DirFS("../rules/upperback"), pack.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
func BenchmarkDecide(b *testing.B) {
	e, err := Load(os.DirFS("../rules/upperback"), Options{})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		e.Decide(context.Background(), e.pack.Bases["healthy"])
	}
}
func BenchmarkFast(b *testing.B) {
	e, err := Load(os.DirFS("../rules/upperback"), Options{CrossCheck: -1})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		e.Decide(context.Background(), e.pack.Bases["healthy"])
	}
}
