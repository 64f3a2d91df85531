package facts

import (
	"encoding/binary"
	"math/bits"
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
	text  string // "": free
	value uint64
}

func newWordTable(words map[string]uint64) *wordTable {
	size := bits.Len(uint(2*len(words) + 1))
	t := &wordTable{slots: make([]wordSlot, 1<<size), shift: uint(64 - size)}
	for text, value := range words {
		i := hashWord([]byte(text)) >> t.shift
		for t.slots[i].text != "" {
			i = (i + 1) % uint64(len(t.slots))
		}
		t.slots[i] = wordSlot{text, value}
	}
	return t
}

// find returns what a word stands for, given its hash.
func (t *wordTable) find(word []byte, hash uint64) (uint64, bool) {
	for i := hash >> t.shift; ; i = (i + 1) & uint64(len(t.slots)-1) {
		s := &t.slots[i]
		if s.text == string(word) {
			return s.value, len(word) > 0
		}
		if s.text == "" {
			return 0, false
		}
	}
}

// mix is an odd number without pattern (2^64 over the golden ratio): multiplying
// by it spreads every bit of a word into the top ones.
const mix = 0x9E3779B97F4A7C15

// hashWord hashes the eight-byte pieces of a word and then its rest, which may
// be nothing, padded with zeros.
func hashWord(word []byte) (hash uint64) {
	i := 0
	for ; i+8 <= len(word); i += 8 {
		hash = (hash ^ binary.LittleEndian.Uint64(word[i:])) * mix
	}
	return (hash ^ load(word, i)) * mix
}

// load reads eight bytes, or as many as there are.
func load(b []byte, i int) (piece uint64) {
	if i+8 <= len(b) {
		return binary.LittleEndian.Uint64(b[i:])
	}
	for k := len(b) - 1; k >= i; k-- {
		piece = piece<<8 | uint64(b[k])
	}
	return piece
}

// Eight times the byte that ends a word.
const (
	ones       = 0x0101010101010101
	highs      = 0x8080808080808080
	quotes     = '"' * ones
	commas     = ',' * ones
	semicolons = ';' * ones
)

// scan returns where the word that begins at i ends, and its hash; ends is the
// byte that ends it, eight times. Without one the word goes on to the end of b.
func scan(b []byte, i int, ends uint64) (end int, hash uint64) {
	for ; ; i += 8 {
		piece := load(b, i)
		x := piece ^ ends
		if hit := (x - ones) &^ x & highs; hit != 0 { // the lowest bit is exact
			n := bits.TrailingZeros64(hit) / 8
			return i + n, (hash ^ piece&(1<<(8*n)-1)) * mix
		}
		if i+8 > len(b) {
			return len(b), (hash ^ piece) * mix
		}
		hash = (hash ^ piece) * mix
	}
}

// quickFact is what a fast reader knows of one fact.
type quickFact struct {
	kind  Kind
	words *wordTable // every word that answers it
	none  uint64     // what an empty list is; 0: not offered

	low, high, step int64 // millionths; numbers only
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
