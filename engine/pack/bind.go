package pack

import (
	"regexp"
	"slices"
	"strings"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/yamltree"
	"github.com/limber-triage/limber/facts"
)

// resolve looks a name up in an index and reports it when it is not there.
func (l *loader) resolve(at spot, what, name string, index map[string]int) int {
	if i, ok := index[name]; ok {
		return i
	}
	l.errorf(at, "unknown-"+strings.ReplaceAll(what, " ", "-"), nearestOf(name, keys(index), "known: "+some(keys(index))), "unknown %s %s", what, yamltree.Quote(name))
	return -1
}

// some lists at most twelve names.
func some(names []string) string {
	const most = 12
	if len(names) > most {
		return strings.Join(names[:most], ", ") + ", ..."
	}
	return strings.Join(names, ", ")
}

// index gives each id its place and reports ids that cannot be one or come
// twice.
func (l *loader) index(what string, n int, id func(int) (string, diag.Pos)) map[string]int {
	m := make(map[string]int, n)
	for i := range n {
		name, at := id(i)
		l.checkID(in(at, "id"), what, name)
		if first, twice := m[name]; twice {
			_, before := id(first)
			l.errorf(in(at, "id"), "duplicate-id", "rename one of them", "%s %s is defined twice, first on line %d", what, yamltree.Quote(name), before.Line)
			continue
		}
		m[name] = i
	}
	return m
}

// plainID is what an id may look like: nothing in it has a second meaning where
// ids are written, in JSON, in a cell of a table, or in an address.
var plainID = regexp.MustCompile(`^[A-Za-z0-9]+([-_][A-Za-z0-9]+)*$`)

func (l *loader) checkID(at spot, what, id string) {
	if !plainID.MatchString(id) {
		l.errorf(at, "bad-id", "use letters and digits, joined by - or _", "%s id %s holds other signs", what, yamltree.Quote(id))
	}
}

var version = regexp.MustCompile(`^\d+\.\d+\.\d+(-[0-9a-z.]+)?$`)

func (l *loader) bindPack() {
	p, d := l.p, &l.packDoc
	p.Name, p.Version, p.Title = d.Name, d.Version, d.Title
	if !version.MatchString(d.Version) {
		l.errorf(in(d.Pos, "version"), "bad-version", "for example 1.2.0", "version %s is not of the form 1.2.3", yamltree.Quote(d.Version))
	}
	p.Review = l.review(in(d.Pos, "review"), d.Review)
	p.Targets, p.Tags, p.Regions, p.Waivers = d.Targets, d.Tags, d.Regions, d.Waivers
	l.targets = l.index("target", len(d.Targets), func(i int) (string, diag.Pos) { return d.Targets[i].ID, d.Targets[i].Pos })
	l.tags = l.index("tag", len(d.Tags), func(i int) (string, diag.Pos) { return d.Tags[i].ID, d.Tags[i].Pos })
	l.slots = l.index("slot", len(d.Slots), func(i int) (string, diag.Pos) { return d.Slots[i].ID, d.Slots[i].Pos })
	l.index("region", len(d.Regions), func(i int) (string, diag.Pos) { return d.Regions[i].ID, d.Regions[i].Pos })
	if len(d.Tags) > 64 {
		l.errorf(in(d.Pos, "tags"), "too-many", "", "%d tags; at most 64 are possible", len(d.Tags))
	}
	for _, t := range d.Tags {
		l.checkWords(in(t.Pos, "position"), "position", t.Position, positions)
		l.checkWords(in(t.Pos, "movement"), "movement attribute", t.Movement, movements)
	}

	l.found = make(map[string]int)
	for i, f := range p.Vocabulary.Findings {
		l.found[f.ID] = i
		p.Found = append(p.Found, Found{Finding: f})
	}
	p.Clearance = l.resolve(in(d.Pos, "clearance"), "finding", d.Clearance, l.found)
	l.bindNotice()
	l.bindPlan()
	l.bindSlots()
	l.bindGates()
}

func (l *loader) bindNotice() {
	n := l.packDoc.Notice
	f := l.fact(in(n.Pos, "fact"), n.Fact, facts.Set)
	if f == nil {
		return
	}
	i, ok := f.Option(n.Option)
	if !ok {
		l.errorf(in(n.Pos, "option"), "unknown-option", "limber facts "+f.ID+" lists them", "%s has no option %s", f.ID, yamltree.Quote(n.Option))
		return
	}
	l.p.Notice = Notice{Fact: f.Index, Mask: 1 << i, Text: n.Text}
}

// fact finds a fact of a kind by its id.
func (l *loader) fact(at spot, id string, kind facts.Kind) *facts.Fact {
	f, ok := l.p.Vocabulary.Lookup(id)
	if !ok {
		l.errorf(at, "unknown-fact", nearestOf(id, l.p.Vocabulary.FactIDs(), ""), "unknown fact %s", yamltree.Quote(id))
		return nil
	}
	if f.Kind != kind {
		l.errorf(at, "wrong-kind", "", "%s must be %s, and is %s", id, kindWords(kind), kindWords(f.Kind))
		return nil
	}
	return f
}

func (l *loader) bindPlan() {
	d, out := l.packDoc.Plan, &l.p.Plan
	out.Older = l.resolve(in(d.Pos, "older"), "finding", d.Older, l.found)
	out.ReadyToLoad = l.resolve(in(d.Pos, "ready_to_load"), "finding", d.ReadyToLoad, l.found)
	for _, b := range []struct {
		key, id string
		kind    facts.Kind
		into    *int
	}{
		{"equipment", d.Equipment, facts.Set, &out.Equipment},
		{"minutes", d.Minutes, facts.Number, &out.Minutes},
		{"place", d.Place, facts.Choice, &out.Place},
	} {
		f := l.fact(in(d.Pos, b.key), b.id, b.kind)
		switch {
		case f == nil:
		case f.Default == 0:
			l.errorf(in(f.Pos, "id"), "missing-default", "add default: to it, and say what a plan assumes when it is unanswered", "%s needs a default", f.ID)
		default:
			*b.into = f.Index
		}
	}
	l.within(in(d.Pos, "most"), "most", d.Most, 1, 12)
	l.within(in(d.Pos, "per_target"), "per_target", d.PerTarget, 1, 6)
	l.within(in(d.Pos, "valid_days"), "valid_days", d.ValidDays, 1, 90)
	l.within(in(d.Pos, "desk_set", "items"), "desk_set items", d.DeskSet.Items, 0, 6)
	for i, day := range d.ReviewDays {
		if day < 1 || i > 0 && day <= d.ReviewDays[i-1] {
			l.errorf(in(d.Pos, "review_days").item(i), "bad-value", "such as [3, 14, 42]", "review_days must ascend from 1")
		}
	}
	out.Most, out.PerTarget, out.ReviewDays, out.ValidDays = d.Most, d.PerTarget, d.ReviewDays, d.ValidDays
	out.DeskItems, out.DeskTime = d.DeskSet.Items, d.DeskSet.Seconds
	out.OlderFloor = l.bounds(d.OlderFloor)
}

func (l *loader) within(at spot, what string, n, low, high int) {
	if n < low || n > high {
		l.errorf(at, "out-of-range", "", "%s must be from %d to %d, not %d", what, low, high, n)
	}
}

func (l *loader) bounds(given map[string]boundDoc) (out [Phases]Dose) {
	for _, name := range keys(given) {
		b := given[name]
		phase, ok := l.phase(in(b.Pos), name)
		if !ok {
			continue
		}
		out[phase] = Dose{Sets: b.Sets, Reps: b.Reps, HoldS: b.HoldS, PerDay: b.PerDay, PerWeek: b.PerWeek}
		for key, n := range map[string]int{"sets": b.Sets, "reps": b.Reps, "hold_s": b.HoldS, "per_day": b.PerDay, "per_week": b.PerWeek} {
			l.within(in(b.Pos, key), "a bound on a dose", n, 0, 120)
		}
	}
	return out
}

func (l *loader) phase(at spot, word string) (Phase, bool) {
	phase, err := ParsePhase(word)
	if err != nil {
		l.errorf(at, "unknown-phase", diag.DidYouMean(word, phaseNames[:], "known: "+strings.Join(phaseNames[:], ", ")), "unknown phase %s", yamltree.Quote(word))
	}
	return phase, err == nil
}

func (l *loader) bindSlots() {
	for _, d := range l.packDoc.Slots {
		s := Slot{ID: d.ID, Pattern: d.Pattern}
		for i, word := range d.Phases {
			if phase, ok := l.phase(in(d.Pos, "phases").item(i), word); ok {
				s.Phases = append(s.Phases, phase)
			}
		}
		for i, name := range d.Targets {
			s.Targets = append(s.Targets, l.resolve(in(d.Pos, "targets").item(i), "target", name, l.targets))
		}
		if d.Pattern != "" {
			l.checkWords(in(d.Pos, "pattern"), "pattern", []string{d.Pattern}, patterns)
		}
		l.p.Slots = append(l.p.Slots, s)
	}
	if len(l.packDoc.Starts) != len(l.p.Starts) {
		l.errorf(in(l.packDoc.Pos, "starts"), "bad-value", "", "starts must list the levels 0 to %d", len(l.p.Starts)-1)
		return
	}
	for i, d := range l.packDoc.Starts {
		if d.Level != i {
			l.errorf(in(d.Pos, "level"), "bad-value", "", "start levels must stand in order: expected %d", i)
		}
		s := Start{Level: i, Name: d.Name, Minutes: d.Minutes, Caps: l.bounds(d.Caps), Note: d.Note, MoveOn: d.MoveOn, ReviewHours: d.ReviewHours}
		l.within(in(d.Pos, "minutes"), "minutes", d.Minutes, 1, 120)
		for j, name := range d.Slots {
			s.Slots = append(s.Slots, l.resolve(in(d.Pos, "slots").item(j), "slot", name, l.slots))
		}
		l.p.Starts[i] = s
	}
}

// bindGates parses and binds every ask_if. A gate may read only required facts
// without a gate of their own, so that no required question can be skipped by
// leaving its gate empty; findings are out of its reach.
func (l *loader) bindGates() {
	v := l.p.Vocabulary
	l.p.Gates = make([]Cond, len(v.Facts))
	for i, f := range v.Facts {
		if f.AskIf == "" {
			continue
		}
		e, err := grl.ParseCondition(factsFile, f.AskIf, f.AskIfPos)
		if err != nil {
			l.add(err)
			continue
		}
		b := binder{vocab: v}
		c := b.bind(e)
		l.diags = append(l.diags, b.diags...)
		Atoms(c, func(a *Atom) {
			if a.Fact < 0 {
				return
			}
			gate := v.Facts[a.Fact]
			switch {
			case gate == f:
				l.errorf(in(f.AskIfPos), "self-gate", "", "%s cannot be asked depending on itself", f.ID)
			case !gate.Required():
				l.errorf(in(f.AskIfPos), "optional-gate", "make "+gate.ID+" required, or ask "+f.ID+" of everyone",
					"%s depends on %s, which may be left unanswered", f.ID, gate.ID)
			case gate.AskIf != "":
				l.errorf(in(f.AskIfPos), "gated-gate", "depend on the first question instead",
					"%s depends on %s, which is itself not always asked", f.ID, gate.ID)
			}
		})
		l.p.Gates[i] = c
	}
}

var approved = regexp.MustCompile(`^approved by (.+) on (\d{4}-\d{2}-\d{2})$`)

func (l *loader) review(at spot, text string) Review {
	if text == "pending" {
		return Review{}
	}
	m := approved.FindStringSubmatch(text)
	if m == nil {
		l.errorf(at, "bad-review", "write: pending, or: approved by NAME on YYYY-MM-DD", "unknown review state %s", yamltree.Quote(text))
		return Review{}
	}
	return Review{Approved: true, By: m[1], On: m[2]}
}

func (l *loader) bindSources() {
	list := l.sources.Sources
	l.index("source", len(list), func(i int) (string, diag.Pos) { return list[i].ID, list[i].Pos })
	l.p.Sources = make(map[string]*Source, len(list))
	for i := range list {
		s := &list[i]
		l.checkWords(in(s.Pos, "kind"), "kind of source", []string{s.Kind}, sourceKinds)
		l.checkWords(in(s.Pos, "read"), "way of reading", []string{s.Read}, sourceReads)
		if s.Kind == generalKnowledge && s.Verified {
			l.errorf(in(s.Pos, "verified"), "bad-source", "set verified: false", "general knowledge cannot be verified")
		}
		l.p.Sources[s.ID] = s
	}
	if _, ok := l.p.Sources[generalKnowledge]; !ok && len(list) > 0 {
		l.errorf(l.inFile(sourcesFile, "sources"), "missing-source", "add an entry with id: "+generalKnowledge+", verified: false", "the source %s must be declared", generalKnowledge)
	}
	for _, r := range l.p.Regions {
		l.checkSources(in(r.Pos, "sources"), r.Sources)
	}
}

// generalKnowledge is the source of what no source states: it is legal, never
// verified, and counted on every output.
const generalKnowledge = "general-knowledge"

func (l *loader) checkSources(at spot, ids []string) {
	if ids != nil && len(ids) == 0 { // nil: said already
		l.errorf(at, "missing-source", "name one, general-knowledge if no source states it", "at least one source is needed")
	}
	for i, id := range ids {
		if _, ok := l.p.Sources[id]; !ok {
			l.errorf(at.item(i), "undeclared-source", nearestOf(id, keys(l.p.Sources), "declare it in "+sourcesFile), "source %s is not declared", yamltree.Quote(id))
		}
		if slices.Contains(ids[:i], id) {
			l.errorf(at.item(i), "duplicate-source", "keep one of them", "source %s is named twice", id)
		}
	}
}

func (l *loader) checkWords(at spot, what string, words, known []string) {
	for i, w := range words {
		if !slices.Contains(known, w) {
			l.errorf(at.item(i), "unknown-word", diag.DidYouMean(w, known, "known: "+strings.Join(known, ", ")), "unknown %s %s", what, yamltree.Quote(w))
		}
	}
}
