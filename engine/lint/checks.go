package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/limber-triage/limber/engine/diag"
)

// checks are all there are, in the order of the documentation: what is idle,
// conditions, what is read, texts, provenance, work in progress.
var checks = []Check{
	unusedFact, unusedFinding, unusedTag, unusedTarget, unusedTip, unusedCaution, unusedText, unusedSource, unusedBase,
	unreachableExercise, unmetNeed,
	alwaysFalse, closedGate, idleComparison, duplicateTerm, absorbedTerm, sameCondition, subsumedRule,
	unreadRequired, unreadOption, sameAnswer, strayNumber,
	longText, readingGrade, shouting, dash, reassurance,
	weakReview, generalEmergency,
	placeholder, unusedWaiver, badWaiver,
}

// Checks returns all checks in the order of the documentation.
func Checks() []Check { return slices.Clone(checks) }

// Explain returns the documentation of one check as plain text, or a list of
// all checks for the code "all". The error names the nearest code there is.
func Explain(code string) (string, error) {
	const everyCheck = "all"
	codes := []string{everyCheck}
	var list strings.Builder
	for _, c := range checks {
		if c.Code == code {
			return c.page(), nil
		}
		codes = append(codes, c.Code)
		fmt.Fprintf(&list, "%-21s %-8s %s\n", c.Code, c.Severity, c.Summary)
	}
	if code == everyCheck {
		return list.String(), nil
	}
	if near := diag.Nearest(code, codes); near != "" {
		return "", fmt.Errorf("no check is called %q: did you mean %s?", code, near)
	}
	return "", fmt.Errorf("no check is called %q", code)
}

func (c *Check) page() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s): %s\n\n%s\n", c.Code, c.Severity, c.Summary, strings.TrimSpace(c.Doc))
	for _, x := range []struct{ lead, example string }{{"This is found", c.Bad}, {"This is not", c.Good}} {
		fmt.Fprintf(&b, "\n%s:\n\n", x.lead)
		for line := range strings.SplitSeq(strings.TrimSpace(x.example), "\n") {
			b.WriteString(strings.TrimRight("    "+line, " ") + "\n")
		}
	}
	return b.String()
}
