package facts

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/yamltree"
)

// TableReader reads the rows of one CSV table, each a case. Its columns are
// facts and perhaps case_id, as the header names them, or what a [Map] makes
// of them. A plain row takes a fast way (fast_csv.go); every other one goes to
// encoding/csv and [Vocabulary.ParseAnswer], which decide and find the place
// of every mistake. It belongs to one goroutine at a time.
type TableReader struct {
	vocab   *Vocabulary
	facts   []quickFact
	columns []int     // by column: the slot it fills
	mapped  *boundMap // what a map makes of the columns; nil: the slots above
}

// NewTableReader reads the header of a table, which is its first row and
// begins at the first byte of file. The error is a [diag.List]: a misspelt
// column must not read as unanswered.
func (v *Vocabulary) NewTableReader(file string, header []byte) (*TableReader, error) {
	r := &TableReader{vocab: v, facts: v.quickWords().facts}
	m := newFiller(v, v.New())
	cells, ok := m.row(diag.Pos{File: file, Line: 1, Column: 1}, bytes.TrimPrefix(header, []byte(byteOrderMark)))
	if ok && len(cells) == 1 && strings.ContainsAny(cells[0].text, ";\t") {
		m.add(nil, cells[0].place, "not-comma", "save the table with commas between its columns", "the columns are not parted by commas")
		return nil, m.sorted()
	}
	for _, cell := range cells {
		slot := m.column(cell)
		r.columns = append(r.columns, slot)
	}
	if err := m.sorted().Err(); err != nil {
		return nil, err
	}
	return r, nil
}

// column says which slot a column fills, much as a key of a JSON case does.
func (r *filler) column(cell given) int {
	if cell.text == "" {
		r.add(nil, cell.place, "unnamed-column", "name the fact, or remove the column", "a column has no name")
		return slotUnknown
	}
	if _, ok := r.vocab.Lookup(cell.text); !ok && cell.text != CaseID {
		hint := r.costly(func() string {
			return diag.DidYouMean(cell.text, append(r.vocab.FactIDs(), CaseID), "the first row names the facts, or --map FILE says what the columns mean")
		})
		r.add(nil, cell.place, "unknown-column", hint, "no fact is called %s", yamltree.Quote(cell.text))
		return slotUnknown
	}
	return r.key(cell.text, cell.place)
}

// Read fills into from one row; at is where its first byte is. After an error,
// a [diag.List], nothing is answered.
func (r *TableReader) Read(at diag.Pos, row []byte, into *Case) error {
	into.Reset()
	if r.mapped == nil && len(row) <= MaxCaseBytes && r.quick(row, into) {
		return nil
	}
	into.Reset()
	m := newFiller(r.vocab, into)
	cells, ok := m.row(at, row)
	switch {
	case !ok:
	case r.mapped != nil:
		r.mapped.fill(m, cells)
	case len(cells) != len(r.columns):
		m.add(nil, place{end: len(row)}, "wrong-columns", "put quotes around a cell that holds a comma", "this row has %d columns, the header %d", len(cells), len(r.columns))
	default:
		for i, slot := range r.columns {
			m.cell(slot, cells[i])
		}
	}
	err := m.sorted().Err()
	if err != nil {
		into.Reset()
	}
	return err
}

// cell stores one cell; an empty one is unanswered.
func (r *filler) cell(slot int, cell given) {
	switch {
	case cell.text == "":
	case slot == slotCaseID:
		r.c.ID = r.caseID(cell)
	default:
		r.c.words[slot] = r.vocab.Facts[slot].typed(cell.text, cell.place, &r.mistakes)
	}
}

// row takes a row apart by encoding/csv. What is wrong is reported.
func (r *filler) row(at diag.Pos, row []byte) (cells []given, ok bool) {
	r.from = at
	if r.refuse(row) {
		return nil, false
	}
	table := csv.NewReader(bytes.NewReader(row))
	record, err := table.Read()
	if err != nil {
		r.badRow(row, err)
		return nil, false
	}
	starts := lineStarts(row)
	cells = make([]given, len(record))
	for i, text := range record {
		line, column := table.FieldPos(i)
		start := min(starts[line-1]+column-1, len(row))
		end := start + len(text)
		if start < len(row) && row[start] == '"' {
			end += len(`""`)
		}
		cells[i] = given{form: quoted, text: text, place: place{start: start, end: min(end, len(row))}}
	}
	if rest := row[table.InputOffset():]; len(rest) > 0 {
		// Never seen: the caller cuts a table into rows as encoding/csv does.
		r.add(nil, place{start: len(row) - len(rest), end: len(row)}, "csv-syntax", "", "a second row follows this one")
		return nil, false
	}
	return cells, true
}

// badRow words a syntax error of encoding/csv.
func (r *filler) badRow(row []byte, err error) {
	var at *csv.ParseError
	if !errors.As(err, &at) {
		message := "this row cannot be read"
		if errors.Is(err, io.EOF) {
			message = "there is no row here"
		}
		r.add(nil, place{}, "csv-syntax", "", "%s", message)
		return
	}
	starts := lineStarts(row)
	start := min(starts[min(at.Line, len(starts))-1]+at.Column-1, len(row))
	p := place{start: start, end: min(start+1, len(row))}
	switch {
	case errors.Is(err, csv.ErrBareQuote):
		r.add(nil, p, "csv-syntax", "put quotes around the whole cell, and write two quotes for one within", "a quote stands in a cell that does not begin with one")
	default:
		r.add(nil, p, "csv-syntax", "close the quote before the comma, and write two quotes for one within", "a quote is not closed, or something follows it")
	}
}

// lineStarts lists where the lines of a row begin.
func lineStarts(row []byte) []int {
	starts := []int{0}
	for i, c := range row {
		if c == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}
