package grl

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/antlr4-go/antlr/v4"
	grule "github.com/hyperjumptech/grule-rule-engine/antlr/parser/grulev3"
)

// Token types of Grule's grammar, which does not export them; a test compares
// them with the names in its tables. Unused ones keep the count.
const (
	_ = 1 + iota // ,
	_            // +
	tokMinus
	tokDiv
	tokMul
	_ // %
	tokDot
	tokSemicolon
	tokOpenBrace
	tokCloseBrace
	tokOpen
	tokClose
	tokOpenSquare
	_ // ]
	tokRule
	tokWhen
	tokThen
	_ // &&
	_ // ||
	tokTrue
	tokFalse
	tokNil
	tokNot
	tokSalience
	_ // ==
	tokAssign
	_ // +=
	_ // -=
	_ // /=
	_ // *=
	_ // >
	_ // <
	_ // >=
	_ // <=
	_ // !=
	_ // &
	_ // |
	tokName
	tokString
	tokSingleQuoted
	tokFloat
	_ // E5
	tokHexFloat
	_ // P5
	tokInteger
	tokHex
	tokOctal
)

// reservedHint names the words that GRL keeps for itself, in any letter case.
const reservedHint = "GRL reserves rule, when, then, salience, true, false and nil, in any letter case"

// isReserved reports the words that can never be a name.
func isReserved(t antlr.Token) bool {
	switch t.GetTokenType() {
	case tokRule, tokWhen, tokThen, tokTrue, tokFalse, tokNil, tokSalience:
		return true
	}
	return false
}

// piece is the run of tokens from one word "rule" to the next, ended by an
// end-of-file token. Reading piece by piece keeps a mistake in one rule from
// hiding mistakes in another, or causing them.
type piece struct {
	tokens []antlr.Token
	broken bool // holds text that is no token, so parsing it tells nothing
}

// maxRestarts bounds how often lexing starts again after a string without an
// end, since each may have read to the end of the file.
const maxRestarts = 20

// lexing cuts a source into pieces by Grule's own lexer and hears its errors.
type lexing struct {
	*antlr.DefaultErrorListener
	*source
	all []piece
	now piece
	end antlr.Token // ends every piece
	// whether characters are bytes, so that tokens can share the source's text
	ascii bool
	lost  bool // the text at lostAt swallows what follows it
	// where to look for the next rule once lost, in characters and lines
	lostAt, lostLine int
}

// pieces cuts the source into rules; text before the first rule makes a piece
// too. It records what is no token, one fault to a piece, and gives up after
// maxRestarts strings without an end.
func (s *source) pieces() []piece {
	s.input = antlr.NewInputStream(s.text)
	l := &lexing{source: s, ascii: s.input.Size() == len(s.text)}
	at, line := 0, 1
	for range maxRestarts {
		l.lost = false
		l.run(at, line)
		l.flush()
		if !l.lost {
			break
		}
		var found bool
		if at, line, found = l.nextRule(); !found {
			break
		}
	}
	return l.all
}

// run lexes from a character of the source until its end or until lost.
func (l *lexing) run(at, line int) {
	lexer := grule.Newgrulev3Lexer(l.input)
	lexer.RemoveErrorListeners()
	lexer.AddErrorListener(l)
	lexer.Interpreter.(*antlr.LexerATNSimulator).Line = line
	l.input.Seek(at)
	l.end = lexer.EmitEOF()
	for !l.lost {
		t := lexer.NextToken()
		if t.GetTokenType() == antlr.TokenEOF {
			return
		}
		if t.GetTokenType() == tokRule && !l.expectsName() {
			l.flush()
		}
		l.check(t)
		if l.ascii {
			t.SetText(l.text[t.GetStart() : t.GetStop()+1])
		}
		t.SetTokenIndex(len(l.now.tokens))
		l.now.tokens = append(l.now.tokens, t)
	}
}

// expectsName reports whether the next token stands where only a name can, so
// that the word "rule" there is a mistaken name and begins no rule.
func (l *lexing) expectsName() bool {
	n := len(l.now.tokens)
	return n > 0 && (n == 1 && l.now.tokens[0].GetTokenType() == tokRule || l.now.tokens[n-1].GetTokenType() == tokDot)
}

func (l *lexing) flush() {
	if len(l.now.tokens) > 0 || l.now.broken {
		l.now.tokens = append(l.now.tokens, l.end)
		l.all = append(l.all, l.now)
	}
	l.now = piece{}
}

// check refuses tokens that Grule's lexer makes of text meant otherwise.
func (l *lexing) check(t antlr.Token) {
	switch t.GetTokenType() {
	case tokName:
		text := t.GetText()
		if i := strings.IndexFunc(text, func(r rune) bool { return r >= utf8.RuneSelf }); i >= 0 {
			l.broke("non-ascii-name", t.GetLine(), t.GetColumn(), utf8.RuneCountInString(text),
				"use the letters A to Z, a to z and digits", "the name %s has a letter outside ASCII", shown(text))
		}
	case tokString, tokSingleQuoted:
		text := t.GetText()
		if twice := text[:1] + text[:1]; strings.HasPrefix(text, twice) && len(text) > len(twice) {
			// GRL reads a doubled quote as a quote within the string.
			l.broke("empty-string", t.GetLine(), t.GetColumn(), len(twice), "write something between the quotes", "a string is empty")
			l.lose(t.GetStart(), t.GetLine())
		} else if first, _, more := strings.Cut(text, "\n"); more {
			l.unclosed(t.GetStart(), t.GetLine(), t.GetColumn(), first)
		}
	case tokMul:
		if n := len(l.now.tokens); n > 0 && l.now.tokens[n-1].GetTokenType() == tokDiv && l.now.tokens[n-1].GetStop()+1 == t.GetStart() {
			l.broke("unclosed-comment", t.GetLine(), t.GetColumn()-1, len("/*"), "end it with */", "a comment is never closed")
			l.lose(l.input.Size(), t.GetLine())
		}
	}
}

// lookalikes are characters that word processors and web pages put in place of
// the plain ones, with what to write instead.
var lookalikes = map[string]string{
	"“": `write the plain quote "`, "”": `write the plain quote "`, "„": `write the plain quote "`,
	"≥": "write >=", "≤": "write <=", "≠": "there is no such comparison: name the option that is meant",
	"–": "write the plain minus -", "—": "write the plain minus -", "−": "write the plain minus -",
	"\u00a0": "write a plain space", "#": "a comment begins with //",
}

// SyntaxError hears of text that is no token.
func (l *lexing) SyntaxError(lexer antlr.Recognizer, _ any, line, column int, _ string, _ antlr.RecognitionException) {
	start := lexer.(*antlr.BaseLexer).TokenStartCharIndex
	text := l.input.GetText(start, start+shownLength)
	char := l.input.GetText(start, start)
	switch char {
	case `"`, "'":
		first, _, _ := strings.Cut(l.input.GetText(start, l.input.Size()-1), "\n")
		l.unclosed(start, line, column, first)
	case "_":
		end := strings.IndexFunc(text, func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		if end < 0 {
			end = len(text)
		}
		name := text[:end]
		l.broke("name-case", line, column, utf8.RuneCountInString(name), camelHint(name), "the name %s begins with an underscore", shown(name))
	default:
		hint, known := lookalikes[char]
		if !known {
			hint = "delete it"
		}
		l.broke("unexpected-character", line, column, 1, hint, "the character %s has no meaning here", shown(char))
	}
}

func (l *lexing) unclosed(at, line, column int, text string) {
	text = strings.TrimSuffix(text, "\r")
	l.broke("unclosed-string", line, column, utf8.RuneCountInString(text),
		"end it with the same quote on the same line", "a string is not closed on its line")
	l.lose(at, line)
}

func (l *lexing) lose(at, line int) { l.lost, l.lostAt, l.lostLine = true, at, line }

// broke records the first fault of a piece; the rest of it cannot be trusted.
func (l *lexing) broke(code string, line, column, width int, hint, format string, args ...any) {
	if !l.now.broken {
		l.fault(code, l.at(line, column), width, hint, format, args...)
	}
	l.now.broken = true
}

// nextRule finds the next line after the lost text that begins with "rule".
func (l *lexing) nextRule() (at, line int, found bool) {
	at, line = l.lostAt, l.lostLine
	rest := l.input.GetText(at, l.input.Size()-1)
	for {
		this, next, more := strings.Cut(rest, "\n")
		if !more {
			return 0, 0, false
		}
		at += utf8.RuneCountInString(this) + 1
		line++
		rest = next
		after, is := strings.CutPrefix(strings.TrimLeft(rest, " \t"), "rule")
		if is && (strings.HasPrefix(after, " ") || strings.HasPrefix(after, "\t")) {
			return at, line, true
		}
	}
}

// camelHint says how to write a name in CamelCase.
func camelHint(name string) string {
	if camel := toCamel(name); isCamel(camel) {
		return fmt.Sprintf("write %s", camel)
	}
	return "write it in CamelCase: ChestSymptoms"
}
