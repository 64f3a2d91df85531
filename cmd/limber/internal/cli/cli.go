// Package cli owns the command line of limber: one file for each command, the
// configuration (config.go), the log (log.go), exit codes and errors
// (exit.go), and the questions asked on a terminal (interview.go and on).
//
// Results go to standard output, everything else to standard error. It never
// decides anything about a person, never writes an answer to a log, and never
// ends the process: [Main] returns the exit code.
package cli

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/rs/zerolog"

	"github.com/limber-triage/limber/engine"
)

// Env is everything a command may touch besides the files that it is told to
// read. Tests make their own; [Process] is the real one.
type Env struct {
	Args    []string // without the program's name
	Stdin   io.Reader
	Stdout  io.Writer
	Stderr  io.Writer
	Environ []string // KEY=value, as os.Environ gives it

	// Which of the three are terminals. Questions are asked only when Stdin
	// and Stderr both are.
	StdinTTY, StdoutTTY, StderrTTY bool
	Width                          int // columns of the terminal; 0: 80

	Rules fs.FS            // the built-in pack
	Now   func() time.Time // nil: time.Now

	// Load prepares a pack; nil: engine.Load. Tests pass one that fails.
	Load func(fs.FS, engine.Options) (*engine.Engine, error)
}

// Process is the environment of the running process, with its built-in pack.
func Process(rules fs.FS) Env {
	env := Env{
		Args: os.Args[1:], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Environ: os.Environ(), Rules: rules,
		StdinTTY: term.IsTerminal(os.Stdin.Fd()), StdoutTTY: term.IsTerminal(os.Stdout.Fd()), StderrTTY: term.IsTerminal(os.Stderr.Fd()),
	}
	if columns, _, err := term.GetSize(os.Stderr.Fd()); err == nil {
		env.Width = columns
	}
	return env
}

// lookup returns a variable of the environment, "" when it is not set.
func (e *Env) lookup(name string) string {
	for _, entry := range e.Environ {
		if value, ok := strings.CutPrefix(entry, name+"="); ok {
			return value
		}
	}
	return ""
}

// app is one run of the program.
type app struct {
	env    Env
	config config
	origin map[string]string // by key of config: what set it, as the user wrote it
	log    zerolog.Logger
}

// Main runs one command and returns its exit code. It returns within moments
// once ctx is done.
func Main(ctx context.Context, env Env) int {
	if env.Now == nil {
		env.Now = time.Now
	}
	if env.Load == nil {
		env.Load = engine.Load
	}
	a := &app{env: env, log: zerolog.Nop()}
	root := a.rootCommand()
	root.SetArgs(env.Args)
	err := root.ExecuteContext(ctx)
	var said *exitError
	if ctx.Err() != nil && err != nil && !(errors.As(err, &said) && said.code == exitInterrupted) {
		err = interrupted()
	}
	return a.fail(err)
}

// slowly runs what may block for as long as it likes, such as a read from a
// terminal, and gives up waiting when ctx is done. What it leaves behind ends
// with the process.
func slowly[T any](ctx context.Context, run func() (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	done := make(chan result, 1)
	go func() {
		value, err := run()
		done <- result{value, err}
	}()
	select {
	case r := <-done:
		return r.value, r.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}
