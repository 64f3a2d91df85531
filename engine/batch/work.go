package batch

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/facts"
)

// part is some of what became of a block. A block has one or more, of about
// run.piece bytes: the records may be far larger than the cases.
type part struct {
	records []byte // lines of the output
	rejects []byte // lines of the rejects file
	last    *ending
	err     error // why the block cannot be finished
}

// ending is what is known once a block is done.
type ending struct {
	tally            // without reasons
	reasons  []int64 // by rule
	examples []Reject
}

// mostExamples bounds the rejects that a summary shows.
const mostExamples = 20

// worker reads and decides the cases of blocks.
type worker struct {
	*run
	c     *facts.Case
	lines *facts.LineReader
	out   *writing
	whole bool // the output needs the whole decision
	brief *engine.Outliner
	count *counter
	free  chan []byte // buffers that have been written

	// Scratch: the decision being written, its exercises, and the rules that
	// referred.
	d       decided
	ids     []string
	reasons []int
}

func (r *run) newWorker(free chan []byte) *worker {
	v := r.e.Vocabulary()
	return &worker{run: r, c: v.New(), lines: v.NewLineReader(), out: newWriting(r.fields, r.o.Format),
		whole: r.fields == nil || slices.ContainsFunc(r.fields, func(f field) bool { return f.whole }), brief: r.e.NewOutliner(), count: newCounter(r.e), free: free}
}

// do works on a block until its last part is handed on.
func (w *worker) do(ctx context.Context, b *block) {
	end := &ending{}
	var p part
	w.buffer()
	for _, s := range b.spans {
		at := diag.Pos{File: b.in.name, Line: s.line, Column: s.column}
		err := w.read(b, at, b.data[s.start:s.end])
		if err != nil {
			p.rejects, err = w.reject(p.rejects, b, s, err, end)
		} else {
			err = w.decide(ctx, at)
		}
		if err != nil {
			w.send(ctx, b, part{err: err})
			return
		}
		if len(w.out.buf)+len(p.rejects) >= w.piece {
			p.records = w.out.buf
			if !w.send(ctx, b, p) {
				return
			}
			p = part{}
			w.buffer()
		}
	}
	w.c.Reset() // nothing of the last person is kept
	w.d = decided{}
	w.brief.Forget()
	end.tally, end.reasons = w.count.take()
	p.records, p.last = w.out.buf, end
	w.send(ctx, b, p)
	w.out.buf = nil
}

// reject appends a record that its reader refused to the lines of rejects.
func (w *worker) reject(lines []byte, b *block, s span, why error, end *ending) ([]byte, error) {
	r := reject(b, s, why)
	w.count.rejected(&r)
	line, err := r.line()
	if len(end.examples) < mostExamples {
		r.Raw, r.Base64 = "", ""
		end.examples = append(end.examples, r)
	}
	return append(lines, line...), err
}

// buffer takes an empty buffer for records.
func (w *worker) buffer() {
	select {
	case w.out.buf = <-w.free:
	default:
		w.out.buf = make([]byte, 0, w.piece+w.piece/8)
	}
}

// send hands a part on, and reports whether the run goes on.
func (w *worker) send(ctx context.Context, b *block, p part) bool {
	select {
	case b.parts <- p:
		return true
	case <-ctx.Done():
		return false
	}
}

// read fills the worker's case from one record.
func (w *worker) read(b *block, at diag.Pos, record []byte) error {
	switch b.form {
	case Table:
		return b.in.table.Read(at, record, w.c)
	case YAML:
		w.c.Reset()
		c, err := w.e.Vocabulary().ParseYAML(at.File, record)
		if err == nil {
			w.c.ID = c.ID
			copy(w.c.Words(), c.Words())
		}
		return err
	}
	return w.lines.Read(at, record, w.c)
}

// decide decides the worker's case and appends its record. What two evaluators
// differ about ends the run, even where one of them saw an emergency: the
// rules of this pack cannot be trusted with any other case either.
func (w *worker) decide(ctx context.Context, at diag.Pos) (err error) {
	d := &w.d
	*d = decided{id: w.c.ID, input: at.File, line: at.Line}
	if w.whole {
		if d.whole, err = w.e.Decide(ctx, w.c); err == nil {
			x := d.whole
			d.Outline = engine.Outline{Outcome: x.Outcome, Urgency: x.Urgency, AtLeast: x.AtLeast, Settled: x.Settled, CouldBecome: x.CouldBecome}
			err = x.Fault
			if x.Plan != nil {
				w.ids = x.Plan.AppendIDs(w.ids[:0])
				d.Start, d.Exercises = x.Plan.Start, w.ids
			}
		}
	} else {
		d.Outline, err = w.brief.Outline(ctx, w.c)
	}
	if err != nil {
		return undecided(ctx, at, err)
	}
	w.count.decided(d)
	if w.whole {
		w.count.because(d.whole.Reasons)
	} else {
		w.reasons = w.brief.Reasons(w.reasons[:0])
		w.count.refer(w.reasons)
	}
	return w.record(d)
}

// undecided says why a case was not decided.
func undecided(ctx context.Context, at diag.Pos, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if cannot, ok := errors.AsType[*engine.CannotAssess](err); ok {
		err = cannot.Err
	}
	return &Error{Kind: Disagreement, Err: fmt.Errorf("%s:%d: cannot assess this case: %w", at.File, at.Line, err),
		Hint: "do not use these decisions; report the pack's hash and this message"}
}

// record appends a decision to the output.
func (w *worker) record(d *decided) error {
	if w.fields != nil {
		w.out.row(d)
		return nil
	}
	b, err := d.whole.AppendJSON(w.out.buf)
	if err != nil {
		return fmt.Errorf("write a record: %w", err)
	}
	w.out.buf = append(b, '\n')
	return nil
}
