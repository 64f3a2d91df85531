package facts

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

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
	r.add(nil, p, "json-syntax", syntaxHint(r.src[:p.start], token, r.src[p.end:]), "this is not JSON: unexpected %s", yamltree.Quote(token))
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
	if end == offset && !unfinished(string(src[start:offset])) {
		_, size := utf8.DecodeRune(src[offset:])
		start, end = offset, offset+size // what came before is good: the character itself is wrong
	}
	return place{start: start, end: end}
}

// unfinished reports whether a literal or a number breaks off, as in tru or 5.
func unfinished(word string) bool {
	if word == "" {
		return false
	}
	for _, literal := range []string{"true", "false", "null"} {
		if strings.HasPrefix(literal, word) {
			return word != literal
		}
	}
	return strings.Contains("-0123456789", word[:1]) && !isDecimal(word)
}

func isWordByte(c byte) bool {
	return c == '_' || c == '+' || c == '-' || c == '.' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// syntaxHint says what people usually mean by such a token.
func syntaxHint(before []byte, token string, after []byte) string {
	before = bytes.TrimRight(before, " \t\r\n")
	after = bytes.TrimLeft(after, " \t\r\n")
	afterValue := bytes.HasSuffix(before, []byte(`"`)) || bytes.HasSuffix(before, []byte("]")) || bytes.HasSuffix(before, []byte("}"))
	lower := strings.ToLower(token)
	switch c := token[0]; {
	case c == '\'':
		return "JSON takes double quotes only"
	case c == '"', isWordByte(c) && afterValue:
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
	case c >= utf8.RuneSelf:
		return "use plain spaces and straight double quotes"
	case bytes.HasPrefix(after, []byte(":")):
		return "put the name of the fact in double quotes"
	case strings.Contains(lower, "nan") || strings.Contains(lower, "inf"):
		return "write a number, or leave the fact out where it is not known"
	case strings.Contains("+-.0123456789", token[:1]):
		return "write a plain decimal number, such as 7.5"
	case isWordByte(c):
		return "put words in double quotes; a number is written in digits"
	}
	return ""
}
