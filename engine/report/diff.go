package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/proof"
	"github.com/limber-triage/limber/engine/verify"
	"github.com/limber-triage/limber/facts"
)

// Difference is what [DiffText], [DiffMarkdown] and [DiffJSON] write, and what
// the packs were called.
type Difference struct {
	*verify.Difference
	OldPlace, NewPlace string
}

// diffPage is a difference as every format lays it out.
type diffPage struct {
	headline string
	lead     []string
	sections []diffSection
}

type diffSection struct {
	title, lead string
	first       bool // never folded away
	items       []diffItem
}

type diffItem struct {
	title string
	lines []diffLine
}

func (it *diffItem) spaced() bool { return len(it.lines) > 0 }

type diffLine struct {
	label, text string
	code        bool
}

func (d Difference) page() diffPage {
	p := diffPage{headline: d.headline()}
	p.lead = append(p.lead,
		fmt.Sprintf("Old: %s, %s %s, %s, hash %.12s.", d.OldPlace, d.Old.Name, d.Old.Version, plural(d.Old.Rules, "rule"), d.Old.Hash),
		fmt.Sprintf("New: %s, %s %s, %s, hash %.12s.", d.NewPlace, d.New.Name, d.New.Version, plural(d.New.Rules, "rule"), d.New.Hash))
	if d.Verdict == verify.DiffEqual {
		p.lead = append(p.lead, "Over all cases that either pack can read, outcomes, urgencies, reasons, plans and advice are the same; so are the texts.")
	}
	p.add(d.unknown(), d.moves(), d.shares(), d.rules(), d.impact(), d.plans(), d.reasons())
	for _, t := range []proof.Touch{proof.Asked, proof.Choice, proof.Action, proof.Words} {
		p.add(d.parts(t))
	}
	return p
}

func (p *diffPage) add(sections ...diffSection) {
	for _, s := range sections {
		if len(s.items) > 0 {
			p.sections = append(p.sections, s)
		}
	}
}

// headline says what a reviewer must look at first.
func (d Difference) headline() string {
	var parts []string
	if n := len(d.Moves); n > 0 {
		parts = append(parts, plural(n, "kind")+" of decision end elsewhere")
		if n == 1 {
			parts[0] = "1 kind of decision ends elsewhere"
		}
		lower := 0
		for _, m := range d.Moves {
			if m.Way == verify.Lower {
				lower++
			}
		}
		switch {
		case lower == n && n > 1:
			parts[0] += ", all less urgent"
		case lower > 0:
			parts[0] += fmt.Sprintf(", %d less urgent", lower)
		}
	}
	if len(d.Plans) > 0 {
		parts = append(parts, "plans or advice change")
	}
	count := map[proof.Touch]int{}
	for _, e := range d.Parts {
		count[e.Touch]++
	}
	for _, t := range []struct {
		touch proof.Touch
		what  string
	}{{proof.Asked, "what is asked changes"}, {proof.Choice, "the choice or dose of exercises can change"}, {proof.Action, "whom people are sent to changes"}} {
		if count[t.touch] > 0 {
			parts = append(parts, t.what)
		}
	}
	less := len(parts) == 0
	if len(d.Reasons) > 0 {
		parts = append(parts, "the reasons given change")
	}
	if n := count[proof.Words]; n > 0 {
		parts = append(parts, plural(n, "text")+map[bool]string{true: " does", false: " do"}[n == 1])
		if !less || len(d.Reasons) > 0 {
			parts[len(parts)-1] = plural(n, "text") + map[bool]string{true: " changes", false: " change"}[n == 1]
		}
	}
	what := strings.Join(parts, "; ")
	switch {
	case d.Verdict == verify.DiffUndecided:
		return "Undecided: the budget did not suffice to rule every difference out."
	case d.Verdict == verify.DiffEqual && d.renames() > 0:
		return "No decision changes: proved equal, with " + plural(d.renames(), "rule") + " renamed."
	case d.Verdict == verify.DiffEqual:
		return "No decision changes: proved equal."
	case less:
		return "No decision changes; " + what + "."
	}
	return "Decisions change: " + what + "."
}

func (d Difference) renames() (n int) {
	for _, e := range d.Rules {
		if e.Was != "" {
			n++
		}
	}
	return n
}

func (d Difference) unknown() diffSection {
	s := diffSection{title: "Not decided", lead: "The budget did not suffice for these; --budget gives more. They may or may not differ."}
	for _, u := range d.Unknown {
		s.items = append(s.items, diffItem{title: u})
	}
	return s
}

func (d Difference) moves() diffSection {
	s := diffSection{title: "Decisions that end elsewhere", first: true, lead: "What becomes less urgent stands first. Each with the smallest case that shows it."}
	for _, way := range []verify.Way{verify.Lower, verify.Higher, verify.Sideways} {
		for _, m := range d.Moves {
			if m.Way != way {
				continue
			}
			it := diffItem{m.From.String() + " -> " + m.To.String(), witness(m.Witness)}
			if way != verify.Sideways {
				it.title += " (" + string(way) + ")"
			}
			s.items = append(s.items, it)
		}
	}
	return s
}

// witness says what the case is and what each pack makes of it.
func witness(c *verify.DiffCase) []diffLine {
	open := c.Old.Outcome == engine.Incomplete || c.New.Outcome == engine.Incomplete
	lines := []diffLine{{label: "case", text: caseInShort(c.Case, open)}}
	if !c.Smallest {
		lines[0].label = "a case" // of more answers than may be needed
	}
	if c.OldGiven != nil { // the old pack reads it otherwise
		lines[0].text += " (as the new pack reads it)"
		lines = append(lines, diffLine{label: "or", text: caseInShort(c.OldCase, open) + " (as the old one does)"})
	}
	return append(lines, seenBy("old", &c.Old), seenBy("new", &c.New))
}

func seenBy(label string, s *verify.Seen) diffLine {
	text := s.End.String()
	if s.AtLeast != "" && s.AtLeast != s.Urgency {
		text += ", at least " + string(s.AtLeast)
	}
	if len(s.Rules) > 0 {
		text += ", by " + strings.Join(s.Rules, ", ")
	}
	return diffLine{label: label, text: text}
}

// caseInShort writes a case by the fewer words: what it holds, or how it
// differs from that of a healthy person. Where nothing is open, what is not
// answered was not asked, and goes without saying.
func caseInShort(c *facts.Case, open bool) string {
	healthy := c.Vocabulary().Healthy()
	var given, beside []string
	for i, f := range c.Vocabulary().Facts {
		w, usual := c.Words()[i], healthy.Words()[i]
		if w != 0 {
			given = append(given, f.ID+": "+strings.Join(f.Values(w), " and "))
		}
		switch {
		case w == usual:
		case w != 0:
			beside = append(beside, f.ID+": "+strings.Join(f.Values(w), " and "))
		case open && f.Required():
			beside = append(beside, f.ID+" not answered")
		}
	}
	switch {
	case len(given) == 0:
		return "nothing answered"
	case len(given) <= len(beside)+1:
		return strings.Join(given, "; ")
	case len(beside) == 0:
		return "a healthy person who answers what must be answered"
	}
	return "a healthy person, but for " + strings.Join(beside, "; ")
}

func (d Difference) rules() diffSection {
	s := diffSection{title: "Rules edited", first: true}
	for _, e := range d.Rules {
		it := diffItem{title: e.Rule}
		if e.Was != "" {
			it.title = e.Was + " is now called " + e.Rule
			s.items = append(s.items, it)
			continue
		}
		if e.Place.File != "" {
			it.title += ", " + e.Place.String()
		}
		switch {
		case e.Old.When == "":
			it.title += ", is new"
		case e.New.When == "":
			it.title += ", is gone"
		}
		if e.Old.When != e.New.When {
			it.lines = appendMeaning(it.lines, "-", "when ", e.Old.When)
			it.lines = appendMeaning(it.lines, "+", "when ", e.New.When)
		}
		for _, x := range e.Old.Effects {
			if !slices.Contains(e.New.Effects, x) {
				it.lines = appendMeaning(it.lines, "-", "then ", x)
			}
		}
		for _, x := range e.New.Effects {
			if !slices.Contains(e.Old.Effects, x) {
				it.lines = appendMeaning(it.lines, "+", "then ", x)
			}
		}
		it.lines = append(it.lines, firing(&e)...)
		if e.Apart != "" {
			it.lines = append(it.lines, diffLine{label: "alone", text: "not looked at: " + e.Apart})
		}
		if e.Alone != nil {
			it.lines = append(it.lines, diffLine{label: "alone", text: aloneInShort(e.Alone)})
		}
		s.items = append(s.items, it)
	}
	return s
}

// firing says how wide a rule is now and was before. Only what could be counted
// exactly is said.
func firing(e *verify.Edited) []diffLine {
	count := func(f *proof.Firing) string { return fmt.Sprintf("%d of %d", f.Fires, f.Of) }
	of := func(f *proof.Firing) string { return " combinations of answers to " + strings.Join(f.Facts, ", ") }
	text := ""
	switch was, now := e.OldFires, e.NewFires; {
	case was == nil && now == nil:
		text = "not counted: too many combinations of what it reads"
	case was == nil || now != nil && slices.Equal(was.Facts, now.Facts) && was.Of == now.Of && was.Fires == now.Fires:
		text = "in " + count(now) + of(now)
	case now == nil:
		text = "before in " + count(was) + of(was)
	case slices.Equal(was.Facts, now.Facts) && was.Of == now.Of:
		text = fmt.Sprintf("in %d, before in %s%s", now.Fires, count(was), of(was))
	default:
		text = "in " + count(now) + of(now) + "; before in " + count(was) + of(was)
	}
	return []diffLine{{label: "fires", text: text}}
}

func appendMeaning(lines []diffLine, label, before, text string) []diffLine {
	if text == "" {
		return lines
	}
	return append(lines, diffLine{label, before + text, true})
}

func aloneInShort(a *verify.Alone) string {
	var parts []string
	for _, m := range a.Moves {
		parts = append(parts, m.From.String()+" -> "+m.To.String())
	}
	if n := len(a.Plans); n > 0 {
		parts = append(parts, plural(n, "change")+" of plans or advice")
	}
	if n := len(a.Reasons); n > 0 {
		parts = append(parts, plural(n, "change")+" of reasons")
	}
	switch {
	case a.Verdict == verify.DiffUndecided:
		return "undecided: the budget did not suffice"
	case len(parts) == 0:
		return "nothing changes, proved"
	}
	return strings.Join(parts, "; ")
}

func (d Difference) impact() diffSection {
	i := d.Impact
	if i == nil {
		return diffSection{}
	}
	s := diffSection{title: "On the cases given", first: true, lead: fmt.Sprintf("%d of %s decided otherwise.", i.Cases-i.Same, plural(i.Cases, "case"))}
	for _, p := range i.Pairs {
		title := fmt.Sprintf("%d %s -> %s", p.Cases, p.From, p.To)
		if p.From == p.To {
			title = fmt.Sprintf("%d %s with other reasons or exercises", p.Cases, p.From)
		}
		s.items = append(s.items, diffItem{title: title})
	}
	if len(i.Pairs) == 0 && i.Cases > 0 {
		s.items = append(s.items, diffItem{title: "all are decided alike"})
	}
	for _, x := range []struct {
		n    int
		text string
	}{{i.OldOnly, "%s only the old pack can read"}, {i.NewOnly, "%s only the new pack can read"}, {i.Neither, "%s no pack can read; limber batch says why"}} {
		if x.n > 0 {
			s.items = append(s.items, diffItem{title: fmt.Sprintf(x.text, plural(x.n, "case"))})
		}
	}
	return s
}

func (d Difference) plans() diffSection {
	return diffSection{title: "Plans and advice that change", lead: "In decisions that end alike. Each with the smallest case that shows it.", items: changes(d.Plans)}
}

func (d Difference) reasons() diffSection {
	return diffSection{title: "Reasons that change", lead: "In decisions that end alike: rules that are among the reasons with one pack only.", items: changes(d.Reasons)}
}

// changes lists what is new or gone, those of one case together.
func changes(list []verify.Changed) (items []diffItem) {
	at := map[*verify.DiffCase]int{}
	var parts [][]string
	for _, c := range list {
		i, ok := at[c.Witness]
		if !ok {
			i = len(items)
			at[c.Witness] = i
			items, parts = append(items, diffItem{lines: witness(c.Witness)}), append(parts, nil)
		}
		parts[i] = withChange(parts[i], c)
	}
	for i := range items {
		items[i].title = strings.Join(parts[i], ", ")
	}
	return items
}

// withChange adds a change to those of its case: steps of one bound, such as
// "Plan.Limit <= 4" and "Plan.Limit <= 5", are said at once.
func withChange(parts []string, c verify.Changed) []string {
	text := "- " + c.What
	if c.Added {
		text = "+ " + c.What
	}
	if id, ok := strings.CutPrefix(c.What, "eligible "); ok {
		return append(parts, text[:2]+id+" can be chosen")
	}
	if i := strings.LastIndexAny(text, "=") + 1; i > 0 && len(parts) > 0 && strings.HasPrefix(parts[len(parts)-1], text[:i]) {
		parts[len(parts)-1] += " and" + text[i:]
		return parts
	}
	return append(parts, text)
}

func (d Difference) parts(t proof.Touch) diffSection {
	s := map[proof.Touch]diffSection{
		proof.Asked:  {title: "What is asked", lead: "The proof above takes these into account: a fact or option that a pack does not know is unanswered there."},
		proof.Choice: {title: "What can change the choice or dose of exercises", lead: "Which exercises are eligible is proved above; which of them are picked, and how much of each, follows from these."},
		proof.Action: {title: "Whom people are sent to"},
		proof.Words:  {title: "What people read"},
	}[t]
	for _, e := range d.Parts {
		if e.Touch != t {
			continue
		}
		it := diffItem{title: joined(" ", e.Part, e.ID, e.Field)}
		switch {
		case e.Field == "" && e.Old == "" && e.ID != "order":
			it.title += " is new"
		case e.Field == "" && e.New == "" && e.ID != "order":
			it.title += " is gone"
		}
		if e.Old != "" {
			it.lines = append(it.lines, diffLine{label: "-", text: e.Old})
		}
		if e.New != "" {
			it.lines = append(it.lines, diffLine{label: "+", text: e.New})
		}
		s.items = append(s.items, it)
	}
	return s
}
