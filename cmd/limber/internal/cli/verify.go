package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"

	"github.com/spf13/cobra"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/lint"
	"github.com/limber-triage/limber/engine/proof"
	"github.com/limber-triage/limber/engine/report"
	"github.com/limber-triage/limber/engine/verify"
)

const aboutVerify = `Hold a pack against its fixtures: lint, every fixture, every rule that no
fixture would miss, how much of the rules the fixtures exercise, and the claims
that hold for every case: built-in ones and those of the pack's claims.yaml.

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
		if err := v.check(cmd); err != nil {
			return err
		}
		switch {
		case v.against != "":
			return v.replay(cmd.Context(), form)
		case v.watch:
			return v.watched(cmd.Context(), form)
		}
		return v.run(cmd.Context(), form)
	}
	return cmd
}

// check refuses flags that contradict each other, rather than leave one out.
func (v *verification) check(cmd *cobra.Command) error {
	const whole = 100                                 // percent
	if math.IsNaN(v.min) || math.IsNaN(v.mutateMin) { // no score would ever reach it
		return bad("", "--min and --mutate-min must be from 0 to 100 percent, not NaN")
	}
	if (v.against == "") != (v.cases == "") {
		return bad("name both: --against DECISIONS --cases CASES", "--against and --cases go together")
	}
	for _, name := range []string{"coverage", "min", "coverage-html", "mutate", "differential", "idle", "generate"} {
		if given := cmd.Flags().Changed(name); given && v.only != "" {
			return bad("leave out --run", "--%s needs all fixtures, and --run chooses among them", name)
		} else if given && v.against != "" {
			return bad("leave it out", "--%s has no meaning with --against, which runs no fixtures", name)
		}
	}
	switch {
	case v.coverageHTML != "" && missing(filepath.Dir(v.coverageHTML)):
		return bad("make the folder first, or choose another", "--coverage-html %s: there is no such folder", v.coverageHTML)
	case v.min < 0 || v.min > whole:
		return bad("", "--min must be from 0 to 100 percent, not %v", v.min)
	case v.mutateMin < 0 || v.mutateMin > whole:
		return bad("", "--mutate-min must be from 0 to 100 percent, not %v", v.mutateMin)
	case v.budget < 1:
		return bad("leave it out for the usual budget", "--budget %d: it is at least 1", v.budget)
	case v.differential < 0:
		return bad("", "--differential must be a number of cases, not %d", v.differential)
	}
	return nil
}

// missing tells before a long run what would only end it.
func missing(folder string) bool {
	_, err := os.Stat(folder)
	return errors.Is(err, fs.ErrNotExist)
}

// run verifies once.
func (v *verification) run(ctx context.Context, form string) error {
	// Much is allocated and little kept: to collect it less often saves a fifth
	// of the time, and costs some 80 MB.
	const percent = 400
	defer debug.SetGCPercent(debug.SetGCPercent(percent))
	const enough = 512 << 20 // bytes; --mutate would let garbage grow to some gigabytes
	if debug.SetMemoryLimit(-1) == math.MaxInt64 {
		defer debug.SetMemoryLimit(debug.SetMemoryLimit(enough))
	}
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
	if only == nil { // the rest needs all fixtures
		for _, add := range v.sections() {
			if err := add(ctx, e, result); err != nil {
				return err
			}
		}
	}
	wrong := slices.DeleteFunc(checked(e.Pack(), lint.Options{}), func(f lint.Finding) bool { return f.Severity != diag.Error })
	shown := report.Verification{Result: result, Lint: v.linted(e, wrong), Rules: v.config.Rules, Cases: v.dir, HideHoles: !v.coverage}
	if err := v.write(v.render(form, shown)); err != nil {
		return err
	}
	if !shown.Passed() {
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

func (v *verification) render(form string, shown report.Verification) []byte {
	var out bytes.Buffer // takes everything
	switch form {
	case "json":
		_ = report.VerifyJSON(&out, shown)
	case "junit":
		_ = report.JUnit(&out, shown)
	default:
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
		len(g.Fixtures), name, g.Mutation.Unnoticed, g.Mutation.Equal, g.Mutation.Undecided))
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
	var list diag.List
	if errors.As(err, &list) {
		for i := range list {
			list[i].File = map[string]string{verify.DecisionsInput: v.against, verify.CasesInput: v.cases}[list[i].File]
		}
	}
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
