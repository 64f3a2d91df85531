package pack

import (
	"fmt"
	"slices"
	"strings"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/yamltree"
	"github.com/limber-triage/limber/facts"
)

// bindRules binds conditions and effects, adds the rules that not_sure makes,
// orders the findings into levels, and sorts the rules as they will run.
func (l *loader) bindRules() {
	p := l.p
	for _, r := range l.parsed {
		p.Rules = append(p.Rules, l.rule(&Rule{Rule: r}))
	}
	for _, f := range p.Vocabulary.Facts {
		if r := unsureRule(f); r != nil {
			if slices.ContainsFunc(l.parsed, func(o *grl.Rule) bool { return o.Name == r.Name }) {
				l.errorf(in(f.Pos, "not_sure"), "colliding-rule", "rename the written rule", "rule %s is made from the not_sure level of %s and cannot be written too", r.Name, f.ID)
				continue
			}
			p.Rules = append(p.Rules, l.rule(&Rule{Rule: r, Generated: true}))
		}
	}
	l.checkPrefix()
	l.levels()
	slices.SortStableFunc(p.Rules, func(a, b *Rule) int { return a.Level - b.Level })
	for i, r := range p.Rules {
		r.Index = i
		for _, e := range r.Effects {
			if e.Verb == grl.SetFound && e.Finding >= 0 {
				p.Found[e.Finding].Rules = append(p.Found[e.Finding].Rules, i)
			}
		}
	}
}

// unsureRule turns the not_sure level of a fact into the triage rule that a
// reviewer would otherwise have to write, nil when it raises no level.
func unsureRule(f *facts.Fact) *grl.Rule {
	var verb grl.Verb
	switch f.NotSure {
	case facts.LevelUrgent:
		verb = grl.ReferUrgent
	case facts.LevelSoon:
		verb = grl.ReferSoon
	case facts.LevelRoutine:
		verb = grl.ReferRoutine
	default:
		return nil
	}
	r := &grl.Rule{
		Name:        unsurePrefix + f.Name,
		Description: "Not sure: " + strings.ReplaceAll(f.ID, "_", " "),
		When:        &grl.Case{Fact: f.Name, Member: "Unsure", Pos: f.Pos, MemberPos: f.Pos},
		Then:        []grl.Effect{{Verb: verb, Pos: f.Pos}},
		Stratum:     grl.Triage,
		Pos:         f.Pos,
	}
	r.Source = grl.Format(r)
	return r
}

// unsurePrefix begins the names of the rules made from not_sure levels.
const unsurePrefix = "Unsure"

// checkPrefix keeps the names of written and made rules apart.
func (l *loader) checkPrefix() {
	for _, r := range l.p.Rules {
		if !r.Generated && strings.HasPrefix(r.Name, unsurePrefix) {
			l.errorf(inRule(r.Rule), "reserved-name", "rename the rule", "names beginning with %s belong to the rules made from not_sure", unsurePrefix)
		}
	}
}

func (l *loader) rule(r *Rule) *Rule {
	b := binder{vocab: l.p.Vocabulary, found: l.found}
	r.Cond = b.bind(r.When)
	l.diags = append(l.diags, b.diags...)
	for _, e := range r.Then {
		r.Effects = append(r.Effects, l.effect(e))
	}
	return r
}

func (l *loader) effect(e grl.Effect) Effect {
	out := Effect{Effect: e, Finding: -1, Target: -1, Tag: -1, Exercise: -1}
	switch e.Verb {
	case grl.SetFound:
		out.Finding = l.resolve(inEffect(e), "finding", e.Text, l.found)
	case grl.ReferEmergency:
		out.Urgency = facts.LevelEmergency
	case grl.ReferUrgent:
		out.Urgency = facts.LevelUrgent
	case grl.ReferSoon:
		out.Urgency = facts.LevelSoon
	case grl.ReferRoutine:
		out.Urgency = facts.LevelRoutine
	case grl.PlanRelease, grl.PlanStretch, grl.PlanMobilise, grl.PlanStrengthen:
		out.Phase = needPhase[e.Verb]
		out.Target = l.resolve(inEffect(e), "target", e.Text, l.targets)
	case grl.PlanPrefer:
		out.Exercise = l.resolve(inEffect(e), "exercise", e.Text, l.exerciseIDs)
		if out.Exercise >= 0 && l.p.Exercises[out.Exercise].Unfit != "" {
			l.errorf(inEffect(e), "unfit-exercise", "prefer another one", "%s is listed only and never recommended", e.Text)
		}
	case grl.PlanAvoid:
		out.Tag = l.resolve(inEffect(e), "tag", e.Text, l.tags)
	case grl.PlanWithout:
		out.Phase, _ = l.phase(inEffect(e), e.Text)
	case grl.PlanCaution:
		out.Tag = l.resolve(inEffect(e), "tag", e.Text, l.tags)
		if c, ok := l.messages.Cautions[e.Text2]; ok {
			out.Caution = &c
		} else {
			l.unknownText(e.Text2Pos, "caution", e.Text2, keys(l.messages.Cautions))
		}
	case grl.AdviseTip:
		if t, ok := l.p.Tips[e.Text]; ok {
			out.Tip = t
		} else {
			l.unknownText(e.TextPos, "tip", e.Text, keys(l.p.Tips))
		}
	}
	if e.Verb == grl.PlanCaution && out.Caution != nil {
		out.Caution = l.p.Cautions[e.Text2]
	}
	return out
}

func (l *loader) unknownText(at diag.Pos, what, id string, known []string) {
	l.diags = append(l.diags, diag.Diagnostic{Code: "unknown-" + what, Pos: at, Width: len(id) + len(`""`),
		Message: fmt.Sprintf("unknown %s %s", what, yamltree.Quote(id)),
		Hint:    diag.DidYouMean(id, known, "write it under "+what+"s: in the messages")})
}

var needPhase = map[grl.Verb]Phase{
	grl.PlanRelease: Release, grl.PlanStretch: Stretch, grl.PlanMobilise: Mobility, grl.PlanStrengthen: Strength,
}

// levels gives every finding its dependency level and refuses circles; then
// every rule the level at which it runs.
func (l *loader) levels() {
	p := l.p
	reads := make([][]int, len(p.Found)) // finding -> findings it depends on
	set := make([]bool, len(p.Found))
	for _, r := range p.Rules {
		for _, e := range r.Effects {
			if e.Verb != grl.SetFound || e.Finding < 0 {
				continue
			}
			set[e.Finding] = true
			Atoms(r.Cond, func(a *Atom) {
				if a.Finding >= 0 {
					reads[e.Finding] = append(reads[e.Finding], a.Finding)
				}
			})
		}
	}
	const unseen, open, done = 0, 1, 2
	state := make([]int, len(p.Found))
	var path []string
	var visit func(int) int
	visit = func(i int) int {
		path = append(path, p.Found[i].ID)
		defer func() { path = path[:len(path)-1] }()
		switch state[i] {
		case done:
			return p.Found[i].Level
		case open:
			from := slices.Index(path, p.Found[i].ID)
			l.errorf(in(p.Found[i].Pos, "id"), "circular-finding", "a finding may only read findings that do not lead back to it",
				"findings depend on each other in a circle: %s", strings.Join(path[from:], " -> "))
			return 0
		}
		state[i] = open
		for _, d := range reads[i] {
			p.Found[i].Level = max(p.Found[i].Level, visit(d)+1)
		}
		state[i] = done
		return p.Found[i].Level
	}
	top := 0
	for i := range p.Found {
		top = max(top, visit(i))
		if !set[i] && !l.brokenRules {
			l.errorf(in(p.Found[i].Pos, "id"), "unset-finding", "write the rule, or remove the declaration", "no rule sets Found.%s", p.Found[i].ID)
		}
	}
	for _, r := range p.Rules {
		switch r.Stratum {
		case grl.Findings:
			for _, e := range r.Effects {
				if e.Finding >= 0 {
					r.Level = max(r.Level, p.Found[e.Finding].Level)
				}
			}
		case grl.Triage:
			r.Level = top + 1
		case grl.Plan:
			r.Level = top + 2
		}
	}
}

// Levels is the number of passes that the rules need: the findings' levels,
// triage, plan.
func (p *Pack) Levels() int {
	if len(p.Rules) == 0 {
		return 0
	}
	return p.Rules[len(p.Rules)-1].Level + 1
}
