package diag

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
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
	// Ranging over invalid UTF-8 gives one rune a byte, exactly as [At] counts.
	runes := []rune(strings.Map(printable, string(line)))
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
	src = bytes.TrimPrefix(src, byteOrderMark)
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

// printable replaces what a terminal would not show in one place: controls,
// marks that turn the direction of text, and bytes that are not UTF-8.
func printable(r rune) rune {
	switch {
	case r == '\t':
		return ' '
	case r == utf8.RuneError || !unicode.IsGraphic(r):
		return '?'
	}
	return r
}

// byteOrderMark may begin a file. It is not part of the text: editors neither
// show nor count it, and so neither does a column.
var byteOrderMark = []byte("\ufeff")

// At returns the place of a byte offset within src, counting columns in
// characters. Offsets beyond the end give the end.
func At(file string, src []byte, offset int) Pos {
	offset = max(0, min(offset, len(src)))
	before := bytes.TrimPrefix(src[:offset], byteOrderMark)
	line := 1 + bytes.Count(before, []byte{'\n'})
	start := 1 + bytes.LastIndexByte(before, '\n')
	return Pos{File: file, Line: line, Column: 1 + utf8.RuneCount(before[start:])}
}
