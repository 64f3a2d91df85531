package lint_test

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/lint"
	"github.com/limber-triage/limber/engine/pack"
)

// edit is one slip of somebody who edits the shipped pack: in a file, new
// stands for the first old (a regular expression, if it begins with (?s)).
// The mark § in new, or in what [edit.reported] names, is where it must be
// reported. Message and hint must say enough to mend it by.
type edit struct {
	file, old, new string
	by             stage
	code, says     string

	place, text string
}

func slip(file, old, text string, by stage, code, says string) edit {
	return edit{file: file, old: old, new: text, by: by, code: code, says: says}
}

// reported names the place of the finding in a text that the edit leaves as it
// was.
func (e edit) reported(file, text string) edit {
	e.place, e.text = file, text
	return e
}

// stage is what catches an edit.
type stage string

const (
	load     stage = "load"
	linted   stage = "lint"
	fixtures stage = "fixtures" // well formed and wrong: only a fixture or a proof can tell
)

// shippedFiles are read once; the tests below spoil copies.
var shippedFiles = sync.OnceValues(func() (map[string]string, error) {
	files := map[string]string{}
	dir := os.DirFS(shipped)
	names, err := fs.Glob(dir, "*")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		src, err := fs.ReadFile(dir, name)
		if err != nil {
			return nil, err
		}
		files[name] = string(src)
	}
	return files, nil
})

// spoil returns the shipped pack with the edit, and the places where it may be
// reported.
func (e edit) spoil(t *testing.T) (fstest.MapFS, []diag.Pos) {
	t.Helper()
	files, err := shippedFiles()
	if err != nil {
		t.Fatal(err)
	}
	fsys := fstest.MapFS{}
	for name, src := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(src)}
	}
	src, old := files[e.file], e.old
	if strings.HasPrefix(old, "(?s)") {
		old = regexp.MustCompile(old).FindString(src)
	}
	at := strings.Index(src, old)
	if at < 0 || old == "" {
		t.Fatalf("%s no longer holds %q: mend the test", e.file, e.old)
	}
	src = strings.Replace(src, old, strings.ReplaceAll(e.new, mark, ""), 1)
	fsys[e.file] = &fstest.MapFile{Data: []byte(src)}
	if e.place == "" {
		return fsys, marked(e.file, src, at, e.new)
	}
	src = string(fsys[e.place].Data)
	if at = strings.Index(src, strings.ReplaceAll(e.text, mark, "")); at < 0 {
		t.Fatalf("%s no longer holds %q: mend the test", e.place, strings.ReplaceAll(e.text, mark, ""))
	}
	return fsys, marked(e.place, src, at, e.text)
}

// marked returns the places of the marks of a text that stands at an offset.
func marked(file, src string, at int, text string) (places []diag.Pos) {
	for i, r := range text {
		if string(r) == mark {
			places = append(places, diag.At(file, []byte(src), at+len(strings.ReplaceAll(text[:i], mark, ""))))
		}
	}
	return places
}

// findings are what load refuses, or else what lint finds that it does not
// find in the shipped pack as it is.
func findings(t *testing.T, fsys fs.FS, before map[string]int) (stage, []lint.Finding) {
	t.Helper()
	p, err := pack.Load(fsys, pack.Options{})
	var refused diag.List
	if errors.As(err, &refused) {
		return load, lint.Wrap(refused)
	}
	if err != nil {
		t.Fatal(err)
	}
	var fresh []lint.Finding
	seen := map[string]int{}
	for _, f := range lint.Run(p, lint.Options{}) {
		key := f.Code + " " + f.Place + " " + f.Message
		if seen[key]++; seen[key] > before[key] {
			fresh = append(fresh, f)
		}
	}
	if len(fresh) == 0 {
		return fixtures, nil
	}
	return linted, fresh
}

func TestEdits(t *testing.T) {
	t.Parallel()
	before := keysOf(lint.Run(loadShipped(t), lint.Options{}))
	const least = 60
	if n := len(ruleEdits) + len(yamlEdits); n < least {
		t.Fatalf("%d edits, fewer than %d", n, least)
	}
	for _, table := range []map[string]edit{ruleEdits, yamlEdits} {
		for i, name := range slices.Sorted(maps.Keys(table)) {
			e := table[name]
			if i%someEdits != 0 {
				continue
			}
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				fsys, want := e.spoil(t)
				if (len(want) == 0) != (e.by == fixtures) {
					t.Fatal("what is caught has a mark, and nothing else")
				}
				by, all := findings(t, fsys, before)
				if by != e.by {
					t.Fatalf("caught by %s, want %s:\n%v", by, e.by, all)
				}
				if by == fixtures {
					return
				}
				for _, f := range all {
					if f.Code != e.code || !slices.Contains(want, f.Pos) {
						continue
					}
					if !strings.Contains(f.Error(), e.says) {
						t.Errorf("%q does not say %q", f.Error(), e.says)
					}
					return
				}
				t.Errorf("want %s at %v saying %q, got:", e.code, want, e.says)
				const shown = 5
				for _, f := range all[:min(len(all), shown)] {
					t.Errorf("  %s at %s: %v", f.Code, f.Pos, f)
				}
			})
		}
	}
}
