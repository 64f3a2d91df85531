package batch

import (
	"bytes"
	"unicode/utf8"

	"github.com/limber-triage/limber/facts"
)

// place is how far an input is read.
type place struct {
	Offset int64 `json:"offset"` // bytes of the content, unpacked
	Line   int   `json:"line"`   // of the next byte, from 1
	Column int   `json:"column"` // in characters, from 1
}

// pass moves the place beyond bytes of the content.
func (p *place) pass(b []byte) {
	p.Offset += int64(len(b))
	if lines := bytes.Count(b, newline); lines > 0 {
		p.Line += lines
		p.Column = 1
		b = b[bytes.LastIndexByte(b, '\n')+1:]
	}
	p.Column += utf8.RuneCount(b)
}

var newline = []byte{'\n'}

// span is one record within a block.
type span struct {
	start, end   int
	line, column int // of its first byte
}

// maxRecord is the most that is kept of a record, in bytes: enough for its
// reader to say that it is too large for a case.
const maxRecord = facts.MaxCaseBytes + 1

// mostRecords is how many records one block holds. Those of cases are far fewer;
// a file of single letters must not take more memory to split than to hold.
const mostRecords = 4096

// splitter finds where records end. It sees an input from its beginning, or
// from the end of a record on.
type splitter interface {
	// split appends the records that b begins with, mostRecords at most, and
	// returns how many bytes it is done with; they always end with a record, or
	// with the input. What is left is seen again, with more behind it unless
	// last is set. at is where b begins.
	split(spans []span, b []byte, at place, last bool) (_ []span, done int, err error)
	// over is asked about a record too large to be kept, of which the last
	// split saw all of b and no end. It returns where the record begins, and a
	// function for the bytes behind b: how many belong to the record, and
	// whether it ends there.
	over(at place) (record span, pass func(b []byte) (n int, ends bool))
}

// lines splits at line ends. Lines without anything on them are no records.
type lines struct{}

func (lines) split(spans []span, b []byte, at place, last bool) ([]span, int, error) {
	done := 0
	for line := at.Line; done < len(b) && len(spans) < mostRecords; line++ {
		n := bytes.IndexByte(b[done:], '\n')
		end := done + n
		if n < 0 {
			if !last {
				break
			}
			end = len(b)
		}
		if text := trimReturn(b[done:end]); !blank(text) {
			spans = append(spans, span{start: done, end: done + len(text), line: line, column: 1})
		}
		done = min(end+1, len(b))
	}
	return spans, done, nil
}

// trimReturn removes the carriage return of a line that ends with both.
func trimReturn(line []byte) []byte {
	if n := len(line); n > 0 && line[n-1] == '\r' {
		return line[:n-1]
	}
	return line
}

func blank(line []byte) bool {
	return len(line) == 0 || line[0] <= ' ' && len(bytes.TrimSpace(line)) == 0
}

func (lines) over(at place) (span, func([]byte) (int, bool)) {
	return span{line: at.Line, column: 1}, overLine
}

func overLine(b []byte) (int, bool) {
	if n := bytes.IndexByte(b, '\n'); n >= 0 {
		return n + 1, true
	}
	return len(b), false
}

// whole is an input that is one record.
type whole struct{}

func (whole) split(spans []span, b []byte, at place, last bool) ([]span, int, error) {
	if !last {
		return spans, 0, nil
	}
	if at.Offset == 0 {
		spans = append(spans, span{end: len(b), line: at.Line, column: at.Column})
	}
	return spans, len(b), nil
}

func (whole) over(at place) (span, func([]byte) (int, bool)) {
	return span{line: at.Line, column: 1}, func(b []byte) (int, bool) { return len(b), false }
}
