package web

import (
	"fmt"
	"sync"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/ask"
	"github.com/limber-triage/limber/engine/figure"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

// site is one pack, ready to be asked. It is immutable but for its pool.
type site struct {
	e        *engine.Engine
	listings Listings
	figures  *figure.Set
	schema   []byte // JSON Schema of a case
	etag     string
	minutes  int     // about how long the questions take
	gates    [][]int // by fact: the facts that its gate reads
	askers   sync.Pool
}

// asking is the memory of one look at a case. It is emptied after use, since
// answers about health must not linger.
type asking struct {
	v     *facts.Vocabulary
	asker *ask.Asker
	state interface {
		Run(words []uint64)
		Level() facts.Level
		Forget()
	}
}

func newSite(e *engine.Engine, list func(*pack.Pack) (Listings, error)) (*site, error) {
	p := e.Pack()
	s := &site{e: e, etag: fmt.Sprintf("%q", p.Hash+"-"+engine.Version)}
	s.askers.New = func() any {
		return &asking{v: p.Vocabulary, asker: ask.New(p, e.Program()), state: e.Program().NewState()}
	}
	for _, gate := range p.Gates {
		s.gates = append(s.gates, reads(gate, nil))
	}
	var err error
	if s.listings, err = list(p); err != nil {
		return nil, fmt.Errorf("list the pack: %w", err)
	}
	if s.figures, err = figure.Load(p.Files, p.Exercises); err != nil {
		return nil, err
	}
	if s.schema, err = p.Vocabulary.Schema(); err != nil {
		return nil, fmt.Errorf("write the schema of a case: %w", err)
	}
	s.look(func(a *asking) { s.minutes = a.asker.Minutes() })
	return s, nil
}

// look lends an asking to use.
func (s *site) look(use func(*asking)) {
	a := s.askers.Get().(*asking)
	defer func() {
		a.asker.Forget()
		a.state.Forget()
		s.askers.Put(a)
	}()
	use(a)
}

// level is how urgent answers make a case.
func (a *asking) level(words []uint64) facts.Level {
	a.state.Run(words)
	return a.state.Level()
}

// open lists the questions still to ask, in order.
func (a *asking) open(words []uint64, wishes ask.Wishes) []int {
	return a.asker.Open(words, a.level(words), wishes)
}

// reads adds the facts that a condition reads.
func reads(c pack.Cond, list []int) []int {
	switch c := c.(type) {
	case pack.And:
		for _, term := range c {
			list = reads(term, list)
		}
	case pack.Or:
		for _, term := range c {
			list = reads(term, list)
		}
	case pack.AtLeast:
		for _, term := range c.Terms {
			list = reads(term, list)
		}
	case *pack.Atom:
		list = append(list, c.Fact)
	}
	return list
}
