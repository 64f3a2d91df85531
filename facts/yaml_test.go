package facts_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/yamltree"
	"github.com/limber-triage/limber/facts"
)

// TestParseYAMLAccepts compares the canonical JSON of what was read.
func TestParseYAMLAccepts(t *testing.T) {
	t.Parallel()
	v := vocabulary(t)
	tests := []struct{ src, want string }{
		{"{}", `{}`},
		{"age:\nsmoker: null\nchest: ~\ncase_id:\n", `{}`},
		{"\ufeffage: 40\n", `{"age":40}`},
		{"---\nage: 40\r\nseen: yes\r\n", `{"age":40,"seen":"yes"}`},
		{"age: 40.0\nshift: -0.3\n", `{"age":40,"shift":-0.3}`},
		{"smoker: no\nseen: true\nonset: no\n", `{"smoker":"no","seen":"yes","onset":"no"}`},
		{"smoker: \"yes\"\nonset: 'sudden'\n", `{"smoker":"yes","onset":"sudden"}`},
		{"chest: [not_sure, pressure]\nsites:\n  - neck\nextras: []\n", `{"chest":["pressure","not_sure"],"sites":["neck"],"extras":["none"]}`},
		{"chest: none\nsites: mid_back\n", `{"chest":["none"],"sites":["mid_back"]}`},
		{"case_id: \"42\"\n", `{"case_id":"42"}`},
		{"case_id: a person # a comment\n", `{"case_id":"a person"}`},
		{`{"age": 40, "chest": ["none"]}`, `{"age":40,"chest":["none"]}`},
	}
	for _, tt := range tests {
		t.Run(tt.src, func(t *testing.T) {
			t.Parallel()
			c, err := v.ParseYAML("f", []byte(tt.src))
			if err != nil {
				t.Fatal(err)
			}
			got, err := c.MarshalJSON()
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, string(got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestParseYAMLRefuses compares line:column+width code [fact] message | hint.
func TestParseYAMLRefuses(t *testing.T) {
	t.Parallel()
	v := vocabulary(t)
	tests := []struct{ src, want string }{
		// The same mistakes, in the same words.
		{"agee: 1\n",
			`1:1+4 unknown-fact [] unknown fact "agee" | did you mean age?`},
		{"age: 500\nAge: 3\nonset: Suden\n",
			`1:6+3 out-of-range [age] age must be 0 to 120 years, not 500 | 
2:1+3 unknown-fact [] unknown fact "Age" | you wrote Age, the fact is age
3:8+5 unknown-option [onset] onset has no answer "Suden" | did you mean sudden?`},
		{"age: '40'\n",
			"1:6+4 wrong-type [age] age must be a number, not text | write it without quotes"},
		{"age: true\n",
			`1:6+4 not-a-number [age] age must be a number, not "true" | write a plain decimal number, such as 0`},
		{"age: [40]\n",
			"1:6+1 wrong-type [age] age must be a number, not a list | write a number: 0 to 120 years"},
		{"age: 40.5\n",
			"1:6+4 off-step [age] age goes in steps of 1, so it cannot be 40.5 | write 40 or 41"},
		{"smoker: Yes\n",
			`1:9+3 unknown-option [smoker] smoker has no answer "Yes" | did you mean yes?`},
		{"smoker: on\n",
			`1:9+2 unknown-option [smoker] smoker has no answer "on" | write one of: yes, no, not_sure`},
		{"smoker: \"true\"\n",
			`1:9+6 unknown-option [smoker] smoker has no answer "true" | write one of: yes, no, not_sure`},
		{"onset: [sudden]\n",
			"1:8+1 wrong-type [onset] onset must be one word, not a list | write one of: gradual, sudden, no, not_sure"},
		{"chest: [none, tearing]\n",
			"1:8+1 none-with-others [chest] chest cannot be none and something else | keep none or the others"},
		{"chest:\n  - pressure\n  - pressure\n",
			"3:5+8 duplicate-option [chest] pressure is given twice for chest | remove one of them"},
		{"chest: {pressure: yes}\n",
			"1:8+1 wrong-type [chest] chest must be a list of words, not an object | write one of: pressure, tearing, earlier_this_month, none, not_sure"},
		{"chest: [pressure, [tearing], ~]\n",
			`1:19+1 wrong-type [chest] the list of chest must hold words, not a list | write one of: pressure, tearing, earlier_this_month, none, not_sure
1:30+1 wrong-type [chest] the list of chest must hold words, not nothing | write one of: pressure, tearing, earlier_this_month, none, not_sure`},
		{"sites: []\n",
			"1:8+1 none-not-offered [sites] sites cannot be none | write one of: neck, mid_back"},
		{"\"größe\": 1\n\"Age\": 2\n",
			`1:1+7 unknown-fact [] unknown fact "größe" | limber facts lists them
2:1+5 unknown-fact [] unknown fact "Age" | you wrote Age, the fact is age`},
		// Numbers of YAML that are none here.
		{"age: 0x10\n",
			`1:6+4 not-a-number [age] age must be a number, not "0x10" | write a plain decimal number, such as 0`},
		{"age: 0o7\n",
			`1:6+3 not-a-number [age] age must be a number, not "0o7" | write a plain decimal number, such as 0`},
		{"age: 010\n",
			`1:6+3 not-a-number [age] age must be a number, not "010" | write a plain decimal number, such as 0`},
		{"age: 1_0\n",
			`1:6+3 not-a-number [age] age must be a number, not "1_0" | write a plain decimal number, such as 0`},
		{"age: .inf\n",
			`1:6+4 not-a-number [age] age must be a number, not ".inf" | write a plain decimal number, such as 0`},
		{"age: .nan\n",
			`1:6+4 not-a-number [age] age must be a number, not ".nan" | write a plain decimal number, such as 0`},
		{"age: +4\n",
			`1:6+2 not-a-number [age] age must be a number, not "+4" | write a plain decimal number, such as 0`},
		{"age: 1,5\n",
			`1:6+3 not-a-number [age] age must be a number, not "1,5" | write a decimal point, not a comma`},
		{"age: |\n  40\n",
			`1:6+1 not-a-number [age] age must be a number, not "40\n" | write a plain decimal number, such as 0`},
		// The case_id.
		{"case_id: 42\n",
			"1:10+2 bad-case-id [] case_id must be text, not a number or a truth value | put it in quotes"},
		{"case_id: true\n",
			"1:10+4 bad-case-id [] case_id must be text, not a number or a truth value | put it in quotes"},
		{"case_id: ''\n",
			"1:10+2 bad-case-id [] case_id is empty | leave case_id out"},
		// Not a case.
		{"",
			"1:1+1 case-empty [] there is no case here | write {} for a case without answers"},
		{"- age: 1\n",
			"1:1+1 case-not-object [] a case must be a mapping, not a list | write one fact: answer on each line"},
		{"hello\n",
			"1:1+5 case-not-object [] a case must be a mapping, not a word | write one fact: answer on each line"},
		{"a: \xff\n",
			"1:4+1 not-text [] this is not valid UTF-8 | save it as plain text in UTF-8"},
		{"a: \x00\n",
			"1:4+1 not-text [] a NUL byte: this is not text | save it as plain text in UTF-8"},
	}
	for _, tt := range tests {
		t.Run(tt.src, func(t *testing.T) {
			t.Parallel()
			c, err := v.ParseYAML("f", []byte(tt.src))
			if c != nil {
				t.Error("a case comes with the mistakes")
			}
			if diff := cmp.Diff(tt.want, lines(t, "f", err)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestNotOurYAML: what package yamltree refuses is passed on with a place; the
// wording is its own.
func TestNotOurYAML(t *testing.T) {
	t.Parallel()
	v := vocabulary(t)
	many := strings.Repeat
	tests := []struct{ name, src, code, fact string }{
		{"only a comment", "# age: 4\n", "yaml-empty", ""},
		{"duplicate key", "age: 1\nage: 2\n", "duplicate-key", "age"},
		{"duplicate quoted key", "age: 1\n\"age\": 2\n", "duplicate-key", "age"},
		{"duplicate unknown key", "x: 1\nx: 2\n", "duplicate-key", ""},
		{"anchor", "age: &a 40\n", "yaml-refused", ""},
		{"alias", "age: &a 40\nshift: *a\n", "yaml-refused", ""},
		{"tag", "age: !!int 40\n", "yaml-refused", ""},
		{"merge key", "<<: {age: 1}\n", "yaml-refused", ""},
		{"a key that is a list", "? [a, b]\n: 1\n", "yaml-refused", ""},
		{"two documents", "age: 1\n---\nage: 2\n", "yaml-syntax", ""},
		{"open bracket", "chest: [pressure\n", "yaml-syntax", ""},
		{"tab", "age:\n\t40\n", "yaml-syntax", ""},
		{"two colons", "age: b: c\n", "yaml-syntax", ""},
		{"deep brackets", "age: " + many("[", 1<<17), "yaml-unreadable", ""},
		{"deep dashes", many("- ", 1<<14), "yaml-syntax", ""},
		{"deep questions", many("? ", 1<<14), "yaml-syntax", ""},
		{"many duplicates", many("age: 1\n", 1<<13), "duplicate-key", "age"},
		{"many unknown keys", "a: [" + many("x,", 1<<14) + "x]\n", "unknown-fact", ""},
		{"too large", many("#", facts.MaxCaseBytes+1), "case-too-large", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := v.ParseYAML("f", []byte(tt.src))
			var l diag.List
			if !errors.As(err, &l) {
				t.Fatalf("not a diag.List: %v", err)
			}
			if d := l[0]; d.Code != tt.code || d.Fact != tt.fact || d.File != "f" || d.Line < 1 || d.Column < 1 || d.Width < 1 {
				t.Errorf("want %s [%s], got %.300v", tt.code, tt.fact, err)
			}
			if len(l) > 51 {
				t.Errorf("%d diagnostics", len(l))
			}
		})
	}
}

func TestCaseFromYAML(t *testing.T) {
	t.Parallel()
	v := vocabulary(t)
	overlay := func(src string, into *facts.Case) diag.List {
		root, err := yamltree.Parse("cases.yaml", []byte(src))
		if err != nil {
			t.Fatal(err)
		}
		return v.CaseFromYAML(root.Get("given"), into)
	}
	c := v.Healthy()
	if l := overlay("name: x\ngiven: {age: 72, onset: null, chest: [tearing]}\n", c); len(l) > 0 {
		t.Fatal(l)
	}
	want := `{"age":72,"shift":0,"smoker":"no","seen":"yes","limit":"some","chest":["tearing"],"sites":["neck","mid_back"],"extras":["none"]}`
	if got, _ := c.MarshalJSON(); string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}

	l := overlay("name: x\ngiven:\n  seen: no\n  ages: 73\n  chest: [tearing, none]\n", c)
	wantLines := `4:3+4 unknown-fact [] unknown fact "ages" | did you mean age?
5:10+1 none-with-others [chest] chest cannot be none and something else | keep none or the others`
	if diff := cmp.Diff(wantLines, lines(t, "cases.yaml", l)); diff != "" {
		t.Error(diff)
	}
	if got, _ := c.MarshalJSON(); string(got) != want {
		t.Errorf("a refused overlay changed the case: %s", got)
	}
	if l := overlay("given: [age]\n", c); len(l) != 1 || l[0].Code != "case-not-object" {
		t.Error(l)
	}
}
