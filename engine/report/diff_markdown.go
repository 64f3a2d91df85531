package report

import (
	"io"
	"strconv"
	"strings"
)

// DiffMarkdown writes a difference as GitHub shows it in a comment on a pull
// request: what moves first, long lists folded away.
func DiffMarkdown(w io.Writer, d Difference) error {
	m := &markdown{}
	p := d.page()
	m.line("## " + escape(p.headline))
	m.line("")
	for _, l := range p.lead {
		m.line(escape(l))
		m.line("")
	}
	for _, sec := range p.sections {
		m.line("### " + escape(sec.title))
		m.line("")
		if sec.lead != "" {
			m.line(escape(sec.lead))
			m.line("")
		}
		fold := len(sec.items) > diffFold && !sec.first
		if fold {
			m.line("<details><summary>All " + strconv.Itoa(len(sec.items)) + "</summary>")
			m.line("")
		}
		for _, it := range sec.items {
			m.line("* **" + escape(it.title) + "**")
			for _, l := range it.lines {
				m.line("  * " + diffMark(l))
			}
		}
		m.line("")
		if fold {
			m.line("</details>")
			m.line("")
		}
	}
	_, err := io.WriteString(w, strings.TrimRight(m.out.String(), "\n")+"\n")
	return err
}

// diffFold is how many entries a section of a comment shows unfolded.
const diffFold = 12

// diffMark writes a line of an entry. A sign at its beginning would open a list.
func diffMark(l diffLine) string {
	switch {
	case l.code:
		return "`" + strings.ReplaceAll(l.label+" "+plain(l.text), "`", "'") + "`"
	case l.label == "-":
		return "old: " + escape(l.text)
	case l.label == "+":
		return "new: " + escape(l.text)
	}
	return l.label + ": " + escape(l.text)
}
