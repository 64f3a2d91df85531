package proof

import (
	"context"
	"fmt"

	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

// Instead says how a case would end elsewhere. It is for whoever reviews the
// rules: it says what they depend on, and never that someone should answer
// otherwise.
type Instead struct {
	// Verdict is Proved when Changes are enough, Broken when no answers
	// whatever end there, Undecided when the budget did not suffice.
	Verdict Verdict
	Changes []AnswerChange // in the order asked; none: the case ends there already
	Least   bool           // proved: no fewer answers would do
	Case    *facts.Case    // the case so changed
	End     End
}

// AnswerChange is one answer that would differ, as the words of a case file;
// nil stands for no answer.
type AnswerChange struct {
	Fact     *facts.Fact
	From, To []string
}

// WhyNot looks for the fewest answers to change for a case to end at end. An
// end without an urgency stands for any of its outcome.
func WhyNot(ctx context.Context, p *pack.Pack, c *facts.Case, end End, o Options) (*Instead, error) {
	w, err := newObserver(p)
	if err != nil {
		return nil, fmt.Errorf("why not: %w", err)
	}
	s := newSession(w, o)
	base := make(assignment, len(s.u.domains))
	for i, f := range p.Vocabulary.Facts {
		base[s.f.domains[i]] = s.u.valueOf(s.f.domains[i], f, c.Words()[i])
	}
	var targets []lit
	such := func(e End) bool { return e == end || end.Urgency == "" && e.Outcome == end.Outcome }
	for _, e := range Ends() {
		if such(e) {
			targets = append(targets, s.f.end(e))
		}
	}
	root := s.u.or(targets...)
	found, a, least := s.given(ctx, root, base)
	switch found {
	case undecided:
		return &Instead{}, ctx.Err()
	case impossible:
		return &Instead{Verdict: Broken}, nil
	}
	e := s.u.evaluator(root)
	for i, f := range p.Vocabulary.Facts { // where any other answer does, a healthy person's is the plainest
		domain := s.f.domains[i]
		if old := a[domain]; old != base.at(domain) && f.Baseline != 0 {
			if a[domain] = s.u.valueOf(domain, f, f.Baseline); a[domain] == base.at(domain) || !s.holds(e, root, a) {
				a[domain] = old
			}
		}
	}
	out := &Instead{Verdict: Proved, Least: least, Case: s.f.caseOf(a)}
	seen, err := s.replay(ctx, out.Case)
	if err != nil {
		return nil, err
	}
	if out.End = seen.end; !such(seen.end) {
		return nil, unlike("why not " + end.String())
	}
	for i, f := range p.Vocabulary.Facts {
		if from, to := c.Words()[i], out.Case.Words()[i]; from != to {
			out.Changes = append(out.Changes, AnswerChange{Fact: f, From: f.Values(from), To: f.Values(to)})
		}
	}
	return out, nil
}
