package report

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/pack"
)

// Explain writes the way to a decision for a reviewer of the rules, within
// s.Width columns: the outcome, then each rule that fired, in running order,
// with the answers that made it fire, what it does, and what it rests on. It
// holds the person's answers; handle it like the case. What the pack lacks is
// shown in brackets, and the error names it after everything has been written.
func Explain(w io.Writer, p *pack.Pack, e Explanation, s Style) error {
	trace := e.Trace
	x := explainer{terminal: &terminal{style: s}, b: &builder{p: p, d: trace.Decision}}
	x.outcome(trace.Decision)
	x.heading(fmt.Sprintf("%s fired, in running order", plural(len(trace.Rules), "rule")))
	for i, step := range trace.Rules {
		if i > 0 {
			x.line("", "")
		}
		x.step(i+1, &step)
	}
	x.open(e.Open)
	x.whyNot(trace, e.WhyNot)
	if len(x.b.refs) > 0 {
		x.heading(words.Refs)
		for i, line := range Sources(p, x.b.refs) {
			x.para(fmt.Sprintf("%2d. ", i+1), title(line))
		}
	}
	x.line("", "")
	x.para("", trace.Decision.NotThis)
	return errors.Join(x.flush(w), x.b.err())
}

type explainer struct {
	*terminal
	b *builder
}

func (x *explainer) outcome(d *engine.Decision) {
	urgency := string(d.Urgency)
	if d.Urgency == "" {
		urgency = "urgency not decided"
	}
	line := joined(", ", string(d.Outcome), urgency, x.settled(d))
	x.painted(levelPaint[levelName(d.Urgency)], "", "Outcome: "+line)
	x.para("", d.Headline)
	if d.Case != "" {
		x.para("", words.Case+": "+d.Case)
	}
	x.labelled("", "Findings", strings.Join(d.Findings, ", "))
	var open []string
	for _, q := range d.Ask {
		open = append(open, q.Fact)
	}
	x.labelled("", words.Open, strings.Join(open, ", "))
}

// settled says what the rules alone come to, and whether more could follow.
func (x *explainer) settled(d *engine.Decision) string {
	atLeast := ""
	if d.AtLeast != "" && d.AtLeast != d.Urgency {
		atLeast = "at least " + string(d.AtLeast)
	}
	if d.Settled {
		return joined(", ", atLeast, "settled")
	}
	return joined(", ", atLeast, "could become "+string(d.CouldBecome))
}

func (x *explainer) step(n int, step *engine.Step) {
	kind := step.Stratum
	if step.Urgency != "" {
		kind += ", " + string(step.Urgency)
	}
	prefix := fmt.Sprintf("%2d. ", n)
	indent := strings.Repeat(" ", len(prefix))
	x.painted(bold, prefix, step.Rule+" ("+kind+")"+place(step))
	x.para(indent, step.Meaning)
	shown := map[string]bool{} // answers are said once for each rule
	for _, e := range step.Holds {
		x.para(indent+"- ", e.Condition+because(e, shown[e.Fact]))
		shown[e.Fact] = true
	}
	x.labelled(indent, "Then", strings.Join(step.Effects, " "))
	x.card(indent, step.Card)
}

// place is where the rule is written; a generated rule is where its fact is.
func place(step *engine.Step) string {
	if step.At.File == "" {
		return ""
	}
	if step.At.Line == 0 {
		return " " + step.At.File
	}
	return " " + step.At.File + ":" + strconv.Itoa(step.At.Line)
}

// because says why a condition held: the answer, or the rules behind a finding.
func because(e engine.Evidence, shown bool) string {
	switch {
	case len(e.Rules) > 0:
		return " <- " + strings.Join(e.Rules, ", ")
	case e.Fact == "" || shown:
		return ""
	}
	return " <- " + e.Fact + ": " + e.Answer
}

func (x *explainer) card(indent string, c *pack.Card) {
	if c == nil {
		x.para(indent, "[no card]")
		return
	}
	x.labelled(indent, "Says", c.Message)
	x.labelled(indent, "Not for", c.NotFor)
	review := "review pending"
	if c.Review.Approved {
		review = "approved by " + c.Review.By + " on " + c.Review.On
	}
	action := ""
	if c.Action != "" {
		action = "action " + string(c.Action)
	}
	rests := ""
	if refs := x.b.cite(slices.Clone(c.Sources)); len(refs) > 0 {
		rests = "sources" + marks(refs)
	}
	x.para(indent, title(joined(", ", action, rests, "grade "+c.Grade, review))+".")
}
