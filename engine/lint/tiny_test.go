package lint_test

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/lint"
	"github.com/limber-triage/limber/engine/pack"
)

// mark stands in added text where a finding must be reported.
const mark = "§"

// tiny reads the tiny pack with parts added to its files. An addition is
// written like the examples of checks: "-- file --", then whole rules, or
// top-level keys with entries, which replace those of the same id. A rule
// without a card is given one. marks are the places of § in the result.
func tiny(t testing.TB, addition string) (p *pack.Pack, marks []diag.Pos) {
	t.Helper()
	files := map[string]string{}
	dir := os.DirFS("testdata/tiny")
	names, err := fs.Glob(dir, "*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		src, err := fs.ReadFile(dir, name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = string(src)
	}
	for name, part := range sections(t, addition) {
		if strings.HasSuffix(name, ".grl") {
			files[name] += "\n" + part
			files["messages.en.yaml"] = addCards(t, files["messages.en.yaml"], part, addition)
		}
	}
	for name, part := range sections(t, addition) {
		if strings.HasSuffix(name, ".yaml") {
			files[name] = merge(t, files[name], part)
		}
	}
	fsys := fstest.MapFS{}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		src := files[name]
		for {
			i := strings.Index(src, mark)
			if i < 0 {
				break
			}
			src = src[:i] + src[i+len(mark):]
			marks = append(marks, diag.At(name, []byte(src), i))
		}
		fsys[name] = &fstest.MapFile{Data: []byte(src)}
	}
	p, err = pack.Load(fsys, pack.Options{})
	if err != nil {
		t.Fatalf("the pack does not load:\n%v", err)
	}
	return p, marks
}

var sectionHead = regexp.MustCompile(`(?m)^-- (\S+) --\n`)

func sections(t testing.TB, addition string) map[string]string {
	t.Helper()
	heads := sectionHead.FindAllStringSubmatchIndex(addition, -1)
	if len(heads) == 0 && strings.TrimSpace(addition) != "" {
		t.Fatalf("an addition names no file:\n%s", addition)
	}
	parts := map[string]string{}
	for i, h := range heads {
		end := len(addition)
		if i+1 < len(heads) {
			end = heads[i+1][0]
		}
		parts[addition[h[2]:h[3]]] = strings.TrimRight(addition[h[1]:end], "\n") + "\n"
	}
	return parts
}

func addCards(t testing.TB, messages, rules, addition string) string {
	t.Helper()
	parsed, err := grl.Parse("addition.grl", []byte(strings.ReplaceAll(rules, mark, "")))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range parsed {
		if strings.Contains(addition, "\n  "+r.Name+":\n") {
			continue
		}
		action := map[grl.Verb]string{grl.ReferEmergency: "ambulance", grl.ReferUrgent: "same_day", grl.ReferSoon: "clinician", grl.ReferRoutine: "clinician"}[r.Then[0].Verb]
		card := fmt.Sprintf("cards:\n  %s:\n    message: \"This may matter.\"\n    sources: [health-service]\n    grade: consensus\n    review: pending\n", r.Name)
		if action != "" {
			card += "    action: " + action + "\n"
		}
		messages = merge(t, messages, card)
	}
	return messages
}

// entry is an entry of a list or mapping with its lines.
type entry struct{ id, lines string }

var entryID = regexp.MustCompile(`^  (?:- \{?(?:id: )?)?([^:,{ ]+)`)

func entries(body string) (list []entry) {
	for line := range strings.Lines(body) {
		if m := entryID.FindStringSubmatch(strings.ReplaceAll(line, mark, "")); m != nil && m[1] != "#" {
			list = append(list, entry{id: m[1]})
		}
		if len(list) == 0 {
			list = append(list, entry{}) // comments before the first
		}
		list[len(list)-1].lines += line
	}
	return list
}

// merge puts the entries of a part under the keys of a file.
func merge(t testing.TB, file, part string) string {
	t.Helper()
	keys := regexp.MustCompile(`(?m)^[a-z_]+:[^\n]*\n`)
	heads := keys.FindAllStringIndex(part, -1)
	for i, h := range heads {
		end := len(part)
		if i+1 < len(heads) {
			end = heads[i+1][0]
		}
		key, added := part[h[0]:h[1]], entries(part[h[1]:end])
		start := strings.Index("\n"+file, "\n"+key)
		if start < 0 {
			if file += "\n" + key; strings.TrimSpace(part[h[1]:end]) == "" {
				continue
			}
			start = len(file) - len(key)
		}
		from := start + len(key)
		to := len(file)
		if next := keys.FindStringIndex(file[from:]); next != nil {
			to = from + next[0]
		}
		list := entries(strings.TrimRight(file[from:to], "\n") + "\n")
		for _, a := range added {
			if j := slices.IndexFunc(list, func(e entry) bool { return e.id == a.id }); j >= 0 && a.id != "" && key != "waivers:\n" {
				list[j] = a
			} else {
				list = append(list, a)
			}
		}
		var b strings.Builder
		for _, e := range list {
			b.WriteString(e.lines)
		}
		file = file[:from] + strings.TrimLeft(b.String(), "\n") + "\n" + file[to:]
	}
	return file
}

// lintCase is a part added to the tiny pack, with a mark wherever the check
// must report, and what each of its messages must say.
type lintCase struct {
	add  string
	says []string // nil: not looked at
	o    lint.Options
}

// testCheck holds one check against additions; what others find is theirs.
func testCheck(t *testing.T, code string, cases map[string]lintCase) {
	t.Helper()
	t.Parallel()
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, want := tiny(t, c.add)
			var got []diag.Pos
			var messages []string
			for _, f := range lint.Run(p, c.o) {
				if f.Code == code {
					got = append(got, f.Pos)
					messages = append(messages, f.Message)
					if !strings.Contains(f.Place, ":") || f.Width < 1 {
						t.Errorf("no place or width: %+v", f)
					}
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("reported at (-want +got):\n%s\n%s", diff, strings.Join(messages, "\n"))
			}
			if c.says == nil {
				return
			}
			if len(messages) != len(c.says) {
				t.Fatalf("messages %q, want %q", messages, c.says)
			}
			for i, say := range c.says {
				if !strings.Contains(messages[i], say) {
					t.Errorf("message %q does not say %q", messages[i], say)
				}
			}
		})
	}
}
