package engine

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"sync"

	"github.com/hyperjumptech/grule-rule-engine/ast"
	grule "github.com/hyperjumptech/grule-rule-engine/engine"
	"github.com/hyperjumptech/grule-rule-engine/pkg"

	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
)

// reference runs the rules through Grule: the meaning of the language, slow
// and careful. One knowledge base holds the rules of one level, and a case
// passes through the levels in order.
//
// Grule has sharp edges, and this file is where limber keeps clear of them:
// an instance serves one goroutine at a time; Reset comes before every fetch;
// a failed condition is an error and never false; and since an effect called
// by two rules runs once, effects are compared as a set and attributed to
// rules by what the rules say.
type reference struct {
	pack   *pack.Pack
	levels []*ast.KnowledgeBase // cloned for each instance, never run
	rules  map[string]int       // name -> index
	shape  *shape
	pool   chan *instance
}

// instance is one goroutine's copy of the knowledge bases. It is overwritten
// after each case, since answers about health must not linger.
type instance struct {
	levels []*ast.KnowledgeBase
	given  reflect.Value // the Case struct that Grule reads
	found  reflect.Value // the Found struct that Grule reads and sets
}

// keepInstances bounds how many idle instances are kept for reuse; more than
// this many cases at once still work, at the price of a clone each.
const keepInstances = 16

func newReference(p *pack.Pack) (*reference, error) {
	r := &reference{pack: p, rules: make(map[string]int, len(p.Rules)), shape: newShape(p.Vocabulary, p.Found), pool: make(chan *instance, keepInstances)}
	levels := make([][]*grl.Rule, p.Levels())
	for _, rule := range p.Rules {
		r.rules[rule.Name] = rule.Index
		levels[rule.Level] = append(levels[rule.Level], rule.Rule)
	}
	r.levels = make([]*ast.KnowledgeBase, len(levels))
	faults := make([]error, len(levels))
	var wg sync.WaitGroup
	for i, rules := range levels {
		wg.Go(func() { r.levels[i], faults[i] = grl.Knowledge(fmt.Sprintf("level%d", i), "1", rules) })
	}
	wg.Wait()
	return r, errors.Join(faults...)
}

func (r *reference) take() (*instance, error) {
	select {
	case i := <-r.pool:
		return i, nil
	default:
	}
	i := &instance{given: reflect.New(r.shape.given).Elem(), found: reflect.New(r.shape.found).Elem()}
	for _, level := range r.levels {
		kb, err := level.Clone(pkg.NewCloneTable())
		if err != nil {
			return nil, fmt.Errorf("copy rules: %w", err)
		}
		i.levels = append(i.levels, kb)
	}
	return i, nil
}

// give overwrites the instance's answers and keeps it for the next case.
func (r *reference) give(i *instance) {
	r.shape.write(i.given, make([]uint64, len(r.pack.Vocabulary.Facts)))
	i.found.SetZero()
	select {
	case r.pool <- i:
	default:
	}
}

// run evaluates the words of a case, level by level. A panic inside Grule
// comes back as an error, and the instance that saw it is not used again.
func (r *reference) run(ctx context.Context, words []uint64) (v verdict, err error) {
	i, err := r.take()
	if err != nil {
		return v, err
	}
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("grule panicked: %v", p)
			return
		}
		if err == nil {
			r.give(i)
		}
	}()
	data, rec, err := r.data(i, words)
	if err != nil {
		return v, err
	}
	engine := grule.NewGruleEngine()
	engine.ReturnErrOnFailedRuleEvaluation = true
	for _, kb := range i.levels {
		if err := ctx.Err(); err != nil {
			return v, err
		}
		kb.Reset()
		matching, err := engine.FetchMatchingRules(data, kb)
		if err != nil {
			return v, fmt.Errorf("grule: %w", err)
		}
		for _, entry := range matching {
			if err := entry.Execute(ctx, data, kb.WorkingMemory); err != nil {
				return v, fmt.Errorf("grule: rule %s: %w", entry.RuleName, err)
			}
			v.fired = append(v.fired, r.rules[entry.RuleName])
		}
	}
	slices.Sort(v.fired)
	v.found = r.shape.readFound(i.found)
	return v, r.checkEffects(v, rec)
}

// data shows a case to Grule, and returns what will collect its effects.
func (r *reference) data(i *instance, words []uint64) (ast.IDataContext, *recorder, error) {
	r.shape.write(i.given, words)
	i.found.SetZero()
	rec := &recorder{}
	data := ast.NewDataContext()
	for name, value := range map[string]any{
		"Case": i.given.Addr().Interface(), "Found": i.found.Addr().Interface(),
		"Refer": &refer{rec}, "Plan": &plan{rec}, "Advise": &advise{rec}, "Count": count{},
	} {
		if err := data.Add(name, value); err != nil {
			return nil, nil, fmt.Errorf("grule refuses %s: %w", name, err)
		}
	}
	return data, rec, nil
}

// checkEffects holds what Grule did against what the fired rules say.
func (r *reference) checkEffects(v verdict, rec *recorder) error {
	want := map[call]bool{}
	found := make([]bool, len(v.found))
	for _, i := range v.fired {
		for _, e := range r.pack.Rules[i].Effects {
			if e.Verb == grl.SetFound {
				found[e.Finding] = true
				continue
			}
			want[call{e.Verb, e.Text, e.Text2, e.Number}] = true
		}
	}
	for c := range rec.calls {
		if !want[c] {
			return fmt.Errorf("grule made the effect %s, which no fired rule has", c.verb)
		}
		delete(want, c)
	}
	for c := range want {
		return fmt.Errorf("grule left out the effect %s of a fired rule", c.verb)
	}
	if !slices.Equal(found, v.found) {
		return errors.New("grule drew other findings than the fired rules set")
	}
	return nil
}
