package grl

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/antlr4-go/antlr/v4"

	"github.com/limber-triage/limber/engine/diag"
)

// Bounds on what is read. The largest rule a person would write has about a
// hundred atoms; the bounds keep a hostile file from costing time or stack.
const (
	MaxSource  = 1 << 20 // bytes in one file or condition
	MaxNesting = 64      // parentheses open at once
	MaxTokens  = 4096    // tokens in one rule or condition
)

// shownLength is the most of a faulty token that a message repeats, in characters.
const shownLength = 40

// source is a text being read: where it stands, and what is wrong with it.
type source struct {
	base    diag.Pos // place of the first character
	text    string
	input   *antlr.InputStream
	faults  diag.List
	retries int // rules parsed a second time
}

func newSource(text string, base diag.Pos) *source {
	return &source{base: base, text: text}
}

// at turns a line counted from 1 and a column counted from 0 into a place.
// Every line is taken to begin in the column of the first.
func (s *source) at(line, column int) diag.Pos {
	return diag.Pos{File: s.base.File, Line: s.base.Line + line - 1, Column: s.base.Column + column}
}

func (s *source) pos(t antlr.Token) diag.Pos { return s.at(t.GetLine(), t.GetColumn()) }

// refuse records a fault from the first to the last of two tokens.
func (s *source) refuse(code string, first, last antlr.Token, hint, format string, args ...any) {
	s.fault(code, s.pos(first), width(first, last), hint, format, args...)
}

func (s *source) fault(code string, at diag.Pos, width int, hint, format string, args ...any) {
	s.faults = append(s.faults, diag.Diagnostic{
		Code: code, Pos: at, Width: width, Message: fmt.Sprintf(format, args...), Hint: hint,
	})
}

// width counts the characters from the first to the last of two tokens, or of
// the first alone when they stand on different lines.
func width(first, last antlr.Token) int {
	if first.GetLine() != last.GetLine() {
		last = first
	}
	return last.GetStop() - first.GetStart() + 1
}

// readable refuses what must not reach the lexer: it would be misread by a
// person (hidden characters, lone carriage returns) or by Grule.
func (s *source) readable() bool {
	if len(s.text) > MaxSource {
		s.fault("source-too-large", s.base, 1, "split it into several files",
			"%d bytes are more than the %d allowed", len(s.text), MaxSource)
		return false
	}
	for i, r := range s.text {
		var code, what, hint string
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(s.text[i:], "\uFFFD"):
			code, what, hint = "invalid-utf8", "a byte that is not UTF-8", "save the file as UTF-8"
		case r == 0:
			code, what, hint = "hidden-character", "a NUL byte", "save the file as plain text"
		case r == '\r' && !strings.HasPrefix(s.text[i:], "\r\n"):
			code, what, hint = "hidden-character", "a carriage return inside a line", "end lines with a line feed"
		case r == '\uFEFF' && i == 0:
			code, what, hint = "hidden-character", "a byte order mark", "save the file as UTF-8 without one"
		case hidden(r):
			code, what, hint = "hidden-character", fmt.Sprintf("the hidden character %U", r), "delete it"
		default:
			continue
		}
		place := diag.At("", []byte(s.text), i)
		s.fault(code, s.at(place.Line, place.Column-1), 1, hint, "%s", what)
		return false
	}
	return true
}

// hidden reports control characters, and the marks that turn the direction of
// writing, so that a rule could read differently from what it does.
func hidden(r rune) bool {
	switch {
	case r == '\t', r == '\n', r == '\r':
		return false
	case r < ' ', r >= 0x7f && r < 0xa0, r == '\uFEFF':
		return true
	case r == 0x061C, r >= 0x200B && r <= 0x200F, r >= 0x2028 && r <= 0x202E, r >= 0x2060 && r <= 0x2069:
		return true
	}
	return false
}

// done sorts what was found and returns it as an error, or nil.
func (s *source) done() error {
	s.faults.Sort()
	return s.faults.Err()
}

// shown quotes a piece of source for a message: no more than shownLength
// characters, those that cannot be seen escaped. A string literal keeps its
// own quotes.
func shown(text string) string {
	var b strings.Builder
	n := 0
	for _, r := range text {
		if n++; n > shownLength {
			b.WriteRune('…')
			break
		}
		if unicode.IsPrint(r) {
			b.WriteRune(r)
		} else {
			b.WriteString(strings.Trim(strconv.QuoteRuneToASCII(r), "'"))
		}
	}
	if strings.HasPrefix(text, `"`) {
		return b.String()
	}
	return `"` + b.String() + `"`
}

// isCamel reports an upper-case ASCII letter followed by letters and digits.
func isCamel(name string) bool {
	for i := range len(name) {
		c := name[i]
		upper, lower, digit := c >= 'A' && c <= 'Z', c >= 'a' && c <= 'z', c >= '0' && c <= '9'
		if !upper && (i == 0 || !lower && !digit) {
			return false
		}
	}
	return name != ""
}

// toCamel writes a name in CamelCase: chest_symptoms becomes ChestSymptoms.
func toCamel(name string) string {
	var b bytes.Buffer
	for part := range strings.SplitSeq(name, "_") {
		if part != "" {
			b.WriteString(strings.ToUpper(part[:1]) + part[1:])
		}
	}
	return b.String()
}
