// Package report owns how a decision looks: plain text for a terminal,
// markdown for a record, one HTML page for screen and paper, and JSON for
// programs, each in its own file. [Text], [Markdown] and [HTML] lay out the
// same [engine.Decision] in the same order: what to do first, whom to call,
// why, what is open, what to do until then, the plan, advice, when to get
// help, what it is based on, and the small print. What a person does not need
// on the floor (what found no room, third reasons, a caution told twice) they
// shorten; JSON holds all of it. [Explain] is for reviewers of the rules.
//
// For reviewers of the rules it also writes what lint, verifications and replays
// found: see [LintText], [VerifyText], [ReplayText] and what stands beside them.
//
// It never decides: urgency, plan and doses come from the decision, and the
// sentences a clinician reviews from the pack. Its own are only the interface
// words of words.go. No output ever says that nothing is wrong.
package report

import (
	"io"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/figure"
	"github.com/limber-triage/limber/facts"
)

// Style says how a report looks. The zero value is plain text of 80 columns
// with the date left blank, to be filled in by hand.
type Style struct {
	Color bool // ANSI colours; text and tables only
	Width int  // columns; text and tables only; 0 means 80, and less than 40 is taken as 40
	// Date is the day of the answers, printed so that nobody uses a page of
	// last year, or of somebody else (hazard H9). Reviews are dated from it.
	Date time.Time

	// The rest is for the HTML page alone; nil leaves it out.
	Figures *figure.Set // draws the exercises
	Answers *facts.Case // printed for the clinician, on a sheet of its own
	Host    *Host       // the site that shows the page
}

const (
	defaultWidth = 80
	leastWidth   = 40 // below this, indented text becomes one word a line
)

func (s Style) width() int {
	if s.Width == 0 {
		return defaultWidth
	}
	return max(s.Width, leastWidth)
}

// JSON writes the record itself, indented by two spaces: the same decision
// always gives the same bytes.
func JSON(w io.Writer, d *engine.Decision) error { return writeJSON(w, d) }

func writeJSON(w io.Writer, v any) error {
	b, err := json.Marshal(v, json.Deterministic(true), jsontext.WithIndent("  "))
	if err != nil {
		return err
	}
	_, err = w.Write(append(b, '\n'))
	return err
}
