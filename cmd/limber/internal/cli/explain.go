package cli

import (
	"bytes"
	"errors"

	"github.com/spf13/cobra"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/report"
)

const aboutExplain = `Decide one case and show the way to the decision: each rule that fired, in the
order in which they ran, with the answers that made it fire.

It is for the person who reviews the rules. The output repeats answers: treat it
as you would the case.`

func (a *app) explainCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "explain CASE|-",
		Short:   "Show which rules decided a case, and on which answers",
		Long:    aboutExplain,
		Example: "  limber explain case.yaml\n  limber explain - --format json < case.json",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return bad("name a file, or - for standard input", "no case given")
			}
			return atMostOne("case")(cmd, args)
		},
	}
	format := formatFlag(cmd, "text", "json")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		form, err := format()
		if err != nil {
			return err
		}
		e, err := a.load()
		if err != nil {
			return err
		}
		c, err := a.readCase(cmd.Context(), e.Vocabulary(), args[0])
		if err != nil {
			return err
		}
		trace, err := e.Explain(cmd.Context(), c)
		if err != nil {
			return a.cannotAssess(e, err)
		}
		var out bytes.Buffer
		if form == "json" {
			err = report.ExplainJSON(&out, trace)
		} else {
			err = report.Explain(&out, e.Pack(), trace, a.paper())
		}
		if err != nil {
			return broken(err)
		}
		return a.write(out.Bytes())
	}
	return cmd
}

// cannotAssess turns a case that could not be evaluated into what the person
// sees: that there is no decision, and when to call for help. Any other error
// stays as it is.
func (a *app) cannotAssess(e *engine.Engine, err error) error {
	var cannot *engine.CannotAssess
	if !errors.As(err, &cannot) {
		return err
	}
	a.log.Error().Err(cannot.Err).Msg("cannot assess")
	return &exitError{code: exitBad, err: errors.New("cannot assess this case"), help: e.EmergencyHelp()}
}
