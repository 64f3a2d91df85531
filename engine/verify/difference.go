package verify

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/proof"
	"github.com/limber-triage/limber/facts"
)

// Difference says what two packs decide otherwise, over all cases, and what
// else a person would notice. Every witness has been decided by both engines,
// Grule included.
type Difference struct {
	Old     Side             `json:"old"`
	New     Side             `json:"new"`
	Verdict DiffVerdict      `json:"verdict"`
	Moves   []Moved          `json:"moves"`   // decisions that end elsewhere, most urgent first
	Plans   []Changed        `json:"plans"`   // what differs in decisions that end alike
	Reasons []Changed        `json:"reasons"` // triage rules that are among the reasons in one of them only
	Rules   []Edited         `json:"rules"`   // rules that say something else
	Parts   []proof.PartEdit `json:"parts"`   // everything else that was edited
	Split   []string         `json:"split,omitzero"`
	Unknown []string         `json:"undecided,omitzero"`
	Impact  *Impact          `json:"impact,omitzero"`
	Shares  *Shares          `json:"shares,omitzero"` // how many move; nil where no decision ends elsewhere
}

// DiffVerdict sums a difference up.
type DiffVerdict string

// The verdicts. Equal is proved; what the budget left open never is.
const (
	DiffEqual     DiffVerdict = "equal"     // no person would notice anything
	DiffWords     DiffVerdict = "words"     // every case is decided alike; texts or reasons differ
	DiffChanged   DiffVerdict = "changed"   // some case is decided otherwise
	DiffUndecided DiffVerdict = "undecided" // nothing was found, and not all was ruled out
)

// Side is one of the packs.
type Side struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Hash    string `json:"hash"`
	Rules   int    `json:"rules"`
}

// Moved is a pair of ends between which some case moves.
type Moved struct {
	From    End       `json:"from"`
	To      End       `json:"to"`
	Way     Way       `json:"way"`
	Witness *DiffCase `json:"case"`
}

// Way is which way a decision moves.
type Way string

// The ways. From or to incomplete is sideways unless a referral is lost or won.
const (
	Lower    Way = "less urgent"
	Higher   Way = "more urgent"
	Sideways Way = "otherwise"
)

func wayOf(from, to End) Way {
	rank := func(e End) int {
		if e.Outcome == engine.Incomplete {
			return 0
		}
		return map[engine.Urgency]int{engine.SelfCare: 1, engine.Routine: 2, engine.Soon: 3, engine.Urgent: 4, engine.Emergency: 5}[e.Urgency]
	}
	a, b := rank(from), rank(to)
	switch open := a == 0 || b == 0; {
	case open && max(a, b) < 3, a == b:
		return Sideways
	case a > b:
		return Lower
	}
	return Higher
}

// Changed is something that one of the packs has only, in some case that both
// decide alike: an effect as rules combine, an exercise, a reason.
type Changed struct {
	What    string    `json:"what"`
	Added   bool      `json:"added"`
	Witness *DiffCase `json:"case"`
}

// DiffCase is the smallest case that shows a difference.
type DiffCase struct {
	Given    jsontext.Value `json:"given"`              // as the new pack reads it
	OldGiven jsontext.Value `json:"old_given,omitzero"` // as the old one does, where it differs
	Old      Seen           `json:"old"`
	New      Seen           `json:"new"`
	Smallest bool           `json:"smallest"` // proved: no case of fewer answers shows it

	Case    *facts.Case `json:"-"` // Given
	OldCase *facts.Case `json:"-"` // OldGiven, or the same as Case
}

// Seen is what one pack makes of the case.
type Seen struct {
	End
	AtLeast  engine.Urgency `json:"at_least"`
	Rules    []string       `json:"rules"`   // that fire here only, or say something else there
	Reasons  []string       `json:"reasons"` // all triage rules that fire
	Headline string         `json:"headline"`
}

// Edited is a rule that says something else, and what it does by itself.
type Edited struct {
	Rule  string        `json:"rule"`
	Was   string        `json:"was,omitzero"` // its name in the old pack, when it was only renamed
	Place diag.Pos      `json:"place"`
	Old   proof.Meaning `json:"old"` // zero: the rule is new
	New   proof.Meaning `json:"new"` // zero: the rule is gone

	// How many combinations of answers fire it; nil: no such rule, or too many
	// answers to count exactly.
	OldFires *proof.Firing `json:"old_fires,omitzero"`
	NewFires *proof.Firing `json:"new_fires,omitzero"`

	// Alone is what the edit changes in the old pack without the others; nil
	// where the rule was only renamed, where it is the only edit of the packs,
	// or where Apart says why it cannot be looked at alone.
	Alone *Alone `json:"alone,omitzero"`
	Apart string `json:"not_alone,omitzero"`
}

// Alone is what one edit changes by itself.
type Alone struct {
	Verdict DiffVerdict `json:"verdict"`
	Moves   []Moved     `json:"moves"`
	Plans   []Changed   `json:"plans"`
	Reasons []Changed   `json:"reasons"`
}

// DiffOptions bound the work. The zero value is the usual choice.
type DiffOptions struct {
	Conflicts int // of the solver, for each question; 0: proof's own
	Alone     int // edited rules to look at by themselves; 0: 20, negative: none
}

const usualAlone = 20

// Diff compares the packs of two engines.
func Diff(ctx context.Context, old, new *engine.Engine, o DiffOptions) (*Difference, error) {
	d := differ{old: old, o: proof.Options{Conflicts: o.Conflicts}}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	shares := d.countBeside(ctx, new.Pack())
	found, err := proof.Diff(ctx, old.Pack(), new.Pack(), d.o)
	if err != nil {
		return nil, err
	}
	out := &Difference{Old: sideOf(old.Pack()), New: sideOf(new.Pack()), Parts: found.Parts, Split: found.Split, Unknown: found.Unknown}
	if out.Parts == nil {
		out.Parts = []proof.PartEdit{}
	}
	all, err := d.shown(ctx, new, found)
	if err != nil {
		return nil, err
	}
	out.Moves, out.Plans, out.Reasons, out.Verdict = all.Moves, all.Plans, all.Reasons, all.Verdict
	for _, p := range out.Parts {
		switch {
		case p.Touch != proof.Words && out.Verdict != DiffUndecided:
			out.Verdict = DiffChanged
		case out.Verdict == DiffEqual:
			out.Verdict = DiffWords
		}
	}
	if out.Rules, err = d.rules(ctx, new.Pack(), found, o.Alone); err == nil && len(out.Moves) > 0 {
		out.Shares, err = shares()
	}
	return out, err
}

// countBeside counts while the rest is proved, and gives the result when asked.
func (d *differ) countBeside(ctx context.Context, new *pack.Pack) func() (*Shares, error) {
	var out *Shares
	var err error
	done := make(chan struct{})
	go func() {
		defer close(done)
		out, err = countMoves(ctx, d.old.Pack(), new)
	}()
	return func() (*Shares, error) {
		<-done
		return out, err
	}
}

func sideOf(p *pack.Pack) Side { return Side{p.Name, p.Version, p.Hash, len(p.Rules)} }

// differ compares what an engine decides to what others do.
type differ struct {
	old *engine.Engine
	o   proof.Options
}

// shown decides every witness by both engines.
func (d *differ) shown(ctx context.Context, new *engine.Engine, found *proof.Difference) (*Alone, error) {
	out := &Alone{Moves: []Moved{}}
	cases := map[*proof.Pair]*DiffCase{}
	show := func(p *proof.Pair) (c *DiffCase, err error) {
		if c = cases[p]; c == nil {
			c, err = d.decided(ctx, new, p)
			cases[p] = c
		}
		return c, err
	}
	for _, m := range found.Moves {
		c, err := show(m.Witness)
		if err != nil {
			return nil, err
		}
		out.Moves = append(out.Moves, Moved{c.Old.End, c.New.End, wayOf(c.Old.End, c.New.End), c})
	}
	var err error
	changed := func(list []proof.Change) []Changed {
		out := make([]Changed, 0, len(list))
		for _, x := range list {
			c, failed := show(x.Witness)
			err = cmp.Or(err, failed)
			out = append(out, Changed{x.What, x.Added, c})
		}
		return out
	}
	out.Plans, out.Reasons = changed(found.Changes), changed(found.Reasons)
	if err != nil {
		return nil, err
	}
	switch {
	case found.Verdict == proof.Broken:
		out.Verdict = DiffChanged
	case len(found.Unknown) > 0:
		out.Verdict = DiffUndecided
	case len(out.Reasons) > 0:
		out.Verdict = DiffWords
	default:
		out.Verdict = DiffEqual
	}
	return out, nil
}

// decided decides a pair of cases by both engines and holds what they say
// against the proof: a witness that behaves otherwise must never be shown.
func (d *differ) decided(ctx context.Context, new *engine.Engine, p *proof.Pair) (*DiffCase, error) {
	before, err := decideExactly(ctx, d.old, p.Old, p.OldEnd, p.OldFired)
	if err != nil {
		return nil, err
	}
	after, err := decideExactly(ctx, new, p.New, p.NewEnd, p.NewFired)
	if err != nil {
		return nil, err
	}
	before.Rules, after.Rules = p.OldRules, p.NewRules
	c := &DiffCase{Old: before, New: after, Smallest: p.Least, Case: p.New, OldCase: p.Old}
	if c.Given, err = p.New.MarshalJSON(); err != nil {
		return nil, err
	}
	given, err := p.Old.MarshalJSON()
	if string(given) != string(c.Given) {
		c.OldGiven = given
	}
	return c, err
}

func decideExactly(ctx context.Context, e *engine.Engine, c *facts.Case, end proof.End, fired []string) (s Seen, err error) {
	d, err := e.Decide(ctx, c)
	if err != nil {
		return s, err
	}
	got := proof.End{Outcome: string(d.Outcome), Urgency: string(d.Urgency)}
	if d.Fault != nil || got != end || !slices.Equal(d.Fired, fired) {
		return s, fmt.Errorf("a case that the proof says ends in %s ends in %s when both evaluators decide it: do not rely on this comparison, and please report it as a bug of limber", end, got)
	}
	return Seen{End: End{d.Outcome, d.Urgency}, AtLeast: d.AtLeast, Reasons: observe(d).because, Headline: d.Headline}, nil
}

// rules tells what each edited rule changes by itself.
func (d *differ) rules(ctx context.Context, new *pack.Pack, found *proof.Difference, most int) ([]Edited, error) {
	if most == 0 {
		most = usualAlone
	}
	list := make([]Edited, len(found.Rules))
	edits := 0
	for i, e := range found.Rules {
		list[i] = Edited{Rule: e.Name, Was: e.Was, Place: e.Place, Old: e.Old, New: e.New}
		if !e.Renamed() {
			edits++
			list[i].OldFires, list[i].NewFires = fires(d.old.Pack(), e.Name), fires(new, e.Name)
		}
	}
	if edits == 1 && !slices.ContainsFunc(found.Parts, func(p proof.PartEdit) bool { return p.Touch != proof.Words }) {
		return list, nil // the whole difference is its own
	}
	for i := range list {
		e := &list[i]
		if e.Was != "" {
			continue
		}
		if most--; most < 0 {
			e.Apart = "too many rules are edited to look at each alone"
			continue
		}
		alone, ok := found.Rules[i].Alone(d.old.Pack(), new)
		if !ok {
			e.Apart = "it needs other edits too"
			continue
		}
		var err error
		if e.Alone, err = d.alone(ctx, alone); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// fires counts what fires a rule, nil without the rule or beyond the budget.
func fires(p *pack.Pack, name string) *proof.Firing {
	i := slices.IndexFunc(p.Rules, func(r *pack.Rule) bool { return r.Name == name })
	if i < 0 {
		return nil
	}
	if n, ok := proof.CountFiring(p, p.Rules[i]); ok {
		return &n
	}
	return nil
}

func (d *differ) alone(ctx context.Context, p *pack.Pack) (*Alone, error) {
	found, err := proof.Diff(ctx, d.old.Pack(), p, d.o)
	if err != nil {
		return nil, err
	}
	e, err := engine.New(p, engine.Options{})
	if err != nil {
		return nil, err
	}
	return d.shown(ctx, e, found)
}
