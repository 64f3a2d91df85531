package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/limber-triage/limber/engine/verify"
)

// ReplayText writes how recorded decisions would be today: the pairs of
// outcomes, then each changed case.
func ReplayText(w io.Writer, r *verify.Replayed, s Style) error {
	t := &terminal{style: s}
	if len(r.Changes) == 0 {
		t.line(bold, plural(r.Cases, "case")+" decided again, and every decision is as before.")
		return t.flush(w)
	}
	t.line(bold, fmt.Sprintf("%s decided again, and %d otherwise.", plural(r.Cases, "case"), len(r.Changes)))
	t.line("", "")
	rows := make([][]string, len(r.Pairs))
	for i, p := range r.Pairs {
		rows[i] = []string{p.From.String(), p.To.String(), fmt.Sprint(p.Cases)}
	}
	if err := t.flush(w); err != nil {
		return err
	}
	if err := Table(w, s, []string{"before", "today", "cases"}, rows); err != nil {
		return err
	}
	rows = rows[:0]
	for _, c := range r.Changes {
		rows = append(rows, []string{c.Case, c.From.String(), c.To.String(), replayDetail(c)})
	}
	if _, err := io.WriteString(w, "\n"); err != nil {
		return err
	}
	return Table(w, s, []string{"case", "before", "today", "what changed"}, rows)
}

func replayDetail(c verify.Change) string {
	var parts []string
	for _, p := range []struct {
		sign  string
		names []string
	}{{"-", c.ReasonsGone}, {"+", c.ReasonsNew}, {"-", c.ExercisesGone}, {"+", c.ExercisesNew}} {
		for _, name := range p.names {
			parts = append(parts, p.sign+name)
		}
	}
	return strings.Join(parts, " ")
}

// ReplayJSON writes the same, indented by two spaces.
func ReplayJSON(w io.Writer, r *verify.Replayed) error { return writeJSON(w, r) }
