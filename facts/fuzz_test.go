package facts_test

import (
	"errors"
	"os"
	"testing"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/facts"
)

func FuzzParseJSON(f *testing.F) {
	v := vocabulary(f)
	for _, seed := range []string{
		`{"case_id":"a","age":40,"smoker":"not_sure","onset":"sudden","chest":["pressure","not_sure"],"sites":"neck"}`,
		`{"age":"40","Age":1,"age":-0.5e3,"chest":[null,[{}]],"x":{"y":[]}} {}`,
		"\ufeff{\"shift\":2.45,\"limit\":\"\\ud800\"", `[1]`, `{"age":NaN,}`, "{\"a\":\"\n\"}", "\xff",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		c, err := v.ParseJSON("f", src)
		checkRead(t, v, c, err)
	})
}

func FuzzParseYAML(f *testing.F) {
	v := vocabulary(f)
	for _, seed := range []string{
		"case_id: a\nage: 40\nsmoker: not_sure\nonset: sudden\nchest: [pressure, not_sure]\nsites:\n  - neck\n",
		"age: 0x10\nage: 1\n? [a]\n: &x {b: *x}\n", "a: !!t |\n  x\n---\n- - -", "\ufeff{\"age\": 'x", "age:\n\t1", "chest: [[", "\xff",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		c, err := v.ParseYAML("f", src)
		checkRead(t, v, c, err)
	})
}

func FuzzReadVocabulary(f *testing.F) {
	f.Add([]byte(small))
	f.Add([]byte("screens: [{id: s, title: S}]\nfacts: [{id: x, kind: number, min: 0, max: 1, step: 0.1, required: [safety]}]\n"))
	f.Add([]byte("facts: [{id: [x], kind: {}, options: [{}, ~, x], baseline: {a: [b]}}]\nfindings: x\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		v, err := facts.ReadVocabulary("f", src)
		if err != nil {
			checkMistakes(t, err)
			return
		}
		c := v.Healthy()
		written, err := c.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		read, err := v.ParseJSON("f", written)
		if err != nil {
			t.Fatalf("the healthy case cannot be read: %s: %v", written, err)
		}
		same(t, c, read)
		if _, err := v.Schema(); err != nil {
			t.Fatal(err)
		}
		if empty, err := v.ParseYAML("f", []byte(v.SkeletonYAML())); err != nil {
			t.Fatalf("the skeleton cannot be read: %v", err)
		} else {
			same(t, v.New(), empty)
		}
	})
}

// checkRead: a case or mistakes, never both; every mistake has a place; a case
// that is written and read again is the same.
func checkRead(t *testing.T, v *facts.Vocabulary, c *facts.Case, err error) {
	if err != nil {
		if c != nil {
			t.Fatal("a case comes with the mistakes")
		}
		checkMistakes(t, err)
		return
	}
	written, err := c.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	read, err := v.ParseJSON("f", written)
	if err != nil {
		t.Fatalf("%s: %v", written, err)
	}
	same(t, c, read)
}

func checkMistakes(t *testing.T, err error) {
	var l diag.List
	if !errors.As(err, &l) || len(l) == 0 {
		t.Fatalf("not a diag.List: %v", err)
	}
	for _, d := range l {
		if d.File != "f" || d.Line < 1 || d.Column < 1 || d.Code == "" || d.Message == "" {
			t.Fatalf("no place or no words: %+v", d)
		}
	}
}

func BenchmarkParseJSON(b *testing.B) {
	src, err := os.ReadFile("../rules/upperback/facts.yaml")
	if err != nil {
		b.Fatal(err)
	}
	v, err := facts.ReadVocabulary("facts.yaml", src)
	if err != nil {
		b.Fatal(err)
	}
	line, err := v.Healthy().MarshalJSON()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	b.SetBytes(int64(len(line)))
	for b.Loop() {
		if _, err := v.ParseJSON("f", line); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReadVocabulary(b *testing.B) {
	src, err := os.ReadFile("../rules/upperback/facts.yaml")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		if _, err := facts.ReadVocabulary("facts.yaml", src); err != nil {
			b.Fatal(err)
		}
	}
}
