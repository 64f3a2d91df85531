package yamltree_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/yamltree"
)

func lines(err error) []string {
	var list diag.List
	if !errors.As(err, &list) {
		return nil
	}
	var out []string
	for _, d := range list {
		out = append(out, d.Error())
	}
	return out
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		src  string
		want string
	}{
		"empty":           {"", "f.yaml:1:1: the file is empty"},
		"only a comment":  {"# nothing\n", "f.yaml:1:1: the file is empty"},
		"nul":             {"a: 1\nb: \x00", "f.yaml:2:4: the file holds a NUL byte"},
		"not utf-8":       {"a: \xff", "f.yaml:1:4: the file is not valid UTF-8"},
		"tab":             {"a:\n\tb: 1", "f.yaml:2:1: this is not valid YAML: a tab stands in the indentation (hint: indent with spaces"},
		"tab further in":  {"a:\n  b: 1\n \tc: 2\n", "f.yaml:3:2: this is not valid YAML: a tab stands in the indentation"},
		"open bracket":    {"a: [1, 2\n", "this is not valid YAML"},
		"anchor":          {"a: &x 1\nb: 2", "f.yaml:1:4: anchors and aliases are not allowed"},
		"tag":             {"a: !!str 1", "f.yaml:1:4: tags are not allowed"},
		"merge key":       {"a: 1\n<<: {b: 2}", "f.yaml:2:1: a key must be a plain word"},
		"key of a list":   {"[a]: 1", "f.yaml:1:1: a key must be a plain word"},
		"duplicate key":   {"a: 1\nb: 2\na: 3", `f.yaml:3:1: "a" is given twice, first on line 1`},
		"two documents":   {"a: 1\n---\nb: 2", "f.yaml:2:1: this is not valid YAML: a second document begins here (hint: keep one document"},
		"deep by flow":    {strings.Repeat("[", 40) + strings.Repeat("]", 40), "nested more than 32 deep"},
		"deep by bracket": {strings.Repeat("[", 1<<20), "f.yaml:1:1001: more than 1000 brackets"},
		"deep by dashes":  {strings.Repeat("- ", 100) + "a", "nested more than 32 deep"},
		"too large":       {strings.Repeat("a", yamltree.MaxBytes+1), "the file is larger than"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := yamltree.Parse("f.yaml", []byte(c.src))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v\nwant %s", err, c.want)
			}
		})
	}
}

func TestParseKeepsPlacesAndQuotes(t *testing.T) {
	t.Parallel()
	root, err := yamltree.Parse("f.yaml", []byte("ä: [yes, \"no\", 1.5, null]\nb:\n  c: >-\n    folded\n    text\n"))
	if err != nil {
		t.Fatal(err)
	}
	list := root.Get("ä")
	var got []string
	for _, n := range list.Items {
		got = append(got, n.Pos.String()+" "+n.Kind.String()+" "+n.Value)
	}
	want := []string{"f.yaml:1:5 a value yes", "f.yaml:1:10 a value no", "f.yaml:1:16 a value 1.5", "f.yaml:1:21 nothing "}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if list.Items[0].Quoted || !list.Items[1].Quoted {
		t.Error("quotes are lost")
	}
	if text := root.Get("b").Get("c").Value; text != "folded text" {
		t.Errorf("folded text is %q", text)
	}
}

type doc struct {
	Name  string          `yaml:"name"`
	Count int             `yaml:"count,optional"`
	Ratio float64         `yaml:"ratio,optional"`
	On    bool            `yaml:"on,optional"`
	Words []string        `yaml:"words,optional"`
	Parts map[string]part `yaml:"parts,optional"`
	Later *yamltree.Node  `yaml:"later,optional"`
	Pos   diag.Pos
}

type part struct {
	Size int `yaml:"size"`
	Pos  diag.Pos
}

func TestDecode(t *testing.T) {
	t.Parallel()
	root, err := yamltree.Parse("f.yaml", []byte("name: x\ncount: 3\nratio: 0.5\non: true\nwords: [a, b]\nparts:\n  p: {size: 1}\nlater: null\n"))
	if err != nil {
		t.Fatal(err)
	}
	var got doc
	if bad := yamltree.Decode(root, &got); len(bad) > 0 {
		t.Fatal(bad)
	}
	if got.Later == nil || got.Later.Kind != yamltree.Null {
		t.Error("a null node is lost")
	}
	got.Later = nil
	want := doc{Name: "x", Count: 3, Ratio: 0.5, On: true, Words: []string{"a", "b"},
		Parts: map[string]part{"p": {1, diag.Pos{File: "f.yaml", Line: 7, Column: 3}}}, Pos: diag.Pos{File: "f.yaml", Line: 1, Column: 1}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestDecodeReportsEveryMistake(t *testing.T) {
	t.Parallel()
	root, err := yamltree.Parse("f.yaml", []byte("nmae: x\ncount: \"3\"\nratio: 1e3\non: yes\nwords: a\nparts: {p: {size: big, wide: 1}, q: {}}\n"))
	if err != nil {
		t.Fatal(err)
	}
	var got doc
	want := []string{
		"f.yaml:1:1: the file lacks name (hint: add name:)",
		`f.yaml:1:1: unknown key "nmae" (hint: did you mean name?)`,
		"f.yaml:2:8: count must be a whole number, not text (hint: write it without quotes)",
		`f.yaml:3:8: ratio must be a number, not "1e3"`,
		`f.yaml:4:5: on must be true or false, not "yes" (hint: write true)`,
		"f.yaml:5:8: words must be a list, not a value (hint: write it in brackets: [a])",
		`f.yaml:6:19: size must be a whole number, not "big"`,
		`f.yaml:6:24: unknown key "wide" (hint: did you mean size?)`,
		"f.yaml:6:37: q lacks size (hint: add size:)",
	}
	got2 := lines(yamltree.Decode(root, &got).Err())
	want[7] = `f.yaml:6:24: unknown key "wide" (hint: known here: size)`
	if diff := cmp.Diff(want, got2); diff != "" {
		t.Error(diff)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"a: 1", "- [x, {y: z}]", "a: >-\n  b", "\"q\": 'r'", "a: &b 1", "? x\n: y", "%YAML 1.2\n---\na: 1"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		root, err := yamltree.Parse("f.yaml", src)
		if (root == nil) == (err == nil) {
			t.Fatalf("tree %v, error %v", root, err)
		}
		var list diag.List
		if err != nil && (!errors.As(err, &list) || len(list) == 0 || list[0].Line == 0) {
			t.Fatalf("error without a place: %v", err)
		}
		if err == nil {
			var d doc
			yamltree.Decode(root, &d)
		}
	})
}

// TestParsePlacesSlips: the parser knows only lines, and often the wrong one.
func TestParsePlacesSlips(t *testing.T) {
	t.Parallel()
	const invalid = ": this is not valid YAML: "
	for name, c := range map[string]struct{ src, want string }{
		"bracket of a list":      {"a: 1\nb: [x, y\nc: [z]\n", "f.yaml:2:4" + invalid + "this bracket is never closed"},
		"bracket of a mapping":   {"a:\n  - {id: x, t: \"[\"\n  - {id: y}\n", "f.yaml:2:5" + invalid + "this bracket is never closed"},
		"other bracket":          {"a: [x, {y: z]]\n", "f.yaml:1:13" + invalid + "] closes what { opened"},
		"quote at the end":       {"a: 1\nb: \"x\n", "f.yaml:2:4" + invalid + "this quote is never closed"},
		"quote before another":   {"a: \"x.\nb: \"y\"\n", "f.yaml:1:4" + invalid + "this quote is closed only on line 2"},
		"quote within":           {"a: \"x \"y\" z\"\n", "f.yaml:1:7" + invalid + "text follows the closing quote"},
		"colon in text":          {"a: 1\nb: How old: in years?\n", "f.yaml:2:4" + invalid + "a colon in text without quotes"},
		"key without colon":      {"a: 1\nb 2\nc: 3\n", "f.yaml:2:1" + invalid + "a key without its colon"},
		"not in a block of text": {"a: >-\n  it's [ \"\n\n  {\nb: [x\n", "f.yaml:5:4" + invalid + "this bracket is never closed"},
		"not in a word":          {"a: it's [ \"\n# [\nb: c # {\nd: {x\n", "f.yaml:4:4" + invalid + "this bracket is never closed"},
		"not in quotes":          {"a: 'it''s ['\nb: \"\\\" [\"\nc: [x\n", "f.yaml:3:4" + invalid + "this bracket is never closed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := yamltree.Parse("f.yaml", []byte(c.src))
			if err == nil || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("got %v\nwant %s", err, c.want)
			}
		})
	}
}
