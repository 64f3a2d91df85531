package batch

import (
	"strings"
	"unicode/utf8"
)

// NoFormula returns a text as the cell of a table holds it. A spreadsheet would
// run a cell that begins with = + - or @ (a tab, a line end, or the wide signs
// of East Asian keyboards) as a formula, whoever wrote it, so it gets a ' before
// that: https://owasp.org/www-community/attacks/CSV_Injection. A number with its
// sign is no formula and stays as it is. What follows a semicolon is treated
// alike: in much of Europe a spreadsheet begins a cell there.
//
// What begins with a ' gets another one, so that nothing is lost: without the
// first ' of the text and of what follows each semicolon, the text is as it was.
func NoFormula(text string) string {
	if !strings.Contains(text, ";") {
		if runs(text) {
			return "'" + text
		}
		return text
	}
	parts := strings.Split(text, ";")
	for i, part := range parts {
		if runs(part) {
			parts[i] = "'" + part
		}
	}
	return strings.Join(parts, ";")
}

// runs reports whether a text needs a ' before it.
func runs(text string) bool {
	first, size := utf8.DecodeRuneInString(text)
	switch first {
	case '=', '@', '\'', '\t', '\r', '\n', '＝', '＋', '－', '＠':
		return true
	case '+', '-':
		return !digits(text[size:])
	}
	return false
}

// digits reports whether a text is a plain decimal number without a sign.
func digits(text string) bool {
	whole, fraction, dot := strings.Cut(text, ".")
	return all(whole) && (!dot || all(fraction))
}

func all(digits string) bool {
	return digits != "" && strings.Trim(digits, "0123456789") == ""
}
