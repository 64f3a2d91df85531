package proof

import (
	"context"
	"fmt"

	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

// OpenQuestion is an unanswered fact of a case, and what answers to it can
// still do, whatever else is answered with it.
type OpenQuestion struct {
	Fact    *facts.Fact
	Needed  bool        // required: no plan without it
	Raises  facts.Level // the strongest referral that is not reached without it; LevelNone: it raises none
	Matters Verdict     // Proved: it can change where the decision ends, Broken: it cannot
}

// OpenQuestions tells of each fact that is still to be asked, in order, whether
// an answer can change the decision. Answers are given as they would be asked
// for: what is answered stays, and nothing is answered behind a closed gate.
// Raises errs upwards where the budget does not suffice.
func OpenQuestions(ctx context.Context, p *pack.Pack, c *facts.Case, o Options) ([]OpenQuestion, error) {
	w, err := newObserver(p)
	if err != nil {
		return nil, fmt.Errorf("look at open questions: %w", err)
	}
	s := newSession(w, o)
	l := s.later(c.Words())
	now := w.observe(c.Words())
	var list []OpenQuestion
	for i, f := range p.Vocabulary.Facts {
		if !l.open[i] {
			continue
		}
		q := OpenQuestion{Fact: f, Needed: f.Required(), Raises: facts.LevelNone}
		without := l.without(i)
		for level := facts.LevelEmergency; level > now.level && q.Raises == facts.LevelNone; level-- {
			if found, _ := s.ask(ctx, s.u.and(l.asked, l.form.level(level), without.level(level).not())); found != impossible {
				q.Raises = level
			}
		}
		var ends []lit
		for _, e := range Ends() {
			ends = append(ends, s.u.and(l.form.end(e), without.end(e).not()))
		}
		switch found, _ := s.ask(ctx, s.u.and(l.asked, s.u.or(ends...))); found {
		case satisfied:
			q.Matters = Proved
		case impossible:
			q.Matters = Broken
		}
		list = append(list, q)
	}
	return list, ctx.Err()
}

// later is a case to which answers may come.
type later struct {
	s     *session
	words []uint64
	open  []bool // facts that may still be answered
	form  *form
	asked lit // no answer that has come is behind a closed gate
}

func (s *session) later(words []uint64) *later {
	l := &later{s: s, words: words, open: make([]bool, len(words)), form: s.f.like()}
	closed := make([]bool, len(words))
	s.watcher.state.Closed(words, closed)
	for i, w := range words {
		if l.open[i] = w == 0 && !closed[i]; !l.open[i] {
			l.form.setWord(i, w)
		}
	}
	var gates []lit
	for i, gate := range s.p.Gates {
		if gate != nil && l.open[i] {
			gates = append(gates, s.u.or(l.form.answered(i).not(), l.form.asks(gate)))
		}
	}
	l.asked = s.u.and(gates...)
	return l
}

// asks holds when a gate is open by its answers: not being sure is as good.
func (f *form) asks(gate pack.Cond) lit {
	g := *f
	g.opened = make([]lit, len(f.domains))
	pack.Atoms(gate, func(a *pack.Atom) { g.opened[a.Fact] = f.unsure(a.Fact) })
	return g.cond(gate)
}

// without is the case in which one of the answers has not come, nor those that
// are asked only because of it.
func (l *later) without(fact int) *form {
	g := l.form.like()
	for i, r := range l.form.replaced {
		g.replaced[i] = r
	}
	g.setWord(fact, 0)
	for i, gate := range l.s.p.Gates {
		if gate == nil || !l.open[i] || i == fact {
			continue
		}
		own := l.s.f // where the fact's answers are inputs
		asked := g.asks(gate)
		g.replaced[i] = func(at int64) lit {
			if own.p.Vocabulary.Facts[i].Kind == facts.Number {
				return l.s.u.and(asked, l.s.u.reaches(own.domains[i], at))
			}
			return l.s.u.and(asked, l.s.u.bit(own.domains[i], at))
		}
	}
	return g
}
