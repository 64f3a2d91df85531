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
	for done < len(b) {
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

func (rows) over([]byte) func([]byte) (int, bool) { return overLine }

// rowEnd returns the length of the first row with its line end; whole is false
// when more must be seen to tell.
func rowEnd(b []byte, last bool) (n int, whole bool) {
	first := 0 // length of the first line, once it is seen
	for i := 0; i < len(b) && i < maxRecord; {
		// At the beginning of a cell.
		if b[i] != '"' {
			step := bytes.IndexAny(b[i:], ",\n")
			if step < 0 {
				break
			}
			i += step + 1
			if b[i-1] == '\n' {
				return i, true
			}
			continue
		}
		for i++; ; i += 2 { // two quotes stand for one
			step := bytes.IndexByte(b[i:], '"')
			if line := bytes.IndexByte(b[i:], '\n'); first == 0 && line >= 0 {
				first = i + line + 1
			}
			if step < 0 {
				i = len(b)
				break
			}
			if i += step; i+1 >= len(b) || b[i+1] != '"' {
				break
			}
		}
		if i+1 >= len(b) {
			break
		}
		i++ // beyond the closing quote; what is not a comma here is a mistake of this line
		step := bytes.IndexAny(b[i:], ",\n")
		if step < 0 {
			break
		}
		i += step + 1
		if b[i-1] == '\n' {
			return i, true
		}
	}
	switch {
	case !last && len(b) < maxRecord:
		return 0, false
	case first > 0:
		return first, true
	}
	if n := bytes.IndexByte(b, '\n'); n >= 0 {
		return n + 1, true
	}
	return len(b), last
}
