// Command peers measures how long engines take to find the rules that hold for
// a case: the program that limber runs, Grule in two ways, expr, cel-go, OPA,
// and Go as one would write it by hand. It first checks that all of them say
// the same of the same cases, and then prints one table of one run:
//
//	go generate && go run .
//
// The rules are the shipped ones, and packs of 250 and 1,000 rules that are
// made of them: each rule keeps the shape of a shipped one and has other atoms
// of the shipped pack in it. The cases are those that limber's own tests draw.
//
// Every engine gets the cases in the form that it reads best, made before the
// clock runs, and has to know after each case which rules and findings hold. The
// same 500 cases come round again and again, which favours Go by hand: the
// processor learns which way its branches go. It is a module of its own so that
// limber needs none of the others.
package main

import (
	"flag"
	"fmt"
	"os"
	"testing"
	"time"
)

//go:generate go run . -generate

func main() {
	generate := flag.Bool("generate", false, "write the rules as Go into hand_*.go, and end")
	rounds := flag.Int("rounds", 10, "rounds of every engine on every pack; the table shows the fastest")
	each := flag.Duration("each", 100*time.Millisecond, "how long an engine runs on a pack in a round")
	flag.Parse()
	do := func() error { return compare(*rounds, *each) }
	if *generate {
		do = writeHands
	}
	if err := do(); err != nil {
		fmt.Fprintln(os.Stderr, "peers:", err)
		os.Exit(1)
	}
}

func compare(rounds int, each time.Duration) error {
	testing.Init() // declares the flag that says how long a benchmark runs
	if err := flag.Set("test.benchtime", each.String()); err != nil {
		return err
	}
	packs, err := allPacks()
	if err != nil {
		return err
	}
	t := table{}
	for _, p := range packs {
		words := cases(p.pack, 500)
		built, err := build(p, peers)
		if err != nil {
			return err
		}
		seen, err := agree(p, built, words)
		if err != nil {
			return err
		}
		fmt.Fprintf(os.Stderr, "%s: %d engines agree on %d cases; %.0f rules hold in a case, %.0f %% are referred\n",
			p.title(), len(built), len(words), seen.fired, 100*seen.referred)
		t.add(p, measure(built, words, rounds))
	}
	t.print(os.Stdout)
	return nil
}
