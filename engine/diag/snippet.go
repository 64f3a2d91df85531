package diag

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"
)

// snippetWidth is the widest piece of a source line that a snippet shows, in
// characters: with its gutter it fits a terminal of 80 columns.
const snippetWidth = 68

// Snippet shows the line of src that d points at with a caret below the place
// at fault, or "" when the place is unknown or not within src. Tabs are shown
// as one space and control characters as '?', so that the caret stays in place
// and a hostile file cannot move the cursor.
func Snippet(src []byte, d Diagnostic) string {
	line, ok := lineAt(src, d.Line)
	if !ok || d.Column < 1 {
		return ""
	}
	runes := []rune(strings.Map(printable, strings.ToValidUTF8(string(line), "?")))
	col := min(d.Column-1, len(runes))
	width := max(1, min(d.Width, len(runes)-col))

	from := 0
	if len(runes) > snippetWidth && col > snippetWidth/2 {
		from = col - snippetWidth/2
	}
	to := min(len(runes), from+snippetWidth)
	width = max(1, min(width, to-col))

	gutter := fmt.Sprintf("%5d | ", d.Line)
	pad := strings.Repeat(" ", utf8.RuneCountInString(gutter)-2)
	return fmt.Sprintf("%s%s\n%s| %s%s", gutter, string(runes[from:to]), pad,
		strings.Repeat(" ", col-from), strings.Repeat("^", width))
}

func lineAt(src []byte, n int) ([]byte, bool) {
	if n < 1 {
		return nil, false
	}
	for ; n > 1; n-- {
		i := bytes.IndexByte(src, '\n')
		if i < 0 {
			return nil, false
		}
		src = src[i+1:]
	}
	if i := bytes.IndexByte(src, '\n'); i >= 0 {
		src = src[:i]
	}
	return bytes.TrimSuffix(src, []byte{'\r'}), true
}

func printable(r rune) rune {
	switch {
	case r == '\t':
		return ' '
	case r < ' ' || r == 0x7f || (r >= 0x80 && r < 0xa0):
		return '?'
	}
	return r
}

// At returns the place of a byte offset within src, counting columns in
// characters. Offsets beyond the end give the end.
func At(file string, src []byte, offset int) Pos {
	offset = max(0, min(offset, len(src)))
	before := src[:offset]
	line := 1 + bytes.Count(before, []byte{'\n'})
	start := 1 + bytes.LastIndexByte(before, '\n')
	return Pos{File: file, Line: line, Column: 1 + utf8.RuneCount(before[start:])}
}
