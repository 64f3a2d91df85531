package main_test

import (
	"context"
	"errors"
	"flag"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/limber-triage/limber/cmd/limber/internal/cli"
	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/rules"
)

var update = flag.Bool("update", false, "rewrite what the scripts compare with")

// TestMain lets scripts run the real command line in a process of its own.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"limber": func() { command(nil) },
		// limber-tty believes that a person sits at a terminal.
		"limber-tty": func() { command(func(env *cli.Env) { env.StdinTTY, env.StderrTTY = true, true }) },
		// limber-disagree has a program that never sees the rule of $BLIND.
		"limber-disagree": func() { command(func(env *cli.Env) { env.Load = blinded }) },
		// limber-panic has a plan that no program can make.
		"limber-panic": func() { command(func(env *cli.Env) { env.Load = panicking }) },
	})
}

func command(change func(*cli.Env)) {
	env := cli.Process(rules.UpperBack())
	env.Now = func() time.Time { return time.Date(2026, time.November, 21, 9, 0, 0, 0, time.UTC) }
	if change != nil {
		change(&env)
	}
	os.Exit(cli.Main(context.Background(), env))
}

// blinded loads a pack and takes a rule's condition away from the program;
// Grule, which has its own copy, still sees it.
func blinded(fsys fs.FS, o engine.Options) (*engine.Engine, error) {
	p, err := pack.Load(fsys, pack.Options{Locale: o.Locale})
	if err != nil {
		return nil, err
	}
	for _, r := range p.Rules {
		if r.Name == os.Getenv("BLIND") {
			r.Cond = pack.Or{}
			return engine.New(p, o)
		}
	}
	return nil, errors.New("set BLIND to the name of a rule")
}

func panicking(fsys fs.FS, o engine.Options) (*engine.Engine, error) {
	e, err := engine.Load(fsys, o)
	if err == nil {
		e.Pack().Clearance = len(e.Pack().Found)
	}
	return e, err
}

// TestScripts runs testdata/script, each in a folder with a copy of the small
// pack, which is the usual one there: texts for people are still being written,
// and the scripts compare whole outputs.
func TestScripts(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..", "testdata", "script")
	testscript.Run(t, testscript.Params{
		Dir:                 root,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       *update,
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "edit": edit},
		Setup: func(env *testscript.Env) error {
			env.Setenv("LIMBER_RULES", "small")
			env.Setenv("NO_COLOR", "1")
			return os.CopyFS(filepath.Join(env.WorkDir, "small"), os.DirFS(filepath.Join(root, "small")))
		},
	})
}

// edit copies a folder and replaces a text in one of its files, which must hold
// it once: edit small new rules.grl OLD NEW. The copy may be there already, and
// \n in NEW begins a line.
func edit(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 5 {
		ts.Fatalf("usage: edit FROM TO FILE OLD NEW")
	}
	to := ts.MkAbs(args[1])
	if _, err := os.Stat(to); err != nil {
		ts.Check(os.CopyFS(to, os.DirFS(ts.MkAbs(args[0]))))
	}
	name := filepath.Join(to, args[2])
	text := ts.ReadFile(name)
	if strings.Count(text, args[3]) != 1 {
		ts.Fatalf("%q is in %s %d times, not once", args[3], args[2], strings.Count(text, args[3]))
	}
	ts.Check(os.WriteFile(name, []byte(strings.Replace(text, args[3], strings.ReplaceAll(args[4], `\n`, "\n"), 1)), 0o644))
}

// exits runs a command and holds its exit code against the first argument:
// exits 2 limber screen nothing.yaml
func exits(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND [ARGUMENT...]")
	}
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if want, err := strconv.Atoi(args[0]); err != nil || got != want {
		ts.Fatalf("exit code %d, expected %s", got, args[0])
	}
}
