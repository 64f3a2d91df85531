package main

import (
	"fmt"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"

	"github.com/limber-triage/limber/engine/pack"
)

// celled is cel-go: an optimised program for each rule, over values that are
// CEL's own already.
type celled struct {
	p        *pack.Pack
	programs []cel.Program
	findings []string
	drawn    [][]string // by rule
	holds    []bool
	given    celCase
}

// celCase is a case and what reads it. The two share their memory.
type celCase struct {
	values map[string]any
	read   cel.Activation
}

func newCEL(n named) (evaluator, error) {
	p := n.pack
	x := &celled{p: p, holds: make([]bool, len(p.Rules))}
	x.findings, x.drawn = foundNames(p)
	var variables []cel.EnvOption
	for name, value := range flatCase(p, p.Bases["healthy"].Words()) {
		kind := cel.BoolType
		switch value.(type) {
		case float64:
			kind = cel.DoubleType
		case int:
			kind = cel.IntType
		}
		variables = append(variables, cel.Variable(name, kind))
	}
	env, err := cel.NewEnv(variables...)
	if err != nil {
		return nil, err
	}
	d := flat(p)
	for _, r := range p.Rules {
		tree, issues := env.Compile(d.write(r.Cond))
		if issues.Err() != nil {
			return nil, fmt.Errorf("rule %s: %w", r.Name, issues.Err())
		}
		program, err := env.Program(tree, cel.EvalOptions(cel.OptOptimize))
		if err != nil {
			return nil, fmt.Errorf("rule %s: %w", r.Name, err)
		}
		x.programs = append(x.programs, program)
	}
	return x, nil
}

func (x *celled) prepare(words []uint64) any {
	values := flatCase(x.p, words)
	for name, v := range values {
		values[name] = types.DefaultTypeAdapter.NativeToValue(v)
	}
	read, err := cel.NewActivation(values)
	if err != nil {
		panic(err) // a map always serves
	}
	return celCase{values, read}
}

func (x *celled) run(given any) error {
	x.given = given.(celCase)
	for _, name := range x.findings {
		x.given.values[name] = types.False
	}
	for i, program := range x.programs {
		out, _, err := program.Eval(x.given.read)
		if err != nil {
			return err
		}
		if x.holds[i] = out == types.True; x.holds[i] {
			for _, name := range x.drawn[i] {
				x.given.values[name] = types.True
			}
		}
	}
	return nil
}

func (x *celled) fired(rule int) bool    { return x.holds[rule] }
func (x *celled) found(finding int) bool { return x.given.values[x.findings[finding]] == types.True }
