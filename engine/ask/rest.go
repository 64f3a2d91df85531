package ask

import (
	"fmt"

	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
)

// truth is what is known of a condition while facts are open.
type truth int8

const (
	no      truth = iota // whatever the answers
	waiting              // on open facts
	yes                  // whatever the answers
)

// rest says what is left of the conditions once the answered facts are put in.
// Rules must be given to rule in pack order, so that findings are known before
// they are read.
type rest struct {
	words   []uint64
	open    []bool
	found   []truth  // by finding
	waiting [][]bool // by finding: the open facts that it waits for
}

func newRest(p *pack.Pack) rest {
	r := rest{found: make([]truth, len(p.Found)), waiting: make([][]bool, len(p.Found))}
	for i := range r.waiting {
		r.waiting[i] = make([]bool, len(p.Vocabulary.Facts))
	}
	return r
}

func (r *rest) reset(words []uint64, open []bool) {
	r.words, r.open = words, open
	clear(r.found)
	for _, w := range r.waiting {
		clear(w)
	}
}

// rule takes what a finding rule says of its findings.
func (r *rest) rule(rule *pack.Rule) {
	if rule.Stratum != grl.Findings {
		return
	}
	t := r.eval(rule.Cond)
	for _, e := range rule.Effects {
		r.found[e.Finding] = max(r.found[e.Finding], t)
		r.collect(rule.Cond, r.waiting[e.Finding])
	}
}

// eval evaluates a condition as far as the answers go.
func (r *rest) eval(c pack.Cond) truth {
	switch c := c.(type) {
	case pack.And:
		t := yes
		for _, term := range c {
			t = min(t, r.eval(term))
		}
		return t
	case pack.Or:
		t := no
		for _, term := range c {
			t = max(t, r.eval(term))
		}
		return t
	case pack.AtLeast:
		sure, possible := 0, 0
		for _, term := range c.Terms {
			switch r.eval(term) {
			case yes:
				sure++
				possible++
			case waiting:
				possible++
			}
		}
		switch {
		case sure >= c.K:
			return yes
		case possible < c.K:
			return no
		}
		return waiting
	case *pack.Atom:
		switch {
		case c.Finding >= 0:
			return r.found[c.Finding]
		case r.open[c.Fact]:
			return waiting
		case c.HoldsFor(r.words[c.Fact]):
			return yes
		}
		return no
	}
	panic(fmt.Sprintf("ask: no such condition: %T", c))
}

// collect marks the open facts that a condition waits for.
func (r *rest) collect(c pack.Cond, into []bool) {
	if r.eval(c) != waiting {
		return
	}
	switch c := c.(type) {
	case pack.And:
		r.collectAll(c, into)
	case pack.Or:
		r.collectAll(c, into)
	case pack.AtLeast:
		r.collectAll(c.Terms, into)
	case *pack.Atom:
		if c.Finding < 0 {
			into[c.Fact] = true
			return
		}
		for i, w := range r.waiting[c.Finding] {
			into[i] = into[i] || w
		}
	}
}

func (r *rest) collectAll(terms []pack.Cond, into []bool) {
	for _, t := range terms {
		r.collect(t, into)
	}
}
