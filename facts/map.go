package facts

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/yamltree"
)

// Map says which column of a form's export answers which question, and which
// of its texts stands for which answer. It is immutable once read.
//
//	columns:
//	  "Timestamp": ~                          # ignored
//	  "Number": case_id
//	  "How old are you?": age
//	  "How did it begin?":
//	    fact: onset
//	    options: {"Slowly": gradual, "At once": sudden, "I don't know": not_sure}
//	  "A weight on the chest": {fact: chest, option: pressure}   # one column for each tick
//	  "None of all these": {none_column: [chest, legs]}
//
// A column without options takes the words and texts of the vocabulary. A
// column may answer none only for sets whose every option the map lists: a
// person who was not shown an option has not said no to it.
//
// A map that begins with "checked: no", as [Vocabulary.StartMap] writes it, is
// refused until a person has made that a yes.
type Map struct {
	vocab   *Vocabulary
	file    string
	columns []*mapColumn
	hash    string
}

// mapColumn is what one column of the table answers: nothing, case_id, one
// fact, one tick of a set, or none of several sets.
type mapColumn struct {
	header string         // as written
	key    *yamltree.Node // where
	id     bool
	fact   *Fact
	texts  map[string]uint64 // tidy text -> word, for a whole answer
	tick   uint64            // the bit that a tick stands for
	ticked string            // the tidy text of a tick, where the map says it
	none   []*Fact
}

// ReadMap reads a map for tables of this vocabulary's cases. The error is a
// [diag.List] of every mistake.
func (v *Vocabulary) ReadMap(file string, src []byte) (*Map, error) {
	root, err := yamltree.Parse(file, src)
	if err != nil {
		return nil, err
	}
	var doc struct {
		Checked *yamltree.Node `yaml:"checked,optional"`
		Columns *yamltree.Node `yaml:"columns"`
	}
	list := yamltree.Decode(root, &doc)
	if err := list.Err(); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(src)
	r := mapReader{m: &Map{vocab: v, file: file, hash: hex.EncodeToString(sum[:])}}
	if doc.Columns.Kind != yamltree.Map {
		r.errorf(doc.Columns, "wrong-shape", "write one \"column\": fact on each line", "columns must be a mapping, not %s", doc.Columns.Kind)
	}
	if doc.Checked != nil && doc.Checked.Value != "yes" {
		r.errorf(doc.Checked, "map-not-checked", "hold every line against the form, then write checked: yes", "nobody has checked this map")
	}
	for _, pair := range doc.Columns.Pairs {
		r.m.columns = append(r.m.columns, r.column(pair))
	}
	r.whole()
	r.list.Sort()
	if err := r.list.Err(); err != nil {
		return nil, err
	}
	return r.m, nil
}

// Hash returns the SHA-256 of the map's file, in hexadecimal.
func (m *Map) Hash() string { return m.hash }

type mapReader struct {
	m    *Map
	list diag.List
}

func (r *mapReader) errorf(n *yamltree.Node, code, hint, format string, args ...any) {
	r.list = append(r.list, diag.Diagnostic{Code: code, Pos: n.Pos, Width: n.Width(), Message: fmt.Sprintf(format, args...), Hint: hint})
}

// mapDoc is a column of more than one word.
type mapDoc struct {
	Fact    *yamltree.Node   `yaml:"fact,optional"`
	Options *yamltree.Node   `yaml:"options,optional"`
	Option  *yamltree.Node   `yaml:"option,optional"`
	Ticked  *yamltree.Node   `yaml:"ticked,optional"`
	None    []*yamltree.Node `yaml:"none_column,optional"`
}

func (r *mapReader) column(pair yamltree.Pair) *mapColumn {
	c := &mapColumn{header: pair.Key.Value, key: pair.Key}
	n := pair.Value
	switch n.Kind {
	case yamltree.Null:
		return c
	case yamltree.Scalar:
		if c.id = n.Value == CaseID; !c.id {
			c.fact = r.fact(n)
			c.texts = ownTexts(c.fact)
		}
		return c
	}
	if n.Kind != yamltree.Map {
		r.errorf(n, "bad-column", "write a fact, ~ or {fact: ..., options: ...}", "a column cannot be %s", n.Kind)
		return c
	}
	var doc mapDoc
	if list := yamltree.Decode(n, &doc); list.HasErrors() {
		r.list = append(r.list, list...)
		return c
	}
	if doc.Ticked != nil {
		c.ticked = tidy(doc.Ticked.Value)
		if doc.Option == nil && doc.None == nil {
			r.errorf(doc.Ticked, "bad-column", "add option: or none_column:", "ticked says how a tick reads, and this column is no tick")
		}
	}
	switch {
	case doc.None != nil && (doc.Fact != nil || doc.Options != nil || doc.Option != nil):
		r.errorf(pair.Key, "bad-column", "keep one of them", "a column is none_column or answers a fact, not both")
	case doc.None != nil:
		for _, entry := range doc.None {
			if f := r.fact(entry); f != nil && r.offers(f, entry) {
				c.none = append(c.none, f)
			}
		}
	case doc.Fact == nil:
		r.errorf(pair.Key, "bad-column", "add fact:, or write ~ to ignore the column", "this column names no fact")
	case doc.Option != nil && doc.Options != nil:
		r.errorf(doc.Option, "bad-column", "keep one of them", "a column has option or options, not both")
	default:
		if c.fact = r.fact(doc.Fact); c.fact == nil {
			break
		}
		switch {
		case doc.Option != nil:
			r.tick(c, doc.Option)
		case doc.Options != nil:
			r.options(c, doc.Options)
		default:
			c.texts = ownTexts(c.fact)
		}
	}
	return c
}

// fact looks a fact up; nil is already reported.
func (r *mapReader) fact(n *yamltree.Node) *Fact {
	f, ok := r.m.vocab.Lookup(n.Value)
	if !ok || n.Kind != yamltree.Scalar {
		r.errorf(n, "unknown-fact", r.m.vocab.unknownHint(n.Value), "unknown fact %s", yamltree.Quote(n.Value))
		return nil
	}
	return f
}

func (r *mapReader) offers(f *Fact, n *yamltree.Node) bool {
	if !f.OffersNone() {
		r.errorf(n, "none-not-offered", f.expects(), "%s cannot be none", f.ID)
	}
	return f.OffersNone()
}

func (r *mapReader) tick(c *mapColumn, n *yamltree.Node) {
	if c.fact.Kind != Set {
		r.errorf(n, "bad-column", "use options:", "only a set has a column for each of its options, and %s is a %s", c.fact.ID, c.fact.Kind)
		return
	}
	c.tick = r.word(c.fact, n)
}

func (r *mapReader) options(c *mapColumn, n *yamltree.Node) {
	if n.Kind != yamltree.Map || c.fact.Kind == Number {
		r.errorf(n, "bad-column", "write {\"text of the form\": option, ...}; a number has none", "options of %s must be a mapping from texts to its answers", c.fact.ID)
		return
	}
	c.texts = map[string]uint64{}
	for _, pair := range n.Pairs {
		text := tidy(pair.Key.Value)
		if _, twice := c.texts[text]; twice || text == "" {
			r.errorf(pair.Key, "duplicate-key", "keep one of them", "this text is empty, or given twice")
			continue
		}
		c.texts[text] = r.word(c.fact, pair.Value)
	}
}

// word is what an answer's id stands for.
func (r *mapReader) word(f *Fact, n *yamltree.Node) uint64 {
	var m mistakes
	word := f.word(givenBy(n), &m)
	if n.Kind != yamltree.Scalar {
		word = 0
	}
	r.list = append(r.list, m.sorted()...)
	if word == 0 && len(m.list) == 0 {
		r.errorf(n, "unknown-option", f.expects(), "name one answer of %s", f.ID)
	}
	return word
}

// whole checks what only all columns together can tell: no fact but a set is
// answered twice, and none is only said of sets whose every option is shown.
func (r *mapReader) whole() {
	shown := make([]uint64, len(r.m.vocab.Facts))
	first := map[*Fact]*mapColumn{}
	ids := 0
	for _, c := range r.m.columns {
		if c.id {
			if ids++; ids > 1 {
				r.errorf(c.key, "answered-twice", "keep one of them", "two columns are the case_id")
			}
		}
		if c.fact == nil {
			continue
		}
		if before := first[c.fact]; before != nil && (c.fact.Kind != Set || c.tick == 0 || before.tick == 0) {
			r.errorf(c.key, "answered-twice", "ignore one of them with ~", "%s is answered by two columns, first on line %d", c.fact.ID, before.key.Pos.Line)
		}
		first[c.fact] = c
		shown[c.fact.Index] |= c.tick
		for _, word := range c.texts {
			shown[c.fact.Index] |= word
		}
	}
	for _, c := range r.m.columns {
		for _, f := range c.none {
			r.allShown(c.key, f, shown[f.Index])
		}
		if c.fact != nil && c.fact.OffersNone() && (c.tick == c.fact.NoneBit() || says(c.texts, c.fact.NoneBit())) {
			r.allShown(c.key, c.fact, shown[c.fact.Index])
		}
	}
}

func says(texts map[string]uint64, word uint64) bool {
	for _, w := range texts {
		if w == word {
			return true
		}
	}
	return false
}

func (r *mapReader) allShown(at *yamltree.Node, f *Fact, shown uint64) {
	var hidden []string
	for i := range f.Options {
		if shown&(1<<i) == 0 {
			hidden = append(hidden, f.Options[i].ID)
		}
	}
	if len(hidden) > 0 {
		r.errorf(at, "none-not-shown", "show them in the form, or leave none out: unanswered is not no",
			"this cannot be none of %s, since the map lists no text for %s", f.ID, strings.Join(hidden, ", "))
	}
}

// ownTexts is how a form that uses the vocabulary's words shows the answers.
func ownTexts(f *Fact) map[string]uint64 {
	texts := map[string]uint64{}
	if f == nil || f.Kind == Number {
		return texts
	}
	if f.Kind == Answer {
		texts[Yes], texts[No] = AnswerYes, AnswerNo
	}
	if f.OffersNone() {
		texts[None], texts["none of these"] = f.NoneBit(), f.NoneBit()
	}
	if f.OffersNotSure() {
		texts[NotSure], texts["not sure"], texts["i am not sure"] = f.UnsureBit(), f.UnsureBit(), f.UnsureBit()
	}
	for i := range f.Options {
		texts[tidy(f.Options[i].ID)], texts[tidy(f.Options[i].Text)] = 1<<i, 1<<i
	}
	return texts
}

// tidy makes texts alike that a form tool, a spreadsheet or a keyboard changed
// on the way: letter case, spaces of any sort, and curly quotes and dashes.
func tidy(text string) string {
	text = strings.Map(func(c rune) rune {
		switch {
		case c == '‘' || c == '’':
			return '\''
		case c == '“' || c == '”':
			return '"'
		case c == '–' || c == '—':
			return '-'
		case unicode.IsSpace(c):
			return ' '
		case c == '\u200b' || c == '\ufeff':
			return -1
		}
		return unicode.ToLower(c)
	}, text)
	return strings.Join(strings.Fields(text), " ")
}
