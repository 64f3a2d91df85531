package cli

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/proof"
	"github.com/limber-triage/limber/engine/report"
	"github.com/limber-triage/limber/engine/verify"
	"github.com/limber-triage/limber/engine/yamltree"
)

const aboutDiff = `Say exactly what a change of the rules changes: over all cases, not a sample.

OLD and NEW are folders, or revisions of git as REV:folder. For every pair of
outcomes between which some case moves, the smallest case that shows it is
decided by both packs and printed; then how many move, what changes in plans, in
the reasons given, and in the words. Only what is proved is called equal. With
--cases, real or recorded cases are decided by both as well, and counted.

The exit code is 0 when nobody would notice anything, and 1 when a decision, a
plan, a reason or a text differs, or the budget left something open.`

// difference is one run of the command.
type difference struct {
	*app
	cases, changed, from, mapping string
	budget                        int
}

func (a *app) diffCommand() *cobra.Command {
	d := &difference{app: a}
	cmd := &cobra.Command{
		Use:   "diff OLD NEW",
		Short: "Show exactly whose decision a change of the rules changes",
		Long:  aboutDiff,
		Example: "  limber diff main:rules/upperback rules/upperback\n" +
			"  limber diff old new --format markdown > comment.md\n" +
			"  limber diff old new --cases cases.ndjson --changed changed.csv",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 2 {
				return bad(seeHelp(cmd), "diff takes two packs, the old and the new one, not %d", len(args))
			}
			return nil
		},
	}
	format := formatFlag(cmd, "text", "json", "markdown")
	flags := cmd.Flags()
	flags.StringVar(&d.cases, "cases", "", "also decide these cases by both packs: a file, folder or pattern, as batch reads them")
	flags.StringVar(&d.changed, "changed", "", "write the cases that are decided otherwise to this file, as batch writes CSV")
	flags.StringVar(&d.from, "from", "", "form of --cases, where name and content do not tell: ndjson, array, csv, json, yaml")
	completeWords(cmd, "from", formNames())
	flags.StringVar(&d.mapping, "map", "", "which column of --cases is which fact, as for batch")
	flags.IntVar(&d.budget, "budget", proof.DefaultConflicts, "effort for each question; what exceeds it is undecided, never equal")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		form, err := format()
		switch {
		case err != nil:
			return err
		case cmd.Flags().Changed("rules"):
			return bad("limber diff OLD NEW", "diff takes its packs as arguments, not by --rules")
		case d.cases == "" && (d.changed != "" || d.mapping != "" || d.from != ""):
			return bad("name the cases: --cases FILE", "--changed, --map and --from need cases")
		case d.budget < 1:
			return bad("leave it out for the usual one", "--budget must be at least 1")
		}
		return d.run(cmd.Context(), form, args[0], args[1])
	}
	return cmd
}

func (d *difference) run(ctx context.Context, form, oldName, newName string) error {
	old, err := d.pack(ctx, oldName)
	if err != nil {
		return err
	}
	new, err := d.pack(ctx, newName)
	if err != nil {
		return err
	}
	found, err := verify.Diff(ctx, old, new, verify.DiffOptions{Conflicts: d.budget})
	if err != nil {
		return d.cannotAssess(new, err)
	}
	if d.cases != "" {
		if found.Impact, err = d.impact(ctx, old, new); err != nil {
			return err
		}
	}
	shown := report.Difference{Difference: found, OldPlace: oldName, NewPlace: newName}
	var out bytes.Buffer
	switch form {
	case "json":
		err = report.DiffJSON(&out, shown)
	case "markdown":
		err = report.DiffMarkdown(&out, shown)
	default:
		err = report.DiffText(&out, shown, d.paper())
	}
	if err != nil {
		return broken(err)
	}
	if err := d.write(out.Bytes()); err != nil {
		return err
	}
	if found.Verdict != verify.DiffEqual || found.Impact != nil && found.Impact.Same != found.Impact.Cases {
		return &exitError{code: exitFindings}
	}
	return nil
}

// pack loads a pack from a folder or a revision of git. Both evaluators are
// built, and confirm each other on every case that is shown.
func (d *difference) pack(ctx context.Context, name string) (*engine.Engine, error) {
	one := *d.app
	one.config.Rules = name
	rev, folder, ok := revision(name)
	switch info, err := os.Stat(name); {
	case ok && errors.Is(err, fs.ErrNotExist):
	case errors.Is(err, fs.ErrNotExist):
		return nil, bad("name a folder that holds a pack, or a revision of git such as main:rules/upperback", "%s: there is no such folder", yamltree.Quote(name))
	case err != nil:
		return nil, notOpened(name, err)
	case !info.IsDir():
		return nil, bad("name the folder that holds it", "%s: this is a file, not a folder", name)
	default:
		return one.load()
	}
	files, err := committed(ctx, rev, folder)
	if err != nil {
		return nil, err
	}
	o := engine.Options{MaxExercises: d.config.MaxExercises, Locale: d.config.Locale, Region: d.config.Region}
	e, err := d.env.Load(files, o)
	if err != nil {
		return nil, one.badPack(files, o, err)
	}
	return e, nil
}
