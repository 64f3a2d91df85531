package batch

import "bytes"

// rows splits a table as encoding/csv does: a row may go on over several lines
// within quotes. A quote that is never closed would swallow all that follows;
// such a row ends with its line instead, and is rejected alone.
type rows struct{}

func (rows) split(spans []span, b []byte, at place, last bool) ([]span, int, error) {
	if bytes.IndexByte(b, '"') < 0 {
		return lines{}.split(spans, b, at, last)
	}
	done, line := 0, at.Line
	for done < len(b) && len(spans) < mostRecords {
		n, whole := rowEnd(b[done:], last)
		if !whole {
			break
		}
		row := b[done : done+n]
		text := trimReturn(bytes.TrimSuffix(row, newline))
		if !blank(text) {
			spans = append(spans, span{start: done, end: done + len(text), line: line, column: 1})
		}
		line += bytes.Count(row, newline)
		done += n
	}
	return spans, done, nil
}

func (rows) over(at place) (span, func([]byte) (int, bool)) {
	return span{line: at.Line, column: 1}, overLine
}

// rowEnd returns the length of the first row with its line end; whole is false
// when more must be seen to tell. No more than maxRecord bytes are looked at,
// so that the answer never depends on how much else is there.
func rowEnd(b []byte, last bool) (n int, whole bool) {
	seen := b[:min(len(b), maxRecord)]
	if n, ok := quotedRow(seen, last && len(seen) == len(b)); ok {
		return n, true
	}
	if !last && len(seen) < maxRecord {
		return 0, false
	}
	if n := bytes.IndexByte(b, '\n'); n >= 0 {
		return n + 1, true
	}
	return len(b), last
}

// quotedRow returns the length of a row that ends within b, or with it when
// nothing follows.
func quotedRow(b []byte, last bool) (n int, ok bool) {
	for i := 0; i < len(b); {
		if b[i] == '"' { // at the beginning of a cell
			if i = closing(b, i+1, last); i < 0 {
				return 0, false
			}
		}
		// What follows a closing quote should be a comma. If it is not, the
		// mistake is this line's.
		step := bytes.IndexAny(b[i:], ",\n")
		if step < 0 {
			break
		}
		if i += step + 1; b[i-1] == '\n' {
			return i, true
		}
	}
	return len(b), last
}

// closing returns the place after the quote that ends a cell, -1 without one;
// two quotes stand for one.
func closing(b []byte, i int, last bool) int {
	for {
		step := bytes.IndexByte(b[i:], '"')
		if step < 0 {
			return -1
		}
		i += step + 1
		switch {
		case i == len(b) && last:
			return i
		case i == len(b):
			return -1 // it may be the first of two
		case b[i] != '"':
			return i
		}
		i++
	}
}
