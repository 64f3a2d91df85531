package facts

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/limber-triage/limber/engine/diag"
)

// How alike two texts must be, from 0 to 1, for one to be offered for the
// other. They only decide what a person is shown to check.
const (
	alikeQuestion = 0.5
	alikeOption   = 0.6
)

// startRows is how many rows of a table are looked at for the texts of answers.
const startRows = 5000

// StartMap writes a map for the table that src begins, for a person to check:
// each column goes to the fact whose question is most like its header, each
// text to the option most like it. Nothing in it is certain, so
// [Vocabulary.ReadMap] refuses it until that person says that it is checked. Free text of the table is never repeated: only
// what is like an option, or was given at least twice.
func (v *Vocabulary) StartMap(file string, src []byte) ([]byte, error) {
	table := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(src, []byte(byteOrderMark))))
	table.FieldsPerRecord = -1
	header, err := table.Read()
	if err != nil || len(header) < 2 {
		return nil, diag.List{{Code: "no-table", Pos: diag.Pos{File: file, Line: 1, Column: 1}, Message: "this is no table with commas between its columns", Hint: "export the form's answers as CSV"}}
	}
	cells := make([]given, len(header))
	for i, text := range header {
		cells[i].text = text
	}
	s := starter{vocab: v, used: map[*Fact]bool{}}
	for _, name := range headerNames(cells) {
		s.columns = append(s.columns, &startColumn{name: name, texts: map[string]int{}})
	}
	for range startRows {
		row, err := table.Read()
		if err != nil {
			if err != io.EOF {
				continue // batch will say what is wrong with the row
			}
			break
		}
		for i := range min(len(row), len(s.columns)) {
			if text := strings.Join(strings.Fields(row[i]), " "); text != "" {
				s.columns[i].texts[text]++
			}
		}
	}
	fmt.Fprintf(&s.out, startHead, oneLine(file))
	for i := range s.columns {
		s.column(i)
	}
	return s.out.Bytes(), nil
}

// startHead says what to check in a map that was only begun.
const startHead = `# A map of %s, begun by similarity.
# Check every line: what is mapped wrongly answers another question. A figure
# says how alike two texts are, from 0 to 1. "not seen" means that nobody gave
# this answer in the file: mend its text, or remove it if the form does not show
# it, and then none of these as well. A column with ~ is ignored.
checked: no # yes, once you have: until then, batch takes no case by this map
columns:
`

type starter struct {
	vocab   *Vocabulary
	columns []*startColumn
	used    map[*Fact]bool // answered by an earlier column
	last    *Fact          // the set whose ticks the column before was one of
	out     bytes.Buffer
}

type startColumn struct {
	name  string
	texts map[string]int // answer -> how often
}

// column writes what one column may be.
func (s *starter) column(i int) {
	c := s.columns[i]
	key := quoteText(c.name)
	name, _, _ := strings.Cut(c.name, " [") // the second column of a name is like the first
	if tidy(name) == CaseID || tidy(name) == "case id" {
		fmt.Fprintf(&s.out, "  %s: %s\n", key, CaseID)
		return
	}
	f, score := s.question(c, name)
	set, option, alike := s.tick(c, name)
	switch {
	case s.last != nil && s.last.OffersNone() && strings.HasPrefix(tidy(name), "none"):
		fmt.Fprintf(&s.out, "  %s: {fact: %s, option: %s}\n", key, s.last.ID, None)
	case set != nil && alike > score:
		s.used[set], s.last = true, set
		fmt.Fprintf(&s.out, "  %s: {fact: %s, option: %s} # %.2f\n", key, set.ID, option, alike)
	case f == nil:
		s.last = nil
		fmt.Fprintf(&s.out, "  %s: ~\n", key)
	default:
		s.used[f], s.last = true, nil
		s.answers(c, key, f, score)
	}
}

// question finds the fact that a column most likely answers; what its cells
// hold counts a third.
func (s *starter) question(c *startColumn, name string) (best *Fact, score float64) {
	const half = 0.5
	for _, f := range s.vocab.Facts {
		if s.used[f] {
			continue
		}
		alike := similar(name, f.Question)
		if id := strings.ReplaceAll(f.ID, "_", " "); tidy(name) == id || tidy(name) == f.ID {
			alike = 1
		}
		if alike < alikeQuestion {
			continue
		}
		total := alike
		if len(f.Options) > 0 && len(c.texts) > 0 {
			known := 0
			for _, o := range offered(f) {
				if _, found := c.like(o.text); found >= alikeOption {
					known++
				}
			}
			total += half * min(1, float64(known)/float64(min(len(c.texts), len(f.Options))))
		}
		if total > score {
			best, score = f, total
		}
	}
	if best == nil {
		return nil, 0
	}
	return best, similar(name, best.Question)
}

// tick finds the option of a set that a column of its own may stand for: its
// header is the option's text, and its cells hold nothing else.
func (s *starter) tick(c *startColumn, name string) (set *Fact, option string, score float64) {
	for text := range c.texts {
		if t := tidy(text); t != tidy(name) && !slices.Contains(tickWords, t) && !slices.Contains(noTickWords, t) {
			return nil, "", 0
		}
	}
	for _, f := range s.vocab.Facts {
		if f.Kind != Set {
			continue
		}
		for _, o := range offered(f) {
			alike := similar(name, o.text)
			if o.id == None || alike < alikeOption || o.id == NotSure && f != s.last {
				continue
			}
			if f == s.last { // ticks of one set stand side by side
				const nearby = 0.05
				alike += nearby
			}
			if alike > score {
				set, option, score = f, o.id, alike
			}
		}
	}
	return set, option, min(1, score)
}

// answers writes a column that answers a whole fact.
func (s *starter) answers(c *startColumn, key string, f *Fact, score float64) {
	own := ownTexts(f)
	plain := f.Kind == Number || f.Kind == Answer
	for text := range c.texts {
		if _, ok := own[tidy(text)]; !ok && f.Kind == Answer {
			plain = false
		}
	}
	if plain {
		fmt.Fprintf(&s.out, "  %s: %s # %.2f\n", key, f.ID, score)
		return
	}
	fmt.Fprintf(&s.out, "  %s: # %.2f\n    fact: %s\n    options:\n", key, score, f.ID)
	taken := map[string]bool{}
	for _, o := range offered(f) {
		text, alike := c.like(o.text)
		note := ""
		switch {
		case alike < alikeOption || taken[tidy(text)]:
			text, note = o.text, " # not seen"
		case alike < 1:
			note = fmt.Sprintf(" # %.2f", alike)
		}
		if taken[tidy(text)] {
			continue
		}
		taken[tidy(text)] = true
		fmt.Fprintf(&s.out, "      %s: %s%s\n", quoteText(text), o.id, note)
	}
	column := &mapColumn{fact: f, texts: map[string]uint64{}}
	for text := range taken {
		column.texts[text] = 1
	}
	for _, text := range slices.SortedFunc(maps.Keys(c.texts), cmp.Compare[string]) {
		words, _ := column.split(text)
		if n := c.texts[text]; n > 1 && len(words) == 0 && !taken[tidy(text)] {
			fmt.Fprintf(&s.out, "      # %s is given %d times and is no answer that we know\n", quoteText(short(text)), n)
		}
	}
}

// offer is one answer of a fact as a form may show it.
type offer struct{ id, text string }

func offered(f *Fact) (list []offer) {
	if f.Kind == Answer {
		list = append(list, offer{Yes, "Yes"}, offer{No, "No"})
	}
	for i := range f.Options {
		list = append(list, offer{f.Options[i].ID, f.Options[i].Text})
	}
	if f.OffersNone() {
		list = append(list, offer{None, "None of these"})
	}
	if f.OffersNotSure() {
		list = append(list, offer{NotSure, "Not sure"})
	}
	return list
}

// like returns the text of the column that is most like another: a whole cell,
// or a piece of one in which several answers are joined.
func (c *startColumn) like(text string) (best string, score float64) {
	try := func(piece string) {
		piece = strings.TrimSpace(piece)
		if alike := similar(piece, text); alike > score || alike == score && alike > 0 && piece < best {
			best, score = piece, alike
		}
	}
	for cell := range c.texts {
		try(cell)
		for _, separator := range []string{";", ", "} {
			for piece := range strings.SplitSeq(cell, separator) {
				try(piece)
			}
		}
		// An option that holds commas, among others.
		if strings.Contains(", "+cell+", ", ", "+text+", ") {
			try(text)
		}
	}
	return best, score
}

// similar says how alike two texts are, from 0 to 1: the share of their
// three-letter pieces that both have.
func similar(a, b string) float64 {
	a, b = tidy(a), tidy(b)
	if a == b {
		return 1
	}
	x, y := trigrams(a), trigrams(b)
	both := 0
	for piece, n := range x {
		both += min(n, y[piece])
	}
	const most = 0.99 // only equal texts are equal
	return min(most, 2*float64(both)/float64(len([]rune(a))+len([]rune(b))))
}

func trigrams(text string) map[string]int {
	runes := []rune(" " + text + " ")
	pieces := make(map[string]int, len(runes))
	for i := range len(runes) - 2 {
		pieces[string(runes[i:i+3])]++
	}
	return pieces
}

// quoteText writes a YAML string, which a JSON one is too.
func quoteText(text string) string {
	b, _ := jsontext.AppendQuote(nil, strings.ToValidUTF8(text, "?"))
	return string(b)
}
