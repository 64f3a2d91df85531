package engine

import (
	"context"
	"slices"

	"github.com/hyperjumptech/grule-rule-engine/ast"
	grule "github.com/hyperjumptech/grule-rule-engine/engine"
	"github.com/hyperjumptech/grule-rule-engine/pkg"

	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

// Sharing prepares an engine that has another one's Grule: to prepare that anew
// takes most of the time, and seconds under the race detector.
func Sharing(other *Engine, o Options) (*Engine, error) {
	e, err := prepare(other.pack, o)
	if err != nil {
		return nil, err
	}
	e.reference = other.reference
	return e, nil
}

// Sabotage makes Grule answer as run does, which is given Grule's own answer.
func (e *Engine) Sabotage(run func(fired []int, found []bool) ([]int, []bool, error)) {
	e.reference = saboteur{e.reference, run}
}

type saboteur struct {
	evaluator
	change func([]int, []bool) ([]int, []bool, error)
}

func (s saboteur) run(ctx context.Context, words []uint64) (verdict, error) {
	v, err := s.evaluator.run(ctx, words)
	if err != nil {
		return v, err
	}
	v.fired, v.found, err = s.change(v.fired, v.found)
	return v, err
}

// PanicOnce makes the next evaluation by Grule panic inside Grule's own call
// of a verb, whichever engine shares it.
func (e *Engine) PanicOnce() {
	r := e.reference.(*reference)
	i, err := r.take()
	if err != nil {
		panic(err)
	}
	i.levels[0].WorkingMemory = nil
	r.pool <- i
}

// DecideByGrule decides a case by what Grule alone says of the rules.
func (e *Engine) DecideByGrule(ctx context.Context, c *facts.Case) (*Decision, error) {
	w := e.worker()
	defer e.release(w)
	v, err := e.reference.run(ctx, c.Words())
	if err != nil {
		return nil, err
	}
	return e.decide(w, c, v), nil
}

// Execute runs a case through Grule's own Execute, all rules in one knowledge
// base, each retracted after it has fired: an order-free referee for the
// level-by-level evaluation. It returns the rules that fired, ascending.
type Referee struct {
	reference *reference
	all       *ast.KnowledgeBase
}

// NewReferee builds a referee for a pack.
func NewReferee(p *pack.Pack) (*Referee, error) {
	r, err := newReference(p)
	if err != nil {
		return nil, err
	}
	var rules []*grl.Rule
	for _, rule := range p.Rules {
		rules = append(rules, rule.Rule)
	}
	all, err := grl.Knowledge("all", "1", rules)
	return &Referee{r, all}, err
}

// Fired runs the words of a case.
func (r *Referee) Fired(words []uint64) ([]int, error) {
	kb, err := r.all.Clone(pkg.NewCloneTable())
	if err != nil {
		return nil, err
	}
	i, err := r.reference.take()
	if err != nil {
		return nil, err
	}
	defer r.reference.give(i)
	data, _, err := r.reference.data(i, words)
	if err != nil {
		return nil, err
	}
	once := &retractor{}
	g := grule.NewGruleEngine()
	g.ReturnErrOnFailedRuleEvaluation = true
	g.Listeners = append(g.Listeners, once)
	if err := g.Execute(data, kb); err != nil {
		return nil, err
	}
	var fired []int
	for _, name := range once.fired {
		fired = append(fired, r.reference.rules[name])
	}
	slices.Sort(fired)
	return fired, nil
}

// retractor is a listener that lets every rule fire once.
type retractor struct{ fired []string }

func (*retractor) EvaluateRuleEntry(context.Context, uint64, *ast.RuleEntry, bool) {}
func (*retractor) BeginCycle(context.Context, uint64)                              {}
func (r *retractor) ExecuteRuleEntry(_ context.Context, _ uint64, e *ast.RuleEntry) {
	e.Retracted = true
	r.fired = append(r.fired, e.RuleName)
}

// KeepNoPlans makes every plan anew.
func (e *Engine) KeepNoPlans() { e.plans.whole.places, e.plans.briefs.places = nil, nil }
