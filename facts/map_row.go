package facts

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/yamltree"
)

// boundMap is a map put on the columns of one table.
type boundMap struct {
	columns []*mapColumn // by column of the table
}

// NewTableReader reads the header of a form's export, which begins at the first
// byte of file. Every column must be in the map, and every column of the map in
// the table: a column that was renamed must not read as unanswered.
func (m *Map) NewTableReader(file string, header []byte) (*TableReader, error) {
	r := newFiller(m.vocab, m.vocab.New())
	cells, _ := r.row(diag.Pos{File: file, Line: 1, Column: 1}, bytes.TrimPrefix(header, []byte(byteOrderMark)))
	byHeader := map[string]*mapColumn{}
	left := map[*mapColumn]bool{}
	var names []string
	for _, c := range m.columns {
		byHeader[tidy(c.header)] = c
		left[c] = true
		names = append(names, c.header)
	}
	b := &boundMap{}
	for i, name := range headerNames(cells) {
		c := byHeader[tidy(name)]
		if c == nil {
			r.add(nil, cells[i].place, "unmapped-column", diag.DidYouMean(name, names, "add it to "+m.file+"; ~ ignores it"), "column %s is not in the map", yamltree.Quote(name))
		}
		delete(left, c)
		b.columns = append(b.columns, c)
	}
	list := r.sorted()
	for _, c := range m.columns {
		if left[c] && len(cells) > 0 {
			list = append(list, diag.Diagnostic{Code: "missing-column", Pos: c.key.Pos, Width: c.key.Width(),
				Message: fmt.Sprintf("%s has no column %s", file, yamltree.Quote(c.header)), Hint: "mend the name, or remove it from the map"})
		}
	}
	if err := list.Err(); err != nil {
		return nil, err
	}
	return &TableReader{vocab: m.vocab, mapped: b}, nil
}

// headerNames makes headers unique: the second column "Other" is "Other [2]".
func headerNames(cells []given) []string {
	names := make([]string, len(cells))
	count := map[string]int{}
	for i, c := range cells {
		name := tidy(c.text)
		count[name]++
		names[i] = strings.Join(strings.Fields(c.text), " ")
		if n := count[name]; n > 1 {
			names[i] += fmt.Sprintf(" [%d]", n)
		}
	}
	return names
}

// fill answers a case from one row.
func (b *boundMap) fill(r *filler, cells []given) {
	if len(cells) != len(b.columns) {
		r.add(nil, place{end: len(r.src)}, "wrong-columns", "put quotes around a cell that holds a comma", "this row has %d columns, the header %d", len(cells), len(b.columns))
		return
	}
	for i, c := range b.columns {
		switch cell := cells[i]; {
		case c.id:
			r.cell(slotCaseID, cell)
		case c.tick != 0 && c.ticks(r, cell):
			r.join(c.fact, c.tick, cell)
		case c.tick == 0 && c.fact != nil:
			r.join(c.fact, c.answer(r, cell), cell)
		}
	}
	for i, c := range b.columns { // last, so that the mistake is found where none is said
		if c.none != nil && c.ticks(r, cells[i]) {
			for _, f := range c.none {
				r.join(f, f.NoneBit(), cells[i])
			}
		}
	}
}

// join adds to the answer of a fact what another column says of it.
func (r *filler) join(f *Fact, word uint64, cell given) {
	to := &r.c.words[f.Index]
	before := *to
	*to |= word
	if f.Kind == Set && before != 0 && *to&f.NoneBit() != 0 && *to != f.NoneBit() {
		r.add(f, cell.place, "none-with-others", "one of the two answers is a slip; ask again", "%s cannot be none and something else", f.ID)
	}
}

// The words by which form tools export a tick box that stands alone.
var (
	tickWords   = []string{"yes", "1", "true", "x", "✓", "✔", "checked", "ticked", "selected"}
	noTickWords = []string{"", "no", "0", "false", "unchecked", "unticked", "not selected"}
)

// ticks reports whether a cell is ticked.
func (c *mapColumn) ticks(r *filler, cell given) bool {
	text := tidy(cell.text)
	switch {
	case c.ticked != "" && text == c.ticked, text == tidy(c.header):
		return true
	case slices.Contains(noTickWords, text):
		return false
	case slices.Contains(tickWords, text):
		return true
	case c.fact != nil && ownTexts(c.fact)[text] == c.tick:
		return true
	}
	r.add(c.fact, cell.place, "unknown-tick", "add ticked: to the column in the map, with the text of a tick", "%s is neither a tick nor empty", yamltree.Quote(cell.text))
	return false
}

// answer reads a whole answer.
func (c *mapColumn) answer(r *filler, cell given) uint64 {
	text := tidy(cell.text)
	if text == "" {
		return 0
	}
	if c.fact.Kind == Number {
		return c.fact.typed(cell.text, cell.place, &r.mistakes)
	}
	if word, ok := c.texts[text]; ok {
		return word
	}
	unknown := text
	if c.fact.Kind == Set {
		var words []uint64
		if words, unknown = c.split(cell.text); len(words) == 1 {
			word := words[0]
			if none := c.fact.NoneBit(); word&none != 0 && word != none {
				r.add(c.fact, cell.place, "none-with-others", "one of the two answers is a slip; ask again", "%s cannot be none and something else", c.fact.ID)
				return 0
			}
			return word
		} else if len(words) > 1 {
			r.add(c.fact, cell.place, "ambiguous-answer", "export the form with one column for each option", "this can be read as more than one set of options of %s", c.fact.ID)
			return 0
		}
	}
	hint := r.costly(func() string {
		texts := make([]string, 0, len(c.texts))
		for t := range c.texts {
			texts = append(texts, t)
		}
		slices.Sort(texts)
		return diag.DidYouMean(unknown, texts, "add it to the options of "+yamltree.Quote(c.header)+" in the map")
	})
	r.add(c.fact, cell.place, "unknown-option", hint, "the map has no answer of %s for %s", c.fact.ID, yamltree.Quote(unknown))
	return 0
}

// longestCell bounds what is taken apart into options, in bytes.
const longestCell = 1 << 14

// split finds the options that a form tool joined by commas, semicolons or line
// ends. Options hold commas too, so every way to read the cell is followed. It
// returns the distinct results, two at most, or else the first piece that is no
// option.
func (c *mapColumn) split(cell string) (words []uint64, unknown string) {
	text := tidy(strings.NewReplacer("\r\n", ";", "\n", ";").Replace(cell))
	if len(text) > longestCell {
		return nil, text
	}
	reached := make([][]uint64, len(text)+2) // by place: what was read before it
	reached[0] = []uint64{0}
	furthest := 0
	for at := range len(text) {
		if reached[at] == nil {
			continue
		}
		furthest = at
		for option, word := range c.texts {
			if !strings.HasPrefix(text[at:], option) {
				continue
			}
			next, ok := afterSeparator(text, at+len(option))
			if !ok {
				continue
			}
			for _, before := range reached[at] {
				if w := before | word; len(reached[next]) < 2 && !slices.Contains(reached[next], w) {
					reached[next] = append(reached[next], w)
				}
			}
		}
	}
	if words = reached[len(text)]; words == nil {
		unknown = text[furthest:]
		if i := strings.IndexAny(unknown, ",;|"); i > 0 {
			unknown = unknown[:i]
		}
	}
	return words, unknown
}

// afterSeparator returns where the next option begins; the end of the text
// needs no separator, and may have one.
func afterSeparator(text string, at int) (next int, ok bool) {
	rest := strings.TrimLeft(text[at:], " ")
	if rest == "" {
		return len(text), true
	}
	if !strings.Contains(",;|", rest[:1]) {
		return 0, false
	}
	rest = strings.TrimLeft(rest[1:], " ")
	return len(text) - len(rest), true
}
