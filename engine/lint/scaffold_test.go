package lint_test

import (
	"bytes"
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/lint"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/yamltree"
)

// written lays scaffolded files over a pack and loads it. It returns the
// fixture apart.
func written(t *testing.T, p *pack.Pack, files []lint.File) (*pack.Pack, []byte) {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, src := range p.Files {
		fsys[name] = &fstest.MapFile{Data: src}
	}
	var fixture []byte
	for _, f := range files {
		_, exists := fsys[f.Name]
		if f.New == exists {
			t.Errorf("%s: new is %t, and the file is there: %t", f.Name, f.New, exists)
		}
		if f.Fixture {
			fixture = f.Content
			continue
		}
		if old := p.Files[f.Name]; len(f.Content) <= len(old) {
			t.Errorf("%s got shorter", f.Name)
		}
		fsys[f.Name] = &fstest.MapFile{Data: f.Content}
	}
	out, err := pack.Load(fsys, pack.Options{})
	if err != nil {
		t.Fatalf("the draft does not load:\n%v", err)
	}
	return out, fixture
}

// keysOf counts findings by code and place, which do not move with lines.
func keysOf(all []lint.Finding) map[string]int {
	keys := map[string]int{}
	for _, f := range all {
		keys[f.Code+" "+f.Place+" "+f.Message]++
	}
	return keys
}

// TestScaffoldLintsWithWhatToFillIn is the promise of limber new rule: each
// placeholder is found, where it stands, and nothing else is.
func TestScaffoldLintsWithWhatToFillIn(t *testing.T) {
	t.Parallel()
	small, _ := tiny(t, "")
	for name, p := range map[string]*pack.Pack{"tiny": small, "shipped": loadShipped(t)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			original := maps.Clone(p.Files)
			for name, src := range original {
				original[name] = bytes.Clone(src)
			}
			before := keysOf(lint.Run(p, lint.Options{}))
			files, err := lint.Scaffold(p, "NumbLegs")
			if err != nil {
				t.Fatal(err)
			}
			if !maps.EqualFunc(original, p.Files, bytes.Equal) {
				t.Error("the pack's own files changed")
			}
			draft, fixture := written(t, p, files)
			var got, want []diag.Pos
			for _, f := range lint.Run(draft, lint.Options{}) {
				if f.Code == "placeholder" {
					got = append(got, f.Pos)
					continue
				}
				if key := f.Code + " " + f.Place + " " + f.Message; before[key] == 0 {
					t.Errorf("found besides the placeholders: %s", key)
				}
			}
			for _, file := range []string{"messages.en.yaml", "new-rules.grl", "sources.yaml"} {
				src := draft.Files[file]
				for at := 0; ; at++ {
					i := bytes.Index(src[at:], []byte("FILL IN"))
					if i < 0 {
						break
					}
					at += i
					want = append(want, diag.At(file, src, at))
				}
			}
			if diff := cmp.Diff(want, got); diff != "" || len(want) < 8 {
				t.Errorf("%d placeholders (-written +found):\n%s", len(want), diff)
			}
			if _, err := yamltree.Parse("fixture", fixture); err != nil {
				t.Errorf("the fixture: %v", err)
			}
			for _, part := range []string{"base: healthy", "fired: [NumbLegs]", "not_fired: [NumbLegs]"} {
				if !strings.Contains(string(fixture), part) {
					t.Errorf("the fixture lacks %q:\n%s", part, fixture)
				}
			}
		})
	}
}

// TestScaffoldTwice appends to the drafts that are there, and two drafts do
// not find fault with each other.
func TestScaffoldTwice(t *testing.T) {
	t.Parallel()
	p, _ := tiny(t, "")
	for _, name := range []string{"NumbLegs", "ColdHands"} {
		files, err := lint.Scaffold(p, name)
		if err != nil {
			t.Fatal(err)
		}
		p, _ = written(t, p, files)
	}
	for _, f := range lint.Run(p, lint.Options{}) {
		if f.Code != "placeholder" {
			t.Errorf("found: %s %v", f.Code, f)
		}
	}
	if got := strings.Count(string(p.Files["new-rules.grl"]), "\nrule "); got != 2 {
		t.Errorf("%d rules in new-rules.grl:\n%s", got, p.Files["new-rules.grl"])
	}
}

// TestScaffoldFilledIn fills every placeholder in: nothing may be left to say.
func TestScaffoldFilledIn(t *testing.T) {
	t.Parallel()
	p, _ := tiny(t, "")
	files, err := lint.Scaffold(p, "NumbLegs")
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range files {
		if f.Fixture {
			continue
		}
		var b strings.Builder
		for line := range strings.Lines(string(f.Content)) {
			line, comment, _ := strings.Cut(line, "# FILL IN")
			if comment != "" {
				line = strings.TrimRight(line, " ") + "\n"
			}
			if strings.HasPrefix(line, "// FILL IN") {
				continue
			}
			if at := strings.Index(line, `"FILL IN`); at >= 0 {
				line = line[:at] + `"New numbness of both legs"` + line[at+strings.LastIndex(line[at:], `"`)+1:]
			}
			b.WriteString(line)
		}
		body := strings.NewReplacer("Case.Onset.Slowly", "Case.Signs.Fever", "Refer.Routine", "Refer.Emergency").Replace(b.String())
		if f.Name == "messages.en.yaml" {
			at := strings.Index(body, "  NumbLegs:")
			body = body[:at] + strings.Replace(body[at:], "action: clinician", "action: ambulance", 1)
		}
		files[i].Content = []byte(body)
	}
	filled, _ := written(t, p, files)
	for _, f := range lint.Run(filled, lint.Options{}) {
		if f.Code != "general-emergency" {
			t.Errorf("found: %s %v", f.Code, f)
		}
	}
}

func TestScaffoldRefuses(t *testing.T) {
	t.Parallel()
	p, _ := tiny(t, "")
	for name, says := range map[string]string{
		"":                       "is no name",
		"numb-legs":              "like NumbLegs",
		"Numb Legs":              "like NumbLegs",
		"../NumbLegs":            "like NumbLegs",
		"Fever":                  "there already, at rules.grl:",
		"UnsureLegs":             "made from not_sure",
		"Salience":               "word of the rule language",
		strings.Repeat("Aa", 40): "too long",
	} {
		if _, err := lint.Scaffold(p, name); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v, want %q", name, err, says)
		}
	}
	for file, edit := range map[string][2]string{
		"messages.en.yaml": {"\ncards:\n", "\nkards:\n"},
		"sources.yaml":     {"sources:\n", "sources: []\n"},
	} {
		q := *p
		q.Files = maps.Clone(p.Files)
		q.Files[file] = []byte(strings.Replace(string(p.Files[file]), edit[0], edit[1], 1))
		if _, err := lint.Scaffold(&q, "NumbLegs"); err == nil || !strings.Contains(err.Error(), file) {
			t.Errorf("%s without a place for the draft: %v", file, err)
		}
	}
}
