package batch

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
)

// mostPiece is how much of an input one worker takes at a time, in bytes, and
// how much output it holds back before it waits for its turn to write: enough
// that handing it over costs nothing, and little enough to hold a few.
const mostPiece = 256 << 10

// fewWorkers take whole pieces. More of them share what those hold, so that
// memory stays bounded however many there are.
const fewWorkers = 2

func pieceFor(workers int) int { return mostPiece * fewWorkers / max(workers, fewWorkers) }

// block is some whole records of one input.
type block struct {
	in    *input
	form  Form
	data  []byte
	spans []span
	from  int64    // offset of data in the content
	end   position // after the block

	closes bool // the input ends with it

	parts chan part // what the worker made of it
}

// position is how far the inputs are read.
type position struct {
	Input int `json:"input"` // of those in order; as many as there are: all are read
	place
}

// start is the beginning of an input.
var start = place{Line: 1, Column: 1}

// reader reads the inputs one after the other and cuts them into blocks.
type reader struct {
	*run
	emit func(context.Context, *block) error
}

// readAll reads from a position to the end of the last input.
func (r *reader) readAll(ctx context.Context, from position) error {
	for i := from.Input; i < len(r.inputs); i++ {
		at := start
		if i == from.Input && from.Offset > 0 {
			at = from.place
		}
		if err := r.readInput(ctx, i, at); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) readInput(ctx context.Context, i int, at place) error {
	in := r.inputs[i]
	s, err := r.open(in)
	if err != nil {
		return err
	}
	defer s.Close()
	form, err := r.form(s)
	if err != nil {
		return err
	}
	c := cutter{reader: r, s: s, in: in, index: i, form: form, at: at, split: lines{}}
	switch form {
	case Table:
		c.split = rows{}
		header, err := r.header(s, in)
		if err != nil {
			return err
		}
		if at == start {
			c.at.pass(header)
			c.at.Column = 1 // a byte order mark is no column
		}
	case Array:
		a := &array{file: in.name}
		if at != start {
			a.state = afterElement
		}
		c.split = a
	case JSON, YAML:
		c.split = whole{}
	}
	if err := s.seek(c.at.Offset); err != nil {
		return err
	}
	if err := c.run(ctx); err != nil {
		return err
	}
	if s.plain != nil && c.at.Offset < in.size {
		return failed("start over once nobody writes to it", "%s: the file became shorter while it was read", in.name)
	}
	return nil
}

// header reads the first row of a table, which says what its columns are.
func (r *reader) header(s *stream, in *input) ([]byte, error) {
	var header []byte
	for {
		line, err := s.ReadSlice('\n')
		header = append(header, line...)
		last := errors.Is(err, io.EOF)
		if err != nil && !last && !errors.Is(err, bufio.ErrBufferFull) {
			return nil, s.failed(err)
		}
		if last || len(header) >= maxRecord {
			break
		}
		if n, whole := rowEnd(header, false); whole && n == len(header) && !blank(trimReturn(header[:n-1])) {
			break
		}
	}
	s.passed = int64(len(header))
	row := trimReturn(bytes.TrimSuffix(header, newline))
	if blank(bytes.TrimPrefix(row, []byte("\ufeff"))) {
		return nil, usage("its first row names the facts: limber facts --format csv", "%s: the table is empty", in.name)
	}
	table := r.e.Vocabulary().NewTableReader
	if r.o.Map != nil {
		table = r.o.Map.NewTableReader
	}
	var err error
	if in.table, err = table(in.name, row); err != nil {
		return nil, &Error{Kind: Usage, Err: err, File: in.name, Source: row}
	}
	return header, nil
}

// cutter cuts one input into blocks.
type cutter struct {
	*reader
	s     *stream
	in    *input
	index int
	form  Form
	at    place // of the first byte not yet in a block
	split splitter
	end   error // of reading: io.EOF, or why there is no more
}

func (c *cutter) run(ctx context.Context) error {
	b := c.block()
	for full := false; ; {
		err := c.end
		if !full {
			err = c.fill(b)
		}
		last := errors.Is(err, io.EOF)
		if last {
			err = nil
		} else if err != nil {
			err = c.s.failed(err) // after the records that are whole
		}
		var done int
		var bad error
		b.spans, done, bad = c.split.split(b.spans[:0], b.data, c.at, last)
		if full = len(b.spans) == mostRecords && done < len(b.data); full {
			last, err = false, nil // not before what is left
		}
		if err == nil {
			err = bad
		}
		if done == 0 && !last && err == nil {
			if b, err = c.unfinished(ctx, b); err != nil {
				return err
			}
			continue
		}
		next := c.block()
		if rest := b.data[done:]; len(rest) < len(b.data)/2 {
			next.data = append(next.data, rest...)
			b.data = b.data[:done]
		} else { // the smaller part is copied, so that few records do not keep a large block
			next.data = append(next.data, b.data[:done]...)
			next.spans, b.spans = b.spans, next.spans
			b.data = b.data[:copy(b.data, rest)]
			b, next = next, b
		}
		end := c.at
		end.pass(b.data)
		b.closes = last && err == nil
		if failed := c.send(ctx, b, end); failed != nil {
			return failed
		}
		if last || err != nil {
			return err
		}
		b = next
	}
}

// fill reads into a block: all that fits, or what is there of an input that may
// wait for more.
func (c *cutter) fill(b *block) error {
	for len(b.data) < cap(b.data) && c.end == nil {
		var n int
		n, c.end = c.s.Read(b.data[len(b.data):cap(b.data)])
		b.data = b.data[:len(b.data)+n]
		if n > 0 && c.s.live {
			break
		}
	}
	return c.end
}

// send hands a block on that ends at a place of its input.
func (c *cutter) send(ctx context.Context, b *block, end place) error {
	b.in, b.form, b.from, b.end = c.in, c.form, c.at.Offset, position{Input: c.index, place: end}
	if b.closes {
		b.end = position{Input: c.index + 1, place: start}
	}
	c.at = end
	if cap(b.data) > c.piece {
		select {
		case c.large <- struct{}{}:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return c.emit(ctx, b)
}

// unfinished makes room for the rest of the first record of a block, or sends
// what is kept of one that is too large and passes over the rest. It returns
// the block to go on with.
func (c *cutter) unfinished(ctx context.Context, b *block) (*block, error) {
	record, pass := c.split.over(c.at)
	if len(b.data)-record.start < maxRecord {
		if len(b.data) == cap(b.data) {
			b.data = append(make([]byte, 0, 2*cap(b.data)), b.data...)
		}
		return b, nil
	}
	record.end = record.start + maxRecord
	b.spans = append(b.spans[:0], record)
	end := c.at
	end.pass(b.data)
	for next := c.block(); ; next.data = next.data[:0] {
		err := c.fill(next)
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, c.s.failed(err)
		}
		n, ends := pass(next.data)
		end.pass(next.data[:n])
		if ends || err != nil {
			next.data = next.data[:copy(next.data, next.data[n:])]
			return next, c.send(ctx, b, end)
		}
	}
}
