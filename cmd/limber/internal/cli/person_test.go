package cli_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"math/bits"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/limber-triage/limber/cmd/limber/internal/cli"
	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/facts"
	"github.com/limber-triage/limber/rules"
)

// loaded is the real pack, loaded once for all tests of the package.
var loaded = sync.OnceValues(func() (*engine.Engine, error) { return engine.Load(rules.UpperBack(), engine.Options{}) })

func realEngine(t testing.TB) *engine.Engine {
	t.Helper()
	e, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	return e
}

var today = time.Date(2026, time.November, 21, 9, 0, 0, 0, time.UTC)

// result is what a run leaves behind.
type result struct {
	code           int
	stdout, stderr string
}

// run runs a command with the real pack, without terminal or environment.
func run(t testing.TB, change func(*cli.Env), args ...string) result {
	t.Helper()
	e := realEngine(t)
	var stdout, stderr bytes.Buffer
	env := cli.Env{
		Args: args, Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr,
		Rules: rules.UpperBack(), Now: func() time.Time { return today },
		Load: func(fs.FS, engine.Options) (*engine.Engine, error) { return e, nil },
	}
	if change != nil {
		change(&env)
	}
	code := cli.Main(context.Background(), env)
	return result{code, stdout.String(), stderr.String()}
}

// person answers questions as somebody would who has the answers of a case: it
// reads what is on the terminal, and types a line whenever one is wanted.
type person struct {
	t     testing.TB
	given *facts.Case
	// typed, when set, answers prompts that are not questions: the text since
	// the last line was typed, and what would be typed.
	typed func(text, line string) string

	screen bytes.Buffer
	asked  []string // facts, in the order asked
}

func (p *person) Write(b []byte) (int, error) { return p.screen.Write(b) }

func (p *person) Read(b []byte) (int, error) {
	text := p.screen.String()
	p.screen.Reset()
	line := p.line(text)
	if p.typed != nil {
		line = p.typed(text, line)
	}
	if line == end {
		return 0, io.EOF
	}
	return copy(b, line+"\n"), nil
}

// end is the line that a person types to close the input.
const end = "\x04"

// line is what the person types after reading text: the answer to the question
// in it, else just Enter.
func (p *person) line(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if strings.Contains(text, "Check your answers") {
		return ""
	}
	var f *facts.Fact
	at := -1
	for _, candidate := range p.given.Vocabulary().Facts {
		// Two questions are worded alike; the first answer tells them apart.
		question := candidate.Question
		if i := strings.LastIndex(text, question); i > at && p.looksLike(candidate, text[i:]) {
			f, at = candidate, i
		}
	}
	if f == nil {
		return ""
	}
	p.asked = append(p.asked, f.ID)
	return reply(f, p.given.Words()[f.Index])
}

func (p *person) looksLike(f *facts.Fact, text string) bool {
	return len(f.Options) == 0 || strings.Contains(text, strings.Join(strings.Fields(f.Options[0].Text), " "))
}

// reply is what one types for the word of an answer.
func reply(f *facts.Fact, word uint64) string {
	switch {
	case word == 0:
		return ""
	case f.Kind == facts.Number:
		return f.Values(word)[0]
	case f.Kind == facts.Answer:
		return map[uint64]string{facts.AnswerYes: "y", facts.AnswerNo: "n", facts.AnswerUnsure: "s"}[word]
	case f.Kind == facts.Set && word == f.NoneBit():
		return "0"
	}
	var typed []string
	for ticked := word & f.OptionBits(); ticked != 0; ticked &= ticked - 1 {
		typed = append(typed, strconv.Itoa(1+bits.TrailingZeros64(ticked)))
	}
	if word&f.UnsureBit() != 0 {
		typed = append(typed, "s")
	}
	return strings.Join(typed, " ")
}

// interview lets a person answer on a terminal.
func interview(t testing.TB, p *person, args ...string) (result, *person) {
	t.Helper()
	r := run(t, func(env *cli.Env) {
		env.Stdin, env.Stderr = p, p
		env.StdinTTY, env.StderrTTY = true, true
		env.Environ = []string{"NO_COLOR=1"}
	}, append([]string{"screen"}, args...)...)
	r.stderr = p.screen.String()
	return r, p
}

// errBroken is what a failing stream gives.
var errBroken = errors.New("the disk is on fire")
