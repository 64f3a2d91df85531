package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// configTopic is the table of keys: limber help config.
func configTopic() *cobra.Command {
	var b strings.Builder
	b.WriteString("Settings come from flags, then from LIMBER_* variables, then from limber.yaml in\n" +
		"the working directory (or the file that --config or LIMBER_CONFIG names).\n" +
		"The first that names a key decides. No setting changes how urgent a case is.\n\n")
	for _, k := range configKeys {
		initial := fmt.Sprint(k.initial)
		if initial == "" {
			initial = "empty"
		}
		fmt.Fprintf(&b, "%s\n", k.name)
		b.WriteString(paragraph("    ", k.meaning+".", defaultWidth))
		if k.words != nil {
			b.WriteString(paragraph("    ", "One of: "+strings.Join(k.words, ", ")+".", defaultWidth))
		}
		b.WriteString(paragraph("    ", fmt.Sprintf("--%s, %s. Without either: %s.", k.flag(), k.variable(), initial), defaultWidth))
	}
	b.WriteString("\nlimber.yaml:\n\n    region: IE\n    max_exercises: 4\n")
	return &cobra.Command{Use: "config", Short: "The keys of limber.yaml and the environment", Long: b.String()}
}

// exitCodesTopic is the table of exit codes: limber help exit-codes.
func exitCodesTopic() *cobra.Command {
	var b strings.Builder
	b.WriteString("The exit code says how the run went, never how the person is, unless\nscreen --exit-code asks for it.\n\n")
	for _, e := range exitCodes {
		b.WriteString(paragraph(fmt.Sprintf("%5d  ", e.code), e.meaning, defaultWidth))
	}
	return &cobra.Command{Use: "exit-codes", Short: "What the exit codes mean", Long: b.String()}
}
