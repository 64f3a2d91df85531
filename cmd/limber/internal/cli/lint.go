package cli

import (
	"bytes"
	"errors"
	"slices"

	"github.com/spf13/cobra"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/figure"
	"github.com/limber-triage/limber/engine/lint"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/report"
)

const aboutLint = `Look for what is legal and wrong all the same: what nobody uses, what can never
hold, what is said twice, and texts that are long, hard or unkind.

Only errors give exit code 1; warnings and notes are shown. A finding is
accepted by a waiver in pack.yaml, with its reason and date.`

func (a *app) lintCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "lint",
		Short:   "Check the text of a pack without running it",
		Long:    aboutLint,
		Example: "  limber lint --rules rules/upperback\n  limber lint --explain unused-tip\n  limber lint --format sarif > lint.sarif",
		Args:    noArgs,
	}
	format := formatFlag(cmd, "text", "json", "sarif", "github")
	explain := cmd.Flags().String("explain", "", "explain one kind of finding, by its code; all lists them")
	grade := cmd.Flags().Float64("max-grade", 0, "highest reading grade of texts for people, in years of school; 0 for 9")
	cmd.RunE = func(*cobra.Command, []string) error {
		form, err := format()
		if err != nil {
			return err
		}
		if *explain != "" {
			page, err := lint.Explain(*explain)
			if err != nil {
				return bad("limber lint --explain all lists them", "%w", err)
			}
			return a.write([]byte(page))
		}
		if !(*grade >= 0) { // NaN too: no text would be above it
			return bad("leave it out for the usual grade", "--max-grade must be a number of years, not %v", *grade)
		}
		return a.lint(form, *grade)
	}
	return cmd
}

// lint checks the pack that the configuration names. What load refuses is
// shown with the rest, since one report is enough.
func (a *app) lint(form string, grade float64) error {
	fsys, err := a.packFiles()
	if err != nil {
		return err
	}
	p, err := pack.Load(fsys, pack.Options{Locale: a.config.Locale})
	var refused diag.List
	if err != nil && !errors.As(err, &refused) {
		return a.badPack(fsys, engine.Options{}, err)
	}
	findings := lint.Wrap(refused)
	if err == nil {
		findings = checked(p, lint.Options{MaxGrade: grade})
	}
	l := report.Lint{Findings: findings, Files: p.Files, Dir: a.config.Rules, Version: engine.Version}
	var out bytes.Buffer
	switch form {
	case "json":
		err = report.LintJSON(&out, l)
	case "sarif":
		err = report.LintSARIF(&out, l)
	case "github":
		err = report.LintGitHub(&out, l)
	default:
		err = report.LintText(&out, l, a.paper())
	}
	if err != nil {
		return broken(err)
	}
	if err := a.write(out.Bytes()); err != nil {
		return err
	}
	if lint.Count(findings, diag.Error) > 0 {
		return &exitError{code: exitFindings}
	}
	return nil
}

// checked is what lint finds in a loaded pack, and the mistakes of its figures,
// which only pages with pictures would show.
func checked(p *pack.Pack, o lint.Options) []lint.Finding {
	findings := lint.Run(p, o)
	_, err := figure.Load(p.Files, p.Exercises)
	var wrong diag.List
	errors.As(err, &wrong)
	findings = append(findings, lint.Wrap(wrong)...)
	slices.SortStableFunc(findings, func(a, b lint.Finding) int { return diag.Compare(a.Diagnostic, b.Diagnostic) })
	return findings
}

// linted is what a report of findings shows for a loaded pack.
func (a *app) linted(e *engine.Engine, findings []lint.Finding) report.Lint {
	return report.Lint{Findings: findings, Files: e.Pack().Files, Dir: a.config.Rules, Version: engine.Version}
}
