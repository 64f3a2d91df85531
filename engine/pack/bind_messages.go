package pack

import (
	"slices"
	"strings"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/yamltree"
	"github.com/limber-triage/limber/facts"
)

// healthy is the base of all baselines, which every pack has.
const healthy = "healthy"

func (l *loader) bindMessages(file string) {
	p, m := l.p, &l.messages
	if m.Locale != p.Locale {
		l.errorf(l.inFile(file, "locale"), "wrong-locale", "the file's name says "+p.Locale, "the file says locale %s", yamltree.Quote(m.Locale))
	}
	p.Texts = m.Texts
	for _, id := range requiredTexts {
		if p.Texts[id] == "" {
			l.errorf(l.inFile(file, "texts"), "missing-text", nearestOf(id, optional(m.Texts), "add it under texts:"), "text %s is missing", id)
		}
	}
	p.Tips = make(map[string]*Tip, len(m.Tips))
	for id, t := range m.Tips {
		t.ID = id
		l.checkID(in(t.Pos), "tip", id)
		l.checkSources(in(t.Pos, "sources"), t.Sources)
		p.Tips[id] = &t
	}
	p.Cautions = make(map[string]*Caution, len(m.Cautions))
	for id, c := range m.Cautions {
		c.ID = id
		l.checkID(in(c.Pos), "caution", id)
		l.checkSources(in(c.Pos, "sources"), c.Sources)
		p.Cautions[id] = &c
	}
	l.p.Notice.Text = l.text(in(l.packDoc.Notice.Pos, "text"), l.p.Notice.Text)
	for i := range min(len(p.Starts), len(l.packDoc.Starts)) {
		s := &p.Starts[i]
		at := l.packDoc.Starts[i].Pos
		s.Note, s.MoveOn = l.text(in(at, "note"), s.Note), l.text(in(at, "move_on"), s.MoveOn)
	}
}

// optional lists the texts that a pack need not have: one of them may be the
// misspelt name of one that it must.
func optional(texts map[string]string) []string {
	return slices.DeleteFunc(keys(texts), Shown)
}

// text resolves a text id that pack.yaml names.
func (l *loader) text(at spot, id string) string {
	text, ok := l.p.Texts[id]
	if !ok && id != "" {
		l.errorf(at, "missing-text", nearestOf(id, keys(l.p.Texts), "add it under texts: in the messages"), "text %s is missing", yamltree.Quote(id))
	}
	return text
}

// bindCards gives every rule its card, and every card its rule.
func (l *loader) bindCards(file string) {
	cards := l.messages.Cards
	used := make(map[string]bool, len(cards))
	for _, r := range l.p.Rules {
		if r.Generated {
			r.Card = l.unsureCard(r)
			continue
		}
		d, ok := cards[r.Name]
		if !ok {
			l.diags = append(l.diags, diag.Diagnostic{Code: "missing-card", Pos: r.Pos, Width: len(r.Name),
				Message: "rule " + r.Name + " has no card",
				Hint:    nearestOf(r.Name, without(keys(cards), l.p.Rules), "add it under cards: in "+file)})
			continue
		}
		used[r.Name] = true
		r.Card = l.card(r, &d)
	}
	for name, d := range cards {
		if !used[name] && !l.brokenRules {
			l.errorf(in(d.Pos), "orphan-card", "remove it, or write the rule", "card %s belongs to no rule", yamltree.Quote(name))
		}
	}
}

// without leaves out the names that are rules: a card that fits a rule is not
// the misspelt card of another.
func without(names []string, rules []*Rule) (left []string) {
	taken := make(map[string]bool, len(rules))
	for _, r := range rules {
		taken[r.Name] = true
	}
	for _, n := range names {
		if !taken[n] {
			left = append(left, n)
		}
	}
	return left
}

func (l *loader) card(r *Rule, d *cardDoc) *Card {
	l.checkSources(in(d.Pos, "sources"), d.Sources)
	l.checkWords(in(d.Pos, "grade"), "grade", []string{d.Grade}, grades)
	c := &Card{Message: d.Message, Action: Action(d.Action), Sources: d.Sources, Grade: d.Grade, NotFor: d.NotFor, Review: l.review(in(d.Pos, "review"), d.Review), Pos: d.Pos}
	if r.Stratum == grl.Triage {
		l.checkAction(r, d)
	} else if d.Action != "" {
		l.errorf(in(d.Pos, "action"), "unexpected-action", "remove action:", "only triage rules have an action")
	}
	return c
}

// checkAction holds the action against the urgency: no emergency may end at a
// pharmacist.
func (l *loader) checkAction(r *Rule, d *cardDoc) {
	level := r.Urgency().String()
	fit := actionsFor[level]
	switch {
	case d.Action == "":
		l.errorf(in(d.Pos), "missing-key", "add action: one of "+strings.Join(fit, ", "), "rule %s refers people and its card has no action", r.Name)
	case !slices.Contains(fit, d.Action):
		l.errorf(in(d.Pos, "action"), "wrong-action", "write one of: "+strings.Join(fit, ", ")+"; or mend the rule at "+r.Pos.String(),
			"action %s does not fit a rule of urgency %s", yamltree.Quote(d.Action), level)
	}
}

// unsureCard words a rule made from a not_sure level.
func (l *loader) unsureCard(r *Rule) *Card {
	f := l.p.Vocabulary.Facts[r.Cond.(*Atom).Fact]
	action := Clinician
	if r.Urgency() == facts.LevelUrgent {
		action = SameDay
	}
	return &Card{
		Message: strings.NewReplacer("{question}", f.Question, "{why}", f.Why).Replace(l.p.Texts["unsure"]),
		Action:  action,
		Sources: []string{generalKnowledge},
		Grade:   "general",
		Pos:     f.Pos,
	}
}

// General reports whether a rule rests on general knowledge alone.
func (c *Card) General() bool { return len(c.Sources) == 1 && c.Sources[0] == generalKnowledge }

func (l *loader) bindBases() {
	v := l.p.Vocabulary
	l.p.Bases = map[string]*facts.Case{healthy: v.Healthy()}
	if l.bases == nil {
		return
	}
	var doc basesDoc
	l.diags = append(l.diags, yamltree.Decode(l.bases, &doc)...)
	for _, name := range keys(doc.Bases) {
		node := doc.Bases[name]
		if name == healthy {
			l.errorf(in(node.Pos), "reserved-name", "", "%s is made from the baselines in %s", healthy, factsFile)
			continue
		}
		c := v.Healthy()
		l.diags = append(l.diags, v.CaseFromYAML(node, c)...)
		l.p.Bases[name] = c
	}
}
