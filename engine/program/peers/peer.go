package main

import (
	"fmt"
	"syscall"
	"testing"
	"time"

	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

// evaluator is an engine that holds the rules of a pack.
type evaluator interface {
	// prepare puts the words of a case into the form that run reads.
	prepare(words []uint64) any
	// run finds out which rules hold. This alone is measured.
	run(given any) error
	// fired and found tell about the last run.
	fired(rule int) bool
	found(finding int) bool
}

// peer is a kind of engine.
type peer struct {
	name string
	make func(named) (evaluator, error)
}

// peers are the engines in the order of the table. The first is what the
// others are compared with.
var peers = []peer{
	{"Go by hand", newHand},
	{"engine/program", newProgram},
	{"expr", newExpr},
	{"cel-go", newCEL},
	{"Grule, level by level", newGruleLevels},
	{"Grule, `Execute`", newGruleExecute},
	{"OPA", newRego},
}

// built is a peer with the rules of one pack.
type built struct {
	peer
	evaluator
}

func build(p named, peers []peer) (list []built, err error) {
	for _, x := range peers {
		e, err := x.make(p)
		if err != nil {
			return nil, fmt.Errorf("%s, %s: %w", x.name, p.title(), err)
		}
		list = append(list, built{x, e})
	}
	return list, nil
}

// seen is what the cases have in common.
type seen struct {
	fired    float64 // rules that hold in a case, on average
	referred float64 // share of the cases that at least "soon" is said of
}

// agree holds every engine against the definition of the rules, case by case.
func agree(p named, list []built, cases [][]uint64) (s seen, err error) {
	for i, words := range cases {
		fired, found := define(p.pack, words)
		for _, x := range list {
			if err := x.run(x.prepare(words)); err != nil {
				return s, fmt.Errorf("%s, %s, case %d: %w", x.name, p.title(), i, err)
			}
			for r, want := range fired {
				if x.fired(r) != want {
					return s, fmt.Errorf("%s, %s, case %d: rule %s fires: %v, and it should: %v", x.name, p.title(), i, p.pack.Rules[r].Name, !want, want)
				}
			}
			for f, want := range found {
				if x.found(f) != want {
					return s, fmt.Errorf("%s, %s, case %d: finding %s is drawn: %v, and it should: %v", x.name, p.title(), i, p.pack.Found[f].ID, !want, want)
				}
			}
		}
		level := facts.LevelNone
		for r, holds := range fired {
			if holds {
				s.fired += 1 / float64(len(cases))
				level = max(level, p.pack.Rules[r].Urgency())
			}
		}
		if level >= facts.LevelSoon {
			s.referred += 1 / float64(len(cases))
		}
	}
	return s, nil
}

// define evaluates rules by pack.Holds, which says what a condition means.
func define(p *pack.Pack, words []uint64) (fired, found []bool) {
	fired, found = make([]bool, len(p.Rules)), make([]bool, len(p.Found))
	for i, r := range p.Rules {
		if fired[i] = pack.Holds(r.Cond, words, found); !fired[i] {
			continue
		}
		for _, f := range draws(r) {
			found[f] = true
		}
	}
	return fired, found
}

// draws lists the findings that a rule draws.
func draws(r *pack.Rule) (list []int) {
	for i := range r.Effects {
		if e := &r.Effects[i]; e.Verb == grl.SetFound {
			list = append(list, e.Finding)
		}
	}
	return list
}

// levels lists the rules of each level.
func levels(p *pack.Pack) (list [][]*pack.Rule) {
	for _, r := range p.Rules {
		for len(list) <= r.Level {
			list = append(list, nil)
		}
		list[r.Level] = append(list[r.Level], r)
	}
	return list
}

// measure returns the nanoseconds that each engine needs for a case. They are
// those of all processors, collecting garbage included, and not those of the
// clock, which on a shared machine tells what others do. It takes the least of
// some rounds, in each of which all engines have their turn.
func measure(list []built, cases [][]uint64, rounds int) []float64 {
	given := make([][]any, len(list))
	for i, x := range list {
		for _, words := range cases {
			given[i] = append(given[i], x.prepare(words))
		}
	}
	least := make([]float64, len(list))
	for round := range rounds {
		for i, x := range list {
			var used time.Duration
			r := testing.Benchmark(func(b *testing.B) {
				before := processorTime()
				for j := 0; b.Loop(); j++ {
					if err := x.run(given[i][j%len(cases)]); err != nil {
						b.Fatal(err)
					}
				}
				used = processorTime() - before
			})
			if took := float64(used.Nanoseconds()) / float64(r.N); round == 0 || took < least[i] {
				least[i] = took
			}
		}
	}
	return least
}

// processorTime is what this process has used so far.
func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err) // the arguments are valid
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
