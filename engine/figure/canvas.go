package figure

// ink is a way of painting.
type ink int

const (
	inkProp      ink = iota // furniture: soft fill, thin outline
	inkLine                 // thin lines of furniture
	inkGhost                // dashed outline of where the movement starts
	inkFar                  // limbs on the far side
	inkBody                 // the person
	inkSeam                 // where a limb joins the trunk
	inkEye                  // on the person
	inkBand                 // band, ball, dumbbell: what the hands use
	inkFaintBand            // the same where the movement starts
	inkTool                 // filled things the hands use
	inkArrow                // the line of an arrow
	inkHead                 // its head
	inkNo                   // the sign on an exercise that is not suggested
	inks         int = iota
)

// widths are the stroke widths in centimetres, for the room that strokes need.
var widths = [inks]float64{inkProp: 1.2, inkLine: 2.4, inkGhost: 2.2, inkFar: 2.4, inkBody: 2.4, inkBand: 2.4, inkFaintBand: 1.6, inkArrow: 2.6, inkNo: 3.2}

// layer is a run of paths in one ink.
type layer struct {
	ink   ink
	paths []string
}

// canvas collects what is drawn, with the box around it.
type canvas struct {
	camera camera
	layers []layer
	box    box
}

func (c *canvas) paint(i ink, p *path) {
	if len(p.d) == 0 {
		return
	}
	half := widths[i] / 2
	c.box.take(p.box.min, half)
	c.box.take(p.box.max, half)
	if n := len(c.layers); n > 0 && c.layers[n-1].ink == i {
		c.layers[n-1].paths = append(c.layers[n-1].paths, string(p.d))
		return
	}
	c.layers = append(c.layers, layer{i, []string{string(p.d)}})
}

// moved reports whether any ball of a hull is seen elsewhere in another.
func (c *canvas) moved(a, b []ball) bool {
	const enough = 1.5 // cm on paper
	for i := range a {
		if c.camera.point(a[i].at).sub(c.camera.point(b[i].at)).length() > enough {
			return true
		}
	}
	return false
}

// eyes marks which way the head looks; from behind there are none.
func (c *canvas) eyes(b *body) {
	p := newPath()
	for _, e := range b.eyes {
		out := e.sub(b.places["head"])
		if c.camera.depth(out)/out.length() > 0.12 {
			p.circle(disc{c.camera.point(e.plus(out, -0.12)), 1.1})
		}
	}
	c.paint(inkEye, p)
}

// floor draws the floor line under everything, a little wider than it.
func (c *canvas) floor() {
	const beyond = 6
	p := newPath()
	y := 0.6
	p.move(point{c.box.min.x - beyond, y})
	p.line(point{c.box.max.x + beyond, y})
	c.paint(inkLine, p)
	last := len(c.layers) - 1 // under all else
	c.layers = append([]layer{c.layers[last]}, c.layers[:last]...)
}

// cross strikes the figure through.
func (c *canvas) cross() {
	const inset = 0.04
	a, b := c.box.min, c.box.max
	p := newPath()
	p.move(point{a.x, b.y}.to(point{b.x, a.y}, inset))
	p.line(point{a.x, b.y}.to(point{b.x, a.y}, 1-inset))
	c.paint(inkNo, p)
}

// seam covers the outline between a limb and the trunk where they join, so
// that they look like one.
func (c *canvas) seam(flesh []ball) {
	p := newPath()
	p.hull(c.camera.discs(flesh))
	c.paint(inkSeam, p)
}

// far reports whether a limb is on the side of the body that is turned away.
func (c *canvas) far(b *body, limb part) bool {
	const turned = 0.55 // as a share of the width of the shoulders or hips
	other := b.places[limb.opposite]
	return c.camera.depth(other)-c.camera.depth(limb.root) > turned*other.sub(limb.root).length()
}
