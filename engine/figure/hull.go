package figure

import "math"

// point is a place on the paper in centimetres, y downwards.
type point struct{ x, y float64 }

func (a point) add(b point) point     { return point{a.x + b.x, a.y + b.y} }
func (a point) sub(b point) point     { return point{a.x - b.x, a.y - b.y} }
func (a point) times(k float64) point { return point{a.x * k, a.y * k} }
func (a point) length() float64       { return math.Hypot(a.x, a.y) }

// turn is how far the direction b turns to become a, in degrees, either way.
func (a point) turn(b point) float64 {
	return math.Abs(math.Atan2(b.x*a.y-b.y*a.x, a.x*b.x+a.y*b.y)) * 180 / math.Pi
}

func (a point) to(b point, t float64) point { return a.add(b.sub(a).times(t)) }

// disc is a sphere on the paper.
type disc struct {
	at point
	r  float64
}

// edge is the point of the rim at an angle in radians.
func (d disc) edge(angle float64) point {
	s, c := math.Sincos(angle)
	return point{d.at.x + d.r*c, d.at.y + d.r*s}
}

// tangent is a straight stretch of a hull from one disc to the next. Both of
// its ends lie at the angle of its outward normal, in radians.
type tangent struct {
	from, to disc
	normal   float64
}

// hull finds the straight stretches of the outline around some discs, in
// order. There are none when one disc holds all others: that one is returned.
func hull(discs []disc) (tangents []tangent, alone disc) {
	const (
		looks = 240  // directions in which the outermost disc is sought
		equal = 1e-9 // so that rounding cannot choose between two
	)
	var order []int
	for k := range looks {
		s, c := math.Sincos(2 * math.Pi * float64(k) / looks)
		best, reach := 0, math.Inf(-1)
		for i, d := range discs {
			if far := d.at.x*c + d.at.y*s + d.r; far > reach+equal {
				best, reach = i, far
			}
		}
		if len(order) == 0 || order[len(order)-1] != best {
			order = append(order, best)
		}
	}
	if len(order) > 1 && order[0] == order[len(order)-1] {
		order = order[1:]
	}
	if len(order) == 1 {
		return nil, discs[order[0]]
	}
	for k, i := range order {
		a, b := discs[i], discs[order[(k+1)%len(order)]]
		way := b.at.sub(a.at)
		slope := max(-1, min(1, (a.r-b.r)/way.length()))
		tangents = append(tangents, tangent{a, b, math.Atan2(way.y, way.x) - math.Acos(slope)})
	}
	return tangents, disc{}
}

// hull adds the outline around some discs to a path, always in the same sense,
// so that hulls which overlap add up.
func (p *path) hull(discs []disc) {
	tangents, alone := hull(discs)
	if tangents == nil {
		p.circle(alone)
		return
	}
	for k, t := range tangents {
		before := tangents[(k+len(tangents)-1)%len(tangents)].normal
		if k == 0 {
			p.move(t.from.edge(before))
		}
		const none = 1e-6 // two stretches in one line, give or take the rounding
		if swing := math.Mod(t.normal-before+none+4*math.Pi, 2*math.Pi) - none; swing > none {
			p.arc(t.from, before, swing)
		}
		p.line(t.to.edge(t.normal))
	}
	p.close()
}
