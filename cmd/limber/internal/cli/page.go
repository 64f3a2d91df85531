package cli

import (
	"strings"
	"unicode/utf8"

	"github.com/limber-triage/limber/engine/report"
)

// defaultWidth is the most columns anything is written in: longer lines are
// hard to read, however wide the terminal.
const defaultWidth = 80

// leastWidth is the fewest; below it text is cut by the terminal instead.
const leastWidth = 40

// The few attributes in use: weight for structure, red for an emergency.
const (
	bold  = "\x1b[1m"
	faint = "\x1b[2m"
	red   = "\x1b[1;31m"
	reset = "\x1b[0m"
)

// width is the number of columns to ask in.
func (a *app) width() int {
	if a.env.Width <= 0 {
		return defaultWidth
	}
	return max(leastWidth, min(a.env.Width, defaultWidth))
}

// paper is how results look on standard output. A file has the usual width,
// however narrow the terminal.
func (a *app) paper() report.Style {
	s := report.Style{Color: a.colour(a.env.StdoutTTY), Width: defaultWidth}
	if a.env.StdoutTTY {
		s.Width = a.width()
	}
	return s
}

// colour reports whether a stream that is, or is not, a terminal is painted.
func (a *app) colour(tty bool) bool {
	switch a.config.Color {
	case "always":
		return true
	case "never":
		return false
	}
	return tty && a.env.lookup("NO_COLOR") == "" && a.env.lookup("TERM") != "dumb"
}

// paragraph wraps text behind a prefix; its further lines are indented to the
// same column. It ends with a line end.
func paragraph(prefix, text string, width int) string {
	var b strings.Builder
	indent := strings.Repeat(" ", utf8.RuneCountInString(prefix))
	b.WriteString(prefix)
	used, empty := len(indent), true
	for _, word := range strings.Fields(text) {
		n := utf8.RuneCountInString(word)
		if !empty && used+1+n > width {
			b.WriteString("\n" + indent)
			used, empty = len(indent), true
		}
		if !empty {
			b.WriteByte(' ')
			used++
		}
		b.WriteString(word)
		used, empty = used+n, false
	}
	return b.String() + "\n"
}
