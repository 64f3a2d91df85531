package figure

// view is where the person is seen from, in degrees: turn 0 is from their
// right, 90 from the front, 270 from behind; tilt raises the eye.
type view struct{ turn, tilt float64 }

// views are the turns that have a name.
var views = map[string]float64{"side": 0, "front": 90, "back": 270}

// camera projects the room onto paper, without perspective.
type camera struct{ across, up, towards vec }

func (v view) camera() camera {
	s, c := sincos(v.turn)
	tilt, tiltCos := sincos(v.tilt)
	flat := vec{x: s, z: c}
	return camera{
		across:  vec{x: c, z: -s},
		up:      vec{y: tiltCos}.plus(flat, -tilt),
		towards: vec{y: tilt}.plus(flat, tiltCos),
	}
}

func (c camera) point(v vec) point   { return point{v.along(c.across), -v.along(c.up)} }
func (c camera) depth(v vec) float64 { return v.along(c.towards) }

// discs projects spheres: seen from afar, each is a disc.
func (c camera) discs(flesh ...sphere) []disc {
	out := make([]disc, len(flesh))
	for i, s := range flesh {
		out[i] = disc{c.point(s.at), s.r}
	}
	return out
}
