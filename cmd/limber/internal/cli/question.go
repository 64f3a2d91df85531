package cli

import (
	"fmt"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/facts"
)

// question shows one fact's question with its answers. The present answer, if
// there is one, is what Enter keeps.
func (t *prompter) question(f *facts.Fact, word uint64) {
	t.blank()
	t.painted(bold, "", f.Question)
	if f.Help != "" {
		t.painted(faint, "  ", f.Help)
	}
	t.blank()
	for i := range f.Options {
		t.text(fmt.Sprintf("%4d  ", i+1), f.Options[i].Text)
	}
	if f.Kind == facts.Answer {
		t.text("   y  ", "Yes")
		t.text("   n  ", "No")
	}
	if f.OffersNone() {
		t.text("   0  ", "None of these")
	}
	if f.OffersNotSure() {
		t.text("   s  ", "Not sure")
	}
	if word != 0 {
		t.text("  Your answer: ", f.Text(word)+". Enter keeps it.")
	} else if !f.Required() {
		t.text("  ", "Enter skips this one.")
	}
}

// why shows why a fact is asked and how it is answered.
func (t *prompter) why(f *facts.Fact) {
	t.text("  Why we ask: ", f.Why)
	t.text("  ", howTo(f)+" b goes back one question, q stops without a decision.")
}

// welcome says what this is and is not, and when not to go on.
func (t *prompter) welcome(title string, small []string, help []string, minutes int) {
	t.heading(title)
	t.text("", "A few questions about your pain, and then what to do next: whom to see and how soon, or which exercises.")
	for _, line := range small {
		t.text("", line)
	}
	t.blank()
	t.painted(red, "", help[0])
	for _, sign := range help[1:] {
		t.text("* ", sign)
	}
	t.blank()
	t.text("", fmt.Sprintf("It takes about %s. What could be urgent comes first. Your answers are sent nowhere, and kept only %s.", plural(minutes, "minute"), t.kept))
	t.text("", "At every question: ? tells why we ask, b goes back, q stops.")
	t.blank()
	t.text("", "Press Enter to begin.")
}

// emergency shows what to do at once.
func (t *prompter) emergency(d *engine.Decision, texts map[string]string) {
	t.blank()
	t.painted(red, "! ", d.Headline)
	for _, r := range d.Reasons {
		if r.Urgency == d.Urgency {
			t.text("! ", r.Message)
		}
	}
	for _, n := range d.Call {
		about := texts["call-"+n.For]
		if n.Note != "" {
			about += ", " + n.Note
		}
		t.painted(bold, "! ", "Call "+n.Number+": "+about)
	}
	t.blank()
}

func plural[N int | int64](n N, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return thousands(int64(n)) + " " + thing + "s"
}
