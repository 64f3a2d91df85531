package proof

import (
	"slices"
	"strings"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
)

// RuleEdit is a rule that one of two packs lacks, or that means something else
// there. Its condition and effects are as GRL spells them.
type RuleEdit struct {
	Name  string // in the new pack, or in the old one if it is gone
	Was   string // its name in the old pack, when it was only renamed
	Old   Meaning
	New   Meaning
	Place diag.Pos // in the pack that Name is of
}

// Meaning is what a rule says; the zero value stands for no rule.
type Meaning struct {
	When    string   `json:"when,omitzero"`
	Effects []string `json:"effects,omitzero"` // sorted: their order means nothing
}

// Renamed reports whether the rule has another name and says the same.
func (e *RuleEdit) Renamed() bool { return e.Was != "" }

func meaningOf(r *pack.Rule) (m Meaning) {
	m.When = r.Source
	if r.When != nil {
		m.When = r.When.String()
	}
	for i := range r.Effects {
		if r.When != nil {
			m.Effects = append(m.Effects, strings.TrimSuffix(r.Effects[i].Effect.String(), ";"))
		}
	}
	slices.Sort(m.Effects)
	return m
}

func (m Meaning) equal(o Meaning) bool { return m.When == o.When && slices.Equal(m.Effects, o.Effects) }

func byName(p *pack.Pack) map[string]*pack.Rule {
	m := make(map[string]*pack.Rule, len(p.Rules))
	for _, r := range p.Rules {
		m[r.Name] = r
	}
	return m
}

// RuleEdits lists the rules that differ, those of the new pack in its order and
// then those that are gone. A rule that was added and says the same as one that
// is gone was renamed.
func RuleEdits(old, new *pack.Pack) (list []RuleEdit) {
	before, after := byName(old), byName(new)
	var gone []RuleEdit
	for _, r := range old.Rules {
		if after[r.Name] == nil {
			gone = append(gone, RuleEdit{Name: r.Name, Old: meaningOf(r), Place: r.Pos})
		}
	}
	for _, r := range new.Rules {
		e := RuleEdit{Name: r.Name, New: meaningOf(r), Place: r.Pos}
		if was := before[r.Name]; was != nil {
			if e.Old = meaningOf(was); e.Old.equal(e.New) && was.Stratum == r.Stratum {
				continue
			}
		} else if i := slices.IndexFunc(gone, func(g RuleEdit) bool { return g.Old.equal(e.New) }); i >= 0 {
			e.Was, e.Old = gone[i].Name, gone[i].Old
			gone = slices.Delete(gone, i, i+1)
		}
		list = append(list, e)
	}
	return append(list, gone...)
}

// Alone is the old pack with one edit of the new one and nothing else. It is
// not possible where the edit needs more than the old pack has, such as a new
// fact or a finding that is drawn later.
func (e *RuleEdit) Alone(old, new *pack.Pack) (*pack.Pack, bool) {
	p := *old
	p.Rules = nil
	name := e.Name
	if e.Renamed() {
		name = e.Was
	}
	var put *pack.Rule
	if r := byName(new)[e.Name]; r != nil {
		var ok bool
		if put, ok = moved(r, new, old); !ok {
			return nil, false
		}
	}
	last := func(stratum grl.Stratum, level int) int {
		for i, r := range slices.Backward(old.Rules) {
			if r.Stratum < stratum || r.Stratum == stratum && r.Level <= level {
				return i
			}
		}
		return -1
	}
	at := -1 // the rule before which it goes
	if put != nil {
		at = last(put.Stratum, put.Level) + 1
	}
	for i := 0; i <= len(old.Rules); i++ {
		if i == at {
			p.Rules = append(p.Rules, put)
		}
		if i < len(old.Rules) && old.Rules[i].Name != name {
			r := *old.Rules[i]
			p.Rules = append(p.Rules, &r)
		}
	}
	for i, r := range p.Rules {
		r.Index = i
	}
	return &p, inOrder(&p)
}

// moved is a rule of one pack as another would have it.
func moved(r *pack.Rule, from, to *pack.Pack) (*pack.Rule, bool) {
	if r.When == nil {
		return nil, false
	}
	out := *r
	cond, err := to.Bind(r.When)
	if err != nil {
		return nil, false
	}
	out.Cond = cond
	out.Effects = slices.Clone(r.Effects)
	for i := range out.Effects {
		e := &out.Effects[i]
		switch e.Verb {
		case grl.SetFound:
			e.Finding = slices.IndexFunc(to.Found, func(f pack.Found) bool { return f.ID == from.Found[e.Finding].ID })
			if e.Finding < 0 || to.Found[e.Finding].Level != r.Level {
				return nil, false
			}
		case grl.PlanRelease, grl.PlanStretch, grl.PlanMobilise, grl.PlanStrengthen:
			e.Target = slices.IndexFunc(to.Targets, func(t pack.Target) bool { return t.ID == from.Targets[e.Target].ID })
			if e.Target < 0 {
				return nil, false
			}
		case grl.PlanAvoid, grl.PlanCaution:
			e.Tag = slices.IndexFunc(to.Tags, func(t pack.Tag) bool { return t.ID == from.Tags[e.Tag].ID })
			if e.Tag < 0 {
				return nil, false
			}
		case grl.PlanPrefer:
			e.Exercise = slices.IndexFunc(to.Exercises, func(x *pack.Exercise) bool { return x.ID == from.Exercises[e.Exercise].ID })
			if e.Exercise < 0 {
				return nil, false
			}
		}
	}
	if r.Stratum != grl.Findings { // findings take up the levels before
		for _, o := range to.Rules {
			if o.Stratum == r.Stratum {
				out.Level = o.Level
				return &out, true
			}
		}
		return nil, false
	}
	return &out, true
}

// inOrder reports whether every finding is drawn at a lower level than it is
// read.
func inOrder(p *pack.Pack) bool {
	drawn := make([]int, len(p.Found)) // one more than the level
	for _, r := range p.Rules {
		for _, e := range r.Effects {
			if e.Verb == grl.SetFound {
				drawn[e.Finding] = max(drawn[e.Finding], r.Level+1)
			}
		}
	}
	ok := true
	for _, r := range p.Rules {
		pack.Atoms(r.Cond, func(a *pack.Atom) { ok = ok && (a.Finding < 0 || drawn[a.Finding] <= r.Level) })
	}
	return ok
}
