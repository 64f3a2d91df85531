package cli

import (
	"fmt"
	"math/bits"
	"strconv"
	"strings"

	"github.com/limber-triage/limber/facts"
)

// move is what a typed line asks for.
type move int

const (
	unclear move = iota // the message says what would do
	answer
	enter // an empty line
	explain
	back
	quit
)

// reply is a typed line, understood.
type reply struct {
	move    move
	word    uint64 // of an answer
	message string // of an unclear one
}

// command recognises the lines that mean the same everywhere.
func command(line string) (move, bool) {
	switch strings.ToLower(line) {
	case "":
		return enter, true
	case "?", "help", "why":
		return explain, true
	case "b", "back":
		return back, true
	case "q", "quit", "exit":
		return quit, true
	}
	return unclear, false
}

// understand reads a line as a reply to a fact's question.
func understand(v *facts.Vocabulary, f *facts.Fact, line string) reply {
	if m, ok := command(line); ok {
		return reply{move: m}
	}
	line = strings.ToLower(line)
	if isNotSure(line) {
		if !f.OffersNotSure() {
			return reply{message: "This one needs an answer as good as you can give it. " + howTo(f)}
		}
		return reply{move: answer, word: f.UnsureBit()}
	}
	var word uint64
	switch f.Kind {
	case facts.Answer:
		word = yesOrNo(line)
	case facts.Number:
		line = strings.Replace(line, ",", ".", 1) // 7,5 is how half of Europe writes it
		word, _ = v.ParseAnswer(f, line)          // what is wrong with it, howTo says better
	case facts.Choice:
		if i, ok := optionNumber(f, line); ok {
			word = 1 << i
		}
	case facts.Set:
		word = ticks(f, line)
	}
	if word == 0 {
		return reply{message: "Sorry, that is not one of the answers. " + howTo(f)}
	}
	return reply{move: answer, word: word}
}

func isNotSure(s string) bool { return s == "s" || s == "not sure" || s == facts.NotSure }

func yesOrNo(s string) uint64 {
	switch s {
	case "y", "yes":
		return facts.AnswerYes
	case "n", "no":
		return facts.AnswerNo
	}
	return 0
}

// optionNumber is the index of the option that a typed number stands for.
func optionNumber(f *facts.Fact, s string) (int, bool) {
	n, err := strconv.Atoi(s)
	return n - 1, err == nil && n >= 1 && n <= len(f.Options)
}

// ticks reads the numbers of several options; 0 stands alone, s may stand
// beside others. It is 0 when anything is not understood: a tick must not get
// lost.
func ticks(f *facts.Fact, line string) (word uint64) {
	for _, s := range strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(" ,;+\t", r) }) {
		i, ok := optionNumber(f, s)
		switch {
		case ok:
			word |= 1 << i
		case (s == "0" || s == facts.None) && f.OffersNone():
			word |= f.NoneBit()
		case isNotSure(s) && f.OffersNotSure():
			word |= f.UnsureBit()
		default:
			return 0
		}
	}
	if word&f.NoneBit() != 0 && bits.OnesCount64(word) > 1 {
		return 0
	}
	return word
}

// hint is the prompt behind which a fact's answer is typed.
func hint(f *facts.Fact) string {
	switch {
	case f.Kind == facts.Answer:
		return "y or n"
	case f.Kind == facts.Number:
		return f.Values(1)[0] + " to " + f.Text(1+f.Steps())
	case f.Kind == facts.Set && len(f.Options) > 1:
		return "all that apply, such as 1 2"
	}
	return "one number"
}

// howTo says how a fact's question is answered.
func howTo(f *facts.Fact) string {
	var how string
	switch f.Kind {
	case facts.Answer:
		how = "Type y for yes or n for no"
	case facts.Number:
		how = fmt.Sprintf("Type a number from %s to %s", f.Values(1)[0], f.Text(1+f.Steps()))
		if f.Step != 1 {
			how += ", in steps of " + strconv.FormatFloat(f.Step, 'g', -1, 64)
		}
	case facts.Choice:
		how = fmt.Sprintf("Type one number from 1 to %d", len(f.Options))
	case facts.Set:
		how = "Type the numbers of all that apply, such as 1 2"
		if f.OffersNone() {
			how += ", or 0 for none of these"
		}
	}
	if f.OffersNotSure() {
		how += ", or s for not sure"
	}
	return how + "."
}
