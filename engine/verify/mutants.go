package verify

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
)

// Mutant is one small mistake made in one rule on purpose.
type Mutant struct {
	Rule string     `json:"rule"`
	Kind MutantKind `json:"kind"`
	What string     `json:"what"` // "without Case.X.Y"
	At   diag.Pos   `json:"at"`
	Diff string     `json:"diff"` // of the rule's GRL: lines that begin with "- " and "+ "

	rule, changed *pack.Rule
}

// MutantKind says what sort of mistake a mutant is.
type MutantKind string

// The mistakes that are made, one at a time.
const (
	DropRule   MutantKind = "drop-rule"
	DropAtom   MutantKind = "drop-condition"
	SwapJoin   MutantKind = "swap-and-or"
	ShiftLimit MutantKind = "shift-threshold"
	ShiftLevel MutantKind = "shift-urgency"
	ChangeCall MutantKind = "change-effect" // its weight, tag, target, exercise, phase, start, limit, tip or caution
)

// Mutants lists the mutants of a pack in pack order. What no pack could hold,
// such as a comparison that is never true, is left out, as are mutants that
// read the same as their rule or as an earlier mutant.
func Mutants(p *pack.Pack) []Mutant {
	var list []Mutant
	for _, r := range p.Rules {
		m := &mutator{p: p, r: r, seen: map[string]bool{grl.Format(r.Rule): true}}
		m.deleted()
		if !r.Generated { // its condition is fixed
			m.conditions(r.When, func(e grl.Expr) grl.Expr { return e })
		}
		for i := range r.Effects {
			m.effect(i)
		}
		list = append(list, m.list...)
	}
	return list
}

type mutator struct {
	p    *pack.Pack
	r    *pack.Rule
	seen map[string]bool // rules as text
	list []Mutant
}

func (m *mutator) deleted() {
	m.list = append(m.list, Mutant{Rule: m.r.Name, Kind: DropRule, What: "without the rule", At: m.r.Pos,
		Diff: lineDiff(grl.Format(m.r.Rule), ""), rule: m.r, changed: conditioned(m.r, never)})
}

// condition adds the mutant with another condition, if the pack can hold it.
func (m *mutator) condition(kind MutantKind, at diag.Pos, what string, e grl.Expr) {
	bound, err := m.p.Bind(e)
	if err != nil {
		return
	}
	rule := *m.r.Rule
	rule.When = e
	changed := conditioned(m.r, bound)
	changed.Rule = &rule
	m.add(kind, at, what, changed)
}

func (m *mutator) add(kind MutantKind, at diag.Pos, what string, changed *pack.Rule) {
	text := grl.Format(changed.Rule)
	if m.seen[text] {
		return
	}
	m.seen[text] = true
	m.list = append(m.list, Mutant{Rule: m.r.Name, Kind: kind, What: what, At: at, Diff: lineDiff(grl.Format(m.r.Rule), text), rule: m.r, changed: changed})
}

// conditions mutates an expression and all within it; whole puts what has
// become of the expression back into the rule's condition.
func (m *mutator) conditions(e grl.Expr, whole func(grl.Expr) grl.Expr) {
	switch e := e.(type) {
	case *grl.And:
		m.condition(SwapJoin, e.Pos, "|| in place of &&", whole(anyOf(e.Terms, e.Pos)))
		m.terms(e.Terms, func(terms []grl.Expr) grl.Expr { return whole(allOf(terms, e.Pos)) })
	case *grl.Or:
		m.condition(SwapJoin, e.Pos, "&& in place of ||", whole(allOf(e.Terms, e.Pos)))
		m.terms(e.Terms, func(terms []grl.Expr) grl.Expr { return whole(anyOf(terms, e.Pos)) })
	case *grl.AtLeast:
		for _, k := range []int{e.K - 1, e.K + 1} {
			if k >= 1 && k <= len(e.Terms) {
				m.condition(ShiftLimit, e.Pos, fmt.Sprintf("at least %d of %d", k, len(e.Terms)), whole(&grl.AtLeast{K: k, Terms: e.Terms, Pos: e.Pos}))
			}
		}
		m.terms(e.Terms, func(terms []grl.Expr) grl.Expr {
			return whole(&grl.AtLeast{K: min(e.K, len(terms)), Terms: terms, Pos: e.Pos})
		})
	case *grl.Case:
		m.limit(e, whole)
	}
}

// terms drops each term that is an atom, and mutates each term.
func (m *mutator) terms(terms []grl.Expr, whole func([]grl.Expr) grl.Expr) {
	for i, t := range terms {
		if grl.Terms(t) == nil {
			m.condition(DropAtom, t.Position(), "without "+t.String(), whole(slices.Delete(slices.Clone(terms), i, i+1)))
		}
		m.conditions(t, func(e grl.Expr) grl.Expr {
			changed := slices.Clone(terms)
			changed[i] = e
			return whole(changed)
		})
	}
}

// allOf and anyOf join terms as the parser does: nothing nested in its like,
// and one term is itself.
func allOf(terms []grl.Expr, at diag.Pos) grl.Expr {
	var flat []grl.Expr
	for _, t := range terms {
		if and, ok := t.(*grl.And); ok {
			flat = append(flat, and.Terms...)
		} else {
			flat = append(flat, t)
		}
	}
	if len(flat) == 1 {
		return flat[0]
	}
	return &grl.And{Terms: flat, Pos: at}
}

func anyOf(terms []grl.Expr, at diag.Pos) grl.Expr {
	var flat []grl.Expr
	for _, t := range terms {
		if or, ok := t.(*grl.Or); ok {
			flat = append(flat, or.Terms...)
		} else {
			flat = append(flat, t)
		}
	}
	if len(flat) == 1 {
		return flat[0]
	}
	return &grl.Or{Terms: flat, Pos: at}
}

// limit shifts what a number, or a count of ticks, is compared with.
func (m *mutator) limit(e *grl.Case, whole func(grl.Expr) grl.Expr) {
	f, ok := m.p.Vocabulary.ByName(e.Fact)
	if !ok || e.Op == grl.NoOp {
		return
	}
	step, least := f.Step, f.Min
	if e.Member != "" { // a count of ticks
		step, least = 1, 1
	}
	for _, by := range []float64{-step, step} {
		const decimals = 1e6 // of any range and step; beyond is the noise of binary fractions
		moved := *e
		moved.Number = math.Round((e.Number+by)*decimals) / decimals
		moved.Literal = strconv.FormatFloat(moved.Number, 'f', -1, 64)
		if moved.Number >= least {
			m.condition(ShiftLimit, e.Pos, moved.String()+" in place of "+e.Literal, whole(&moved))
		}
	}
}

// lineDiff shows the lines in which two texts differ: by the longest common
// subsequence of their lines.
func lineDiff(old, fresh string) string {
	a, b := lines(old), lines(fresh)
	common := make([][]int, len(a)+1) // [i][j]: of a[i:] and b[j:]
	for i := len(a); i >= 0; i-- {
		common[i] = make([]int, len(b)+1)
		for j := len(b) - 1; j >= 0 && i < len(a); j-- {
			if common[i][j] = max(common[i+1][j], common[i][j+1]); a[i] == b[j] {
				common[i][j] = common[i+1][j+1] + 1
			}
		}
	}
	var out strings.Builder
	for i, j := 0, 0; i < len(a) || j < len(b); {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && common[i+1][j] >= common[i][j+1]:
			out.WriteString("- " + a[i] + "\n")
			i++
		default:
			out.WriteString("+ " + b[j] + "\n")
			j++
		}
	}
	return out.String()
}

func lines(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}
