package proof

import (
	"context"
	"fmt"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/pack"
)

// Claim is a statement about every case of a pack: one of a claims.yaml, see
// [ReadClaims], or one that every pack should keep, see [BuiltIn].
type Claim struct {
	ID  string   `json:"id"`
	Why string   `json:"why"`
	Pos diag.Pos `json:"at,omitzero"` // zero for a built-in claim

	parts []part
}

// part is one question of a claim, such as the one about one option.
type part struct {
	name  string
	build func(*session) query
}

// query is a question ready to be asked.
type query struct {
	root   lit   // what a witness shows
	exists bool  // the claim is that there is such a case, not that there is none
	first  *form // its case is the witness
	second *form // its case is the other one; nil: there is none

	// shows tells whether the observed cases show what root says. b is nil
	// without a second case.
	shows func(a, b *observed) bool
}

// ClaimResult is what became of a claim.
type ClaimResult struct {
	*Claim
	Verdict Verdict   `json:"verdict"`
	Parts   int       `json:"parts"`  // questions asked
	Failed  []Failure `json:"failed"` // parts that are broken, then those undecided, in order
}

// Failure is a part of a claim that is not proved.
type Failure struct {
	Part    string   `json:"part"` // such as leg_symptoms.saddle_numbness, "" for a claim of one part
	Verdict Verdict  `json:"verdict"`
	Witness *Witness `json:"witness,omitzero"` // nil when undecided, and when no case shows what should be possible
	Fixture string   `json:"fixture,omitzero"` // the witness as YAML, ready to run
	Waived  string   `json:"waived,omitzero"`  // the reason for which pack.yaml accepts it
}

// batchParts is how many parts of a claim share a circuit.
const batchParts = 12

// Check proves claims, in their order. The error is for what went wrong on the
// way, never for a broken claim.
func Check(ctx context.Context, p *pack.Pack, claims []Claim, o Options) ([]ClaimResult, error) {
	type batch struct{ claim, from, to int }
	var batches []batch
	results := make([]ClaimResult, len(claims))
	failed := make([][]*Failure, len(claims)) // by part
	for i := range claims {
		n := len(claims[i].parts)
		results[i] = ClaimResult{Claim: &claims[i], Parts: n, Failed: []Failure{}}
		failed[i] = make([]*Failure, n)
		for from := 0; from < n; from += batchParts {
			batches = append(batches, batch{i, from, min(n, from+batchParts)})
		}
	}
	err := each(ctx, p, o, len(batches), func(ctx context.Context, s *session, n int) error {
		b := batches[n]
		for i, part := range claims[b.claim].parts[b.from:b.to] {
			f, err := s.check(ctx, &claims[b.claim], part)
			if err != nil {
				return err
			}
			failed[b.claim][b.from+i] = f
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("check claims: %w", err)
	}
	for i := range results {
		results[i].conclude(p, failed[i])
	}
	return results, nil
}

func (r *ClaimResult) conclude(p *pack.Pack, parts []*Failure) {
	r.Verdict = Proved
	for _, v := range []Verdict{Undecided, Broken} {
		for _, f := range parts {
			if f != nil && f.Verdict == v {
				r.Verdict = v
			}
		}
	}
	for _, v := range []Verdict{Broken, Undecided} {
		for _, f := range parts {
			if f != nil && f.Verdict == v {
				f.Waived = waived(p, BrokenClaim, r.place(f), f.Verdict == Broken)
				r.Failed = append(r.Failed, *f)
			}
		}
	}
}

// check asks one part; nil when it is proved.
func (s *session) check(ctx context.Context, c *Claim, p part) (*Failure, error) {
	name := c.ID
	if p.name != "" {
		name += " " + p.name
	}
	q := p.build(s)
	var found status
	var a assignment
	least := false
	if q.exists {
		found, a = s.ask(ctx, q.root) // any case will do
	} else {
		found, a, least = s.given(ctx, q.root, nil)
	}
	f := &Failure{Part: p.name}
	switch {
	case found == undecided:
		return f, ctx.Err()
	case found == impossible && q.exists:
		f.Verdict = Broken
		return f, nil
	case found == impossible:
		return nil, nil
	}
	w, err := s.witness(ctx, name, q, a)
	if err != nil || q.exists {
		return nil, err
	}
	w.Least = least
	for _, v := range a {
		if !v.plain() {
			w.Facts++
		}
	}
	f.Verdict, f.Witness = Broken, w
	f.Fixture = Fixture("against claim "+name, w.Case, w.End)
	if w.Other != nil {
		f.Fixture += Fixture("against claim "+name+", the other case", w.Other, w.OtherEnd)
	}
	return f, nil
}

// witness makes the cases of an assignment and sees that they show what they
// should.
func (s *session) witness(ctx context.Context, name string, q query, a assignment) (*Witness, error) {
	w := &Witness{Case: q.first.caseOf(a)}
	first, err := s.replay(ctx, w.Case)
	if err != nil {
		return nil, err
	}
	w.End = first.end
	var second *observed
	if q.second != nil {
		w.Other = q.second.caseOf(a)
		if second, err = s.replay(ctx, w.Other); err != nil {
			return nil, err
		}
		w.OtherEnd = second.end
	}
	if !q.shows(first, second) {
		return nil, unlike(name)
	}
	return w, nil
}
