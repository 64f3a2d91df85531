package figure

import "math"

// arrow says which way something moves.
type arrow struct {
	kind  string // of arrowKeys
	joint string
	shift point // cm on paper, y upwards as in the file
	both  bool  // a head at either end

	size      float64 // push: length; round: radius across
	direction float64 // push: degrees on paper, from right over up to left
	from, to  float64 // round: the same
	flat      float64 // round: height over width
}

// arrowKeys are the sorts of arrow, each with the keys that it needs. A path
// follows its joint from start to end, a push points away from it, and a round
// one goes about it.
var arrowKeys = map[string][]string{
	"path":  nil,
	"push":  {"size", "direction"},
	"round": {"size", "from", "to"},
}

// steps is how finely a curve is followed before it is written.
const steps = 24

func (a arrow) draw(c *canvas, s *scene, end *body) {
	var points []point
	at := c.camera.point(end.places[a.joint])
	switch a.kind {
	case "path":
		points = a.way(c, s)
	case "push":
		sin, cos := sincos(a.direction)
		points = []point{at, at.add(point{cos, -sin}.times(a.size))}
	case "round":
		for k := range steps + 1 {
			sin, cos := sincos(a.from + (a.to-a.from)*float64(k)/steps)
			points = append(points, at.add(point{cos, -sin * a.flat}.times(a.size)))
		}
	}
	for i := range points {
		points[i] = points[i].add(point{a.shift.x, -a.shift.y})
	}
	c.arrow(points, a.both)
}

// way is how a place of the body gets from start to end, lengthened about its
// middle when it is too short to be read.
func (a arrow) way(c *canvas, s *scene) []point {
	const shortest = 18 // cm
	var points []point
	for k := range steps + 1 {
		points = append(points, c.camera.point(s.bodyAt(float64(k) / steps).places[a.joint]))
	}
	first, last := points[0], points[steps]
	if length := last.sub(first).length(); length < shortest {
		mid := first.to(last, 0.5)
		for i := range points {
			points[i] = mid.to(points[i], shortest/max(length, 1))
		}
	}
	return points
}

// arrow draws a curve with a head at its end, or at both.
func (c *canvas) arrow(points []point, both bool) {
	const (
		head   = 8.0 // cm long
		inside = 2.4 // how far the shaft reaches into it
		bow    = 50  // degrees that one curve turns
	)
	length, turns := 0.0, 0.0
	for i, p := range points[1:] {
		way := p.sub(points[i])
		length += way.length()
		if i > 0 {
			turns += way.turn(points[i].sub(points[i-1]))
		}
	}
	from, to := 0.0, max(0, length-head)
	heads := newPath()
	heads.arrowhead(along(points, to), points[len(points)-1])
	if both {
		from = min(head, length/2)
		to = max(from, to)
		heads.arrowhead(along(points, from), points[0])
		from -= inside
	}
	to += inside

	shaft := newPath()
	shaft.move(along(points, from))
	if turns < 1 {
		shaft.line(along(points, to))
	} else {
		curves := math.Ceil(turns / bow)
		next := func(k float64) point { return along(points, from+(to-from)*k/curves) }
		for k := 0.0; k < curves; k++ {
			shaft.curve(next(k), next(k+0.5), next(k+1))
		}
	}
	c.paint(inkArrow, shaft)
	c.paint(inkHead, heads)
}

// along is the point so far along a line of points.
func along(points []point, far float64) point {
	for i, p := range points[1:] {
		if length := p.sub(points[i]).length(); far <= length && length > 0 {
			return points[i].to(p, max(0, far)/length)
		} else {
			far -= length
		}
	}
	return points[len(points)-1]
}

// arrowhead adds a head from its base to its tip.
func (p *path) arrowhead(base, tip point) {
	const half = 0.52 // of its width, per length
	way := tip.sub(base)
	across := point{-way.y, way.x}.times(half)
	p.move(tip)
	p.line(base.add(across))
	p.line(base.sub(across))
	p.close()
}
