package facts

import (
	"math/bits"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
)

// MarshalJSON writes the case as [Vocabulary.ParseJSON] reads it, in one fixed
// form: the case_id first, then the answered facts in vocabulary order, sets as
// lists. Equal cases give equal bytes.
func (c *Case) MarshalJSON() ([]byte, error) {
	b := []byte{'{'}
	if c.ID != "" {
		var err error
		b = append(b, `"`+CaseID+`":`...)
		if b, err = jsontext.AppendQuote(b, c.ID); err != nil {
			return nil, err
		}
	}
	for i, f := range c.vocab.Facts {
		if c.words[i] == 0 {
			continue
		}
		if len(b) > 1 {
			b = append(b, ',')
		}
		b = append(b, '"')
		b = append(b, f.ID...)
		b = append(b, `":`...)
		b = f.appendJSON(b, c.words[i])
	}
	return append(b, '}'), nil
}

func (f *Fact) appendJSON(b []byte, word uint64) []byte {
	if f.Kind == Number {
		return strconv.AppendFloat(b, f.Value(word), 'f', -1, 64)
	}
	if f.Kind == Set {
		b = append(b, '[')
	}
	for i, value := range f.Values(word) { // ids need no escaping
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, '"')
		b = append(b, value...)
		b = append(b, '"')
	}
	if f.Kind == Set {
		b = append(b, ']')
	}
	return b
}

// Values returns an answer as the words of a case file: ids in the order of the
// options, yes, no, none, not_sure (last), or a number in digits. It is nil for
// the word 0, and longer than one only for a set.
func (f *Fact) Values(word uint64) []string {
	if word == 0 {
		return nil
	}
	switch {
	case f.Kind == Number:
		return []string{formatNumber(f.Value(word))}
	case f.Kind == Answer && word == AnswerYes:
		return []string{Yes}
	case f.Kind == Answer && word == AnswerNo:
		return []string{No}
	case f.Kind == Set && word == f.NoneBit():
		return []string{None}
	case word == f.UnsureBit():
		return []string{NotSure}
	}
	var values []string
	for ticked := word & f.OptionBits(); ticked != 0; ticked &= ticked - 1 {
		values = append(values, f.Options[bits.TrailingZeros64(ticked)].ID)
	}
	if word&f.UnsureBit() != 0 {
		values = append(values, NotSure)
	}
	return values
}
