package batch_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/batch"
	"github.com/limber-triage/limber/engine/verify"
	"github.com/limber-triage/limber/facts"
	"github.com/limber-triage/limber/rules"
)

var loaded = sync.OnceValues(func() (*engine.Engine, error) {
	return engine.Load(rules.UpperBack(), engine.Options{CrossCheck: 1000})
})

func shipped(t testing.TB) *engine.Engine {
	t.Helper()
	e, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// people are random cases; the same number gives the same ones.
func people(t testing.TB, n int) []*facts.Case {
	p, r := shipped(t).Pack(), rand.New(rand.NewPCG(1, 2))
	list := make([]*facts.Case, n)
	for i := range list {
		list[i] = verify.RandomCase(p, r)
		list[i].ID = fmt.Sprintf("case-%d", i)
	}
	return list
}

func line(t testing.TB, c *facts.Case) string {
	b, err := c.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func ndjson(t testing.TB, cases []*facts.Case) string {
	var b strings.Builder
	for _, c := range cases {
		b.WriteString(line(t, c) + "\n")
	}
	return b.String()
}

func table(t testing.TB, cases []*facts.Case) string {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	v := shipped(t).Vocabulary()
	_ = w.Write(v.CSVHeader())
	for _, c := range cases {
		cells := []string{c.ID}
		for i, f := range v.Facts {
			cells = append(cells, strings.Join(f.Values(c.Words()[i]), ";"))
		}
		_ = w.Write(cells)
	}
	w.Flush()
	return b.String()
}

// records decides cases one by one: what every run must write.
func records(t testing.TB, cases []*facts.Case) string {
	var b strings.Builder
	for _, c := range cases {
		d, err := shipped(t).Decide(context.Background(), c)
		if err != nil {
			t.Fatal(err)
		}
		text, err := d.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		b.Write(append(text, '\n'))
	}
	return b.String()
}

// run decides and returns what was written to standard output.
func run(t testing.TB, o batch.Options) (string, *batch.Summary, error) {
	t.Helper()
	var out bytes.Buffer
	if o.Stdout == nil {
		o.Stdout = &out
	}
	if o.Disk == nil {
		o.Disk = newMemory(nil)
	}
	s, err := batch.Run(context.Background(), shipped(t), o)
	return out.String(), s, err
}

func TestEveryFormOfInputGivesTheSameRecords(t *testing.T) {
	t.Parallel()
	cases := people(t, 3000)
	want := records(t, cases)
	lines := ndjson(t, cases)
	array := "[" + strings.ReplaceAll(strings.TrimSuffix(lines, "\n"), "\n", ",") + "]"
	var pretty []string
	for _, c := range cases {
		var v any
		if err := json.Unmarshal([]byte(line(t, c)), &v); err != nil {
			t.Fatal(err)
		}
		pretty = append(pretty, strings.ReplaceAll(line(t, c), `,"`, ",\n  \""))
	}
	folder := map[string]string{"cases/.hidden.json": "x", "cases/README.md": "x"}
	for i, c := range cases {
		name := fmt.Sprintf("cases/%02d/case-%05d", i*20/len(cases), i)
		if i%2 == 0 {
			folder[name+".json"] = pretty[i]
		} else {
			folder[name+".yaml"] = line(t, c)
		}
	}
	packed := func(w io.WriteCloser, b *bytes.Buffer) string {
		_, _ = w.Write([]byte(lines))
		_ = w.Close()
		return b.String()
	}
	var gz, zs bytes.Buffer
	gzipped := packed(gzip.NewWriter(&gz), &gz)
	z, _ := zstd.NewWriter(&zs)
	zstandard := packed(z, &zs)
	half := strings.Index(lines[len(lines)/2:], "\n") + len(lines)/2 + 1
	for _, tt := range []struct {
		name   string
		files  map[string]string
		inputs []string
		stdin  string
		from   batch.Form
	}{
		{"ndjson", map[string]string{"a.ndjson": lines}, []string{"a.ndjson"}, "", ""},
		{"without a last line end", map[string]string{"a.jsonl": lines[:len(lines)-1]}, []string{"a.jsonl"}, "", ""},
		{"CRLF, a byte order mark and blank lines", map[string]string{"a.ndjson": "\ufeff" + strings.ReplaceAll(lines, "\n", "\r\n \r\n\r\n")}, []string{"a.ndjson"}, "", ""},
		{"two files", map[string]string{"a.ndjson": lines[:half], "b.json": lines[half:]}, []string{"a.ndjson", "b.json"}, "", ""},
		{"a pattern", map[string]string{"x/a.ndjson": lines[:half], "x/b.ndjson": lines[half:]}, []string{"x/*.ndjson"}, "", ""},
		{"csv", map[string]string{"a.csv": table(t, cases)}, []string{"a.csv"}, "", ""},
		{"csv from a spreadsheet", map[string]string{"a.CSV": "\ufeff" + strings.ReplaceAll(table(t, cases), "\n", "\r\n")}, []string{"a.CSV"}, "", ""},
		{"array", map[string]string{"a.json": array}, []string{"a.json"}, "", ""},
		{"pretty array", map[string]string{"a.json": "\ufeff [\n" + strings.Join(pretty, " ,\n") + "\n]\n"}, []string{"a.json"}, "", ""},
		{"gzip", map[string]string{"a.ndjson.gz": gzipped}, []string{"a.ndjson.gz"}, "", ""},
		{"gzip under another name", map[string]string{"a.ndjson": gzipped}, []string{"a.ndjson"}, "", ""},
		{"two gzip members", map[string]string{"a.ndjson.gz": gzipped[:0] + gzipMember(lines[:half]) + gzipMember(lines[half:])}, []string{"a.ndjson.gz"}, "", ""},
		{"zstd", map[string]string{"a": zstandard}, []string{"a"}, "", ""},
		{"a folder of files", folder, []string{"cases"}, "", ""},
		{"standard input", nil, []string{"-"}, lines, ""},
		{"a table on standard input", nil, []string{"-"}, table(t, cases), ""},
		{"an array on standard input", nil, []string{"-"}, array, "array"},
		{"gzip on standard input", nil, []string{"-"}, gzipped, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, s, err := run(t, batch.Options{Inputs: tt.inputs, Disk: newMemory(tt.files), Stdin: strings.NewReader(tt.stdin), From: tt.from})
			if err != nil {
				t.Fatal(err)
			}
			if got != want {
				t.Errorf("other records: %s", firstDifference(want, got))
			}
			if s.Cases != int64(len(cases)) || s.Rejected != 0 || !s.Finished {
				t.Errorf("%+v", s)
			}
		})
	}
}

func gzipMember(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write([]byte(text))
	_ = w.Close()
	return b.String()
}

func firstDifference(want, got string) string {
	for i := range min(len(want), len(got)) {
		if want[i] != got[i] {
			return fmt.Sprintf("at byte %d: want %.80q, got %.80q", i, want[i:], got[i:])
		}
	}
	return fmt.Sprintf("%d bytes wanted, got %d", len(want), len(got))
}

func TestFields(t *testing.T) {
	t.Parallel()
	disk := newMemory(map[string]string{"a.ndjson": "{\"case_id\":\"a, \\\"b\\\" ä\"}\n\n{\"case_id\":\"c\",\"chest_symptoms\":[\"tearing\"]}\n"})
	names := []string{"line", "case", "outcome", "urgency", "at_least", "settled", "reasons", "start", "input"}
	got, _, err := run(t, batch.Options{Inputs: []string{"a.ndjson"}, Disk: disk, Fields: names})
	want := `{"line":1,"case":"a, \"b\" ä","outcome":"incomplete","urgency":null,"at_least":null,"settled":false,"reasons":[],"start":null,"input":"a.ndjson"}
{"line":3,"case":"c","outcome":"referral","urgency":"emergency","at_least":"emergency","settled":true,"reasons":["ChestTearing"],"start":null,"input":"a.ndjson"}
`
	got = strings.ReplaceAll(got, reasonIn(got), "ChestTearing")
	if err != nil || cmp.Diff(want, got) != "" {
		t.Errorf("%v %s", err, cmp.Diff(want, got))
	}
	got, _, err = run(t, batch.Options{Inputs: []string{"a.ndjson"}, Disk: disk, Fields: names, Format: batch.CSV})
	want = `line,case,outcome,urgency,at_least,settled,reasons,start,input
1,"a, ""b"" ä",incomplete,,,false,,,a.ndjson
3,c,referral,emergency,emergency,true,ChestTearing,,a.ndjson
`
	if i := strings.Index(got, "true,"); i >= 0 {
		name, _, _ := strings.Cut(got[i+len("true,"):], ",")
		got = strings.ReplaceAll(got, name, "ChestTearing")
	}
	if err != nil || cmp.Diff(want, got) != "" {
		t.Errorf("%v %s", err, cmp.Diff(want, got))
	}
}

// reasonIn is the name of the rule, which the pack may change.
func reasonIn(record string) string {
	_, after, _ := strings.Cut(record, `"reasons":["`)
	name, _, _ := strings.Cut(after, `"`)
	return name
}

// TestChosenFieldsAreThoseOfTheRecord compares each field with the record.
func TestChosenFieldsAreThoseOfTheRecord(t *testing.T) {
	t.Parallel()
	cases := people(t, 500)
	disk := newMemory(map[string]string{"a.ndjson": ndjson(t, cases)})
	all, _, err := run(t, batch.Options{Inputs: []string{"a.ndjson"}, Disk: disk, Fields: batch.Fields()})
	if err != nil {
		t.Fatal(err)
	}
	rows, _, err := run(t, batch.Options{Inputs: []string{"a.ndjson"}, Disk: disk, Fields: batch.Fields(), Format: batch.CSV})
	if err != nil {
		t.Fatal(err)
	}
	cells, err := csv.NewReader(strings.NewReader(rows)).ReadAll()
	if err != nil || len(cells) != len(cases)+1 {
		t.Fatal(err, len(cells))
	}
	whole := strings.Split(records(t, cases), "\n")
	for i, short := range strings.Split(strings.TrimSpace(all), "\n") {
		var got, record map[string]any
		if err := errors.Join(json.Unmarshal([]byte(short), &got), json.Unmarshal([]byte(whole[i]), &record)); err != nil {
			t.Fatal(err)
		}
		for name, value := range got {
			if _, ok := record[name]; !ok {
				continue // input, line, start, exercises
			}
			if diff := cmp.Diff(ids(record[name]), value); diff != "" {
				t.Fatalf("%s of case %d: %s", name, i, diff)
			}
		}
		var exercises []any
		if plan, ok := record["plan"].(map[string]any); ok {
			for _, phase := range plan["phases"].([]any) {
				for _, x := range phase.(map[string]any)["exercises"].([]any) {
					exercises = append(exercises, x.(map[string]any)["id"])
				}
			}
			if got["start"] != plan["start"] {
				t.Fatalf("start %v", got["start"])
			}
		}
		if diff := cmp.Diff(fmt.Sprint(exercises), fmt.Sprint(got["exercises"])); diff != "" {
			t.Fatal(diff)
		}
		for j, name := range batch.Fields() {
			if diff := cmp.Diff(cell(got[name]), cells[i+1][j]); diff != "" {
				t.Fatalf("%s of row %d: %s", name, i, diff)
			}
		}
	}
}

// ids replaces objects of a list by what names them.
func ids(v any) any {
	list, ok := v.([]any)
	if !ok {
		return v
	}
	out := make([]any, len(list))
	for i, x := range list {
		out[i] = x
		if object, ok := x.(map[string]any); ok {
			for _, key := range []string{"rule", "fact", "id"} {
				if name, ok := object[key]; ok {
					out[i] = name
				}
			}
		}
	}
	return out
}

// cell is how a table shows a JSON value.
func cell(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case []any:
		texts := make([]string, len(v))
		for i := range v {
			texts[i] = cell(v[i])
		}
		return strings.Join(texts, ";")
	}
	return fmt.Sprint(v)
}

func TestSummary(t *testing.T) {
	t.Parallel()
	cases := people(t, 2000)
	want := map[string]int64{}
	unsettled := int64(0)
	for _, c := range cases {
		d, err := shipped(t).Decide(context.Background(), c)
		if err != nil {
			t.Fatal(err)
		}
		want[string(d.Outcome)+" "+string(d.Urgency)]++
		if !d.Settled {
			unsettled++
		}
	}
	disk := newMemory(map[string]string{"a.ndjson": ndjson(t, cases) + "{\"age\":500}\nx\n{\"age\":501}\n"})
	clock := time.Unix(0, 0)
	_, s, err := run(t, batch.Options{Inputs: []string{"a.ndjson"}, Disk: disk, Now: func() time.Time { clock = clock.Add(time.Second); return clock }})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]int64{}
	for _, o := range s.Outcomes {
		got[string(o.Outcome)+" "+string(o.Urgency)] = o.Cases
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]batch.Count{{Name: "out-of-range", Cases: 2}, {Name: "json-syntax", Cases: 1}}, s.Rejects); diff != "" {
		t.Error(diff)
	}
	if s.Unsettled != unsettled || s.Rejected != 3 || len(s.Examples) != 3 || s.CrossChecked < 1 || s.Seconds <= 0 || s.PerSecond <= 0 {
		t.Errorf("%+v", s)
	}
}

// badWriter fails after some bytes.
type badWriter struct {
	left int
	err  error
}

func (w *badWriter) Write(b []byte) (int, error) {
	if w.left -= len(b); w.left < 0 {
		return max(0, len(b)+w.left), w.err
	}
	return len(b), nil
}

func TestStandardOutputThatFails(t *testing.T) {
	t.Parallel()
	disk := newMemory(map[string]string{"a.ndjson": ndjson(t, people(t, 3000))})
	for _, why := range []error{syscall.EPIPE, syscall.ENOSPC} {
		_, s, err := run(t, batch.Options{Inputs: []string{"a.ndjson"}, Disk: disk, Stdout: &badWriter{left: 1 << 20, err: why}})
		var failed *batch.Error
		if !errors.As(err, &failed) || failed.Kind != batch.InputOutput || !errors.Is(err, why) || s.Finished {
			t.Errorf("%v: %+v", err, s)
		}
	}
}

func TestInputThatFailsInTheMiddle(t *testing.T) {
	t.Parallel()
	cases := people(t, 3000)
	lines := ndjson(t, cases)
	packed := gzipMember(lines)
	for name, in := range map[string]string{
		"a.ndjson.gz": packed[:len(packed)-len(packed)/3],
		"a.json":      "[" + strings.ReplaceAll(lines, "\n", ",") + " x",
		"b.json":      "[" + strings.ReplaceAll(strings.TrimSuffix(lines, "\n"), "\n", ","),
		"c.json":      "[" + strings.ReplaceAll(strings.TrimSuffix(lines, "\n"), "\n", ",") + "] []",
	} {
		got, s, err := run(t, batch.Options{Inputs: []string{name}, Disk: newMemory(map[string]string{name: in}), Fields: []string{"case"}})
		var failed *batch.Error
		if !errors.As(err, &failed) || failed.Kind != batch.InputOutput || s.Finished || s.Cases < 1000 || s.Rejected != 0 {
			t.Errorf("%s: %v: %+v", name, err, s)
		}
		if n := strings.Count(got, "\n"); int64(n) != s.Cases {
			t.Errorf("%s: %d lines for %d cases", name, n, s.Cases)
		}
	}
}
