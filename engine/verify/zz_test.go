package verify_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/planner"
	"github.com/limber-triage/limber/engine/program"
	"github.com/limber-triage/limber/engine/verify"
	"github.com/limber-triage/limber/facts"
)

func TestZZ(t *testing.T) {
	t0 := time.Now()
	p, err := pack.Load(os.DirFS("../../rules/upperback"), pack.Options{})
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println("pack.Load", time.Since(t0))
	t0 = time.Now()
	e, err := engine.New(p, engine.Options{CrossCheck: -1})
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println("engine.New", time.Since(t0))
	t0 = time.Now()
	for range 20 {
		program.Compile(p)
	}
	fmt.Println("compile", time.Since(t0)/20)
	atoms, num, effects, nodes, thr := 0, 0, map[grl.Verb]int{}, 0, 0
	gen := 0
	for _, r := range p.Rules {
		if r.Generated {
			gen++
		}
		pack.Atoms(r.Cond, func(a *pack.Atom) {
			atoms++
			if a.Finding < 0 && a.Mask == 0 {
				num++
			}
			if a.Count > 0 {
				thr++
			}
		})
		grl.Walk(r.When, func(e grl.Expr) {
			if grl.Terms(e) != nil {
				nodes++
			}
		})
		for _, x := range r.Effects {
			effects[x.Verb]++
		}
	}
	fmt.Println("rules", len(p.Rules), "generated", gen, "atoms", atoms, "numeric", num, "count", thr, "nodes", nodes, effects, "facts", len(p.Vocabulary.Facts), "found", len(p.Found), "bases", len(p.Bases))
	r := rand.New(rand.NewPCG(1, 2))
	const n = 5000
	var pool []*facts.Case
	t0 = time.Now()
	for range n {
		pool = append(pool, verify.RandomCase(p, r))
	}
	fmt.Println("random", time.Since(t0)/n)
	prog := e.Program()
	s := prog.NewState()
	t0 = time.Now()
	for _, c := range pool {
		s.Run(c.Words())
	}
	fmt.Println("run", time.Since(t0)/n)
	t0 = time.Now()
	out := map[string]int{}
	for _, c := range pool {
		d, err := e.Decide(context.Background(), c)
		if err != nil {
			t.Fatal(err)
		}
		out[string(d.Outcome)+" "+string(d.Urgency)]++
	}
	fmt.Println("decide", time.Since(t0)/n, out)
	t0 = time.Now()
	for _, c := range pool {
		s.Run(c.Words())
		planner.FromEffects(p, s.Rules(nil), s.Found, c.Words(), 0)
	}
	fmt.Println("from effects", time.Since(t0)/n)
	t0 = time.Now()
	for _, c := range pool {
		s.Run(c.Words())
		in := planner.FromEffects(p, s.Rules(nil), s.Found, c.Words(), 0)
		planner.Make(p, in)
	}
	fmt.Println("make", time.Since(t0)/n)
	e2, _ := engine.New(p, engine.Options{})
	t0 = time.Now()
	for _, c := range pool[:500] {
		e2.Decide(context.Background(), c)
	}
	fmt.Println("decide both", time.Since(t0)/500)
	t0 = time.Now()
	fx, err := verify.Read(p, os.DirFS("../../testdata/cases"))
	fmt.Println("read fixtures", time.Since(t0), len(fx), err)
}
