package main

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"slices"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/ask"
	"github.com/limber-triage/limber/engine/verify"
	"github.com/limber-triage/limber/facts"
)

// answered is how many facts each case answers: what a person answers on the
// way to a first plan.
const answered = 40

// population makes people: one of the pack's bases, with a few answers drawn
// anew, and with what a closed gate hides and some of what nobody has to answer
// left out.
type population struct {
	r     *rand.Rand
	asker *ask.Asker
	vocab *facts.Vocabulary
	bases []*facts.Case
	order []int // of facts, to leave some out
}

// newPopulation always makes the same people.
func newPopulation(e *engine.Engine) *population {
	p := e.Pack()
	g := &population{r: rand.New(rand.NewPCG(5, 484)), asker: ask.New(p, e.Program()), vocab: p.Vocabulary}
	for _, name := range slices.Sorted(maps.Keys(p.Bases)) {
		g.bases = append(g.bases, p.Bases[name])
	}
	g.order = make([]int, len(g.vocab.Facts))
	return g
}

// mostChanges is one more than the most answers of a base that are drawn anew.
const mostChanges = 8

// next makes one person.
func (g *population) next(n int) *facts.Case {
	c := g.bases[g.r.IntN(len(g.bases))].Clone()
	c.ID = fmt.Sprintf("case-%07d", n)
	for range g.r.IntN(mostChanges) {
		f := g.vocab.Facts[g.r.IntN(len(g.vocab.Facts))]
		c.Words()[f.Index] = verify.RandomAnswer(f, g.r)
	}
	for i, closed := range g.asker.Closed(c.Words()) {
		if closed {
			c.Words()[i] = 0
		}
	}
	left := 0
	for i, word := range c.Words() {
		g.order[i] = i
		if word != 0 {
			left++
		}
	}
	g.r.Shuffle(len(g.order), func(i, j int) { g.order[i], g.order[j] = g.order[j], g.order[i] })
	for _, required := range []bool{false, true} {
		for _, i := range g.order {
			if left > answered && c.Words()[i] != 0 && g.vocab.Facts[i].Required() == required {
				c.Words()[i] = 0
				left--
			}
		}
	}
	return c
}

// write writes people as NDJSON.
func (g *population) write(to io.Writer, people int) error {
	out := bufio.NewWriterSize(to, 1<<20)
	for n := range people {
		line, err := g.next(n).MarshalJSON()
		if err != nil {
			return err
		}
		if _, err := out.Write(append(line, '\n')); err != nil {
			return err
		}
	}
	return out.Flush()
}
