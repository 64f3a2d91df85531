package batch

import (
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/diag"
)

// decided is one decision and where its case was read.
type decided struct {
	engine.Outline
	whole *engine.Decision // nil when no field needs more than the outline
	id    string           // the case_id
	input string
	line  int
}

// field is one value of a record that Options.Fields can name.
type field struct {
	name  string
	whole bool // needs more than the outline
	put   func(*writing, *decided)
}

// fields in the order of the record. Lists are of ids; the whole record says
// more of each.
var fields = []field{
	{"input", false, func(w *writing, d *decided) { w.text(d.input) }},
	{"line", false, func(w *writing, d *decided) { w.number(int64(d.line)) }},
	{"case", false, func(w *writing, d *decided) { w.text(d.id) }},
	{"outcome", false, func(w *writing, d *decided) { w.id(string(d.Outcome)) }},
	{"urgency", false, func(w *writing, d *decided) { w.maybe(string(d.Urgency)) }},
	{"at_least", false, func(w *writing, d *decided) { w.maybe(string(d.AtLeast)) }},
	{"settled", false, func(w *writing, d *decided) { w.truth(d.Settled) }},
	{"could_become", false, func(w *writing, d *decided) { w.maybe(string(d.CouldBecome)) }},
	{"headline", true, func(w *writing, d *decided) { w.text(d.whole.Headline) }},
	{"reasons", true, func(w *writing, d *decided) {
		w.open()
		for i := range d.whole.Reasons {
			w.item(d.whole.Reasons[i].Rule)
		}
		w.close()
	}},
	{"ask", true, func(w *writing, d *decided) {
		w.open()
		for i := range d.whole.Ask {
			w.item(d.whole.Ask[i].Fact)
		}
		w.close()
	}},
	{"findings", true, func(w *writing, d *decided) { w.list(d.whole.Findings) }},
	{"start", false, func(w *writing, d *decided) {
		if d.Outcome != engine.PlanGiven {
			w.maybe("")
			return
		}
		w.number(int64(d.Start))
	}},
	{"exercises", false, func(w *writing, d *decided) { w.list(d.Exercises) }},
	{"advice", true, func(w *writing, d *decided) {
		w.open()
		for i := range d.whole.Advice {
			w.item(d.whole.Advice[i].ID)
		}
		w.close()
	}},
	{"fired", true, func(w *writing, d *decided) { w.list(d.whole.Fired) }},
}

// tableFields are the columns of a table for which none are named.
var tableFields = []string{"case", "outcome", "urgency", "at_least", "settled", "could_become", "reasons", "ask", "exercises"}

// Fields lists the names that Options.Fields takes.
func Fields() []string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.name
	}
	return names
}

// choose looks up the fields of a run; none means the whole record.
func (o *Options) choose() ([]field, error) {
	names := o.Fields
	if len(names) == 0 && o.Format == CSV {
		names = tableFields
	}
	var chosen []field
	for _, name := range names {
		i := slices.IndexFunc(fields, func(f field) bool { return f.name == name })
		if i < 0 {
			return nil, usage(diag.DidYouMean(name, Fields(), "they are: "+strings.Join(Fields(), ", ")), "unknown field %q", name)
		}
		if slices.ContainsFunc(chosen, func(f field) bool { return f.name == name }) {
			return nil, usage("remove one of them", "the field %s is named twice", name)
		}
		chosen = append(chosen, fields[i])
	}
	return chosen, nil
}

// writing appends the values of one record after another: as JSON members or as
// the cells of a row.
type writing struct {
	buf     []byte
	fields  []field
	csv     bool
	between byte     // items of a list
	keys    [][]byte // JSON: what stands before each value
	items   int      // of the list being written
}

func newWriting(chosen []field, format Format) *writing {
	w := &writing{fields: chosen, csv: format == CSV, between: ','}
	if w.csv {
		w.between = ';'
	}
	for i, f := range chosen {
		before := ","
		if i == 0 {
			before = "{"
		}
		w.keys = append(w.keys, []byte(before+`"`+f.name+`":`))
	}
	return w
}

// header appends the first row of a table; JSON has none.
func (w *writing) header() {
	if !w.csv {
		return
	}
	for i, f := range w.fields {
		w.comma(i)
		w.text(f.name)
	}
	w.buf = append(w.buf, '\n')
}

// row appends the chosen fields of a decision as one line.
func (w *writing) row(d *decided) {
	for i := range w.fields {
		if w.csv {
			w.comma(i)
		} else {
			w.buf = append(w.buf, w.keys[i]...)
		}
		w.fields[i].put(w, d)
	}
	if !w.csv {
		w.buf = append(w.buf, '}')
	}
	w.buf = append(w.buf, '\n')
}

func (w *writing) comma(i int) {
	if i > 0 {
		w.buf = append(w.buf, ',')
	}
}

func (w *writing) text(s string) {
	if w.csv {
		w.buf = appendCell(w.buf, NoFormula(s))
	} else {
		w.buf = appendText(w.buf, s)
	}
}

// maybe appends an id that is null, or an empty cell, when there is none.
func (w *writing) maybe(s string) {
	if s == "" && !w.csv {
		w.buf = append(w.buf, "null"...)
		return
	}
	w.id(s)
}

func (w *writing) truth(b bool) {
	if b {
		w.buf = append(w.buf, "true"...)
	} else {
		w.buf = append(w.buf, "false"...)
	}
}

func (w *writing) number(n int64) { w.buf = strconv.AppendInt(w.buf, n, 10) }

func (w *writing) list(items []string) {
	w.open()
	for _, s := range items {
		w.item(s)
	}
	w.close()
}

func (w *writing) open() {
	w.items = 0
	if !w.csv {
		w.buf = append(w.buf, '[')
	}
}

// item appends one entry of a list: an id, which needs no quotes in a cell.
func (w *writing) item(s string) {
	w.items++
	if w.items > 1 {
		w.buf = append(w.buf, w.between)
	}
	w.id(s)
}

// id appends a word of the pack or of this package: no sign of it has a second
// meaning anywhere.
func (w *writing) id(s string) {
	if w.csv {
		w.buf = append(w.buf, s...)
		return
	}
	w.buf = append(w.buf, '"')
	w.buf = append(w.buf, s...)
	w.buf = append(w.buf, '"')
}

func (w *writing) close() {
	if !w.csv {
		w.buf = append(w.buf, ']')
	}
}

// appendText appends a JSON string. Most are plain, and then copied.
func appendText(b []byte, s string) []byte {
	if !plain(s) {
		b, _ = jsontext.AppendQuote(b, s) // fails for invalid UTF-8 only, which no reader lets in
		return b
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}

// plain reports whether a text reads the same with and without escapes.
func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}

// appendCell appends a cell, in quotes where it has to be. A byte that is
// neither letter, digit nor one of a few signs is reason enough.
func appendCell(b []byte, s string) []byte {
	bare := true
	for i := range len(s) {
		c := s[i]
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-' || c == '.' || c == ';' || c == ':') {
			bare = false
			break
		}
	}
	if bare {
		return append(b, s...)
	}
	b = append(b, '"')
	for i := range len(s) {
		if s[i] == '"' {
			b = append(b, '"')
		}
		b = append(b, s[i])
	}
	return append(b, '"')
}
