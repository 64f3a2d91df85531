package report_test

import (
	"bytes"
	"flag"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/report"
)

var update = flag.Bool("update", false, "rewrite the golden files")

var today = time.Date(2026, time.November, 21, 9, 0, 0, 0, time.UTC)

type renderer func(io.Writer, *pack.Pack, *engine.Decision, report.Style) error

// formats are the renderers by the middle of their golden files' names.
var formats = map[string]renderer{
	"txt":  report.Text,
	"md":   report.Markdown,
	"html": report.HTML,
	"json": func(w io.Writer, _ *pack.Pack, d *engine.Decision, _ report.Style) error { return report.JSON(w, d) },
}

func TestGolden(t *testing.T) {
	t.Parallel()
	for name, d := range decisions() {
		for format, render := range formats {
			t.Run(name+"/"+format, func(t *testing.T) {
				t.Parallel()
				var b bytes.Buffer
				if err := render(&b, smallPack(), d, report.Style{Date: today}); err != nil {
					t.Fatal(err)
				}
				golden(t, name+"."+format, b.Bytes())
			})
		}
	}
}

func TestGoldenColour(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := report.Text(&b, smallPack(), routinePlan(), report.Style{Color: true}); err != nil {
		t.Fatal(err)
	}
	golden(t, "routine-plan-colour.txt", b.Bytes())
}

// golden compares with testdata/NAME.golden, or writes it under -update.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v (run go test -update to write it)", err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s differs (-golden +got):\n%s", file, diff)
	}
}
