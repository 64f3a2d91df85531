package facts

import (
	"strings"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/yamltree"
)

// separator parts the options of a set in one line of text; a comma does too.
const separator = ";"

// ParseAnswer turns one answer as a person types it, or as a table's cell holds
// it, into a word of f: "yes", "y", "40", "a; b", "not_sure" or "?". Letter case
// and space around it do not matter. Empty text is the word 0, unanswered. The
// error is a [diag.List] without places: the caller knows the line and column.
func (v *Vocabulary) ParseAnswer(f *Fact, text string) (uint64, error) {
	var m mistakes
	word := f.typed(text, place{}, &m)
	return word, m.sorted().Err()
}

// Set answers a fact in the words that [Vocabulary.ParseAnswer] reads; "" makes
// it unanswered. On an error, a [diag.List] without places, the case is left as
// it was.
func (c *Case) Set(fact, answer string) error {
	f, ok := c.vocab.Lookup(fact)
	if !ok {
		return diag.List{{Code: "unknown-fact", Fact: fact, Message: "unknown fact " + yamltree.Quote(fact),
			Hint: diag.DidYouMean(fact, c.vocab.FactIDs(), "the vocabulary lists them")}}
	}
	word, err := c.vocab.ParseAnswer(f, answer)
	if err == nil {
		c.words[f.Index] = word
	}
	return err
}

// typed gives meaning to an answer as typed, whose place is p.
func (f *Fact) typed(text string, p place, m *mistakes) uint64 {
	text = strings.ToLower(strings.TrimSpace(text))
	switch {
	case text == "":
		return 0
	case len(text) > MaxCaseBytes:
		m.add(f, p, "case-too-large", "", "this answer is too long")
		return 0
	}
	g := given{form: bare, text: longhand(f, text), place: p}
	if joined := strings.ReplaceAll(text, ",", separator); f.Kind == Set && strings.Contains(joined, separator) {
		g = given{form: list, place: p}
		for piece := range strings.SplitSeq(joined, separator) {
			g.items = append(g.items, given{form: bare, text: longhand(f, strings.TrimSpace(piece)), place: p})
		}
	}
	return f.word(g, m)
}

// longhand spells out what people type for short.
func longhand(f *Fact, text string) string {
	switch {
	case text == "?" || text == "not sure":
		return NotSure
	case f.Kind == Answer && text == "y":
		return Yes
	case f.Kind == Answer && text == "n":
		return No
	}
	return text
}
