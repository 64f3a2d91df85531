package figure

import (
	"bufio"
	"fmt"
	"math"
	"math/rand"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/limber-triage/limber/engine/yamltree"
)

// lines: fig ID start|end ; free joint[.i] ... ; goal PLACE x y z (number or _ or place+number)
func TestSolve(t *testing.T) {
	file := os.Getenv("SOLVE")
	if file == "" {
		t.Skip()
	}
	src, _ := os.ReadFile("../../rules/upperback/figures.yaml")
	root, err := yamltree.Parse(File, src)
	if err != nil {
		t.Fatal(err)
	}
	r := reader{poses: map[string]pose{}, scenes: map[string]*scene{}}
	r.readPoses(root.Get("poses"))
	f, _ := os.Open(file)
	sc := bufio.NewScanner(f)
	type goal struct {
		place  string
		axis   int
		target string
		w      float64
	}
	type free struct {
		j  int
		ss []side
		k  int
	}
	var fig *scene
	var id, which string
	var goals []goal
	var frees []free
	finish := func() {
		if fig == nil {
			return
		}
		p := fig.start
		if which == "end" {
			p = fig.end
		}
		orig := p
		value := func(b *body, target string, axis int) float64 {
			sign := 1.0
			_ = sign
			i := strings.LastIndexAny(target[1:], "+-")
			name, off := target, 0.0
			if v, err := strconv.ParseFloat(target, 64); err == nil {
				return v
			}
			if i >= 0 {
				name = target[:i+1]
				off, _ = strconv.ParseFloat(target[i+1:], 64)
			}
			v, ok := b.places[name]
			if !ok {
				t.Fatalf("place %q", name)
			}
			return [3]float64{v.x, v.y, v.z}[axis] + off
		}
		body := func(p pose) *body {
			if which == "start" {
				b := build(p)
				b.move(vec{y: -b.lowest()})
				return b
			}
			s := *fig
			s.end = p
			return s.bodyAt(1)
		}
		cost := func(p pose) float64 {
			b := body(p)
			c := 0.0
			for _, g := range goals {
				v := b.places[g.place]
				d := [3]float64{v.x, v.y, v.z}[g.axis] - value(b, g.target, g.axis)
				c += g.w * d * d
			}
			for _, f := range frees {
				d := p[f.j][f.ss[0]][f.k] - orig[f.j][f.ss[0]][f.k]
				c += d * d * 0.0005
			}
			return c
		}
		rng := rand.New(rand.NewSource(1))
		best, bc := p, cost(p)
		for try := 0; try < 6; try++ {
			q := p
			if try > 0 {
				for _, f := range frees {
					a := joints[f.j].angles[f.k]
					nv := math.Max(a.min, math.Min(a.max, q[f.j][f.ss[0]][f.k]+rng.NormFloat64()*25))
					for _, s := range f.ss {
						q[f.j][s][f.k] = nv
					}
				}
			}
			qc := cost(q)
			for step := 30.0; step > 0.05; {
				improved := false
				for n := 0; n < 12*len(frees); n++ {
					w := q
					for m := 0; m < 1+rng.Intn(3); m++ {
						f := frees[rng.Intn(len(frees))]
						a := joints[f.j].angles[f.k]
						nv := math.Max(a.min, math.Min(a.max, w[f.j][f.ss[0]][f.k]+rng.NormFloat64()*step))
						for _, s := range f.ss {
							w[f.j][s][f.k] = nv
						}
					}
					if wc := cost(w); wc < qc-1e-9 {
						q, qc, improved = w, wc, true
					}
				}
				if !improved {
					step *= 0.6
				}
			}
			if qc < bc {
				best, bc = q, qc
			}
		}
		fmt.Printf("RESULT %s %s %.2f\n", id, which, bc)
		seen := map[[2]int]bool{}
		for _, f := range frees {
			key := [2]int{f.j, int(f.ss[0])*10 + len(f.ss)}
			if seen[key] {
				continue
			}
			seen[key] = true
			name := joints[f.j].name
			if joints[f.j].paired {
				name = f.ss[0].String() + "_" + name
				if len(f.ss) == 2 {
					name = joints[f.j].name + "s"
				}
			}
			var vals []string
			for k := range joints[f.j].angles {
				vals = append(vals, fmt.Sprintf("%.0f", best[f.j][f.ss[0]][k]))
			}
			fmt.Printf("ANGLE %s [%s]\n", name, strings.Join(vals, ", "))
		}
		b := body(best)
		for _, g := range goals {
			v := b.places[g.place]
			fmt.Printf("    %s.%c = %.1f want %.1f\n", g.place, "xyz"[g.axis], [3]float64{v.x, v.y, v.z}[g.axis], value(b, g.target, g.axis))
		}
	}
	for sc.Scan() {
		w := strings.Fields(sc.Text())
		if len(w) == 0 || w[0][0] == '#' {
			continue
		}
		switch w[0] {
		case "fig":
			finish()
			id, which = w[1], w[2]
			goals, frees = nil, nil
			fig = r.scene(root.Get("figures").Get(id))
			if r.diags.HasErrors() {
				t.Fatal(r.diags)
			}
		case "pose":
			finish()
			id, which = w[1], "start"
			goals, frees = nil, nil
			fig = &scene{start: r.poses[id]}
		case "free":
			for _, n := range w[1:] {
				name, ks, one := strings.Cut(n, ".")
				j, sides, ok := slots(name)
				if !ok {
					t.Fatal(n)
				}
				for k := range joints[j].angles {
					if !one || strings.Contains(ks, strconv.Itoa(k)) {
						frees = append(frees, free{j, sides, k})
					}
				}
			}
		case "goal":
			for i := 0; i < 3; i++ {
				if w[2+i] != "_" {
					goals = append(goals, goal{w[1], i, w[2+i], 1})
				}
			}
		case "show":
			p := fig.start
			b := body_(fig, which, p)
			for _, n := range w[1:] {
				fmt.Printf("  %s %s %s: %.1f\n", id, which, n, b.places[n])
			}
		}
	}
	finish()
}

func body_(fig *scene, which string, p pose) *body {
	if which == "start" {
		return fig.bodyAt(0)
	}
	return fig.bodyAt(1)
}
