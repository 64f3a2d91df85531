package proof

import (
	"maps"
	"slices"
	"strings"

	"github.com/limber-triage/limber/engine/grl"
)

// sortedKeys lists the keys of a map in a fixed order.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// isRestriction reports whether an effect's key takes something from a plan.
func isRestriction(key string) bool {
	for _, v := range []grl.Verb{grl.PlanAvoid, grl.PlanWithout, grl.PlanStart, grl.PlanLimit} {
		if strings.HasPrefix(key, string(v)) {
			return true
		}
	}
	return false
}
