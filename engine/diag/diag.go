// Package diag owns one thing: the diagnostic, a statement about a place in a
// file that a person can act on. Readers and checks return a [List]; the list
// is an error that holds every mistake found, not only the first.
//
// It never prints, never logs and never decides what is a mistake.
package diag

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Severity orders how much a diagnostic matters. The zero value is Error.
type Severity int

// The severities, most serious first. Only an Error makes a [List] fail.
const (
	Error Severity = iota
	Warning
	Note
)

// String returns "error", "warning" or "note".
func (s Severity) String() string {
	switch s {
	case Error:
		return "error"
	case Warning:
		return "warning"
	case Note:
		return "note"
	}
	return fmt.Sprintf("severity(%d)", int(s))
}

// MarshalText writes the severity as its name.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Pos is a place in a named file. Line and Column count from 1, the column in
// characters (runes); zero means unknown.
type Pos struct {
	File   string `json:"file"`
	Line   int    `json:"line,omitzero"`
	Column int    `json:"column,omitzero"`
}

// String writes the known parts as file:line:column.
func (p Pos) String() string {
	var parts []string
	if p.File != "" {
		parts = append(parts, p.File)
	}
	if p.Line > 0 {
		parts = append(parts, strconv.Itoa(p.Line))
		if p.Column > 0 {
			parts = append(parts, strconv.Itoa(p.Column))
		}
	}
	return strings.Join(parts, ":")
}

// Diagnostic is one finding about one place. Message says what is wrong, lower
// case and without a full stop; Hint says what to do next and may be empty.
// Neither ever repeats a person's answer beyond the token at fault.
type Diagnostic struct {
	Code     string   `json:"code"`
	Severity Severity `json:"severity"`
	Pos
	// Width is the number of characters at fault, for the caret; 0 is taken as 1.
	Width   int    `json:"width,omitzero"`
	Fact    string `json:"fact,omitzero"` // the fact concerned, where there is one
	Message string `json:"message"`
	Hint    string `json:"hint,omitzero"`
}

// Error writes the diagnostic on one line: place, message, hint.
func (d Diagnostic) Error() string {
	var b strings.Builder
	if place := d.Pos.String(); place != "" {
		b.WriteString(place)
		b.WriteString(": ")
	}
	if d.Severity != Error {
		b.WriteString(d.Severity.String())
		b.WriteString(": ")
	}
	b.WriteString(d.Message)
	if d.Hint != "" {
		b.WriteString(" (hint: ")
		b.WriteString(d.Hint)
		b.WriteString(")")
	}
	return b.String()
}

// List is any number of diagnostics. As an error it shows one per line.
type List []Diagnostic

// Errorf appends an Error with the given code, place and message.
func (l *List) Errorf(code string, at Pos, hint, format string, args ...any) {
	*l = append(*l, Diagnostic{Code: code, Pos: at, Message: fmt.Sprintf(format, args...), Hint: hint})
}

// Error joins the diagnostics, one per line.
func (l List) Error() string {
	lines := make([]string, len(l))
	for i, d := range l {
		lines[i] = d.Error()
	}
	return strings.Join(lines, "\n")
}

// HasErrors reports whether any diagnostic is an Error.
func (l List) HasErrors() bool {
	return slices.ContainsFunc(l, func(d Diagnostic) bool { return d.Severity == Error })
}

// Err returns the list as an error if it holds an Error, else nil.
func (l List) Err() error {
	if l.HasErrors() {
		return l
	}
	return nil
}

// Sort orders by file, line, column, code and message, and drops repeats, so
// that the same mistakes are always shown in the same order.
func (l *List) Sort() {
	slices.SortFunc(*l, Compare)
	*l = slices.Compact(*l)
}

// Compare is the order in which [List.Sort] puts diagnostics; 0 only for equals.
func Compare(a, b Diagnostic) int {
	return cmp.Or(
		cmp.Compare(a.File, b.File),
		cmp.Compare(a.Line, b.Line),
		cmp.Compare(a.Column, b.Column),
		cmp.Compare(a.Severity, b.Severity),
		cmp.Compare(a.Code, b.Code),
		cmp.Compare(a.Message, b.Message),
		cmp.Compare(a.Width, b.Width),
		cmp.Compare(a.Fact, b.Fact),
		cmp.Compare(a.Hint, b.Hint),
	)
}
