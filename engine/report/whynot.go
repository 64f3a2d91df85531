package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/proof"
	"github.com/limber-triage/limber/facts"
)

// Explanation is what [Explain] and [ExplainJSON] write.
type Explanation struct {
	Trace  *engine.Trace
	Open   []proof.OpenQuestion
	WhyNot *WhyNot // nil: nobody asked
}

// WhyNot says what would have to differ for a decision to end elsewhere.
type WhyNot struct {
	End      proof.End // what was asked for; without urgency any of the outcome
	Instead  *proof.Instead
	Decision *engine.Decision // of the changed case; nil when there is none
}

// gone and come are the rules that would no longer fire, and those that would.
func (w *WhyNot) gone(t *engine.Trace) []string { return without(t.Decision.Fired, w.Decision.Fired) }
func (w *WhyNot) come(t *engine.Trace) []string { return without(w.Decision.Fired, t.Decision.Fired) }

func without(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(s string) bool { return slices.Contains(b, s) })
}

// open says which open questions can still change the decision.
func (x *explainer) open(list []proof.OpenQuestion) {
	var idle []string
	began := false
	for _, q := range list {
		if q.Matters == proof.Broken && q.Raises == facts.LevelNone {
			idle = append(idle, q.Fact.ID)
			continue
		}
		if !began {
			x.heading("Open questions that can still change the decision")
			began = true
		}
		x.para("* ", q.Fact.ID+": "+openEffect(q))
	}
	if len(idle) == 0 {
		return
	}
	if !began {
		x.heading("Open questions")
	}
	x.para("", "Open, and changing neither outcome nor urgency whatever is answered: "+strings.Join(idle, ", ")+".")
}

func openEffect(q proof.OpenQuestion) string {
	var parts []string
	if q.Raises != facts.LevelNone {
		parts = append(parts, "can raise it to "+q.Raises.String())
	}
	if q.Needed {
		parts = append(parts, "no plan without it")
	}
	if q.Matters == proof.Undecided {
		parts = append(parts, "what else it can do is undecided")
	}
	if len(parts) == 0 {
		return "can change how it ends, and not raise it"
	}
	return strings.Join(parts, "; ")
}

func (x *explainer) whyNot(t *engine.Trace, w *WhyNot) {
	if w == nil {
		return
	}
	x.heading("Why not " + w.End.String())
	x.para("", "This is what the rules depend on, for whoever reviews them. It is no reason for anybody to answer otherwise.")
	i := w.Instead
	switch {
	case i.Verdict == proof.Undecided:
		x.para("", "Undecided: the budget did not suffice.")
		return
	case i.Verdict == proof.Broken:
		x.para("", "No case whatever ends there.")
		return
	case len(i.Changes) == 0:
		x.para("", "The case ends there.")
		return
	}
	least := "No fewer would do."
	if !i.Least {
		least = "Fewer may do: the budget did not suffice to rule it out."
	}
	x.para("", fmt.Sprintf("The rules end in %s where %s. %s", i.End, differ(len(i.Changes)), least))
	plain := 0
	for _, c := range i.Changes {
		if len(c.From) == 0 && slices.Equal(c.To, c.Fact.Values(c.Fact.Baseline)) {
			plain++
			continue
		}
		x.para("* ", c.Fact.ID+": "+answer(c.From)+" -> "+answer(c.To))
	}
	if plain > 0 {
		x.para("* ", plural(plain, "open question")+" answered as a healthy person would")
	}
	x.labelled("", "Then no longer fire", strings.Join(w.gone(t), ", "))
	x.labelled("", "And fire instead", strings.Join(w.come(t), ", "))
}

func differ(n int) string {
	if n == 1 {
		return "1 answer differs"
	}
	return plural(n, "answer") + " differ"
}

func answer(values []string) string {
	if len(values) == 0 {
		return "not answered"
	}
	return strings.Join(values, " and ")
}

// The fields of an explanation in JSON.
type (
	explanationJSON struct {
		Decision *engine.Decision `json:"decision"`
		Rules    []engine.Step    `json:"rules"`
		Open     []openJSON       `json:"open"` // facts that are still to be asked, in order
		WhyNot   *whyNotJSON      `json:"why_not,omitzero"`
	}
	openJSON struct {
		Fact    string `json:"fact"`
		Needed  bool   `json:"needed"`  // no plan without it
		Raises  string `json:"raises"`  // the strongest referral that depends on it; "" for none
		Matters string `json:"matters"` // yes, no, undecided: whether it can change outcome or urgency
	}
	whyNotJSON struct {
		Asked   proof.End    `json:"asked"`
		Found   string       `json:"found"` // yes, no (no case ends there), undecided
		End     proof.End    `json:"end"`
		Fewest  bool         `json:"fewest"` // proved: no fewer answers would do
		Answers []changeJSON `json:"answers"`
		Gone    []string     `json:"rules_gone"`
		New     []string     `json:"rules_new"`
		ForWhom string       `json:"note"`
	}
	changeJSON struct {
		Fact string   `json:"fact"`
		From []string `json:"from"` // empty: not answered
		To   []string `json:"to"`
	}
)

var verdictWords = map[proof.Verdict]string{proof.Proved: "yes", proof.Broken: "no", proof.Undecided: "undecided"}

// ExplainJSON writes the way to a decision, indented by two spaces.
func ExplainJSON(w io.Writer, e Explanation) error {
	out := explanationJSON{Decision: e.Trace.Decision, Rules: e.Trace.Rules, Open: []openJSON{}}
	for _, q := range e.Open {
		out.Open = append(out.Open, openJSON{q.Fact.ID, q.Needed, q.Raises.String(), verdictWords[q.Matters]})
	}
	if n := e.WhyNot; n != nil {
		j := &whyNotJSON{Asked: n.End, Found: verdictWords[n.Instead.Verdict], End: n.Instead.End, Fewest: n.Instead.Least, Answers: []changeJSON{},
			ForWhom: "what the rules depend on, for whoever reviews them; no reason to answer otherwise"}
		for _, c := range n.Instead.Changes {
			j.Answers = append(j.Answers, changeJSON{c.Fact.ID, c.From, c.To})
		}
		if n.Decision != nil {
			j.Gone, j.New = n.gone(e.Trace), n.come(e.Trace)
		}
		out.WhyNot = j
	}
	return writeJSON(w, out)
}
