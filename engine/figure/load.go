package figure

import (
	"strconv"
	"strings"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/yamltree"
)

// File is the name of the file of figures within a pack.
const File = "figures.yaml"

type document struct {
	Poses   *yamltree.Node `yaml:"poses,optional"`
	Figures *yamltree.Node `yaml:"figures"`
}

type figureDoc struct {
	Desc   string         `yaml:"desc"`
	View   string         `yaml:"view"`
	Turn   float64        `yaml:"turn,optional"`
	Tilt   float64        `yaml:"tilt,optional"`
	From   string         `yaml:"from,optional"`
	Start  *yamltree.Node `yaml:"start,optional"`
	End    *yamltree.Node `yaml:"end,optional"`
	Pin    string         `yaml:"pin,optional"`
	Hide   []string       `yaml:"hide,optional"`
	Before []string       `yaml:"before,optional"`
	Behind []string       `yaml:"behind,optional"`
	Props  []propDoc      `yaml:"props,optional"`
	Arrows []arrowDoc     `yaml:"arrows,optional"`
}

type propDoc struct {
	Prop   string    `yaml:"prop"`
	Joints []string  `yaml:"joints,optional"`
	At     string    `yaml:"at,optional"`
	Offset []float64 `yaml:"offset,optional"`
	Size   []float64 `yaml:"size,optional"`
	Pos    diag.Pos
}

type arrowDoc struct {
	Arrow string    `yaml:"arrow"`
	Joint string    `yaml:"joint"`
	Shift []float64 `yaml:"shift,optional"`
	Ways  int       `yaml:"ways,optional"`
	Size  float64   `yaml:"size,optional"`
	From  float64   `yaml:"from,optional"`
	To    float64   `yaml:"to,optional"`
	Flat  float64   `yaml:"flat,optional"`
	Pos   diag.Pos
}

// Load reads figures.yaml from the files of a pack. A pack without the file
// has no figures, which is no mistake; a pack with it has one for every
// exercise. The error is a [diag.List] of every mistake found.
func Load(files map[string][]byte, exercises []*pack.Exercise) (*Set, error) {
	src, ok := files[File]
	if !ok {
		return &Set{}, nil
	}
	root, err := yamltree.Parse(File, src)
	if err != nil {
		return nil, err
	}
	r := reader{poses: map[string]pose{}, scenes: map[string]*scene{}}
	var doc document
	r.diags = yamltree.Decode(root, &doc)
	if r.diags.HasErrors() {
		return nil, r.diags
	}
	r.readPoses(doc.Poses)
	r.readFigures(doc.Figures, exercises)
	r.diags.Sort()
	if err := r.diags.Err(); err != nil {
		return nil, err
	}
	return &Set{scenes: r.scenes}, nil
}

type reader struct {
	diags  diag.List
	poses  map[string]pose
	names  []string // of poses, in file order
	scenes map[string]*scene
}

func (r *reader) errorf(n *yamltree.Node, code, hint, format string, args ...any) {
	r.diags.Errorf(code, n.Pos, hint, format, args...)
	r.diags[len(r.diags)-1].Width = n.Width()
}

func (r *reader) isMap(n *yamltree.Node, name string) bool {
	if n.Kind != yamltree.Map {
		r.errorf(n, "wrong-shape", "", "%s must be a mapping, not %s", name, n.Kind)
	}
	return n.Kind == yamltree.Map
}

func (r *reader) readPoses(n *yamltree.Node) {
	if n == nil || !r.isMap(n, "poses") {
		return
	}
	for _, p := range n.Pairs {
		r.names = append(r.names, p.Key.Value)
		r.poses[p.Key.Value] = r.pose(p.Value, pose{})
	}
}

// pose reads joint angles over a pose that they change.
func (r *reader) pose(n *yamltree.Node, p pose) pose {
	if n == nil || !r.isMap(n, "a pose") {
		return p
	}
	for _, pair := range n.Pairs {
		index, sides, ok := slots(pair.Key.Value)
		if !ok {
			r.errorf(pair.Key, "unknown-joint", diag.DidYouMean(pair.Key.Value, jointNames(), "known: "+strings.Join(jointNames(), ", ")),
				"unknown joint %s", yamltree.Quote(pair.Key.Value))
			continue
		}
		values := r.angles(pair.Value, joints[index])
		for _, s := range sides {
			p[index][s] = values
		}
	}
	return p
}

// angles reads the angles of a joint: a list, or the first alone. What is not
// given is 0.
func (r *reader) angles(n *yamltree.Node, j joint) (out [mostAngles]float64) {
	items := n.Items
	if n.Kind == yamltree.Scalar {
		items = []*yamltree.Node{n}
	}
	if len(items) == 0 || len(items) > len(j.angles) {
		r.errorf(n, "wrong-shape", "write "+j.forms()+" in degrees", "%s has %d angles at most and one at least", j.name, len(j.angles))
		return out
	}
	for i, item := range items {
		a := j.angles[i]
		v, err := strconv.ParseFloat(item.Value, 64)
		switch {
		case item.Kind != yamltree.Scalar || item.Quoted || err != nil || strings.Trim(item.Value, "-.0123456789") != "":
			r.errorf(item, "wrong-type", "write degrees, such as 45", "%s %s must be a number", j.name, a.name)
		case v < a.min || v > a.max:
			r.errorf(item, "angle-range", "look at the sign and at the order "+j.forms(), "%s %s is %s degrees, outside %g to %g", j.name, a.name, item.Value, a.min, a.max)
		default:
			out[i] = v
		}
	}
	return out
}

// readFigures reads one figure for each exercise.
func (r *reader) readFigures(n *yamltree.Node, exercises []*pack.Exercise) {
	if !r.isMap(n, "figures") {
		return
	}
	var ids []string
	for _, e := range exercises {
		ids = append(ids, e.ID)
		if n.Get(e.ID) == nil {
			r.errorf(n, "missing-figure", "add "+e.ID+": under figures", "exercise %s has no figure", e.ID)
		}
	}
	known := map[string]bool{}
	for _, id := range ids {
		known[id] = true
	}
	for _, p := range n.Pairs {
		if !known[p.Key.Value] {
			r.errorf(p.Key, "unknown-exercise", diag.DidYouMean(p.Key.Value, ids, "name an exercise of exercises.yaml, or remove the figure"),
				"figure of an unknown exercise %s", yamltree.Quote(p.Key.Value))
		}
		if r.isMap(p.Value, "a figure") {
			r.scenes[p.Key.Value] = r.scene(p.Value)
		}
	}
}
