package main

import (
	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/traits"

	"github.com/limber-triage/limber/engine/pack"
)

// celled is cel-go: the rules of a level as one optimised program that lists
// their conditions, over values that are CEL's own already.
type celled struct {
	p *pack.Pack
	flatRules
	programs []cel.Program // by level
	given    celCase
}

// celCase is a case and what reads it. The two share their memory.
type celCase struct {
	values map[string]any
	read   cel.Activation
}

func newCEL(n named) (evaluator, error) {
	x := &celled{p: n.pack, flatRules: flatten(n.pack)}
	env, err := cel.NewEnv(variables(n.pack)...)
	if err != nil {
		return nil, err
	}
	for _, text := range x.lists {
		tree, issues := env.Compile(text)
		if issues.Err() != nil {
			return nil, issues.Err()
		}
		program, err := env.Program(tree, cel.EvalOptions(cel.OptOptimize))
		if err != nil {
			return nil, err
		}
		x.programs = append(x.programs, program)
	}
	return x, nil
}

func variables(p *pack.Pack) []cel.EnvOption {
	list := []cel.EnvOption{cel.ParserExpressionSizeLimit(1 << 24)}
	for name, value := range flatCase(p, p.Bases["healthy"].Words()) {
		kind := cel.BoolType
		switch value.(type) {
		case float64:
			kind = cel.DoubleType
		case int:
			kind = cel.IntType
		}
		list = append(list, cel.Variable(name, kind))
	}
	return list
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
	for level, program := range x.programs {
		out, _, err := program.Eval(x.given.read)
		if err != nil {
			return err
		}
		list := out.(traits.Indexer)
		for i, r := range x.levels[level] {
			if x.holds[r.Index] = list.Get(types.Int(i)) == types.True; x.holds[r.Index] {
				for _, name := range x.drawn[r.Index] {
					x.given.values[name] = types.True
				}
			}
		}
	}
	return nil
}

func (x *celled) found(finding int) bool { return x.given.values[x.findings[finding]] == types.True }
