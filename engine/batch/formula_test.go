package batch_test

import (
	"encoding/csv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/limber-triage/limber/engine/batch"
)

func TestNoFormula(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                   "",
		"P-101":              "P-101",
		"a=b":                "a=b",
		"-12":                "-12",
		"+49":                "+49",
		"-0.5":               "-0.5",
		"=1+1":               "'=1+1",
		"@SUM(A1)":           "'@SUM(A1)",
		"-":                  "'-",
		"-1.":                "'-1.",
		"-1+1":               "'-1+1",
		"-12-3":              "'-12-3",
		"+cmd|' /C calc'!A0": "'+cmd|' /C calc'!A0",
		"\t=1":               "'\t=1",
		"\r=1":               "'\r=1",
		"＝1+1":               "'＝1+1",
		"'=1":                "''=1",
		"a;b;-12":            "a;b;-12",
		"a;=1;'b":            "a;'=1;''b",
	} {
		if got := batch.NoFormula(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// FuzzNoFormula: no part begins as a formula does, and the text can be had back.
func FuzzNoFormula(f *testing.F) {
	for _, text := range []string{"=1", "'", "''", ";=;';;", "-1", "a;-1;+x"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		parts := strings.Split(batch.NoFormula(text), ";")
		for i, part := range parts {
			if part != "" && strings.ContainsRune("=@\t\r\n", rune(part[0])) {
				t.Errorf("%q runs", part)
			}
			parts[i] = strings.TrimPrefix(part, "'")
		}
		if got := strings.Join(parts, ";"); got != text {
			t.Errorf("%q came back as %q", text, got)
		}
	})
}

// TestATableRunsNothing: what comes from the input is a text to a spreadsheet,
// and JSON has it as it was.
func TestATableRunsNothing(t *testing.T) {
	t.Parallel()
	const name, id = "=in.ndjson", `=HYPERLINK("x";"y")`
	disk := newMemory(map[string]string{name: `{"case_id":"=HYPERLINK(\"x\";\"y\")"}` + "\n" + `{"case_id":"-12"}` + "\n"})
	o := batch.Options{Inputs: []string{name}, Disk: disk, Fields: []string{"input", "case"}, Format: batch.CSV}
	got, _, err := run(t, o)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(got)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][]string{{"input", "case"}, {"'" + name, "'" + id}, {"'" + name, "-12"}}, rows); diff != "" {
		t.Error(diff)
	}
	o.Format = batch.NDJSON
	if got, _, err = run(t, o); err != nil || !strings.HasPrefix(got, `{"input":"=in.ndjson","case":"=HYPERLINK(\"x\";\"y\")"}`) {
		t.Errorf("%v: %s", err, got)
	}
}
