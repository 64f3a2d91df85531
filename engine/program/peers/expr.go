package main

import (
	"fmt"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"

	"github.com/limber-triage/limber/engine/pack"
)

// expressed is expr: a compiled expression for each rule, run on one machine
// over a map, which is the form that expr reads fastest.
type expressed struct {
	p        *pack.Pack
	programs []*vm.Program
	machine  vm.VM
	findings []string
	drawn    [][]string // by rule
	holds    []bool
	given    map[string]any
}

func newExpr(n named) (evaluator, error) {
	p := n.pack
	x := &expressed{p: p, holds: make([]bool, len(p.Rules))}
	x.findings, x.drawn = foundNames(p)
	environment := expr.Env(flatCase(p, p.Bases["healthy"].Words()))
	d := flat(p)
	for _, r := range p.Rules {
		program, err := expr.Compile(d.write(r.Cond), environment, expr.AsBool())
		if err != nil {
			return nil, fmt.Errorf("rule %s: %w", r.Name, err)
		}
		x.programs = append(x.programs, program)
	}
	return x, nil
}

func (x *expressed) prepare(words []uint64) any { return flatCase(x.p, words) }

func (x *expressed) run(given any) error {
	x.given = given.(map[string]any)
	for _, name := range x.findings {
		x.given[name] = false
	}
	for i, program := range x.programs {
		out, err := x.machine.Run(program, x.given)
		if err != nil {
			return err
		}
		if x.holds[i] = out.(bool); x.holds[i] {
			for _, name := range x.drawn[i] {
				x.given[name] = true
			}
		}
	}
	return nil
}

func (x *expressed) fired(rule int) bool    { return x.holds[rule] }
func (x *expressed) found(finding int) bool { return x.given[x.findings[finding]].(bool) }
