package cli

import (
	"bytes"
	"strings"

	"github.com/spf13/cobra"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/yamltree"
)

var shells = []string{"bash", "zsh", "fish", "powershell"}

func (a *app) completionCommand() *cobra.Command {
	return &cobra.Command{
		Use:       "completion SHELL",
		Short:     "Write the completion script of a shell",
		Long:      "Write the completion script of a shell: " + strings.Join(shells, ", ") + ".",
		Example:   "  source <(limber completion bash)\n  limber completion fish > ~/.config/fish/completions/limber.fish",
		ValidArgs: shells,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return bad("name one of: "+strings.Join(shells, ", "), "completion takes one shell, not %d", len(args))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			var b bytes.Buffer
			var err error
			switch root := cmd.Root(); args[0] {
			case "bash":
				err = root.GenBashCompletionV2(&b, true)
			case "zsh":
				err = root.GenZshCompletion(&b)
			case "fish":
				err = root.GenFishCompletion(&b, true)
			case "powershell":
				err = root.GenPowerShellCompletionWithDesc(&b)
			default:
				err = bad(diag.DidYouMean(args[0], shells, "name one of: "+strings.Join(shells, ", ")), "unknown shell %s", yamltree.Quote(args[0]))
			}
			if err != nil {
				return err
			}
			return a.write(b.Bytes())
		},
	}
}
