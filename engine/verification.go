package engine

import (
	"context"
	"slices"

	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/program"
	"github.com/limber-triage/limber/facts"
)

// Verifier decides cases by the compiled program alone, to try changed rules
// against many cases. No Grule confirms what it says, so it must never serve a
// person; it is a type of its own so that nothing that serves people accepts
// it by mistake. It is safe for concurrent use.
type Verifier struct{ engine *Engine }

// ForVerification prepares a pack, which may be a changed copy of another,
// without building Grule's knowledge bases: about a thousandth of the cost of
// [New].
func ForVerification(p *pack.Pack, o Options) (*Verifier, error) {
	e, err := prepare(p, o)
	if err != nil {
		return nil, err
	}
	return &Verifier{e}, nil
}

// Variant prepares a changed copy of the engine's pack under the same options.
func (e *Engine) Variant(p *pack.Pack) (*Verifier, error) { return ForVerification(p, e.options) }

// Program returns the compiled rules.
func (v *Verifier) Program() *program.Program { return v.engine.program }

// Decide evaluates a case of the pack's vocabulary.
func (v *Verifier) Decide(c *facts.Case) *Decision {
	w := v.engine.worker()
	defer v.engine.release(w)
	w.state.Run(c.Words())
	return v.engine.decide(w, c, v.engine.verdict(w))
}

// Compare evaluates a case by both evaluators, whatever Options.CrossCheck
// says, and returns the names of the rules and findings about which they
// differ. The error is Grule's own, or a *CannotAssess for a case of another
// pack.
func (e *Engine) Compare(ctx context.Context, c *facts.Case) ([]string, error) {
	if err := e.fits(ctx, c); err != nil {
		return nil, err
	}
	w := e.worker()
	defer e.release(w)
	w.state.Run(c.Words())
	fast := e.verdict(w)
	slow, err := e.reference.run(ctx, c.Words())
	if err != nil {
		return nil, err
	}
	if slices.Equal(fast.fired, slow.fired) && slices.Equal(fast.found, slow.found) {
		return nil, nil
	}
	var differ []string
	for _, r := range e.pack.Rules {
		if slices.Contains(fast.fired, r.Index) != slices.Contains(slow.fired, r.Index) {
			differ = append(differ, r.Name)
		}
	}
	for i, f := range e.pack.Found {
		if fast.found[i] != slow.found[i] {
			differ = append(differ, "Found."+f.ID)
		}
	}
	return differ, nil
}
