package facts

import (
	"math"
	"strings"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/yamltree"
)

// form is how an answer is written, the same for every format.
type form int

const (
	bare    form = iota // a word without quotes, in YAML or typed: perhaps a number, true or false
	quoted              // certainly text
	number              // certainly a number
	truth               // certainly true or false
	nothing             // null
	list
	mapping
)

// String names the form as a person would.
func (f form) String() string {
	return [...]string{"a word", "text", "a number", "true or false", "nothing", "a list", "an object"}[f]
}

// given is an answer as written. JSON, YAML, a table's cell and the terminal
// all come down to it, and [Fact.word] alone gives it meaning.
type given struct {
	place
	form  form
	text  string  // bare, quoted, number, truth
	items []given // list
}

// is reports whether the answer is this word rather than text of another sort.
func (g given) is(word string) bool { return g.text == word && (g.form == bare || g.form == quoted) }

// word returns the word that stands for an answer. Mistakes go to m, and the
// word is then 0; null is 0 without a mistake.
func (f *Fact) word(g given, m *mistakes) uint64 {
	if g.form == nothing {
		return 0
	}
	switch f.Kind {
	case Answer:
		return f.answerWord(g, m)
	case Number:
		return f.numberWord(g, m)
	case Choice:
		return f.choiceWord(g, m)
	}
	return f.setWord(g, m)
}

func (f *Fact) answerWord(g given, m *mistakes) uint64 {
	unquoted := g.form == bare || g.form == truth
	switch {
	case g.form == list || g.form == mapping || g.form == number:
		f.wrongType(g, m)
	case g.is(Yes), unquoted && g.text == "true":
		return AnswerYes
	case g.is(No), unquoted && g.text == "false":
		return AnswerNo
	case g.is(NotSure):
		return f.unsureWord(g, m)
	default:
		f.unknownOption(g, m)
	}
	return 0
}

func (f *Fact) choiceWord(g given, m *mistakes) uint64 {
	if g.form != bare && g.form != quoted {
		f.wrongType(g, m)
		return 0
	}
	return f.optionWord(g, m)
}

// setWord accepts a list, or a single option without the brackets.
func (f *Fact) setWord(g given, m *mistakes) uint64 {
	switch {
	case g.form == bare || g.form == quoted:
		return f.optionWord(g, m)
	case g.form != list:
		f.wrongType(g, m)
		return 0
	case len(g.items) == 0:
		return f.noneWord(g, m)
	}
	var word uint64
	good := true
	for _, item := range g.items {
		if item.form != bare && item.form != quoted {
			m.add(f, item.place, "wrong-type", m.costly(f.expects), "the list of %s must hold words, not %s", f.ID, item.form)
			good = false
			continue
		}
		bit := f.optionWord(item, m)
		if bit != 0 && word&bit == bit {
			m.add(f, item.place, "duplicate-option", "remove one of them", "%s is given twice for %s", item.text, f.ID)
		}
		good = good && bit != 0 && word&bit == 0
		word |= bit
	}
	if word&f.NoneBit() != 0 && word != f.NoneBit() {
		m.add(f, g.place, "none-with-others", "keep none or the others", "%s cannot be none and something else", f.ID)
		return 0
	}
	if !good {
		return 0
	}
	return word
}

// optionWord is the bit of one word of a choice or set.
func (f *Fact) optionWord(g given, m *mistakes) uint64 {
	if i, ok := f.Option(g.text); ok {
		return 1 << i
	}
	switch {
	case g.text == None && f.Kind == Set:
		return f.noneWord(g, m)
	case g.text == NotSure:
		return f.unsureWord(g, m)
	}
	f.unknownOption(g, m)
	return 0
}

func (f *Fact) noneWord(g given, m *mistakes) uint64 {
	if f.OffersNone() {
		return f.NoneBit()
	}
	m.add(f, g.place, "none-not-offered", f.expects(), "%s cannot be none", f.ID)
	return 0
}

func (f *Fact) unsureWord(g given, m *mistakes) uint64 {
	if f.OffersNotSure() {
		return f.UnsureBit()
	}
	m.add(f, g.place, "not-sure-not-offered", "leave "+f.ID+" out where it is not known", "%s cannot be not_sure", f.ID)
	return 0
}

func (f *Fact) numberWord(g given, m *mistakes) uint64 {
	value, ok := decimal(g.text)
	switch {
	case g.form == list || g.form == mapping || g.form == truth:
		f.wrongType(g, m)
		return 0
	case g.is(NotSure):
		return f.unsureWord(g, m)
	case g.form == quoted && ok:
		m.add(f, g.place, "wrong-type", "write it without quotes", "%s must be a number, not text", f.ID)
		return 0
	case !ok:
		m.add(f, g.place, "not-a-number", f.numberHint(g.text), "%s must be a number, not %s", f.ID, yamltree.Quote(g.text))
		return 0
	case value < f.Min || value > f.Max:
		m.add(f, g.place, "out-of-range", "", "%s must be %s, not %s", f.ID, f.rangeText(), short(g.text))
		return 0
	}
	word, ok := f.Word(value)
	if !ok {
		below := uint64(math.Floor((value - f.Min) / f.Step))
		below = min(below, f.Steps()-1)
		m.add(f, g.place, "off-step", "write "+formatNumber(f.Value(below+1))+" or "+formatNumber(f.Value(below+2)),
			"%s goes in steps of %s, so it cannot be %s", f.ID, formatNumber(f.Step), short(g.text))
		return 0
	}
	return word
}

func (f *Fact) numberHint(text string) string {
	if _, ok := decimal(strings.Replace(text, ",", ".", 1)); ok {
		return "write a decimal point, not a comma"
	}
	return "write a plain decimal number, such as " + formatNumber(f.Min)
}

// rangeText is what a person reads of a number's range: "0 to 120 years".
func (f *Fact) rangeText() string {
	return strings.TrimSpace(formatNumber(f.Min) + " to " + formatNumber(f.Max) + " " + f.Unit)
}

func (f *Fact) wrongType(g given, m *mistakes) {
	want := [...]string{"yes or no", "a number", "one word", "a list of words"}[f.Kind]
	m.add(f, g.place, "wrong-type", f.expects(), "%s must be %s, not %s", f.ID, want, g.form)
}

func (f *Fact) unknownOption(g given, m *mistakes) {
	hint := m.costly(func() string {
		if len(g.text) < 3 { // "on" is nearer to no than to yes, and means yes
			return f.expects()
		}
		return diag.DidYouMean(g.text, f.words(), f.expects())
	})
	m.add(f, g.place, "unknown-option", hint, "%s has no answer %s", f.ID, yamltree.Quote(g.text))
}

// words lists every word that answers the fact; none for a number.
func (f *Fact) words() []string {
	var words []string
	if f.Kind == Answer {
		words = append(words, Yes, No)
	}
	for i := range f.Options {
		words = append(words, f.Options[i].ID)
	}
	if f.OffersNone() {
		words = append(words, None)
	}
	if f.OffersNotSure() {
		words = append(words, NotSure)
	}
	return words
}

// expects is the hint of what may be written.
func (f *Fact) expects() string {
	const listed = 8 // a hint with more words than this is not read
	switch words := f.words(); {
	case f.Kind == Number:
		return "write a number: " + f.rangeText()
	case len(words) <= listed:
		return "write one of: " + strings.Join(words, ", ")
	default:
		return "limber facts " + f.ID + " lists its answers"
	}
}
