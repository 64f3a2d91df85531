package cli

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/batch"
	"github.com/limber-triage/limber/engine/verify"
)

// decidedCase is one line that batch writes for a case.
type decidedCase struct {
	Input     string         `json:"input"`
	Line      int            `json:"line"`
	Case      string         `json:"case"`
	Outcome   engine.Outcome `json:"outcome"`
	Urgency   engine.Urgency `json:"urgency"`
	Reasons   []string       `json:"reasons"`
	Exercises []string       `json:"exercises"`
}

var decidedFields = []string{"input", "line", "case", "outcome", "urgency", "reasons", "exercises"}

// caseKey is the place of a case in the inputs.
type caseKey struct {
	input, id string
	line      int
}

func (c *decidedCase) key() caseKey { return caseKey{c.Input, c.Case, c.Line} }

func (c *decidedCase) brief() verify.Brief {
	return verify.Brief{End: verify.End{Outcome: c.Outcome, Urgency: c.Urgency}, Reasons: c.Reasons, Exercises: c.Exercises}
}

// impact decides the cases by both packs and counts how they differ. What the
// old pack says is held in memory, some hundred bytes for each case.
func (d *difference) impact(ctx context.Context, old, new *engine.Engine) (*verify.Impact, error) {
	if d.cases == "-" {
		return nil, bad("put the cases in a file first", "--cases: standard input can be read once only, and both packs need it")
	}
	before := map[caseKey][]decidedCase{}
	words := map[string]string{} // names, once each
	read, err := d.decideAll(ctx, old, func(c decidedCase) {
		c.Input = shared(words, c.Input)
		for _, list := range [][]string{c.Reasons, c.Exercises} {
			for i, name := range list {
				list[i] = shared(words, name)
			}
		}
		before[c.key()] = append(before[c.key()], c)
	})
	if err != nil {
		return nil, err
	}
	var table bytes.Buffer
	rows := csv.NewWriter(&table)
	_ = rows.Write([]string{"input", "line", "case", "old_outcome", "old_urgency", "new_outcome", "new_urgency", "reasons_gone", "reasons_new", "exercises_gone", "exercises_new"}) // a buffer takes everything
	impact := &verify.Impact{Pairs: []verify.Pair{}}
	readAgain, err := d.decideAll(ctx, new, func(c decidedCase) {
		list := before[c.key()]
		if len(list) == 0 {
			impact.NewOnly++
			return
		}
		before[c.key()] = list[1:]
		change, differs := impact.Add(list[0].brief(), c.brief())
		if !differs {
			return
		}
		row := []string{batch.NoFormula(c.Input), strconv.Itoa(c.Line), batch.NoFormula(c.Case), string(change.From.Outcome), string(change.From.Urgency), string(change.To.Outcome), string(change.To.Urgency)}
		for _, names := range [][]string{change.ReasonsGone, change.ReasonsNew, change.ExercisesGone, change.ExercisesNew} {
			row = append(row, strings.Join(names, ";"))
		}
		_ = rows.Write(row)
	})
	if err != nil {
		return nil, err
	}
	for _, list := range before {
		impact.OldOnly += len(list)
	}
	impact.Neither = max(int(read.Cases+read.Rejected)-impact.Cases-impact.OldOnly-impact.NewOnly, 0)
	if readAgain.Cases+readAgain.Rejected != read.Cases+read.Rejected {
		return nil, broken(errors.New("--cases: the input changed between reading it for one pack and for the other"))
	}
	if impact.Cases+impact.OldOnly+impact.NewOnly == 0 {
		return nil, bad("limber batch says why", "--cases %s: neither pack can read any of the %d cases", d.cases, impact.Neither)
	}
	impact.Sort()
	if rows.Flush(); d.changed != "" {
		if err := (disk{}).Replace(d.changed, table.Bytes()); err != nil {
			return nil, broken(fmt.Errorf("write %s: %w", d.changed, cause(err)))
		}
	}
	return impact, nil
}

func shared(words map[string]string, s string) string {
	if w, ok := words[s]; ok {
		return w
	}
	words[s] = s
	return s
}

// decideAll decides the cases by one pack; Grule decides the first and every
// so many of them too.
func (d *difference) decideAll(ctx context.Context, e *engine.Engine, take func(decidedCase)) (*batch.Summary, error) {
	checking, err := engine.New(e.Pack(), engine.Options{MaxExercises: d.config.MaxExercises, Locale: d.config.Locale, Region: d.config.Region, CrossCheck: usualCrossCheck})
	if err != nil {
		return nil, err
	}
	columns, err := readMap(e.Vocabulary(), d.mapping)
	if err != nil {
		return nil, err
	}
	in, out := io.Pipe()
	parsed := make(chan error, 1)
	go func() {
		lines := bufio.NewScanner(in)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			var c decidedCase
			if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
				in.CloseWithError(err)
				parsed <- err
				return
			}
			take(c)
		}
		parsed <- lines.Err()
	}()
	s, err := batch.Run(ctx, checking, batch.Options{
		Inputs: []string{d.cases}, From: batch.Form(d.from), Map: columns, Disk: disk{}, Stdout: out, Format: batch.NDJSON, Fields: decidedFields, Now: d.env.Now,
	})
	out.Close()
	if read := <-parsed; err == nil {
		err = read
	}
	var failed *batch.Error
	switch {
	case errors.As(err, &failed):
		code := map[batch.Kind]int{batch.Usage: exitBad, batch.InputOutput: exitIO, batch.Disagreement: exitBad}[failed.Kind]
		return nil, &exitError{code: code, err: failed.Err, hint: failed.Hint, sources: map[string][]byte{failed.File: failed.Source}}
	case err == nil && s.Cases+s.Rejected == 0:
		return nil, bad("see limber help batch for the forms of cases", "%s: there is no case", d.cases)
	}
	return s, err
}
