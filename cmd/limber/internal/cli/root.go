package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/yamltree"
)

const aboutLimber = `limber decides what a person with upper-back pain should do next: whom to see
and how soon, or which exercises, in order.

It is not a diagnosis, and no medical device. In an emergency call 112, or your
local emergency number, first.`

// globalKeys are the keys of config that every command takes as flags.
var globalKeys = []string{"rules", "locale", "region", "max_exercises", "log_level", "log_format", "no_input", "color"}

func (a *app) rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:               "limber",
		Short:             "What to do next about upper-back pain",
		Long:              aboutLimber,
		Example:           "  limber screen                     asks, then answers\n  limber screen case.yaml           answers for a case in a file",
		Args:              cobra.ArbitraryArgs, // refused by RunE, with a hint
		SilenceErrors:     true,
		SilenceUsage:      true,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error { return a.configure(cmd) },
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return bad(didYouMean(cmd, args[0], "limber help lists the commands"), "unknown command %s", yamltree.Quote(args[0]))
			}
			return cmd.Help()
		},
	}
	root.SetIn(a.env.Stdin)
	root.SetOut(a.env.Stdout)
	root.SetErr(a.env.Stderr)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error { return bad(seeHelp(cmd), "%w", err) })
	for _, name := range globalKeys {
		addKey(root.PersistentFlags(), name)
	}
	root.PersistentFlags().String("config", "", "configuration file; limber.yaml in this folder if there is one")
	root.PersistentFlags().BoolP("help", "h", false, "show help")
	root.AddCommand(
		a.screenCommand(),
		a.batchCommand(),
		a.explainCommand(),
		a.serveCommand(),
		a.factsCommand(),
		a.exercisesCommand(),
		a.rulesCommand(),
		a.diffCommand(),
		a.verifyCommand(),
		a.lintCommand(),
		a.newCommand(),
		a.versionCommand(),
		a.completionCommand(),
		configTopic(),
		exitCodesTopic(),
	)
	root.SetUsageTemplate(strings.ReplaceAll(root.UsageTemplate(), ".FlagUsages", fmt.Sprintf(".FlagUsagesWrapped %d", defaultWidth)))
	root.SetHelpCommand(helpCommand(root))
	return root
}

// helpCommand refuses unknown topics, which cobra's own lets pass.
func helpCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:               "help [COMMAND|TOPIC]",
		Short:             "Explain a command or a topic",
		PersistentPreRunE: func(*cobra.Command, []string) error { return nil }, // help works whatever the configuration
		RunE: func(_ *cobra.Command, args []string) error {
			cmd, rest, err := root.Find(args)
			if err == nil && len(rest) == 0 {
				return cmd.Help()
			}
			topic := strings.Join(args, " ")
			return bad(didYouMean(root, topic, "limber help lists commands and topics"), "there is no help on %s", yamltree.Quote(topic))
		},
	}
}

func didYouMean(root *cobra.Command, word, fallback string) string {
	var names []string
	for _, c := range root.Commands() {
		names = append(names, c.Name())
	}
	return diag.DidYouMean(word, names, fallback)
}

// seeHelp points to the help of a command.
func seeHelp(cmd *cobra.Command) string {
	return "see limber help" + strings.TrimPrefix(cmd.CommandPath(), cmd.Root().Name())
}

// atMostOne is the arguments of a command that takes one thing or none.
func atMostOne(thing string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) > 1 {
			return bad(seeHelp(cmd), "%s takes one %s, not %d", cmd.Name(), thing, len(args))
		}
		return nil
	}
}

// noArgs is the arguments of a command that takes none.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return bad(seeHelp(cmd), "%s takes no arguments, and was given %s", cmd.Name(), yamltree.Quote(args[0]))
	}
	return nil
}

// formatFlag gives a command the flag --format with formats of its own, the
// first being the usual one. The function it returns checks what was given.
func formatFlag(cmd *cobra.Command, formats ...string) func() (string, error) {
	given := cmd.Flags().String("format", formats[0], strings.Join(formats, ", "))
	completeWords(cmd, "format", formats)
	return func() (string, error) {
		for _, f := range formats {
			if f == *given {
				return f, nil
			}
		}
		return "", bad(diag.DidYouMean(*given, formats, "it is one of: "+strings.Join(formats, ", ")), "--format: %s has no format %s", cmd.Name(), yamltree.Quote(*given))
	}
}

// completeWords lets the shell complete a flag's values.
func completeWords(cmd *cobra.Command, flag string, words []string) {
	err := cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
	if err != nil {
		panic(fmt.Sprintf("complete --%s: %v", flag, err)) // only a flag that is not there
	}
}
