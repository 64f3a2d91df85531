package cli

import (
	"bytes"
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/figure"
	"github.com/limber-triage/limber/engine/report"
	"github.com/limber-triage/limber/facts"
)

// decisionFormats are the forms in which screen writes a decision.
var decisionFormats = []string{"text", "json", "markdown", "html"}

const aboutScreen = `Decide one case: whom to see and how soon, or an exercise plan.

CASE is a JSON or YAML file of answers, or - for standard input. Without CASE,
on a terminal, limber asks: emergencies first, and only what still matters.
The HTML page ends with a sheet of the answers, to show to a clinician.`

func (a *app) screenCommand() *cobra.Command {
	s := &screen{app: a}
	cmd := &cobra.Command{
		Use:     "screen [CASE|-]",
		Short:   "Decide one case, from a file or by asking",
		Long:    aboutScreen,
		Example: "  limber screen\n  limber screen case.yaml --format html > plan.html\n  limber facts --format yaml > case.yaml    a form to fill in",
		Args:    atMostOne("case"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return s.run(cmd.Context(), args)
		},
	}
	addKey(cmd.Flags(), "format")
	completeWords(cmd, "format", decisionFormats)
	cmd.Flags().BoolVar(&s.exitCode, "exit-code", false, "exit 10 for a referral, 11 while questions are open")
	cmd.Flags().StringVar(&s.save, "save", "", "when asking: also write the answers to this new file")
	return cmd
}

// screen is one run of the command.
type screen struct {
	*app
	exitCode bool
	save     string
	e        *engine.Engine
	c        *facts.Case // the answers; forgotten once the result is laid out
	unsaved  error       // why the answers could not be saved; shown after the result
}

func (s *screen) run(ctx context.Context, args []string) (err error) {
	if len(args) == 0 && (s.config.NoInput || !s.env.StdinTTY || !s.env.StderrTTY) {
		return bad("name a file, or - for standard input; limber facts --format yaml > case.yaml makes one to fill in",
			"no case given, and nobody to ask")
	}
	if len(args) > 0 && s.save != "" {
		return bad(seeScreen, "--save keeps the answers of a terminal; %s is a file already", args[0])
	}
	if s.e, err = s.load(); err != nil {
		return err
	}
	d, result, err := s.decision(ctx, args)
	if err != nil {
		return s.cannotAssess(s.e, err)
	}
	if d.Fault != nil {
		s.log.Error().Err(d.Fault).Msg("the two evaluators differ; the emergency that one of them saw is shown")
	}
	if err := s.write(result); err != nil {
		return err
	}
	if s.env.StdoutTTY && s.config.Format == "text" && (d.Urgency == engine.Emergency || d.Urgency == engine.Urgent) {
		s.say("\n" + paragraph("", d.Headline, s.width())) // the top of the page may have scrolled away
	}
	if s.unsaved != nil {
		return s.unsaved
	}
	return s.code(d)
}

const seeScreen = "see limber help screen"

// decision reads or asks a case, decides it and renders the result. Any fault
// of ours on the way ends as "cannot assess": a person waits for an answer, and
// a stack trace is none. It is reported by type, since its text could hold an
// answer.
func (s *screen) decision(ctx context.Context, args []string) (d *engine.Decision, result []byte, err error) {
	defer func() {
		if s.c != nil {
			s.c.Reset()
		}
		if fault := recover(); fault != nil {
			err = &engine.CannotAssess{Err: fmt.Errorf("internal fault (%T)", fault)}
		}
	}()
	if len(args) == 0 {
		d, err = s.ask(ctx)
	} else {
		d, err = s.read(ctx, args[0])
	}
	if err != nil {
		return nil, nil, err
	}
	result, err = s.render(d)
	return d, result, err
}

// read decides the case in a file.
func (s *screen) read(ctx context.Context, name string) (*engine.Decision, error) {
	var err error
	if s.c, err = s.readCase(ctx, s.e.Vocabulary(), name); err != nil {
		return nil, err
	}
	return s.e.Decide(ctx, s.c)
}

// ask decides a case answered on the terminal, and saves it when told to.
func (s *screen) ask(ctx context.Context) (*engine.Decision, error) {
	save, err := newSavedCase(s.save)
	if err != nil {
		return nil, err
	}
	defer save.discard()
	in := newInterview(s.e, newPrompter(s.app))
	s.c = in.c
	d, err := in.run(ctx)
	if err != nil {
		return nil, err
	}
	s.unsaved = save.write(in.c)
	return d, nil
}

// render lays a decision out in the chosen format.
func (s *screen) render(d *engine.Decision) ([]byte, error) {
	var b bytes.Buffer
	var err error
	style := s.paper()
	style.Date, style.Answers = s.env.Now(), s.c
	switch s.config.Format {
	case "json":
		err = report.JSON(&b, d)
	case "markdown":
		err = report.Markdown(&b, s.e.Pack(), d, style)
	case "html":
		if style.Figures, err = figure.Load(s.e.Pack().Files, s.e.Pack().Exercises); err != nil {
			s.log.Error().Err(err).Msg("the page has no pictures")
		}
		err = report.HTML(&b, s.e.Pack(), d, style)
	default:
		err = report.Text(&b, s.e.Pack(), d, style)
	}
	if err != nil && b.Len() > 0 {
		// Written whole but for a text that the pack lacks: still worth showing.
		s.log.Error().Err(err).Msg("the pack lacks a text")
		err = nil
	}
	return b.Bytes(), err
}

// code is the exit code that --exit-code asks for.
func (s *screen) code(d *engine.Decision) error {
	switch {
	case s.exitCode && d.Outcome == engine.Referral:
		return &exitError{code: exitReferral}
	case s.exitCode && d.Outcome == engine.Incomplete:
		return &exitError{code: exitIncomplete}
	}
	return nil
}
