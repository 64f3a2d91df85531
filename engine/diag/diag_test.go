package diag_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/limber-triage/limber/engine/diag"
)

func TestSnippet(t *testing.T) {
	t.Parallel()
	at := func(line, column, width int) diag.Diagnostic {
		return diag.Diagnostic{Pos: diag.Pos{File: "f", Line: line, Column: column}, Width: width}
	}
	tests := []struct {
		name string
		src  string
		d    diag.Diagnostic
		want string
	}{
		{"a word", "age: 40\nsex: 1\n", at(2, 1, 3),
			"    2 | sex: 1\n      | ^^^"},
		{"width 0 is one caret", "age: 40", at(1, 6, 0),
			"    1 | age: 40\n      |      ^"},
		{"width beyond the line", "age: 40\nmore", at(1, 6, 90),
			"    1 | age: 40\n      |      ^^"},
		{"just past the end", "a: [", at(1, 5, 1),
			"    1 | a: [\n      |     ^"},
		{"far past the end", "ab", at(1, 90, 1),
			"    1 | ab\n      |   ^"},
		{"empty line", "a\n\nb", at(2, 1, 1),
			"    2 | \n      | ^"},
		{"tabs are one space", "\ta:\tb", at(1, 5, 1),
			"    1 |  a: b\n      |     ^"},
		{"control characters", "a\x1b[2Jb\x00\x7f\u0085c", at(1, 9, 1),
			"    1 | a?[2Jb???c\n      |         ^"},
		{"marks that turn text round", "a\u202eb\u200bc\u2028d", at(1, 7, 1),
			"    1 | a?b?c?d\n      |       ^"},
		{"no-break space stays", "a\u00a0b", at(1, 3, 1),
			"    1 | a\u00a0b\n      |   ^"},
		{"every invalid byte has a place", "\xff\xfe\xfdx", at(1, 4, 1),
			"    1 | ???x\n      |    ^"},
		{"CRLF", "a: 1\r\nb: 2\r\n", at(2, 4, 9),
			"    2 | b: 2\n      |    ^"},
		{"columns are characters", "größe: 40", at(1, 8, 2),
			"    1 | größe: 40\n      |        ^^"},
		{"byte order mark has no column", "\ufeffage: x", at(1, 6, 1),
			"    1 | age: x\n      |      ^"},
		{"great line numbers", strings.Repeat("\n", 123455) + "ab", at(123456, 2, 1),
			"123456 | ab\n       |  ^"},
		{"long line, place at its start", strings.Repeat("x", 100), at(1, 3, 2),
			"    1 | " + strings.Repeat("x", 68) + "\n      |   ^^"},
		{"long line, place far in", strings.Repeat("x", 100) + "Y" + strings.Repeat("z", 100), at(1, 101, 1),
			"    1 | " + strings.Repeat("x", 34) + "Y" + strings.Repeat("z", 33) + "\n      | " + strings.Repeat(" ", 34) + "^"},
		{"long line, wide place", strings.Repeat("x", 200), at(1, 101, 90),
			"    1 | " + strings.Repeat("x", 68) + "\n      | " + strings.Repeat(" ", 34) + strings.Repeat("^", 34)},
		{"unknown line", "a", at(0, 1, 1), ""},
		{"unknown column", "a", at(1, 0, 1), ""},
		{"line beyond the end", "a\n", at(3, 1, 1), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, diag.Snippet([]byte(tt.src), tt.d)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestSnippetAgreesWithAt holds the two to one way of counting: the caret under
// an offset's place is below that offset's character.
func TestSnippetAgreesWithAt(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		piece := rapid.SampledFrom([]string{"a", "ß", "日", "\t", "\n", "\r\n", "\xff", "\x1b", "\u202e", " "})
		before := strings.Join(rapid.SliceOfN(piece, 0, 90).Draw(t, "before"), "")
		after := strings.Join(rapid.SliceOfN(piece, 0, 90).Draw(t, "after"), "")
		src := []byte(before + "@" + after)
		got := diag.Snippet(src, diag.Diagnostic{Pos: diag.At("f", src, len(before))})
		line, caret, ok := strings.Cut(got, "\n")
		if !ok {
			t.Fatalf("no snippet of %q", src)
		}
		i := slices.Index([]rune(caret), '^')
		if i < 0 || i >= len([]rune(line)) || []rune(line)[i] != '@' {
			t.Fatalf("the caret misses:\n%s", got)
		}
	})
}

func TestAt(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name         string
		src          string
		offset       int
		line, column int
	}{
		{"start", "abc", 0, 1, 1},
		{"empty", "", 0, 1, 1},
		{"within a line", "abc", 2, 1, 3},
		{"at the end", "abc", 3, 1, 4},
		{"beyond the end", "abc", 99, 1, 4},
		{"before the start", "abc", -1, 1, 1},
		{"the newline ends its line", "ab\nc", 2, 1, 3},
		{"after a newline", "ab\nc", 3, 2, 1},
		{"CRLF", "ab\r\ncd", 5, 2, 2},
		{"characters, not bytes", "äöü=", 6, 1, 4},
		{"invalid bytes count one each", "\xff\xff=", 2, 1, 3},
		{"byte order mark", "\ufeffab", 4, 1, 2},
		{"within the byte order mark", "\ufeffab", 2, 1, 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			want := diag.Pos{File: "f", Line: tt.line, Column: tt.column}
			if diff := cmp.Diff(want, diag.At("f", []byte(tt.src), tt.offset)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNearest(t *testing.T) {
	t.Parallel()
	facts := []string{"age", "chest_symptoms", "leg_symptoms", "pain_level", "trend"}
	tests := []struct{ word, want string }{
		{"chest_symptom", "chest_symptoms"},
		{"chest_pian", ""},
		{"chest", "chest_symptoms"},
		{"Pain", "pain_level"},
		{"pai", ""},
		{"pian_level", "pain_level"}, // a swap of neighbours is one edit
		{"pain-level", "pain_level"},
		{"Age", "age"},
		{"AGE", "age"},
		{"agee", "age"},
		{"trends", "trend"},
		{"", ""},
		{"zzz", ""},
		{"PainLevel", "pain_level"},
		{strings.Repeat("x", 64), ""},
		{strings.Repeat("x", 300), ""}, // a third of it is more than any distance
	}
	for _, tt := range tests {
		t.Run(tt.word, func(t *testing.T) {
			t.Parallel()
			if got := diag.Nearest(tt.word, facts); got != tt.want {
				t.Errorf("Nearest(%q) = %q, want %q", tt.word, got, tt.want)
			}
		})
	}
	if got := diag.Nearest("cat", []string{"bat", "hat"}); got != "bat" {
		t.Errorf("of equally near candidates the first wins, got %q", got)
	}
	if got := diag.Nearest("cat", []string{strings.Repeat("cat", 30)}); got != "" {
		t.Errorf("a long candidate is near nothing, got %q", got)
	}
	if got := diag.DidYouMean("agee", facts, "fallback"); got != "did you mean age?" {
		t.Errorf("DidYouMean = %q", got)
	}
	if got := diag.DidYouMean("zzz", facts, "fallback"); got != "fallback" {
		t.Errorf("DidYouMean = %q", got)
	}
}

func TestSort(t *testing.T) {
	t.Parallel()
	d := func(file string, line, column int, s diag.Severity, code string) diag.Diagnostic {
		return diag.Diagnostic{Code: code, Severity: s, Pos: diag.Pos{File: file, Line: line, Column: column}}
	}
	want := diag.List{
		d("a", 1, 2, diag.Error, "x"),
		d("a", 1, 10, diag.Error, "x"),
		d("a", 2, 1, diag.Error, "y"),
		d("a", 2, 1, diag.Warning, "x"),
		d("b", 1, 1, diag.Error, "x"),
	}
	rapid.Check(t, func(t *rapid.T) {
		got := diag.List(rapid.Permutation(append(slices.Clone(want), want[1], want[3])).Draw(t, "list"))
		got.Sort()
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestError(t *testing.T) {
	t.Parallel()
	var l diag.List
	if l.Err() != nil || l.HasErrors() {
		t.Fatal("an empty list is no error")
	}
	l = append(l, diag.Diagnostic{Code: "w", Severity: diag.Warning, Message: "careful", Pos: diag.Pos{File: "f", Line: 3}})
	if l.Err() != nil {
		t.Fatal("a warning is no error")
	}
	l.Errorf("e", diag.Pos{File: "f", Line: 4, Column: 2}, "do this", "wrong %s", "thing")
	l.Errorf("e", diag.Pos{Line: 4, Column: 2}, "", "no file")
	l.Errorf("e", diag.Pos{File: "f"}, "", "no line")
	l.Errorf("e", diag.Pos{}, "", "no place")
	want := "f:3: warning: careful\nf:4:2: wrong thing (hint: do this)\n4:2: no file\nf: no line\nno place"
	if diff := cmp.Diff(want, l.Err().Error()); diff != "" {
		t.Error(diff)
	}
}
