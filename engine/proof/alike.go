package proof

import (
	"context"
	"fmt"
	"slices"

	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

// Told says whether any case tells a pack from the same pack with one rule
// changed.
type Told struct {
	// Verdict is Proved when no person would ever notice the change, Broken
	// when Case shows it, Undecided when the budget did not suffice, or when
	// cases were found that ought to show it and none of them does.
	Verdict Verdict
	Case    *facts.Case
}

// alikeTries bounds the cases tried for one change, each of another kind.
const alikeTries = 12

// AlikeConflicts is the budget of one question about the planner's choice when
// Options name none. Those that need more need far more, and there are many.
const AlikeConflicts = 2000

// Alike looks, for each change of one rule, for a case that shows it to a
// person: other reasons, another outcome, other advice, or a plan with another
// start, other exercises, doses, cautions or order. The planner's choice is part
// of the question, except for what a day's minutes leave of it.
//
// A changed rule keeps the index and stratum of the rule that it stands for.
// shows says whether a case tells changed[i] from the pack; nothing is called
// Broken that it does not confirm.
func Alike(ctx context.Context, p *pack.Pack, changed []*pack.Rule, o Options, shows func(i int, c *facts.Case) (bool, error)) ([]Told, error) {
	if o.Conflicts == 0 && !o.conflictsSet {
		o.Conflicts = AlikeConflicts
	}
	out := make([]Told, len(changed))
	err := each(ctx, p, o, len(changed), func(ctx context.Context, s *session, i int) (err error) {
		out[i], err = s.alike(ctx, changed[i], func(c *facts.Case) (bool, error) { return shows(i, c) })
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("tell changed rules apart: %w", err)
	}
	return out, nil
}

func (s *session) alike(ctx context.Context, changed *pack.Rule, shows func(*facts.Case) (bool, error)) (Told, error) {
	q := *s.p
	q.Rules = append([]*pack.Rule(nil), s.p.Rules...)
	q.Rules[changed.Index] = changed
	g := s.u.form(&q)
	f, u := s.f, s.u
	f.run()
	g.run()
	roots := []lit{s.tellsWithoutPlan(g)}
	quiet := u.and(f.quiet(), g.quiet())
	if rough := u.and(quiet, s.mayTell(g)); rough != no {
		// This one is cheap, and what it rules out costs no more.
		if found, _ := s.u.ask(ctx, max(DefaultConflicts, s.o.conflicts()), rough); found != impossible {
			for level := range s.p.Starts {
				roots = append(roots, u.and(quiet, s.startIs(f, level), s.startIs(g, level), s.tellsAt(g, level)))
			}
			for level := range s.p.Starts {
				roots = append(roots, u.and(quiet, u.or(f.plan().possible, g.plan().possible), u.xor(s.startIs(f, level), s.startIs(g, level))))
			}
		}
	}
	out := Told{Verdict: Proved}
	for _, root := range roots {
		for range alikeTries {
			found, a := s.u.ask(ctx, s.o.conflicts(), root)
			if found == impossible {
				break
			}
			out.Verdict = Undecided
			if found == undecided {
				break
			}
			c := f.caseOf(a)
			seen, err := shows(c)
			if err != nil || seen {
				return Told{Verdict: Broken, Case: c}, err
			}
			root = u.and(root, s.unlike(root, a))
		}
	}
	return out, ctx.Err()
}

// unlike holds for answers that differ from these in at least one fact that a
// root depends on.
func (s *session) unlike(root lit, a assignment) lit {
	return s.u.or(s.farFrom(root, a)...)
}

func (s *session) startIs(f *form, level int) lit {
	at := f.plan().startAtMost
	if level == 0 {
		return at[0]
	}
	return s.u.and(at[level], at[level-1].not())
}

// tellsWithoutPlan holds when reasons, clearance or advice differ.
func (s *session) tellsWithoutPlan(g *form) lit {
	f, u := s.f, s.u
	var terms []lit
	for i, r := range s.p.Rules {
		if r.Stratum != grl.Triage {
			continue
		}
		if r.Urgency() != g.p.Rules[i].Urgency() {
			terms = append(terms, f.fires[i], g.fires[i])
		}
		terms = append(terms, u.xor(f.fires[i], g.fires[i]))
	}
	terms = append(terms, u.and(f.isPlan(), f.level(facts.LevelRoutine).not(), u.xor(f.found[s.p.Clearance], g.found[s.p.Clearance])))
	before, after := f.effects(), g.effects()
	for _, id := range sortedKeys(s.p.Tips) {
		if s.p.Tips[id].Always {
			terms = append(terms, u.xor(before[alwaysSaid+id], after[alwaysSaid+id]))
			continue
		}
		key := fmt.Sprintf("%s(%s)", grl.AdviseTip, id)
		terms = append(terms, u.and(f.isPlan(), u.xor(before[key], after[key])))
	}
	return u.or(terms...)
}

// mayTell holds when something differs on which plans depend: eligibility, the
// order of two eligible exercises, a bound or a caution. Where it never holds
// the planner need not be looked at.
func (s *session) mayTell(g *form) lit {
	f, u := s.f, s.u
	var terms []lit
	for level := range s.p.Starts {
		terms = append(terms, u.xor(f.plan().startAtMost[level], g.plan().startAtMost[level]))
	}
	in := make([]lit, len(s.p.Exercises))
	for i := range in {
		in[i] = f.plan().eligible[i]
		terms = append(terms, u.xor(in[i], g.plan().eligible[i]))
	}
	terms = append(terms, s.shapes(g, in), u.xor(f.found[s.p.Plan.Older], g.found[s.p.Plan.Older]))
	for k := 1; k < s.p.Plan.Most; k++ {
		terms = append(terms, s.limitTells(g, k))
	}
	return u.or(terms...)
}

// limitTells holds when only one of two forms allows more than k exercises.
func (s *session) limitTells(g *form, k int) lit {
	key := fmt.Sprintf("%s <= %d", grl.PlanLimit, k)
	return s.u.xor(s.f.effects()[key], g.effects()[key])
}

// shapes holds when two exercises that are in, or the cautions of one, stand
// otherwise.
func (s *session) shapes(g *form, in []lit) lit {
	f, u := s.f, s.u
	var terms []lit
	for i, a := range in {
		for j := range in {
			if d := u.xor(f.above(i, j), g.above(i, j)); i != j && d != no {
				terms = append(terms, u.and(a, in[j], d))
			}
		}
	}
	before, after := f.choice().cautions, g.choice().cautions
	for _, cautions := range []map[string][]lit{before, after} {
		for _, id := range sortedKeys(cautions) {
			for i, e := range s.p.Exercises {
				if d := u.xor(f.cautions(before[id], e), f.cautions(after[id], e)); d != no {
					terms = append(terms, u.and(in[i], d))
				}
			}
		}
	}
	return u.or(terms...)
}

// cautions holds when a caution goes with an exercise.
func (f *form) cautions(byTag []lit, e *pack.Exercise) lit {
	var terms []lit
	for tag, l := range byTag {
		if e.Tags&(1<<tag) != 0 {
			terms = append(terms, l)
		}
	}
	return f.u.or(terms...)
}

// tellsAt holds when two forms, both of this start level, pick other exercises
// or show them otherwise.
func (s *session) tellsAt(g *form, level int) lit {
	f, u := s.f, s.u
	var terms, all []lit
	in := make([]lit, len(s.p.Exercises))
	for _, r := range f.picks(level) {
		terms = append(terms, s.picksOtherwise(g, r))
		for i := range in {
			in[i] = u.or(in[i], r.picks[i])
		}
	}
	terms = append(terms, s.shapes(g, in))
	for _, l := range in {
		if l != no {
			all = append(all, l)
		}
	}
	for k := 1; k < len(s.p.Starts[level].Slots); k++ {
		if d := s.limitTells(g, k); d != no {
			terms = append(terms, u.and(u.atLeast(k+1, all), d))
		}
	}
	if level >= startBuild {
		terms = append(terms, u.xor(f.found[s.p.Plan.Older], g.found[s.p.Plan.Older]))
	}
	return u.or(terms...)
}

// picksOtherwise holds when another form, of which all was picked alike until
// this round, picks something else in it. Two plans differ just where there is a
// first such round, so the rounds of one form say it all; and in that round one of
// them picks an exercise that is eligible or scores otherwise in the other.
func (s *session) picksOtherwise(g *form, r round) lit {
	was, is := s.f.plan().eligible, g.plan().eligible
	before, after := s.f.choice().score, g.choice().score
	var terms []lit
	for i := range is {
		if is[i] != was[i] || !slices.Equal(before[i], after[i]) {
			terms = append(terms, s.u.xor(r.picks[i], g.best(i, r.room)))
		}
	}
	return s.u.or(terms...)
}
