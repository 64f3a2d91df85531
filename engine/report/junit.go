package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/limber-triage/limber/engine/verify"
)

// The elements of JUnit's XML, as far as build servers read them.
type (
	junitSuites struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Name     string       `xml:"name,attr"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Class   string        `xml:"classname,attr"`
		Name    string        `xml:"name,attr"`
		File    string        `xml:"file,attr,omitempty"`
		Line    int           `xml:"line,attr,omitempty"`
		Failure *junitFailure `xml:"failure"`
	}
	junitFailure struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",cdata"` // without control characters, see plain
	}
)

// JUnit writes a verification as JUnit's XML: a test case for each error of
// lint, fixture, rule and claim, and one each for coverage, mutation and the
// evaluators where they were asked for.
func JUnit(w io.Writer, v Verification) error {
	out := junitSuites{Name: "limber verify"}
	for _, s := range []junitSuite{v.junitLint(), v.junitFixtures(), v.junitRules(), v.junitClaims(), v.junitMore()} {
		if len(s.Cases) == 0 {
			continue
		}
		s.Tests = len(s.Cases)
		for _, c := range s.Cases {
			if c.Failure != nil {
				s.Failures++
			}
		}
		out.Tests += s.Tests
		out.Failures += s.Failures
		out.Suites = append(out.Suites, s)
	}
	b, err := xml.MarshalIndent(out, "", "  ")
	if err != nil {
		return fmt.Errorf("write JUnit: %w", err)
	}
	_, err = io.WriteString(w, xml.Header+string(b)+"\n")
	return err
}

func (v *Verification) junitLint() junitSuite {
	s := junitSuite{Name: "lint"}
	for _, f := range v.Lint.placed() {
		name := f.Code
		if f.Place != "" {
			name += " " + f.Place
		}
		s.Cases = append(s.Cases, junitCase{Class: f.File, Name: name, File: f.File, Line: f.Line,
			Failure: &junitFailure{Message: f.Message, Type: f.Code, Text: plain(f.Error())}})
	}
	return s
}

func (v *Verification) junitFixtures() junitSuite {
	s := junitSuite{Name: "fixtures"}
	for i := range v.Result.Fixtures {
		f := &v.Result.Fixtures[i]
		at := f.Pos
		at.Line, at.Column = 0, 0
		c := junitCase{Class: v.fixture(at), Name: f.Name, File: v.fixture(at), Line: f.Pos.Line}
		if len(f.Bad) > 0 {
			var brief []string
			for _, m := range f.Bad {
				brief = append(brief, fmt.Sprintf("%s: expected %s, got %s", m.Key, m.Want, m.Got))
			}
			t := &verifyText{terminal: &terminal{}, v: v, r: v.Result}
			t.failure(f)
			c.Failure = &junitFailure{Message: strings.Join(brief, "; "), Type: "mismatch", Text: t.out.String()}
		}
		s.Cases = append(s.Cases, c)
	}
	return s
}

func (v *Verification) junitRules() junitSuite {
	s := junitSuite{Name: "rules"}
	for _, r := range v.Result.Rules {
		at := r.Pos
		at.Line, at.Column = 0, 0
		c := junitCase{Class: v.rule(at), Name: r.Name, File: v.rule(at), Line: r.Pos.Line}
		switch {
		case r.Fired == 0:
			c.Failure = &junitFailure{Message: "fires in no fixture", Type: "untested"}
		case !r.Depended:
			c.Failure = &junitFailure{Message: "no fixture would fail without it", Type: "untested"}
		}
		s.Cases = append(s.Cases, c)
	}
	return s
}

func (v *Verification) junitMore() junitSuite {
	s := junitSuite{Name: "verification"}
	add := func(name, text string, passed bool) {
		c := junitCase{Class: "verification", Name: name}
		if !passed {
			c.Failure = &junitFailure{Message: text, Type: name}
		}
		s.Cases = append(s.Cases, c)
	}
	r := v.Result
	if c := r.Coverage; c != nil {
		add("coverage", fmt.Sprintf("%s, at least %s asked", percent(c.Percent), percent(c.Min)), c.Passed())
	}
	if m := r.Mutation; m != nil {
		add("mutation", fmt.Sprintf("%s, at least %s asked", percent(m.Percent), percent(m.Min)), m.Passed())
	}
	if a := r.Differential; a != nil {
		add("evaluators", differentialSources(a), a.Passed())
	}
	return s
}

func differentialSources(a *verify.Agreement) string {
	var sources []string
	for _, m := range a.Mismatches {
		sources = append(sources, m.Source)
	}
	return "they disagree on " + strings.Join(sources, "; ")
}
