package figure_test

import (
	"bytes"
	"encoding/xml"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/limber-triage/limber/engine/figure"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/rules"
)

var update = flag.Bool("update", false, "write the golden figures anew")

// upperBack is the pack and its figures, loaded once.
var upperBack = sync.OnceValues(func() (*pack.Pack, *figure.Set) {
	p, err := pack.Load(rules.UpperBack(), pack.Options{})
	if err != nil {
		panic(err)
	}
	set, err := figure.Load(p.Files, p.Exercises)
	if err != nil {
		panic(err)
	}
	return p, set
})

// eachExercise runs a test for every exercise of the pack.
func eachExercise(t *testing.T, test func(t *testing.T, set *figure.Set, e *pack.Exercise)) {
	t.Parallel()
	p, set := upperBack()
	if len(p.Exercises) < 50 {
		t.Fatalf("the pack has only %d exercises", len(p.Exercises))
	}
	for _, e := range p.Exercises {
		t.Run(e.ID, func(t *testing.T) {
			t.Parallel()
			test(t, set, e)
		})
	}
}

func TestGolden(t *testing.T) {
	eachExercise(t, func(t *testing.T, set *figure.Set, e *pack.Exercise) {
		got := set.Image(e)
		file := filepath.Join("testdata", e.ID+".svg")
		if *update {
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("the figure is not as it was; look at it, then run go test -update:\n%s", diff)
		}
	})
}

func TestGoldenHoldsNoOtherFigure(t *testing.T) {
	t.Parallel()
	p, _ := upperBack()
	files, err := filepath.Glob(filepath.Join("testdata", "*.svg"))
	if err != nil || len(files) != len(p.Exercises) {
		t.Errorf("%d files for %d exercises, %v", len(files), len(p.Exercises), err)
	}
}

// TestInline holds the element for a page: what a strict page needs, and the
// same drawing as the image.
func TestInline(t *testing.T) {
	var mu sync.Mutex
	seen := map[string]bool{}
	drawing := regexp.MustCompile(` d="[^"]*"`)
	eachExercise(t, func(t *testing.T, set *figure.Set, e *pack.Exercise) {
		svg := set.SVG(e, figure.Options{IDPrefix: "plan-"})
		if again := set.SVG(e, figure.Options{IDPrefix: "plan-"}); again != svg {
			t.Error("the second drawing differs from the first")
		}
		elements := parse(t, svg)
		for _, el := range elements {
			for _, a := range el.Attr {
				switch {
				case a.Name.Local == "style" || strings.HasPrefix(a.Name.Local, "on") || strings.Contains(a.Name.Local, "href"):
					t.Errorf("%s has the attribute %s", el.Name.Local, a.Name.Local)
				case strings.Contains(a.Value, "//") && a.Name.Local != "xmlns" || strings.Contains(a.Value, "url("):
					t.Errorf("%s of %s refers elsewhere: %s", a.Name.Local, el.Name.Local, a.Value)
				}
				if a.Name.Local == "id" {
					mu.Lock()
					if seen[a.Value] || !strings.HasPrefix(a.Value, "plan-") {
						t.Errorf("id %s is not this figure's own", a.Value)
					}
					seen[a.Value] = true
					mu.Unlock()
				}
			}
		}
		title, desc := elements.one(t, "title"), elements.one(t, "desc")
		if title.text != e.Name || title.attr("id")+" "+desc.attr("id") != elements[0].attr("aria-labelledby") || elements[0].attr("role") != "img" {
			t.Errorf("a screen reader is told %q", title.text)
		}
		if len(desc.text) < 60 || strings.Contains(desc.text, "  ") {
			t.Errorf("the description is %q", desc.text)
		}
		const most = 5200 // bytes
		if len(svg) > most {
			t.Errorf("%d bytes", len(svg))
		}
		image := string(set.Image(e))
		if diff := cmp.Diff(drawing.FindAllString(image, -1), drawing.FindAllString(svg, -1)); diff != "" {
			t.Error(diff)
		}
		if strings.Contains(image, "currentColor") || strings.Contains(image, "var(") || !strings.Contains(svg, "currentColor") {
			t.Error("the image depends on a page, or the element does not")
		}
	})
}

// TestStruckThrough: a picture of what is never recommended must not invite.
func TestStruckThrough(t *testing.T) {
	eachExercise(t, func(t *testing.T, set *figure.Set, e *pack.Exercise) {
		elements := parse(t, set.SVG(e, figure.Options{}))
		struck := slices.ContainsFunc(elements, func(el element) bool { return el.attr("class") == "strike" })
		said := strings.Contains(elements.one(t, "desc").text, "not suggested")
		if never := e.Unfit != ""; struck != never || said != never {
			t.Errorf("never recommended: %v, struck through: %v, said: %v", never, struck, said)
		}
	})
}

func TestNoFiguresIsNoMistake(t *testing.T) {
	t.Parallel()
	e := &pack.Exercise{ID: "a"}
	set, err := figure.Load(map[string][]byte{"pack.yaml": nil}, []*pack.Exercise{e})
	if err != nil {
		t.Fatal(err)
	}
	if svg, image := set.SVG(e, figure.Options{}), set.Image(e); svg != "" || image != nil {
		t.Errorf("got %q and %q", svg, image)
	}
}

func TestTextIsEscaped(t *testing.T) {
	t.Parallel()
	e := &pack.Exercise{ID: "a", Name: `<b>"one" & two</b>`}
	set, err := figure.Load(map[string][]byte{figure.File: []byte("figures:\n  a: {view: side, desc: 'x < y & \"z\"'}\n")}, []*pack.Exercise{e})
	if err != nil {
		t.Fatal(err)
	}
	elements := parse(t, set.SVG(e, figure.Options{IDPrefix: `"><`}))
	if title, desc := elements.one(t, "title"), elements.one(t, "desc"); title.text != e.Name || desc.text != `x < y & "z"` {
		t.Errorf("got %q and %q", title.text, desc.text)
	}
}

// element is an XML element with its text and its parent.
type element struct {
	xml.StartElement
	text   string
	parent int
}

type elements []element

// parse reads a well-formed document.
func parse(t rapid.TB, svg string) elements {
	t.Helper()
	var out elements
	var open []int
	for d := xml.NewDecoder(bytes.NewReader([]byte(svg))); ; {
		token, err := d.Token()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatalf("%v in %s", err, svg)
		}
		switch token := token.(type) {
		case xml.StartElement:
			parent := -1
			if len(open) > 0 {
				parent = open[len(open)-1]
			}
			open = append(open, len(out))
			out = append(out, element{StartElement: token.Copy(), parent: parent})
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) > 0 {
				out[open[len(open)-1]].text += string(token)
			}
		}
	}
}

func (e element) attr(name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// inherited is an attribute of an element or of the nearest one around it.
func (e elements) inherited(el element, name string) string {
	for el.attr(name) == "" && el.parent >= 0 {
		el = e[el.parent]
	}
	return el.attr(name)
}

// one finds the only element of a name.
func (e elements) one(t rapid.TB, name string) element {
	t.Helper()
	var found elements
	for _, el := range e {
		if el.Name.Local == name {
			found = append(found, el)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d elements %s", len(found), name)
	}
	return found[0]
}
