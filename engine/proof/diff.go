package proof

import (
	"context"
	"fmt"
	"slices"

	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

// Difference is what two packs decide otherwise, over all cases of both
// vocabularies: an answer that one of them does not know is open to it.
type Difference struct {
	// Verdict is Proved when the packs are equal in all that is modelled,
	// Broken when they are not, Undecided when nothing was found within the
	// budget and it did not suffice to rule everything out.
	Verdict Verdict
	Moves   []Move   // decisions that end elsewhere, most urgent first
	Changes []Change // otherwise: what differs where both end alike
	Unknown []string // what the budget left open

	// Reasons are triage rules that are among the reasons of some case in one
	// pack only though the case ends alike. They are no part of the verdict.
	Reasons []Change

	Rules []RuleEdit // rules that say something else
	Parts []PartEdit // what else the packs say otherwise; only shapes, choices and words, never where a decision ends

	// Split names facts whose kind or steps differ, so that an answer to one
	// says nothing of the other: they count as two facts.
	Split []string
}

// Move is a pair of ends between which some case moves.
type Move struct {
	From, To End
	Witness  *Pair
}

// Change is something that differs between two decisions that end alike: an
// effect of rules as they combine, such as "Plan.Avoid(prone)", an exercise
// that can be chosen, "eligible wall-angel", or "at least routine".
type Change struct {
	What    string
	Added   bool // only the new pack has it in the witness
	Witness *Pair
}

// Pair is one case as both packs see it.
type Pair struct {
	Old, New       *facts.Case
	OldEnd, NewEnd End
	OldFired       []string // all rules that fire, for whoever decides the case again
	NewFired       []string
	OldRules       []string // fire in the old pack only, or say something else in the new one
	NewRules       []string // fire in the new pack only, or said something else in the old one
	Facts          int      // answers other than none
	Least          bool     // proved: no fewer would do
	old, new       *observed
}

// differ compares two packs.
type differ struct {
	*session          // of the old pack, with the universe of both
	to       *form    // the new pack
	new      *session // to observe and replay
	out      *Difference
}

// Diff compares two packs. Exercises, tags and targets are matched by id, rules
// by what they do. Options.Replay is not used: it knows one pack only.
func Diff(ctx context.Context, old, new *pack.Pack, o Options) (*Difference, error) {
	o.Replay = nil
	wo, err := newObserver(old)
	if err != nil {
		return nil, fmt.Errorf("compare packs: %w", err)
	}
	wn, err := newObserver(new)
	if err != nil {
		return nil, fmt.Errorf("compare packs: %w", err)
	}
	d := &differ{session: newSession(wo, o), new: newSession(wn, o), out: &Difference{Verdict: Proved, Rules: RuleEdits(old, new), Parts: PartEdits(old, new)}}
	d.to = d.u.form(new)
	for _, f := range new.Vocabulary.Facts {
		if i, ok := old.Vocabulary.Lookup(f.ID); ok && d.f.domains[i.Index] != d.to.domains[f.Index] {
			d.out.Split = append(d.out.Split, f.ID)
		}
	}
	if err := d.moves(ctx); err != nil {
		return nil, err
	}
	if err := d.changes(ctx); err != nil {
		return nil, err
	}
	if err := d.reasons(ctx); err != nil {
		return nil, err
	}
	switch {
	case len(d.out.Moves)+len(d.out.Changes) > 0:
		d.out.Verdict = Broken
	case len(d.out.Unknown) > 0:
		d.out.Verdict = Undecided
	}
	return d.out, nil
}

// possible is a difference that may or may not exist.
type possible struct {
	what     string
	from, to End // of a move
	root     lit
	old      lit // of a change: the old pack has it
}

func (d *differ) moves(ctx context.Context) error {
	var all []possible
	for _, from := range Ends() {
		for _, to := range Ends() {
			if from != to {
				all = append(all, possible{what: from.String() + " -> " + to.String(), from: from, to: to, root: d.u.and(d.f.end(from), d.to.end(to))})
			}
		}
	}
	err := d.each(ctx, all, func(p possible, w *Pair, _ bool) error {
		if w.OldEnd != p.from || w.NewEnd != p.to {
			return unlike(p.what)
		}
		d.out.Moves = append(d.out.Moves, Move{p.from, p.to, w})
		return nil
	})
	slices.SortStableFunc(d.out.Moves, func(a, b Move) int {
		order := func(m Move) int { return slices.Index(Ends(), m.From)*len(Ends()) + slices.Index(Ends(), m.To) }
		return order(a) - order(b)
	})
	return err
}

// each finds every possible difference that exists. One question about all of
// them settles the most common answer, that there is none; each case found is
// made as small as can be and settles all that it shows.
func (d *differ) each(ctx context.Context, all []possible, take func(p possible, w *Pair, added bool) error) error {
	all = slices.DeleteFunc(all, func(p possible) bool { return p.root == no })
	for len(all) > 0 {
		roots := make([]lit, len(all))
		for i, p := range all {
			roots[i] = p.root
		}
		found, a := d.ask(ctx, d.u.or(roots...))
		if found == impossible {
			return nil
		}
		var first possible
		if found == satisfied {
			e := d.u.evaluator(roots...)
			e.load(a)
			i := slices.IndexFunc(all, func(p possible) bool { return e.holds(p.root) })
			if i < 0 {
				found = undecided
			} else {
				first = all[i]
			}
		}
		var least bool
		if found == satisfied {
			found, a, least = d.given(ctx, first.root, nil)
		}
		if found != satisfied {
			for _, p := range all {
				d.out.Unknown = append(d.out.Unknown, p.what)
			}
			return ctx.Err()
		}
		d.makeUsual(first.root, a)
		w := d.pair(a, least)
		e := d.u.evaluator(append(roots, olds(all)...)...)
		e.load(a)
		var rest []possible
		for _, p := range all {
			if !e.holds(p.root) {
				rest = append(rest, p)
				continue
			}
			if err := take(p, w, !e.holds(p.old)); err != nil {
				return err
			}
		}
		all = rest
	}
	return nil
}

// makeUsual turns answers into those of a healthy person wherever the root holds
// all the same, so that what is left of a witness is what it is about. Ticks
// beside not_sure go where not_sure alone does.
func (d *differ) makeUsual(root lit, a assignment) {
	e := d.u.evaluator(root)
	for _, f := range []*form{d.f, d.to} {
		for i, fact := range f.p.Vocabulary.Facts {
			domain := f.domains[i]
			old, usual := a[domain], d.u.valueOf(domain, fact, fact.Baseline)
			if old.plain() || usual == (value{}) {
				continue // no answer is added, and none taken away
			}
			if a[domain] = usual; d.holds(e, root, a) {
				continue
			}
			if a[domain] = old; old.unsure && old.count() > 0 {
				if a[domain] = (value{unsure: true}); !d.holds(e, root, a) {
					a[domain] = old
				}
			}
		}
	}
}

func olds(all []possible) (list []lit) {
	for _, p := range all {
		list = append(list, p.old)
	}
	return list
}

// pair makes both cases of an assignment and names the rules that differ.
func (d *differ) pair(a assignment, least bool) *Pair {
	w := &Pair{Old: d.f.caseOf(a), New: d.to.caseOf(a), Least: least}
	w.old, w.new = d.watcher.observe(w.Old.Words()), d.new.watcher.observe(w.New.Words())
	w.OldEnd, w.NewEnd = w.old.end, w.new.end
	for _, v := range a {
		if !v.plain() {
			w.Facts++
		}
	}
	w.OldFired, w.NewFired = rulesOf(d.p, w.old), rulesOf(d.new.p, w.new)
	w.OldRules = d.edited(w.OldFired, w.NewFired)
	w.NewRules = d.edited(w.NewFired, w.OldFired)
	return w
}

// edited lists rules that fire here and not there, or fire on both sides and
// say something else.
func (d *differ) edited(here, there []string) (list []string) {
	for _, name := range here {
		if !slices.Contains(there, d.partner(name)) || slices.ContainsFunc(d.out.Rules, func(e RuleEdit) bool { return e.Name == name && !e.Renamed() }) {
			list = append(list, name)
		}
	}
	return list
}

// partner is what a rule is called on the other side.
func (d *differ) partner(name string) string {
	for _, e := range d.out.Rules {
		switch {
		case !e.Renamed():
		case e.Name == name:
			return e.Was
		case e.Was == name:
			return e.Name
		}
	}
	return name
}

// changes looks for what differs between decisions that end alike.
func (d *differ) changes(ctx context.Context) error {
	both := d.u.and(d.f.isPlan(), d.to.isPlan())
	var all []possible
	add := func(what string, where, old, new lit) {
		all = append(all, possible{what: what, root: d.u.and(where, d.u.xor(old, new)), old: old})
	}
	before, after := d.f.effects(), d.to.effects()
	keys := append(sortedKeys(before), sortedKeys(after)...)
	slices.Sort(keys)
	for _, key := range slices.Compact(keys) {
		where := both
		if always(key) {
			where = yes
		}
		add(key, where, before[key], after[key])
	}
	eligible := map[string][2]lit{}
	for i, e := range d.p.Exercises {
		eligible[e.ID] = [2]lit{d.f.plan().eligible[i], no}
	}
	for i, e := range d.new.p.Exercises {
		eligible[e.ID] = [2]lit{eligible[e.ID][0], d.to.plan().eligible[i]}
	}
	for _, id := range sortedKeys(eligible) {
		add("eligible "+id, both, eligible[id][0], eligible[id][1])
	}
	open := d.u.and(d.f.end(End{incomplete, ""}), d.to.end(End{incomplete, ""}))
	add("at least routine", open, d.f.level(facts.LevelRoutine), d.to.level(facts.LevelRoutine))
	return d.each(ctx, all, func(p possible, w *Pair, added bool) error {
		if !w.shows(d, p.what, added) {
			return unlike(p.what)
		}
		d.out.Changes = append(d.out.Changes, Change{p.what, added, w})
		return nil
	})
}

// reasons looks for triage rules that fire on one side only, or at another
// level, although the case ends alike.
func (d *differ) reasons(ctx context.Context) error {
	fires := func(f *form, r *pack.Rule) lit {
		if r == nil || r.Urgency() == facts.LevelNone {
			return no
		}
		return f.fires[r.Index]
	}
	fired := func(s *observed, r *pack.Rule) bool {
		return r != nil && r.Urgency() != facts.LevelNone && s.fired[r.Index]
	}
	var alike []lit
	for _, e := range Ends() {
		alike = append(alike, d.u.and(d.f.end(e), d.to.end(e)))
	}
	same := d.u.or(alike...)
	var all []possible
	behind := map[string][2]*pack.Rule{} // by what
	add := func(name string, old, new *pack.Rule) {
		x, y := fires(d.f, old), fires(d.to, new)
		all = append(all, possible{what: name, root: d.u.and(same, d.u.xor(x, y)), old: x})
		behind[name] = [2]*pack.Rule{old, new}
	}
	before, after := byName(d.p), byName(d.new.p)
	for _, r := range d.new.p.Rules {
		old := before[d.partner(r.Name)]
		if old == nil || old.Urgency() == r.Urgency() || old.Urgency() == facts.LevelNone || r.Urgency() == facts.LevelNone {
			add(r.Name, old, r)
			continue
		}
		add(r.Name+" ("+old.Urgency().String()+")", old, nil)
		add(r.Name+" ("+r.Urgency().String()+")", nil, r)
	}
	for _, r := range d.p.Rules {
		if after[d.partner(r.Name)] == nil {
			add(r.Name, r, nil)
		}
	}
	return d.each(ctx, all, func(p possible, w *Pair, added bool) error {
		rules := behind[p.what]
		if w.OldEnd != w.NewEnd || fired(w.old, rules[0]) == added || fired(w.new, rules[1]) != added {
			return unlike("reason " + p.what)
		}
		d.out.Reasons = append(d.out.Reasons, Change{p.what, added, w})
		return nil
	})
}
