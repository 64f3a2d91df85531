package figure

import "github.com/limber-triage/limber/engine/pack"

// Places gives tests the joints of a figure's person by name, forward, up and
// right in centimetres, at the start and at the end.
func (s *Set) Places(e *pack.Exercise) (start, end map[string][3]float64) {
	scene := s.scenes[e.ID]
	flat := func(b *body) map[string][3]float64 {
		out := map[string][3]float64{}
		for name, v := range b.places {
			out[name] = [3]float64{v.x, v.y, v.z}
		}
		return out
	}
	return flat(scene.bodyAt(0)), flat(scene.bodyAt(1))
}

// Lowest gives tests the height of the lowest flesh over the floor, half-way
// and at the end. At the start it is 0.
func (s *Set) Lowest(e *pack.Exercise) (half, end float64) {
	scene := s.scenes[e.ID]
	return scene.bodyAt(0.5).lowest(), scene.bodyAt(1).lowest()
}

// JointRange is a joint as tests see it.
type JointRange struct {
	Name   string
	Angles [][2]float64
}

// Joints lists the joints of a pose by the names that set both sides.
func Joints() []JointRange {
	var out []JointRange
	for _, j := range joints {
		r := JointRange{Name: j.name}
		if j.paired {
			r.Name += "s"
		}
		for _, a := range j.angles {
			r.Angles = append(r.Angles, [2]float64{a.min, a.max})
		}
		out = append(out, r)
	}
	return out
}
