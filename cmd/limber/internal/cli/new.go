package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/limber-triage/limber/engine/lint"
)

const aboutNewRule = `Write the draft of a rule: the rule itself, its card, its source and a fixture,
with FILL IN wherever only you know what belongs there. The draft changes no
decision, and limber lint lists what is left to fill in.

The pack must be a folder: name it with --rules.`

func (a *app) newCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "new",
		Short: "Start a new rule",
		Args:  noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return bad("limber new rule NAME", "say what is to be new")
		},
	}
	rule := &cobra.Command{
		Use:     "rule NAME",
		Short:   "Write the draft of a rule, its card, source and fixture",
		Long:    aboutNewRule,
		Example: "  limber new rule NumbLittleFinger --rules rules/upperback",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return bad(seeHelp(cmd), "name the new rule, in CamelCase")
			}
			return nil
		},
	}
	cases := rule.Flags().String("fixtures", usualFixtures, "folder of the fixtures")
	rule.RunE = func(_ *cobra.Command, args []string) error {
		if a.config.Rules == "" {
			return bad("name the pack's folder, such as --rules rules/upperback", "the built-in pack cannot be changed")
		}
		e, err := a.load()
		if err != nil {
			return err
		}
		if info, err := os.Stat(*cases); err != nil || !info.IsDir() {
			return bad("name the folder of the fixtures with --fixtures", "%s: there is no such folder", *cases)
		}
		files, err := lint.Scaffold(e.Pack(), args[0])
		if err != nil {
			return bad("", "%w", err)
		}
		for _, f := range files {
			name := filepath.Join(a.config.Rules, f.Name)
			if f.Fixture {
				name = filepath.Join(*cases, f.Name)
			}
			if err := writeDraft(name, f); err != nil {
				return err
			}
			if err := a.write([]byte(name + "\n")); err != nil {
				return err
			}
		}
		a.say("limber lint --rules " + a.config.Rules + " lists what is left to fill in.\n")
		return nil
	}
	cmd.AddCommand(rule)
	return cmd
}

// writeDraft never overwrites a file that is to be new.
func writeDraft(name string, f lint.File) error {
	flags := os.O_WRONLY | os.O_CREATE | os.O_TRUNC
	if f.New {
		flags = os.O_WRONLY | os.O_CREATE | os.O_EXCL
	}
	file, err := os.OpenFile(name, flags, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return bad("choose another name for the rule", "%s: the file exists already", name)
	}
	if err != nil {
		return broken(fmt.Errorf("write %s: %w", name, cause(err)))
	}
	_, err = file.Write(f.Content)
	if err := errors.Join(err, file.Close()); err != nil {
		return broken(fmt.Errorf("write %s: %w", name, cause(err)))
	}
	return nil
}
