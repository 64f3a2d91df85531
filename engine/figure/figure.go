// Package figure owns the pictures of exercises.
package figure

import "github.com/limber-triage/limber/engine/pack"

// Set holds the figures of a pack.
type Set struct{ scenes map[string]*scene }

// Options choose how a figure is written.
type Options struct {
	IDPrefix string
}

// SVG returns the figure of an exercise.
func (s *Set) SVG(e *pack.Exercise, o Options) string {
	sc := s.scenes[e.ID]
	if sc == nil {
		return ""
	}
	return sc.draw(e.Unfit != "").write(inherited, o.IDPrefix+e.ID, e.Name, sc.desc)
}
