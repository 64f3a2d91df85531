package report

import (
	"io"
	"strings"
)

// DiffText writes a difference for a reviewer at a terminal, within s.Width
// columns.
func DiffText(w io.Writer, d Difference, s Style) error {
	t := &diffText{&terminal{style: s}}
	p := d.page()
	t.painted(bold, "", p.headline)
	t.line("", "")
	for _, l := range p.lead {
		t.para("", l)
	}
	for _, sec := range p.sections {
		t.heading(sec.title)
		t.para("", sec.lead)
		for i, it := range sec.items {
			if i > 0 && (it.spaced() || sec.items[i-1].spaced()) {
				t.line("", "")
			}
			t.item(it)
		}
	}
	return t.flush(w)
}

type diffText struct{ *terminal }

func (t *diffText) item(it diffItem) {
	t.painted(bold, "* ", it.title)
	for _, l := range it.lines {
		if l.label == "" {
			t.para("    ", l.text)
			continue
		}
		t.para("    "+l.label+strings.Repeat(" ", max(1, diffLabel-len(l.label))), l.text)
	}
}

// diffLabel is the width of a label and the space after it.
const diffLabel = 8

// DiffJSON writes the difference itself, indented by two spaces.
func DiffJSON(w io.Writer, d Difference) error { return writeJSON(w, d.Difference) }
