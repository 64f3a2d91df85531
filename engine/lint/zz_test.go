package lint

import (
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/limber-triage/limber/engine/pack"
)

func TestZZ(t *testing.T) {
	p, err := pack.Load(os.DirFS("../../rules/upperback"), pack.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t0 := time.Now()
	all := Run(p, Options{})
	fmt.Println(time.Since(t0), len(all))
	by := map[string]int{}
	for _, f := range all {
		by[f.Code]++
		fmt.Println(f.Code, "|", f.Place, "|", f.Error())
	}
	fmt.Println(by)
}

func BenchmarkZZ(b *testing.B) {
	p, _ := pack.Load(os.DirFS("../../rules/upperback"), pack.Options{})
	for b.Loop() {
		Run(p, Options{})
	}
}
