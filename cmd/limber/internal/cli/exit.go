package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
	"unicode"

	"github.com/limber-triage/limber/engine/diag"
)

// The exit codes, the same for every command.
const (
	exitDone        = 0
	exitFindings    = 1
	exitBad         = 2
	exitIO          = 3
	exitRejects     = 4
	exitReferral    = 10
	exitIncomplete  = 11
	exitInterrupted = 130
)

// exitCodes explains them, for help and the README.
var exitCodes = []struct {
	code    int
	meaning string
}{
	{exitDone, "done; a decision was made, whatever it says"},
	{exitFindings, "findings: a fixture fails, a claim is broken, decisions differ, cases were rejected"},
	{exitBad, "wrong usage, a case or pack with mistakes, no decision, cannot assess"},
	{exitIO, "input or output failed"},
	{exitRejects, "more rejected cases than the limit"},
	{exitReferral, "with screen --exit-code: a referral"},
	{exitIncomplete, "with screen --exit-code: questions are still open"},
	{exitInterrupted, "interrupted (Ctrl-C); no decision was made"},
}

// exitError ends a command with a code. Without err there is nothing left to
// say: the result itself has been written.
type exitError struct {
	code    int
	err     error
	hint    string            // what to do next
	help    []string          // shown below: when and whom to call
	sources map[string][]byte // what the places of a diag.List in err point into
}

func (e *exitError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit %d", e.code)
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

// bad is the error of wrong usage or input, with the way out.
func bad(hint, format string, args ...any) error {
	return &exitError{code: exitBad, err: fmt.Errorf(format, args...), hint: hint}
}

// broken is the error of input or output that failed.
func broken(err error) error { return &exitError{code: exitIO, err: err} }

func interrupted() error {
	return &exitError{code: exitInterrupted, err: errors.New("interrupted: no decision was made")}
}

// fail says what went wrong, and returns the exit code.
func (a *app) fail(err error) int {
	if err == nil {
		return exitDone
	}
	e := &exitError{code: exitBad, err: err}
	errors.As(err, &e)
	var list diag.List
	switch {
	case e.err == nil, errors.Is(err, syscall.EPIPE): // nobody is reading any more
	case errors.As(e.err, &list):
		a.say(a.mistakes(list, e.sources))
	default:
		a.say(a.worded("limber: ", e.err.Error()))
	}
	if e.hint != "" {
		a.say(a.worded("hint: ", e.hint))
	}
	if len(e.help) > 0 {
		a.say("\n" + emergencyHelp(e.help))
	}
	if errors.Is(err, syscall.EPIPE) {
		return exitIO
	}
	return e.code
}

// worded breaks a message into lines on a terminal; elsewhere, where programs
// may read it, it stays on one.
func (a *app) worded(prefix, text string) string {
	if !a.env.StderrTTY || strings.Contains(text, "\n") {
		return prefix + text + "\n"
	}
	return paragraph(prefix, text, a.width())
}

// say writes to standard error. There is nowhere to report that it failed. The
// name of a file may hold what a terminal would obey: it is shown as a ?.
func (a *app) say(text string) {
	_, _ = fmt.Fprint(a.env.Stderr, strings.Map(func(c rune) rune {
		if unicode.IsControl(c) && c != '\n' && c != '\t' {
			return '?'
		}
		return c
	}, text))
}

// write puts a finished result on standard output.
func (a *app) write(result []byte) error {
	if _, err := a.env.Stdout.Write(result); err != nil {
		return broken(fmt.Errorf("write the result: %w", cause(err)))
	}
	return nil
}

// cause leaves out the operation and path that package os puts before an
// error; the message names the file already.
func cause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

// shownMistakes bounds the mistakes shown at once; nobody mends more in one go.
const shownMistakes = 20

// moreMistakes is the code by which a reader says that it stopped counting.
const moreMistakes = "more-mistakes"

// mistakes shows each mistake with its place, a caret below it and a hint.
func (a *app) mistakes(list diag.List, sources map[string][]byte) string {
	counted := ""
	if n := len(list); n > 0 && list[n-1].Code == moreMistakes {
		list, counted = list[:n-1], "at least "
	}
	var b strings.Builder
	for _, d := range list[:min(len(list), shownMistakes)] {
		line := d
		line.Hint = ""
		b.WriteString(a.worded("limber: ", line.Error()))
		if src, shown := sources[d.File]; shown {
			if snippet := diag.Snippet(src, d); snippet != "" {
				b.WriteString(snippet + "\n")
			}
		}
		if d.Hint != "" {
			b.WriteString(a.worded("hint: ", d.Hint))
		}
	}
	if more := len(list) - shownMistakes; more > 0 {
		fmt.Fprintf(&b, "limber: and %s%d more\n", counted, more)
	}
	return b.String()
}

// emergencyHelp lays out what to do without a decision: a lead, whom to call,
// and the signs.
func emergencyHelp(help []string) string {
	var b strings.Builder
	for i, text := range help {
		prefix := "* "
		if i < 2 { // the lead and the number to call
			prefix = ""
		}
		b.WriteString(paragraph(prefix, text, defaultWidth))
	}
	return b.String()
}

// notOpened words why a file could not be opened. The person who named it can
// mend that, so it is exit code 2; a read that fails later is 3.
func notOpened(name string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return bad("check the name and the folder", "%s: there is no such file", name)
	case errors.Is(err, fs.ErrPermission):
		return bad("ask for the right to use it, or choose another", "%s: you may not open this file", name)
	}
	return bad("check the name and the folder", "open %s: %w", name, cause(err))
}

// notRead is the error of a read that failed.
func notRead(name string, err error) error {
	return broken(fmt.Errorf("read %s: %w", name, cause(err)))
}
