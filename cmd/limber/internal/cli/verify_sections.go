package cli

import (
	"bytes"
	"context"
	"errors"
	"os"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/report"
	"github.com/limber-triage/limber/engine/verify"
)

// section adds one part to a verification whose fixtures have run.
type section func(context.Context, *engine.Engine, *verify.Result) error

// sections are what was asked for beside the fixtures, in the order of work.
func (v *verification) sections() []section {
	list := []section{v.addCoverage, v.addProof}
	if v.mutate {
		list = append(list, v.addMutation)
	}
	if v.differential > 0 {
		list = append(list, v.addDifferential)
	}
	return list
}

func (v *verification) addCoverage(ctx context.Context, e *engine.Engine, result *verify.Result) (err error) {
	o := verify.CoverOptions{Min: v.min, Suggest: -1}
	if v.coverage {
		o.Suggest = 0 // the usual number
	}
	if result.Coverage, err = verify.Cover(ctx, e, result, o); err != nil {
		return err
	}
	if v.coverageHTML == "" {
		return nil
	}
	var page bytes.Buffer
	if err := report.CoverageHTML(&page, e.Pack(), result.Coverage); err != nil {
		return broken(err)
	}
	if err := os.WriteFile(v.coverageHTML, page.Bytes(), 0o644); err != nil {
		return broken(err)
	}
	return nil
}

func (v *verification) addProof(ctx context.Context, e *engine.Engine, result *verify.Result) (err error) {
	result.Proof, err = verify.Prove(ctx, e, verify.ProveOptions{Idle: v.idle, Budget: v.budget})
	var list diag.List
	if errors.As(err, &list) {
		return v.packMistakes(e.Pack(), list)
	}
	return err
}

func (v *verification) addMutation(ctx context.Context, e *engine.Engine, result *verify.Result) (err error) {
	update, end := v.progress("mutants")
	defer end()
	result.Mutation, err = verify.Mutate(ctx, e, result, verify.MutateOptions{Seed: v.seed, Min: v.mutateMin, Progress: update})
	return err
}

func (v *verification) addDifferential(ctx context.Context, e *engine.Engine, result *verify.Result) (err error) {
	all := make([]verify.Fixture, len(result.Fixtures))
	for i, f := range result.Fixtures {
		all[i] = f.Case
	}
	update, end := v.progress("cases by both evaluators")
	defer end()
	result.Differential, err = verify.Differential(ctx, e, all, verify.DifferentialOptions{Random: v.differential, Seed: v.seed, Progress: update})
	return err
}
