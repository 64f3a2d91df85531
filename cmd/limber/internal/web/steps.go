package web

import (
	"fmt"
	"slices"

	"github.com/limber-triage/limber/engine/ask"
	"github.com/limber-triage/limber/facts"
)

const (
	pathMore   = "/more"
	pathCheck  = "/check"
	pathResult = "/result"
)

// step is one page of questions on this person's way.
type step struct {
	Screen facts.Screen
	Facts  []*facts.Fact // to show: those still open or, when none is, those met
}

// met reports whether a question has been answered or passed over.
func (p *session) met(i int) bool { return p.c.Words()[i] != 0 || p.passed[i] }

// answered reports whether anything was.
func (p *session) answered() bool {
	return slices.ContainsFunc(p.c.Words(), func(w uint64) bool { return w != 0 })
}

func (p *session) level(words []uint64) (l facts.Level) {
	p.site.look(func(a *asking) { l = a.level(words) })
	return l
}

// open lists the questions still to ask.
func (p *session) open() (open []int) {
	p.site.look(func(a *asking) { open = a.open(p.c.Words(), ask.Wishes{Passed: p.passed, Fitting: p.fitting}) })
	return open
}

// extra counts the questions that only fit a plan and were not offered yet.
func (p *session) extra() (n int) {
	if p.offered {
		return 0
	}
	p.site.look(func(a *asking) {
		if a.level(p.c.Words()) < facts.LevelSoon {
			all := a.open(p.c.Words(), ask.Wishes{Passed: p.passed, Fitting: true})
			n = len(all) - len(a.open(p.c.Words(), ask.Wishes{Passed: p.passed}))
		}
	})
	return n
}

// steps are the pages of this person: those with questions met or open, in the
// order of the vocabulary. Pages with nothing to ask are not counted.
func (p *session) steps() (steps []step) {
	v, open := p.site.e.Vocabulary(), p.open()
	for _, screen := range v.Screens {
		var wanted, met []*facts.Fact
		for _, f := range v.Facts {
			switch {
			case f.Screen != screen.ID:
			case slices.Contains(open, f.Index) && p.early(f, open):
			case slices.Contains(open, f.Index):
				wanted = append(wanted, f)
			case p.met(f.Index):
				met = append(met, f)
			}
		}
		switch {
		case len(wanted) > 0:
			steps = append(steps, step{screen, wanted})
		case len(met) > 0:
			steps = append(steps, step{screen, met})
		}
	}
	return steps
}

// early reports a question that depends on another one of its own page, which
// is still open: it comes once that is answered, if at all.
func (p *session) early(f *facts.Fact, open []int) bool {
	return slices.ContainsFunc(p.site.gates[f.Index], func(i int) bool {
		return slices.Contains(open, i) && p.site.e.Vocabulary().Facts[i].Screen == f.Screen
	})
}

// next is where the person goes from here.
func (p *session) next() string {
	if p.level(p.c.Words()) == facts.LevelEmergency {
		return pathResult
	}
	if open := p.open(); len(open) > 0 {
		screen := p.site.e.Vocabulary().Facts[open[0]].Screen
		return p.stepOf(screen)
	}
	if p.extra() > 0 {
		return pathMore
	}
	return pathCheck
}

// stepOf is the page of a screen, the first one where there is none.
func (p *session) stepOf(screen string) string {
	i := slices.IndexFunc(p.steps(), func(st step) bool { return st.Screen.ID == screen })
	return fmt.Sprintf("/step/%d", max(0, i)+1)
}

// put stores an answer, and takes out those to questions that it closes: they
// were asked only because of what has just been corrected.
func (p *session) put(a given) {
	words := p.c.Words()
	words[a.fact.Index], p.passed[a.fact.Index] = a.word, a.word == 0
	p.site.look(func(q *asking) {
		for i, closed := range q.asker.Closed(words) {
			if closed && (words[i] != 0 || p.passed[i]) {
				note := "No longer asked, and taken out: " + q.v.Facts[i].Question
				if words[i] != 0 && !slices.Contains(p.notes, note) {
					p.notes = append(p.notes, note)
				}
				words[i], p.passed[i] = 0, false
			}
		}
	})
}

// answers lists what was met, page by page, to check and to print.
func (p *session) answers() (list []answeredStep) {
	for n, st := range p.steps() {
		out := answeredStep{Number: n + 1, Title: st.Screen.Title}
		for _, f := range p.site.e.Vocabulary().Facts {
			if f.Screen == st.Screen.ID && p.met(f.Index) {
				a := answered{Question: f.Question, Answer: "Skipped"}
				if p.c.Answered(f) {
					a.Answer = p.c.Text(f)
				}
				if f.Kind == facts.Set && p.c.Words()[f.Index] == f.NoneBit() {
					a.Of = f.Text(f.OptionBits())
				}
				out.Answers = append(out.Answers, a)
			}
		}
		if len(out.Answers) > 0 {
			list = append(list, out)
		}
	}
	return list
}
