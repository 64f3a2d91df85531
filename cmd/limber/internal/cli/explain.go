package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/proof"
	"github.com/limber-triage/limber/engine/report"
	"github.com/limber-triage/limber/engine/yamltree"
	"github.com/limber-triage/limber/facts"
)

const aboutExplain = `Decide one case and show the way to the decision: each rule that fired, in the
order in which they ran, with the answers that made it fire.

With --why-not it also finds the fewest answers that would have to differ for
the rules to end elsewhere: at an outcome (plan, referral, incomplete), an
urgency (emergency, urgent, soon, self_care) or both ("plan routine").

It is for the person who reviews the rules: it says what they depend on, and is
never a reason to answer otherwise. The output repeats answers: treat it as you
would the case.`

func (a *app) explainCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "explain CASE|-",
		Short:   "Show which rules decided a case, and on which answers",
		Long:    aboutExplain,
		Example: "  limber explain case.yaml\n  limber explain case.yaml --why-not plan\n  limber explain - --format json < case.json",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return bad("name a file, or - for standard input", "no case given")
			}
			return atMostOne("case")(cmd, args)
		},
	}
	format := formatFlag(cmd, "text", "json")
	whyNot := cmd.Flags().String("why-not", "", "the fewest answers that would have to differ to end here, such as plan or emergency")
	completeWords(cmd, "why-not", whyNotWords())
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		form, err := format()
		if err != nil {
			return err
		}
		var end *proof.End
		if cmd.Flags().Changed("why-not") {
			if end, err = endNamed(*whyNot); err != nil {
				return err
			}
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
		shown := report.Explanation{Trace: trace}
		if shown.Open, shown.WhyNot, err = examine(cmd.Context(), e, c, end); err != nil {
			return a.cannotAssess(e, err)
		}
		var out bytes.Buffer
		if form == "json" {
			err = report.ExplainJSON(&out, shown)
		} else {
			err = report.Explain(&out, e.Pack(), shown, a.paper())
		}
		if err != nil {
			return broken(err)
		}
		return a.write(out.Bytes())
	}
	return cmd
}

// examine asks the proofs about a case: what its open questions can still change,
// and, given an end, what would have to differ for it. What they find is decided
// by the whole engine before it counts.
func examine(ctx context.Context, e *engine.Engine, c *facts.Case, end *proof.End) (open []proof.OpenQuestion, w *report.WhyNot, err error) {
	o := proof.Options{Replay: func(ctx context.Context, c *facts.Case) (proof.End, error) {
		d, err := e.Decide(ctx, c)
		if err != nil {
			return proof.End{}, err
		}
		return proof.End{Outcome: string(d.Outcome), Urgency: string(d.Urgency)}, nil
	}}
	if open, err = proof.OpenQuestions(ctx, e.Pack(), c, o); err != nil || end == nil {
		return open, nil, err
	}
	w = &report.WhyNot{End: *end}
	if w.Instead, err = proof.WhyNot(ctx, e.Pack(), c, *end, o); err == nil && w.Instead.Case != nil {
		w.Decision, err = e.Decide(ctx, w.Instead.Case)
	}
	return open, w, err
}

// whyNotWords lists what --why-not takes.
func whyNotWords() []string {
	words := []string{"plan", "referral", "incomplete", "emergency", "urgent", "soon", "self_care"}
	for _, e := range proof.Ends() {
		if e.Urgency != "" {
			words = append(words, e.String())
		}
	}
	return words
}

// endNamed reads an end: an outcome, an urgency, or both.
func endNamed(text string) (*proof.End, error) {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return r == ' ' || r == ',' || r == ':' || r == '/' })
	var fit []proof.End
	for _, e := range proof.Ends() {
		switch name := strings.Join(words, " "); name {
		case e.Outcome:
			return &proof.End{Outcome: e.Outcome}, nil
		case e.String():
			return &e, nil
		case e.Urgency:
			fit = append(fit, e)
		}
	}
	if len(fit) == 1 {
		return &fit[0], nil
	}
	if len(fit) > 1 {
		return nil, bad(fmt.Sprintf("write %q or %q", fit[0].String(), fit[1].String()), "--why-not: %s is an urgency of two outcomes", text)
	}
	return nil, bad(diag.DidYouMean(text, whyNotWords(), "it is one of: "+strings.Join(whyNotWords(), ", ")), "--why-not: no decision ends in %s", yamltree.Quote(text))
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
