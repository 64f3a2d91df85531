package web

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/limber-triage/limber/facts"
)

// given is one answer that was understood; word 0 passes over the question.
type given struct {
	fact *facts.Fact
	word uint64
}

// givenPage is one page of answers, as posted.
type givenPage struct {
	screen   string // "": none of ours
	answers  []given
	mistakes map[string]string // by fact: what to do about it
}

// read understands a posted page. Only questions that the page says it showed
// are read, and only of its own screen.
func (p *session) read(form url.Values) givenPage {
	v := p.site.e.Vocabulary()
	out := givenPage{mistakes: map[string]string{}}
	for _, screen := range v.Screens { // ours, not the one posted: that would keep the whole body in memory
		if screen.ID == form.Get(fieldScreen) {
			out.screen = screen.ID
		}
	}
	for _, f := range v.Facts {
		if f.Screen != out.screen || !slices.Contains(form[fieldAsked], f.ID) {
			continue
		}
		word, mistake := understand(v, f, form[f.ID])
		switch {
		case mistake != "":
			out.mistakes[f.ID] = mistake
		case word == 0 && f.Required():
			out.mistakes[f.ID] = missing(f)
		default:
			out.answers = append(out.answers, given{f, word})
		}
	}
	return out
}

// maxField bounds one value of a form, in bytes; an option's id is shorter.
const maxField = 100

// understand turns posted values into a word; the mistake says what would do.
func understand(v *facts.Vocabulary, f *facts.Fact, values []string) (word uint64, mistake string) {
	values = slices.DeleteFunc(slices.Clone(values), func(s string) bool { return strings.TrimSpace(s) == "" })
	if len(values) > facts.MaxOptions || slices.ContainsFunc(values, func(s string) bool { return len(s) > maxField }) {
		return 0, missing(f)
	}
	if f.Kind == facts.Set {
		if len(values) > 1 && slices.Contains(values, facts.None) {
			return 0, "Choose “None of these” only if nothing else is ticked."
		}
	} else if len(values) > 1 {
		return 0, missing(f)
	}
	text := strings.Join(values, ";")
	if f.Kind == facts.Number {
		text = strings.Replace(text, ",", ".", 1) // 7,5 is how half of Europe writes it
	}
	word, err := v.ParseAnswer(f, text)
	if err != nil {
		return 0, missing(f)
	}
	return word, ""
}

// missing says how a question is answered.
func missing(f *facts.Fact) string {
	switch {
	case f.Kind == facts.Number && !scale(f):
		return "Enter " + numberRange(f) + "."
	case f.Kind == facts.Set && f.OffersNone():
		return "Tick all that apply, or “None of these”."
	case f.Kind == facts.Set:
		return "Tick all that apply."
	}
	return "Choose one answer."
}

// numberRange words what a number may be: "a number from 0 to 16, in steps of 0.5".
func numberRange(f *facts.Fact) string {
	text := fmt.Sprintf("a whole number from %s to %s", f.Values(1)[0], f.Values(1 + f.Steps())[0])
	if f.Step != 1 {
		text = strings.Replace(text, "a whole", "a", 1) + ", in steps of " + strconv.FormatFloat(f.Step, 'g', -1, 64)
	}
	return text
}

// mostOnScale is how many numbers a person picks from rather than types.
const mostOnScale = 11

// scale reports a number with so few values that they are shown side by side.
func scale(f *facts.Fact) bool { return f.Kind == facts.Number && f.Steps() < mostOnScale }
