package batch

import (
	"cmp"
	"errors"
	"io"
	"io/fs"
	"slices"

	"github.com/go-json-experiment/json"
)

// RejectsEnd is what the name of the rejects has beyond the output's.
const RejectsEnd = ".rejects"

// The ends of the names of what a run keeps until it is done.
const (
	partialEnd    = ".partial"
	checkpointEnd = ".checkpoint"
)

// outputs is where a run writes. A file appears under its name only once it is
// whole; until then it has another, and a checkpoint says how much of it
// counts.
type outputs struct {
	disk          Disk
	main, rejects target
	checkpoint    string // "": the run cannot be resumed
	origin        origin
	saved         bool // there is a checkpoint worth keeping
}

// target is one stream of output.
type target struct {
	name   string // "": not a file
	what   string // as messages call it then
	file   File
	w      io.Writer // nil: nothing is kept
	size   int64
	always bool // made even if nothing is written to it
}

func (t *target) partial() string { return t.name + partialEnd }

func (t *target) write(b []byte) error {
	if t.w == nil || len(b) == 0 {
		return nil
	}
	n, err := t.w.Write(b)
	t.size += int64(n)
	if err != nil {
		return failed("", "write %s: %w", t.called(), bare(err))
	}
	return nil
}

func (t *target) called() string {
	return cmp.Or(t.name, t.what)
}

// bare leaves out the operation and path that package os puts before an error.
func bare(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}

// written lists the files that a run writes, whether they are there or not.
func (r *run) written() []string {
	var names []string
	if r.o.Output != "" {
		names = append(names, r.o.Output, r.o.Output+partialEnd, r.o.Output+checkpointEnd)
	}
	if name := r.rejectsName(); name != "" {
		names = append(names, name, name+partialEnd)
	}
	return append(names, r.o.Aside...)
}

// twice returns a name of one file that is two of those that a run writes, "" when
// there is none. One of them would be lost.
func (r *run) twice() string {
	names := r.written()
	for i, name := range names {
		if slices.ContainsFunc(names[:i], func(other string) bool { return r.o.Disk.Same(other, name) }) {
			return name
		}
	}
	return ""
}

func (r *run) rejectsName() string {
	switch {
	case r.o.RejectsTo != nil:
		return ""
	case r.o.Rejects == "" && r.o.Output != "":
		return r.o.Output + RejectsEnd
	}
	return r.o.Rejects
}

// begin opens the outputs and returns the checkpoint to go on from: that of an
// interrupted run, or one at the very beginning.
func (r *run) begin() (*outputs, *checkpoint, error) {
	out := &outputs{
		disk:    r.o.Disk,
		main:    target{name: r.o.Output, what: "the records", w: r.o.Stdout, always: true},
		rejects: target{name: r.rejectsName(), what: "the rejects", w: r.o.RejectsTo, always: r.o.Rejects != ""},
	}
	from := &checkpoint{Version: checkpointVersion, Tally: newTally(), At: position{place: start}}
	if r.o.Output != "" {
		out.checkpoint = r.o.Output + checkpointEnd
		var err error
		if out.origin, err = r.origin(); err != nil {
			return nil, nil, err
		}
		if from, err = out.left(from, r.o.Resume); err != nil {
			return nil, nil, err
		}
	}
	from.origin = out.origin
	if from.Done {
		return out, from, nil
	}
	if err := out.open(from); err != nil {
		if out.saved {
			out.close()
		} else {
			out.discard()
		}
		return nil, nil, err
	}
	return out, from, nil
}

// left looks for what an interrupted run has left.
func (o *outputs) left(fresh *checkpoint, resume bool) (*checkpoint, error) {
	src, err := o.disk.Read(o.checkpoint)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fresh, nil
	case err != nil:
		return nil, failed("", "read %s: %w", o.checkpoint, bare(err))
	case !resume:
		if f, err := o.disk.Write(o.main.partial()); errors.Is(err, ErrLocked) {
			return nil, locked(o.main.name)
		} else if err == nil {
			f.Close()
		}
		return nil, usage("--resume goes on with it; remove "+o.checkpoint+" to start over", "an interrupted run into %s is not finished", o.main.name)
	}
	c, err := readCheckpoint(o.checkpoint, src)
	if err != nil {
		return nil, err
	}
	if what := c.origin.differs(o.origin); what != "" {
		return nil, usage("remove "+o.checkpoint+" to start over", "%s changed since the run that is to be resumed", what)
	}
	o.saved = true
	return c, nil
}

func locked(name string) error {
	return usage("wait for it to end, or write to another file", "%s: another run of limber is writing to it", name)
}

// open opens the files where the checkpoint says.
func (o *outputs) open(from *checkpoint) error {
	for _, t := range []struct {
		*target
		from int64
	}{{&o.main, from.Output}, {&o.rejects, from.Rejects}} {
		if t.name == "" {
			continue
		}
		f, err := o.disk.Write(t.partial())
		switch {
		case errors.Is(err, ErrLocked):
			return locked(t.name)
		case errors.Is(err, fs.ErrNotExist):
			return usage("make the folder first", "%s: there is no such folder", t.name)
		case err != nil:
			return usage("choose another file", "write %s: %w", t.name, bare(err))
		}
		t.file, t.w, t.size = f, f, t.from
		if err := f.Start(t.from); err != nil {
			return usage("remove "+o.checkpoint+" to start over", "%s is not as the checkpoint left it: %w", t.partial(), bare(err))
		}
	}
	return nil
}

// save stores a checkpoint: first what it promises, then itself.
func (o *outputs) save(c *checkpoint) error {
	for _, t := range []*target{&o.main, &o.rejects} {
		if t.file == nil {
			continue
		}
		if err := t.file.Sync(); err != nil {
			return failed("", "store %s: %w", t.partial(), bare(err))
		}
	}
	if o.checkpoint == "" {
		return nil
	}
	text, err := json.Marshal(c, json.Deterministic(true))
	if err == nil {
		err = o.disk.Replace(o.checkpoint, append(text, '\n'))
	}
	if err != nil {
		return failed("", "write %s: %w", o.checkpoint, bare(err))
	}
	o.saved = true
	return nil
}

// finish gives the files their names. A run that dies within it is finished by
// the next one, since the checkpoint says that all is done.
func (o *outputs) finish(c *checkpoint) error {
	c.Done = true
	if err := o.save(c); err != nil {
		return err
	}
	defer o.close()
	for _, t := range []*target{&o.rejects, &o.main} {
		if t.name == "" {
			continue
		}
		size := c.Output
		if t == &o.rejects {
			size = c.Rejects
		}
		if err := o.publish(t, size); err != nil {
			return failed("", "finish %s: %w", t.name, bare(err))
		}
	}
	if o.checkpoint != "" {
		if err := o.disk.Remove(o.checkpoint); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return failed("", "remove %s: %w", o.checkpoint, bare(err))
		}
	}
	return nil
}

// rejected gives the rejects their name although the run failed: there is no
// way to go on with it, and they may say why.
func (o *outputs) rejected() error {
	defer o.close()
	if o.rejects.name == "" {
		return nil
	}
	if err := o.rejects.file.Sync(); err != nil {
		return err
	}
	return o.publish(&o.rejects, o.rejects.size)
}

// publish gives one file its name. Without content, what an earlier run left
// under that name would be a lie, so it goes.
func (o *outputs) publish(t *target, size int64) error {
	if size > 0 || t.always {
		err := o.disk.Rename(t.partial(), t.name)
		if _, there := o.disk.Stat(t.name); errors.Is(err, fs.ErrNotExist) && there == nil {
			return nil // done before the last run died
		}
		return err
	}
	for _, name := range []string{t.partial(), t.name} {
		if err := o.disk.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// discard removes what a run that came to nothing has begun.
func (o *outputs) discard() {
	if o.checkpoint != "" && o.main.file != nil { // else it is another run's
		_ = o.disk.Remove(o.checkpoint)
	}
	for _, t := range []*target{&o.main, &o.rejects} {
		if t.file != nil {
			_ = o.disk.Remove(t.partial())
		}
	}
	o.close()
}

func (o *outputs) close() {
	for _, t := range []*target{&o.main, &o.rejects} {
		if t.file != nil {
			t.file.Close()
			t.file = nil
		}
	}
}
