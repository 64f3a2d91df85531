package figure

import (
	"maps"
	"slices"
	"strings"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/yamltree"
)

// scene reads one figure.
func (r *reader) scene(n *yamltree.Node) *scene {
	var d figureDoc
	r.diags = append(r.diags, yamltree.Decode(n, &d)...)
	s := &scene{desc: d.Desc, pin: d.Pin, hide: d.Hide, before: d.Before, behind: d.Behind}
	if n.Get("view") != nil {
		r.oneOf(n.Get("view"), d.View, "view", slices.Sorted(maps.Keys(views)))
	}
	s.view = views[d.View]
	s.view.turn += d.Turn
	s.view.tilt += d.Tilt

	var base pose
	if d.From != "" {
		r.oneOf(n.Get("from"), d.From, "pose", r.names)
		base = r.poses[d.From]
	}
	s.start = r.pose(d.Start, base)
	s.end, s.moves = s.start, d.End != nil
	if s.moves {
		s.end = r.pose(d.End, s.start)
	}
	b := build(s.start)
	places := append(slices.Sorted(maps.Keys(b.places)), "anchor")
	if d.Pin != "" {
		r.oneOf(n.Get("pin"), d.Pin, "joint", places[:len(places)-1])
	}
	var parts []string
	for _, p := range b.parts {
		parts = append(parts, p.name)
	}
	for key, words := range map[string][]string{"before": d.Before, "behind": d.Behind} {
		for i, w := range words {
			r.oneOf(item(n, key, i), w, "part", parts)
		}
	}
	for i, w := range d.Hide {
		r.oneOf(item(n, "hide", i), w, "part", append([]string{"legs", "floor"}, parts...))
	}
	for i, p := range d.Props {
		s.props = append(s.props, r.prop(item(n, "props", i), p, places))
	}
	for i, a := range d.Arrows {
		s.arrows = append(s.arrows, r.arrow(item(n, "arrows", i), a, places))
	}
	return s
}

// item is the i-th entry of a list that Decode has already read.
func item(n *yamltree.Node, key string, i int) *yamltree.Node { return n.Get(key).Items[i] }

// oneOf refuses a word that is not among those known.
func (r *reader) oneOf(n *yamltree.Node, word, what string, known []string) bool {
	ok := slices.Contains(known, word)
	if !ok && n.Kind == yamltree.Scalar {
		r.errorf(n, "unknown-"+what, diag.DidYouMean(word, known, "known: "+strings.Join(known, ", ")), "unknown %s %s", what, yamltree.Quote(word))
	}
	return ok
}

func (r *reader) prop(n *yamltree.Node, d propDoc, places []string) prop {
	p := prop{name: d.Prop, kind: kinds[d.Prop], joints: d.Joints, at: d.At}
	if n.Get("prop") == nil || !r.oneOf(n.Get("prop"), d.Prop, "prop", slices.Sorted(maps.Keys(kinds))) {
		return p
	}
	for i, j := range d.Joints {
		r.oneOf(item(n, "joints", i), j, "joint", places)
	}
	if p.kind.links != (len(d.Joints) >= 2) {
		r.errorf(n, "wrong-joints", "a band takes joints: [one, another]; everything else takes at: joint", "%s joins %d places", d.Prop, len(d.Joints))
	}
	if d.At != "" {
		r.oneOf(n.Get("at"), d.At, "joint", places)
	}
	p.offset, p.size = r.vec(n, "offset", d.Offset), r.vec(n, "size", d.Size)
	return p
}

// reach bounds lengths, in centimetres: a figure is of a person in a room.
const reach = 300

func (r *reader) within(n *yamltree.Node, key string, v float64) {
	if v < -reach || v > reach {
		r.errorf(n, "length-range", "write centimetres", "%s must be within %d and %d", key, -reach, reach)
	}
}

func (r *reader) vec(n *yamltree.Node, key string, v []float64) vec {
	if v == nil {
		return vec{}
	}
	if len(v) != 3 {
		r.errorf(n.Get(key), "wrong-shape", "write [forward, up, right] in centimetres", "%s has three figures", key)
		return vec{}
	}
	for i, f := range v {
		r.within(item(n, key, i), key, f)
	}
	return vec{v[0], v[1], v[2]}
}

func (r *reader) arrow(n *yamltree.Node, d arrowDoc, places []string) arrow {
	a := arrow{kind: d.Arrow, joint: d.Joint, both: d.Ways == 2, size: d.Size, from: d.From, to: d.To, flat: d.Flat}
	if n.Get("arrow") != nil {
		r.oneOf(n.Get("arrow"), d.Arrow, "arrow", []string{"path", "round", "push"})
	}
	if n.Get("joint") != nil {
		r.oneOf(n.Get("joint"), d.Joint, "joint", places)
	}
	switch {
	case d.Shift == nil:
	case len(d.Shift) != 2:
		r.errorf(n.Get("shift"), "wrong-shape", "write [right, up] in centimetres on paper", "shift has two figures")
	default:
		for i, f := range d.Shift {
			r.within(item(n, "shift", i), "shift", f)
		}
		a.shift = point{d.Shift[0], d.Shift[1]}
	}
	if a.kind == "path" && a.to == 0 {
		a.to = 1
	}
	if a.kind == "round" && a.flat == 0 {
		a.flat = 1
	}
	return a
}
