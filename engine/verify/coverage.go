package verify

import (
	"context"
	"fmt"
	"slices"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
)

// Coverage says which parts of the rules the fixtures exercise. One part is a
// rule that fires; an atom that is true, and one that is false, while it alone
// decides its rule's condition; an effect that some fixture would miss.
type Coverage struct {
	Rules   []RuleCover `json:"rules"` // in pack order
	Fired   Parts       `json:"rules_fired"`
	Atoms   Parts       `json:"conditions"` // each counts twice
	Effects Parts       `json:"effects"`
	Percent float64     `json:"percent"` // of all parts together
	Min     float64     `json:"min"`
	Holes   []Hole      `json:"holes"` // in pack order
}

// Parts is so many out of all.
type Parts struct {
	Covered int `json:"covered"`
	Of      int `json:"of"`
}

// Passed reports whether the coverage reaches its minimum.
func (c *Coverage) Passed() bool { return c.Percent >= c.Min }

// RuleCover is the coverage of one rule.
type RuleCover struct {
	Name      string        `json:"name"`
	At        diag.Pos      `json:"at"`
	Generated bool          `json:"generated,omitzero"` // made from a fact's not_sure
	Fired     int           `json:"fired"`              // fixtures
	Depended  bool          `json:"depended"`           // some fixture fails without the rule
	Atoms     []AtomCover   `json:"conditions"`
	Effects   []EffectCover `json:"effects"`
}

// AtomCover is the coverage of one atom: the fixtures in which it was true, and
// false, while its rule's condition would have been another had it not been.
type AtomCover struct {
	Condition string   `json:"condition"`
	At        diag.Pos `json:"at"`
	Width     int      `json:"width"`
	True      int      `json:"true"`
	False     int      `json:"false"`
}

// EffectCover is the coverage of one effect.
type EffectCover struct {
	Effect string   `json:"effect"`
	At     diag.Pos `json:"at"`
	Width  int      `json:"width"`
	Fired  int      `json:"fired"` // fixtures in which its rule fires
	Held   bool     `json:"held"`  // some fixture fails without it
}

// Hole is a part that no fixture exercises.
type Hole struct {
	Rule       string      `json:"rule"`
	What       string      `json:"what"` // "never fires", "Case.X.Y is never true while it decides"
	At         diag.Pos    `json:"at"`
	Why        string      `json:"why"`
	Suggestion *Suggestion `json:"suggestion,omitzero"` // nil: the search found none, or was not asked to

	name   string // of the suggested fixture
	goal   []want
	effect bool                             // the part is an effect
	other  func() (*engine.Verifier, error) // the pack as it would be if the part were wrong
}

// CoverOptions choose what Cover does.
type CoverOptions struct {
	Min     float64 // percent
	Suggest int     // suggestions to search for at most: 0 means 20, negative none
}

const usualSuggestions = 20

// Cover measures what the passing and failing fixtures of a complete run
// exercise, and says of every hole why it is one and what would close it.
func Cover(ctx context.Context, e *engine.Engine, r *Result, o CoverOptions) (*Coverage, error) {
	if len(r.Rules) == 0 {
		return nil, fmt.Errorf("coverage needs all fixtures: run without a choice among them")
	}
	c := &coverer{e: e, p: e.Pack(), result: r, cover: &Coverage{Min: o.Min, Holes: []Hole{}}}
	c.conditions()
	if err := parallel(ctx, len(c.p.Rules), c.effects); err != nil {
		return nil, err
	}
	c.holes()
	c.total()
	suggest := o.Suggest
	if suggest == 0 {
		suggest = usualSuggestions
	}
	return c.cover, c.suggest(ctx, suggest)
}

type coverer struct {
	e      *engine.Engine
	p      *pack.Pack
	result *Result
	cover  *Coverage
	fired  [][]int        // by rule: fixtures
	atoms  [][]*pack.Atom // by rule, in the order of writing
}

// conditions counts, for every rule, the fixtures in which it fires and in
// which each of its atoms decides.
func (c *coverer) conditions() {
	c.cover.Rules = make([]RuleCover, len(c.p.Rules))
	c.fired = make([][]int, len(c.p.Rules))
	c.atoms = make([][]*pack.Atom, len(c.p.Rules))
	index := map[*pack.Atom]*AtomCover{}
	for i, r := range c.p.Rules {
		rule := &c.cover.Rules[i]
		*rule = RuleCover{Name: r.Name, At: r.Pos, Generated: r.Generated, Fired: c.result.Rules[i].Fired, Depended: c.result.Rules[i].Depended}
		pack.Atoms(r.Cond, func(a *pack.Atom) {
			c.atoms[i] = append(c.atoms[i], a)
			text := a.Expr.String()
			rule.Atoms = append(rule.Atoms, AtomCover{Condition: text, At: a.Expr.Position(), Width: width(a.Expr, text)})
		})
		for j, a := range c.atoms[i] {
			index[a] = &rule.Atoms[j]
		}
		for _, x := range r.Effects {
			rule.Effects = append(rule.Effects, EffectCover{Effect: x.Effect.String(), At: x.Pos, Width: x.Width})
		}
	}
	s := c.e.Program().NewState()
	found := make([]bool, len(c.p.Found))
	for i := range c.result.Fixtures {
		words := c.result.Fixtures[i].Case.Case.Words()
		s.Run(words)
		for f := range found {
			found[f] = s.Found(f)
		}
		for _, r := range c.p.Rules {
			if s.Fired(r.Index) {
				c.fired[r.Index] = append(c.fired[r.Index], i)
			}
			deciding(r.Cond, words, found, func(a *pack.Atom, value bool) {
				if value {
					index[a].True++
				} else {
					index[a].False++
				}
			})
		}
	}
}

// width is how many characters an atom takes in its file.
func width(e grl.Expr, text string) int {
	if c, ok := e.(*grl.Case); ok && c.Width > 0 {
		return c.Width
	}
	return len(text)
}

// deciding visits the atoms of a condition whose value is the condition's: had
// such an atom been otherwise, so would the condition.
func deciding(c pack.Cond, words []uint64, found []bool, visit func(*pack.Atom, bool)) {
	if a, ok := c.(*pack.Atom); ok {
		visit(a, pack.Holds(a, words, found))
		return
	}
	terms, need := threshold(c)
	true_ := 0
	values := make([]bool, len(terms))
	for i, t := range terms {
		if values[i] = pack.Holds(t, words, found); values[i] {
			true_++
		}
	}
	for i, t := range terms {
		others := true_
		if values[i] {
			others--
		}
		if others == need-1 {
			deciding(t, words, found, visit)
		}
	}
}

// threshold reads every condition as "at least so many of these".
func threshold(c pack.Cond) (terms []pack.Cond, need int) {
	switch c := c.(type) {
	case pack.And:
		return c, len(c)
	case pack.Or:
		return c, 1
	case pack.AtLeast:
		return c.Terms, c.K
	}
	panic(fmt.Sprintf("verify: no such condition: %T", c))
}

// decides is the goal under which an atom decides a condition: of the terms
// about it, one fewer than needed hold. It is nil for any other atom.
func decides(c pack.Cond, a *pack.Atom) ([]want, bool) {
	if c == pack.Cond(a) {
		return nil, true
	}
	if _, is := c.(*pack.Atom); is {
		return nil, false
	}
	terms, need := threshold(c)
	for i, t := range terms {
		goal, ok := decides(t, a)
		if !ok {
			continue
		}
		others := slices.Delete(slices.Clone(terms), i, i+1)
		if need > 1 {
			goal = append(goal, want{pack.AtLeast{K: need - 1, Terms: others}, true})
		}
		if need <= len(others) {
			goal = append(goal, want{pack.AtLeast{K: need, Terms: others}, false})
		}
		return goal, true
	}
	return nil, false
}

// effects asks of every effect of a rule whether some passing fixture would
// miss it.
func (c *coverer) effects(rule int) error {
	r, cover := c.p.Rules[rule], &c.cover.Rules[rule]
	for i := range cover.Effects {
		x := &cover.Effects[i]
		x.Fired = len(c.fired[rule])
		if len(cover.Effects) == 1 {
			x.Held = cover.Depended
			continue
		}
		v, err := c.e.Variant(change(c.p, without(r, i)))
		if err != nil {
			return err
		}
		for _, f := range c.fired[rule] {
			if f := &c.result.Fixtures[f]; len(f.Bad) == 0 && len(f.Case.Check(v.Decide(f.Case.Case))) > 0 {
				x.Held = true
				break
			}
		}
	}
	return nil
}

// without returns a copy of a rule that lacks one effect.
func without(r *pack.Rule, effect int) *pack.Rule {
	q := *r
	q.Effects = slices.Delete(slices.Clone(r.Effects), effect, effect+1)
	return &q
}

func (c *coverer) total() {
	t := c.cover
	count := func(s *Parts, covered bool) {
		s.Of++
		if covered {
			s.Covered++
		}
	}
	for _, r := range t.Rules {
		count(&t.Fired, r.Fired > 0)
		for _, a := range r.Atoms {
			count(&t.Atoms, a.True > 0)
			count(&t.Atoms, a.False > 0)
		}
		for _, x := range r.Effects {
			count(&t.Effects, x.Held)
		}
	}
	if of := t.Fired.Of + t.Atoms.Of + t.Effects.Of; of > 0 {
		t.Percent = 100 * float64(t.Fired.Covered+t.Atoms.Covered+t.Effects.Covered) / float64(of)
	}
}
