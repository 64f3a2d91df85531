package batch

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// writer writes what the workers made, in the order of the input, and saves
// checkpoints between blocks.
type writer struct {
	*run
	out     *outputs
	now     checkpoint // after the last block that is written whole
	free    chan<- []byte
	saved   time.Time
	began   time.Time
	cases   int64   // of this run
	checked int64   // cross-checks before it
	reasons []int64 // by rule: not yet in now
	resumed bool

	examples []Reject
}

// header writes the first row of a table, and the checkpoint of the beginning.
func (w *writer) header() error {
	if w.resumed {
		return nil
	}
	out := newWriting(w.fields, w.o.Format)
	out.header()
	if err := w.out.main.write(out.buf); err != nil {
		return err
	}
	w.now.Output = w.out.main.size
	return w.out.save(&w.now)
}

// write takes blocks in order until there are no more.
func (w *writer) write(ctx context.Context, order <-chan *block) error {
	for {
		select {
		case b, ok := <-order:
			if !ok {
				return ctx.Err()
			}
			if err := w.take(ctx, b); err != nil {
				return err
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// take writes one block, part by part as it is made.
func (w *writer) take(ctx context.Context, b *block) error {
	for {
		var p part
		select {
		case p = <-b.parts:
		case <-ctx.Done():
			return ctx.Err()
		}
		if p.err != nil {
			return p.err
		}
		if err := w.out.main.write(p.records); err != nil {
			return err
		}
		if err := w.out.rejects.write(p.rejects); err != nil {
			return err
		}
		select {
		case w.free <- p.records[:0]:
		default:
		}
		if p.last != nil {
			return w.count(b, p.last)
		}
	}
}

// count adds up a whole block, and saves a checkpoint when it is time.
func (w *writer) count(b *block, end *ending) error {
	w.now.At, w.now.Output, w.now.Rejects = b.end, w.out.main.size, w.out.rejects.size
	w.now.Tally.add(&end.tally)
	for i, k := range end.reasons {
		w.reasons[i] += k
	}
	w.cases += end.Cases + end.Rejected
	w.examples = append(w.examples, end.examples[:min(len(end.examples), mostExamples-len(w.examples))]...)
	w.again(b)
	if w.o.MaxRejects > 0 && w.now.Tally.Rejected >= int64(w.o.MaxRejects) {
		return w.tooMany()
	}
	if w.o.Progress != nil {
		w.o.Progress(Progress{Cases: w.cases, Rejected: w.now.Tally.Rejected, Read: w.bytes.Load(), Size: w.size})
	}
	if w.out.checkpoint == "" || w.o.Now().Sub(w.saved) < w.o.Checkpoint {
		return nil
	}
	w.nameReasons()
	err := w.out.save(&w.now)
	w.saved = w.o.Now()
	return err
}

// nameReasons moves what was counted by rule to where names are.
func (w *writer) nameReasons() {
	for i, k := range w.reasons {
		if k > 0 {
			w.now.Tally.Reasons[w.e.Pack().Rules[i].Name] += k
		}
	}
	clear(w.reasons)
}

func (w *writer) tooMany() error {
	hint := "is it the right file, and the right map?"
	switch {
	case w.out.checkpoint != "":
		hint += " " + w.out.rejects.partial() + " holds the rejects; --resume goes on with a higher limit"
	case w.out.rejects.name != "":
		hint += " " + w.out.rejects.name + " holds the rejects"
	}
	return &Error{Kind: TooManyRejects, Err: fmt.Errorf("%d cases are rejected so far", w.now.Tally.Rejected), Hint: hint}
}

// end finishes the files of a run that read everything, and keeps a checkpoint
// of one that did not.
func (w *writer) end(err error) error {
	w.nameReasons()
	if err == nil {
		return w.out.finish(&w.now)
	}
	switch {
	case w.cases == 0 && !w.resumed:
		w.out.discard()
		return err
	case w.out.checkpoint == "":
		_ = w.out.rejected() // err is the news
		return err
	}
	if saving := w.out.save(&w.now); saving != nil && !w.out.saved {
		w.out.discard()
	}
	w.out.close()
	var failed *Error
	if errors.As(err, &failed) && failed.Kind == InputOutput && failed.Hint == "" && w.out.saved {
		failed.Hint = "once that is mended, the same command with --resume goes on"
	}
	return err
}

func (w *writer) summary(err error) *Summary {
	s := w.now.Tally.summary()
	s.Inputs, s.Skipped, s.Examples, s.Resumed, s.Finished = w.now.At.Input, w.skipped, w.examples, w.resumed, err == nil
	s.CrossChecked = w.e.Checked() - w.checked
	s.since(w.began, w.o.Now(), w.cases)
	return s
}
