package grl_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/grl"
)

// at is a place in the file that most tests parse.
func at(line, column int) diag.Pos { return diag.Pos{File: "t.grl", Line: line, Column: column} }

// TestParse holds every field and place of three rules.
func TestParse(t *testing.T) {
	t.Parallel()
	const first = `rule DeskPosture "Größe: long desk hours" {
  when Case.DeskHoursPerDay >= 6.5 /* é */ && (Case.Triggers.Typing || Found.Stiff)
  then Found.DeskPosture = true;
}`
	const second = `rule Risks "Two risks" { when Count.AtLeast(2, Case.Age >= 70, Case.BoneRisk.Count >= 2)
  then Refer.Urgent(); }`
	const third = `rule Open "A tight chest" {
	when Found.DeskPosture
	then
		Plan.Stretch ( "pectorals" , 3 );
		Plan.Caution("band",
			"recoil");
}`
	src := "// before\n" + first + " // between\n" + second + "\n\n" + third + "\n"
	want := []*grl.Rule{
		{
			Name: "DeskPosture", Description: "Größe: long desk hours", Stratum: grl.Findings, Source: first, Pos: at(2, 6),
			When: &grl.And{Pos: at(3, 8), Terms: []grl.Expr{
				&grl.Case{Fact: "DeskHoursPerDay", Op: grl.GE, Number: 6.5, Literal: "6.5", Pos: at(3, 8), Width: 27},
				&grl.Or{Pos: at(3, 48), Terms: []grl.Expr{
					&grl.Case{Fact: "Triggers", Member: "Typing", Pos: at(3, 48), Width: 20, MemberPos: at(3, 62)},
					&grl.Found{Name: "Stiff", Pos: at(3, 72)},
				}},
			}},
			Then: []grl.Effect{{Verb: grl.SetFound, Text: "DeskPosture", Pos: at(4, 8), Width: 24, TextPos: at(4, 14)}},
		},
		{
			Name: "Risks", Description: "Two risks", Stratum: grl.Triage, Source: second, Pos: at(6, 6),
			When: &grl.AtLeast{K: 2, Pos: at(6, 31), Terms: []grl.Expr{
				&grl.Case{Fact: "Age", Op: grl.GE, Number: 70, Literal: "70", Pos: at(6, 48), Width: 14},
				&grl.Case{Fact: "BoneRisk", Member: "Count", Op: grl.GE, Number: 2, Literal: "2", Pos: at(6, 64), Width: 24, MemberPos: at(6, 78)},
			}},
			Then: []grl.Effect{{Verb: grl.ReferUrgent, Pos: at(7, 8), Width: 14}},
		},
		{
			Name: "Open", Description: "A tight chest", Stratum: grl.Plan, Source: third, Pos: at(9, 6),
			When: &grl.Found{Name: "DeskPosture", Pos: at(10, 7)},
			Then: []grl.Effect{
				{Verb: grl.PlanStretch, Text: "pectorals", Number: 3, Pos: at(12, 3), Width: 32, TextPos: at(12, 18)},
				{Verb: grl.PlanCaution, Text: "band", Text2: "recoil", Pos: at(13, 3), Width: 4, TextPos: at(13, 16), Text2Pos: at(14, 4)},
			},
		},
	}
	got, err := grl.Parse("t.grl", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rules (-want +got):\n%s", diff)
	}
}

// TestConditions holds what conditions mean, by their canonical form.
func TestConditions(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		"Case.A.Yes":                                    "Case.A.Yes",
		"((Case.A.Yes))":                                "Case.A.Yes",
		"Case . A . Yes":                                "Case.A.Yes",
		"Case.A<-2.5":                                   "Case.A < -2.5",
		"Case.A <= - 3":                                 "Case.A <= -3",
		"Case.A > 0":                                    "Case.A > 0",
		"Case.A >= 0.000001":                            "Case.A >= 0.000001",
		"Case.A >= 999999999":                           "Case.A >= 999999999",
		"Case.A.Count >= 1":                             "Case.A.Count >= 1",
		"Found.A || Found.B && Found.C":                 "Found.A || Found.B && Found.C",
		"Found.A || (Found.B && Found.C)":               "Found.A || Found.B && Found.C",
		"(Found.A || Found.B) && Found.C":               "(Found.A || Found.B) && Found.C",
		"Found.A && (Found.B && (Found.C && Found.D))":  "Found.A && Found.B && Found.C && Found.D",
		"(Found.A || Found.B) || (Found.C || Found.D)":  "Found.A || Found.B || Found.C || Found.D",
		"Count.AtLeast(1, Found.A)":                     "Count.AtLeast(1, Found.A)",
		"Count.AtLeast(2,(Found.A||Found.B),(Found.C))": "Count.AtLeast(2, Found.A || Found.B, Found.C)",
		"Count.AtLeast(1, Count.AtLeast(1, Found.A) && Case.B >= 2) || Found.C": "Count.AtLeast(1, Count.AtLeast(1, Found.A) && Case.B >= 2) || Found.C",
		"Found.A// why\n/* and */&&Found.B":                                     "Found.A && Found.B",
	} {
		e, err := grl.ParseCondition("t.yaml", src, at(1, 1))
		if err != nil {
			t.Errorf("%s: %v", src, err)
			continue
		}
		if got := e.String(); got != want {
			t.Errorf("%s = %s, want %s", src, got, want)
		}
	}
}

// TestConditionPlaces checks that faults of a lone condition are placed in the
// file that holds it.
func TestConditionPlaces(t *testing.T) {
	t.Parallel()
	const conditionForm = "a condition is Case.Fact.Option, Case.Fact >= number, Found.Name or Count.AtLeast(k, condition, ...), joined by && and ||"
	for src, want := range map[string]diag.Diagnostic{
		"":                             {Code: "empty-when", Pos: at(7, 14), Width: 1, Message: "the condition is empty", Hint: conditionForm},
		"Case.A.Yes\n  && Case.B":      {Code: "atom-depth", Pos: at(8, 19), Width: 6, Message: `"Case.B" is no condition by itself`, Hint: "write Case.B.Option, Case.B.Yes or Case.B >= number"},
		"Case.A.Yes && !Case.B.No":     {Code: "negation", Pos: at(7, 28), Width: 1, Message: `"!" is not part of the profile`, Hint: "name the opposite, such as Case.Fact.No, Case.Fact.None or Case.Fact.NotOption"},
		"Case.A.Yes }":                 {Code: "syntax", Pos: at(7, 25), Width: 1, Message: `"}" is out of place in a condition`, Hint: conditionForm},
		"Case.A.Yes then Refer.Soon()": {Code: "syntax", Pos: at(7, 25), Width: 4, Message: `"then" is out of place in a condition`, Hint: conditionForm},
		"when Case.A.Yes":              {Code: "syntax", Pos: at(7, 14), Width: 4, Message: `"when" is out of place in a condition`, Hint: conditionForm},
		"Case.A.Yes &&":                {Code: "syntax", Pos: at(7, 25), Width: 2, Message: "the condition ends too early", Hint: conditionForm},
		"(Case.A.Yes":                  {Code: "unclosed-parenthesis", Pos: at(7, 14), Width: 1, Message: "a parenthesis is never closed", Hint: "close it with )"},
		"Case.A.Yes rule B":            {Code: "syntax", Pos: at(7, 25), Width: 4, Message: `a condition stands alone, without "rule"`, Hint: conditionForm},
		"Case.A.Yes @":                 {Code: "unexpected-character", Pos: at(7, 25), Width: 1, Message: `the character "@" has no meaning here`, Hint: "delete it"},
		"\xff":                         {Code: "invalid-utf8", Pos: at(7, 14), Width: 1, Message: "a byte that is not UTF-8", Hint: "save the file as UTF-8"},
	} {
		e, err := grl.ParseCondition("t.grl", src, at(7, 14))
		if e != nil {
			t.Errorf("%q gave %s beside its faults", src, e)
		}
		if diff := cmp.Diff(error(diag.List{want}), err); diff != "" {
			t.Errorf("%q (-want +got):\n%s", src, diff)
		}
	}
	e, err := grl.ParseCondition("t.grl", "Found.B", diag.Pos{})
	if err != nil {
		t.Fatal(err)
	}
	if got := e.Position(); got != at(1, 1) {
		t.Errorf("unknown place became %v, want 1:1", got)
	}
}

// TestSoundRulesBesideFaulty checks that one rule's mistakes cost only it.
func TestSoundRulesBesideFaulty(t *testing.T) {
	t.Parallel()
	src := `rule A "x" { when Case.A then Refer.Soon(); }
rule B "x" { when Case.A.Yes then Refer.Soon(); }
rule C "x" { when then Refer.Soon(); }
rule D "x { when Case.A.Yes then Refer.Soon(); }
rule E "x" { when Case.A.Yes then Refer.Soon(); }
rule B "again" { when Case.A.Yes then Refer.Soon(); }
`
	rules, err := grl.Parse("t.grl", []byte(src))
	var names []string
	for _, r := range rules {
		names = append(names, r.Name)
	}
	if diff := cmp.Diff([]string{"B", "E"}, names); diff != "" {
		t.Errorf("sound rules (-want +got):\n%s", diff)
	}
	var codes []string
	for _, d := range err.(diag.List) {
		codes = append(codes, d.Code)
	}
	if diff := cmp.Diff([]string{"atom-depth", "empty-when", "unclosed-string", "duplicate-rule"}, codes); diff != "" {
		t.Errorf("codes (-want +got):\n%s", diff)
	}
}

// TestBounds checks what is refused before it reaches ANTLR, and that the
// bounds themselves are allowed.
func TestBounds(t *testing.T) {
	t.Parallel()
	rule := func(condition string) string {
		return "rule A \"x\" {\n  when " + condition + "\n  then Refer.Soon();\n}\n"
	}
	nested := func(n int) string { return rule(strings.Repeat("(", n) + "Found.A" + strings.Repeat(")", n)) }
	// The heading, the last atom and the effect are 16 tokens; each "Found . A &&" is 4.
	long := func(n int) string { return rule(strings.Repeat("Found.A && ", n) + "Found.B") }
	const most = (grl.MaxTokens - 16) / 4
	for name, test := range map[string]struct {
		src  string
		want diag.Diagnostic
	}{
		"deepest":   {src: nested(grl.MaxNesting)},
		"too deep":  {nested(grl.MaxNesting + 1), diag.Diagnostic{Code: "nested-too-deep", Pos: at(2, 8+grl.MaxNesting), Width: 1, Message: "more than 64 parentheses are open at once", Hint: "write it flatter"}},
		"negations": {rule(strings.Repeat("!", 1000) + "Found.A"), diag.Diagnostic{Code: "nested-too-deep", Pos: at(2, 8+grl.MaxNesting), Width: 1, Message: "more than 64 parentheses are open at once", Hint: "write it flatter"}},
		"longest":   {src: long(most)},
		"too long":  {long(most + 1), diag.Diagnostic{Code: "rule-too-long", Pos: at(1, 1), Width: 4, Message: "4100 tokens are more than the 4096 allowed", Hint: "split it, or use Count.AtLeast"}},
		"largest":   {src: rule("Found.A") + strings.Repeat("/", grl.MaxSource-len(rule("Found.A")))},
		"too large": {strings.Repeat(" ", grl.MaxSource+1), diag.Diagnostic{Code: "source-too-large", Pos: at(1, 1), Width: 1, Message: "1048577 bytes are more than the 1048576 allowed", Hint: "split it into several files"}},

		"NUL":                 {"rule A \"ä\x00\" {", diag.Diagnostic{Code: "hidden-character", Pos: at(1, 10), Width: 1, Message: "a NUL byte", Hint: "save the file as plain text"}},
		"invalid UTF-8":       {"rule A\n \"ä\xc3\" {", diag.Diagnostic{Code: "invalid-utf8", Pos: at(2, 4), Width: 1, Message: "a byte that is not UTF-8", Hint: "save the file as UTF-8"}},
		"replacement is fine": {src: rule("Found.A") + "// \uFFFD"},
		"byte order mark":     {"\uFEFF" + rule("Found.A"), diag.Diagnostic{Code: "hidden-character", Pos: at(1, 1), Width: 1, Message: "a byte order mark", Hint: "save the file as UTF-8 without one"}},
		"carriage return":     {"// a comment\r" + rule("Found.A"), diag.Diagnostic{Code: "hidden-character", Pos: at(1, 13), Width: 1, Message: "a carriage return inside a line", Hint: "end lines with a line feed"}},
		"line ends of DOS":    {src: strings.ReplaceAll(rule("Found.A"), "\n", "\r\n")},
		"right to left":       {"// \u202e", diag.Diagnostic{Code: "hidden-character", Pos: at(1, 4), Width: 1, Message: "the hidden character U+202E", Hint: "delete it"}},
		"escape in comment":   {"// \x1b[2J", diag.Diagnostic{Code: "hidden-character", Pos: at(1, 4), Width: 1, Message: "the hidden character U+001B", Hint: "delete it"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := grl.Parse("t.grl", []byte(test.src))
			var want error
			if test.want.Code != "" {
				want = diag.List{test.want}
			}
			if diff := cmp.Diff(want, err); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
