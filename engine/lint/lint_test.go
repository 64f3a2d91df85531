package lint_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/lint"
	"github.com/limber-triage/limber/engine/pack"
)

const shipped = "../../rules/upperback"

func loadShipped(t testing.TB) *pack.Pack {
	t.Helper()
	p, err := pack.Load(os.DirFS(shipped), pack.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestTinyIsClean(t *testing.T) {
	t.Parallel()
	p, _ := tiny(t, "")
	for _, f := range lint.Run(p, lint.Options{UsedBases: []string{"older_adult"}}) {
		t.Errorf("%s at %s: %v", f.Code, f.Place, f)
	}
}

// TestExamples holds the documentation to its word: the one example of each
// check is found by it, the other one is not, and is found by no other either.
func TestExamples(t *testing.T) {
	t.Parallel()
	o := lint.Options{UsedBases: []string{"used", "older_adult"}}
	for _, c := range lint.Checks() {
		t.Run(c.Code, func(t *testing.T) {
			t.Parallel()
			bad, _ := tiny(t, c.Bad)
			if !slices.ContainsFunc(lint.Run(bad, o), func(f lint.Finding) bool { return f.Code == c.Code && f.Severity == c.Severity }) {
				t.Errorf("the example is not found: %v", lint.Run(bad, o))
			}
			good, _ := tiny(t, c.Good)
			for _, f := range lint.Run(good, o) {
				t.Errorf("the mended example is found: %s %s %v", f.Code, f.Place, f)
			}
		})
	}
}

func TestChecksAreDocumented(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, c := range lint.Checks() {
		if seen[c.Code] || !regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`).MatchString(c.Code) {
			t.Errorf("%q is no code, or not the only one", c.Code)
		}
		seen[c.Code] = true
		if c.Summary == "" || strings.HasSuffix(c.Summary, ".") || strings.ToLower(c.Summary[:1]) != c.Summary[:1] {
			t.Errorf("%s: summary %q", c.Code, c.Summary)
		}
		const shortest = 150 // characters: why it matters and the ways out
		if len(c.Doc) < shortest {
			t.Errorf("%s: the documentation says too little: %q", c.Code, c.Doc)
		}
		for line := range strings.Lines(c.Doc + c.Bad + c.Good) {
			if len(line) > 130 {
				t.Errorf("%s: a line of %d characters", c.Code, len(line))
			}
		}
	}
}

func TestExplain(t *testing.T) {
	t.Parallel()
	for _, c := range lint.Checks() {
		page, err := lint.Explain(c.Code)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range []string{c.Code, c.Severity.String(), c.Summary, "This is found:", "This is not:", "    -- "} {
			if !strings.Contains(page, part) {
				t.Errorf("the page of %s lacks %q", c.Code, part)
			}
		}
	}
	if list, err := lint.Explain("all"); err != nil || strings.Count(list, "\n") != len(lint.Checks()) {
		t.Errorf("all checks: %v\n%s", err, list)
	}
	if _, err := lint.Explain("unused-tipp"); err == nil || !strings.Contains(err.Error(), "did you mean unused-tip?") {
		t.Errorf("a misspelt code: %v", err)
	}
}

// TestShippedPack holds the shipped pack to what must not be shipped. Warnings
// and notes may be under discussion; they are for limber lint to show.
func TestShippedPack(t *testing.T) {
	t.Parallel()
	p := loadShipped(t)
	all := lint.Run(p, lint.Options{})
	for _, f := range all {
		if f.Severity == diag.Error {
			t.Errorf("%s at %s: %v", f.Code, f.Place, f)
		}
		src, ok := p.Files[f.File]
		if !ok || f.Line < 1 || f.Column < 1 || diag.Snippet(src, f.Diagnostic) == "" || !strings.Contains(f.Place, ":") {
			t.Errorf("no place: %+v", f)
		}
		if first := f.Message[:1]; strings.HasSuffix(f.Message, ".") || f.Hint == "" || first == " " {
			t.Errorf("message %q, hint %q", f.Message, f.Hint)
		}
	}
	if !slices.IsSortedFunc(all, func(a, b lint.Finding) int { return strings.Compare(a.File, b.File) }) {
		t.Error("not in the order of files")
	}
	if diff := cmp.Diff(all, lint.Run(p, lint.Options{})); diff != "" {
		t.Errorf("a second run differs:\n%s", diff)
	}
}

func TestWrap(t *testing.T) {
	t.Parallel()
	d := diag.Diagnostic{Code: "unknown-fact", Message: "unknown fact"}
	want := []lint.Finding{{Diagnostic: d}}
	if diff := cmp.Diff(want, lint.Wrap(diag.List{d})); diff != "" {
		t.Error(diff)
	}
}

func TestCount(t *testing.T) {
	t.Parallel()
	all := []lint.Finding{{Diagnostic: diag.Diagnostic{Severity: diag.Note}}, {}, {Diagnostic: diag.Diagnostic{Severity: diag.Note}}}
	for s, want := range map[diag.Severity]int{diag.Error: 1, diag.Warning: 0, diag.Note: 2} {
		if n := lint.Count(all, s); n != want {
			t.Errorf("%d of severity %s, want %d", n, s, want)
		}
	}
}

func BenchmarkRun(b *testing.B) {
	p := loadShipped(b)
	for b.Loop() {
		lint.Run(p, lint.Options{})
	}
}
