package figure

import (
	"fmt"
	"html"
	"math"
	"strings"
)

// canvas collects what is drawn, from the back to the front, and the box
// around it.
type canvas struct {
	camera camera
	layers []layer
	box    box
}

// layer is a run of paths in one ink.
type layer struct {
	ink   ink
	paths []*path
}

func (c *canvas) paint(i ink, p *path) {
	if len(p.d) == 0 {
		return
	}
	c.box.take(disc{p.box.min, inks[i].width / 2})
	c.box.take(disc{p.box.max, inks[i].width / 2})
	if n := len(c.layers); n > 0 && c.layers[n-1].ink == i {
		c.layers[n-1].paths = append(c.layers[n-1].paths, p)
		return
	}
	c.layers = append(c.layers, layer{i, []*path{p}})
}

// paintUnder paints below everything so far.
func (c *canvas) paintUnder(i ink, p *path) {
	above := c.layers
	c.layers = nil
	c.paint(i, p)
	c.layers = append(c.layers, above...)
}

// solid paints the hull of some flesh.
func (c *canvas) solid(i ink, flesh ...sphere) {
	p := newPath()
	p.hull(c.camera.discs(flesh...))
	c.paint(i, p)
}

// lines paints runs of straight lines in one path.
func (c *canvas) lines(i ink, runs ...[]vec) {
	p := newPath()
	for _, run := range runs {
		p.move(c.camera.point(run[0]))
		for _, v := range run[1:] {
			p.line(c.camera.point(v))
		}
	}
	c.paint(i, p)
}

// block paints a box given by its lowest corner and its size.
func (c *canvas) block(corner, size vec) {
	const corners, round = 8, 0.6
	var flesh []sphere
	for k := range corners {
		at := corner
		if k&1 != 0 {
			at.x += size.x
		}
		if k&2 != 0 {
			at.y += size.y
		}
		if k&4 != 0 {
			at.z += size.z
		}
		flesh = append(flesh, sphere{at, round})
	}
	c.solid(inkThing, flesh...)
}

// strike draws a line through everything.
func (c *canvas) strike() {
	const inset = 0.04 // of the diagonal
	p := newPath()
	from, to := point{c.box.min.x, c.box.max.y}, point{c.box.max.x, c.box.min.y}
	p.move(from.to(to, inset))
	p.line(to.to(from, inset))
	c.paint(inkStrike, p)
}

const (
	margin = 2 // around what is drawn, in centimetres

	// The frame that a figure fits when a page says nothing else, in pixels.
	frameWidth, frameHeight = 320, 220
)

// svg writes everything as one element.
func (c *canvas) svg(p palette, id, title, desc string) string {
	x, y := grains(math.Floor(c.box.min.x-margin)), grains(math.Floor(c.box.min.y-margin))
	w, h := grains(math.Ceil(c.box.max.x+margin))-x, grains(math.Ceil(c.box.max.y+margin))-y
	scale := min(frameWidth/float64(w), frameHeight/float64(h))
	id = html.EscapeString(id)
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" class="figure" role="img" aria-labelledby="%s-title %s-desc"`, id, id)
	fmt.Fprintf(&b, ` viewBox="%d %d %d %d" width="%.0f" height="%.0f"`, x, y, w, h, scale*float64(w), scale*float64(h))
	b.WriteString(p.whole + ` stroke-linecap="round" stroke-linejoin="round">` + "\n")
	fmt.Fprintf(&b, `<title id="%s-title">%s</title>`+"\n", id, html.EscapeString(title))
	fmt.Fprintf(&b, `<desc id="%s-desc">%s</desc>`+"\n", id, html.EscapeString(desc))
	if p.paper != "" {
		fmt.Fprintf(&b, p.paper, x, y, w, h)
	}
	for _, l := range c.layers {
		look := fmt.Sprintf(`class="%s"%s`, inks[l.ink].class, p.looks[l.ink])
		if len(l.paths) == 1 {
			fmt.Fprintf(&b, `<path %s d="%s"/>`+"\n", look, l.paths[0].d)
			continue
		}
		fmt.Fprintf(&b, "<g %s>\n", look)
		for _, path := range l.paths {
			fmt.Fprintf(&b, `<path d="%s"/>`+"\n", path.d)
		}
		b.WriteString("</g>\n")
	}
	b.WriteString("</svg>\n")
	return b.String()
}
