package report

import (
	"io"
	"strings"
)

// The few ANSI attributes in use: weight for structure, colour for urgency.
const (
	reset  = "\x1b[0m"
	bold   = "\x1b[1m"
	red    = "\x1b[1;31m"
	yellow = "\x1b[1;33m"
	green  = "\x1b[1;32m"
	cyan   = "\x1b[1;36m"
)

// levelPaint colours a headline. Green is left out: nothing here is all right
// for certain.
var levelPaint = map[string]string{"emergency": red, "urgent": red, "soon": yellow, "routine": cyan, "self_care": cyan, "undecided": yellow}

var lightPaint = map[string]string{"go": green, "fine": yellow, "stop": red, "call": red}

// terminal collects lines of plain text within a width.
type terminal struct {
	style Style
	out   strings.Builder
}

// line writes one line as it is, painted where colours are wanted.
func (t *terminal) line(paint, s string) {
	if t.style.Color && paint != "" && s != "" {
		s = paint + s + reset
	}
	t.out.WriteString(s)
	t.out.WriteByte('\n')
}

// para wraps text behind a first prefix; the lines after it are indented to
// the same column.
func (t *terminal) para(prefix, text string) { t.painted("", prefix, text) }

func (t *terminal) painted(paint, prefix, text string) {
	if text == "" {
		return
	}
	for _, l := range wrap(plain(text), t.style.width()-len(prefix)) {
		t.line(paint, prefix+l)
		prefix = strings.Repeat(" ", len(prefix))
	}
}

// labelled writes "Label: text", or nothing without text. The label is bold.
func (t *terminal) labelled(indent, label, text string) {
	if text == "" {
		return
	}
	lines := wrap(plain(label+": "+text), t.style.width()-len(indent))
	if t.style.Color && strings.HasPrefix(lines[0], label+":") {
		lines[0] = bold + label + ":" + reset + lines[0][len(label)+1:]
	}
	for _, l := range lines {
		t.line("", indent+l)
	}
}

// heading starts a section.
func (t *terminal) heading(s string) {
	t.line("", "")
	t.painted(bold, "", s)
	t.line("", strings.Repeat("-", min(len(s), t.style.width())))
}

func (t *terminal) flush(w io.Writer) error {
	_, err := io.WriteString(w, t.out.String())
	return err
}
