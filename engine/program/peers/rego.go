package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"

	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

// regoed is OPA: one prepared query for all rules, over parsed input. OPA finds
// out by itself which findings a rule waits for.
type regoed struct {
	p     *pack.Pack
	query rego.PreparedEvalQuery
	holds map[string]any
}

func newRego(n named) (evaluator, error) {
	w := regoWriter{p: n.pack}
	query, err := rego.New(rego.Query("x = data.limber.holds"), rego.Module("limber.rego", w.module())).PrepareForEval(context.Background())
	if err != nil {
		return nil, err
	}
	return &regoed{p: n.pack, query: query}, nil
}

// regoWriter writes a pack as a Rego module. Rego has "and" between the lines
// of a rule and "or" between rules of one name, so parts of conditions become
// rules of their own.
type regoWriter struct {
	p     *pack.Pack
	parts int
	b     strings.Builder
}

func (w *regoWriter) module() string {
	fmt.Fprintln(&w.b, "package limber\n\nimport rego.v1")
	for i, r := range w.p.Rules {
		w.rule(fmt.Sprintf("holds.rule%d", i), r.Cond)
		for _, f := range draws(r) {
			w.rule("holds."+w.p.Found[f].ID, nil, fmt.Sprintf("holds.rule%d", i))
		}
	}
	for _, f := range w.p.Found { // those that no rule draws have to be declared too
		fmt.Fprintf(&w.b, "\nholds.%s if false\n", f.ID)
	}
	return w.b.String()
}

// rule writes a rule that holds for a condition or for some lines.
func (w *regoWriter) rule(head string, c pack.Cond, lines ...string) {
	if c != nil {
		lines = w.lines(c)
	}
	fmt.Fprintf(&w.b, "\n%s if {\n\t%s\n}\n", head, strings.Join(lines, "\n\t"))
}

// lines writes what has to be true for a condition to hold.
func (w *regoWriter) lines(c pack.Cond) (lines []string) {
	switch c := c.(type) {
	case pack.And:
		for _, t := range c {
			lines = append(lines, w.lines(t)...)
		}
		return lines
	case pack.Or:
		part := w.part()
		for _, t := range c {
			w.rule(part, t)
		}
		return []string{part}
	case pack.AtLeast:
		part := w.part()
		for i, t := range c.Terms {
			w.rule(fmt.Sprintf("%s contains %d", part, i), t)
		}
		return []string{fmt.Sprintf("count(%s) >= %d", part, c.K)}
	case *pack.Atom:
		return []string{w.atom(c)}
	}
	panic(fmt.Sprintf("no such condition: %T", c))
}

func (w *regoWriter) part() string {
	w.parts++
	return fmt.Sprintf("part%d", w.parts)
}

func (w *regoWriter) atom(a *pack.Atom) string {
	if a.Finding >= 0 {
		return "holds." + w.p.Found[a.Finding].ID
	}
	e, f := a.Expr.(*grl.Case), w.p.Vocabulary.Facts[a.Fact]
	switch {
	case a.Count > 0:
		return fmt.Sprintf("input.%s.Count >= %d", f.Name, a.Count)
	case f.Kind == facts.Number:
		return fmt.Sprintf("input.%s %s %v", f.Name, e.Op, e.Number)
	}
	return fmt.Sprintf("input.%s.%s", f.Name, e.Member)
}

// prepare makes the input. An open number is left out: comparing it is
// undefined then, which is no match.
func (x *regoed) prepare(words []uint64) any {
	input := map[string]any{}
	for i, f := range x.p.Vocabulary.Facts {
		word := words[i]
		if f.Kind == facts.Number {
			if word != 0 {
				input[f.Name] = f.Value(word)
			}
			continue
		}
		members := map[string]any{}
		for _, m := range pack.Members(f) {
			if m.Count {
				members[m.Name] = f.Count(word)
			} else {
				members[m.Name] = word&m.Mask != 0
			}
		}
		input[f.Name] = members
	}
	return ast.MustInterfaceToValue(input)
}

func (x *regoed) run(given any) error {
	results, err := x.query.Eval(context.Background(), rego.EvalParsedInput(given.(ast.Value)))
	if err != nil {
		return err
	}
	if len(results) != 1 {
		return errors.New("the query has no result")
	}
	x.holds = results[0].Bindings["x"].(map[string]any)
	return nil
}

func (x *regoed) fired(rule int) bool    { return x.holds[fmt.Sprintf("rule%d", rule)] != nil }
func (x *regoed) found(finding int) bool { return x.holds[x.p.Found[finding].ID] != nil }
