package figure

import (
	"cmp"
	"math"
	"slices"
)

// scene is one figure: what the pack says about it.
type scene struct {
	desc       string
	view       view
	start, end pose
	moves      bool     // end is not start
	pin        string   // the place that stays where it is
	before     []string // parts drawn over everything else
	props      []prop
	arrows     []arrow
}

// bodyAt puts the person into the room a share t of the way from start to end.
// The start stands on the floor by its lowest point; from there on the pinned
// place stays where it is.
func (s *scene) bodyAt(t float64) *body {
	first := build(s.start)
	first.move(vec{y: -first.lowest()})
	if t == 0 {
		return first
	}
	b := build(between(s.start, s.end, t))
	b.move(first.places[s.pin].sub(b.places[s.pin]))
	return b
}

// draw draws everything from the back to the front.
func (s *scene) draw() *canvas {
	c := &canvas{camera: s.view.camera(), box: emptyBox()}
	start, end := s.bodyAt(0), s.bodyAt(1)
	for _, p := range s.props {
		p.fix(start, end)
	}
	s.drawProps(c, end, solid, func(k kind) bool { return !k.held })
	if s.moves {
		s.outline(c, start, end)
		s.drawProps(c, start, faint, func(k kind) bool { return k.moves })
	}
	s.person(c, end)
	s.drawProps(c, end, solid, func(k kind) bool { return k.held })
	for _, a := range s.arrows {
		a.draw(c, s, end)
	}
	s.floor(c, end)
	return c
}

func (s *scene) drawProps(c *canvas, b *body, how shade, which func(kind) bool) {
	for _, p := range s.props {
		if which(p.kind) {
			p.kind.draw(p, c, p.place(b), b, how)
		}
	}
}

// outline draws where the movement starts: the parts of the body that move.
func (s *scene) outline(c *canvas, start, end *body) {
	const still = 1.5 // cm on paper that do not count as moving
	p := newPath()
	for i, one := range start.parts {
		for k, h := range one.hulls {
			was, is := c.camera.discs(h...), c.camera.discs(end.parts[i].hulls[k]...)
			if !slices.EqualFunc(was, is, func(a, b disc) bool { return a.at.sub(b.at).length() <= still }) {
				p.hull(was)
			}
		}
	}
	c.paint(inkStart, p)
}

// person draws the person, what is far away first.
func (s *scene) person(c *canvas, b *body) {
	parts := slices.Clone(b.parts)
	slices.SortStableFunc(parts, func(x, y part) int { return cmp.Compare(s.nearness(c, x), s.nearness(c, y)) })
	trunk := slices.IndexFunc(parts, func(p part) bool { return !p.limb() })
	for i, one := range parts {
		away := i < trunk && one.turnedAway(c, b)
		p := newPath()
		for _, h := range one.hulls {
			p.hull(c.camera.discs(h...))
		}
		if away {
			c.paint(inkFar, p)
		} else {
			c.paint(inkNear, p)
		}
		// The outlines between trunk and limbs go where they join, so that
		// they look like one body.
		if i == trunk {
			for _, under := range parts[:i] {
				if !under.turnedAway(c, b) {
					c.solid(inkSeam, under.stump()...)
				}
			}
			b.drawEyes(c)
		}
		last := !slices.ContainsFunc(parts[i+1:], func(p part) bool { return slices.Equal(p.seam, one.seam) })
		if i > trunk && last {
			c.solid(inkSeam, one.seam...)
		}
	}
}

// nearness orders the parts of the body as they are drawn.
func (s *scene) nearness(c *canvas, p part) float64 {
	const over = 5 // cm that a limb counts as nearer: beside the trunk, it is drawn over it
	switch {
	case slices.Contains(s.before, p.name):
		return math.Inf(1)
	case p.limb():
		return c.camera.depth(p.mid) + over
	}
	return c.camera.depth(p.mid)
}

// turnedAway reports whether a limb is on the side that the eye sees last.
func (p part) turnedAway(c *canvas, b *body) bool {
	const much = 0.55 // of the width of shoulders or hips
	across := b.places[p.twin].sub(p.root)
	return p.limb() && c.camera.depth(across) > much*across.length()
}

// drawEyes marks which way the head looks. From behind there are none.
func (b *body) drawEyes(c *canvas) {
	const radius, facing = 1.1, 0.12 // how far an eye must look this way to be seen
	p := newPath()
	for _, e := range b.eyes {
		if out := e.sub(b.places["head"]); c.camera.depth(out) > facing*out.length() {
			p.circle(c.camera.discs(sphere{b.places["head"].plus(out, 1-facing), radius})[0])
		}
	}
	c.paint(inkEye, p)
}

// floor draws the floor under everything: a line, or a patch when it is seen
// from above. A mat is floor enough to be seen from above.
func (s *scene) floor(c *canvas, b *body) {
	const beyond, below = 6, 0.6 // cm
	p := newPath()
	if s.view.tilt == 0 {
		p.move(point{c.box.min.x - beyond, below})
		p.line(point{c.box.max.x + beyond, below})
		c.paintUnder(inkLine, p)
		return
	}
	on := []vec{b.places["left_heel"], b.places["left_toe"], b.places["right_heel"], b.places["right_toe"], b.places["pelvis"]}
	for _, prop := range s.props {
		switch {
		case prop.name == "mat":
			return
		case prop.kind.stands:
			on = append(on, prop.place(b))
		}
	}
	area := emptyBox()
	for _, v := range on {
		area.take(disc{at: c.camera.point(vec{x: v.x, z: v.z})})
	}
	const room = 20 // cm around what stands on it
	tilt, _ := sincos(s.view.tilt)
	across := area.max.sub(area.min).times(0.5)
	p.ellipse(area.min.add(across), across.x+room, across.y+room*tilt)
	c.paintUnder(inkFloor, p)
}
