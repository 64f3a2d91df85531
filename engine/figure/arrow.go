package figure

import "math"

// arrow says which way something moves.
type arrow struct {
	kind     string // path, round, push
	joint    string
	shift    point // cm on paper, y upwards
	both     bool  // a head at either end
	size     float64
	from, to float64 // degrees for round and push; shares of the way for path
	flat     float64 // round: height over width
}

func (a arrow) draw(c *canvas, s *scene, end *body) {
	var points []point
	switch a.kind {
	case "path":
		points = a.way(c, s)
	case "round":
		middle := c.camera.point(end.places[a.joint])
		const step = 30
		n := 2 * max(1, int(math.Ceil(math.Abs(a.to-a.from)/step/2)))
		for k := range n + 1 {
			sin, cos := sincos(a.from + (a.to-a.from)*float64(k)/float64(n))
			points = append(points, middle.add(point{a.size * cos, -a.size * a.flat * sin}))
		}
	case "push":
		from := c.camera.point(end.places[a.joint])
		sin, cos := sincos(a.from)
		way := point{cos, -sin}.times(a.size)
		points = []point{from, from.to(from.add(way), 0.5), from.add(way)}
	}
	for i := range points {
		points[i] = points[i].add(point{a.shift.x, -a.shift.y})
	}
	c.arrow(points, a.both, map[string]int{"round": 1}[a.kind])
}

// way follows a place of the body from the start to the end of the movement.
func (a arrow) way(c *canvas, s *scene) []point {
	const pieces = 4
	var points []point
	for k := range pieces + 1 {
		t := a.from + (a.to-a.from)*float64(k)/pieces
		points = append(points, c.camera.point(s.bodyAt(t).places[a.joint]))
	}
	return points
}

// arrow draws curves through an odd number of points and a head at the end.
func (c *canvas) arrow(points []point, both bool, round int) {
	const length, half, shortest = 8, 4.2, 18.0
	last := len(points) - 1
	if l := points[last].sub(points[0]).length(); round == 0 && l < shortest {
		mid := points[0].to(points[last], 0.5)
		for i := range points {
			points[i] = mid.to(points[i], shortest/max(l, 1e-6))
		}
	}
	var heads [][3]point
	point1 := func(tip, before point) point {
		way := tip.sub(before)
		way = way.times(1 / max(way.length(), 1e-6))
		base := tip.sub(way.times(length))
		across := point{-way.y, way.x}.times(half)
		heads = append(heads, [3]point{tip, base.add(across), base.sub(across)})
		return tip.sub(way.times(length * 0.7))
	}
	trimmed := append([]point(nil), points...)
	trimmed[last] = point1(points[last], points[last-1])
	if both {
		trimmed[0] = point1(points[0], points[1])
	}
	p := newPath()
	p.move(trimmed[0])
	for k := 0; k+2 <= last; k += 2 {
		p.curve(trimmed[k], trimmed[k+1], trimmed[k+2])
	}
	c.paint(inkArrow, p)
	h := newPath()
	for _, t := range heads {
		h.move(t[0])
		h.line(t[1])
		h.line(t[2])
		h.close()
	}
	c.paint(inkHead, h)
}
