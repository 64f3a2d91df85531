package report_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/lint"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/report"
	"github.com/limber-triage/limber/rules"
)

type lintRenderer func(io.Writer, report.Lint) error

var lintFormats = map[string]lintRenderer{
	"txt":    func(w io.Writer, l report.Lint) error { return report.LintText(w, l, report.Style{}) },
	"colour": func(w io.Writer, l report.Lint) error { return report.LintText(w, l, report.Style{Color: true}) },
	"json":   report.LintJSON,
	"github": report.LintGitHub,
}

// someFindings has one finding of each severity, one of load without a line,
// and text that could end a command or move a cursor.
func someFindings() report.Lint {
	find := func(code, place string, s diag.Severity, at diag.Pos, width int, message, hint string) lint.Finding {
		return lint.Finding{Place: place, Diagnostic: diag.Diagnostic{Code: code, Severity: s, Pos: at, Width: width, Message: message, Hint: hint}}
	}
	return report.Lint{
		Dir: "rules/my pack", Version: "0.1.0",
		Files: map[string][]byte{
			"facts.yaml": []byte("facts:\n  - id: chair\n    kind: answer\n"),
			"a.grl":      []byte("rule Cough \"100 % sure\" {\n"),
		},
		Findings: []lint.Finding{
			find("missing-file", "", diag.Error, diag.Pos{File: "bases.yaml"}, 0, "the pack has no bases.yaml", "add it"),
			find("stray-number", "rule:Cough", diag.Warning, diag.Pos{File: "a.grl", Line: 1, Column: 13}, 3, "the description says 100: 50 % more,\nor less \x1b[2J", ""),
			find("unused-fact", "fact:chair", diag.Note, diag.Pos{File: "facts.yaml", Line: 2, Column: 9}, 5, "no rule reads chair", "remove it"),
		},
	}
}

func TestLintGolden(t *testing.T) {
	t.Parallel()
	for name, l := range map[string]report.Lint{"lint": someFindings(), "lint-none": {Dir: "rules"}} {
		for format, render := range lintFormats {
			t.Run(name+"/"+format, func(t *testing.T) {
				t.Parallel()
				var b bytes.Buffer
				if err := render(&b, l); err != nil {
					t.Fatal(err)
				}
				if bytes.Contains(b.Bytes(), []byte("\x1b[2J")) {
					t.Error("a message moves the cursor")
				}
				golden(t, name+"."+format, b.Bytes())
			})
		}
	}
}

// schema is the published one; see testdata/sarif-schema-2.1.0.NOTICE.txt.
func schema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	src, err := os.ReadFile("testdata/sarif-schema-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(src))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("sarif.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("sarif.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestLintSARIFFitsTheSchema(t *testing.T) {
	t.Parallel()
	s := schema(t)
	p, err := pack.Load(rules.UpperBack(), pack.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var refused diag.List
	if _, err := pack.Load(fstest.MapFS{"pack.yaml": {Data: []byte("name: x\n")}}, pack.Options{}); !errors.As(err, &refused) {
		t.Fatal("half a pack loads")
	}
	for name, l := range map[string]report.Lint{
		"none":    {},
		"made up": someFindings(),
		"shipped": {Findings: lint.Run(p, lint.Options{MaxGrade: 1}), Dir: "rules/upperback"},
		"refused": {Findings: lint.Wrap(refused)},
	} {
		var b bytes.Buffer
		if err := report.LintSARIF(&b, l); err != nil {
			t.Fatal(err)
		}
		if err := validate(s, b.String()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	var b bytes.Buffer
	if err := report.LintSARIF(&b, someFindings()); err != nil {
		t.Fatal(err)
	}
	for sound, spoilt := range map[string]string{
		`"level": "error"`: `"level": "fatal"`, `"version": "2.1.0"`: `"version": "2"`,
		`"startLine": 1`: `"startLine": 0`, `"ruleIndex": 0`: `"ruleIndex": "0"`, `"uri"`: `"url"`,
	} {
		log := strings.ReplaceAll(b.String(), sound, spoilt)
		if log == b.String() {
			t.Fatalf("the log no longer holds %s", sound)
		}
		var invalid *jsonschema.ValidationError
		if err := validate(s, log); !errors.As(err, &invalid) {
			t.Errorf("the schema accepts %s: %v", spoilt, err)
		}
	}
}

func validate(s *jsonschema.Schema, log string) error {
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(log))
	if err != nil {
		return err
	}
	return s.Validate(doc)
}

// TestLintSARIFResults holds ruleIndex against the list it points into, and
// the places against the findings.
func TestLintSARIFResults(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := report.LintSARIF(&b, someFindings()); err != nil {
		t.Fatal(err)
	}
	var log struct {
		Runs []struct {
			Tool struct {
				Driver struct {
					Rules []struct{ ID string }
				}
			}
			Results []struct {
				RuleID    string
				RuleIndex int
				Locations []struct {
					PhysicalLocation struct {
						ArtifactLocation struct{ URI string }
						Region           struct{ StartLine, StartColumn, EndColumn int }
					}
				}
			}
		}
	}
	if err := json.Unmarshal(b.Bytes(), &log); err != nil {
		t.Fatal(err)
	}
	list := log.Runs[0].Tool.Driver.Rules
	if len(list) != len(lint.Checks())+1 { // and missing-file, of load
		t.Errorf("%d rules for %d checks", len(list), len(lint.Checks()))
	}
	var got []string
	for _, r := range log.Runs[0].Results {
		at := r.Locations[0].PhysicalLocation
		got = append(got, fmt.Sprintf("%s=%s %s %d:%d-%d", r.RuleID, list[r.RuleIndex].ID, at.ArtifactLocation.URI,
			at.Region.StartLine, at.Region.StartColumn, at.Region.EndColumn))
	}
	want := []string{
		"missing-file=missing-file rules/my%20pack/bases.yaml 0:0-0",
		"stray-number=stray-number rules/my%20pack/a.grl 1:13-16",
		"unused-fact=unused-fact rules/my%20pack/facts.yaml 2:9-14",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("results (-want +got):\n%s", diff)
	}
}
