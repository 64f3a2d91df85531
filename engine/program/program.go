// Package program owns the fast evaluator: it compiles the rules of a pack
// into masks over sets of rules and runs them over the words of a case.
//
// It reads a pack and the words of a case, allocates nothing per case, and
// decides nothing: which rules hold is all it says. Grule, run by package
// engine, is the reference that it must agree with.
//
// # How it works
//
// Most answers concern few rules and most rules hear of nothing, so the work
// goes by the answers given and not by the rules there are. A condition is
// turned into clauses, which must all be met; a clause is met by any of its
// atoms. Every answer that some atom looks at has a row: the clauses that it
// meets. Reading a case is or-ing the rows of its answers together, and a rule
// holds where all of its clauses are met, which one "and" tells for 64 rules at
// once. A finding has a row like an answer, marked when a rule draws it.
//
// A condition whose clauses would be too many keeps some that it cannot do
// without, and is tested term by term in the rare case that those are met.
package program

import (
	"fmt"

	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

// Program is the rules of one pack, compiled. It is immutable and safe for
// concurrent use; each goroutine runs it with a [State] of its own.
type Program struct {
	rules, facts, found int

	blank []uint64 // by word and lane: the clauses that rules do not have
	marks []mark   // the rows, one after the other
	rows  []int32  // by row: its first mark; one more than there are rows

	bits    []bitFact
	counts  []count
	numbers []number
	open    []int32 // by fact: the row of all answers at once
	drawn   int32   // the row of the first finding; the others follow

	special []uint64    // bit set: rules that are not exact or whose findings meet clauses
	exact   []bool      // by rule: its clauses are all of its condition
	draws   [][]int32   // by rule: the findings it draws
	drawnBy [][]int32   // by finding: the rules that draw it
	levels  []levelMask // the most urgent first

	entries  []int32 // by rule: its first op
	ops      []op
	depth    int // counters needed at once
	gates    []gate
	gateRead []gateFact
}

// lanes is the number of clauses that a rule may have; 402 of the 407 rules of
// the first pack do with three.
const lanes = 3

// wordBits is the number of rules, findings or answers in a word.
const wordBits = 64

// mark is what a row does to one word of the clauses met.
type mark struct {
	at   int32 // word of rules times lanes, plus the lane
	bits uint64
}

// bitFact is a fact whose answers are bits. Bit i has the row first + i.
type bitFact struct {
	fact  int32
	first int32
	read  uint64 // the bits that any rule reads
}

// count is an atom that holds for so many bits of mask.
type count struct {
	fact, row, need int32
	mask            uint64
}

// number is a fact that rules compare. Its words fall into spans between which
// no comparison changes; span i has the row first + i and ends before bounds[i].
type number struct {
	fact   int32
	first  int32
	bounds []uint64 // ascending
	table  []int32  // by word: its row, when the fact has few values
}

// maxTable bounds a number's table.
const maxTable = 1 << 12

func (n *number) row(word uint64) int32 {
	if word < uint64(len(n.table)) {
		return n.table[word]
	}
	row := n.first
	for _, b := range n.bounds {
		if word < b {
			break
		}
		row++
	}
	return row
}

// levelMask is the triage rules of one level.
type levelMask struct {
	level facts.Level
	rules []uint64 // bit set
}

// gate says when a fact is not asked.
type gate struct {
	fact  int
	entry int32
}

// gateFact is a fact that gates depend on.
type gateFact struct {
	fact   int
	unsure uint64
}

// Compile translates a pack. It fails only for a pack that pack.Load would
// have refused.
func Compile(p *pack.Pack) (*Program, error) {
	c := newCompiler(p)
	for i, r := range p.Rules {
		if err := c.rule(i, r); err != nil {
			return nil, fmt.Errorf("compile rule %s: %w", r.Name, err)
		}
	}
	c.layOut()
	for i, cond := range p.Gates {
		if cond != nil {
			c.gate(i, cond)
		}
	}
	return c.p, nil
}
