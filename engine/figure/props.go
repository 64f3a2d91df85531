package figure

// kind is a sort of prop.
type kind struct {
	over    bool // drawn over the person
	follows bool // drawn faintly at the start of the movement too
	links   bool // joins places: takes joints, not at
	stands  bool // on the floor, whatever height its place has
	draw    func(p prop, c *canvas, at vec, b *body, how shade)
}

type shade int

const (
	solid shade = iota
	faint
)

// prop is a thing that the exercise uses.
type prop struct {
	name   string
	kind   kind
	joints []string
	at     string // a place of the body, or "" for the floor below the hips
	offset vec
	size   vec // what is not given is the kind's own
}

// kinds are the props that a figure may name.
var kinds = map[string]kind{
	"band":      {over: true, follows: true, links: true, draw: prop.band},
	"anchor":    {over: true, draw: prop.knob},
	"wall":      {stands: true, draw: boxOf(vec{5, 190, 60}, vec{})},
	"side_wall": {stands: true, draw: boxOf(vec{150, 190, 5}, vec{})},
	"post":      {stands: true, draw: boxOf(vec{9, 200, 9}, vec{})},
	"doorway":   {stands: true, draw: prop.doorway},
	"mat":       {draw: boxOf(vec{180, 3, 60}, vec{y: -3})},
	"cushion":   {draw: boxOf(vec{22, 5, 26}, vec{})},
	"chair":     {draw: prop.chair},
	"stool":     {draw: prop.chair},
	"ball":      {over: true, draw: prop.ball},
	"roller":    {draw: prop.roller},
	"dumbbell":  {over: true, follows: true, draw: prop.dumbbell},
}

// place is where the prop is for a body.
func (p prop) place(b *body) vec {
	if p.at == "" {
		return vec{p.offset.x, p.offset.y, p.offset.z}
	}
	at := b.places[p.at].add(p.offset)
	if p.kind.stands {
		at.y = 0
	}
	return at
}

// anchor makes an anchor known to both bodies, so that bands can reach it.
func (p prop) anchor(start, end *body) {
	if p.name == "anchor" {
		at := p.place(end)
		start.places["anchor"], end.places["anchor"] = at, at
	}
}

func (p prop) draw(c *canvas, b *body, how shade) { p.kind.draw(p, c, p.place(b), b, how) }

// sized is the size given, or what the kind has.
func (p prop) sized(own vec) vec {
	pick := func(given, own float64) float64 {
		if given != 0 {
			return given
		}
		return own
	}
	return vec{pick(p.size.x, own.x), pick(p.size.y, own.y), pick(p.size.z, own.z)}
}

// boxOf draws a box that stands on its place, in the middle of it.
func boxOf(own, shift vec) func(prop, *canvas, vec, *body, shade) {
	return func(p prop, c *canvas, at vec, _ *body, _ shade) {
		size := p.sized(own)
		c.block(at.add(shift).plus(vec{x: size.x, z: size.z}, -0.5), size)
	}
}

// block paints a box given by its lowest corner and its size.
func (c *canvas) block(corner, size vec) {
	var discs []disc
	const round = 0.6
	for k := range 8 {
		v := corner
		if k&1 != 0 {
			v.x += size.x
		}
		if k&2 != 0 {
			v.y += size.y
		}
		if k&4 != 0 {
			v.z += size.z
		}
		discs = append(discs, disc{c.camera.point(v), round})
	}
	p := newPath()
	p.hull(discs)
	c.paint(inkProp, p)
}

func (c *canvas) lines(i ink, runs ...[]vec) {
	p := newPath()
	for _, run := range runs {
		for k, v := range run {
			if k == 0 {
				p.move(c.camera.point(v))
			} else {
				p.line(c.camera.point(v))
			}
		}
	}
	c.paint(i, p)
}

func (p prop) band(c *canvas, _ vec, b *body, how shade) {
	var run []vec
	for _, j := range p.joints {
		run = append(run, b.places[j])
	}
	i := inkBand
	if how == faint {
		i = inkFaintBand
	}
	c.lines(i, run)
}

func (p prop) knob(c *canvas, at vec, _ *body, _ shade) {
	path := newPath()
	path.circle(disc{c.camera.point(at), 2.6})
	c.paint(inkTool, path)
}

func (p prop) ball(c *canvas, at vec, _ *body, _ shade) {
	path := newPath()
	path.circle(disc{c.camera.point(at), p.sized(vec{x: 8}).x / 2})
	c.paint(inkTool, path)
}

func (p prop) roller(c *canvas, at vec, _ *body, _ shade) {
	size := p.sized(vec{x: 15, z: 44})
	path := newPath()
	path.hull([]disc{
		{c.camera.point(at.plus(vec{z: size.z}, 0.5)), size.x / 2},
		{c.camera.point(at.plus(vec{z: size.z}, -0.5)), size.x / 2},
	})
	c.paint(inkTool, path)
}

func (p prop) dumbbell(c *canvas, at vec, _ *body, how shade) {
	const half, plate, thick = 9, 4, 2.5
	axis := p.sized(vec{})
	if axis.length() == 0 {
		axis = vec{x: 1}
	}
	axis = axis.times(1 / axis.length())
	i := inkTool
	if how == faint {
		i = inkGhost
	}
	path := newPath()
	for _, s := range []float64{-1, 1} {
		path.hull([]disc{
			{c.camera.point(at.plus(axis, s*half)), plate},
			{c.camera.point(at.plus(axis, s*(half-thick))), plate},
		})
	}
	path.hull([]disc{{c.camera.point(at.plus(axis, half)), 1}, {c.camera.point(at.plus(axis, -half)), 1}})
	c.paint(i, path)
}

// doorway is two posts, size.z apart, and what lies on them.
func (p prop) doorway(c *canvas, at vec, _ *body, _ shade) {
	const thick = 9
	size := p.sized(vec{thick, 205, 100})
	for _, s := range []float64{-1, 1} {
		c.block(vec{at.x - thick/2, 0, at.z + s*(size.z+thick)/2 - thick/2}, vec{thick, size.y, thick})
	}
	c.block(vec{at.x - thick/2, size.y, at.z - size.z/2 - thick}, vec{thick, thick, size.z + 2*thick})
}

// chair stands under the hips: a seat, four legs and, unless it is a stool, a
// back of which size.y is the height.
func (p prop) chair(c *canvas, at vec, _ *body, _ shade) {
	const rear, front, thick, hips = -20, 22, 4, 10.5
	own := vec{y: 42, z: 42}
	if p.name == "stool" {
		own.y = 0
	}
	back, half := p.sized(own).y, p.sized(own).z/2
	seat := at.y - hips
	corner := func(x, y, z float64) vec { return vec{at.x + x, y, at.z + z} }
	var legs [][]vec
	for _, z := range []float64{-half + 2, half - 2} {
		legs = append(legs, []vec{corner(rear+3, seat-thick, z), corner(rear, 1, z)}, []vec{corner(front-3, seat-thick, z), corner(front, 1, z)})
	}
	c.lines(inkLine, legs...)
	if back > 0 {
		const lean = 0.12
		top := rear - lean*back
		c.lines(inkLine,
			[]vec{corner(rear, seat, -half+2), corner(top, seat+back, -half+2), corner(top, seat+back, half-2), corner(rear, seat, half-2)},
			[]vec{corner(rear-lean*back/2, seat+back/2, -half+2), corner(rear-lean*back/2, seat+back/2, half-2)})
	}
	c.block(corner(rear, seat-thick, -half), vec{front - rear, thick, 2 * half})
}
