package proof

import (
	"reflect"
	"slices"
	"strings"

	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

// always reports whether an effect shows whatever the outcome.
func always(key string) bool { return strings.HasPrefix(key, alwaysSaid) }

// shows reports whether a change is seen in the observed cases.
func (w *Pair) shows(d *differ, what string, added bool) bool {
	has := func(p *pack.Pack, s *observed) bool {
		if id, ok := strings.CutPrefix(what, "eligible "); ok {
			i := slices.IndexFunc(p.Exercises, func(e *pack.Exercise) bool { return e.ID == id })
			return i >= 0 && s.eligible[i]
		}
		switch what {
		case "at least routine":
			return s.level >= facts.LevelRoutine
		case olderDoses:
			return s.found[p.Plan.Older]
		case mayLoad:
			return s.found[p.Plan.ReadyToLoad]
		}
		return s.effects[what]
	}
	return has(d.p, w.old) != added && has(d.new.p, w.new) == added
}

// elsewhere names the parts of two packs that no question looks at.
func elsewhere(a, b *pack.Pack) (list []string) {
	for _, part := range []struct {
		name string
		same bool
	}{
		{"exercises", reflect.DeepEqual(bareExercises(a), bareExercises(b))},
		{"slots and starts", reflect.DeepEqual(a.Slots, b.Slots) && reflect.DeepEqual(a.Starts, b.Starts)},
		{"plan bounds", reflect.DeepEqual(a.Plan, b.Plan)},
		{"texts", reflect.DeepEqual(a.Texts, b.Texts)},
		{"cards of rules", reflect.DeepEqual(cards(a), cards(b))},
	} {
		if !part.same {
			list = append(list, part.name)
		}
	}
	return list
}

// bareExercises are the exercises without their places in files.
func bareExercises(p *pack.Pack) []pack.Exercise {
	list := make([]pack.Exercise, len(p.Exercises))
	for i, e := range p.Exercises {
		list[i] = *e
		list[i].Pos.Line, list[i].Pos.Column = 0, 0
	}
	return list
}

// cards are what rules say, by rule.
func cards(p *pack.Pack) map[string]string {
	m := map[string]string{}
	for _, r := range p.Rules {
		if r.Card != nil {
			m[r.Name] = string(r.Card.Action) + " " + r.Card.Message
		}
	}
	return m
}
