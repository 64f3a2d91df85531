package figure

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/yamltree"
)

// File is the name of the file of figures within a pack.
const File = "figures.yaml"

// Load reads the figures from the files of a pack, one for each exercise. A
// pack without the file has no figures, which is no mistake. The error is a
// [diag.List] of every mistake found.
func Load(files map[string][]byte, exercises []*pack.Exercise) (*Set, error) {
	src, ok := files[File]
	if !ok {
		return &Set{}, nil
	}
	root, err := yamltree.Parse(File, src)
	if err != nil {
		return nil, err
	}
	var doc struct {
		Poses   *yamltree.Node `yaml:"poses,optional"`
		Figures *yamltree.Node `yaml:"figures"`
	}
	r := newReader()
	r.diags = yamltree.Decode(root, &doc)
	if !r.diags.HasErrors() {
		r.readPoses(doc.Poses)
		r.readFigures(doc.Figures, exercises)
	}
	r.diags.Sort()
	if err := r.diags.Err(); err != nil {
		return nil, err
	}
	return &Set{scenes: r.scenes}, nil
}

func newReader() *reader {
	return &reader{
		poses: map[string]pose{}, scenes: map[string]*scene{},
		places: slices.Sorted(maps.Keys(build(pose{}).places)),
	}
}

type reader struct {
	diags  diag.List
	places []string // of every body
	poses  map[string]pose
	names  []string // of the poses, in the order of the file
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

func (r *reader) readFigures(n *yamltree.Node, exercises []*pack.Exercise) {
	if !r.isMap(n, "figures") {
		return
	}
	var ids []string
	known := map[string]bool{}
	for _, e := range exercises {
		ids = append(ids, e.ID)
		known[e.ID] = true
		if n.Get(e.ID) == nil {
			r.errorf(n, "missing-figure", "add "+e.ID+": under figures", "exercise %s has no figure", e.ID)
		}
	}
	for _, p := range n.Pairs {
		if !known[p.Key.Value] {
			r.errorf(p.Key, "unknown-exercise", diag.DidYouMean(p.Key.Value, ids, "name an exercise of exercises.yaml, or remove the figure"),
				"this is the figure of an unknown exercise %s", yamltree.Quote(p.Key.Value))
		}
		if r.isMap(p.Value, "a figure") {
			r.scenes[p.Key.Value] = r.scene(p.Value)
		}
	}
}

// pose reads joint angles over a pose that they change. No node changes nothing.
func (r *reader) pose(n *yamltree.Node, p pose) pose {
	if n == nil || !r.isMap(n, "a pose") {
		return p
	}
	// A name for both sides and one for a side would depend on their order.
	given := map[[2]int]string{}
	for _, pair := range n.Pairs {
		name := pair.Key.Value
		index, of, ok := named(name)
		if !ok {
			r.errorf(pair.Key, "unknown-joint", diag.DidYouMean(name, jointNames(), "known: "+strings.Join(jointNames(), ", ")),
				"unknown joint %s", yamltree.Quote(name))
			continue
		}
		angles := r.angles(pair.Value, joints[index])
		for _, s := range of {
			key := [2]int{index, int(s)}
			if other, twice := given[key]; twice {
				r.errorf(pair.Key, "duplicate-joint", "keep one of them, or write left and right", "%s is given already by %s", name, other)
			}
			given[key] = name
			p[index][s] = angles
		}
	}
	return p
}

// angles reads the angles of a joint: a list, or the first one alone. What is
// not given is 0.
func (r *reader) angles(n *yamltree.Node, j joint) (out [mostAngles]float64) {
	items := n.Items
	if n.Kind == yamltree.Scalar {
		items = []*yamltree.Node{n}
	}
	if len(items) == 0 || len(items) > len(j.angles) {
		r.errorf(n, "wrong-shape", "write "+j.form()+" in degrees", "%s takes 1 to %d angles", j.name, len(j.angles))
		return out
	}
	for i, item := range items {
		a := j.angles[i]
		v, ok := r.number(item, j.name+" "+a.name)
		if ok && (v < a.min || v > a.max) {
			r.errorf(item, "angle-range", "look at the sign, and at the order "+j.form(),
				"%s %s must be within %g and %g degrees", j.name, a.name, a.min, a.max)
		}
		out[i] = v
	}
	return out
}

// number reads a plain decimal.
func (r *reader) number(n *yamltree.Node, name string) (float64, bool) {
	v, err := strconv.ParseFloat(n.Value, 64)
	if n.Kind != yamltree.Scalar || n.Quoted || err != nil || strings.Trim(n.Value, "+-.0123456789") != "" {
		r.errorf(n, "wrong-type", "", "%s must be a number", name)
		return 0, false
	}
	return v, true
}
