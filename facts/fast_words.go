package facts

import (
	"encoding/binary"
	"math/bits"
	"sync"
)

// The fast readers know every word that a plain file can hold before they read
// it, so they look words up instead of taking them apart: eight bytes at a
// time, and whatever is not found is left to the careful reader.

// wordTable says what a word stands for. It is immutable once built.
type wordTable struct {
	slots []wordSlot // open addressing, at most half full
	shift uint       // the top bits of a hash are its place
}

type wordSlot struct {
	word
	text  string // "": free
	value uint64
}

// word is a word as the fast readers see it: its first sixteen bytes, padded
// with zeros, and its length. That tells all words apart but long ones.
type word struct {
	low, high uint64
	length    int
}

// shortWord is the greatest length of a word of which nothing is left out.
const shortWord = 16

// mix is an odd number without pattern (2^64 over the golden ratio): multiplying
// by it spreads every bit of a word into the top ones.
const mix = 0x9E3779B97F4A7C15

func (w word) hash() uint64 { return ((w.low*mix)>>29 ^ w.low ^ w.high*mix + uint64(w.length)) * mix }

// tableGrowth bounds how many places for each word are tried, to find a table
// in which every word stands where its hash says.
const tableGrowth = 5

func newWordTable(words map[string]uint64) *wordTable {
	least := bits.Len(uint(2*len(words) + 1))
	for size := least; ; size++ {
		t := &wordTable{slots: make([]wordSlot, 1<<size), shift: uint(64 - size)}
		clash := false
		for text, value := range words {
			w, _ := scan([]byte(text+`"`), 0, quotes)
			i := w.hash() >> t.shift
			for ; t.slots[i].text != ""; i = (i + 1) % uint64(len(t.slots)) {
				clash = true
			}
			t.slots[i] = wordSlot{w, text, value}
		}
		if !clash || size == least+tableGrowth {
			return t
		}
	}
}

// find returns what the word stands for that begins at i.
func (t *wordTable) find(b []byte, i int, w word) (uint64, bool) {
	for at := w.hash() >> t.shift; ; at = (at + 1) & uint64(len(t.slots)-1) {
		s := &t.slots[at]
		if s.word == w && (w.length <= shortWord || s.text == string(b[i:i+w.length])) {
			return s.value, w.length > 0
		}
		if s.text == "" {
			return 0, false
		}
	}
}

// Eight times the byte that ends a word.
const (
	ones       = 0x0101010101010101
	highs      = 0x8080808080808080
	quotes     = '"' * ones
	commas     = ',' * ones
	semicolons = ';' * ones
)

// scan reads the word that begins at i and returns the place of the byte that
// ends it; ends is that byte, eight times. Without one the word goes on to the
// end of b. Most words are short, of every length in turn: so there is no
// branch on the length.
func scan(b []byte, i int, ends uint64) (w word, end int) {
	low, high := load(b, i), load(b, i+8)
	first, second := hits(low, ends), hits(high, ends)
	none := (first|-first)>>63 - 1 // all bits, unless the first eight bytes end the word
	w.low = low & before(first)
	w.high = high & before(second) & none
	if first|second == 0 {
		end = i + 2*8
		for ; end < len(b); end += 8 {
			if more := hits(load(b, end), ends); more != 0 {
				end += bits.TrailingZeros64(more) / 8
				break
			}
		}
		end = min(end, len(b))
		w.length = end - i
		return w, end
	}
	w.length = bits.TrailingZeros64(first)/8 + bits.TrailingZeros64(second)/8&int(none)
	return w, i + w.length
}

// hits marks the bytes of a piece that are the one looked for. The lowest mark
// is exact.
func hits(piece, ends uint64) uint64 {
	x := piece ^ ends
	return (x - ones) &^ x & highs
}

// before is all bits below the byte of the lowest mark, or all without one.
func before(marks uint64) uint64 { return (marks&-marks)>>7 - 1 }

// load reads eight bytes, or as many as there are, and zeros.
func load(b []byte, i int) (piece uint64) {
	if i+8 <= len(b) {
		return binary.LittleEndian.Uint64(b[i:])
	}
	for k := len(b) - 1; k >= i; k-- {
		piece = piece<<8 | uint64(b[k])
	}
	return piece
}

// quickFact is what a fast reader knows of one fact.
type quickFact struct {
	kind  Kind
	words *wordTable // every word that answers it
	none  uint64     // what an empty list is; 0: not offered

	low, high, step int64 // millionths; numbers only
}

// quickWords is what all fast readers of a vocabulary share. The tables take
// about a megabyte, so they are made once, and only when there is a reader.
type quickWords struct {
	once  sync.Once
	facts []quickFact
	keys  *wordTable // of the columns: their places in CSVHeader
}

func (v *Vocabulary) quickWords() *quickWords {
	q := &v.quick
	q.once.Do(func() {
		for _, f := range v.Facts {
			q.facts = append(q.facts, newQuickFact(f))
		}
		keys := map[string]uint64{}
		for i, id := range v.CSVHeader() {
			keys[id] = uint64(i)
		}
		q.keys = newWordTable(keys)
	})
	return q
}

func newQuickFact(f *Fact) quickFact {
	q := quickFact{kind: f.Kind}
	words := map[string]uint64{}
	if f.Kind == Answer {
		words[Yes], words[No] = AnswerYes, AnswerNo
	}
	for i := range f.Options {
		words[f.Options[i].ID] = 1 << i
	}
	if f.OffersNone() {
		words[None], q.none = f.NoneBit(), f.NoneBit()
	}
	if f.OffersNotSure() {
		words[NotSure] = f.UnsureBit()
	}
	q.words = newWordTable(words)
	if f.Kind == Number {
		q.low, q.high, q.step = micro(f.Min), micro(f.Max), micro(f.Step)
	}
	return q
}

// The digits that a plain number may have: what a float64 and an int64 of
// millionths both hold exactly.
const (
	mostDigits   = 9
	mostDecimals = 6
)

// number reads a plain decimal number and returns its word and the place after
// it. It understands what rangePattern lets a range hold, and no exponent.
func (q *quickFact) number(b []byte, i int) (word uint64, end int, ok bool) {
	negative := i < len(b) && b[i] == '-'
	if negative {
		i++
	}
	from, value := i, int64(0)
	for i < len(b) && b[i]-'0' <= 9 && i-from <= mostDigits {
		value = value*10 + int64(b[i]-'0')
		i++
	}
	if n := i - from; n == 0 || n > mostDigits || n > 1 && b[from] == '0' {
		return 0, 0, false
	}
	decimals := 0
	if i < len(b) && b[i] == '.' {
		for i++; i < len(b) && b[i]-'0' <= 9 && decimals < mostDecimals; i++ {
			value = value*10 + int64(b[i]-'0')
			decimals++
		}
		if decimals == 0 {
			return 0, 0, false
		}
	}
	for ; decimals < mostDecimals; decimals++ {
		value *= 10
	}
	if negative {
		value = -value
	}
	if value < q.low || value > q.high || (value-q.low)%q.step != 0 {
		return 0, 0, false
	}
	return uint64((value-q.low)/q.step) + 1, i, true
}

// plainID reports whether a case_id needs no second look: printable ASCII
// without quotes or backslashes.
func plainID(id []byte) bool {
	if len(id) == 0 || len(id) > MaxCaseID {
		return false
	}
	for _, c := range id {
		if c < ' ' || c > '~' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}
