package verify_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/verify"
)

func TestZZ(t *testing.T) {
	dir := os.Getenv("ZZ")
	if dir == "" {
		dir = "testdata/"
	}
	packDir, cases := dir+"pack", dir+"cases"
	if dir == "shipped" {
		packDir, cases = "../../rules/upperback", "../../testdata/cases"
	}
	e, err := engine.Load(os.DirFS(packDir), engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t0 := time.Now()
	lap := func(s string) { fmt.Println("==", s, time.Since(t0).Round(time.Millisecond)); t0 = time.Now() }
	ctx := context.Background()
	r, err := verify.Run(ctx, e, os.DirFS(cases), verify.Options{})
	if err != nil {
		t.Fatal(err)
	}
	lap("run")
	for _, f := range r.Fixtures {
		if len(f.Bad) > 0 {
			fmt.Println(f.Pos, f.Name, f.Bad)
		}
	}
	fmt.Println(len(r.Fixtures), "fixtures", r.Ordinary)
	for _, x := range r.Rules {
		if !x.Depended {
			fmt.Println("not depended", x.Name, x.Fired)
		}
	}
	c, err := verify.Cover(ctx, e, r, verify.CoverOptions{Suggest: 10000})
	if err != nil {
		t.Fatal(err)
	}
	lap("cover")
	fmt.Println(c.Fired, c.Atoms, c.Effects, c.Percent)
	none := 0
	for _, h := range c.Holes {
		if h.Suggestion == nil {
			none++
		}
		if dir != "shipped" || h.Suggestion == nil {
			fmt.Println(h.At, h.Rule, h.What, "|", h.Why)
			if h.Suggestion != nil {
				fmt.Print(h.Suggestion.YAML)
			}
		}
	}
	fmt.Println("holes", len(c.Holes), "without suggestion", none)
	m, err := verify.Mutate(ctx, e, r, verify.MutateOptions{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	lap("mutate")
	fmt.Println(m.Mutants, m.Killed, m.Unnoticed, m.Unknown, m.Score(), m.Kinds)
	for _, s := range m.Survivors {
		if dir == "shipped" && s.Verdict == verify.Unnoticed && os.Getenv("ALL") == "" {
			continue
		}
		fmt.Println(s.At, s.Rule, s.Kind, s.What, s.Verdict)
		if s.Suggestion != nil {
			fmt.Print(s.Suggestion.YAML)
		}
	}
	var out strings.Builder
	for _, x := range m.Suggestions {
		fmt.Fprintf(&out, "# notices %d\n%s", x.Kills, x.YAML)
	}
	os.WriteFile("/tmp/scratch/few.yaml", []byte(out.String()), 0o644)
	fmt.Println("few", len(m.Suggestions))
	var fx []verify.Fixture
	for _, f := range r.Fixtures {
		fx = append(fx, f.Case)
	}
	a, err := verify.Differential(ctx, e, fx, 1000, 1)
	if err != nil {
		t.Fatal(err)
	}
	lap("differential")
	fmt.Println(a.Fixtures, a.Thresholds, a.Random, len(a.Mismatches))
}
