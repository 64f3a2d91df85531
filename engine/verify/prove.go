package verify

import (
	"context"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/proof"
	"github.com/limber-triage/limber/facts"
)

// ProveOptions choose what Prove does; the zero value proves the claims.
type ProveOptions struct {
	Idle   bool // also look for what makes no difference
	Budget int  // conflicts of the solver for each question; 0: proof.DefaultConflicts
}

// Proof says what holds for every case there can be, not for the fixtures only.
type Proof struct {
	Claims []proof.ClaimResult `json:"claims"`        // built-in ones first, then those of claims.yaml
	Idle   []proof.IdlePart    `json:"idle,omitzero"` // nil unless asked for
	Unused []pack.Waiver       `json:"unused_waivers,omitzero"`
}

// Passed reports whether every claim is proved, nothing is idle, but for what
// the pack waives, and no waiver has outlived what it was for.
func (p *Proof) Passed() bool {
	for _, c := range p.Claims {
		for _, f := range c.Failed {
			if f.Waived == "" {
				return false
			}
		}
	}
	for _, i := range p.Idle {
		if i.Waived == "" {
			return false
		}
	}
	return len(p.Unused) == 0
}

// Prove proves the claims that every pack should keep and those of the pack's
// claims.yaml. Each case that breaks one has been decided by the engine, both
// evaluators included. The error is a [diag.List] when claims.yaml is wrong.
func Prove(ctx context.Context, e *engine.Engine, o ProveOptions) (*Proof, error) {
	p := e.Pack()
	own, err := proof.ReadClaims(p)
	if err != nil {
		return nil, err
	}
	budget := proof.Options{Conflicts: o.Budget, Replay: func(ctx context.Context, c *facts.Case) (proof.End, error) {
		d, err := e.Decide(ctx, c)
		if err != nil {
			return proof.End{}, err
		}
		return proof.End{Outcome: string(d.Outcome), Urgency: string(d.Urgency)}, nil
	}}
	out := &Proof{}
	if out.Claims, err = proof.Check(ctx, p, append(proof.BuiltIn(p), own...), budget); err != nil {
		return nil, err
	}
	codes := []string{proof.BrokenClaim}
	if o.Idle {
		if out.Idle, err = proof.Idle(ctx, p, budget); err != nil {
			return nil, err
		}
		if out.Idle == nil {
			out.Idle = []proof.IdlePart{}
		}
		codes = proof.Codes()
	}
	out.Unused = proof.Unused(p, out.Claims, out.Idle, codes...)
	return out, nil
}
