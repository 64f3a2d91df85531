package lint_test

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/limber-triage/limber/engine/pack"
)

func TestUnusedText(t *testing.T) {
	testCheck(t, "unused-text", map[string]lintCase{
		"misspelt": {
			add: `
-- messages.en.yaml --
texts:
  §warm-upp: "Walk about."`,
			says: []string{`text warm-upp`},
		},
	})
}

// TestShownTexts: what counts as shown without being named is what load asks for.
func TestShownTexts(t *testing.T) {
	t.Parallel()
	p, _ := tiny(t, "")
	for id := range p.Texts {
		fsys := fstest.MapFS{}
		for name, src := range p.Files {
			if name == "messages.en.yaml" {
				src = []byte(strings.Replace(string(src), "\n  "+id+": \"A text.\"", "", 1))
			}
			if name == "pack.yaml" { // what it names is asked for as well
				src = bytes.ReplaceAll(src, []byte(": "+id), []byte(": unsure"))
			}
			fsys[name] = &fstest.MapFile{Data: src}
		}
		_, err := pack.Load(fsys, pack.Options{})
		if asked := err != nil; asked != pack.Shown(id) {
			t.Errorf("text %s: load asks for it: %t (%v)", id, asked, err)
		}
	}
}
