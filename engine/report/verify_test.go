package report_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html"
	"io"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/report"
	"github.com/limber-triage/limber/engine/verify"
)

// smallRules is the small pack of package verify, whose fixtures leave holes.
var smallRules = sync.OnceValue(func() *engine.Engine {
	e, err := engine.Load(os.DirFS("../verify/testdata/pack"), engine.Options{})
	if err != nil {
		panic(err)
	}
	return e
})

func verified(t *testing.T, fsys fstest.MapFS) *verify.Result {
	t.Helper()
	r, err := verify.Run(t.Context(), smallRules(), fsys, verify.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// failing are fixtures that fail in every way there is.
const failing = `- name: wrong in much
  base: healthy
  given: {age: 30}
  expect: {outcome: referral, urgency: soon, because: [Wasting], findings: [Risky], exercises: [blade-squeeze], advice: [sleep]}
- name: "wrong \e[2J & <b>marked</b> ]]> up"
  base: healthy
  given: {warning_signs: [fever, weight_loss]}
  expect: {not_because: [Fever], ask: [age]}
- {name: right, base: healthy, expect: {outcome: plan}}
`

func failed(t *testing.T) report.Verification {
	r := verified(t, fstest.MapFS{"wrong.yaml": {Data: []byte(failing)}})
	r.Rules = r.Rules[:3] // the others are no different
	r.Ordinary = []verify.Share{{Urgency: "routine", Cases: 7, Of: 9}, {Urgency: "self_care", Cases: 2, Of: 9}}
	return report.Verification{Result: r, Rules: "rules/small", Cases: "testdata/cases"}
}

func passed(t *testing.T) report.Verification {
	r := verified(t, fstest.MapFS{"right.yaml": {Data: []byte("- {name: right, base: healthy, given: {warning_signs: [numb]}, expect: {because: [Numbness]}}\n")}})
	r.Rules = r.Rules[6:7]
	r.Written = []string{"right.json"}
	r.Differential = &verify.Agreement{Fixtures: 1, Thresholds: 3, Random: 6, Seed: 1}
	return report.Verification{Result: r, Cases: "testdata/cases"}
}

// measured has coverage, mutation and evaluators that leave much to be desired.
func measured(t *testing.T) report.Verification {
	r := verified(t, fstest.MapFS{"few.yaml": {Data: []byte("- {name: numb, base: healthy, given: {warning_signs: [numb]}, expect: {because: [Numbness]}}\n- {name: old, base: healthy, given: {age: 70, bone_risk: [osteoporosis]}, expect: {outcome: plan}}\n")}})
	var err error
	if r.Coverage, err = verify.Cover(t.Context(), smallRules(), r, verify.CoverOptions{Min: 90, Suggest: 3}); err != nil {
		t.Fatal(err)
	}
	if r.Mutation, err = verify.Mutate(t.Context(), smallRules(), r, verify.MutateOptions{Min: 95, Random: 50, Only: regexp.MustCompile("Wasting|Child|Numbness|MechanicalPain")}); err != nil {
		t.Fatal(err)
	}
	r.Rules = r.Rules[:1]
	r.Differential = &verify.Agreement{Random: 12, Differing: 3, Mismatches: []verify.Disagreement{
		{Source: "random case 1", Differ: []string{"Child", "Found.Risky"}, Case: smallRules().Vocabulary().New()},
		{Source: "random case 2", Err: "grule: broken", Case: smallRules().Vocabulary().New()},
	}}
	return report.Verification{Result: r, Rules: "rules/small", Cases: "testdata/cases"}
}

func TestVerifyGolden(t *testing.T) {
	t.Parallel()
	for name, v := range map[string]report.Verification{"verify-failed": failed(t), "verify-passed": passed(t), "verify-measured": measured(t)} {
		for format, render := range map[string]func(io.Writer) error{
			"txt":    func(w io.Writer) error { return report.VerifyText(w, v, report.Style{}) },
			"colour": func(w io.Writer) error { return report.VerifyText(w, v, report.Style{Color: true, Width: 100}) },
			"json":   func(w io.Writer) error { return report.VerifyJSON(w, v) },
			"xml":    func(w io.Writer) error { return report.JUnit(w, v) },
			"html":   func(w io.Writer) error { return coverageOf(w, v) },
		} {
			if format == "json" && name == "verify-measured" || format == "html" && v.Result.Coverage == nil || format == "colour" && name != "verify-failed" {
				continue
			}
			t.Run(name+"/"+format, func(t *testing.T) {
				t.Parallel()
				var b bytes.Buffer
				if err := render(&b); err != nil {
					t.Fatal(err)
				}
				golden(t, name+"."+format, b.Bytes())
			})
		}
	}
}

func coverageOf(w io.Writer, v report.Verification) error {
	return report.CoverageHTML(w, smallRules().Pack(), v.Result.Coverage)
}

// TestVerifyTextIsShortWhenAllIsWell: a pass takes a handful of lines.
func TestVerifyTextIsShortWhenAllIsWell(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	v := passed(t)
	if err := report.VerifyText(&b, v, report.Style{}); err != nil {
		t.Fatal(err)
	}
	if lines := strings.Count(b.String(), "\n"); lines > 8 || strings.Contains(b.String(), "FAIL") {
		t.Errorf("%d lines:\n%s", lines, b.String())
	}
}

// TestVerifyTextSteersNoTerminal: whatever a fixture is called.
func TestVerifyTextSteersNoTerminal(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := report.VerifyText(&b, failed(t), report.Style{}); err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(b.String(), "\x1b\r") {
		t.Errorf("control characters get through: %q", b.String())
	}
}

func TestVerifyJSON(t *testing.T) {
	t.Parallel()
	for want, v := range map[bool]report.Verification{false: failed(t), true: passed(t)} {
		var b bytes.Buffer
		if err := report.VerifyJSON(&b, v); err != nil {
			t.Fatal(err)
		}
		var got struct {
			Passed   bool `json:"passed"`
			Fixtures []struct {
				Name       string            `json:"name"`
				Mismatches []verify.Mismatch `json:"mismatches"`
			} `json:"fixtures"`
		}
		if err := json.Unmarshal(b.Bytes(), &got); err != nil {
			t.Fatal(err)
		}
		if got.Passed != want || len(got.Fixtures) != len(v.Result.Fixtures) {
			t.Errorf("%+v", got)
		}
	}
}

// TestJUnit: one test case for each fixture and rule, counts that add up, and
// XML that any parser reads.
func TestJUnit(t *testing.T) {
	t.Parallel()
	for name, v := range map[string]report.Verification{"failed": failed(t), "passed": passed(t), "measured": measured(t)} {
		var b bytes.Buffer
		if err := report.JUnit(&b, v); err != nil {
			t.Fatal(err)
		}
		var doc struct {
			XMLName  xml.Name `xml:"testsuites"`
			Tests    int      `xml:"tests,attr"`
			Failures int      `xml:"failures,attr"`
			Suites   []struct {
				Name     string `xml:"name,attr"`
				Tests    int    `xml:"tests,attr"`
				Failures int    `xml:"failures,attr"`
				Cases    []struct {
					Name    string `xml:"name,attr"`
					Class   string `xml:"classname,attr"`
					Failure *struct {
						Message string `xml:"message,attr"`
						Text    string `xml:",chardata"`
					} `xml:"failure"`
				} `xml:"testcase"`
			} `xml:"testsuite"`
		}
		d := xml.NewDecoder(&b)
		d.Strict = true
		if err := d.Decode(&doc); err != nil {
			t.Fatal(err)
		}
		tests, failures := 0, 0
		seen := map[string]int{}
		for _, s := range doc.Suites {
			bad := 0
			for _, c := range s.Cases {
				seen[s.Name+" "+c.Name]++
				if c.Failure != nil {
					bad++
					if c.Failure.Message == "" {
						t.Errorf("%s: %s fails without a message", name, c.Name)
					}
				}
			}
			if s.Tests != len(s.Cases) || s.Failures != bad {
				t.Errorf("%s: suite %s says %d, %d and has %d, %d", name, s.Name, s.Tests, s.Failures, len(s.Cases), bad)
			}
			tests, failures = tests+s.Tests, failures+s.Failures
		}
		if doc.Tests != tests || doc.Failures != failures || (failures == 0) != v.Result.Passed() {
			t.Errorf("%s: %d, %d of %d, %d", name, doc.Tests, doc.Failures, tests, failures)
		}
		for _, f := range v.Result.Fixtures {
			if want := strings.ReplaceAll(f.Name, "\x1b", "\ufffd"); seen["fixtures "+want] != 1 {
				t.Errorf("%s: no test case for fixture %q in %v", name, want, seen)
			}
		}
		for _, r := range v.Result.Rules {
			if seen["rules "+r.Name] != 1 {
				t.Errorf("%s: no test case for rule %s", name, r.Name)
			}
		}
	}
}

// TestCoverageHTML: the page is balanced and inert, every line of GRL is there
// in full, and whatever is not covered says so in words.
func TestCoverageHTML(t *testing.T) {
	t.Parallel()
	v := measured(t)
	var b bytes.Buffer
	if err := coverageOf(&b, v); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	if open := balanced(page); open != "" {
		t.Errorf("not balanced: %s", open)
	}
	for _, bad := range []string{"<script", "http:", "https:", "javascript:", " on"} {
		if strings.Contains(page, "<"+bad) || bad != " on" && strings.Contains(page, bad) {
			t.Errorf("the page holds %q", bad)
		}
	}
	shown := regexp.MustCompile(` <span class="note">[^<]*</span>`).ReplaceAllString(page, "")
	shown = html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(shown, ""))
	n := 0
	for line := range strings.Lines(string(smallRules().Pack().Files["rules.grl"])) {
		n++
		if want := fmt.Sprintf("\n%4d %s", n, line); !strings.Contains(shown, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	for what, n := range map[string]int{"never fires": 6, "never true while it decides": 5, "reached, and no fixture would miss it": 3} {
		if strings.Count(page, "["+what+"]") < n {
			t.Errorf("%q stands there %d times", what, strings.Count(page, "["+what+"]"))
		}
	}
	for _, state := range []string{"covered", "half", "uncovered"} {
		if !strings.Contains(page, `<span class="`+state+`">Case.`) {
			t.Errorf("no condition is %s", state)
		}
	}
}

// TestCoverageHTMLWithPlacesOutOfTheFile: a pack that has moved on since.
func TestCoverageHTMLWithPlacesOutOfTheFile(t *testing.T) {
	t.Parallel()
	far := diag.Pos{File: "rules.grl", Line: 1, Column: 400}
	c := &verify.Coverage{Rules: []verify.RuleCover{{Name: "X", At: far, Atoms: []verify.AtomCover{
		{Condition: "a", At: diag.Pos{File: "rules.grl", Line: 1, Column: 3}, Width: 900},
		{Condition: "b", At: diag.Pos{File: "rules.grl", Line: 1, Column: 2}, Width: 5},
		{Condition: "c", At: diag.Pos{File: "rules.grl", Line: 9000, Column: 1}, Width: 5},
	}}, {Name: "Y", At: diag.Pos{File: "gone.grl", Line: 1, Column: 1}}}}
	var b bytes.Buffer
	if err := report.CoverageHTML(&b, smallRules().Pack(), c); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), "gone.grl") {
		t.Error("a file is left out")
	}
}

func TestReplayGolden(t *testing.T) {
	t.Parallel()
	end := func(o engine.Outcome, u engine.Urgency) verify.End { return verify.End{Outcome: o, Urgency: u} }
	changed := &verify.Replayed{Cases: 12, Same: 9,
		Pairs: []verify.Pair{
			{From: end("plan", "self_care"), To: end("referral", "soon"), Cases: 2},
			{From: end("incomplete", ""), To: end("incomplete", ""), Cases: 1},
		},
		Changes: []verify.Change{
			{Case: "a-1", From: end("plan", "self_care"), To: end("referral", "soon"), ReasonsNew: []string{"Child"}, ExercisesGone: []string{"cat", "twist"}},
			{Case: "b\x1b[2J", From: end("plan", "self_care"), To: end("referral", "soon"), ReasonsNew: []string{"Child"}, ReasonsGone: []string{"NoBetter"}, ExercisesNew: []string{"cat"}},
			{Case: "c", From: end("incomplete", ""), To: end("incomplete", ""), ReasonsNew: []string{"Child"}},
		}}
	for name, r := range map[string]*verify.Replayed{"replay": changed, "replay-same": {Cases: 12, Same: 12}} {
		for format, render := range map[string]func(io.Writer) error{
			"txt":  func(w io.Writer) error { return report.ReplayText(w, r, report.Style{}) },
			"json": func(w io.Writer) error { return report.ReplayJSON(w, r) },
		} {
			t.Run(name+"/"+format, func(t *testing.T) {
				t.Parallel()
				var b bytes.Buffer
				if err := render(&b); err != nil {
					t.Fatal(err)
				}
				golden(t, name+"."+format, b.Bytes())
			})
		}
	}
}

// TestPercentNeverRoundsUp: 99.96 % is not all of it.
func TestPercentNeverRoundsUp(t *testing.T) {
	t.Parallel()
	r := passed(t)
	r.Result.Coverage = &verify.Coverage{Percent: 99.96, Min: 99.97}
	var b bytes.Buffer
	if err := report.VerifyText(&b, r, report.Style{}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), "Coverage 99.9 %, at least 99.9 % asked.") || r.Result.Passed() {
		t.Error(b.String())
	}
}
