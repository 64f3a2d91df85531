package report

import (
	"io"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/lint"
)

// LintJSON writes {findings, errors, warnings, notes}, indented by two spaces.
// Files are named from where the pack lies.
func LintJSON(w io.Writer, l Lint) error {
	doc := struct {
		Findings []lint.Finding `json:"findings"`
		Errors   int            `json:"errors"`
		Warnings int            `json:"warnings"`
		Notes    int            `json:"notes"`
	}{
		Findings: l.placed(),
		Errors:   lint.Count(l.Findings, diag.Error),
		Warnings: lint.Count(l.Findings, diag.Warning),
		Notes:    lint.Count(l.Findings, diag.Note),
	}
	return writeJSON(w, doc)
}

// placed are the findings with their files as the reader can open them.
func (l Lint) placed() []lint.Finding {
	list := make([]lint.Finding, len(l.Findings))
	for i, f := range l.Findings {
		f.File = l.file(f.Diagnostic)
		list[i] = f
	}
	return list
}
