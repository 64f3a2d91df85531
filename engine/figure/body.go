package figure

import (
	"math"
	"slices"
)

// sphere is a ball of flesh. The hull of a few of them is a stretch of a limb.
type sphere struct {
	at vec
	r  float64
}

// part is what is drawn in one go: the union of the hulls of some spheres.
type part struct {
	name  string
	hulls [][]sphere
	mid   vec // its middle, which decides what is in front of what

	// Limbs only: where it is joined to the trunk, the place where its twin
	// is, and the flesh of the trunk that hides the joint.
	root vec
	twin string
	seam []sphere
}

// partNames are the parts that every body has.
var partNames = []string{"left_arm", "right_arm", "left_leg", "right_leg", "trunk"}

func (p part) limb() bool { return p.seam != nil }

// stump is the flesh of a limb that hides its joint when the trunk is drawn
// over it.
func (p part) stump() []sphere {
	const share = 0.35 // of the upper arm or thigh
	top, end := p.hulls[0][0], p.hulls[0][1]
	return []sphere{top, {top.at.to(end.at, share), top.r + (end.r-top.r)*share}}
}

// body is a pose put into the room.
type body struct {
	places map[string]vec // joints and landmarks by name
	parts  []part
	eyes   []vec
}

// Lengths in centimetres of a person of about 1.70 m. The head is a little
// larger than life, so that it can be read when small.
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
	shoulderRadius = 7.7
)

// stations are the levels of the spine: how far above the one below, half the
// width between the two spheres that make the level, and their radius. The
// spine bends at those between the first and the last: the lower two share
// the waist's angles, the upper two the chest's, which makes it a curve.
var stations = [...]struct{ above, half, r float64 }{
	{0, 7.5, 10},
	{9, 6.5, 9.4},
	{9, 6, 9},
	{10, 7, 9.6},
	{10, 8, 9.8},
	{9, 5, 6.5},
}

// bends is the joint whose angles a station takes half of.
var bends = [len(stations)]int{1: waist, 2: waist, 3: chest, 4: chest}

// build puts a pose into the room, the middle of the hips at the origin.
func build(p pose) *body {
	b := &body{places: map[string]vec{}}
	hips := upright.pose(p[pelvis][left], 1)
	b.places["pelvis"] = vec{}

	trunk := part{name: "trunk"}
	var below []sphere
	f, at := hips, vec{}
	for i, s := range stations {
		at = f.at(at, 0, s.above, 0)
		if j := bends[i]; j != 0 {
			f = f.pose(p[j][left], 0.5)
			b.places[joints[j].name] = at
		}
		level := []sphere{{f.at(at, 0, 0, -s.half), s.r}, {f.at(at, 0, 0, s.half), s.r}}
		if i > 0 {
			trunk.hulls = append(trunk.hulls, slices.Concat(below, level))
		}
		below = level
	}
	b.places["neck"] = at
	ribs := &trunk.hulls[len(trunk.hulls)-1]
	*ribs = append(*ribs, sphere{f.at(at, 0, 4.5, 0), 5}) // the slope from neck to shoulders
	for _, s := range bothSides {
		*ribs = append(*ribs, sphere{b.arm(p, s, f, at), shoulderRadius})
	}
	trunk.hulls = append(trunk.hulls, b.head(p, f, at)...)
	trunk.mid = b.places["chest"].to(b.places["pelvis"], 0.5)
	for _, s := range bothSides {
		b.leg(p, s, hips, trunk.hulls[0])
	}
	b.parts = append(b.parts, trunk)
	return b
}

// pose turns a frame by a share of the angles [bend, lean, turn].
func (f frame) pose(a [mostAngles]float64, share float64) frame {
	return f.turn(a[2] * share).lean(a[1] * share).bend(a[0] * share)
}

// arm adds an arm to the body and returns its shoulder joint.
func (b *body) arm(p pose, s side, f frame, neck vec) vec {
	out := f.right.times(s.sign())
	lift, liftCos := sincos(p[girdle][s][0])
	fore, foreCos := sincos(p[girdle][s][1])
	collar := f.up.times(lift).plus(out, liftCos*foreCos).plus(f.fwd, liftCos*fore)
	top := neck.plus(f.up, -3).plus(collar, collarLength)

	// The arm swings up from hanging within a plane. What faced forward is
	// where the elbow folds to, and it swings with the arm.
	a := p[shoulder][s]
	raise, raiseCos := sincos(a[0])
	plane, planeCos := sincos(a[1])
	twist, twistCos := sincos(a[2])
	away := out.times(planeCos).plus(f.fwd, plane)
	dir := f.up.times(-raiseCos).plus(away, raise)
	swung := away.times(raiseCos).plus(f.up, raise)
	fold := f.fwd.plus(away, -plane).plus(swung, plane)
	fold = fold.times(twistCos).plus(dir.cross(fold), s.sign()*twist)

	mid := top.plus(dir, armLength)
	dir, fold = hinge(dir, fold, p[elbow][s][0])
	end := mid.plus(dir, forearmLength)
	dir, _ = hinge(dir, fold, p[wrist][s][0])
	tip := end.plus(dir, handLength)

	name := s.String()
	b.places[name+"_shoulder"], b.places[name+"_elbow"], b.places[name+"_wrist"] = top, mid, end
	b.places[name+"_hand"], b.places[name+"_fingers"] = end.to(tip, 0.6), tip
	b.parts = append(b.parts, part{
		name: name + "_arm", mid: mid.to(end, 0.5),
		root: top, twin: (1 - s).String() + "_shoulder", seam: []sphere{{top, shoulderRadius}, {neck, 5}},
		hulls: [][]sphere{
			{{top, 6.1}, {mid, 4.4}},
			{{mid, 4.4}, {end, 3}},
			{{end.plus(dir, 3), 3.6}, {tip.plus(dir, -2.4), 2.4}},
		},
	})
	return top
}

// hinge folds a limb's direction towards the way in which it bends.
func hinge(dir, fold vec, degrees float64) (vec, vec) {
	s, c := sincos(degrees)
	return dir.times(c).plus(fold, s), fold.times(c).plus(dir, -s)
}

// leg adds a leg to the body. The foot's sole is 8 cm below the ankle.
func (b *body) leg(p pose, s side, f frame, seam []sphere) {
	top := f.at(b.places["pelvis"], 0, -1, hipWidth*s.sign())
	a := p[hip][s]
	f = f.bend(-a[0]).lean(-a[1] * s.sign()).turn(a[2] * s.sign())
	mid := top.plus(f.up, -thighLength)
	f = f.bend(p[knee][s][0])
	end := mid.plus(f.up, -shinLength)
	f = f.bend(-p[ankle][s][0])
	heel, toe := f.at(end, -4, -4.8, 0), f.at(end, 15.5, -6, 0)

	name := s.String()
	b.places[name+"_hip"], b.places[name+"_knee"], b.places[name+"_ankle"] = top, mid, end
	b.places[name+"_heel"], b.places[name+"_toe"] = heel, toe
	b.parts = append(b.parts, part{
		name: name + "_leg", mid: mid.to(end, 0.5),
		root: top, twin: (1 - s).String() + "_hip", seam: seam,
		hulls: [][]sphere{
			{{top, 8.6}, {mid, 5.6}},
			{{mid, 5.6}, {end, 3.8}},
			{{end, 3.8}, {heel, 3.2}, {f.at(end, 9, -5.1, 0), 2.9}, {toe, 2}},
		},
	})
}

// head adds the landmarks of neck and head and returns their flesh.
func (b *body) head(p pose, f frame, base vec) [][]sphere {
	f = f.pose(p[neck][left], 1)
	nape := f.at(base, 0, neckLength, 0)
	f = f.pose(p[head][left], 1)
	skull, jaw, nose := f.at(nape, 1.5, 9, 0), f.at(nape, 5, 2.5, 0), f.at(nape, 12.6, 6.5, 0)
	const apart, out = 24, 9.4 // the eyes: degrees off the middle, distance from it
	sin, cos := sincos(apart)
	for _, s := range bothSides {
		b.eyes = append(b.eyes, f.at(skull, out*cos, 0.5, out*sin*s.sign()))
	}
	b.places["head"], b.places["nose"], b.places["crown"] = skull, nose, f.at(skull, 0, 9.6, 0)
	return [][]sphere{
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
	for i := range b.eyes {
		b.eyes[i] = b.eyes[i].add(by)
	}
	for i := range b.parts {
		p := &b.parts[i]
		p.root, p.mid, p.seam = p.root.add(by), p.mid.add(by), shifted(p.seam, by)
		for k, h := range p.hulls {
			p.hulls[k] = shifted(h, by)
		}
	}
}

func shifted(flesh []sphere, by vec) []sphere {
	flesh = slices.Clone(flesh)
	for i := range flesh {
		flesh[i].at = flesh[i].at.add(by)
	}
	return flesh
}

// lowest is the height of the lowest point of the flesh.
func (b *body) lowest() float64 {
	low := math.Inf(1)
	for _, p := range b.parts {
		for _, h := range p.hulls {
			for _, s := range h {
				low = min(low, s.at.y-s.r)
			}
		}
	}
	return low
}
