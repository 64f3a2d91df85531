package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"

	"github.com/spf13/cobra"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/lint"
	"github.com/limber-triage/limber/engine/proof"
	"github.com/limber-triage/limber/engine/report"
	"github.com/limber-triage/limber/engine/verify"
)

const aboutVerify = `Hold a pack against its fixtures: lint, every fixture, every rule that no fixture
would miss, how much of the rules the fixtures exercise, and the claims that
hold for every case: built-in ones and those of the pack's claims.yaml.

FIXTURES is a folder of *.yaml and *.csv; testdata/cases without it. The exit
code is 1 when anything is found. With --against and --cases recorded decisions
are made again instead, and those that change are reported.`

// usualFixtures is where the fixtures of the shipped pack lie.
const usualFixtures = "testdata/cases"

// verification is one run of the command.
type verification struct {
	*app
	dir          string
	only         string
	update       bool
	coverage     bool
	min          float64
	coverageHTML string
	mutate       bool
	mutateMin    float64
	seed         uint64
	differential int
	against      string
	cases        string
	watch        bool
	idle         bool
	budget       int
	generate     string
}

func (a *app) verifyCommand() *cobra.Command {
	v := &verification{app: a}
	cmd := &cobra.Command{
		Use:     "verify [FIXTURES]",
		Short:   "Check a change of the rules: lint, fixtures, coverage, mutation",
		Long:    aboutVerify,
		Example: "  limber verify --rules rules/upperback\n  limber verify --run saddle\n  limber verify --mutate\n  limber verify --against decisions.ndjson --cases cases.ndjson",
		Args:    atMostOne("folder"),
	}
	format := formatFlag(cmd, "text", "json", "junit")
	f := cmd.Flags()
	f.StringVar(&v.only, "run", "", "only the fixtures whose name matches this regular expression")
	f.BoolVar(&v.update, "update", false, "write the goldens of exact decisions anew")
	f.BoolVar(&v.coverage, "coverage", false, "show what no fixture exercises, with fixtures that would")
	f.Float64Var(&v.min, "min", 0, "coverage that is needed to pass, in percent")
	f.StringVar(&v.coverageHTML, "coverage-html", "", "write the rules, coloured by coverage, to this file")
	f.BoolVar(&v.mutate, "mutate", false, "change the rules in every small way and see which changes the fixtures notice")
	f.Float64Var(&v.mutateMin, "mutate-min", 95, "mutation score that is needed to pass, in percent")
	f.Uint64Var(&v.seed, "seed", 1, "of the random cases of --mutate and --differential")
	f.IntVar(&v.differential, "differential", 0, "also decide this many random cases, the fixtures and all thresholds by both evaluators")
	f.StringVar(&v.against, "against", "", "recorded decisions, one a line, to be made again")
	f.StringVar(&v.cases, "cases", "", "the cases behind --against, one a line")
	f.StringVar(&v.generate, "generate", "", "write this file of the folder anew: the fixtures that the others lack")
	f.BoolVar(&v.idle, "idle", false, "also show rules, conditions, tips and exercises that make no difference to any decision")
	f.IntVar(&v.budget, "budget", proof.DefaultConflicts, "of the solver for each question about a claim, in conflicts; what needs more is undecided")
	f.BoolVar(&v.watch, "watch", false, "run again whenever the pack or a fixture changes")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		form, err := format()
		if err != nil {
			return err
		}
		v.dir = usualFixtures
		if len(args) > 0 {
			v.dir = args[0]
		}
		switch {
		case v.budget < 1:
			return bad("leave it out for the usual budget", "--budget %d: it is at least 1", v.budget)
		case (v.against == "") != (v.cases == ""):
			return bad("name both: --against DECISIONS --cases CASES", "--against and --cases go together")
		case v.against != "":
			return v.replay(cmd.Context(), form)
		case v.watch:
			return v.watched(cmd.Context(), form)
		}
		return v.run(cmd.Context(), form)
	}
	return cmd
}

// run verifies once.
func (v *verification) run(ctx context.Context, form string) error {
	only, err := v.pattern()
	if err != nil {
		return err
	}
	e, err := v.load()
	if err != nil {
		return err
	}
	if err := v.isFolder(); err != nil {
		return err
	}
	fixtures := os.DirFS(v.dir)
	o := verify.Options{Only: only}
	if v.update {
		o.Write = v.writeGolden
	}
	o.But = v.generate
	result, err := verify.Run(ctx, e, fixtures, o)
	if err != nil {
		return v.badFixtures(e, fixtures, err)
	}
	if v.generate != "" {
		return v.generated(ctx, e, result)
	}
	if err := v.more(ctx, e, result); err != nil {
		return err
	}
	wrong := slices.DeleteFunc(lint.Run(e.Pack(), lint.Options{}), func(f lint.Finding) bool { return f.Severity != diag.Error })
	if err := v.write(v.render(form, e, result, wrong)); err != nil {
		return err
	}
	if !result.Passed() || len(wrong) > 0 {
		return &exitError{code: exitFindings}
	}
	return nil
}

func (v *verification) pattern() (*regexp.Regexp, error) {
	if v.only == "" {
		return nil, nil
	}
	only, err := regexp.Compile(v.only)
	if err != nil {
		return nil, bad("it is a regular expression of Go", "--run: %w", err)
	}
	return only, nil
}

func (v *verification) isFolder() error {
	info, err := os.Stat(v.dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return bad("name the folder of fixtures: limber verify FIXTURES", "%s: there is no such folder", v.dir)
	case err != nil:
		return notOpened(v.dir, err)
	case !info.IsDir():
		return bad("name the folder that holds it", "%s: this is a file, not a folder", v.dir)
	}
	return nil
}

// more adds coverage and whatever else was asked for.
func (v *verification) more(ctx context.Context, e *engine.Engine, result *verify.Result) (err error) {
	if v.only != "" {
		return nil // the rest needs all fixtures
	}
	suggest := 0 // the usual number
	if !v.coverage {
		suggest = -1
	}
	if result.Coverage, err = verify.Cover(ctx, e, result, verify.CoverOptions{Min: v.min, Suggest: suggest}); err != nil {
		return err
	}
	if v.coverageHTML != "" {
		var page bytes.Buffer
		if err := report.CoverageHTML(&page, e.Pack(), result.Coverage); err != nil {
			return broken(err)
		}
		if err := os.WriteFile(v.coverageHTML, page.Bytes(), 0o644); err != nil {
			return broken(err)
		}
	}
	if result.Proof, err = verify.Prove(ctx, e, verify.ProveOptions{Idle: v.idle, Budget: v.budget}); err != nil {
		var list diag.List
		if errors.As(err, &list) {
			return v.mistakes(e.Pack(), list)
		}
		return err
	}
	if v.mutate {
		update, end := v.progress("mutants")
		result.Mutation, err = verify.Mutate(ctx, e, result, verify.MutateOptions{Seed: v.seed, Min: v.mutateMin, Progress: update})
		end()
		if err != nil {
			return err
		}
	}
	if v.differential > 0 {
		var all []verify.Fixture
		for _, f := range result.Fixtures {
			all = append(all, f.Case)
		}
		if result.Differential, err = verify.Differential(ctx, e, all, v.differential, v.seed); err != nil {
			return err
		}
	}
	return nil
}

func (v *verification) render(form string, e *engine.Engine, result *verify.Result, wrong []lint.Finding) []byte {
	var out bytes.Buffer
	shown := report.Verification{Result: result, Rules: v.config.Rules, Cases: v.dir}
	switch form {
	case "json":
		_ = report.VerifyJSON(&out, shown) // a buffer takes everything
	case "junit":
		_ = report.JUnit(&out, shown)
	default:
		if len(wrong) > 0 {
			_ = report.LintText(&out, v.linted(e, wrong), v.paper())
		}
		shown.HideHoles = !v.coverage
		_ = report.VerifyText(&out, shown, v.paper())
	}
	return out.Bytes()
}

// badFixtures shows the mistakes of fixtures with their lines.
func (v *verification) badFixtures(e *engine.Engine, fixtures fs.FS, err error) error {
	var list diag.List
	if !errors.As(err, &list) {
		return v.cannotAssess(e, err)
	}
	sources := map[string][]byte{}
	shown := make(diag.List, len(list))
	for i, d := range list {
		if src, err := fs.ReadFile(fixtures, d.File); err == nil {
			sources[filepath.Join(v.dir, d.File)] = src
		}
		d.File = filepath.Join(v.dir, d.File)
		shown[i] = d
	}
	return &exitError{code: exitBad, err: shown, sources: sources}
}

// writeGolden writes a golden beside the fixtures.
func (v *verification) writeGolden(name string, golden []byte) error {
	if !filepath.IsLocal(name) {
		return fmt.Errorf("golden %s lies outside the fixtures", name)
	}
	return os.WriteFile(filepath.Join(v.dir, name), golden, 0o644)
}

// generated writes the fixtures that the others lack.
func (v *verification) generated(ctx context.Context, e *engine.Engine, result *verify.Result) error {
	if v.only != "" || !filepath.IsLocal(v.generate) || filepath.Ext(v.generate) != ".yaml" {
		return bad("name a file such as generated.yaml, without --run", "--generate %s: it is a *.yaml file in the folder of fixtures, and needs all others", v.generate)
	}
	update, end := v.progress("mutants")
	g, err := verify.Generate(ctx, e, result, verify.MutateOptions{Seed: v.seed, Progress: update})
	end()
	if err != nil {
		return err
	}
	name := filepath.Join(v.dir, v.generate)
	for golden, record := range g.Goldens() {
		if err := v.writeGolden(golden, record); err != nil {
			return broken(err)
		}
	}
	if err := os.WriteFile(name, g.File(), 0o644); err != nil {
		return broken(err)
	}
	return v.write(fmt.Appendf(nil, "wrote %d fixtures to %s: %d changes of the rules are noticed by no other,\n%d can be noticed by nobody, %d are undecided\n",
		len(g.Fixtures), name, g.Mutation.Unnoticed, g.Mutation.Equal, g.Mutation.Unknown))
}

// replay makes recorded decisions again.
func (v *verification) replay(ctx context.Context, form string) error {
	e, err := v.load()
	if err != nil {
		return err
	}
	decisions, err := os.Open(v.against)
	if err != nil {
		return notOpened(v.against, err)
	}
	defer decisions.Close()
	cases, err := os.Open(v.cases)
	if err != nil {
		return notOpened(v.cases, err)
	}
	defer cases.Close()
	r, err := verify.Replay(ctx, e, decisions, cases)
	if err != nil {
		return v.cannotAssess(e, err)
	}
	var out bytes.Buffer
	switch form {
	case "text":
		err = report.ReplayText(&out, r, v.paper())
	case "json":
		err = report.ReplayJSON(&out, r)
	default:
		return bad("it is one of: text, json", "--format: a replay has no format %s", form)
	}
	if err != nil {
		return broken(err)
	}
	if err := v.write(out.Bytes()); err != nil {
		return err
	}
	if len(r.Changes) > 0 {
		return &exitError{code: exitFindings}
	}
	return nil
}
