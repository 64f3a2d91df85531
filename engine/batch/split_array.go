package batch

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/yamltree"
)

// array splits one JSON array into its elements. What stands between them must
// be right; what they hold is for their reader to judge.
type array struct {
	file  string
	state arrayState
	// The element that a split saw no end of.
	open  nesting
	begun span
}

// arrayState is what has been read last.
type arrayState int

const (
	beforeArray arrayState = iota
	afterBracket
	afterComma
	afterElement
	afterArray
)

func (a *array) split(spans []span, b []byte, at place, last bool) ([]span, int, error) {
	state, here := a.state, at
	a.open, a.begun = nesting{}, span{start: len(b)}
	i, done := 0, 0
	if state == beforeArray && !last && len(b) < len("\ufeff") && bytes.HasPrefix([]byte("\ufeff"), b) {
		return spans, done, nil // perhaps the beginning of a byte order mark
	}
	if state == beforeArray && bytes.HasPrefix(b, []byte("\ufeff")) {
		i = len("\ufeff") // takes no column
		here.Offset += int64(i)
	}
	for {
		i += len(b[i:]) - len(bytes.TrimLeft(b[i:], " \t\r\n"))
		if i == len(b) {
			break
		}
		next := state.after(b[i])
		switch next {
		case wrongState:
			if !last && !utf8.FullRune(b[i:]) {
				return spans, done, nil // the message names the whole character
			}
			here.pass(b[here.Offset-at.Offset : i])
			return spans, done, a.wrong(here, b[i:], state)
		case afterElement:
			here.pass(b[here.Offset-at.Offset : i])
			s := span{start: i, line: here.Line, column: here.Column}
			var n nesting
			length, ends := n.pass(b[i:])
			if !ends {
				if last {
					return spans, done, a.early(state)
				}
				a.open, a.begun = n, s
				return spans, done, nil
			}
			i += length
			s.end = i
			spans, done = append(spans, s), i
			a.state = afterElement
			if len(spans) == mostRecords {
				return spans, done, nil
			}
		default:
			i++
		}
		state = next
	}
	switch {
	case !last && done == 0 && len(b) >= maxRecord:
		return spans, done, failed("remove the space", "%s: more than %d bytes of space between two cases", a.file, maxRecord)
	case !last:
		return spans, done, nil
	}
	if a.state = state; state != afterArray {
		return spans, done, a.early(state)
	}
	return spans, len(b), nil
}

// wrongState follows what may not stand where it stands.
const wrongState arrayState = -1

// after is the state after a character.
func (s arrayState) after(c byte) arrayState {
	switch {
	case s == beforeArray && c == '[':
		return afterBracket
	case s == afterElement && c == ',':
		return afterComma
	case (s == afterElement || s == afterBracket) && c == ']':
		return afterArray
	case (s == afterComma || s == afterBracket) && c != ',' && c != ']' && c != '}':
		return afterElement
	}
	return wrongState
}

// wrong is the error of something else between two elements. What comes after
// it cannot be told apart, so the run ends there.
func (a *array) wrong(at place, rest []byte, state arrayState) error {
	c := string([]rune(string(rest[:min(len(rest), 4)]))[:1])
	hint := map[arrayState]string{
		beforeArray: "an array of cases begins with [", afterComma: "there is a comma too many", afterElement: "a comma is missing between two cases",
		afterArray: "keep one array in a file, or write one case on each line",
	}[state]
	d := diag.Diagnostic{Code: "array-syntax", Pos: diag.Pos{File: a.file, Line: at.Line, Column: at.Column}, Message: fmt.Sprintf("this is no array of cases: unexpected %s", yamltree.Quote(c)), Hint: hint}
	kind := InputOutput
	if state == beforeArray {
		kind = Usage // another form was promised: nothing of it is read
	}
	return &Error{Kind: kind, Err: diag.List{d}}
}

// early is the error of an array that ends too soon.
func (a *array) early(state arrayState) error {
	if state == beforeArray {
		return usage("an array of cases begins with [", "%s: there is no array of cases", a.file)
	}
	return failed("it was cut short; the cases before are decided", "%s: the array of cases is not closed", a.file)
}

func (a *array) over(place) (span, func([]byte) (int, bool)) {
	n := a.open
	return a.begun, func(b []byte) (length int, ends bool) {
		length, ends = n.pass(b)
		if ends {
			a.state = afterElement
		}
		return length, ends
	}
}

// nesting finds the end of one JSON value, whatever it holds.
type nesting struct {
	depth   int
	inText  bool
	escaped bool
	word    bool // a number, true, or something worse
}

// pass returns how many bytes belong to the value, and whether it ends there.
func (n *nesting) pass(b []byte) (length int, ends bool) {
	for i, c := range b {
		switch {
		case n.escaped:
			n.escaped = false
		case n.inText && c == '\\':
			n.escaped = true
		case n.inText:
			if n.inText = c != '"'; !n.inText && n.depth == 0 {
				return i + 1, true
			}
		case n.word && (c <= ' ' || c == ',' || c == ']' || c == '}' || c == '"'):
			return i, true
		case c == '"':
			n.inText = true
		case c == '[' || c == '{':
			n.depth++
		case c == ']' || c == '}':
			if n.depth--; n.depth == 0 {
				return i + 1, true
			}
		case n.depth == 0:
			n.word = true
		}
	}
	return len(b), false
}
