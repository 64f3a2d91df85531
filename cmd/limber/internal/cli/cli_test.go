package cli_test

import (
	"bytes"
	"context"
	"io/fs"
	"strings"
	"syscall"
	"testing"

	"github.com/limber-triage/limber/cmd/limber/internal/cli"
	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/rules"
)

// silence is a terminal at which nobody types; it says when it is waited for.
type silence chan struct{}

func (s silence) Read([]byte) (int, error) {
	close(s)
	select {} // as a read from a real terminal would
}

// interrupted runs a command and interrupts it once it waits for input.
func interrupted(t *testing.T, args ...string) result {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	waits := make(silence)
	go func() { <-waits; cancel() }()
	e := realEngine(t)
	var stdout, stderr bytes.Buffer
	code := cli.Main(ctx, cli.Env{
		Args: args, Stdin: waits, Stdout: &stdout, Stderr: &stderr, StdinTTY: true, StderrTTY: true,
		Rules: rules.UpperBack(), Load: func(fs.FS, engine.Options) (*engine.Engine, error) { return e, nil },
	})
	return result{code, stdout.String(), stderr.String()}
}

// failing gives an error for everything.
type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }
func (f failing) Read([]byte) (int, error)  { return 0, f.err }

func TestOutputThatFails(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		err    error
		stderr string
	}{
		{"nobody reads any more", &fs.PathError{Op: "write", Path: "/dev/stdout", Err: syscall.EPIPE}, ""},
		{"the disk is full", &fs.PathError{Op: "write", Path: "/dev/stdout", Err: syscall.ENOSPC}, "limber: write the result: no space left on device\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, args := range [][]string{{"facts"}, {"rules"}, {"exercises"}, {"version"}, {"completion", "bash"}, {"screen", "-"}} {
				r := run(t, func(env *cli.Env) {
					env.Stdin = strings.NewReader("{}")
					env.Stdout = failing{tt.err}
				}, args...)
				if r.code != 3 || r.stderr != tt.stderr {
					t.Errorf("%v: exit %d, stderr %q", args, r.code, r.stderr)
				}
			}
		})
	}
}

func TestInputThatFails(t *testing.T) {
	t.Parallel()
	r := run(t, func(env *cli.Env) { env.Stdin = failing{errBroken} }, "screen", "-")
	if want := "limber: read -: the disk is on fire\n"; r.code != 3 || r.stdout != "" || r.stderr != want {
		t.Errorf("exit %d, stdout %q, stderr %q", r.code, r.stdout, r.stderr)
	}
}

// endless never ends.
type endless struct{ read int }

func (e *endless) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = '['
	}
	e.read += len(b)
	return len(b), nil
}

func TestEndlessInputIsNotReadToItsEnd(t *testing.T) {
	t.Parallel()
	in := &endless{}
	r := run(t, func(env *cli.Env) { env.Stdin = in }, "screen", "-")
	if r.code != 2 || !strings.Contains(r.stderr, "a case may not be larger than") {
		t.Errorf("exit %d, stderr %q", r.code, r.stderr)
	}
	if most := 4 << 20; in.read > most {
		t.Errorf("read %d bytes", in.read)
	}
}

// TestHostileBytes feeds what scripts cannot hold.
func TestHostileBytes(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, in, stderr string }{
		{"invalid UTF-8", "{\"age\": 4\xff}", "limber: standard input:1:10: this is not valid UTF-8\n"},
		{"NUL", "age: 4\x00", "limber: standard input:1:7: a NUL byte: this is not text\n"},
		{"UTF-16", "\xff\xfe{\x00}\x00", "limber: standard input:1:"},
		{"10 MB of nesting", strings.Repeat("[", 10<<20), "limber: standard input:1:1: a case may not be larger than 1048576 bytes\n"},
		{"1 MB of nesting in JSON", strings.Repeat("[", 1<<20), "limber: standard input:1:1: a case must be an object, not a list\n"},
		{"1 MB of nesting in a fact", `{"age": ` + strings.Repeat("[", 1<<20-100), "limber: standard input:1:"},
		{"1 MB of nesting in YAML", "age: " + strings.Repeat("[", 1<<20-100), "limber: standard input:1:"},
		{"a screen-clearing fact", "{\"a\x1b[2J\": 1}", "limber: standard input:1:"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := run(t, func(env *cli.Env) { env.Stdin = strings.NewReader(tt.in) }, "screen", "-")
			if r.code != 2 || r.stdout != "" || !strings.HasPrefix(r.stderr, tt.stderr) {
				t.Errorf("exit %d, stdout %q, stderr %.300q", r.code, r.stdout, r.stderr)
			}
			if strings.ContainsAny(r.stderr, "\x00\x1b") || len(r.stderr) > 2000 {
				t.Errorf("%d bytes on stderr: %.300q", len(r.stderr), r.stderr)
			}
		})
	}
	if r := run(t, func(env *cli.Env) { env.Stdin = strings.NewReader("\ufeff  {}") }, "screen", "-"); r.code != 0 {
		t.Errorf("a byte order mark is no mistake: %s", r.stderr)
	}
}

// TestNoAnswerIsLogged looks for a person's answers in the most talkative log.
func TestNoAnswerIsLogged(t *testing.T) {
	t.Parallel()
	const person = `{"case_id": "secretname", "age": 97, "pregnancy": "not_applicable", "chest_symptoms": ["tearing", "pressure"], "cancer_history": "yes"}`
	for _, format := range []string{"console", "json"} {
		r := run(t, func(env *cli.Env) { env.Stdin = strings.NewReader(person) }, "screen", "-", "--log-level", "debug", "--log-format", format)
		if r.code != 0 || !strings.Contains(r.stdout, "secretname") {
			t.Fatalf("exit %d: %s", r.code, r.stdout)
		}
		if !strings.Contains(r.stderr, "pack loaded") {
			t.Errorf("%s: nothing was logged: %q", format, r.stderr)
		}
		for _, word := range []string{"secretname", "97", "tear", "pressure", "chest", "cancer", "emergency", "referral"} {
			if strings.Contains(strings.ToLower(withoutHash(r.stderr)), word) {
				t.Errorf("%s: the log holds %q:\n%s", format, word, r.stderr)
			}
		}
	}
}

// withoutHash leaves out the pack's hash, in which any digits may stand.
func withoutHash(log string) string {
	before, after, _ := strings.Cut(log, "hash")
	_, after, _ = strings.Cut(after, " ")
	return before + after
}

func TestColours(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		tty     bool
		args    []string
		environ []string
		want    bool
	}{
		{"a file", false, nil, nil, false},
		{"a terminal", true, nil, nil, true},
		{"NO_COLOR", true, nil, []string{"NO_COLOR=1"}, false},
		{"an empty NO_COLOR says nothing", true, nil, []string{"NO_COLOR="}, true},
		{"a dumb terminal", true, nil, []string{"TERM=dumb"}, false},
		{"always", false, []string{"--color", "always"}, []string{"NO_COLOR=1"}, true},
		{"never", true, []string{"--color=never"}, nil, false},
		{"never, by environment", true, nil, []string{"LIMBER_COLOR=never"}, false},
		{"flags over environment", false, []string{"--color=always"}, []string{"LIMBER_COLOR=never"}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, args := range [][]string{{"screen", "-"}, {"facts"}, {"rules", "SaddleNumbness"}} {
				r := run(t, func(env *cli.Env) {
					env.Stdin, env.StdoutTTY, env.Environ = strings.NewReader("{}"), tt.tty, tt.environ
				}, append(args, tt.args...)...)
				if got := strings.Contains(r.stdout, "\x1b["); r.code != 0 || got != tt.want {
					t.Errorf("%v: exit %d, coloured %t: %s", args, r.code, got, r.stderr)
				}
			}
		})
	}
}

// TestWidth holds every command to 80 columns, and to fewer where there are
// fewer.
func TestWidth(t *testing.T) {
	t.Parallel()
	all := [][]string{{"facts"}, {"facts", "chest_symptoms"}, {"exercises"}, {"rules"}, {"help"}, {"help", "config"}, {"help", "exit-codes"}}
	_, commands, found := strings.Cut(run(t, nil, "help").stdout, "Commands:\n")
	if !found {
		t.Fatal("help lists no commands")
	}
	commands, _, _ = strings.Cut(commands, "\n\n")
	for line := range strings.Lines(commands) {
		all = append(all, []string{"help", strings.Fields(line)[0]})
	}
	for _, width := range []int{0, 60, 200} {
		for _, args := range all {
			if args[0] == "help" && width == 60 || width == 60 && len(args) == 1 {
				continue // cobra's help is laid out for 80; tables have columns of ids
			}
			r := run(t, func(env *cli.Env) {
				env.Width, env.StdoutTTY, env.Environ = width, true, []string{"NO_COLOR=1"}
			}, args...)
			limit := 80
			if width == 60 {
				limit = 60
			}
			for line := range strings.Lines(r.stdout) {
				if n := len([]rune(strings.TrimRight(line, "\n"))); n > limit {
					t.Errorf("%v at %d: %d columns: %s", args, width, n, line)
				}
			}
		}
	}
}

// TestEveryRuleFactAndExerciseHasACard goes through the whole pack, so that
// nothing in it makes a command fail.
func TestEveryRuleFactAndExerciseHasACard(t *testing.T) {
	t.Parallel()
	p := realEngine(t).Pack()
	see := func(args ...string) {
		t.Helper()
		for _, format := range []string{"text", "json"} {
			if r := run(t, nil, append(args, "--format", format)...); r.code != 0 || !strings.Contains(r.stdout, args[1]) {
				t.Errorf("%v %s: exit %d: %s", args, format, r.code, r.stderr)
			}
		}
	}
	for _, f := range p.Vocabulary.Facts {
		see("facts", f.ID)
	}
	for _, e := range p.Exercises {
		see("exercises", e.ID)
	}
	for _, r := range p.Rules {
		see("rules", r.Name)
	}
}
