package figure

import "strings"

// angle is one way in which a joint moves, with how far it may go, in degrees.
// The ranges are those of a supple adult with some slack for drawing: they
// catch slips of the pen, not stiffness.
type angle struct {
	name     string
	min, max float64
}

// joint is a joint of the body. Its angles are listed in the order in which a
// pose gives them.
type joint struct {
	name   string
	paired bool // there is a left and a right one
	angles []angle
}

// Indexes in joints and in a pose.
const (
	pelvis = iota
	waist
	chest
	neck
	head
	girdle
	shoulder
	elbow
	wrist
	hip
	knee
	ankle
	jointCount
)

// joints are the joints of the body. Each angle is 0 in a person who stands
// upright with hanging arms, looking ahead.
var joints = [jointCount]joint{
	pelvis:   {"pelvis", false, []angle{{"bend", -180, 180}, {"lean", -180, 180}, {"turn", -180, 180}}},
	waist:    {"waist", false, []angle{{"bend", -35, 70}, {"lean", -35, 35}, {"turn", -45, 45}}},
	chest:    {"chest", false, []angle{{"bend", -40, 50}, {"lean", -30, 30}, {"turn", -45, 45}}},
	neck:     {"neck", false, []angle{{"bend", -60, 60}, {"lean", -45, 45}, {"turn", -80, 80}}},
	head:     {"head", false, []angle{{"bend", -45, 45}, {"lean", -25, 25}, {"turn", -45, 45}}},
	girdle:   {"girdle", true, []angle{{"lift", -20, 40}, {"forward", -35, 40}}},
	shoulder: {"shoulder", true, []angle{{"raise", -60, 190}, {"plane", -100, 145}, {"twist", -120, 120}}},
	elbow:    {"elbow", true, []angle{{"bend", 0, 155}}},
	wrist:    {"wrist", true, []angle{{"bend", -90, 90}}},
	hip:      {"hip", true, []angle{{"bend", -35, 140}, {"out", -35, 85}, {"twist", -60, 90}}},
	knee:     {"knee", true, []angle{{"bend", 0, 165}}},
	ankle:    {"ankle", true, []angle{{"bend", -85, 45}}},
}

// mostAngles is the number of angles of the freest joint.
const mostAngles = 3

// side tells the two halves of the body apart.
type side int

const (
	left side = iota
	right
	sides
)

var bothSides = []side{left, right}

func (s side) String() string { return [sides]string{"left", "right"}[s] }

// sign is the direction of this side along the body's right.
func (s side) sign() float64 { return float64(2*s - 1) }

// pose holds the angles of every joint, by index in joints, side, and index in
// joint.angles. A joint that is not paired uses the left.
type pose [jointCount][sides][mostAngles]float64

// named says which entries of a pose a name means: neck the only one,
// left_knee one side, knees both.
func named(name string) (index int, of []side, ok bool) {
	for i, j := range joints {
		switch {
		case !j.paired && name == j.name:
			return i, bothSides[:1], true
		case j.paired && name == j.name+"s":
			return i, bothSides, true
		case j.paired && name == "left_"+j.name:
			return i, bothSides[:1], true
		case j.paired && name == "right_"+j.name:
			return i, bothSides[1:], true
		}
	}
	return 0, nil, false
}

// jointNames are the names that a pose may use, for hints.
func jointNames() []string {
	var names []string
	for _, j := range joints {
		if j.paired {
			names = append(names, j.name+"s", "left_"+j.name, "right_"+j.name)
		} else {
			names = append(names, j.name)
		}
	}
	return names
}

// form writes what a joint takes, such as [raise, plane, twist].
func (j joint) form() string {
	names := make([]string, len(j.angles))
	for i, a := range j.angles {
		names[i] = a.name
	}
	return "[" + strings.Join(names, ", ") + "]"
}

// between gives the pose a share t of the way from a to b.
func between(a, b pose, t float64) pose {
	for i := range a {
		for s := range a[i] {
			for k := range a[i][s] {
				a[i][s][k] += (b[i][s][k] - a[i][s][k]) * t
			}
		}
	}
	return a
}
