package figure

import "math"

// vec is a point or direction in the room, in centimetres: x is forward of the
// person before any turn, y is up, z is to their right.
type vec struct{ x, y, z float64 }

func (a vec) add(b vec) vec       { return vec{a.x + b.x, a.y + b.y, a.z + b.z} }
func (a vec) sub(b vec) vec       { return vec{a.x - b.x, a.y - b.y, a.z - b.z} }
func (a vec) times(k float64) vec { return vec{a.x * k, a.y * k, a.z * k} }
func (a vec) along(b vec) float64 { return a.x*b.x + a.y*b.y + a.z*b.z }
func (a vec) length() float64     { return math.Sqrt(a.along(a)) }

// plus goes from a by k times b.
func (a vec) plus(b vec, k float64) vec { return a.add(b.times(k)) }

// to goes a share t of the way to b.
func (a vec) to(b vec, t float64) vec { return a.plus(b.sub(a), t) }

func (a vec) cross(b vec) vec {
	return vec{a.y*b.z - a.z*b.y, a.z*b.x - a.x*b.z, a.x*b.y - a.y*b.x}
}

// frame is how a part of the body is turned: three directions at right angles.
type frame struct{ fwd, up, right vec }

// upright is a person who stands and looks along x.
var upright = frame{fwd: vec{x: 1}, up: vec{y: 1}, right: vec{z: 1}}

// bend leans the frame forward by degrees, seen from within it.
func (f frame) bend(degrees float64) frame {
	s, c := sincos(degrees)
	return frame{f.fwd.times(c).plus(f.up, -s), f.up.times(c).plus(f.fwd, s), f.right}
}

// lean leans the frame to its right.
func (f frame) lean(degrees float64) frame {
	s, c := sincos(degrees)
	return frame{f.fwd, f.up.times(c).plus(f.right, s), f.right.times(c).plus(f.up, -s)}
}

// turn turns the frame to its right, about its own up.
func (f frame) turn(degrees float64) frame {
	s, c := sincos(degrees)
	return frame{f.fwd.times(c).plus(f.right, s), f.up, f.right.times(c).plus(f.fwd, -s)}
}

// at gives the place that lies so far forward, up and right of another.
func (f frame) at(from vec, fwd, up, right float64) vec {
	return from.plus(f.fwd, fwd).plus(f.up, up).plus(f.right, right)
}

func sincos(degrees float64) (sin, cos float64) { return math.Sincos(degrees * math.Pi / 180) }
