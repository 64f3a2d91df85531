package report

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// wrap breaks text into lines of at most width characters, at spaces where
// there are any and inside words that are longer than a line. Runs of space,
// line breaks included, count as one space.
func wrap(text string, width int) []string {
	var lines []string
	line, used := "", 0 // used counts the characters of line
	for _, word := range strings.Fields(text) {
		n := utf8.RuneCountInString(word)
		if used > 0 && used+1+n <= width {
			line, used = line+" "+word, used+1+n
			continue
		}
		if used > 0 {
			lines = append(lines, line)
		}
		for n > width {
			cut := len(string([]rune(word)[:width]))
			lines, word, n = append(lines, word[:cut]), word[cut:], n-width
		}
		line, used = word, n
	}
	if used > 0 {
		lines = append(lines, line)
	}
	return lines
}

// plain replaces what could steer a terminal or reorder a line (a case id is
// the user's own) by spaces.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == utf8.RuneError {
			return ' '
		}
		return r
	}, s)
}
