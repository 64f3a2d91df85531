package facts_test

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/limber-triage/limber/facts"
)

// same fails unless both cases have the same id and the same answers.
func same(t interface{ Fatalf(string, ...any) }, want, got *facts.Case) {
	if got.ID != want.ID || !slices.Equal(got.Words(), want.Words()) {
		t.Fatalf("got  %q %x\nwant %q %x", got.ID, got.Words(), want.ID, want.Words())
	}
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	v := vocabulary(t)
	rapid.Check(t, func(t *rapid.T) {
		want := anyCase(t, v)
		src, err := want.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		got, err := v.ParseJSON("f", src)
		if err != nil {
			t.Fatalf("%s: %v", src, err)
		}
		same(t, want, got)
		again, err := got.MarshalJSON()
		if err != nil || !bytes.Equal(src, again) {
			t.Fatalf("written again:\n%s\n%s", src, again)
		}
		if got, err = v.ParseYAML("f", src); err != nil { // canonical JSON is YAML too
			t.Fatalf("%s: %v", src, err)
		}
		same(t, want, got)
		if got, err = v.ParseYAML("f", blockYAML(v, want)); err != nil {
			t.Fatal(err)
		}
		want.ID = ""
		same(t, want, got)
	})
}

// blockYAML writes a case as a person would in YAML, unquoted, without its id.
func blockYAML(v *facts.Vocabulary, c *facts.Case) []byte {
	var b bytes.Buffer
	for _, f := range v.Facts {
		values := f.Values(c.Words()[f.Index])
		b.WriteString(f.ID + ":")
		if f.Kind == facts.Set && len(values) > 0 {
			b.WriteString("\n  - " + strings.Join(values, "\n  - "))
		} else {
			b.WriteString(" " + strings.Join(values, ""))
		}
		b.WriteString("\n")
	}
	return b.Bytes()
}

// TestNumbersRoundTrip walks every value of ranges that binary fractions cannot
// hold exactly.
func TestNumbersRoundTrip(t *testing.T) {
	t.Parallel()
	for _, r := range []string{"min: -2.5, max: 2.5, step: 0.1", "min: 0.7, max: 700, step: 0.7", "min: 999999999, max: 999999999.9, step: 0.000001", "min: 3, max: 3, step: 1"} {
		v, err := facts.ReadVocabulary("f", []byte("screens: [{id: s, title: S}]\nfacts:\n  - {id: x, kind: number, unit: u, "+r+
			", screen: s, question: Q, why: W, baseline: "+strings.TrimPrefix(strings.Split(r, ",")[0], "min: ")+"}\n"))
		if err != nil {
			t.Fatal(err)
		}
		f := v.Facts[0]
		step := 1 + f.Steps()/5000
		for word := uint64(1); word <= f.Steps()+1; word += step {
			if got, ok := f.Word(f.Value(word)); !ok || got != word {
				t.Fatalf("%s: word %d is %v is word %d", r, word, f.Value(word), got)
			}
			if got, err := v.ParseAnswer(f, f.Values(word)[0]); err != nil || got != word {
				t.Fatalf("%s: word %d is %q is word %d: %v", r, word, f.Values(word), got, err)
			}
		}
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	v := vocabulary(t)
	for _, tt := range []struct{ src, fact, want string }{
		{`{}`, "age", "not answered"},
		{`{"age":41}`, "age", "41 years"},
		{`{"shift":-0.5}`, "shift", "-0.5 cm"},
		{`{"smoker":"yes"}`, "smoker", "Yes"},
		{`{"smoker":"no"}`, "smoker", "No"},
		{`{"smoker":"not_sure"}`, "smoker", "Not sure"},
		{`{"onset":"sudden"}`, "onset", "All at once"},
		{`{"onset":"not_sure"}`, "onset", "Not sure"},
		{`{"chest":[]}`, "chest", "None of these"},
		{`{"chest":"not_sure"}`, "chest", "Not sure"},
		{`{"chest":["tearing","pressure"]}`, "chest", "A weight, or squeezing; Tearing"},
		{`{"chest":["tearing","not_sure"]}`, "chest", "Tearing; not sure about the others"},
	} {
		c, err := v.ParseJSON("f", []byte(tt.src))
		if err != nil {
			t.Fatal(err)
		}
		f, _ := v.Lookup(tt.fact)
		if got := c.Text(f); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.src, got, tt.want)
		}
	}
}

func TestCaseIsWiped(t *testing.T) {
	t.Parallel()
	v := vocabulary(t)
	c := v.Healthy()
	c.ID = "x"
	kept := c.Clone()
	c.Reset()
	same(t, v.New(), c)
	if kept.ID != "x" || !slices.Equal(kept.Words(), v.Healthy().Words()) {
		t.Error("a clone shares memory with its original")
	}
}

func TestCSVHeader(t *testing.T) {
	t.Parallel()
	want := []string{"case_id", "age", "shift", "smoker", "seen", "onset", "limit", "chest", "sites", "extras"}
	if diff := cmp.Diff(want, vocabulary(t).CSVHeader()); diff != "" {
		t.Error(diff)
	}
}

func TestSkeletonYAML(t *testing.T) {
	t.Parallel()
	v := vocabulary(t)
	skeleton := v.SkeletonYAML()
	c, err := v.ParseYAML("f", []byte(skeleton))
	if err != nil {
		t.Fatal(err)
	}
	same(t, v.New(), c)
	filled := strings.NewReplacer("\nage:\n", "\nage: 41\n", "\nchest:\n", "\nchest: [tearing]\n").Replace(skeleton)
	if c, err = v.ParseYAML("f", []byte(filled)); err != nil {
		t.Fatal(err)
	}
	if got, _ := c.MarshalJSON(); string(got) != `{"age":41,"chest":["tearing"]}` {
		t.Errorf("%s", got)
	}
	golden(t, "testdata/skeleton.yaml", []byte(skeleton))
}

func TestSchema(t *testing.T) {
	t.Parallel()
	first, err := vocabulary(t).Schema()
	if err != nil {
		t.Fatal(err)
	}
	again, _ := vocabulary(t).Schema()
	if !bytes.Equal(first, again) {
		t.Error("two schemas of one vocabulary differ")
	}
	golden(t, "testdata/schema.json", first)
}

// golden compares with a file; to renew it, delete it and run the test twice.
func golden(t *testing.T, file string, got []byte) {
	t.Helper()
	want, err := os.ReadFile(file)
	if os.IsNotExist(err) {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		t.Fatalf("%s was missing and is written: look at it and run the test again", file)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}
