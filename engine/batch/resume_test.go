package batch_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/limber-triage/limber/engine/batch"
	"github.com/limber-triage/limber/facts"
)

// tick is a time between checkpoints that every block outlasts.
const tick = time.Nanosecond

// mixed is a file of cases with every kind of mistake between them.
func mixed(t testing.TB, n int) string {
	var b strings.Builder
	for i, c := range people(t, n) {
		b.WriteString(line(t, c) + "\n")
		if i%97 == 0 {
			b.WriteString(otherwise[i/97%len(otherwise)] + "\n")
		}
	}
	return b.String()
}

var otherwise = []string{`{"age":500}`, `not json`, ``, `{"chest_pian":true}`, "{\"age\":\xff}", `{"age":40`, "\ufeff{\"agee\":1,\"age\":1,\"age\":2}\r"}

// into is a run over in.ndjson into out.
func into(disk *memory) batch.Options {
	return batch.Options{Inputs: []string{"in.ndjson"}, Disk: disk, Output: "out", Fields: []string{"line", "case", "outcome", "urgency", "exercises"}, Checkpoint: tick}
}

// finished is what an uninterrupted run leaves.
func finished(t *testing.T, name, in string, change func(*batch.Options)) *memory {
	t.Helper()
	disk := newMemory(map[string]string{name: in})
	o := into(disk)
	o.Inputs[0] = name
	if change != nil {
		change(&o)
	}
	if _, _, err := run(t, o); err != nil {
		t.Fatal(err)
	}
	return disk
}

// TestPowerLoss cuts the power at every kind of moment, again and again, and
// resumes until the run is done: the same bytes as without.
func TestPowerLoss(t *testing.T) {
	t.Parallel()
	cases := people(t, 4000)
	lines := mixed(t, 4000)
	array := "[" + strings.ReplaceAll(strings.TrimSuffix(ndjson(t, cases), "\n"), "\n", ",\n") + "\n]"
	for _, tt := range []struct {
		name, in string
		change   func(*batch.Options)
	}{
		{"in.ndjson", lines, nil},
		{"in.ndjson.gz", gzipMember(lines), nil},
		{"in.csv", table(t, cases) + "x,y\n\"a\n", func(o *batch.Options) { o.Format = batch.CSV }},
		{"in.json", array, func(o *batch.Options) { o.Rejects = "bad" }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			want := finished(t, tt.name, tt.in, tt.change)
			for seed := range uint64(12) {
				disk := newMemory(map[string]string{tt.name: tt.in})
				disk.random = rand.New(rand.NewPCG(seed, 1))
				var s *batch.Summary
				resumed := 0
				for {
					o := into(disk)
					o.Inputs[0] = tt.name
					if tt.change != nil {
						tt.change(&o)
					}
					o.Resume = true
					o.Workers = 1 + disk.random.IntN(3)
					disk.power = 1 + disk.random.IntN(30)
					var err error
					_, s, err = run(t, o)
					disk.restore()
					if err == nil {
						break
					}
					if resumed++; !errors.Is(err, errPower) || resumed > 100 {
						t.Fatal(err)
					}
				}
				if diff := cmp.Diff(want.names(), disk.names()); diff != "" {
					t.Fatal(diff)
				}
				for _, name := range want.names() {
					if want.text(name) != disk.text(name) {
						t.Fatalf("seed %d, %s: %s", seed, name, firstDifference(want.text(name), disk.text(name)))
					}
				}
				if s.Cases != 4000 {
					t.Fatalf("%d cases after %d resumes", s.Cases, resumed)
				}
			}
		})
	}
}

// TestInterrupt cancels a run, as Ctrl-C does, and resumes it.
func TestInterrupt(t *testing.T) {
	t.Parallel()
	lines := mixed(t, 4000)
	want := finished(t, "in.ndjson", lines, nil)
	disk := newMemory(map[string]string{"in.ndjson": lines})
	for stop := int64(500); ; stop += 1000 {
		ctx, cancel := context.WithCancel(context.Background())
		o := into(disk)
		o.Resume = true
		o.Progress = func(p batch.Progress) {
			if p.Cases > stop {
				cancel()
			}
		}
		s, err := batch.Run(ctx, shipped(t), o)
		cancel()
		if err == nil {
			break
		}
		if !errors.Is(err, context.Canceled) || s.Finished {
			t.Fatal(err)
		}
		if disk.text("out.checkpoint") == "<no file>" || disk.text("out") != "<no file>" {
			t.Fatalf("%v", disk.names())
		}
	}
	if want.text("out") != disk.text("out") || want.text("out.rejects") != disk.text("out.rejects") {
		t.Error("other bytes")
	}
}

func TestFullDisk(t *testing.T) {
	t.Parallel()
	lines := mixed(t, 4000)
	want := finished(t, "in.ndjson", lines, nil)
	disk := newMemory(map[string]string{"in.ndjson": lines})
	disk.room = len(want.text("out")) / 2
	_, s, err := run(t, into(disk))
	var failed *batch.Error
	if !errors.As(err, &failed) || failed.Kind != batch.InputOutput || err.Error() != "write out: no space left on device" || s.Finished {
		t.Fatal(err)
	}
	if !strings.Contains(failed.Hint, "--resume") {
		t.Errorf("hint: %q", failed.Hint)
	}
	disk.restore()
	disk.room = 0
	o := into(disk)
	o.Resume = true
	if _, s, err = run(t, o); err != nil || !s.Resumed {
		t.Fatal(err)
	}
	if want.text("out") != disk.text("out") {
		t.Error("other bytes")
	}
}

// TestResumeRefuses: whatever decides the bytes must be the same.
func TestResumeRefuses(t *testing.T) {
	t.Parallel()
	lines := mixed(t, 3000)
	for _, tt := range []struct {
		name   string
		change func(*memory, *batch.Options)
		want   string
	}{
		{"another input", func(m *memory, o *batch.Options) { m.put("in.ndjson", lines+"{}\n") }, "the input changed since"},
		{"the same size", func(m *memory, o *batch.Options) { m.files["in.ndjson"].data[3] = 'x' }, "the input changed since"},
		{"the same bytes, touched", func(m *memory, o *batch.Options) { m.files["in.ndjson"].when = time.Unix(99, 0) }, "the input changed since"},
		{"another file", func(m *memory, o *batch.Options) { m.put("b.ndjson", lines); o.Inputs = []string{"b.ndjson"} }, "the input changed since"},
		{"other fields", func(m *memory, o *batch.Options) { o.Fields = nil }, "the options changed since"},
		{"another format", func(m *memory, o *batch.Options) { o.Format = batch.CSV }, "the options changed since"},
		{"other options of the engine", func(m *memory, o *batch.Options) { o.Shape = "max 3" }, "the options changed since"},
		{"no resume", func(m *memory, o *batch.Options) { o.Resume = false }, "an interrupted run into out is not finished"},
		{"a shorter partial", func(m *memory, o *batch.Options) { m.files["out.partial"].data = nil }, "out.partial is not as the checkpoint left it"},
		{"no checkpoint at all", func(m *memory, o *batch.Options) { m.put("out.checkpoint", "{}") }, "out.checkpoint is no checkpoint of this version"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			disk := newMemory(map[string]string{"in.ndjson": lines})
			disk.room = 100_000
			if _, _, err := run(t, into(disk)); err == nil {
				t.Fatal("not interrupted")
			}
			disk.restore()
			disk.room = 0
			before := disk.text("out.checkpoint")
			o := into(disk)
			o.Resume = true
			tt.change(disk, &o)
			_, _, err := run(t, o)
			var refused *batch.Error
			if !errors.As(err, &refused) || refused.Kind != batch.Usage || !strings.HasPrefix(err.Error(), tt.want) || refused.Hint == "" {
				t.Errorf("%v", err)
			}
			if tt.name != "no checkpoint at all" && disk.text("out.checkpoint") != before {
				t.Error("the checkpoint is gone")
			}
		})
	}
}

func TestConcurrentRunsIntoOneOutput(t *testing.T) {
	t.Parallel()
	disk := newMemory(map[string]string{"in.ndjson": mixed(t, 2000)})
	refused := 0
	o := into(disk)
	o.Progress = func(batch.Progress) {
		for _, resume := range []bool{false, true} {
			other := into(disk)
			other.Resume = resume
			_, _, err := run(t, other)
			var e *batch.Error
			if !errors.As(err, &e) || e.Kind != batch.Usage || err.Error() != "out: another run of limber is writing to it" {
				t.Errorf("resume %t: %v", resume, err)
			}
			refused++
		}
		other := into(disk)
		other.Output, other.Rejects = "other", "out.rejects"
		if _, _, err := run(t, other); err == nil || !strings.HasPrefix(err.Error(), "out.rejects: another run") {
			t.Errorf("%v", err)
		}
	}
	if _, _, err := run(t, o); err != nil || refused == 0 {
		t.Error(err, refused)
	}
	if diff := cmp.Diff([]string{"in.ndjson", "out", "out.rejects"}, disk.names()); diff != "" {
		t.Error(diff)
	}
}

// TestNothingBegunNothingLeft: a run that could not begin leaves no files.
func TestNothingBegunNothingLeft(t *testing.T) {
	t.Parallel()
	for name, in := range map[string]string{"in.csv": "age,agee\n1,2\n", "in.json": "[}", "in.txt": "what is this", "in.zst": "\x28\xb5\x2f\xfdxxxxxxxx"} {
		disk := newMemory(map[string]string{name: in})
		o := into(disk)
		o.Inputs[0] = name
		_, _, err := run(t, o)
		var e *batch.Error
		if !errors.As(err, &e) {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff([]string{name}, disk.names()); diff != "" {
			t.Error(diff)
		}
	}
}

func TestTooManyRejects(t *testing.T) {
	t.Parallel()
	disk := newMemory(map[string]string{"in.ndjson": mixed(t, 4000)})
	o := into(disk)
	o.MaxRejects = 3
	_, s, err := run(t, o)
	var e *batch.Error
	if !errors.As(err, &e) || e.Kind != batch.TooManyRejects || s.Finished || s.Rejected < 3 || s.Cases == 4000 {
		t.Fatalf("%v %+v", err, s)
	}
	o.Resume, o.MaxRejects = true, 0
	if _, s, err = run(t, o); err != nil || s.Cases != 4000 {
		t.Fatal(err)
	}
	if want := finished(t, "in.ndjson", mixed(t, 4000), nil); want.text("out") != disk.text("out") || want.text("out.rejects") != disk.text("out.rejects") {
		t.Error("other bytes")
	}
}

// TestOutputDoesNotDependOnWorkersOrBlocks draws runs of every width.
func TestOutputDoesNotDependOnWorkers(t *testing.T) {
	t.Parallel()
	lines := mixed(t, 3000)
	want := finished(t, "in.ndjson", lines, nil)
	for workers := range 5 {
		got := finished(t, "in.ndjson", lines, func(o *batch.Options) { o.Workers = 1 + workers*workers })
		if want.text("out") != got.text("out") || want.text("out.rejects") != got.text("out.rejects") {
			t.Errorf("%d workers: other bytes", workers)
		}
	}
}

// TestHugeRecords: a line of a million columns is one reject, whatever its
// form, and what stands around it is decided.
func TestHugeRecords(t *testing.T) {
	t.Parallel()
	var columns strings.Builder
	for i := range 1_000_000 {
		fmt.Fprintf(&columns, `"c%d":%d,`, i, i%10)
	}
	wide := "{" + columns.String() + `"age":40}`
	row := strings.Repeat("1,", 1_000_000)
	open := `"` + strings.Repeat("never closed;\n", 100_000)
	for _, tt := range []struct {
		name, in string
		cases    int64
		rejects  []batch.Count
	}{
		{"in.ndjson", "{}\n" + wide + "\r\n{}\n", 2, []batch.Count{{Name: "case-too-large", Cases: 1}}},
		{"in.ndjson", "{}\n{}\n" + wide, 2, []batch.Count{{Name: "case-too-large", Cases: 1}}},
		{"in.json", "[{}," + wide + ",{}]", 2, []batch.Count{{Name: "case-too-large", Cases: 1}}},
		{"in.json", "{\n" + wide[1:], 0, []batch.Count{{Name: "case-too-large", Cases: 1}}},
		{"in.yaml", wide, 0, []batch.Count{{Name: "case-too-large", Cases: 1}}},
		{"in.csv", "case_id,age\na,1\n" + row + "\nb,2\n", 2, []batch.Count{{Name: "case-too-large", Cases: 1}}},
		{"in.csv", "case_id,age\na,1\n\"a" + strings.Repeat("x", 2*facts.MaxCaseBytes) + "\",1\nb,2\n", 2, []batch.Count{{Name: "case-too-large", Cases: 1}}},
		{"in.csv", "case_id,age\na,1\n" + open + "b,2\n", 2, []batch.Count{{Name: "wrong-columns", Cases: 99_999}, {Name: "csv-syntax", Cases: 1}}},
	} {
		disk := newMemory(map[string]string{tt.name: tt.in})
		_, s, err := run(t, batch.Options{Inputs: []string{tt.name}, Disk: disk, Rejects: "bad", Fields: []string{"case"}})
		if err != nil || s.Cases != tt.cases || cmp.Diff(tt.rejects, s.Rejects) != "" {
			t.Errorf("%s: %v, %d cases, %v", tt.name, err, s.Cases, s.Rejects)
		}
	}
}

// TestTinyRecords: what no block may hold more of is decided to the last one,
// in order, also where the input fails behind it.
func TestTinyRecords(t *testing.T) {
	t.Parallel()
	const n = 30_000
	var ids, rows []string
	for i := range n {
		rows = append(rows, fmt.Sprint("x", i))
		ids = append(ids, `{"case_id":"`+rows[i]+`"}`)
	}
	lines := strings.Join(ids, "\n")
	packed := gzipMember(lines + "\n")
	text := map[string]string{
		"lines.ndjson": lines,
		"rows.csv":     "case_id\n" + strings.Join(rows, "\n"),
		"quoted.csv":   "case_id\n\"" + strings.Join(rows, "\"\n\"") + "\"",
		"array.json":   "[" + strings.Join(ids, ",") + "]",
		"broken.json":  "[" + strings.Join(ids, ",") + ",]",
		"packed":       packed,
		"cut":          packed[:len(packed)-4], // the checksum
	}
	for name := range text {
		for _, workers := range []int{1, 16} {
			got, s, err := run(t, batch.Options{Inputs: []string{name}, Disk: newMemory(text), Workers: workers, Fields: []string{"case"}, Format: batch.CSV})
			if failed := name == "broken.json" || name == "cut"; (err != nil) != failed || s.Rejected != 0 {
				t.Errorf("%s: %v, %d rejected", name, err, s.Rejected)
			}
			if want := "case\n" + strings.Join(rows, "\n") + "\n"; got != want {
				t.Errorf("%s, %d workers: %s", name, workers, firstDifference(want, got))
			}
		}
	}
}
