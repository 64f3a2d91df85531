package yamltree

import (
	"bytes"
	"fmt"
	"strings"
)

// mistake is where YAML went wrong, more exactly than the parser knows.
type mistake struct {
	offset        int
	message, hint string
}

// locate looks for the slip behind a syntax error that the parser noticed on a
// line, counted from 1: a quote or bracket that is not closed, text with a
// colon that needs quotes, a key without its colon. Not everything is found.
func locate(src []byte, line int, said string) (mistake, bool) {
	if m, ok := unclosed(src); ok {
		return m, true
	}
	lines := bytes.SplitAfter(src, []byte("\n"))
	starts := make([]int, len(lines))
	for i := 1; i < len(lines); i++ {
		starts[i] = starts[i-1] + len(lines[i-1])
	}
	switch {
	case strings.Contains(said, "mapping values are not allowed"):
		value := valueStart(lines[line-1])
		if value >= 0 && bytes.Contains(lines[line-1][value:], []byte(": ")) {
			return mistake{starts[line-1] + value, "a colon in text without quotes", `put the text in quotes: "..."`}, true
		}
	case strings.Contains(said, "expected ':'"):
		for n := line; n >= max(1, line-1); n-- {
			text := bytes.TrimSpace(lines[n-1])
			if len(text) > 0 && text[0] != '#' && !bytes.Contains(text, []byte(":")) {
				return mistake{starts[n-1] + bytes.Index(lines[n-1], text), "a key without its colon", "write key: value"}, true
			}
		}
	}
	return mistake{}, false
}

// valueStart is where the value of a "key: value" line begins, or -1.
func valueStart(line []byte) int {
	i := bytes.Index(line, []byte(": "))
	if i < 0 {
		return -1
	}
	rest := line[i+len(": "):]
	return len(line) - len(bytes.TrimLeft(rest, " "))
}

// unclosed finds a quote or bracket without its partner.
func unclosed(src []byte) (mistake, bool) {
	var open []int        // the brackets that are open
	begins := true        // a token may begin here, so a quote or bracket counts
	text, column := -1, 0 // the indentation of the line whose text follows below it; of this line
	lineStart := true
	for i := 0; i < len(src); i++ {
		c := src[i]
		if lineStart {
			column = indentation(src[i:])
			i += column
			if i >= len(src) {
				break
			}
			c = src[i]
			if text >= 0 && (column > text || c == '\n' || c == '\r') {
				i = endOfLine(src, i)
				continue
			}
			text, lineStart, begins = -1, false, true
		}
		switch {
		case c == '\n':
			lineStart = true
		case c == ' ':
		case c == '#' && (i == 0 || src[i-1] == ' ' || src[i-1] == '\n'):
			i = endOfLine(src, i) - 1
		case begins && (c == '"' || c == '\''):
			end := closing(src, i)
			if end < 0 {
				return mistake{i, "this quote is never closed", "close it where the text ends"}, true
			}
			if rest := bytes.TrimLeft(src[end+1:endOfLine(src, end)], " \r"); len(rest) > 0 && !bytes.ContainsRune([]byte(",:]}#"), rune(rest[0])) {
				if bytes.Contains(src[i:end], []byte("\n")) {
					closed := 1 + bytes.Count(src[:end], []byte("\n"))
					return mistake{i, fmt.Sprintf("this quote is closed only on line %d, where another begins", closed), "close it where the text ends"}, true
				}
				return mistake{end, "text follows the closing quote", `write \" for a quote inside "..."`}, true
			}
			i, begins = end, false
		case begins && (c == '[' || c == '{'):
			open = append(open, i)
		case len(open) > 0 && (c == ']' || c == '}'):
			last := open[len(open)-1]
			if (src[last] == '[') != (c == ']') {
				return mistake{i, fmt.Sprintf("%c closes what %c opened", c, src[last]), "make the two brackets match"}, true
			}
			open, begins = open[:len(open)-1], false
		case (c == '|' || c == '>') && begins && len(open) == 0:
			text = column
			i = endOfLine(src, i) - 1
		case c == ',' && len(open) > 0:
			begins = true
		case (c == ':' || c == '-' || c == '?') && i+1 < len(src) && (src[i+1] == ' ' || src[i+1] == '\n'):
			begins = begins || c == ':'
		default:
			begins = false
		}
	}
	if len(open) > 0 {
		return mistake{open[0], "this bracket is never closed", "close it where the list or mapping ends"}, true
	}
	return mistake{}, false
}

func indentation(src []byte) int { return len(src) - len(bytes.TrimLeft(src, " ")) }

// endOfLine is the offset of the line's end, or of the file's.
func endOfLine(src []byte, from int) int {
	if i := bytes.IndexByte(src[from:], '\n'); i >= 0 {
		return from + i
	}
	return len(src)
}

// closing is the offset of the quote that closes the one at from, or -1.
func closing(src []byte, from int) int {
	quote := src[from]
	for i := from + 1; i < len(src); i++ {
		switch {
		case src[i] == '\\' && quote == '"':
			i++
		case src[i] != quote:
		case quote == '\'' && i+1 < len(src) && src[i+1] == '\'':
			i++
		default:
			return i
		}
	}
	return -1
}
