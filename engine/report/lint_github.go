package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/limber-triage/limber/engine/diag"
)

// githubLevels are the annotation commands of GitHub Actions.
var githubLevels = map[diag.Severity]string{diag.Error: "error", diag.Warning: "warning", diag.Note: "notice"}

// LintGitHub writes one workflow command a finding, which GitHub Actions shows
// beside the line of a pull request:
//
//	::error file=rules/upperback/facts.yaml,line=3,col=7,title=code::message
func LintGitHub(w io.Writer, l Lint) error {
	var b strings.Builder
	for _, f := range l.Findings {
		fmt.Fprintf(&b, "::%s file=%s", githubLevels[f.Severity], githubProperty(l.file(f.Diagnostic)))
		if f.Line > 0 {
			fmt.Fprintf(&b, ",line=%d", f.Line)
		}
		if f.Column > 0 {
			fmt.Fprintf(&b, ",col=%d,endColumn=%d", f.Column, f.Column+max(1, f.Width))
		}
		message := plain(f.Message)
		if f.Hint != "" {
			message += "\nhint: " + plain(f.Hint)
		}
		fmt.Fprintf(&b, ",title=%s::%s\n", githubProperty(f.Code), githubData(message))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// githubData and githubProperty escape what would end a workflow command or one of its
// properties early.
func githubData(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

func githubProperty(s string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(githubData(s))
}
