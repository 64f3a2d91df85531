package facts

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/limber-triage/limber/engine/yamltree"
)

// syntax reports where the text stops being JSON, in our own words: those of
// the decoder vary between processes on purpose.
func (r *jsonReader) syntax(err error) {
	offset := len(r.src)
	var at *jsontext.SyntacticError
	if errors.As(err, &at) && !errors.Is(err, io.ErrUnexpectedEOF) {
		offset = min(int(at.ByteOffset), len(r.src))
	}
	if offset == len(r.src) {
		r.add(nil, place{start: offset, end: offset}, "json-syntax", "a closing quote or bracket is missing", "the text ends within the case")
		return
	}
	p := tokenAt(r.src, offset)
	token := string(r.src[p.start:p.end])
	r.add(nil, p, "json-syntax", syntaxHint(token, r.src[p.end:]), "this is not JSON: unexpected %s", yamltree.Quote(token))
}

// tokenAt widens the offset at which the decoder gave up to the whole word or
// number there, so that a message shows 007 rather than 07.
func tokenAt(src []byte, offset int) place {
	start, end := offset, offset
	for end < len(src) && isWordByte(src[end]) {
		end++
	}
	for start > 0 && isWordByte(src[start-1]) {
		start--
	}
	before := string(src[start:offset])
	if end == offset && (before == "" || before == "true" || before == "false" || before == "null" || isDecimal(before)) {
		start = offset // a good value before it: the character itself is wrong
		end = offset + runeLen(src[offset:])
	}
	return place{start: start, end: end}
}

func isWordByte(c byte) bool {
	return c == '_' || c == '+' || c == '-' || c == '.' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

func runeLen(src []byte) int {
	for i := range string(src[1:min(len(src), 5)]) {
		return 1 + i
	}
	return 1
}

// syntaxHint says what people usually mean by such a token.
func syntaxHint(token string, after []byte) string {
	after = bytes.TrimLeft(after, " \t\r\n")
	switch c := token[0]; {
	case c == '\'':
		return "JSON takes double quotes only"
	case c == '"':
		return "a comma or a colon is missing before it"
	case c == ',':
		return "there is a comma too many"
	case c == '/' || c == '#':
		return "JSON has no comments"
	case c == '}' || c == ']':
		return "the brackets do not match"
	case c == '[' || c == '{':
		return "an answer is a word, a number or a flat list of words"
	case c == '\\':
		return "JSON has no such escape; for a backslash write two"
	case c < ' ':
		return "is a closing quote missing on this line?"
	case bytes.HasPrefix(after, []byte(":")):
		return "put the name of the fact in double quotes"
	case strings.Contains("+-.0123456789", token[:1]):
		return "write a plain decimal number, such as 7.5"
	case isWordByte(c):
		return "put words in double quotes; a number is written in digits"
	}
	return ""
}
