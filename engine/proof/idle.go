package proof

import (
	"context"
	"fmt"
	"slices"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

// IdlePart is a part of a pack that makes no difference to any decision.
type IdlePart struct {
	Code    string   `json:"code"` // idle-rule, idle-atom, unreachable-finding, unreachable-tip, unreachable-exercise
	Name    string   `json:"name"` // of the rule (for an atom too), finding, tip or exercise
	Verdict Verdict  `json:"verdict"`
	Reason  string   `json:"reason"`          // why, in words; for a rule with what makes it idle
	Pos     diag.Pos `json:"at"`              // of the rule's name, or of the atom
	Waived  string   `json:"waived,omitzero"` // the reason for which pack.yaml accepts it
}

// The codes of idle parts.
const (
	IdleRule            = "idle-rule"
	IdleAtom            = "idle-atom"
	UnreachableFinding  = "unreachable-finding"
	UnreachableTip      = "unreachable-tip"
	UnreachableExercise = "unreachable-exercise"
)

// tooCostly is the reason of what is undecided.
const tooCostly = "the budget did not suffice"

// Idle finds what makes no difference: rules whose removal changes no referral,
// no effect on a plan and no advice, whatever the answers; atoms that can be
// left out, of rules that are not idle; and findings, tips and exercises that
// no case reaches. Verdict is Proved, or Undecided where the budget did not
// suffice. Rules that only explain what others decide are among them.
func Idle(ctx context.Context, p *pack.Pack, o Options) ([]IdlePart, error) {
	const batch = 8 // rules that share a circuit
	n := (len(p.Rules) + batch - 1) / batch
	found := make([][]IdlePart, n+1)
	err := each(ctx, p, o, n+1, func(ctx context.Context, s *session, i int) (err error) {
		if i == n {
			found[i], err = s.unreachable(ctx)
			return err
		}
		for rule := i * batch; rule < min((i+1)*batch, len(p.Rules)); rule++ {
			list, err := s.idleRule(ctx, rule)
			if err != nil {
				return err
			}
			found[i] = append(found[i], list...)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("look for idle rules: %w", err)
	}
	list := slices.Concat(found...)
	for i := range list {
		part := &list[i]
		part.Waived = waived(p, part.Code, part.place(), part.Verdict == Proved)
	}
	return list, nil
}

// unreachable looks for what no case reaches.
func (s *session) unreachable(ctx context.Context) (list []IdlePart, err error) {
	never := func(code, name, reason string, at diag.Pos, root lit) {
		switch found, _ := s.ask(ctx, root); found {
		case impossible:
			list = append(list, IdlePart{Code: code, Name: name, Verdict: Proved, Reason: reason, Pos: at})
		case undecided:
			list = append(list, IdlePart{Code: code, Name: name, Reason: tooCostly, Pos: at})
		}
	}
	f := s.f
	f.run()
	for i, found := range s.p.Found {
		never(UnreachableFinding, found.ID, "no case draws it", found.Pos, f.found[i])
	}
	effects := f.effects()
	for _, id := range sortedKeys(s.p.Tips) {
		tip, root := s.p.Tips[id], no
		if tip.Always {
			root = effects[alwaysSaid+id]
		} else {
			root = s.u.and(f.isPlan(), effects[fmt.Sprintf("%s(%s)", grl.AdviseTip, id)])
		}
		never(UnreachableTip, id, "no decision gives it", tip.Pos, root)
	}
	for i, e := range s.p.Exercises {
		if e.Unfit == "" {
			never(UnreachableExercise, e.ID, "no plan can hold it", e.Pos, s.u.and(f.isPlan(), f.plan().eligible[i]))
		}
	}
	return list, ctx.Err()
}

// idleRule looks at a rule and, if it is not idle, at its atoms.
func (s *session) idleRule(ctx context.Context, rule int) (list []IdlePart, err error) {
	r := s.p.Rules[rule]
	s.f.run()
	switch found, _ := s.ask(ctx, s.f.fires[rule]); found {
	case impossible:
		return []IdlePart{{Code: IdleRule, Name: r.Name, Verdict: Proved, Reason: "its condition never holds", Pos: r.Pos}}, nil
	case undecided:
		return []IdlePart{{Code: IdleRule, Name: r.Name, Reason: tooCostly, Pos: r.Pos}}, ctx.Err()
	}
	switch found, _ := s.ask(ctx, s.noticed(rule, nil)); found {
	case impossible:
		return []IdlePart{{Code: IdleRule, Name: r.Name, Verdict: Proved, Reason: s.whyIdle(ctx, rule), Pos: r.Pos}}, nil
	case undecided:
		return []IdlePart{{Code: IdleRule, Name: r.Name, Reason: tooCostly, Pos: r.Pos}}, ctx.Err()
	}
	if r.Generated {
		return nil, nil
	}
	n := 0
	pack.Atoms(r.Cond, func(*pack.Atom) { n++ })
	for i := 0; i < n && n > 1; i++ {
		part, err := s.idleAtom(ctx, rule, i)
		if err != nil {
			return nil, err
		}
		if part != nil {
			list = append(list, *part)
		}
	}
	return list, nil
}

// idleAtom asks whether the nth atom of a rule may as well be false, or true.
func (s *session) idleAtom(ctx context.Context, rule, n int) (*IdlePart, error) {
	r := s.p.Rules[rule]
	var atom *pack.Atom
	i := 0
	pack.Atoms(r.Cond, func(a *pack.Atom) {
		if i == n {
			atom = a
		}
		i++
	})
	part := &IdlePart{Code: IdleAtom, Name: r.Name}
	name := "an atom"
	if atom.Expr != nil {
		part.Pos, name = atom.Expr.Position(), atom.Expr.String()
	}
	for _, as := range []struct {
		cond   pack.Cond
		reason string
	}{
		{pack.Or{}, "without %s nothing changes: whatever it adds, something else decides already"},
		{pack.And{}, "%s need not be asked for: whenever it is missing, something else decides already"},
	} {
		left := 0
		found, _ := s.ask(ctx, s.noticed(rule, replaceAtom(r.Cond, n, &left, as.cond)))
		switch found {
		case impossible:
			part.Verdict, part.Reason = Proved, fmt.Sprintf(as.reason, name)
			return part, nil
		case undecided:
			part.Reason = tooCostly + " for " + name
			return part, ctx.Err()
		}
	}
	return nil, nil
}

// replaceAtom copies a condition with another in place of its nth atom.
func replaceAtom(c pack.Cond, n int, seen *int, by pack.Cond) pack.Cond {
	all := func(terms []pack.Cond) []pack.Cond {
		out := make([]pack.Cond, len(terms))
		for i, t := range terms {
			out[i] = replaceAtom(t, n, seen, by)
		}
		return out
	}
	switch c := c.(type) {
	case pack.And:
		return pack.And(all(c))
	case pack.Or:
		return pack.Or(all(c))
	case pack.AtLeast:
		return pack.AtLeast{K: c.K, Terms: all(c.Terms)}
	}
	*seen++
	if *seen == n+1 {
		return by
	}
	return c
}

// noticed holds when a decision differs once the rule has another condition,
// or nil for none at all. Only the strongest level of a triage rule and the own
// effects of a plan rule can differ; what a finding leads to may be anything.
func (s *session) noticed(rule int, instead pack.Cond) lit {
	r := s.p.Rules[rule]
	f, u := s.f, s.u
	if r.Stratum == grl.Findings {
		g := f.like()
		if instead == nil {
			g.without = rule
		} else {
			g.conds[rule] = instead
		}
		return s.differs(g)
	}
	fires := no
	if instead != nil {
		fires = f.cond(instead)
	}
	turns := u.xor(f.fires[rule], fires)
	if r.Stratum == grl.Triage {
		return u.and(turns, f.levelBut(r.Urgency(), rule).not())
	}
	var terms []lit
	for _, key := range s.watcher.keys[rule] {
		where := f.quiet()
		if always(key) {
			where = yes
		}
		terms = append(terms, u.and(where, s.effectBut(key, rule).not()))
	}
	return u.and(turns, u.or(terms...))
}

// effectBut holds when a rule other than this one has the effect.
func (s *session) effectBut(key string, rule int) lit {
	var terms []lit
	for i, keys := range s.watcher.keys {
		if i != rule && slices.Contains(keys, key) {
			terms = append(terms, s.f.fires[i])
		}
	}
	return s.u.or(terms...)
}

// differs holds when two forms of one pack decide or shape a plan differently.
func (s *session) differs(g *form) lit {
	f, u := s.f, s.u
	var terms []lit
	for _, l := range levels {
		terms = append(terms, u.xor(f.level(l), g.level(l)))
	}
	quiet := f.quiet()
	g.run()
	terms = append(terms, u.and(f.isPlan(), f.level(facts.LevelRoutine).not(), u.xor(f.found[s.p.Clearance], g.found[s.p.Clearance])))
	before, after := f.effects(), g.effects()
	for _, key := range sortedKeys(before) {
		where := quiet
		if always(key) {
			where = yes
		}
		terms = append(terms, u.and(where, u.xor(before[key], after[key])))
	}
	return u.or(terms...)
}

// whyIdle says what makes a rule idle that does fire.
func (s *session) whyIdle(ctx context.Context, rule int) string {
	r := s.p.Rules[rule]
	switch r.Stratum {
	case grl.Findings:
		return "whatever reads what it finds decides the same without it"
	case grl.Plan:
		if found, _ := s.ask(ctx, s.u.and(s.f.quiet(), s.f.fires[rule])); found == impossible {
			return "whenever it fires there is no plan"
		}
	}
	for i, other := range s.p.Rules {
		if i == rule || other.Stratum != r.Stratum || other.Urgency() < r.Urgency() || !s.covers(i, rule) {
			continue
		}
		if found, _ := s.ask(ctx, s.u.and(s.f.fires[rule], s.f.fires[i].not())); found == impossible {
			return "whenever it fires, so does " + other.Name
		}
	}
	if r.Stratum == grl.Triage {
		return fmt.Sprintf("whenever it fires, other rules refer at least %s, together", r.Urgency())
	}
	return "whenever it fires on a plan, other rules have the same effects, together"
}

// covers reports whether a rule has all effects of another.
func (s *session) covers(a, b int) bool {
	for _, key := range s.watcher.keys[b] {
		if !slices.Contains(s.watcher.keys[a], key) {
			return false
		}
	}
	return true
}
