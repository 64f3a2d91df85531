package batch

import (
	"errors"
	"fmt"
)

// Kind says what sort of end a run came to.
type Kind int

// The kinds of [Error].
const (
	Usage          Kind = iota // the options or an input's header are wrong, or the inputs have changed: nothing was lost
	InputOutput                // reading or writing failed
	TooManyRejects             // more rejected cases than allowed
	Disagreement               // the evaluators differ about a case: no decision of this pack can be trusted
)

// Error is why a run stopped. Its text never holds an answer.
type Error struct {
	Kind Kind
	Err  error
	Hint string // the way out

	// Where places of a diag.List in Err point into, for showing the line.
	File   string
	Source []byte
}

// Error says what went wrong.
func (e *Error) Error() string { return e.Err.Error() }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

func usage(hint, format string, args ...any) error {
	return &Error{Kind: Usage, Err: fmt.Errorf(format, args...), Hint: hint}
}

func failed(hint, format string, args ...any) error {
	return &Error{Kind: InputOutput, Err: fmt.Errorf(format, args...), Hint: hint}
}

// ErrLocked is the error of [Disk.Write] for a file that another run writes.
var ErrLocked = errors.New("another run is writing to it")
