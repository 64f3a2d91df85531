// Package figure owns the pictures of exercises: line figures of a person,
// drawn from joint angles that the pack gives in figures.yaml.
//
// [Load] reads the angles, [Set.SVG] writes a figure into a page and
// [Set.Image] one that stands by itself. A figure shows where the movement
// ends in solid, where it starts as a faint outline of the parts that move,
// and an arrow on the way. An exercise that is never recommended is struck
// through. The same pack gives the same bytes.
//
// A page may set the colours --figure-paper (behind the figure), --figure-tool
// (bands, balls, weights) and --figure-arrow; the person is drawn in the
// page's own text colour, so light, dark and print all work. There is no
// style in a figure, only attributes, so a strict content security policy may
// stand.
//
// The package never decides who does an exercise or how, and its pictures
// copy no one's art.
package figure

import "github.com/limber-triage/limber/engine/pack"

// Set holds the figures of a pack. It is immutable.
type Set struct{ scenes map[string]*scene }

// Options choose how a figure is written. The zero value is useful.
type Options struct {
	// IDPrefix goes before the exercise's id in the ids of the elements. Give
	// each figure its own when a page shows one exercise twice.
	IDPrefix string
}

// SVG returns the figure of an exercise as an element for an HTML page, or ""
// when the pack has no figures. Its width and height, in pixels, fit a frame
// of 320 by 220; style sheets may choose others.
func (s *Set) SVG(e *pack.Exercise, o Options) string {
	return s.write(e, o, inherited)
}

// Image returns the figure of an exercise as a file that needs no page around
// it: dark on white paper. It returns nil when the pack has no figures.
func (s *Set) Image(e *pack.Exercise) []byte {
	if svg := s.write(e, Options{}, printed); svg != "" {
		return []byte(svg)
	}
	return nil
}

func (s *Set) write(e *pack.Exercise, o Options, p palette) string {
	scene := s.scenes[e.ID]
	if scene == nil {
		return ""
	}
	c := scene.draw()
	if e.Unfit != "" {
		c.strike()
	}
	return c.svg(p, o.IDPrefix+"figure-"+e.ID, e.Name, scene.desc)
}
