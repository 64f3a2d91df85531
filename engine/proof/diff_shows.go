package proof

import (
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
