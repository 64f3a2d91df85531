package figure

import (
	"math"
	"slices"
)

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

func (a arrow) draw(c *canvas, s *scene, end *body) {
	var points []point
	at := c.camera.point(end.places[a.joint])
	switch a.kind {
	case "path":
		points = a.way(c, s)
	case "push":
		sin, cos := sincos(a.direction)
		way := point{cos, -sin}.times(a.size)
		points = []point{at, at.add(way.times(0.5)), at.add(way)}
	case "round":
		const most = 30 // degrees between points
		n := 2 * max(1, int(math.Ceil(math.Abs(a.to-a.from)/most/2)))
		for k := range n + 1 {
			sin, cos := sincos(a.from + (a.to-a.from)*float64(k)/float64(n))
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
	const pieces, shortest = 4, 18 // cm
	var points []point
	for k := range pieces + 1 {
		points = append(points, c.camera.point(s.bodyAt(float64(k) / pieces).places[a.joint]))
	}
	first, last := points[0], points[pieces]
	if length := last.sub(first).length(); length < shortest {
		mid := first.to(last, 0.5)
		for i := range points {
			points[i] = mid.to(points[i], shortest/max(length, 1))
		}
	}
	return points
}

// arrow draws curves through an odd number of points, and a head at the last
// or at both ends.
func (c *canvas) arrow(points []point, both bool) {
	heads := newPath()
	line := slices.Clone(points)
	last := len(points) - 1
	line[last] = heads.arrowhead(points[last], points[last-1])
	if both {
		line[0] = heads.arrowhead(points[0], points[1])
	}
	shaft := newPath()
	shaft.move(line[0])
	for k := 0; k+2 <= last; k += 2 {
		shaft.curve(line[k], line[k+1], line[k+2])
	}
	c.paint(inkArrow, shaft)
	c.paint(inkHead, heads)
}

// arrowhead adds a head and returns where the shaft meets it.
func (p *path) arrowhead(tip, from point) point {
	const length, half, inside = 8, 4.2, 0.7
	way := tip.sub(from)
	way = way.times(length / max(way.length(), 1e-6))
	across := point{-way.y, way.x}.times(half / length)
	base := tip.sub(way)
	p.move(tip)
	p.line(base.add(across))
	p.line(base.sub(across))
	p.close()
	return tip.to(base, inside)
}
