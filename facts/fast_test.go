package facts_test

import (
	"bytes"
	"encoding/csv"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/facts"
)

// agree holds a reader of lines to ParseJSON: the same case, or the same
// mistakes moved to where the line is.
func agree(t testing.TB, v *facts.Vocabulary, r *facts.LineReader, into *facts.Case, line []byte) {
	t.Helper()
	want, wantErr := v.ParseJSON("f", line)
	err := r.Read(diag.Pos{File: "f", Line: 1, Column: 1}, line, into)
	if wantErr != nil {
		same(t, v.New(), into)
		if diff := cmp.Diff(lines(t, "f", wantErr), lines(t, "f", err)); diff != "" {
			t.Fatalf("%q: %s", line, diff)
		}
		return
	}
	if err != nil {
		t.Fatalf("%q: %v", line, err)
	}
	same(t, want, into)
}

// plainLines are read without help, which TestLineReaderIsFast makes sure of.
var plainLines = []string{
	`{}`,
	` { } `,
	`{"case_id":"a-1","age":40,"shift":-2.5,"smoker":"yes","onset":"sudden","chest":["pressure","tearing","not_sure"],"sites":["neck"],"extras":["none"]}`,
	`{"age": 40, "smoker": true, "seen": false, "chest": [], "limit": "days_3_to_14"}`,
	"\t{ \"age\" : 0 ,\r \"shift\" : 0.300000 , \"chest\" : \"none\" , \"case_id\" : null }\r",
	`{"shift":-0,"smoker":"not_sure","onset":"no","chest":null,"sites":"neck","age":null}`,
	`{"extras":[ "desk" ],"sites":["mid_back" , "neck"],"age":120}`,
}

// otherLines are not plain: valid in another way, or with a mistake.
var otherLines = []string{
	``, ` `, `null`, `[]`, `{`, `}`, `{"age":40`, `{"age":40}}`, `{"age":40} x`, `{"age":40},`, `{,}`, `{"age":40,}`, `{"age"}`, `{"age":}`, `{"age" 40}`,
	`{"age":40,"age":40}`, `{"age":null,"age":40}`, `{"case_id":"a","case_id":"b"}`, `{"Age":40}`, `{"agee":40}`, `{"ag":40}`, `{"":40}`, `{age:40}`,
	`{"age":"40"}`, `{"age":040}`, `{"age":-1}`, `{"age":121}`, `{"age":40.5}`, `{"age":4e1}`, `{"age":40.0}`, `{"age":40.}`, `{"age":.5}`, `{"age":-}`, `{"age":+1}`,
	`{"age":1234567890}`, `{"age":99999999999999999999}`, `{"shift":0.30000001}`, `{"shift":0.25}`, `{"shift":2.4999999}`, `{"age":true}`, `{"age":nul}`,
	`{"smoker":"no_"}`, `{"smoker":tru}`, `{"smoker":trueish}`, `{"smoker":1}`, `{"seen":"not_sure"}`, `{"smoker":["yes"]}`, `{"smoker":"YES"}`, `{"smoker":"y"}`,
	`{"onset":"none"}`, `{"onset":true}`, `{"onset":["sudden"]}`, `{"onset":"sudden`, `{"onset":"sud\u0064en"}`, `{"onset":""}`, `{"\u0061ge":40}`,
	`{"chest":["pressure","pressure"]}`, `{"chest":["pressure","none"]}`, `{"chest":["none","none"]}`, `{"chest":["none","not_sure"]}`, `{"chest":["pressure",]}`,
	`{"chest":[,]}`, `{"chest":["pressure" "tearing"]}`, `{"chest":["pressure"`, `{"chest":["pressure]}`, `{"chest":[["pressure"]]}`, `{"chest":[null]}`, `{"chest":{}}`,
	`{"sites":[]}`, `{"sites":"none"}`, `{"sites":["not_sure"]}`, `{"extras":["not_sure"]}`,
	`{"case_id":""}`, `{"case_id":5}`, `{"case_id":"ä"}`, `{"case_id":"a\"b"}`, `{"case_id":"a\\b"}`, "{\"case_id\":\"a\tb\"}", "{\"case_id\":\"a\x7fb\"}", `{"case_id":["a"]}`,
	`{"case_id":"` + strings.Repeat("x", 129) + `"}`, `{"case_id":"` + strings.Repeat("x", 128) + `"}`, "\ufeff{\"age\":40}", "{\"age\":40}\x00", "{\"age\":\xff}", "{\"age\":\v40}",
	"{\"age\":40}\n{\"age\":41}", "{\n\"age\":\n\"x\"}",
}

func TestLineReaderAgrees(t *testing.T) {
	t.Parallel()
	v := vocabulary(t)
	r, c := v.NewLineReader(), v.New()
	for _, line := range slices.Concat(plainLines, otherLines, plainLines) {
		agree(t, v, r, c, []byte(line))
	}
	agree(t, v, r, c, []byte(`{"age":40`+strings.Repeat(" ", facts.MaxCaseBytes)+`}`))
}

// TestLineReaderIsFast: the careful reader allocates, the fast one only copies
// a case_id.
func TestLineReaderIsFast(t *testing.T) {
	v := vocabulary(t)
	r, c := v.NewLineReader(), v.New()
	for _, line := range plainLines {
		src := []byte(line)
		if n := testing.AllocsPerRun(10, func() { _ = r.Read(diag.Pos{}, src, c) }); n > 1 {
			t.Errorf("%s went the slow way: %v allocations", line, n)
		}
	}
	r2, err := v.NewTableReader("f", []byte(plainHeader))
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range plainRows {
		src := []byte(row)
		if n := testing.AllocsPerRun(10, func() { _ = r2.Read(diag.Pos{}, src, c) }); n > 1 {
			t.Errorf("%s went the slow way: %v allocations", row, n)
		}
	}
}

// TestLineReaderReadsWhatIsWritten draws whole cases.
func TestLineReaderReadsWhatIsWritten(t *testing.T) {
	t.Parallel()
	v := vocabulary(t)
	r, c := v.NewLineReader(), v.New()
	table, err := v.NewTableReader("f", []byte(strings.Join(v.CSVHeader(), ",")))
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		want := anyCase(t, v)
		line, err := want.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Read(diag.Pos{File: "f", Line: 1, Column: 1}, line, c); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		same(t, want, c)
		cells := []string{want.ID}
		for i, f := range v.Facts {
			cells = append(cells, strings.Join(f.Values(want.Words()[i]), ";"))
		}
		var row bytes.Buffer
		w := csv.NewWriter(&row)
		_ = w.Write(cells)
		w.Flush()
		if err := table.Read(diag.Pos{File: "f", Line: 2, Column: 1}, bytes.TrimSuffix(row.Bytes(), []byte("\n")), c); err != nil {
			t.Fatalf("%s: %v", row.Bytes(), err)
		}
		same(t, want, c)
	})
}

func TestLineReaderPlaces(t *testing.T) {
	t.Parallel()
	v := vocabulary(t)
	r, c := v.NewLineReader(), v.New()
	for _, tt := range []struct{ line, want string }{
		{`{"age":500}`, `7:17+3 out-of-range [age] age must be 0 to 120 years, not 500 | `},
		{"{\n\"age\":500}", `8:7+3 out-of-range [age] age must be 0 to 120 years, not 500 | `},
		{`{"age":1,"age":2}`, `7:19+5 duplicate-key [age] age is given twice, first on line 7 column 11 | keep one of them`},
	} {
		err := r.Read(diag.Pos{File: "f", Line: 7, Column: 10}, []byte(tt.line), c)
		if diff := cmp.Diff(tt.want, lines(t, "f", err)); diff != "" {
			t.Error(diff)
		}
	}
}

func FuzzLineReader(f *testing.F) {
	v := vocabulary(f)
	for _, line := range slices.Concat(plainLines, otherLines) {
		f.Add([]byte(line))
	}
	r, c := v.NewLineReader(), v.New()
	f.Fuzz(func(t *testing.T, line []byte) {
		agree(t, v, r, c, line)
		agree(t, v, r, c, line) // again, now that the order of its keys is known
	})
}

// FuzzLineReaderRemembers reads lines one after the other by one reader, which
// knows the keys and answers of those before.
func FuzzLineReaderRemembers(f *testing.F) {
	v := vocabulary(f)
	all := slices.Concat(plainLines, otherLines)
	for i, line := range all {
		f.Add([]byte(line), []byte(all[(i+1)%len(all)]), []byte(all[(i*7+3)%len(all)]))
	}
	f.Add([]byte(`{"age":40,"smoker":"yes","age":1}`), []byte(`{"age":40,"smoker":"yes","smoker":"no"}`), []byte(`{"age":40,"smoker":"yes"}`))
	f.Add([]byte(`{"age":40,"chest":["pressure"]}`), []byte(`{"age":40,"chest":`), []byte(`{"age":4,"chest":["pressure","none"]}`))
	f.Add([]byte(`{"age":40, "case_id": "a","chest":[]}`), []byte(`{"age":40, "case_id":5,"chest":[]}`), []byte(`{"chest":[],"age":40, "case_id":"b"}`))
	f.Fuzz(func(t *testing.T, one, two, three []byte) {
		r, c := v.NewLineReader(), v.New()
		for _, line := range [][]byte{one, two, three, two, one} {
			agree(t, v, r, c, line)
		}
	})
}

// TestLongWords tells words apart that begin alike for longer than a fast
// reader looks at once.
func TestLongWords(t *testing.T) {
	t.Parallel()
	const a, b = "sixteen_letters_and_a", "sixteen_letters_and_b"
	src := strings.Replace(small, "{id: neck, text: Neck}, {id: mid_back, text: Middle}]", "{id: neck, text: Neck}, {id: mid_back, text: Middle}, {id: "+a+", text: A}, {id: "+b+", text: B}]", 1)
	v, err := facts.ReadVocabulary("facts.yaml", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	r, c := v.NewLineReader(), v.New()
	table, err := v.NewTableReader("f", []byte("age,sites"))
	if err != nil {
		t.Fatal(err)
	}
	f, _ := v.Lookup("sites")
	for word, want := range map[string][]string{a: {a}, b: {b}, "sixteen_letters_and_c": nil, "sixteen_letters_an": nil, "sixteen_letters_": nil, a + "\x00": nil, a + `","` + b: {a, b}} {
		line := []byte(`{"age":40,"sites":["` + word + `"]}`)
		agree(t, v, r, c, line)
		row := "40," + strings.ReplaceAll(word, `","`, ";")
		for _, got := range []*facts.Case{c, v.New()} {
			err := error(nil)
			if got != c {
				err = table.Read(diag.Pos{File: "f", Line: 2, Column: 1}, []byte(row), got)
			}
			if diff := cmp.Diff(want, f.Values(got.Words()[f.Index]), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("%s: %v %s", word, err, diff)
			}
		}
	}
}

// shippedVocabulary is that of the pack, with its 53 facts.
func shippedVocabulary(tb testing.TB) *facts.Vocabulary {
	src, err := os.ReadFile("../rules/upperback/facts.yaml")
	if err != nil {
		tb.Fatal(err)
	}
	v, err := facts.ReadVocabulary("facts.yaml", src)
	if err != nil {
		tb.Fatal(err)
	}
	return v
}

func BenchmarkLineReader(b *testing.B) {
	v := shippedVocabulary(b)
	line, err := v.Healthy().MarshalJSON()
	if err != nil {
		b.Fatal(err)
	}
	r, c := v.NewLineReader(), v.New()
	b.ReportAllocs()
	b.SetBytes(int64(len(line)))
	for b.Loop() {
		if err := r.Read(diag.Pos{}, line, c); err != nil {
			b.Fatal(err)
		}
	}
}
