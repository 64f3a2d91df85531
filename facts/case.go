package facts

import (
	"math"
	"math/bits"
)

// Case is one person's answers: one word per fact, in vocabulary order. The
// zero word means unanswered. Otherwise the word holds
//
//   - answer: one of AnswerYes, AnswerNo, AnswerUnsure
//   - number: 1 + the number of steps above the fact's minimum
//   - choice: the bit of the chosen option (bit i for option i), or UnsureBit
//   - set:    the bits of the ticked options, perhaps with UnsureBit; or NoneBit
//
// A Case belongs to one goroutine at a time.
type Case struct {
	ID    string // the optional case_id; names the record, never read by a rule
	vocab *Vocabulary
	words []uint64
}

// The words of an answered fact of kind Answer.
const (
	AnswerYes uint64 = 1 << iota
	AnswerNo
	AnswerUnsure
)

// New returns a case in which nothing is answered.
func (v *Vocabulary) New() *Case {
	return &Case{vocab: v, words: make([]uint64, len(v.Facts))}
}

// Vocabulary returns the vocabulary that gives the words their meaning.
func (c *Case) Vocabulary() *Vocabulary { return c.vocab }

// Words returns the answers in vocabulary order. It is the case's own memory:
// whoever writes there must keep to the encoding above.
func (c *Case) Words() []uint64 { return c.words }

// Answered reports whether the fact has an answer, not_sure included.
func (c *Case) Answered(f *Fact) bool { return c.words[f.Index] != 0 }

// Clone returns an independent copy.
func (c *Case) Clone() *Case {
	return &Case{ID: c.ID, vocab: c.vocab, words: append([]uint64(nil), c.words...)}
}

// Reset makes every fact unanswered and forgets the id, so that a reused case
// holds nothing of the last person.
func (c *Case) Reset() {
	c.ID = ""
	clear(c.words)
}

// UnsureBit is the bit of not_sure, whatever the fact's kind but Number.
func (f *Fact) UnsureBit() uint64 {
	if f.Kind == Answer {
		return AnswerUnsure
	}
	return 1 << (MaxOptions + 1)
}

// NoneBit is the bit of "none of these" of a set.
func (f *Fact) NoneBit() uint64 { return 1 << MaxOptions }

// OptionBits is the bits of all options: what .Any and .Count look at.
func (f *Fact) OptionBits() uint64 { return 1<<len(f.Options) - 1 }

// Steps is the number of distinct values of a number, less one.
func (f *Fact) Steps() uint64 { return uint64(math.Round((f.Max - f.Min) / f.Step)) }

// Value returns the number that a non-zero word of a Number fact stands for.
func (f *Fact) Value(word uint64) float64 { return f.round(f.Min + float64(word-1)*f.Step) }

// Word returns the word that stands for a number, and whether the number is
// within the range and on a step.
func (f *Fact) Word(value float64) (uint64, bool) {
	if !(value >= f.Min && value <= f.Max) { // also refuses NaN
		return 0, false
	}
	word := uint64(math.Round((value-f.Min)/f.Step)) + 1
	if f.Value(word) != value {
		return 0, false
	}
	return word, true
}

// round removes the noise of binary fractions: ranges and steps have at most
// six decimals, so what is left is exactly the number a person would write.
func (f *Fact) round(x float64) float64 { return math.Round(x*1e6) / 1e6 }

// Count is the number of ticked options of a set's word.
func (f *Fact) Count(word uint64) int { return bits.OnesCount64(word & f.OptionBits()) }
