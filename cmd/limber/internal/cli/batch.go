package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/batch"
	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/facts"
)

const aboutBatch = `Decide files of cases: one line of output for each, in the order of the input.

IN is a file, a folder, a pattern or - for standard input: NDJSON, a JSON array,
CSV (the first row names the facts) or one case in a JSON or YAML file, plain or
compressed by gzip or zstd. --map reads what a form tool exports.

What is no case goes to a file of rejects, with the place and reason of every
mistake, and the run goes on. With -o, the output appears when it is whole; a
run that was interrupted, however that happened, goes on with --resume.

In --format csv, a text that a spreadsheet would run as a formula, such as the
case_id =1+1, has a ' before it, and so has one that begins with ' itself. A
number such as -12 stays as it is. What follows a semicolon is treated alike.
Without the first ' every text is as it was; NDJSON never has one.`

func (a *app) batchCommand() *cobra.Command {
	b := &batchRun{app: a}
	cmd := &cobra.Command{
		Use:   "batch IN...",
		Short: "Decide files of cases",
		Long:  aboutBatch,
		Example: "  limber batch cases.ndjson -o decisions.ndjson\n" +
			"  limber batch cases.csv.gz --fields case,outcome,urgency,exercises --format csv\n" +
			"  limber batch answers.csv --map form.yaml -o decisions.ndjson",
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return bad(seeHelp(cmd), "name a file, a folder, or - for standard input")
			}
			for _, name := range []string{"output", "rejects", "summary", "map"} {
				if f := cmd.Flags().Lookup(name); f.Changed && f.Value.String() == "" { // an empty variable of a shell
					return bad("name a file, or leave the flag out", "--%s: there is no name", name)
				}
			}
			return b.run(cmd.Context(), args)
		},
	}
	flags := cmd.Flags()
	flags.StringVarP(&b.output, "output", "o", "", "write the decisions to this file; - for standard output")
	b.format = formatFlag(cmd, string(batch.NDJSON), string(batch.CSV))
	flags.StringSliceVar(&b.fields, "fields", nil, "only these, by commas: "+strings.Join(batch.Fields(), ", "))
	completeWords(cmd, "fields", batch.Fields())
	flags.StringVar(&b.from, "from", "", "form of the input, where name and content do not tell: ndjson, array, csv, json, yaml")
	completeWords(cmd, "from", formNames())
	flags.StringVar(&b.mapping, "map", "", "which column of a form's export is which fact; limber facts --format map begins one")
	flags.StringVar(&b.rejects, "rejects", "", "write what is no case to this file (default: the output's name and .rejects)")
	flags.IntVar(&b.maxRejects, "max-rejects", -1, "stop with exit code 4 once more than this many are rejected; -1: never")
	flags.BoolVar(&b.resume, "resume", false, "go on where an interrupted run into the same output stopped")
	flags.IntVar(&b.crossCheck, "cross-check", usualCrossCheck, "decide the first case and every so many by Grule too; 0: none")
	flags.StringVar(&b.summary, "summary", "", "write the counts at the end to this file, as JSON")
	flags.IntVar(&b.workers, "workers", 0, fmt.Sprintf("cases decided at once, %d at most; 0: as many as there are cores", batch.MostWorkers))
	flags.DurationVar(&b.checkpoint, "checkpoint", 0, "time between two checkpoints; 0: two seconds")
	return cmd
}

// usualCrossCheck is how often a batch is held against Grule: often enough to
// notice rules that the two evaluators read differently, and at no cost that
// one would notice.
const usualCrossCheck = 1000

func formNames() []string {
	names := make([]string, len(batch.Forms))
	for i, f := range batch.Forms {
		names[i] = string(f)
	}
	return names
}

// batchRun is one run of the command.
type batchRun struct {
	*app
	output, rejects, mapping, summary, from string

	format              func() (string, error)
	fields              []string
	maxRejects          int
	crossCheck, workers int
	resume              bool
	checkpoint          time.Duration
}

func (b *batchRun) run(ctx context.Context, args []string) error {
	form, err := b.format()
	switch {
	case err != nil:
		return err
	case b.crossCheck < 0 || b.workers < 0 || b.checkpoint < 0 || b.maxRejects < -1:
		return bad("see limber help batch", "a number of cases, workers or seconds cannot be negative")
	case b.rejects == "-" || b.summary == "-":
		return bad("name a file; /dev/stderr is one", "only decisions go to standard output")
	}
	every := b.crossCheck
	if every == 0 {
		every = -1 // the engine's word for none
	}
	e, err := b.loadChecking(every)
	if err != nil {
		return err
	}
	for i, field := range b.fields {
		b.fields[i] = strings.TrimSpace(field) // "case, outcome"
	}
	o := batch.Options{
		Inputs: args, From: batch.Form(b.from), Stdin: b.env.Stdin, Disk: disk{}, Stdout: b.env.Stdout,
		Format: batch.Format(form), Fields: b.fields, MaxRejects: b.maxRejects + 1, Resume: b.resume,
		Checkpoint: b.checkpoint, Workers: b.workers, Now: b.env.Now,
		Shape: fmt.Sprintf("max_exercises=%d locale=%s region=%s", b.config.MaxExercises, b.config.Locale, b.config.Region),
	}
	if o.Map, err = readMap(e.Vocabulary(), b.mapping); err != nil {
		return err
	}
	closing, err := b.targets(&o)
	defer closing()
	if err != nil {
		return err
	}
	if b.workers > batch.MostWorkers {
		b.say(b.worded("limber: ", fmt.Sprintf("--workers %d: %d work, since more could only wait", b.workers, batch.MostWorkers)))
	}
	holdMemory()
	var ended func()
	o.Progress, ended = b.batchProgress()
	s, err := batch.Run(ctx, e, o)
	ended()
	var failed *batch.Error
	if !errors.As(err, &failed) || failed.Kind != batch.Usage { // else nothing was run
		if saving := b.saveSummary(s); saving != nil && err == nil {
			b.say(b.counts(s))
			return saving
		}
	}
	return b.report(s, err)
}

// heldMemory is what Go may use before it collects more eagerly, in bytes: with
// the program itself, that keeps a run under 64 MB. Every core beyond two that
// works has some memory of Go's at hand.
const (
	heldMemory     = 40 << 20
	heldMemoryCore = 256 << 10
)

// Below that bound Go need not collect as eagerly as it usually does: heldGarbage
// is how much garbage may lie beside what is in use, in percent.
const (
	heldGarbage  = 400
	usualGarbage = 100
)

// holdMemory bounds the memory of the process, unless GOMEMLIMIT does.
func holdMemory() {
	if debug.SetMemoryLimit(-1) != math.MaxInt64 {
		return
	}
	cores := min(runtime.GOMAXPROCS(0), batch.MostWorkers)
	debug.SetMemoryLimit(heldMemory + heldMemoryCore*int64(max(0, cores-2)))
	if before := debug.SetGCPercent(heldGarbage); before != usualGarbage { // GOGC says otherwise
		debug.SetGCPercent(before)
	}
}

// targets finds out where output and rejects go: to standard output, to a file
// that appears when it is whole, or straight into a pipe or device.
func (b *batchRun) targets(o *batch.Options) (closing func(), err error) {
	var open []*os.File
	closing = func() {
		for _, f := range open {
			f.Close()
		}
	}
	for _, t := range []struct {
		name string
		file *string
		to   *io.Writer
	}{{b.output, &o.Output, &o.Stdout}, {b.rejects, &o.Rejects, &o.RejectsTo}} {
		if t.name == "" || t.name == "-" && t.file == &o.Output {
			continue
		}
		real, device, err := special(t.name)
		if err != nil {
			return closing, err
		}
		if *t.file = real; device != nil {
			*t.file, *t.to = "", device
			open = append(open, device)
		}
	}
	for _, name := range []string{b.output, b.rejectsName(), b.summary} {
		if b.mapping != "" && name != "" && (disk{}).Same(name, b.mapping) {
			return closing, bad("write to another file", "%s: this is the map", name)
		}
	}
	if b.summary != "" {
		o.Aside = []string{b.summary}
		for _, name := range []string{b.output, b.rejectsName()} {
			if name != "" && (disk{}).Same(name, b.summary) {
				return closing, bad("write to another file", "%s: the counts cannot go where decisions or rejects go", b.summary)
			}
		}
	}
	return closing, nil
}

// special resolves a name to be written to: links are followed, since replacing
// one would leave its file as it was, and what is no regular file is opened,
// since replacing a device would break it.
func special(name string) (real string, device *os.File, err error) {
	info, err := os.Stat(name)
	switch {
	case err != nil:
		if _, link := os.Readlink(name); link == nil && errors.Is(err, fs.ErrNotExist) {
			return "", nil, bad("make that file first, or remove the link", "%s: this is a link to a file that is not there", name)
		}
		return name, nil, nil // not there yet, or not to be opened: writing will tell
	case info.IsDir():
		return "", nil, bad("name a file in it", "%s: this is a folder", name)
	case info.Mode().IsRegular() && info.Mode()&0o200 == 0:
		return "", nil, bad("write to another file, or remove the protection", "%s: this file is write-protected", name)
	case info.Mode().IsRegular():
		if real, err := filepath.EvalSymlinks(name); err == nil {
			return real, nil, nil
		}
		return name, nil, nil
	}
	if device, err = os.OpenFile(name, os.O_WRONLY, 0); err != nil {
		return "", nil, notOpened(name, err)
	}
	return "", device, nil
}

// readMap reads which column of a form's export is which fact; nil for no name.
func readMap(v *facts.Vocabulary, name string) (*facts.Map, error) {
	if name == "" {
		return nil, nil
	}
	src, err := readConfig(name)
	if err != nil {
		return nil, notOpened(name, err)
	}
	m, err := v.ReadMap(name, src)
	if err != nil {
		return nil, &exitError{code: exitBad, err: err, sources: map[string][]byte{name: src}}
	}
	return m, nil
}

// saveSummary writes the file that --summary names, however the run ended.
func (b *batchRun) saveSummary(s *batch.Summary) error {
	if b.summary == "" {
		return nil
	}
	var text bytes.Buffer
	if err := writeJSON(&text, s); err != nil {
		return err
	}
	real, device, err := special(b.summary)
	switch {
	case err != nil:
		return err
	case device != nil:
		defer device.Close()
		_, err = device.Write(text.Bytes())
	default:
		err = (disk{}).Replace(real, text.Bytes())
	}
	if err != nil {
		return broken(fmt.Errorf("write %s: %w", b.summary, cause(err)))
	}
	return nil
}

// report says how the run went, and how it ended.
func (b *batchRun) report(s *batch.Summary, err error) error {
	var failed *batch.Error
	switch {
	case err == nil:
		b.say(b.counts(s))
		b.say(b.examples(s))
		if s.Rejected > 0 {
			return &exitError{code: exitFindings}
		}
		return nil
	case errors.Is(err, context.Canceled):
		hint := ""
		if b.output != "" && s.Cases+s.Rejected > 0 {
			hint = "the same command with --resume goes on"
		}
		return &exitError{code: exitInterrupted, err: fmt.Errorf("interrupted after %s cases", thousands(s.Cases+s.Rejected)), hint: hint}
	case !errors.As(err, &failed):
		return err
	}
	code := map[batch.Kind]int{batch.Usage: exitBad, batch.InputOutput: exitIO, batch.TooManyRejects: exitRejects, batch.Disagreement: exitBad}[failed.Kind]
	if failed.Kind == batch.TooManyRejects {
		b.say(b.examples(s))
	}
	return &exitError{code: code, err: failed.Err, hint: failed.Hint, sources: map[string][]byte{failed.File: failed.Source}}
}

// mostReasons bounds the reasons of the summary on the terminal.
const mostReasons = 5

// counts lays out the summary for a person.
func (b *batchRun) counts(s *batch.Summary) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s decided", plural(s.Cases, "case"))
	if s.Seconds > 0 {
		fmt.Fprintf(&out, " in %.1f s (%s a second)", s.Seconds, thousands(int64(s.PerSecond)))
	}
	fmt.Fprintf(&out, ", %s by Grule too\n", thousands(s.CrossChecked))
	for _, o := range s.Outcomes {
		fmt.Fprintf(&out, "%12s  %s\n", thousands(o.Cases), strings.TrimSpace(string(o.Outcome)+" "+strings.ReplaceAll(string(o.Urgency), "_", " ")))
	}
	if s.Unsettled > 0 {
		fmt.Fprintf(&out, "%12s  not settled: an open question could make it more urgent\n", thousands(s.Unsettled))
	}
	if s.Rejected > 0 {
		where := ""
		if name := b.rejectsName(); name != "" {
			where = ", in " + name
		}
		fmt.Fprintf(&out, "%12s  rejected%s: %s\n", thousands(s.Rejected), where, names(s.Rejects))
	}
	if len(s.Reasons) > 0 {
		out.WriteString(paragraph("", "Most often because of "+names(s.Reasons)+".", b.width()))
	}
	if len(s.Skipped) > 0 {
		out.WriteString(paragraph("", fmt.Sprintf("Skipped, since their names are not those of cases: %d, such as %s.", len(s.Skipped), s.Skipped[0]), b.width()))
	}
	return out.String()
}

// rejectsName is the file that the rejects are in, "" when none keeps them.
func (b *batchRun) rejectsName() string {
	if b.rejects == "" && b.output != "" && b.output != "-" {
		return b.output + batch.RejectsEnd
	}
	return b.rejects
}

// names lists the first counts of a list.
func names(list []batch.Count) string {
	shown := make([]string, 0, mostReasons)
	for _, c := range list[:min(len(list), mostReasons)] {
		shown = append(shown, c.Name+" ("+thousands(c.Cases)+")")
	}
	if more := len(list) - mostReasons; more > 0 {
		shown = append(shown, fmt.Sprintf("%d others", more))
	}
	return strings.Join(shown, ", ")
}

// examples shows the first mistake of each of the first rejects.
func (b *batchRun) examples(s *batch.Summary) string {
	if s.Rejected == 0 {
		return ""
	}
	var list diag.List
	for _, r := range s.Examples {
		m := r.Mistakes[0]
		list = append(list, diag.Diagnostic{Code: m.Code, Fact: m.Fact, Message: m.Message, Hint: m.Hint, Pos: diag.Pos{File: r.Input, Line: m.Line, Column: m.Column}})
	}
	text := b.mistakes(list, nil)
	more := s.Rejected - int64(len(s.Examples))
	switch {
	case b.rejectsName() == "" && more > 0:
		text += fmt.Sprintf("limber: and %s more; --rejects FILE keeps them all\n", thousands(more))
	case more > 0:
		text += fmt.Sprintf("limber: and %s more\n", thousands(more))
	}
	return text
}

// thousands writes a count with commas.
func thousands(n int64) string {
	digits := strconv.FormatInt(n, 10)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// loadChecking prepares the pack as load does, for many cases: Grule decides
// the first and every so many of them.
func (a *app) loadChecking(every int) (*engine.Engine, error) {
	load := a.env.Load
	checking := *a
	checking.env.Load = func(fsys fs.FS, o engine.Options) (*engine.Engine, error) {
		o.CrossCheck = every
		return load(fsys, o)
	}
	return checking.load()
}
