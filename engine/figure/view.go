package figure

// view is where the person is seen from: turn 0 is from their right, 90 from
// the front, 270 from behind; tilt raises the eye, 90 is straight above.
type view struct{ turn, tilt float64 }

// views are the names that a figure may give.
var views = map[string]view{
	"side":    {0, 0},
	"quarter": {40, 8},
	"front":   {90, 0},
	"back":    {270, 0},
	"above":   {0, 90},
}

// camera projects the room onto paper, without perspective.
type camera struct{ across, up, towards vec }

func (v view) camera() camera {
	s, c := sincos(v.turn)
	flat := vec{x: s, z: c}
	ts, tc := sincos(v.tilt)
	return camera{
		across:  vec{x: c, z: -s},
		up:      vec{y: 1}.times(tc).plus(flat, -ts),
		towards: flat.times(tc).plus(vec{y: 1}, ts),
	}
}

func (c camera) point(v vec) point   { return point{v.along(c.across), -v.along(c.up)} }
func (c camera) depth(v vec) float64 { return v.along(c.towards) }
func (c camera) disc(b ball) disc    { return disc{c.point(b.at), b.r} }

func (c camera) discs(balls []ball) []disc {
	out := make([]disc, len(balls))
	for i, b := range balls {
		out[i] = c.disc(b)
	}
	return out
}
