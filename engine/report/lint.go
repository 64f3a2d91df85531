package report

import (
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/lint"
)

// Lint is what the renderers of lint findings show.
type Lint struct {
	Findings []lint.Finding    // in the order shown
	Files    map[string][]byte // of the pack, by name within it: for carets
	Dir      string            // where the pack lies, put before file names; "" for nothing
	Version  string            // of limber
}

// file names a file as the reader of the report can open it.
func (l *Lint) file(d diag.Diagnostic) string {
	if d.File == "" {
		return l.Dir
	}
	return path.Join(l.Dir, d.File)
}

// severityPaint colours the word before a message.
var severityPaint = map[diag.Severity]string{diag.Error: red, diag.Warning: yellow, diag.Note: cyan}

// LintText writes each finding with its line, a caret below what is at fault,
// and the way out, then how many there are. What stands in brackets, the code
// and the place, is what a waiver names.
func LintText(w io.Writer, l Lint, s Style) error {
	t := &terminal{style: s}
	for _, f := range l.Findings {
		at := f.Pos
		at.File = l.file(f.Diagnostic)
		word := f.Severity.String()
		if s.Color {
			word = severityPaint[f.Severity] + word + reset
		}
		t.line("", fmt.Sprintf("%s: %s: %s [%s]", plain(at.String()), word, plain(f.Message), plain(strings.TrimSpace(f.Code+" "+f.Place))))
		if snippet := diag.Snippet(l.Files[f.File], f.Diagnostic); snippet != "" {
			t.line("", snippet)
		}
		if f.Hint != "" {
			t.line("", "hint: "+plain(f.Hint))
		}
		t.line("", "")
	}
	t.line(bold, Tally(l.Findings))
	return t.flush(w)
}

// Tally counts findings in words: 1 error, 2 warnings, 3 notes.
func Tally(all []lint.Finding) string {
	var parts []string
	for _, s := range []diag.Severity{diag.Error, diag.Warning, diag.Note} {
		switch n := lint.Count(all, s); n {
		case 0:
		case 1:
			parts = append(parts, "1 "+s.String())
		default:
			parts = append(parts, fmt.Sprintf("%d %ss", n, s))
		}
	}
	if parts == nil {
		return "no findings"
	}
	return strings.Join(parts, ", ")
}
