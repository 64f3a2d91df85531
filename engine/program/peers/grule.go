package main

import (
	"context"
	"math"
	"reflect"

	"github.com/hyperjumptech/grule-rule-engine/ast"
	"github.com/hyperjumptech/grule-rule-engine/engine"

	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

// gruled is Grule, from knowledge bases that are built once and reset for each
// case, as an engine does that decides many.
type gruled struct {
	p     *pack.Pack
	bases []*ast.KnowledgeBase
	data  map[string]any // what rules see besides the case
	drawn reflect.Value  // the struct behind Found
	shape reflect.Type   // of the struct behind Case
	rules map[string]int // by name
	holds []bool
	grule *engine.GruleEngine
}

func newGrule(p *pack.Pack, levels [][]*pack.Rule) (*gruled, error) {
	drawn := reflect.New(foundShape(p)).Elem()
	g := &gruled{p: p, drawn: drawn, shape: caseShape(p.Vocabulary), rules: map[string]int{}, holds: make([]bool, len(p.Rules))}
	g.data = map[string]any{"Found": drawn.Addr().Interface(), "Refer": &refer{}, "Plan": &plan{}, "Advise": &advise{}, "Count": count{}}
	g.grule = engine.NewGruleEngine()
	g.grule.ReturnErrOnFailedRuleEvaluation = true
	for _, level := range levels {
		var rules []*grl.Rule
		for _, r := range level {
			rules = append(rules, r.Rule)
			g.rules[r.Name] = r.Index
		}
		base, err := grl.Knowledge("peer", "1", rules)
		if err != nil {
			return nil, err
		}
		g.bases = append(g.bases, base)
	}
	return g, nil
}

func (g *gruled) prepare(words []uint64) any { return g.write(words).Addr().Interface() }

// begin forgets the last case. Grule wants a new context for each.
func (g *gruled) begin(given any) (ast.IDataContext, error) {
	g.drawn.SetZero()
	clear(g.holds)
	data := ast.NewDataContext()
	for name, value := range g.data {
		if err := data.Add(name, value); err != nil {
			return nil, err
		}
	}
	return data, data.Add("Case", given)
}

func (g *gruled) fired(rule int) bool    { return g.holds[rule] }
func (g *gruled) found(finding int) bool { return g.drawn.Field(finding).Bool() }

// gruleLevels fetches the matching rules of one level after the other and runs
// them, which is how limber uses Grule.
type gruleLevels struct{ *gruled }

func newGruleLevels(n named) (evaluator, error) {
	g, err := newGrule(n.pack, levels(n.pack))
	return gruleLevels{g}, err
}

func (g gruleLevels) run(given any) error {
	data, err := g.begin(given)
	if err != nil {
		return err
	}
	for _, base := range g.bases {
		base.Reset()
		matching, err := g.grule.FetchMatchingRules(data, base)
		if err != nil {
			return err
		}
		for _, entry := range matching {
			if err := entry.Execute(context.Background(), data, base.WorkingMemory); err != nil {
				return err
			}
			g.holds[g.rules[entry.RuleName]] = true
		}
	}
	return nil
}

// gruleExecute is Grule's own loop over all rules, with a listener that lets
// each fire once.
type gruleExecute struct{ *gruled }

func newGruleExecute(n named) (evaluator, error) {
	g, err := newGrule(n.pack, [][]*pack.Rule{n.pack.Rules})
	if err != nil {
		return nil, err
	}
	g.grule.Listeners = append(g.grule.Listeners, retractor{g})
	return gruleExecute{g}, nil
}

func (g gruleExecute) run(given any) error {
	data, err := g.begin(given)
	if err != nil {
		return err
	}
	return g.grule.Execute(data, g.bases[0])
}

type retractor struct{ g *gruled }

func (retractor) EvaluateRuleEntry(context.Context, uint64, *ast.RuleEntry, bool) {}
func (retractor) BeginCycle(context.Context, uint64)                              {}
func (r retractor) ExecuteRuleEntry(_ context.Context, _ uint64, e *ast.RuleEntry) {
	e.Retracted = true
	r.g.holds[r.g.rules[e.RuleName]] = true
}

// What rules call. Only which rules hold is of interest here, so the calls do
// nothing.
type (
	refer  struct{}
	plan   struct{}
	advise struct{}
	count  struct{}
)

func (*refer) Emergency()              {}
func (*refer) Urgent()                 {}
func (*refer) Soon()                   {}
func (*refer) Routine()                {}
func (*plan) Release(string, int64)    {}
func (*plan) Stretch(string, int64)    {}
func (*plan) Mobilise(string, int64)   {}
func (*plan) Strengthen(string, int64) {}
func (*plan) Prefer(string, int64)     {}
func (*plan) Avoid(string)             {}
func (*plan) Without(string)           {}
func (*plan) Start(int64)              {}
func (*plan) Limit(int64)              {}
func (*plan) Caution(string, string)   {}
func (*advise) Tip(string)             {}
func (count) AtLeast(k int64, terms ...bool) bool {
	for _, t := range terms {
		if t {
			k--
		}
	}
	return k <= 0
}

// caseShape is the struct that GRL reads a case from.
func caseShape(v *facts.Vocabulary) reflect.Type {
	fields := make([]reflect.StructField, len(v.Facts))
	for i, f := range v.Facts {
		fields[i] = reflect.StructField{Name: f.Name, Type: reflect.TypeFor[float64]()}
		if f.Kind == facts.Number {
			continue
		}
		var members []reflect.StructField
		for _, m := range pack.Members(f) {
			kind := reflect.TypeFor[bool]()
			if m.Count {
				kind = reflect.TypeFor[int64]()
			}
			members = append(members, reflect.StructField{Name: m.Name, Type: kind})
		}
		fields[i].Type = reflect.StructOf(members)
	}
	return reflect.StructOf(fields)
}

func foundShape(p *pack.Pack) reflect.Type {
	fields := make([]reflect.StructField, len(p.Found))
	for i, f := range p.Found {
		fields[i] = reflect.StructField{Name: f.ID, Type: reflect.TypeFor[bool]()}
	}
	return reflect.StructOf(fields)
}

// write makes the struct of a case. An open number is NaN, with which every
// comparison is false.
func (g *gruled) write(words []uint64) reflect.Value {
	given := reflect.New(g.shape).Elem()
	for i, f := range g.p.Vocabulary.Facts {
		field, word := given.Field(i), words[i]
		if f.Kind == facts.Number {
			field.SetFloat(math.NaN())
			if word != 0 {
				field.SetFloat(f.Value(word))
			}
			continue
		}
		for j, m := range pack.Members(f) {
			if m.Count {
				field.Field(j).SetInt(int64(f.Count(word)))
			} else {
				field.Field(j).SetBool(word&m.Mask != 0)
			}
		}
	}
	return given
}
