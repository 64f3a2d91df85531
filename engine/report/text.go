package report

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/pack"
)

// Text writes a decision for a terminal or a plain-text record, within
// s.Width columns. What the pack lacks is shown in brackets, and the error
// names it after everything has been written.
func Text(w io.Writer, p *pack.Pack, d *engine.Decision, s Style) error {
	pg, incomplete := build(p, d, s)
	t := &terminal{style: s}
	t.head(pg)
	t.why(pg)
	t.open(pg.Open)
	t.list(words.UntilSeen, pg.UntilSeen)
	if pg.Notice != "" {
		t.heading(words.Notice)
		t.para("", pg.Notice)
	}
	if pg.Plan != nil {
		t.sheet(pg.Plan)
	}
	t.advice(pg.Advice)
	t.moreAdvice(pg.More)
	t.heading(words.Help)
	t.para("", pg.HelpLead)
	t.items(pg.Help)
	if refs := pg.Refs[:len(pg.Refs)-pg.MoreRefs]; len(refs) > 0 { // of More it prints the titles alone
		t.heading(words.Refs)
		for i, ref := range refs {
			t.para(fmt.Sprintf("%2d. ", i+1), ref)
		}
	}
	t.heading(words.Small)
	for _, line := range pg.Small {
		t.para("", line)
	}
	return errors.Join(t.flush(w), incomplete)
}

func (t *terminal) head(pg *page) {
	paint := levelPaint[pg.Level]
	t.painted(paint, "", pg.Label)
	t.line(paint, strings.Repeat("=", len(pg.Label)))
	t.painted(paint, "", pg.Headline)
	if len(pg.Call) > 0 {
		t.line("", "")
		for _, c := range pg.Call {
			t.labelled("  ", c.For, c.words())
		}
	}
	t.line("", "")
	t.para("", pg.Title+". "+pg.Person)
}

func (t *terminal) why(pg *page) {
	for _, part := range []struct {
		title   string
		reasons []reason
	}{{words.Why, pg.Why}, {words.Also, pg.Also}} {
		if len(part.reasons) == 0 {
			continue
		}
		t.heading(part.title)
		for _, r := range part.reasons {
			t.para("* ", r.Message+marks(r.Refs))
			t.para("  ", r.Meta)
		}
	}
}

// words say whom to call, and where the number holds.
func (c callLine) words() string {
	s := words.Call + " " + c.Number
	if c.Note != "" {
		s += " (" + c.Note + ")"
	}
	return s
}

func (t *terminal) open(o *open) {
	if o == nil {
		return
	}
	t.heading(words.Open)
	t.para("", o.Lead)
	for i, q := range o.Questions {
		t.para(fmt.Sprintf("%2d. ", i+1), q.Text)
		t.labelled("    ", words.Options, q.Options)
		t.labelled("    ", words.WhyAsk, q.Why)
	}
}

func (t *terminal) list(title string, items []string) {
	if len(items) > 0 {
		t.heading(title)
		t.items(items)
	}
}

func (t *terminal) items(items []string) {
	for _, it := range items {
		t.para("* ", it)
	}
}

func (t *terminal) advice(tips []tip) {
	if len(tips) == 0 {
		return
	}
	t.heading(words.Advice)
	for i, a := range tips {
		if i > 0 {
			t.line("", "")
		}
		t.painted(bold, "", a.Title)
		t.para("", a.Text+marks(a.Refs))
	}
}

func (t *terminal) moreAdvice(tips []tip) {
	if len(tips) == 0 {
		return
	}
	t.heading(words.MoreAdvice)
	titles := make([]string, len(tips))
	for i, a := range tips {
		titles[i] = a.Title
	}
	t.para("", strings.Join(titles, "; ")+".")
	t.para("", words.MoreWhere)
}

// marks are the numbers of sources in the list at the end, as " [1,4]".
func marks(refs []int) string {
	if len(refs) == 0 {
		return ""
	}
	list := make([]string, len(refs))
	for i, n := range refs {
		list[i] = strconv.Itoa(n)
	}
	return " [" + strings.Join(list, ",") + "]" // no space: no line breaks here
}

func (t *terminal) sheet(sh *sheet) {
	t.heading(words.Plan)
	t.para("", joined(" ", sh.Start, title(sh.Minutes)+".", sh.Valid))
	if len(sh.StartWhy) > 0 {
		t.labelled("", words.StartWhy, strings.Join(sh.StartWhy, " "))
	}
	if sh.Assumed != "" {
		t.para("", sh.Assumed)
	}
	t.line("", "")
	t.painted(bold, "", words.Colours)
	for _, l := range sh.Lights {
		t.painted(lightPaint[l.Kind], "* ", l.Text)
	}
	t.line("", "")
	t.labelled("", words.Warm, sh.WarmUp)
	t.para("", sh.First)
	for _, ph := range sh.Phases {
		t.line("", "")
		t.painted(bold, "", ph.Title)
		for _, ex := range ph.Exercises {
			t.exercise(fmt.Sprintf("%2d. ", ex.Number), ex)
		}
	}
	t.desk(sh.Desk)
	t.ahead(sh)
	t.leftOut(sh)
}

func (t *terminal) leftOut(sh *sheet) {
	if len(sh.LeftOut) == 0 && sh.More == "" {
		return
	}
	t.heading(words.LeftOut)
	for _, g := range sh.LeftOut {
		if g.Plain() {
			t.para("* ", g.Reason+": "+g.Lines[0].NameList())
			continue
		}
		t.para("* ", g.Reason+":")
		for _, l := range g.Lines {
			t.para("  - ", joined(" ", l.NameList(), l.Why))
		}
	}
	t.para("* ", sh.More)
}

func (t *terminal) exercise(prefix string, ex exercise) {
	indent := strings.Repeat(" ", len(prefix))
	t.painted(bold, prefix, ex.Name)
	minutes := ""
	if ex.Minutes != "" {
		minutes = title(ex.Minutes) + "."
	}
	t.para(indent, joined(" ", title(ex.Dose)+".", minutes))
	t.labelled(indent, words.Needs, ex.Needs)
	for i, step := range ex.Steps {
		t.para(fmt.Sprintf("%s%2d) ", indent, i+1), step)
	}
	t.labelled(indent, words.Feel, ex.Feel)
	t.labelled(indent, words.Stop, ex.Stop)
	for _, c := range ex.Cautions {
		t.labelled(indent, words.Care, c)
	}
	t.para(indent, ex.Next)
	t.labelled(indent, words.Why, ex.Why+marks(ex.Refs))
}

func (t *terminal) desk(items []deskItem) {
	if len(items) == 0 {
		return
	}
	t.heading(words.Desk)
	t.para("", words.DeskLead)
	for _, it := range items {
		if it.Exercise != nil {
			t.exercise(" *  ", *it.Exercise)
			continue
		}
		t.para(" *  ", it.Name+", "+fmt.Sprintf(words.SeeNumber, it.Number))
	}
}

// ahead shows the stages and when to look again.
func (t *terminal) ahead(sh *sheet) {
	t.heading(words.Stages)
	for _, s := range sh.Stages {
		t.para("* ", s.Words())
	}
	t.heading(words.Review)
	for _, r := range sh.Review {
		t.para("* ", joined(". ", r.Date, r.Text))
	}
}
