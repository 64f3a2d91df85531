package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
)

// prompter shows text to a person and reads lines from them: no cursor moves,
// no raw mode, so that it works in tmux, over a slow line, with a screen
// reader and with piped input.
type prompter struct {
	in     *bufio.Reader
	out    io.Writer
	width  int
	colour bool
	kept   string // where the answers are kept, for whoever is about to give them
}

func newPrompter(a *app) *prompter {
	kept := "with --save"
	if a.config.Format == "html" {
		kept = "on the page you asked for, and with --save"
	}
	return &prompter{in: bufio.NewReader(a.env.Stdin), out: a.env.Stderr, width: a.width(), colour: a.colour(a.env.StderrTTY), kept: kept}
}

// text writes a paragraph behind a prefix.
func (t *prompter) text(prefix, s string) { t.painted("", prefix, s) }

func (t *prompter) painted(paint, prefix, s string) {
	s = paragraph(prefix, s, t.width)
	if t.colour && paint != "" {
		s = paint + strings.TrimSuffix(s, "\n") + reset + "\n"
	}
	_, _ = io.WriteString(t.out, s) // whoever does not see the question cannot answer it
}

// blank writes an empty line.
func (t *prompter) blank() { _, _ = io.WriteString(t.out, "\n") }

// heading writes an underlined line.
func (t *prompter) heading(s string) {
	t.blank()
	t.painted(bold, "", s)
	t.painted(faint, "", strings.Repeat("-", min(len(s), t.width)))
}

// maxLine bounds what a person can type in one line, in bytes; more is cut.
const maxLine = 1000

// line reads one line behind a prompt, without its end and surrounding space.
// End of input is io.EOF, also after part of a line: nobody pressed Enter to
// confirm it.
func (t *prompter) line(ctx context.Context, prompt string) (string, error) {
	_, _ = fmt.Fprint(t.out, prompt+"> ")
	s, err := slowly(ctx, t.readLine)
	if err != nil {
		t.blank()
	}
	return strings.TrimSpace(s), err
}

func (t *prompter) readLine() (string, error) {
	var b strings.Builder
	for {
		part, err := t.in.ReadSlice('\n')
		if room := maxLine - b.Len(); room > 0 {
			b.Write(part[:min(len(part), room)])
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return b.String(), err
		}
	}
}

// errQuit is what line input comes to when the person wants to stop.
var errQuit = errors.New("stopped: no decision was made")

// noDecision words why asking ended without a decision.
func noDecision(err error) error {
	switch {
	case errors.Is(err, errQuit):
		return &exitError{code: exitBad, err: errQuit}
	case errors.Is(err, io.EOF):
		return bad("answer on a terminal, or give a case file: see limber help screen", "the input ended early: no decision was made")
	}
	return err
}
