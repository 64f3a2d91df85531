package proof

import (
	"context"
	"sync"

	sat "github.com/crillab/gophersat/solver"
)

// status is what a solver found out.
type status int

const (
	undecided status = iota // the budget did not suffice
	satisfied
	impossible
)

// solver decides one set of clauses, once. Variables count from 1; a negative
// number is a negated variable.
type solver interface {
	add(clause []int) // keeps a copy
	solve(ctx context.Context, conflicts int) status
	value(variable int) bool // after satisfied
}

// gopher is the solver of crillab/gophersat.
type gopher struct {
	clauses [][]int
	all     []int // what the clauses are cut from
	model   []bool
}

func (g *gopher) add(clause []int) {
	from := len(g.all)
	g.all = append(g.all, clause...)
	g.clauses = append(g.clauses, g.all[from:len(g.all):len(g.all)])
}

func (g *gopher) value(variable int) bool { return variable <= len(g.model) && g.model[variable-1] }

// solve stops when the budget of conflicts is used up or the context ends. The
// library has no means for that. But it hands every clause that it learns, one
// for each conflict, to a channel; once that is closed it panics, and the panic
// ends here.
func (g *gopher) solve(ctx context.Context, conflicts int) (found status) {
	if ctx.Err() != nil || conflicts <= 0 {
		return undecided
	}
	oneAtATime.Lock()
	defer oneAtATime.Unlock()
	problem := sat.ParseSlice(g.clauses)
	if problem.Status == sat.Unsat {
		return impossible
	}
	s := sat.New(problem)
	s.Certified, s.CertChan = true, make(chan string)
	done, counted := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(counted)
		defer close(s.CertChan)
		for range conflicts {
			select {
			case <-s.CertChan:
			case <-ctx.Done():
				return
			case <-done:
				return
			}
		}
		select { // the final clause of a proof is no conflict
		case last := <-s.CertChan:
			if last == emptyClause {
				<-done
			}
		case <-ctx.Done():
		case <-done:
		}
	}()
	defer func() {
		fault := recover() // of the closed channel, or a mistake of the library's: either proves nothing
		close(done)
		<-counted
		if fault != nil {
			found = undecided
		}
	}()
	if s.Solve() != sat.Sat {
		return impossible
	}
	g.model = s.Model()
	return satisfied
}

// emptyClause is what the library sends when it has refuted the clauses.
const emptyClause = "0"

// oneAtATime is held while the library solves: version 1.4.0 gathers the
// literals of every clause that it learns in one buffer for all solvers, so two
// at once learn clauses that do not follow.
var oneAtATime sync.Mutex
