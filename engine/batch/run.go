package batch

import (
	"context"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/limber-triage/limber/engine"
)

// run is one call of [Run].
type run struct {
	e       *engine.Engine
	o       Options
	fields  []field // nil: the whole record
	inputs  []*input
	skipped []string
	bytes   atomic.Int64 // read of the inputs, as they are stored
	size    int64        // of all inputs; 0: unknown

	piece  int           // bytes of a block, and of a part of what becomes of it
	blocks chan *block   // to be used again
	large  chan struct{} // holds one for each block on its way that is larger than piece
}

// MostWorkers is how many workers a run has at most. More could only wait: one
// goroutine reads for all of them, and one writes.
const MostWorkers = 16

// mostLarge is how many blocks of one large record may be on their way at once:
// each takes some megabytes until it is written.
const mostLarge = 2

// usualCheckpoint is the time between two checkpoints: work of that time is
// done again after a crash.
const usualCheckpoint = 2 * time.Second

func newRun(e *engine.Engine, o Options) (*run, error) {
	r := &run{e: e, o: o}
	if r.o.Workers == 0 {
		r.o.Workers = runtime.GOMAXPROCS(0)
	}
	r.o.Workers = min(r.o.Workers, MostWorkers)
	r.piece = pieceFor(r.o.Workers)
	if r.o.Checkpoint == 0 {
		r.o.Checkpoint = usualCheckpoint
	}
	if r.o.Now == nil {
		r.o.Now = time.Now
	}
	if r.o.Format == "" {
		r.o.Format = NDJSON
	}
	stdin := 0
	for _, name := range o.Inputs {
		if name == "-" {
			stdin++
		}
	}
	switch {
	case r.o.Format != NDJSON && r.o.Format != CSV:
		return nil, usage("it is one of: ndjson, csv", "unknown format %q", string(r.o.Format))
	case o.From != "" && !slices.Contains(Forms, o.From):
		return nil, usage("it is one of: ndjson, array, csv, json, yaml", "unknown form of input %q", string(o.From))
	case stdin > 1:
		return nil, usage("name it once", "standard input can be read once only")
	case o.Resume && stdin > 0:
		return nil, usage("put the cases in a file first", "standard input cannot be resumed: it cannot be read again")
	case o.Resume && o.Output == "":
		return nil, usage("name the file with -o", "only a run into a file can be resumed")
	}
	if name := r.twice(); name != "" {
		return nil, usage("name another file", "%s: this run would write two things to it", name)
	}
	var err error
	if r.fields, err = r.o.choose(); err != nil {
		return nil, err
	}
	if err := r.expand(); err != nil {
		return nil, err
	}
	for _, in := range r.inputs {
		if in.size == 0 {
			r.size = 0
			break
		}
		r.size += in.size
	}
	r.blocks = make(chan *block, 2*r.o.Workers)
	r.large = make(chan struct{}, mostLarge)
	return r, nil
}

// block returns an empty block.
func (r *run) block() *block {
	select {
	case b := <-r.blocks:
		return b
	default:
		return &block{data: make([]byte, 0, r.piece), parts: make(chan part, 2)}
	}
}

// again keeps a block for reuse, unless one large record has made it large.
func (r *run) again(b *block) {
	if cap(b.data) > r.piece {
		<-r.large
		return
	}
	*b = block{data: b.data[:0], spans: b.spans[:0], parts: b.parts}
	select {
	case r.blocks <- b:
	default:
	}
}

func (r *run) run(ctx context.Context) (*Summary, error) {
	out, from, err := r.begin()
	if err != nil {
		return &Summary{Skipped: r.skipped}, err
	}
	w := &writer{run: r, out: out, now: *from, began: r.o.Now(), checked: r.e.Checked(), reasons: make([]int64, len(r.e.Pack().Rules)), resumed: out.saved}
	w.saved = w.began
	if !from.Done {
		err = w.decideAll(ctx)
	}
	err = w.end(err)
	return w.summary(err), err
}

// decideAll reads, decides and writes everything that is left.
func (w *writer) decideAll(ctx context.Context) error {
	if err := w.header(); err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	work := make(chan *block)
	order := make(chan *block, w.o.Workers)
	free := make(chan []byte, 4*w.o.Workers)
	w.free = free

	var workers sync.WaitGroup
	defer workers.Wait() // after stop, so that nothing is left running but a read that hangs
	defer stop()
	for range w.o.Workers {
		worker := w.newWorker(free)
		workers.Go(func() {
			for {
				select {
				case b, ok := <-work:
					if !ok {
						return
					}
					worker.do(ctx, b)
				case <-ctx.Done():
					return
				}
			}
		})
	}
	read := reader{run: w.run, emit: func(ctx context.Context, b *block) error {
		for _, to := range []chan *block{order, work} { // first in order, so that its turn comes
			select {
			case to <- b:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	}}
	var readErr error
	go func() {
		defer close(work)
		defer close(order)
		readErr = read.readAll(ctx, w.now.At)
	}()
	if err := w.write(ctx, order); err != nil {
		return err
	}
	return readErr
}
