package facts

import (
	"fmt"
	"unicode/utf8"

	"github.com/limber-triage/limber/engine/diag"
)

// maxMistakes bounds the mistakes reported for one case; whoever feeds in the
// wrong file gains nothing from the fifty-first.
const maxMistakes = 50

// place is where something was written: a position, or for formats that count
// bytes the offsets of its first and past its last byte.
type place struct {
	pos        diag.Pos // known when its File or Line is set
	width      int      // characters, with pos
	start, end int      // bytes of mistakes.src, without pos
}

// mistakes gathers what is wrong with one case. Byte offsets become lines and
// columns only here, so that a good case never pays for them.
type mistakes struct {
	from diag.Pos // where src begins
	src  []byte   // nil: places carry their own positions
	list diag.List

	unshown int      // mistakes beyond maxMistakes
	more    diag.Pos // place of the first of them
}

// locate returns the position and width of a place.
func (m *mistakes) locate(p place) (diag.Pos, int) {
	if m.src == nil {
		return p.pos, p.width
	}
	pos := diag.At(m.from.File, m.src, p.start)
	if pos.Line == 1 {
		pos.Column += m.from.Column - 1
	}
	pos.Line += m.from.Line - 1
	return pos, max(1, utf8.RuneCount(m.src[p.start:p.end]))
}

// add reports one mistake; f is nil where no fact is concerned.
func (m *mistakes) add(f *Fact, p place, code, hint, format string, args ...any) {
	if len(m.list) == maxMistakes {
		if m.unshown == 0 {
			m.more, _ = m.locate(p)
		}
		m.unshown++
		return
	}
	pos, width := m.locate(p)
	d := diag.Diagnostic{Code: code, Pos: pos, Width: width, Message: fmt.Sprintf(format, args...), Hint: hint}
	if f != nil {
		d.Fact = f.ID
	}
	m.list = append(m.list, d)
}

// costly returns a hint that takes work to find, or "" once no more is shown: a
// file of a hundred thousand wrong keys must be refused as fast as one.
func (m *mistakes) costly(hint func() string) string {
	if len(m.list) == maxMistakes {
		return ""
	}
	return hint()
}

// sorted returns everything reported; the last line says how much is not shown.
func (m *mistakes) sorted() diag.List {
	m.list.Sort()
	if m.unshown > 0 {
		m.list = append(m.list, diag.Diagnostic{Code: "more-mistakes", Pos: m.more, Width: 1,
			Message: fmt.Sprintf("and %d more", m.unshown), Hint: "mend these first"})
	}
	return m.list
}
