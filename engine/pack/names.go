package pack

import (
	"slices"

	"github.com/limber-triage/limber/engine/diag"
)

// nearestOf hints at the nearest name; candidates may come from a map, so they
// are sorted first to give the same hint every time.
func nearestOf(word string, candidates []string, fallback string) string {
	slices.Sort(candidates)
	return diag.DidYouMean(word, candidates, fallback)
}

// keys returns the keys of an index in order.
func keys[V any](m map[string]V) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
