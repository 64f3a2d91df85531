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

// joints are in the order of a pose's values. Each angle is 0 in a person who
// stands upright with hanging arms, looking ahead.
var joints = []joint{
	{"pelvis", false, []angle{{"bend", -180, 180}, {"side", -180, 180}, {"turn", -180, 180}}},
	{"waist", false, []angle{{"bend", -35, 70}, {"side", -35, 35}, {"turn", -45, 45}}},
	{"chest", false, []angle{{"bend", -40, 50}, {"side", -30, 30}, {"turn", -45, 45}}},
	{"neck", false, []angle{{"bend", -60, 60}, {"side", -45, 45}, {"turn", -80, 80}}},
	{"head", false, []angle{{"bend", -45, 45}, {"side", -25, 25}, {"turn", -45, 45}}},
	{"girdle", true, []angle{{"lift", -20, 40}, {"forward", -35, 40}}},
	{"shoulder", true, []angle{{"raise", -60, 190}, {"plane", -100, 145}, {"twist", -120, 120}}},
	{"elbow", true, []angle{{"bend", 0, 155}}},
	{"wrist", true, []angle{{"bend", -90, 90}}},
	{"hip", true, []angle{{"bend", -35, 140}, {"out", -35, 85}, {"twist", -60, 90}}},
	{"knee", true, []angle{{"bend", 0, 165}}},
	{"ankle", true, []angle{{"bend", -85, 45}}},
}

// side tells the two halves of the body apart.
type side int

const (
	left side = iota
	right
)

func (s side) String() string { return [...]string{"left", "right"}[s] }

// sign is the direction of this side along the body's right.
func (s side) sign() float64 { return float64(2*s - 1) }

// mostAngles is the number of angles of the freest joint.
const mostAngles = 3

// pose holds the angles of every joint, by index in joints, side and index in
// joint.angles. A joint that is not paired uses the left.
type pose [12][2][mostAngles]float64

// Indexes in joints.
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
)

// slots says which entries of a pose a name means: knee names none, left_knee
// one side, knees both.
func slots(name string) (index int, sides []side, ok bool) {
	for i, j := range joints {
		switch {
		case !j.paired && name == j.name:
			return i, []side{left}, true
		case !j.paired:
		case name == "left_"+j.name:
			return i, []side{left}, true
		case name == "right_"+j.name:
			return i, []side{right}, true
		case name == j.name+"s":
			return i, []side{left, right}, true
		}
	}
	return 0, nil, false
}

// jointNames are the names that slots knows, for hints.
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

// forms writes what a joint takes, such as [raise, plane, twist].
func (j joint) forms() string {
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
