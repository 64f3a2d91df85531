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
	t.heading(words.Help)
	t.para("", pg.HelpLead)
	t.items(pg.Help)
	if len(pg.Refs) > 0 {
		t.heading(words.Refs)
		for i, ref := range pg.Refs {
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
			t.labelled("  ", words.Call+" "+c.Number, c.About)
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
			t.para("* ", r.Message)
			t.para("  ", r.Meta)
			t.para("  ", based(r.Sources))
		}
	}
}

// based words the sources of a reason as one short list.
func based(sources []string) string {
	if len(sources) == 0 {
		return ""
	}
	return words.Based + ": " + strings.Join(sources, "; ") + "."
}

func (t *terminal) open(o *open) {
	if o == nil {
		return
	}
	t.heading(words.Open)
	t.para("", o.Lead)
	for i, q := range o.Questions {
		t.para(fmt.Sprintf("%2d. ", i+1), q.Question)
		if q.Why != "" {
			t.labelled("    ", words.WhyAsk, q.Why)
		}
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
	for _, a := range tips {
		t.para("* ", a.Title+". "+a.Text+marks(a.Refs))
	}
}

// marks name the sources behind a tip by their numbers in the list at the end.
func marks(refs []int) string {
	switch len(refs) {
	case 0:
		return ""
	case 1:
		return " (" + words.Source + " " + numbers(refs) + ")"
	}
	return " (" + words.Sources + " " + numbers(refs) + ")"
}

func numbers(refs []int) string {
	list := make([]string, len(refs))
	for i, n := range refs {
		list[i] = strconv.Itoa(n)
	}
	return strings.Join(list, ", ")
}

// basis says where an exercise comes from, and whose its dose is.
func basis(ex exercise) string {
	own := ""
	if ex.OurDose {
		own = words.OurDose
	}
	return joined(". ", numbers(ex.Refs), own)
}

func (t *terminal) sheet(sh *sheet) {
	t.heading(words.Plan)
	t.para("", joined(" ", words.Start+": "+sh.Start+".", title(sh.Minutes)+".", sh.Valid))
	t.para("", sh.Note)
	if len(sh.StartWhy) > 0 {
		t.labelled("", words.StartWhy, strings.Join(sh.StartWhy, " "))
	}
	t.line("", "")
	t.painted(bold, "", words.Colours)
	for _, l := range sh.Lights {
		t.painted(lightPaint[l.Kind], "* ", l.Text)
	}
	t.line("", "")
	t.labelled("", words.Warm, sh.WarmUp)
	if sh.First != "" {
		t.labelled("", words.First, sh.First)
	}
	for _, ph := range sh.Phases {
		t.line("", "")
		t.painted(bold, "", ph.Title)
		for _, ex := range ph.Exercises {
			t.exercise(fmt.Sprintf("%2d. ", ex.Number), ex)
		}
	}
	t.desk(sh.Desk)
	t.ahead(sh)
	if len(sh.LeftOut) > 0 {
		t.heading(words.LeftOut)
		for _, g := range sh.LeftOut {
			t.para("* ", g.Reason+": "+strings.Join(g.Names, "; ")+".")
			for _, why := range g.Why {
				t.para("  - ", why)
			}
		}
	}
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
	t.labelled(indent, words.Easier, ex.Easier)
	t.labelled(indent, words.Harder, ex.Harder)
	t.labelled(indent, words.Why, strings.Join(ex.Why, " "))
	t.labelled(indent, title(words.Sources), basis(ex))
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
		t.painted(bold, "* ", s.When+": "+s.Name)
		t.para("  ", s.Note)
		t.labelled("  ", words.MoveOn, s.MoveOn)
	}
	t.heading(words.Review)
	for _, r := range sh.Review {
		t.para("* ", joined(". ", r.Date, r.Text))
	}
}
