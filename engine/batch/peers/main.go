// Command peers measures limber batch against the tools that people would reach
// for otherwise: DuckDB, which runs inside this process, and jq (apt-get install
// jq). From this folder,
//
//	go run . [-cases 1000000] [-runs 3]
//
// makes the cases once, builds limber, runs everything in turn on the same file
// and prints one table: the best run of each, so that other work on the machine
// counts as little as may be. limber is timed as a whole process, from its start
// to the last byte stored; DuckDB only while its query runs.
//
// It is a module of its own, so that limber itself never depends on a database.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/facts"
	"github.com/limber-triage/limber/rules"
)

func main() {
	cases := flag.Int("cases", 1_000_000, "how many cases")
	runs := flag.Int("runs", 3, "how often each tool runs; the best counts")
	dir := flag.String("dir", filepath.Join(os.TempDir(), "limber-peers"), "where files go; about 4 KB for each case")
	flag.Parse()
	if err := run(*dir, *cases, *runs); err != nil {
		fmt.Fprintln(os.Stderr, "peers:", err)
		os.Exit(1)
	}
}

// bench is what all contestants share.
type bench struct {
	dir    string
	vocab  *facts.Vocabulary
	limber string // the binary
	all    file
	few    file // what slow tools, and large outputs, get
}

// file is a file of cases.
type file struct {
	name  string
	cases int
	bytes int64
}

// contestant is one row of the table.
type contestant struct {
	name string
	in   file
	run  func(b *bench, in file) (took, error)
}

// took is what one run cost.
type took struct {
	wall, cpu time.Duration
	out       int64 // bytes written
}

func run(dir string, cases, runs int) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	e, err := engine.Load(rules.UpperBack(), engine.Options{CrossCheck: -1})
	if err != nil {
		return err
	}
	b := &bench{dir: dir, vocab: e.Vocabulary(), limber: filepath.Join(dir, "limber")}
	if out, err := exec.Command("go", "build", "-C", filepath.Join("..", "..", ".."), "-o", b.limber, "./cmd/limber").CombinedOutput(); err != nil {
		return fmt.Errorf("build limber: %w: %s", err, out)
	}
	const share = 20 // of the cases that slow tools get
	if b.all, err = makeFile(e, dir, cases); err != nil {
		return err
	}
	if b.few, err = makeFile(e, dir, cases/share); err != nil {
		return err
	}
	list := []contestant{
		{"limber, --fields case,outcome,urgency,exercises", b.all, limber("case,outcome,urgency,exercises", 0)},
		{"the same on one core", b.all, limber("case,outcome,urgency,exercises", 1)},
		{"DuckDB, a CASE of 5 rules over 6 facts", b.all, duckdb(handful, 0)},
		{"DuckDB, the same and one test of every fact", b.all, duckdb(everyFact, 0)},
		{"DuckDB, every fact, on one core", b.all, duckdb(everyFact, 1)},
		{"jq, the same 5 rules", b.few, jq},
		{"limber, whole records", b.few, limber("", 0)},
		{"the disk: dd, as many bytes, fsync", b.few, dd},
	}
	best := make([]took, len(list))
	for range runs {
		for i, c := range list { // in turn, so that a busy minute is everyone's
			t, err := c.run(b, c.in)
			if err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
			if best[i].wall == 0 || t.wall < best[i].wall {
				best[i] = t
			}
		}
	}
	fmt.Printf("%d cases of %d facts, %d bytes each on average, shipped pack. %s\n\n", b.all.cases, answered, b.all.bytes/int64(b.all.cases), versions())
	fmt.Println("| what | cases/s | CPU µs/case | MB/s in | MB/s out |")
	fmt.Println("|---|---|---|---|---|")
	for i, c := range list {
		t := best[i]
		seconds := t.wall.Seconds()
		if c.name == list[len(list)-1].name {
			fmt.Printf("| %s | | | | %.0f |\n", c.name, float64(t.out)/1e6/seconds)
			continue
		}
		fmt.Printf("| %s | %s | %.2f | %.0f | %.0f |\n", c.name, thousands(float64(c.in.cases)/seconds), t.cpu.Seconds()*1e6/float64(c.in.cases),
			float64(c.in.bytes)/1e6/seconds, float64(t.out)/1e6/seconds)
	}
	return nil
}

// makeFile writes a file of cases, unless it is there from an earlier run.
func makeFile(e *engine.Engine, dir string, cases int) (file, error) {
	f := file{name: filepath.Join(dir, fmt.Sprintf("cases-%d-%s.ndjson", cases, e.Vocabulary().Hash()[:8])), cases: cases}
	if info, err := os.Stat(f.name); err == nil {
		f.bytes = info.Size()
		return f, nil
	}
	out, err := os.Create(f.name + ".new")
	if err != nil {
		return f, err
	}
	if err := newPopulation(e).write(out, cases); err != nil {
		return f, err
	}
	if err := out.Close(); err != nil {
		return f, err
	}
	info, err := os.Stat(f.name + ".new")
	if err != nil {
		return f, err
	}
	f.bytes = info.Size()
	return f, os.Rename(f.name+".new", f.name)
}

func thousands(x float64) string {
	text := fmt.Sprintf("%.0f", x)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

func versions() string {
	out, _ := exec.Command("jq", "--version").Output()
	return "DuckDB " + duckdbVersion() + ", " + strings.TrimSpace(string(out)) + "."
}
