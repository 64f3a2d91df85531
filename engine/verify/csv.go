package verify

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/yamltree"
	"github.com/limber-triage/limber/facts"
)

// Scenarios in a table: one row a fixture, one column a key.
//
//	name,base,age,leg_symptoms,expect.outcome,expect.because
//	numb saddle,healthy,41,saddle_numbness,referral,SaddleNumbness
//
// An empty cell leaves the base's answer, or states nothing; the word null
// takes an answer away, or stands for no urgency. Sets and lists are a;b.
const (
	nameColumn   = "name"
	baseColumn   = "base"
	goldenColumn = "golden"
	expectPrefix = "expect."
	nullCell     = "null"
	cellList     = ";"
)

// byteOrderMark begins files that spreadsheets save.
const byteOrderMark = "\ufeff"

// csv reads a table of scenarios.
func (r *reader) csv(file string, src []byte) {
	r.garbled = false
	src = bytes.TrimPrefix(src, []byte(byteOrderMark))
	if !utf8.Valid(src) {
		r.diags.Errorf("not-text", diag.Pos{File: file}, "save the table as CSV in UTF-8", "this is not valid UTF-8")
		return
	}
	t := &table{reader: r, file: file, csv: csv.NewReader(bytes.NewReader(src)), lines: bytes.Split(src, []byte("\n"))}
	t.csv.FieldsPerRecord = -1 // counted here, for a message that says what to do
	if !t.header() {
		return
	}
	rows := 0
	for ; t.next(); rows++ {
		t.row()
	}
	if rows == 0 && !r.diags.HasErrors() {
		r.diags.Errorf("no-fixtures", diag.Pos{File: file}, "remove the file, or write a row", "the table holds no scenario")
	}
}

// table is a CSV file on its way to fixtures.
type table struct {
	*reader
	file    string
	csv     *csv.Reader
	lines   [][]byte
	columns []string
	cells   []string
}

// next reads a record; a broken one ends the file.
func (t *table) next() bool {
	cells, err := t.csv.Read()
	if err == io.EOF {
		return false
	}
	var bad *csv.ParseError
	if errors.As(err, &bad) {
		t.diags.Errorf("bad-csv", t.pos(bad.Line, bad.Column), "put a cell with commas, quotes or line ends in double quotes", "the table cannot be read here: %v", bad.Err)
		return false
	}
	t.cells = cells
	return true
}

// at is the place of a cell of the present record.
func (t *table) at(column int) diag.Pos {
	return t.pos(t.csv.FieldPos(column))
}

// pos counts the column in characters instead of bytes.
func (t *table) pos(line, column int) diag.Pos {
	if line >= 1 && line <= len(t.lines) {
		text := t.lines[line-1]
		column = utf8.RuneCount(text[:min(max(column-1, 0), len(text))]) + 1
	}
	return diag.Pos{File: t.file, Line: line, Column: column}
}

func (t *table) header() bool {
	if !t.next() {
		if !t.diags.HasErrors() {
			t.diags.Errorf("no-fixtures", diag.Pos{File: t.file}, "remove the file, or write a header and rows", "the table is empty")
		}
		return false
	}
	known := append([]string{nameColumn, baseColumn, goldenColumn}, t.known.facts...)
	for _, key := range expectKeys {
		known = append(known, expectPrefix+key)
	}
	good := true
	for i, name := range t.cells {
		name = strings.TrimSpace(name)
		fault := func(code, hint, message string) {
			good = false
			t.diags = append(t.diags, diag.Diagnostic{Code: code, Pos: t.at(i), Width: max(1, utf8.RuneCountInString(t.cells[i])), Message: message, Hint: hint})
		}
		switch {
		case len(t.cells) == 1 && strings.Contains(name, cellList):
			fault("bad-csv", "save the table with commas; a set's cell holds a;b", "the columns are not parted by commas")
		case !slices.Contains(known, name):
			fault("unknown-column", diag.DidYouMean(name, known, "name, base, golden, a fact's id or expect.KEY"), "unknown column "+yamltree.Quote(name))
		case slices.Contains(t.columns, name):
			fault("duplicate-column", "keep one of them", "column "+yamltree.Quote(name)+" is there twice")
		}
		t.columns = append(t.columns, name)
	}
	if good && !slices.Contains(t.columns, nameColumn) {
		t.diags.Errorf("missing-column", t.at(0), "add it: every scenario has a name", "the table has no column name")
		good = false
	}
	return good
}

// row makes a fixture of the present record.
func (t *table) row() {
	t.before = len(t.diags)
	if len(t.cells) != len(t.columns) {
		t.diags.Errorf("bad-csv", t.at(0), "put a cell with commas in double quotes", "the row has %d cells and the header has %d", len(t.cells), len(t.columns))
		return
	}
	cell := func(column string) string {
		if i := slices.Index(t.columns, column); i >= 0 {
			return strings.TrimSpace(t.cells[i])
		}
		return ""
	}
	f := Fixture{Name: cell(nameColumn), Pos: t.at(0)}
	if f.Name == "" {
		t.diags.Errorf("missing-key", t.at(slices.Index(t.columns, nameColumn)), "write what the scenario is about", "the scenario has no name")
		return
	}
	var ok bool
	if f.Case, ok = t.base(&yamltree.Node{Kind: yamltree.Scalar, Value: cell(baseColumn), Pos: t.at(max(0, slices.Index(t.columns, baseColumn)))}); !ok {
		return
	}
	var expect expectDoc
	for i, column := range t.columns {
		text := strings.TrimSpace(t.cells[i])
		if text == "" {
			continue
		}
		if fact, is := t.p.Vocabulary.Lookup(column); is {
			t.answer(f.Case, fact, i, text)
		} else if key, is := strings.CutPrefix(column, expectPrefix); is {
			*expect.node(key) = cellNode(key, text, t.at(i))
		} else if column == goldenColumn {
			f.Golden = t.golden(&yamltree.Node{Kind: yamltree.Scalar, Value: text, Pos: t.at(i)})
		}
	}
	f.Expect = t.expect(&expect)
	t.add(f)
}

// answer lays one cell over the base.
func (t *table) answer(c *facts.Case, f *facts.Fact, column int, text string) {
	if text == nullCell {
		c.Words()[f.Index] = 0
		return
	}
	word, err := t.p.Vocabulary.ParseAnswer(f, text)
	var list diag.List
	if errors.As(err, &list) {
		for _, d := range list {
			d.Pos, d.Width = t.at(column), max(1, utf8.RuneCountInString(t.cells[column]))
			t.diags = append(t.diags, d)
		}
		return
	}
	c.Words()[f.Index] = word
}

// cellNode is a cell as the same value in YAML would be.
func cellNode(key, text string, at diag.Pos) *yamltree.Node {
	scalar := func(text string) *yamltree.Node {
		return &yamltree.Node{Kind: yamltree.Scalar, Value: strings.TrimSpace(text), Pos: at}
	}
	if !isList(key) {
		n := scalar(text)
		if text == nullCell {
			n.Kind = yamltree.Null
		}
		return n
	}
	n := &yamltree.Node{Kind: yamltree.List, Pos: at}
	for piece := range strings.SplitSeq(text, cellList) {
		n.Items = append(n.Items, scalar(piece))
	}
	return n
}
