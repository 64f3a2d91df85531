package report

import (
	"io"
	"strings"
	"unicode/utf8"
)

const (
	columnGap  = 2
	leastTable = 20 // columns that the last column gets, however wide the others are
)

// Table writes rows under a header in aligned columns, two spaces apart. The
// last column is wrapped within s.Width and may be as long as it likes; the
// others should be short (ids, words). Rows shorter than the header are fine.
func Table(w io.Writer, s Style, header []string, rows [][]string) error {
	last := len(header) - 1
	widths := make([]int, len(header))
	for _, row := range append([][]string{header}, rows...) {
		for i, cell := range row[:min(len(row), last)] {
			widths[i] = max(widths[i], utf8.RuneCountInString(plain(cell)))
		}
	}
	indent := 0
	for _, n := range widths[:last] {
		indent += n + columnGap
	}
	t := &terminal{style: s}
	line := func(row []string, paint string) {
		var b strings.Builder
		for i, n := range widths[:last] {
			cell := ""
			if i < len(row) {
				cell = plain(row[i])
			}
			b.WriteString(cell)
			b.WriteString(strings.Repeat(" ", n-utf8.RuneCountInString(cell)+columnGap))
		}
		tail := [1]string{}
		copy(tail[:], row[min(last, len(row)):])
		lines := wrap(plain(tail[0]), max(s.width()-indent, leastTable))
		if len(lines) == 0 {
			lines = []string{""}
		}
		for i, l := range lines {
			if i > 0 {
				b.Reset()
				b.WriteString(strings.Repeat(" ", indent))
			}
			t.line(paint, strings.TrimRight(b.String()+l, " "))
		}
	}
	line(header, bold)
	for _, row := range rows {
		line(row, "")
	}
	return t.flush(w)
}
