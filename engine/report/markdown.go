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

// Markdown writes a decision as CommonMark, to be pasted into a record. Errors
// are as for [Text].
func Markdown(w io.Writer, p *pack.Pack, d *engine.Decision, s Style) error {
	pg, incomplete := build(p, d, s)
	m := &markdown{}
	m.head(pg)
	m.why(words.Why, pg.Why)
	m.why(words.Also, pg.Also)
	m.open(pg.Open)
	m.list(words.UntilSeen, pg.UntilSeen)
	if pg.Notice != "" {
		m.heading(2, words.Notice)
		m.para(pg.Notice)
	}
	if pg.Plan != nil {
		m.sheet(pg.Plan)
	}
	m.advice(words.Advice, pg.Advice)
	m.advice(words.MoreAdvice, pg.More)
	m.heading(2, words.Help)
	m.para(pg.HelpLead)
	m.items(pg.Help)
	if len(pg.Refs) > 0 {
		m.heading(2, words.Refs)
		for i, ref := range pg.Refs {
			m.line(strconv.Itoa(i+1) + ". " + escape(ref))
		}
	}
	m.heading(2, words.Small)
	m.items(pg.Small)
	_, err := io.WriteString(w, m.out.String())
	return errors.Join(err, incomplete)
}

type markdown struct{ out strings.Builder }

// special are the characters that mean something to markdown inside a line;
// what only means something at its start never gets there.
var special = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, ">", `\>`, "|", `\|`, "#", `\#`, "~", `\~`, "&", `\&`)

// escape makes text mean itself, on one line. Text that could open a list is
// no danger: escape's callers put a word or a mark before it, or it is a
// sentence of the pack.
func escape(s string) string { return special.Replace(strings.Join(strings.Fields(plain(s)), " ")) }

func (m *markdown) line(s string) { m.out.WriteString(s + "\n") }

// blank ends a paragraph or a list.
func (m *markdown) blank() {
	if s := m.out.String(); s != "" && !strings.HasSuffix(s, "\n\n") {
		m.line("")
	}
}

func (m *markdown) heading(level int, s string) {
	m.blank()
	m.line(strings.Repeat("#", level) + " " + escape(s))
	m.blank()
}

func (m *markdown) para(s string) {
	if s != "" {
		m.blank()
		m.line(escape(s))
		m.blank()
	}
}

func (m *markdown) items(items []string) {
	for _, it := range items {
		m.line("- " + escape(it))
	}
}

func (m *markdown) list(title string, items []string) {
	if len(items) > 0 {
		m.heading(2, title)
		m.items(items)
	}
}

// labelled writes an item "**Label:** text", or nothing without text.
func (m *markdown) labelled(indent, label, text string) {
	if text != "" {
		m.line(indent + "- **" + escape(label) + ":** " + escape(text))
	}
}

func (m *markdown) advice(title string, tips []tip) {
	if len(tips) == 0 {
		return
	}
	m.heading(2, title)
	for _, a := range tips {
		m.line("- **" + escape(a.Title) + ".** " + escape(a.Text+marks(a.Refs)))
	}
}

func (m *markdown) head(pg *page) {
	m.heading(1, pg.Headline)
	m.line("**" + escape(pg.Label) + "**")
	m.blank()
	for _, c := range pg.Call {
		m.labelled("", c.For, c.words())
	}
	if len(pg.Call) > 0 {
		m.blank()
	}
	m.line(escape(pg.Title + ". " + pg.Person))
}

func (m *markdown) why(title string, reasons []reason) {
	if len(reasons) == 0 {
		return
	}
	m.heading(2, title)
	for _, r := range reasons {
		m.line("- " + escape(r.Message+marks(r.Refs)))
		if r.Meta != "" {
			m.line("  - " + escape(r.Meta))
		}
	}
}

func (m *markdown) open(o *open) {
	if o == nil {
		return
	}
	m.heading(2, words.Open)
	m.para(o.Lead)
	for i, q := range o.Questions {
		m.line(strconv.Itoa(i+1) + ". " + escape(q.Text))
		m.labelled("   ", words.Options, q.Options)
		m.labelled("   ", words.WhyAsk, q.Why)
	}
}

func (m *markdown) sheet(sh *sheet) {
	m.heading(2, words.Plan)
	m.para(joined(" ", sh.Start, title(sh.Minutes)+".", sh.Valid))
	if len(sh.StartWhy) > 0 {
		m.labelled("", words.StartWhy, strings.Join(sh.StartWhy, " "))
	}
	if sh.Assumed != "" {
		m.para(sh.Assumed)
	}
	m.heading(3, words.Colours)
	for _, l := range sh.Lights {
		m.line("- " + escape(l.Text))
	}
	m.blank()
	m.labelled("", words.Warm, sh.WarmUp)
	if sh.First != "" {
		m.line("- " + escape(sh.First))
	}
	for _, ph := range sh.Phases {
		m.heading(3, ph.Title)
		for i, ex := range ph.Exercises {
			if i > 0 {
				m.blank()
			}
			m.exercise(strconv.Itoa(ex.Number)+". ", ex)
		}
	}
	if len(sh.Desk) > 0 {
		m.heading(3, words.Desk)
		m.para(words.DeskLead)
		for _, it := range sh.Desk {
			if it.Exercise != nil {
				m.exercise("- ", *it.Exercise)
				continue
			}
			m.line("- " + escape(it.Name+", "+fmt.Sprintf(words.SeeNumber, it.Number)))
		}
	}
	m.ahead(sh)
}

func (m *markdown) exercise(prefix string, ex exercise) {
	indent := strings.Repeat(" ", len(prefix))
	m.line(prefix + "**" + escape(ex.Name) + "**")
	m.blank()
	m.line(indent + escape(joined(". ", title(ex.Dose), title(ex.Minutes))+"."))
	m.blank()
	for i, step := range ex.Steps {
		m.line(indent + strconv.Itoa(i+1) + ". " + escape(step))
	}
	m.blank()
	m.labelled(indent, words.Needs, ex.Needs)
	m.labelled(indent, words.Feel, ex.Feel)
	m.labelled(indent, words.Stop, ex.Stop)
	for _, c := range ex.Cautions {
		m.labelled(indent, words.Care, c)
	}
	if ex.Next != "" {
		m.line(indent + "- " + escape(ex.Next))
	}
	m.labelled(indent, words.Why, ex.Why+marks(ex.Refs))
}

func (m *markdown) ahead(sh *sheet) {
	m.heading(3, words.Stages)
	for _, s := range sh.Stages {
		m.line("- " + escape(s.Words()))
	}
	m.heading(3, words.Review)
	for _, r := range sh.Review {
		m.line("- " + escape(joined(". ", r.Date, r.Text)))
	}
	if len(sh.LeftOut) == 0 && sh.More == "" {
		return
	}
	m.heading(3, words.LeftOut)
	for _, g := range sh.LeftOut {
		if g.Plain() {
			m.labelled("", g.Reason, g.Lines[0].NameList())
			continue
		}
		m.line("- **" + escape(g.Reason) + ":**")
		for _, l := range g.Lines {
			m.line("  - " + escape(joined(" ", l.NameList(), l.Why)))
		}
	}
	if sh.More != "" {
		m.line("- " + escape(sh.More))
	}
}
