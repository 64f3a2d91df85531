package lint_test

import (
	"math"
	"strings"
	"testing"

	"github.com/limber-triage/limber/engine/lint"
)

func TestGrade(t *testing.T) {
	t.Parallel()
	for text, c := range map[string]struct{ words, sentences, syllables float64 }{
		"The cat sat on the mat.":             {6, 1, 6},
		"Stop. Go on! Why?":                   {4, 3, 4},
		"A table, a box and two boxes":        {7, 1, 9},
		"Numbness of the shoulder blade":      {5, 1, 7},
		"He walked and needed help.":          {5, 1, 6},
		"Pain of 7 or more (out of 10).":      {8, 1, 8},
		"The people - all of them - agree.":   {6, 1, 8},
		"Radiculopathy":                       {1, 1, 6},
		`She said "stop." Then she sat down.`: {7, 2, 7},
		"Tell them this: rest.":               {4, 2, 4},
	} {
		want := 0.39*c.words/c.sentences + 11.8*c.syllables/c.words - 15.59
		if got := lint.Grade(text); math.Abs(got-want) > 1e-9 {
			t.Errorf("%q: grade %.2f, want %.2f", text, got, want)
		}
	}
	for _, empty := range []string{"", "...", " - "} {
		if got := lint.Grade(empty); got != 0 {
			t.Errorf("%q: grade %.2f", empty, got)
		}
	}
}

// FuzzGrade: any text has a grade, and a text of as many short sentences as
// words has none that is worse.
func FuzzGrade(f *testing.F) {
	for _, seed := range []string{"", "Stop.", "e", "Ärzte (é) - 10 %", "\xff\xfe", "a.b.c", strings.Repeat("ab ", 100)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		grade := lint.Grade(text)
		if math.IsNaN(grade) || math.IsInf(grade, 0) {
			t.Fatalf("grade %v of %q", grade, text)
		}
		if split := lint.Grade(strings.Join(strings.Fields(text), ". ") + "."); split > grade+1e-9 {
			t.Fatalf("splitting %q raises the grade from %v to %v", text, grade, split)
		}
	})
}
