package figure

import (
	"math"
	"slices"
)

// ball is a sphere of the body: flesh is the hull of a few of them.
type ball struct {
	at vec
	r  float64
}

// part is what is drawn in one go: the union of the hulls of some balls.
type part struct {
	name  string // left_arm, right_arm, left_leg, right_leg, trunk
	hulls [][]ball
	mid   vec // its middle, which decides what is in front of what

	// Limbs only: where it is joined to the trunk, the place where the other
	// one is, and the flesh of the trunk that hides the joint.
	root     vec
	opposite string
	seam     []ball
}

func (p part) limb() bool { return p.seam != nil }

// stump is the flesh of a limb that hides its joint when the trunk is drawn
// over it.
func (p part) stump() []ball {
	first := p.hulls[0]
	const share = 0.35 // of the upper arm or thigh
	return []ball{first[0], {first[0].at.to(first[1].at, share), first[0].r + (first[1].r-first[0].r)*share}}
}

// body is a pose put into the room.
type body struct {
	places map[string]vec // joints and landmarks by name
	parts  []part
	eyes   []vec
	face   vec // the direction in which the head looks
	crown  vec
}

// Lengths in centimetres of a person of about 1.70 m, with the head a little
// larger than life so that it can be read when small.
const (
	thighLength   = 41
	shinLength    = 39
	armLength     = 28
	forearmLength = 24
	handLength    = 12
	collarLength  = 16.5
	neckLength    = 8
	hipWidth      = 8.5

	// shoulderRadius is wide enough to hide the outline of an arm.
	shoulderRadius = 7.2
	hipHeight      = 88 // of the pelvis in a standing person, before it is set down
)

// stations are the levels of the spine: how far above the one below, half the
// width between the two balls that make the level, and their radius.
var stations = [...]struct{ above, half, r float64 }{
	{0, 7.5, 10},
	{9, 6.5, 9.4},
	{9, 6, 9},
	{10, 7, 9.6},
	{10, 8, 9.8},
	{9, 5, 6.5},
}

// build puts a pose into the room with the middle of the hips at an origin.
func build(p pose) *body {
	b := &body{places: map[string]vec{}}
	turned := func(f frame, j int, share float64) frame {
		a := p[j][left]
		return f.turn(a[2] * share).side(a[1] * share).bend(a[0] * share)
	}
	hips := turned(upright, pelvis, 1)
	at := vec{y: hipHeight}
	b.places["pelvis"] = at

	trunk := part{name: "trunk"}
	level := func(i int, f frame, at vec) []ball {
		s := stations[i]
		return []ball{{f.at(at, 0, 0, -s.half), s.r}, {f.at(at, 0, 0, s.half), s.r}}
	}
	f, below := hips, level(0, hips, at)
	var ribs []ball
	for i := 1; i < len(stations); i++ {
		at = f.at(at, 0, stations[i].above, 0)
		if i < len(stations)-1 {
			j := waist
			if i > 2 {
				j = chest
			}
			f = turned(f, j, 0.5)
		}
		here := level(i, f, at)
		if i < len(stations)-1 {
			trunk.hulls = append(trunk.hulls, append(below, here...))
		} else {
			ribs = append(below, here...)
		}
		switch i {
		case 2:
			b.places["waist"] = at
		case 4:
			b.places["chest"] = at
		}
		below = here
	}
	b.places["neck"] = at
	for _, s := range []side{left, right} {
		joint := b.arm(p, s, f, at)
		ribs = append(ribs, ball{joint, shoulderRadius})
	}
	trunk.hulls = append(trunk.hulls, ribs)
	trunk.hulls = append(trunk.hulls, b.head(p, f, at)...)
	trunk.mid = b.places["chest"].add(b.places["pelvis"]).times(0.5)
	for _, s := range []side{left, right} {
		b.leg(p, s, hips, trunk.hulls[0])
	}
	b.parts = append(b.parts, trunk)
	return b
}

// arm adds an arm to the body and returns its shoulder joint.
func (b *body) arm(p pose, s side, f frame, neck vec) vec {
	out := f.right.times(s.sign())
	lift, liftC := sincos(p[girdle][s][0])
	fore, foreC := sincos(p[girdle][s][1])
	top := neck.plus(f.up, -3).plus(out, collarLength*liftC*foreC).plus(f.up, collarLength*lift).plus(f.fwd, collarLength*liftC*fore)

	// The arm swings up from hanging within a plane; what faced forward swings with it.
	a := p[shoulder][s]
	raise, raiseC := sincos(a[0])
	plane, planeC := sincos(a[1])
	away := out.times(planeC).plus(f.fwd, plane)
	dir := f.up.times(-raiseC).plus(away, raise)
	swung := away.times(raiseC).plus(f.up, raise)
	fold := f.fwd.plus(away, -plane).plus(swung, plane)
	twist, twistC := sincos(a[2])
	fold = fold.times(twistC).plus(dir.cross(fold), s.sign()*twist)

	mid := top.plus(dir, armLength)
	dir, fold = hinge(dir, fold, p[elbow][s][0])
	end := mid.plus(dir, forearmLength)
	dir, _ = hinge(dir, fold, p[wrist][s][0])
	tip := end.plus(dir, handLength)

	name := s.String()
	b.places[name+"_shoulder"], b.places[name+"_elbow"], b.places[name+"_wrist"] = top, mid, end
	b.places[name+"_hand"] = end.plus(dir, handLength*0.6)
	b.places[name+"_fingers"] = tip
	b.parts = append(b.parts, part{name: name + "_arm", root: top, opposite: (1 - s).String() + "_shoulder", seam: []ball{{top, shoulderRadius}, {neck, 5}}, mid: mid.add(end).times(0.5), hulls: [][]ball{
		{{top, 5.4}, {mid, 4.3}},
		{{mid, 4.3}, {end, 3}},
		{{end.plus(dir, 3), 3.6}, {tip.plus(dir, -2.4), 2.4}},
	}})
	return top
}

// hinge folds a limb's direction towards the way in which it bends.
func hinge(dir, fold vec, degrees float64) (vec, vec) {
	s, c := sincos(degrees)
	return dir.times(c).plus(fold, s), fold.times(c).plus(dir, -s)
}

// leg adds a leg to the body.
func (b *body) leg(p pose, s side, f frame, seam []ball) {
	top := f.at(b.places["pelvis"], 0, -1, hipWidth*s.sign())
	a := p[hip][s]
	f = f.bend(-a[0]).side(-a[1] * s.sign()).turn(a[2] * s.sign())
	mid := top.plus(f.up, -thighLength)
	f = f.bend(p[knee][s][0])
	end := mid.plus(f.up, -shinLength)
	f = f.bend(-p[ankle][s][0])
	heel, toe := f.at(end, -4, -4.6, 0), f.at(end, 15.5, -5.8, 0)

	name := s.String()
	b.places[name+"_hip"], b.places[name+"_knee"], b.places[name+"_ankle"] = top, mid, end
	b.places[name+"_heel"], b.places[name+"_toe"] = heel, toe
	b.parts = append(b.parts, part{name: name + "_leg", root: top, opposite: (1 - s).String() + "_hip", seam: seam, mid: mid.add(end).times(0.5), hulls: [][]ball{
		{{top, 8.6}, {mid, 5.6}},
		{{mid, 5.6}, {end, 3.8}},
		{{end, 3.8}, {heel, 3.2}, {f.at(end, 9, -4.9, 0), 2.9}, {toe, 2}},
	}})
}

// head adds the neck and head and returns their hulls.
func (b *body) head(p pose, f frame, base vec) [][]ball {
	a := p[neck][left]
	f = f.turn(a[2]).side(a[1]).bend(a[0])
	nape := f.at(base, 0, neckLength, 0)
	a = p[head][left]
	f = f.turn(a[2]).side(a[1]).bend(a[0])
	skull, jaw := f.at(nape, 1.5, 9, 0), f.at(nape, 5, 2.5, 0)
	nose := f.at(nape, 12.6, 6.5, 0)
	const apart, wide = 24, 9.4 // the eyes: degrees off the middle, distance from it
	s, c := sincos(apart)
	for _, side := range []float64{-1, 1} {
		b.eyes = append(b.eyes, f.at(skull, wide*c, 0.5, wide*s*side))
	}
	b.face = f.fwd
	b.crown = f.at(skull, 0, 9.6, 0)
	b.places["head"], b.places["chin"], b.places["nose"], b.places["crown"] = skull, f.at(jaw, 2, -4, 0), nose, b.crown
	b.places["nape"] = f.at(nape, -5, 0, 0)
	b.places["forehead"] = f.at(skull, 9, 3, 0)
	return [][]ball{
		{{base, 6}, {nape, 5}},
		{{skull, 9.6}, {jaw, 6}},
		{{nose, 0.9}, {f.at(skull, 6, 0, 0), 3.5}},
	}
}

// move shifts everything.
func (b *body) move(by vec) {
	for k, v := range b.places {
		b.places[k] = v.add(by)
	}
	for i := range b.parts {
		p := &b.parts[i]
		p.root, p.mid = p.root.add(by), p.mid.add(by)
		for _, h := range p.hulls {
			shift(h, by)
		}
		if p.limb() {
			p.seam = shift(slices.Clone(p.seam), by)
		}
	}
	for i := range b.eyes {
		b.eyes[i] = b.eyes[i].add(by)
	}
	b.crown = b.crown.add(by)
}

func shift(balls []ball, by vec) []ball {
	for i := range balls {
		balls[i].at = balls[i].at.add(by)
	}
	return balls
}

// lowest is the height of the lowest point of the flesh.
func (b *body) lowest() float64 {
	low := math.Inf(1)
	for _, p := range b.parts {
		for _, h := range p.hulls {
			for _, ball := range h {
				low = min(low, ball.at.y-ball.r)
			}
		}
	}
	return low
}
