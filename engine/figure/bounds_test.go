package figure_test

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/limber-triage/limber/engine/figure"
	"github.com/limber-triage/limber/engine/pack"
)

// TestNothingIsClipped measures what is drawn from the SVG itself, knowing
// nothing of how it was made, and compares it with the viewBox.
func TestNothingIsClipped(t *testing.T) {
	eachExercise(t, func(t *testing.T, set *figure.Set, e *pack.Exercise) {
		within(t, set.SVG(e, figure.Options{}))
	})
}

// TestAnyPose: whatever the angles, the figure is whole and within its frame.
func TestAnyPose(t *testing.T) {
	t.Parallel()
	e := &pack.Exercise{ID: "a", Name: "A"}
	rapid.Check(t, func(t *rapid.T) {
		set, err := figure.Load(map[string][]byte{figure.File: []byte(anyFigure(t))}, []*pack.Exercise{e})
		if err != nil {
			t.Fatal(err)
		}
		within(t, set.SVG(e, figure.Options{}))
	})
}

// anyFigure is a file with a figure a of any pose, seen from anywhere.
func anyFigure(t *rapid.T) string {
	var b strings.Builder
	fmt.Fprintf(&b, "figures:\n  a:\n    desc: d\n    view: %s\n    tilt: %d\n", rapid.SampledFrom([]string{"side", "front", "back"}).Draw(t, "view"), rapid.IntRange(0, 60).Draw(t, "tilt"))
	for _, when := range []string{"start", "end"} {
		fmt.Fprintf(&b, "    %s:\n", when)
		for _, j := range figure.Joints() {
			var angles []string
			for _, a := range j.Angles {
				angles = append(angles, strconv.FormatFloat(math.Round(rapid.Float64Range(a[0], a[1]).Draw(t, j.Name)), 'f', -1, 64))
			}
			fmt.Fprintf(&b, "      %s: [%s]\n", j.Name, strings.Join(angles, ", "))
		}
	}
	b.WriteString("    props: [{prop: chair, at: pelvis}, {prop: band, joints: [left_hand, right_toe]}, {prop: dumbbell, at: left_hand}]\n")
	b.WriteString("    arrows: [{arrow: path, joint: nose, ways: 2}, {arrow: round, joint: head, size: 30, from: 0, to: 300}]\n")
	return b.String()
}

// within checks that what is drawn lies in the viewBox and fills it. Lengths
// are in millimetres.
func within(t rapid.TB, svg string) {
	t.Helper()
	elements := parse(t, svg)
	var view [4]float64
	for i, f := range strings.Fields(elements[0].attr("viewBox")) {
		view[i], _ = strconv.ParseFloat(f, 64)
	}
	drawn := bounds{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, el := range elements {
		if el.Name.Local != "path" {
			continue
		}
		stroke := 0.0
		if elements.inherited(el, "stroke") != "none" {
			stroke, _ = strconv.ParseFloat(elements.inherited(el, "stroke-width"), 64)
		}
		if err := drawn.path(el.attr("d"), stroke/2); err != nil {
			t.Fatalf("%v in %s", err, el.attr("d"))
		}
	}
	const rounding, loose = 1, 32 // margin and whole centimetres
	edges := [4]float64{drawn[0] - view[0], drawn[1] - view[1], view[0] + view[2] - drawn[2], view[1] + view[3] - drawn[3]}
	for i, room := range edges {
		if !(room >= -rounding && room <= loose) {
			t.Errorf("%v mm of room at edge %d: drawn %v, viewBox %v", room, i, drawn, view)
		}
	}
}

// bounds are left, top, right, bottom.
type bounds [4]float64

func (b *bounds) take(x, y, r float64) {
	b[0], b[1] = min(b[0], x-r), min(b[1], y-r)
	b[2], b[3] = max(b[2], x+r), max(b[3], y+r)
}

// path takes the points of an SVG path: relative m, l, q, a and z only.
func (b *bounds) path(d string, half float64) error {
	const looks = 64
	var x, y, beginX, beginY float64
	for d != "" {
		command := d[0]
		end := strings.IndexAny(d[1:], "mlqaz") + 1
		if end == 0 {
			end = len(d)
		}
		v, err := numbers(d[1:end])
		if err != nil {
			return err
		}
		d = d[end:]
		switch {
		case command == 'm' && len(v) == 2:
			x, y = x+v[0], y+v[1]
			beginX, beginY = x, y
		case command == 'l' && len(v) == 2:
			x, y = x+v[0], y+v[1]
		case command == 'q' && len(v) == 4:
			for k := range looks {
				s := float64(k) / looks
				b.take(x+2*s*(1-s)*v[0]+s*s*v[2], y+2*s*(1-s)*v[1]+s*s*v[3], half)
			}
			x, y = x+v[2], y+v[3]
		case command == 'a' && len(v) == 7 && v[2] == 0 && v[4] == 1:
			for k := range looks {
				px, py := arc(v[0], v[1], v[3] == 1, v[5], v[6], float64(k)/looks)
				b.take(x+px, y+py, half)
			}
			x, y = x+v[5], y+v[6]
		case command == 'z' && len(v) == 0:
			x, y = beginX, beginY
		default:
			return fmt.Errorf("command %c with %v", command, v)
		}
		b.take(x, y, half)
	}
	return nil
}

// arc is a point of a clockwise arc that starts at the origin, a share t on.
func arc(rx, ry float64, large bool, x, y, t float64) (float64, float64) {
	y *= rx / ry // a circle of radius rx
	half := math.Hypot(x, y) / 2
	r := max(rx, half) // as SVG does for an arc that is too small
	if half == 0 {
		return 0, 0
	}
	off := math.Sqrt(max(0, r*r-half*half))
	if large {
		off = -off
	}
	cx, cy := x/2-y/(2*half)*off, y/2+x/(2*half)*off
	begin := math.Atan2(-cy, -cx)
	swing := math.Mod(math.Atan2(y-cy, x-cx)-begin+4*math.Pi, 2*math.Pi)
	s, c := math.Sincos(begin + t*swing)
	return cx + r*c, (cy + r*s) * ry / rx
}

// numbers splits figures that are parted by a space or by their sign.
func numbers(s string) ([]float64, error) {
	var out []float64
	for _, f := range strings.Fields(strings.ReplaceAll(s, "-", " -")) {
		v, err := strconv.ParseFloat(f, 64)
		if err != nil || math.IsNaN(v) {
			return nil, fmt.Errorf("%q is no number", f)
		}
		out = append(out, v)
	}
	return out, nil
}
