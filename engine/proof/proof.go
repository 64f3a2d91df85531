// Package proof owns exact statements about a pack: claims that hold for every
// case, rules that change nothing, what a change of the rules changes, and what
// would have to be answered otherwise. A pack becomes a circuit over its
// answers, and a solver answers each question over the part of the circuit that
// it depends on.
//
// [Check] proves claims, [ReadClaims] and [BuiltIn] make them; [Idle] finds
// what is dead or redundant; [Alike] says whether anybody would notice a changed
// rule; [Diff] compares two packs, [CountMoves] counts who moves between them;
// [WhyNot] looks for the fewest answers to change. Every case that is handed out has been observed by [pack.Holds], and by
// what the caller gives, to behave as said. A question that exceeds its budget
// is undecided, and is never called proved.
//
// The package decides nothing about a person. Of the choice among eligible
// exercises claims know only whether there is one; Alike knows all of it but
// what a day's minutes leave.
package proof

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

// DefaultConflicts is the budget of one question, in conflicts of the solver:
// some hundred times what any question about the shipped pack needs.
const DefaultConflicts = 100_000

// Options bound the work. The zero value is useful.
type Options struct {
	Conflicts int // of the solver, for each question; 0: DefaultConflicts
	Workers   int // goroutines; 0: one for each processor

	// Replay decides a case by other means, such as the whole engine; every
	// witness must end there as it does here. Nil: held against pack.Holds only.
	Replay func(context.Context, *facts.Case) (End, error)

	conflictsSet bool  // tests: a budget of no conflict at all
	fault        fault // tests: a mistake in the encoder
}

func (o Options) conflicts() int {
	if o.Conflicts == 0 && !o.conflictsSet {
		return DefaultConflicts
	}
	return o.Conflicts
}

// Verdict is what became of a question.
type Verdict int

// The verdicts.
const (
	Undecided Verdict = iota // the budget did not suffice, which proves nothing
	Proved                   // for every case
	Broken                   // a case shows the opposite, or none shows what was claimed to exist
)

// String returns "undecided", "proved" or "broken".
func (v Verdict) String() string { return [...]string{"undecided", "proved", "broken"}[v] }

// MarshalText writes the verdict as its word.
func (v Verdict) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// session is one goroutine's work on one pack.
type session struct {
	u       *universe
	p       *pack.Pack
	f       *form
	o       Options
	watcher *observer
}

func newSession(w *observer, o Options) *session {
	s := &session{u: newUniverse(), p: w.p, o: o, watcher: w}
	s.u.fault = o.fault
	s.f = s.u.form(w.p)
	return s
}

func (s *session) ask(ctx context.Context, root lit) (status, assignment) {
	return s.u.ask(ctx, s.o.conflicts(), root)
}

// replay observes a case and holds it against the means of Options.
func (s *session) replay(ctx context.Context, c *facts.Case) (*observed, error) {
	seen := s.watcher.observe(c.Words())
	if s.o.Replay == nil {
		return seen, nil
	}
	end, err := s.o.Replay(ctx, c)
	if err != nil {
		return nil, fmt.Errorf("replay a witness: %w", err)
	}
	if end != seen.end {
		return nil, fmt.Errorf("a witness ends in %s when replayed and in %s by the rules' definition: please report this as a bug of limber", end, seen.end)
	}
	return seen, nil
}

// each does n pieces of work, each in a session of its own, so that no answer
// depends on what was asked before. The first error ends it.
func each(ctx context.Context, p *pack.Pack, o Options, n int, work func(context.Context, *session, int) error) error {
	workers := o.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var next atomic.Int64
	var wg sync.WaitGroup
	for range max(1, min(workers, n)) {
		wg.Go(func() {
			w, err := newObserver(p)
			for err == nil && ctx.Err() == nil {
				i := int(next.Add(1) - 1)
				if i >= n {
					return
				}
				err = work(ctx, newSession(w, o), i)
			}
			if err != nil {
				cancel(err)
			}
		})
	}
	wg.Wait()
	return context.Cause(ctx)
}

// unlike is the error of a witness that does not behave as claimed: a mistake
// in this package, which must never pass for a result.
func unlike(what string) error {
	return fmt.Errorf("a witness of %q does not show it when replayed: please report this as a bug of limber", what)
}
