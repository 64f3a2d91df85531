package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/limber-triage/limber/engine/diag"
)

// text is one text that people read.
type text struct {
	what  string // as messages call it
	kind  textKind
	place string
	fact  string
	words string
	at    func() spot // of the whole text
}

// textKind groups texts of one length and tone.
type textKind int

const (
	label    textKind = iota // names and titles
	question                 // questions
	help                     // help and why of a question
	option                   // answers
	meaning                  // descriptions of rules, findings and tags
	message                  // cards of findings and plan rules
	fixed                    // texts of decisions and pages
	alarm                    // cards of triage rules
	reviewer                 // for reviewers: not_for, dose notes
	tip                      // tips and cautions
	step                     // steps of exercises and what to feel
)

// gatherTexts lists every text of the pack in a fixed order, but for those that
// are still to be written.
func (g *ground) gatherTexts() []text {
	t := &gatherer{ground: g}
	t.vocabulary()
	t.exercises()
	t.messages()
	t.page()
	return slices.DeleteFunc(t.list, func(x text) bool { return strings.Contains(x.words, placeholderMark) })
}

type gatherer struct {
	*ground
	list []text
}

// in adds a text that stands in YAML, at a path of its file.
func (t *gatherer) in(file, place, what string, kind textKind, words string, path ...string) {
	if words == "" {
		return
	}
	t.list = append(t.list, text{what: what, kind: kind, place: place, words: words, at: func() spot {
		s := t.files.value(file, path...)
		s.place = place
		return s
	}})
}

func (t *gatherer) vocabulary() {
	v := t.p.Vocabulary
	for _, s := range v.Screens {
		t.in(factsFile, "screen:"+s.ID, "the title", label, s.Title, "screens", s.ID, "title")
	}
	for _, f := range v.Facts {
		first := len(t.list)
		place := "fact:" + f.ID
		t.in(factsFile, place, "the question", question, f.Question, "facts", f.ID, "question")
		t.in(factsFile, place, "the help", help, f.Help, "facts", f.ID, "help")
		t.in(factsFile, place, "the reason for asking", help, f.Why, "facts", f.ID, "why")
		for _, o := range f.Options {
			t.in(factsFile, "option:"+f.ID+"."+o.ID, "the answer", option, o.Text, "facts", f.ID, "options", o.ID, "text")
		}
		for i := range t.list[first:] {
			t.list[first+i].fact = f.ID
		}
	}
	for _, f := range v.Findings {
		t.in(factsFile, "finding:"+f.ID, "the meaning", meaning, f.Meaning, "findings", f.ID, "meaning")
	}
}

func (t *gatherer) exercises() {
	for _, e := range t.p.Exercises {
		add := func(what string, kind textKind, words string, path ...string) {
			t.in(exercisesFile, "exercise:"+e.ID, what, kind, words, append([]string{"exercises", e.ID}, path...)...)
		}
		add("the name", label, e.Name, "name")
		for i, s := range e.Steps {
			add(fmt.Sprintf("step %d", i+1), step, s, "steps", fmt.Sprint(i))
		}
		add("what to feel", step, e.Feel, "feel")
		add("when to stop", step, e.Stop, "stop")
		for i, c := range e.Cautions {
			add("a caution", step, c, "cautions", fmt.Sprint(i))
		}
		add("the dose note", reviewer, e.DoseNote, "dose_note")
		add("the reason against it", reviewer, e.Unfit, "listed_only")
	}
}

func (t *gatherer) messages() {
	file := t.messagesFile()
	for _, id := range sortedKeys(t.p.Texts) {
		t.in(file, "text:"+id, "the text", fixed, t.p.Texts[id], "texts", id)
	}
	for _, r := range t.p.Rules {
		if r.Generated {
			continue
		}
		t.list = append(t.list, text{what: "the description", kind: meaning, place: "rule:" + r.Name, words: r.Description, at: func() spot {
			return t.files.word(ruleSpot(r), r.Name+r.Description, `"`+r.Description+`"`)
		}})
		kind := message
		if r.Urgency() > 0 {
			kind = alarm
		}
		t.in(file, "rule:"+r.Name, "the message", kind, r.Card.Message, "cards", r.Name, "message")
		t.in(file, "rule:"+r.Name, "not_for", reviewer, r.Card.NotFor, "cards", r.Name, "not_for")
	}
	for _, id := range sortedKeys(t.p.Cautions) {
		t.in(file, "caution:"+id, "the caution", tip, t.p.Cautions[id].Text, "cautions", id, "text")
	}
	for _, id := range sortedKeys(t.p.Tips) {
		t.in(file, "tip:"+id, "the title", label, t.p.Tips[id].Title, "tips", id, "title")
		t.in(file, "tip:"+id, "the tip", tip, t.p.Tips[id].Text, "tips", id, "text")
	}
}

func (t *gatherer) page() {
	for _, x := range t.p.Targets {
		t.in(packFile, "target:"+x.ID, "the name", label, x.Name, "targets", x.ID, "name")
	}
	for _, x := range t.p.Tags {
		t.in(packFile, "tag:"+x.ID, "the meaning", meaning, x.Meaning, "tags", x.ID, "meaning")
	}
	t.in(packFile, "pack:"+t.p.Name, "the title", label, t.p.Title, "title")
}

// spotOf is the place of a word of a text.
func (g *ground) spotOf(t text, word string) spot {
	at := t.at()
	at.place, at.fact = t.place, t.fact
	if word != "" && at.pos != (diag.Pos{}) {
		at = g.files.word(at, t.words, word)
	}
	return at
}
