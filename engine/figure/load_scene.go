package figure

import (
	"maps"
	"slices"
	"strings"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/yamltree"
)

type figureDoc struct {
	Desc   string         `yaml:"desc"`
	View   string         `yaml:"view"`
	Turn   float64        `yaml:"turn,optional"`
	Tilt   float64        `yaml:"tilt,optional"`
	From   string         `yaml:"from,optional"`
	Start  *yamltree.Node `yaml:"start,optional"`
	End    *yamltree.Node `yaml:"end,optional"`
	Pin    string         `yaml:"pin,optional"`
	Before []string       `yaml:"before,optional"`
	Props  []propDoc      `yaml:"props,optional"`
	Arrows []arrowDoc     `yaml:"arrows,optional"`
}

type propDoc struct {
	Prop   string    `yaml:"prop"`
	Joints []string  `yaml:"joints,optional"`
	At     string    `yaml:"at,optional"`
	Offset []float64 `yaml:"offset,optional"`
	Size   []float64 `yaml:"size,optional"`
}

type arrowDoc struct {
	Arrow     string    `yaml:"arrow"`
	Joint     string    `yaml:"joint"`
	Shift     []float64 `yaml:"shift,optional"`
	Ways      int       `yaml:"ways,optional"`
	Size      float64   `yaml:"size,optional"`
	Direction float64   `yaml:"direction,optional"`
	From      float64   `yaml:"from,optional"`
	To        float64   `yaml:"to,optional"`
	Flat      float64   `yaml:"flat,optional"`
}

// Bounds on what a figure may ask for: a person in a room, seen from where a
// person may stand, and arrows that go round once or twice.
const (
	reach      = 300 // cm, for places and sizes
	mostTurn   = 360
	mostTilt   = 60
	mostCircle = 720
)

// scene reads one figure.
func (r *reader) scene(n *yamltree.Node) *scene {
	var d figureDoc
	r.diags = append(r.diags, yamltree.Decode(n, &d)...)
	r.oneOf(n.Get("view"), d.View, "view", slices.Sorted(maps.Keys(views)))
	r.within(n.Get("turn"), "turn", d.Turn, -mostTurn, mostTurn)
	r.within(n.Get("tilt"), "tilt", d.Tilt, 0, mostTilt)
	s := &scene{desc: d.Desc, view: view{views[d.View] + d.Turn, d.Tilt}, pin: joints[pelvis].name, before: d.Before}

	r.oneOf(n.Get("from"), d.From, "pose", r.names)
	s.start = r.pose(d.Start, r.poses[d.From])
	s.moves = d.End != nil
	s.end = r.pose(d.End, s.start)
	if r.oneOf(n.Get("pin"), d.Pin, "joint", r.places) {
		s.pin = d.Pin
	}
	for i, w := range d.Before {
		r.oneOf(item(n, "before", i), w, "part", partNames)
	}
	anchored := false
	for i, p := range d.Props {
		s.props = append(s.props, r.prop(item(n, "props", i), p))
		anchored = anchored || p.Prop == anchorPlace
	}
	for i, p := range d.Props {
		if !anchored && slices.Contains(p.Joints, anchorPlace) {
			r.errorf(item(n, "props", i), "no-anchor", "add {prop: anchor, offset: [...]}", "the band goes to an anchor, and there is none")
		}
	}
	for i, a := range d.Arrows {
		s.arrows = append(s.arrows, r.arrow(item(n, "arrows", i), a, s.moves))
	}
	return s
}

// item is an entry of a list that has been decoded.
func item(n *yamltree.Node, key string, i int) *yamltree.Node { return n.Get(key).Items[i] }

// oneOf reports whether a word is among those known, and complains if it is
// not. A word that is not given, or is no word, is not: Decode has the word.
func (r *reader) oneOf(n *yamltree.Node, word, what string, known []string) bool {
	if n == nil || n.Kind != yamltree.Scalar || slices.Contains(known, word) {
		return n != nil && n.Kind == yamltree.Scalar
	}
	r.errorf(n, "unknown-"+what, diag.DidYouMean(word, known, "known: "+strings.Join(known, ", ")), "unknown %s %s", what, yamltree.Quote(word))
	return false
}

// within complains about a number out of bounds.
func (r *reader) within(n *yamltree.Node, name string, v, low, high float64) {
	if v < low || v > high {
		r.errorf(n, "out-of-range", "", "%s must be within %g and %g", name, low, high)
	}
}

// lengths reads centimetres for the given directions.
func (r *reader) lengths(n *yamltree.Node, key string, v []float64, low float64, directions ...string) []float64 {
	if len(v) != len(directions) {
		if v != nil {
			r.errorf(n.Get(key), "wrong-shape", "write ["+strings.Join(directions, ", ")+"] in centimetres", "%s takes %d lengths", key, len(directions))
		}
		return make([]float64, len(directions))
	}
	for i, f := range v {
		r.within(item(n, key, i), key, f, low, reach)
	}
	return v
}

func (r *reader) prop(n *yamltree.Node, d propDoc) prop {
	offset := r.lengths(n, "offset", d.Offset, -reach, "forward", "up", "right")
	size := r.lengths(n, "size", d.Size, 0, "deep", "high", "wide")
	p := prop{
		name: d.Prop, kind: kinds[d.Prop], joints: d.Joints, at: d.At,
		offset: vec{offset[0], offset[1], offset[2]}, size: vec{size[0], size[1], size[2]},
	}
	if !r.oneOf(n.Get("prop"), d.Prop, "prop", slices.Sorted(maps.Keys(kinds))) {
		return p
	}
	for i, j := range d.Joints {
		r.oneOf(item(n, "joints", i), j, "joint", append(slices.Clone(r.places), anchorPlace))
	}
	r.oneOf(n.Get("at"), d.At, "joint", r.places)
	switch band := d.Prop == "band"; {
	case band && len(d.Joints) < 2:
		r.errorf(n, "missing-joints", "write joints: [left_hand, right_hand]", "a band joins two places or more")
	case !band && len(d.Joints) > 0:
		r.errorf(n.Get("joints"), "unused-key", "write at: and one joint", "%s joins nothing", d.Prop)
	}
	return p
}

func (r *reader) arrow(n *yamltree.Node, d arrowDoc, moves bool) arrow {
	shift := r.lengths(n, "shift", d.Shift, -reach, "right", "up")
	a := arrow{
		kind: d.Arrow, joint: d.Joint, shift: point{shift[0], shift[1]}, both: d.Ways == 2,
		size: d.Size, direction: d.Direction, from: d.From, to: d.To, flat: d.Flat,
	}
	r.oneOf(n.Get("joint"), d.Joint, "joint", r.places)
	if !r.oneOf(n.Get("arrow"), d.Arrow, "arrow", slices.Sorted(maps.Keys(arrowKeys))) {
		return a
	}
	if a.kind == "path" && !moves {
		r.errorf(n.Get("arrow"), "no-movement", "give an end, or use a push or round arrow", "there is no path without an end")
	}
	for _, key := range []string{"size", "direction", "from", "to", "flat"} {
		wanted := slices.Contains(arrowKeys[a.kind], key)
		switch given := n.Get(key); {
		case wanted && given == nil:
			r.errorf(n, "missing-key", "add "+key+":", "a %s arrow lacks %s", a.kind, key)
		case !wanted && given != nil && (key != "flat" || a.kind != "round"):
			r.errorf(given, "unused-key", "remove it", "a %s arrow takes no %s", a.kind, key)
		}
	}
	if a.flat == 0 {
		a.flat = 1
	}
	if n.Get("ways") != nil && d.Ways != 1 && d.Ways != 2 {
		r.errorf(n.Get("ways"), "out-of-range", "", "ways must be 1 or 2")
	}
	r.within(n.Get("size"), "size", d.Size, 0, reach)
	r.within(n.Get("flat"), "flat", a.flat, 0, 1)
	for key, v := range map[string]float64{"direction": d.Direction, "from": d.From, "to": d.To} {
		r.within(n.Get(key), key, v, -mostCircle, mostCircle)
	}
	return a
}
