package figure

// prop is a thing that the exercise uses.
type prop struct {
	name   string
	kind   kind
	joints []string // what a band joins
	at     string   // the place where it is; "" is the floor below the hips at the start
	offset vec
	size   vec // what is 0 is the kind's own
}

// kind is a sort of prop.
type kind struct {
	held   bool // drawn over the person
	moves  bool // drawn faintly at the start of the movement too
	stands bool // on the floor, whatever height its place has
	draw   func(p prop, c *canvas, at vec, b *body, how shade)
}

// shade is how strongly a prop is drawn.
type shade int

const (
	solid shade = iota
	faint
)

// anchorPlace is the place that an anchor adds to the body's, for bands.
const anchorPlace = "anchor"

// kinds are the props that a figure may name.
var kinds = map[string]kind{
	"anchor":    {held: true, draw: prop.anchor},
	"ball":      {held: true, draw: prop.ball},
	"band":      {held: true, moves: true, draw: prop.band},
	"chair":     {draw: prop.chair},
	"cushion":   {draw: prop.cushion},
	"doorway":   {stands: true, draw: prop.doorway},
	"dumbbell":  {held: true, moves: true, draw: prop.dumbbell},
	"mat":       {draw: prop.mat},
	"post":      {stands: true, draw: prop.post},
	"roller":    {draw: prop.roller},
	"side_wall": {stands: true, draw: prop.sideWall},
	"stool":     {draw: prop.stool},
	"wall":      {stands: true, draw: prop.wall},
}

// place is where the prop is for a body.
func (p prop) place(b *body) vec {
	at := b.places[p.at].add(p.offset) // no place is the origin
	if p.kind.stands {
		at.y = 0
	}
	return at
}

// fix makes an anchor a place of both bodies, so that bands can reach it.
func (p prop) fix(start, end *body) {
	if p.name == anchorPlace {
		at := p.place(end)
		start.places[anchorPlace], end.places[anchorPlace] = at, at
	}
}

// sized is the size given, and the kind's own where none is given.
func (p prop) sized(own vec) vec {
	pick := func(given, own float64) float64 {
		if given != 0 {
			return given
		}
		return own
	}
	return vec{pick(p.size.x, own.x), pick(p.size.y, own.y), pick(p.size.z, own.z)}
}

// box draws a box with its place in the middle of its underside.
func (p prop) box(c *canvas, at, own vec) {
	size := p.sized(own)
	c.block(at.plus(vec{x: size.x, z: size.z}, -0.5), size)
}

func (p prop) wall(c *canvas, at vec, _ *body, _ shade)     { p.box(c, at, vec{5, 190, 60}) }
func (p prop) sideWall(c *canvas, at vec, _ *body, _ shade) { p.box(c, at, vec{150, 190, 5}) }
func (p prop) post(c *canvas, at vec, _ *body, _ shade)     { p.box(c, at, vec{9, 200, 9}) }
func (p prop) cushion(c *canvas, at vec, _ *body, _ shade)  { p.box(c, at, vec{22, 5, 26}) }

// mat lies under its place.
func (p prop) mat(c *canvas, at vec, _ *body, _ shade) {
	const thick = 3
	p.box(c, vec{at.x, at.y - thick, at.z}, vec{180, thick, 60})
}

// doorway is two posts, size.z apart, and what lies on them.
func (p prop) doorway(c *canvas, at vec, _ *body, _ shade) {
	size := p.sized(vec{9, 205, 100})
	thick := size.x
	for _, s := range bothSides {
		middle := vec{at.x, 0, at.z + s.sign()*(size.z+thick)/2}
		c.block(middle.plus(vec{x: thick, z: thick}, -0.5), vec{thick, size.y, thick})
	}
	c.block(vec{at.x - thick/2, size.y, at.z - size.z/2 - thick}, vec{thick, thick, size.z + 2*thick})
}

// chair is a stool with a back of height size.y.
func (p prop) chair(c *canvas, at vec, b *body, how shade) {
	p.size.y = p.sized(vec{y: 42}).y
	p.stool(c, at, b, how)
}

// stool stands under the hips: a seat on four legs, size.z wide.
func (p prop) stool(c *canvas, at vec, _ *body, _ shade) {
	const (
		rear, front = -20, 22 // of the seat, from the hips
		hips        = 10.5    // above the seat
		thick       = 4
		inset       = 2 // of the frame from the seat's edge
		splay       = 3
		lean        = 0.12 // of the back, per height
	)
	half := p.sized(vec{z: 42}).z / 2
	seat := at.y - hips
	corner := func(x, y, side float64) vec { return vec{at.x + x, y, at.z + side*(half-inset)} }
	var legs [][]vec
	for _, s := range bothSides {
		legs = append(legs,
			[]vec{corner(rear+splay, seat-thick, s.sign()), corner(rear, 1, s.sign())},
			[]vec{corner(front-splay, seat-thick, s.sign()), corner(front, 1, s.sign())})
	}
	c.lines(inkLine, legs...)
	if back := p.size.y; back > 0 {
		up := func(share, side float64) vec { return corner(rear-lean*back*share, seat+back*share, side) }
		c.lines(inkLine,
			[]vec{up(0, -1), up(1, -1), up(1, 1), up(0, 1)},
			[]vec{up(0.5, -1), up(0.5, 1)})
	}
	c.block(vec{at.x + rear, seat - thick, at.z - half}, vec{front - rear, thick, 2 * half})
}

func (p prop) anchor(c *canvas, at vec, _ *body, _ shade) { c.solid(inkTool, sphere{at, 2.6}) }

func (p prop) ball(c *canvas, at vec, _ *body, _ shade) {
	c.solid(inkTool, sphere{at, p.sized(vec{x: 8}).x / 2})
}

// roller lies across the body.
func (p prop) roller(c *canvas, at vec, _ *body, _ shade) {
	size := p.sized(vec{x: 15, z: 44})
	half := vec{z: size.z / 2}
	c.solid(inkTool, sphere{at.add(half), size.x / 2}, sphere{at.sub(half), size.x / 2})
}

func (p prop) band(c *canvas, _ vec, b *body, how shade) {
	var run []vec
	for _, j := range p.joints {
		run = append(run, b.places[j])
	}
	if how == faint {
		c.lines(inkSlack, run)
	} else {
		c.lines(inkBand, run)
	}
}

// dumbbell lies forward through the hand.
func (p prop) dumbbell(c *canvas, at vec, _ *body, how shade) {
	const bar, plate, thick = 9, 4, 2.5 // half the length, radii
	path := newPath()
	for _, s := range bothSides {
		end := at.plus(vec{x: bar}, s.sign())
		path.hull(c.camera.discs(sphere{end, plate}, sphere{end.plus(vec{x: thick}, -s.sign()), plate}))
	}
	path.hull(c.camera.discs(sphere{at.plus(vec{x: bar}, 1), 1}, sphere{at.plus(vec{x: bar}, -1), 1}))
	if how == faint {
		c.paint(inkStart, path)
	} else {
		c.paint(inkTool, path)
	}
}
