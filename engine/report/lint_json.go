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
		Findings: make([]lint.Finding, len(l.Findings)),
		Errors:   lint.Count(l.Findings, diag.Error),
		Warnings: lint.Count(l.Findings, diag.Warning),
		Notes:    lint.Count(l.Findings, diag.Note),
	}
	for i, f := range l.Findings {
		f.File = l.file(f.Diagnostic)
		doc.Findings[i] = f
	}
	return writeJSON(w, doc)
}
