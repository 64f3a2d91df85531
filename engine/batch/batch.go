// Package batch decides files of cases: millions of them, on every core, in
// the order of the input, in a bounded amount of memory, and without losing
// one. [Run] is all there is to call.
//
// A run reads its inputs in blocks of whole records, hands each block to a
// worker that reads and decides its cases, and writes what the workers made in
// the order of the blocks:
//
//	inputs.go, open.go   what to read, and how it is packed
//	split*.go, blocks.go where one record ends
//	work.go, record.go   from a record to a line of output
//	write.go             the order, and when to save a checkpoint
//	output.go            files that appear whole or can be resumed
//
// A record that is not a case goes to the rejects, with the place and reason of
// every mistake, and the run goes on. The package never decides anything
// itself, never touches a file but through a [Disk], and never repeats an
// answer in an error.
package batch

import (
	"context"
	"io"
	"time"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/facts"
)

// Options say what to read and where the results go. The zero value of each
// field is the usual choice.
type Options struct {
	Inputs []string   // files, folders and patterns; "-" is Stdin
	From   Form       // "": by name and content
	Map    *facts.Map // reads the columns of a form's export; nil: columns are facts
	Stdin  io.Reader
	Disk   Disk

	Output string    // a regular file; "" is Stdout
	Stdout io.Writer // without Output
	Format Format    // "": NDJSON
	Fields []string  // names of Fields; nil: the whole record, or the usual columns of a table

	Rejects    string    // file of rejected records; "": Output + ".rejects", or none with Stdout
	RejectsTo  io.Writer // takes them instead of a file; a resumed run may repeat some
	MaxRejects int       // stop once this many are rejected; 0: never
	Aside      []string  // files that the caller writes, and that are no input either

	Resume     bool          // go on where an interrupted run into Output stopped
	Checkpoint time.Duration // between two checkpoints; 0: two seconds
	Shape      string        // the engine's own options; a resumed run must have the same

	Workers  int              // 0: as many as there are cores; MostWorkers at most
	Progress func(Progress)   // called from time to time, by one goroutine
	Now      func() time.Time // nil: time.Now
}

// Format is how decisions are written.
type Format string

// The formats.
const (
	NDJSON Format = "ndjson" // one JSON record a line
	CSV    Format = "csv"    // one row for each case, lists joined by semicolons, texts by NoFormula
)

// Progress is how far a run has come.
type Progress struct {
	Cases    int64 // decided or rejected in this run
	Rejected int64
	Read     int64 // bytes of the inputs, as they are stored
	Size     int64 // bytes of all inputs; 0: unknown
}

// Run decides the cases of the inputs. The summary covers the cases of a
// resumed run's earlier parts too; it is never nil. The error is an *[Error],
// or the context's when the run was interrupted.
//
// Two runs over the same inputs write the same bytes, however often they were
// interrupted and resumed, and however many workers there are.
func Run(ctx context.Context, e *engine.Engine, o Options) (*Summary, error) {
	r, err := newRun(e, o)
	if err != nil {
		return &Summary{}, err
	}
	return r.run(ctx)
}
