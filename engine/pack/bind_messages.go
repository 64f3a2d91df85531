package pack

import (
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
	at := diag.Pos{File: file, Line: 1, Column: 1}
	if m.Locale != p.Locale {
		l.errorf(at, "wrong-locale", "", "the file says locale %s", yamltree.Quote(m.Locale))
	}
	p.Texts = m.Texts
	for _, id := range requiredTexts {
		if p.Texts[id] == "" {
			l.errorf(at, "missing-text", "add it under texts:", "text %s is missing", id)
		}
	}
	p.Tips = make(map[string]*Tip, len(m.Tips))
	for id, t := range m.Tips {
		t.ID = id
		l.checkSources(t.Pos, t.Sources)
		p.Tips[id] = &t
	}
	p.Cautions = make(map[string]*Caution, len(m.Cautions))
	for id, c := range m.Cautions {
		c.ID = id
		l.checkSources(c.Pos, c.Sources)
		p.Cautions[id] = &c
	}
	l.p.Notice.Text = l.text(l.packDoc.Notice.Pos, l.p.Notice.Text)
	for i := range p.Starts {
		s := &p.Starts[i]
		s.Note, s.MoveOn = l.text(l.packDoc.Pos, s.Note), l.text(l.packDoc.Pos, s.MoveOn)
	}
}

// text resolves a text id that pack.yaml names.
func (l *loader) text(at diag.Pos, id string) string {
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
			l.errorf(d.Pos, "orphan-card", "remove it, or write the rule", "card %s belongs to no rule", yamltree.Quote(name))
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
	l.checkSources(d.Pos, d.Sources)
	l.checkWords(d.Pos, "grade", []string{d.Grade}, grades)
	c := &Card{Message: d.Message, Action: Action(d.Action), Sources: d.Sources, Grade: d.Grade, NotFor: d.NotFor, Review: l.review(d.Pos, d.Review), Pos: d.Pos}
	if r.Stratum == grl.Triage {
		level := r.Urgency().String()
		l.checkWords(d.Pos, "action for "+level, []string{d.Action}, actionsFor[level])
	} else if d.Action != "" {
		l.errorf(d.Pos, "unexpected-action", "remove action:", "only triage rules have an action")
	}
	return c
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
			l.errorf(node.Pos, "reserved-name", "", "%s is made from the baselines in %s", healthy, factsFile)
			continue
		}
		c := v.Healthy()
		l.diags = append(l.diags, v.CaseFromYAML(node, c)...)
		l.p.Bases[name] = c
	}
}
