package figure

import (
	"cmp"
	"slices"
)

// scene is one figure ready to be drawn.
type scene struct {
	desc       string
	view       view
	start, end pose
	moves      bool   // end differs from start
	pin        string // the place that stays where it is; "" is the pelvis
	hide       []string
	before     []string // parts drawn over everything else
	behind     []string // parts drawn first
	props      []prop
	arrows     []arrow
}

// bodyAt puts the person into the room a share t of the way from start to end.
// The start stands on the floor by its lowest point; from there on the pinned
// place stays where it is.
func (s *scene) bodyAt(t float64) *body {
	first := build(s.start)
	ground := vec{y: -first.lowest()}
	first.move(ground)
	if t == 0 {
		return first
	}
	b := build(between(s.start, s.end, t))
	b.move(ground)
	if s.pin != "" {
		b.move(first.places[s.pin].sub(b.places[s.pin]))
	}
	return b
}

// draw draws everything in order, from the back to the front.
func (s *scene) draw(crossed bool) *canvas {
	c := &canvas{camera: s.view.camera(), box: emptyBox()}
	start, end := s.bodyAt(0), s.bodyAt(1)
	if !s.moves {
		end = start
	}
	for _, p := range s.props {
		p.anchor(start, end)
	}
	for _, p := range s.props {
		if !p.kind.over {
			p.draw(c, end, solid)
		}
	}
	if s.moves {
		s.ghost(c, start, end)
		for _, p := range s.props {
			if p.kind.follows {
				p.draw(c, start, faint)
			}
		}
	}
	s.solid(c, end)
	for _, p := range s.props {
		if p.kind.over {
			p.draw(c, end, solid)
		}
	}
	for _, a := range s.arrows {
		a.draw(c, s, end)
	}
	if s.floored() {
		c.floor()
	}
	if crossed {
		c.cross()
	}
	return c
}

// floored reports whether the figure stands on a drawn floor.
func (s *scene) floored() bool {
	return s.view.tilt == 0 && !slices.Contains(s.hide, "floor") && !slices.Contains(s.hide, "legs")
}

func (s *scene) hidden(part string) bool {
	return slices.Contains(s.hide, part) || slices.Contains(s.hide, "legs") && (part == "left_leg" || part == "right_leg")
}

// ghost draws where the movement starts from: the parts that move, as an outline.
func (s *scene) ghost(c *canvas, start, end *body) {
	p := newPath()
	for i, a := range start.parts {
		if s.hidden(a.name) {
			continue
		}
		for k, h := range a.hulls {
			if c.moved(h, end.parts[i].hulls[k]) {
				p.hull(c.camera.discs(h))
			}
		}
	}
	c.paint(inkGhost, p)
}

// solid draws the person, far parts first.
func (s *scene) solid(c *canvas, b *body) {
	parts := slices.Clone(b.parts)
	slices.SortStableFunc(parts, func(x, y part) int { return cmp.Compare(s.nearness(c, x), s.nearness(c, y)) })
	onTrunk := false
	for i, limb := range parts {
		if s.hidden(limb.name) {
			continue
		}
		p := newPath()
		for _, h := range limb.hulls {
			p.hull(c.camera.discs(h))
		}
		far := limb.limb() && !onTrunk && c.far(b, limb)
		if far {
			c.paint(inkFar, p)
		} else {
			c.paint(inkBody, p)
		}
		switch {
		case limb.name == "trunk":
			onTrunk = true
			for _, under := range parts[:i] {
				if under.limb() && !c.far(b, under) && !s.hidden(under.name) {
					c.seam(under.stump())
				}
			}
			c.eyes(b)
		case onTrunk && !far && !slices.ContainsFunc(parts[i+1:], func(q part) bool { return slices.Equal(q.seam, limb.seam) && !s.hidden(q.name) }):
			c.seam(limb.seam)
		}
	}
}

// nearness orders the parts of the body as they are drawn.
func (s *scene) nearness(c *canvas, p part) float64 {
	const over, far = 5, 1000 // cm
	d := c.camera.depth(p.mid)
	switch {
	case slices.Contains(s.before, p.name):
		return d + far
	case slices.Contains(s.behind, p.name):
		return d - far
	case p.limb():
		return d + over // a limb beside the trunk is drawn over it
	}
	return d
}
