package lint

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/limber-triage/limber/engine/pack"
)

func TestStats(t *testing.T) {
	p, err := pack.Load(os.DirFS("../../rules/upperback"), pack.Options{})
	if err != nil {
		t.Fatal(err)
	}
	g := newGround(p, Options{})
	type st struct {
		n  []int
		gr []float64
		tx []string
	}
	by := map[string]*st{}
	for _, x := range g.texts {
		k := fmt.Sprint(int(x.kind), " ", strings.TrimRight(x.what, "0123456789 "))
		if by[k] == nil {
			by[k] = &st{}
		}
		by[k].n = append(by[k].n, len([]rune(x.words)))
		gr := Grade(x.words)
		by[k].gr = append(by[k].gr, gr)
		by[k].tx = append(by[k].tx, fmt.Sprintf("%5.1f %4d %s | %s", gr, len(x.words), x.place, x.words))
	}
	for _, k := range sortedKeys(by) {
		s := by[k]
		slices.Sort(s.n)
		slices.Sort(s.gr)
		q := func(f float64) int { return s.n[int(f*float64(len(s.n)-1))] }
		h := func(f float64) float64 { return s.gr[int(f*float64(len(s.n)-1))] }
		fmt.Printf("%-24s n=%d len 50%%=%d 90%%=%d 99%%=%d max=%d  grade 50=%.1f 90=%.1f 99=%.1f max=%.1f\n", k, len(s.n), q(.5), q(.9), q(.99), q(1), h(.5), h(.9), h(.99), h(1))
		slices.Sort(s.tx)
		if os.Getenv("V") != "" {
			for i := len(s.tx) - 1; i >= max(0, len(s.tx)-1200); i-- {
				var gr float64
				fmt.Sscan(s.tx[i], &gr)
				if gr > 9 {
					fmt.Println("    ", s.tx[i])
				}
			}
		}
	}
}
