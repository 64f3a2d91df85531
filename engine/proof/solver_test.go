package proof_test

import (
	"math/rand/v2"
	"testing"

	"github.com/limber-triage/limber/engine/proof"
)

// TestSolverAgainstAllAssignments holds the solver against every assignment of
// random clauses, near the ratio at which half of them can be met.
func TestSolverAgainstAllAssignments(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(31, 32))
	met := 0
	const rounds = 3000
	for range rounds {
		n := 3 + r.IntN(12)
		clauses := make([][]int, int(float64(n)*(3.4+1.6*r.Float64())))
		for i := range clauses {
			clauses[i] = make([]int, 1+min(r.IntN(12), 2))
			for k := range clauses[i] {
				clauses[i][k] = (1 + r.IntN(n)) * (1 - 2*r.IntN(2))
			}
		}
		holds := func(value func(int) bool) bool {
			for _, c := range clauses {
				some := false
				for _, l := range c {
					some = some || value(max(l, -l)) == (l > 0)
				}
				if !some {
					return false
				}
			}
			return true
		}
		possible := false
		for all := 0; all < 1<<n && !possible; all++ {
			possible = holds(func(v int) bool { return all&(1<<(v-1)) != 0 })
		}
		solved, value := proof.Solve(t.Context(), clauses)
		if solved != possible {
			t.Fatalf("solved %v, possible %v: %v", solved, possible, clauses)
		}
		if solved {
			met++
			if !holds(value) {
				t.Fatalf("no model of %v", clauses)
			}
		}
	}
	if met < rounds/10 || met > rounds*9/10 {
		t.Errorf("%d of %d could be met, which tells little", met, rounds)
	}
}

// TestSolverOnHoles needs thousands of conflicts: restarts and forgetting
// included. One pigeon too many fits no holes.
func TestSolverOnHoles(t *testing.T) {
	t.Parallel()
	const holes = 7
	in := func(pigeon, hole int) int { return pigeon*holes + hole + 1 }
	var clauses [][]int
	for p := range holes + 1 {
		var some []int
		for h := range holes {
			some = append(some, in(p, h))
			for q := range p {
				clauses = append(clauses, []int{-in(p, h), -in(q, h)})
			}
		}
		clauses = append(clauses, some)
	}
	if solved, _ := proof.Solve(t.Context(), clauses); solved {
		t.Error("one pigeon too many has a hole")
	}
	if solved, _ := proof.Solve(t.Context(), clauses[:len(clauses)-1]); !solved {
		t.Error("as many pigeons as holes have none")
	}
}
