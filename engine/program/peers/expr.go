package main

import (
	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"

	"github.com/limber-triage/limber/engine/pack"
)

// expressed is expr: the rules of a level compiled into one expression, a list
// of their conditions, which costs less than an expression for each rule. It
// reads a map, the form that expr reads fastest.
type expressed struct {
	p *pack.Pack
	flatRules
	programs []*vm.Program // by level
	machine  vm.VM
	given    map[string]any
}

func newExpr(n named) (evaluator, error) {
	x := &expressed{p: n.pack, flatRules: flatten(n.pack)}
	environment := expr.Env(x.prepare(n.pack.Bases["healthy"].Words()))
	for _, text := range x.lists {
		program, err := expr.Compile(text, environment, expr.MaxNodes(0))
		if err != nil {
			return nil, err
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
	for level, program := range x.programs {
		out, err := x.machine.Run(program, x.given)
		if err != nil {
			return err
		}
		for i, holds := range out.([]any) {
			rule := x.levels[level][i].Index
			if x.holds[rule] = holds.(bool); x.holds[rule] {
				for _, name := range x.drawn[rule] {
					x.given[name] = true
				}
			}
		}
	}
	return nil
}

func (x *expressed) found(finding int) bool { return x.given[x.findings[finding]].(bool) }
