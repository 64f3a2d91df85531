package proof

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

// Touch is what an edit outside of the rules can change for a person.
type Touch int

// What can be touched.
const (
	Words  Touch = iota // what is read
	Action              // whom a referral sends to, and the number to call
	Choice              // which of the eligible exercises are picked, and their doses
	Asked               // what is asked, and what an answer can be
)

// String returns "words", "action", "choice" or "asked".
func (t Touch) String() string { return [...]string{"words", "action", "choice", "asked"}[t] }

// MarshalText writes the word.
func (t Touch) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// PartEdit is one difference between two packs outside of the rules.
type PartEdit struct {
	Touch Touch  `json:"touches"`
	Part  string `json:"part"`           // card, text, tip, caution, fact, exercise, slot, start ...
	ID    string `json:"id"`             // of the part
	Field string `json:"field,omitzero"` // "": the whole part is new or gone
	Old   string `json:"old,omitzero"`
	New   string `json:"new,omitzero"`
}

// field is a part of a part, as text.
type field struct {
	name  string
	text  string
	touch Touch
}

// parts are all parts of one kind, by id.
type parts struct {
	kind  string
	touch Touch // of a whole part that is new or gone
	ids   []string
	of    map[string][]field
}

func (p *parts) add(id string, fields ...field) {
	if p.of == nil {
		p.of = map[string][]field{}
	}
	p.ids = append(p.ids, id)
	p.of[id] = fields
}

// PartEdits lists what two packs say otherwise outside of the rules. Cards of
// renamed rules are compared under the new name; cards of rules that are new or
// gone are part of the rule. Waivers, bases and places in files touch nobody.
func PartEdits(old, new *pack.Pack) (list []PartEdit) {
	was := map[string]string{}
	for _, e := range RuleEdits(old, new) {
		if e.Renamed() {
			was[e.Was] = e.Name
		}
	}
	before, after := partsOf(old, was), partsOf(new, nil)
	for i, b := range before {
		list = append(list, b.edits(after[i])...)
	}
	slices.SortStableFunc(list, func(a, b PartEdit) int { return cmp.Compare(b.Touch, a.Touch) })
	return list
}

func (p *parts) edits(q *parts) (list []PartEdit) {
	for _, id := range p.ids {
		if q.of[id] == nil && p.kind != "card" {
			list = append(list, PartEdit{Touch: p.touch, Part: p.kind, ID: id, Old: summary(p.of[id])})
		}
	}
	for _, id := range q.ids {
		b, there := p.of[id]
		if !there {
			if p.kind != "card" {
				list = append(list, PartEdit{Touch: p.touch, Part: p.kind, ID: id, New: summary(q.of[id])})
			}
			continue
		}
		for _, name := range fieldNames(b, q.of[id]) {
			x, y := fieldOf(b, name), fieldOf(q.of[id], name)
			if x.text != y.text {
				list = append(list, PartEdit{max(x.touch, y.touch), p.kind, id, name, x.text, y.text})
			}
		}
	}
	shared := func(p, q *parts) []string {
		return slices.DeleteFunc(slices.Clone(p.ids), func(id string) bool { return q.of[id] == nil })
	}
	if a, b := shared(p, q), shared(q, p); p.kind == "exercise" && !slices.Equal(a, b) {
		list = append(list, PartEdit{Choice, "exercises", "order", "", strings.Join(a, ", "), strings.Join(b, ", ")})
	}
	return list
}

func fieldNames(a, b []field) (names []string) {
	for _, f := range append(slices.Clone(a), b...) {
		if !slices.Contains(names, f.name) {
			names = append(names, f.name)
		}
	}
	return names
}

func fieldOf(list []field, name string) field {
	for _, f := range list {
		if f.name == name {
			return f
		}
	}
	return field{}
}

// summary is the first thing said of a part.
func summary(list []field) string {
	for _, f := range list {
		if f.text != "" {
			return f.text
		}
	}
	return ""
}

func partsOf(p *pack.Pack, renamed map[string]string) []*parts {
	return []*parts{questionParts(p), cardParts(p, renamed), textParts(p), tipParts(p), exerciseParts(p), planParts(p), otherParts(p)}
}

func questionParts(p *pack.Pack) *parts {
	out := &parts{kind: "fact", touch: Asked}
	for i, f := range p.Vocabulary.Facts {
		list := []field{{"question", f.Question, Words}, {"help", f.Help, Words}, {"why", f.Why, Words}, {"screen", f.Screen, Words},
			{"kind", f.Kind.String(), Asked}, {"required", required(f), Asked}, {"not_sure", f.NotSure.String(), Asked},
			{"default", f.Text(f.Default), Choice}, {"ask_if", "", Asked}}
		if p.Gates[i] != nil {
			list[len(list)-1].text = f.AskIf
		}
		if f.Kind == facts.Number {
			list = append(list, field{"range", fmt.Sprintf("%v to %v %s in steps of %v", f.Min, f.Max, f.Unit, f.Step), Asked})
		}
		var ids []string
		for _, o := range f.Options {
			ids = append(ids, o.ID)
			list = append(list, field{"text of " + o.ID, o.Text, Words}) // its level alone follows from the rules, or load fails
		}
		if f.NoNone {
			ids = append(ids, "(never none)")
		}
		out.add(f.ID, append(list, field{"options", strings.Join(ids, ", "), Asked})...)
	}
	return out
}

func required(f *facts.Fact) string {
	switch {
	case f.Safety && f.Precaution:
		return "safety, precaution"
	case f.Safety:
		return "safety"
	case f.Precaution:
		return "precaution"
	}
	return "no"
}

func cardParts(p *pack.Pack, renamed map[string]string) *parts {
	out := &parts{kind: "card"}
	for _, r := range p.Rules {
		if r.Card == nil {
			continue
		}
		c, name := r.Card, r.Name
		if to, ok := renamed[name]; ok {
			name = to
		}
		out.add(name, field{"message", c.Message, Words}, field{"action", string(c.Action), Action}, field{"sources", strings.Join(c.Sources, ", "), Words},
			field{"grade", c.Grade, Words}, field{"not_for", c.NotFor, Words}, field{"review", review(c.Review), Words})
	}
	return out
}

func review(r pack.Review) string {
	if !r.Approved {
		return "pending"
	}
	return "approved by " + r.By + " on " + r.On
}

func textParts(p *pack.Pack) *parts {
	out := &parts{kind: "text"}
	for _, id := range sortedKeys(p.Texts) {
		out.add(id, field{"text", p.Texts[id], Words})
	}
	return out
}

func tipParts(p *pack.Pack) *parts {
	out := &parts{kind: "tip or caution"}
	for _, id := range sortedKeys(p.Tips) {
		t := p.Tips[id]
		out.add("tip "+id, field{"text", t.Text, Words}, field{"title", t.Title, Words}, field{"sources", strings.Join(t.Sources, ", "), Words}, field{"always", strconv.FormatBool(t.Always), Action})
	}
	for _, id := range sortedKeys(p.Cautions) {
		c := p.Cautions[id]
		out.add("caution "+id, field{"text", c.Text, Words}, field{"sources", strings.Join(c.Sources, ", "), Words})
	}
	return out
}

func exerciseParts(p *pack.Pack) *parts {
	out := &parts{kind: "exercise", touch: Choice}
	name := func(i int) string {
		if i < 0 {
			return ""
		}
		return p.Exercises[i].ID
	}
	for _, e := range p.Exercises {
		var targets, needs []string
		for _, t := range e.Targets {
			targets = append(targets, p.Targets[t].ID)
		}
		for _, n := range e.Needs {
			needs = append(needs, strings.Join(p.Vocabulary.Facts[p.Plan.Equipment].Values(n), " and "))
		}
		d := e.Dose
		out.add(e.ID, field{"name", e.Name, Words}, field{"phase", e.Phase.String(), Choice}, field{"targets", strings.Join(targets, ", "), Choice},
			field{"position", strings.Join(e.Position, ", "), Choice}, field{"movement", strings.Join(e.Movement, ", "), Choice}, field{"pattern", e.Pattern, Choice},
			field{"needs", strings.Join(needs, " or "), Choice}, field{"desk", strconv.FormatBool(e.Desk), Choice}, field{"start", strconv.Itoa(e.Start), Choice},
			field{"dose", doseText(d), Choice}, field{"listed_only", e.Unfit, Choice}, field{"easier", name(e.Easier), Choice}, field{"harder", name(e.Harder), Choice},
			field{"steps", strings.Join(e.Steps, " "), Words}, field{"feel", e.Feel, Words}, field{"stop", e.Stop, Words}, field{"cautions", strings.Join(e.Cautions, " "), Words},
			field{"sources", strings.Join(e.Sources, ", "), Words}, field{"dose_from", e.DoseFrom + " " + e.DoseNote, Words})
	}
	return out
}

// doseText lists the parts of a dose that say anything.
func doseText(d pack.Dose) string {
	var list []string
	for _, f := range []struct {
		name string
		n    int
	}{{"sets", d.Sets}, {"reps", d.Reps}, {"hold_s", d.HoldS}, {"tempo_s", d.TempoS}, {"rest_s", d.RestS}, {"sides", d.Sides}, {"per_day", d.PerDay}, {"per_week", d.PerWeek}} {
		if f.n != 0 {
			list = append(list, fmt.Sprintf("%s %d", f.name, f.n))
		}
	}
	return strings.Join(list, ", ")
}

func planParts(p *pack.Pack) *parts {
	out := &parts{kind: "plan", touch: Choice}
	for _, s := range p.Slots {
		var phases, targets []string
		for _, x := range s.Phases {
			phases = append(phases, x.String())
		}
		for _, t := range s.Targets {
			targets = append(targets, p.Targets[t].ID)
		}
		out.add("slot "+s.ID, field{"slot", strings.Join(phases, ", ") + "; " + strings.Join(targets, ", ") + "; " + s.Pattern, Choice})
	}
	for _, s := range p.Starts {
		var slots []string
		for _, i := range s.Slots {
			slots = append(slots, p.Slots[i].ID)
		}
		list := []field{{"slots", strings.Join(slots, ", "), Choice}, {"minutes", strconv.Itoa(s.Minutes), Choice}, {"review_hours", strconv.Itoa(s.ReviewHours), Choice},
			{"note", s.Note, Words}, {"move_on", s.MoveOn, Words}}
		for ph, d := range s.Caps {
			list = append(list, field{"most of " + pack.Phase(ph).String(), doseText(d), Choice})
		}
		out.add("start "+s.Name, list...)
	}
	b := p.Plan
	list := []field{{"most", strconv.Itoa(b.Most), Choice}, {"per_target", strconv.Itoa(b.PerTarget), Choice}, {"review_days", fmt.Sprint(b.ReviewDays), Choice},
		{"valid_days", strconv.Itoa(b.ValidDays), Choice}, {"desk_set", fmt.Sprintf("%d exercises, %d seconds", b.DeskItems, b.DeskTime), Choice},
		{"older", p.Found[b.Older].ID, Choice}, {"ready_to_load", p.Found[b.ReadyToLoad].ID, Choice}, {"clearance", p.Found[p.Clearance].ID, Choice}}
	for ph, d := range b.OlderFloor {
		list = append(list, field{"older_floor of " + pack.Phase(ph).String(), doseText(d), Choice})
	}
	out.add("bounds", list...)
	return out
}

func otherParts(p *pack.Pack) *parts {
	out := &parts{kind: "pack"}
	out.add("pack", field{"title", p.Title, Words}, field{"locale", p.Locale, Words}, field{"review", review(p.Review), Words},
		field{"notice", p.Notice.Text, Words}, field{"notice for", noticeFor(p), Action})
	for _, t := range p.Targets {
		out.add("target "+t.ID, field{"name", t.Name, Words})
	}
	for _, r := range p.Regions {
		out.add("region "+r.ID, field{"name", r.Name, Words}, field{"emergency", r.Emergency, Action}, field{"urgent", r.Urgent, Action}, field{"crisis", r.Crisis, Action})
	}
	for _, id := range sortedKeys(p.Sources) {
		s := p.Sources[id]
		out.add("source "+id, field{"source", strings.Join([]string{s.Title, s.Publisher, strconv.Itoa(s.Year), s.Where, s.Kind, s.Read, strconv.FormatBool(s.Verified)}, "; "), Words})
	}
	return out
}

// noticeFor is the pain site that the notice is for.
func noticeFor(p *pack.Pack) string {
	if p.Notice.Fact >= len(p.Vocabulary.Facts) {
		return ""
	}
	f := p.Vocabulary.Facts[p.Notice.Fact]
	return f.ID + " " + strings.Join(f.Values(p.Notice.Mask), ", ")
}
