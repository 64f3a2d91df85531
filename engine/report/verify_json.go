package report

import (
	"io"

	"github.com/limber-triage/limber/engine/lint"
	"github.com/limber-triage/limber/engine/verify"
)

// VerifyJSON writes everything that a verification found, indented by two
// spaces, after whether it is a pass. Places but those of lint are as the fixtures and
// the pack name their files.
func VerifyJSON(w io.Writer, v Verification) error {
	return writeJSON(w, struct {
		Passed bool           `json:"passed"`
		Lint   []lint.Finding `json:"lint"` // errors only
		*verify.Result
	}{v.Passed(), v.Lint.placed(), v.Result})
}
