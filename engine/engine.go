// Package engine owns the decision: it loads a pack, evaluates a case against
// its rules, and answers with a referral, a plan, or the questions that are
// still open.
//
//	e, err := engine.Load(rules.UpperBack(), engine.Options{}) // every mistake of the pack in one error
//	c, err := e.Vocabulary().ReadJSON(r)                       // every mistake of the case in one error
//	d, err := e.Decide(ctx, c)                                 // safe for concurrent use
//	d.Outcome, d.Urgency, d.MarshalJSON()
//
// A form that asks one question at a time fills [facts.Vocabulary.New] by
// [facts.Case.Set]; [Decision.Ask] says what is still open. The error of a bad
// pack or case is a [diag.List].
//
// Every case is evaluated twice: by Grule, which is the reference, and by the
// fast program that package program compiles. When the two differ, or Grule
// fails, there is no plan: [Engine.Decide] returns a [*CannotAssess], or an
// emergency if either of them saw one.
//
// The package never reads a file that was not handed to it, never logs, and
// never keeps an answer after the decision is made. Plans it does keep, for
// whoever needs the same one, apart from any case.
package engine

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/limber-triage/limber/engine/ask"
	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/program"
	"github.com/limber-triage/limber/facts"
)

// Version is the engine's own version, which every decision names.
const Version = "0.1.0"

// Options choose what shapes a decision; the zero value is the usual choice.
// Whatever changes a decision is echoed in it.
type Options struct {
	MaxExercises int    // fewer exercises than the pack's own bound; 0: the pack's bound
	Locale       string // "": the pack's own
	Region       string // a region of the pack, for the numbers to call; "": 112 "or your local number"

	// CrossCheck says which cases are evaluated by Grule too: 0 or 1 every
	// case, n > 1 the first and every nth, negative none. Leave it at 0
	// unless many cases are decided one after the other.
	CrossCheck int
}

// Engine decides cases by one pack. It is safe for concurrent use.
type Engine struct {
	pack      *pack.Pack
	program   *program.Program
	reference evaluator
	options   Options
	region    pack.Region
	levels    []facts.Level // by rule
	always    prepared
	plans     *plans
	workers   sync.Pool
	decided   atomic.Int64
	checked   atomic.Int64
}

// evaluator says which rules hold for the words of a case.
type evaluator interface {
	run(ctx context.Context, words []uint64) (verdict, error)
}

// verdict is what an evaluator says of a case.
type verdict struct {
	fired []int  // rules that held, ascending
	found []bool // findings drawn
}

func (v verdict) finds(finding int) bool { return v.found[finding] }

// set is the fired rules, of so many, as a set of bits.
func (v verdict) set(rules int) []uint64 {
	set := make([]uint64, (rules+wordBits-1)/wordBits)
	for _, i := range v.fired {
		set[i/wordBits] |= 1 << (i % wordBits)
	}
	return set
}

const wordBits = 64

// worker is the memory of one evaluation.
type worker struct {
	state   *program.State
	asker   *ask.Asker
	verdict verdict // of the program

	// Scratch of the assembly: places in prepared.reasons and prepared.advice.
	ranks, tips []int
}

// Load reads the pack in the root of fsys and prepares it. The error of a bad
// pack is a [diag.List] with every mistake found.
func Load(fsys fs.FS, o Options) (*Engine, error) {
	p, err := pack.Load(fsys, pack.Options{Locale: o.Locale})
	if err != nil {
		return nil, err
	}
	return New(p, o)
}

// New prepares a pack that is loaded already.
func New(p *pack.Pack, o Options) (*Engine, error) {
	e, err := prepare(p, o)
	if err != nil {
		return nil, err
	}
	if e.reference, err = newReference(p); err != nil {
		return nil, err
	}
	return e, nil
}

// prepare makes an engine that lacks its reference and so may not serve yet.
func prepare(p *pack.Pack, o Options) (*Engine, error) {
	if p == nil || p.Vocabulary == nil {
		return nil, errors.New("there is no pack: pass one that pack.Load returned without an error")
	}
	e := &Engine{pack: p, options: o}
	for _, r := range p.Rules {
		e.levels = append(e.levels, r.Urgency())
	}
	if o.MaxExercises < 0 || o.MaxExercises > p.Plan.Most {
		return nil, fmt.Errorf("max_exercises must be from 1 to %d, or 0 for the pack's own bound, not %d", p.Plan.Most, o.MaxExercises)
	}
	if o.Region != "" {
		i := slices.IndexFunc(p.Regions, func(r pack.Region) bool { return r.ID == o.Region })
		if i < 0 {
			ids := make([]string, len(p.Regions))
			for i, r := range p.Regions {
				ids[i] = r.ID
			}
			return nil, fmt.Errorf("unknown region %q: %s", o.Region, diag.DidYouMean(o.Region, ids, "the pack knows "+strings.Join(ids, ", ")))
		}
		e.region = p.Regions[i]
	}
	var err error
	if e.program, err = program.Compile(p); err != nil {
		return nil, err
	}
	e.plans = newPlans(p, o.MaxExercises)
	e.prepareDecisions()
	e.workers.New = func() any {
		return &worker{state: e.program.NewState(), asker: ask.New(p, e.program), verdict: verdict{found: make([]bool, len(p.Found))}}
	}
	return e, nil
}

// Pack returns the pack that the engine decides by.
func (e *Engine) Pack() *pack.Pack { return e.pack }

// Program returns the compiled rules, for asking and for proofs.
func (e *Engine) Program() *program.Program { return e.program }

// Vocabulary returns the facts that a case may hold.
func (e *Engine) Vocabulary() *facts.Vocabulary { return e.pack.Vocabulary }

// Checked counts the cases that both evaluators decided.
func (e *Engine) Checked() int64 { return e.checked.Load() }

// ErrDisagree is the cause of a fault when the two evaluators came to different
// conclusions, rather than one of them failing.
var ErrDisagree = errors.New("the two evaluators disagree")

// CannotAssess is the error of a case that could not be evaluated safely.
// Whoever shows it to a person adds when to call for help; package report does.
type CannotAssess struct {
	Err error // why; never holds an answer
}

// Error says that there is no decision, and why.
func (e *CannotAssess) Error() string { return "cannot assess this case: " + e.Err.Error() }

// Unwrap returns the cause.
func (e *CannotAssess) Unwrap() error { return e.Err }

// Decide evaluates a case. The error is a *CannotAssess when an evaluator
// failed or the two disagreed, or the context's error.
func (e *Engine) Decide(ctx context.Context, c *facts.Case) (d *Decision, err error) {
	defer refuse(&err)
	w := e.worker()
	defer e.release(w)
	v, fault, err := e.assess(ctx, w, c)
	if err != nil {
		return nil, err
	}
	d = e.decide(w, c, v)
	d.Fault = fault
	return d, nil
}

// refuse turns a panic into the error of a case that cannot be assessed. It
// tells the type alone: the text could hold an answer.
func refuse(err *error) {
	if fault := recover(); fault != nil {
		*err = &CannotAssess{fmt.Errorf("internal fault (%T)", fault)}
	}
}

// assess evaluates a case. A fault without an error is one that an emergency
// is shown in spite of.
func (e *Engine) assess(ctx context.Context, w *worker, c *facts.Case) (v verdict, fault, err error) {
	if err := e.fits(ctx, c); err != nil {
		return v, nil, err
	}
	v, fault = e.evaluate(ctx, w, c.Words())
	if err := ctx.Err(); err != nil {
		return v, nil, err
	}
	if fault != nil && e.level(v) != facts.LevelEmergency {
		return v, nil, &CannotAssess{fault}
	}
	return v, fault, nil
}

// fits reports whether a case is one of the pack. A context or a case that was
// forgotten is told as such: caught as a panic it would be a riddle.
func (e *Engine) fits(ctx context.Context, c *facts.Case) error {
	switch {
	case ctx == nil:
		return &CannotAssess{errors.New("there is no context: pass context.Background()")}
	case c == nil:
		return &CannotAssess{errors.New("there is no case: pass one that the engine's Vocabulary has read or made")}
	}
	if c.Vocabulary() != e.pack.Vocabulary {
		return &CannotAssess{errors.New("the case was read with the vocabulary of another pack")}
	}
	return nil
}

// DecideWithout decides a case as if one rule had been deleted, by the program
// alone. It is for verifying rules, never for a person.
func (e *Engine) DecideWithout(c *facts.Case, rule int) *Decision {
	w := e.worker()
	defer e.release(w)
	w.state.RunWithout(c.Words(), rule)
	return e.decide(w, c, e.verdict(w))
}

// evaluate runs the program and, where it is due, Grule. On a fault the
// verdict is the more urgent one of the two.
func (e *Engine) evaluate(ctx context.Context, w *worker, words []uint64) (verdict, error) {
	w.state.Run(words)
	if !e.due(e.decided.Add(1)) {
		return e.verdict(w), nil
	}
	return e.crossCheck(ctx, w, words)
}

// crossCheck holds what the program has just concluded against Grule.
func (e *Engine) crossCheck(ctx context.Context, w *worker, words []uint64) (verdict, error) {
	v := e.verdict(w)
	ref, err := e.reference.run(ctx, words)
	if err != nil {
		return v, err
	}
	e.checked.Add(1)
	if slices.Equal(v.fired, ref.fired) && slices.Equal(v.found, ref.found) {
		return v, nil
	}
	err = fmt.Errorf("%w about %s", ErrDisagree, e.difference(v, ref))
	if e.level(ref) > e.level(v) {
		return ref, err
	}
	return v, err
}

func (e *Engine) worker() *worker { return e.workers.Get().(*worker) }

// release empties a worker, since answers about health must not linger, and
// keeps it for the next case.
func (e *Engine) release(w *worker) {
	w.forget()
	e.workers.Put(w)
}

func (w *worker) forget() {
	w.state.Forget()
	w.asker.Forget()
	clear(w.verdict.fired)
	clear(w.verdict.found)
	clear(w.ranks)
	clear(w.tips)
}

// verdict reads what the program has just concluded. It is good until the
// worker's next case.
func (e *Engine) verdict(w *worker) verdict {
	v := &w.verdict
	v.fired = w.state.Rules(v.fired[:0])
	for i := range v.found {
		v.found[i] = w.state.Found(i)
	}
	return *v
}

// due reports whether the nth case is to be cross-checked.
func (e *Engine) due(n int64) bool {
	every := int64(e.options.CrossCheck)
	return every == 0 || every > 0 && (n-1)%every == 0
}

// difference names a rule that one evaluator fired and the other did not.
func (e *Engine) difference(a, b verdict) string {
	for _, r := range e.pack.Rules {
		if slices.Contains(a.fired, r.Index) != slices.Contains(b.fired, r.Index) {
			return "rule " + r.Name
		}
	}
	return "a finding"
}
