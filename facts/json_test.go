package facts_test

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/facts"
)

// TestParseJSONAccepts compares the canonical form of what was read.
func TestParseJSONAccepts(t *testing.T) {
	t.Parallel()
	v := vocabulary(t)
	tests := []struct{ src, want string }{
		{`{}`, `{}`},
		{"\ufeff{}", `{}`},
		{" \n{ } \n", `{}`},
		{`{"age":null,"smoker":null,"onset":null,"chest":null,"case_id":null}`, `{}`},
		{`{"seen":"yes","case_id":"a-1","age":40}`, `{"case_id":"a-1","age":40,"seen":"yes"}`},
		{`{"age":0}`, `{"age":0}`},
		{`{"age":-0}`, `{"age":0}`},
		{`{"age":120.0}`, `{"age":120}`},
		{`{"age":4e1}`, `{"age":40}`},
		{`{"shift":-2.5}`, `{"shift":-2.5}`},
		{`{"shift":0.3}`, `{"shift":0.3}`},
		{`{"smoker":true,"seen":false}`, `{"smoker":"yes","seen":"no"}`},
		{`{"smoker":"not_sure"}`, `{"smoker":"not_sure"}`},
		{`{"onset":"no"}`, `{"onset":"no"}`},
		{`{"onset":"not_sure"}`, `{"onset":"not_sure"}`},
		{`{"chest":[]}`, `{"chest":["none"]}`},
		{`{"chest":"none"}`, `{"chest":["none"]}`},
		{`{"chest":"tearing"}`, `{"chest":["tearing"]}`},
		{`{"chest":["not_sure","tearing","pressure"]}`, `{"chest":["pressure","tearing","not_sure"]}`},
		{`{"chest":"not_sure"}`, `{"chest":["not_sure"]}`},
		{`{"\u0061ge":40,"seen":"y\u0065s","case_id":"\"\\ß"}`, `{"case_id":"\"\\ß","age":40,"seen":"yes"}`},
	}
	for _, tt := range tests {
		t.Run(tt.src, func(t *testing.T) {
			t.Parallel()
			c, err := v.ParseJSON("f", []byte(tt.src))
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

// TestParseJSONRefuses compares line:column+width code [fact] message | hint.
func TestParseJSONRefuses(t *testing.T) {
	t.Parallel()
	v := vocabulary(t)
	tests := []struct{ src, want string }{
		// Keys.
		{`{"agee":1}`,
			`1:2+6 unknown-fact [] unknown fact "agee" | did you mean age?`},
		{`{"Age":1}`,
			`1:2+5 unknown-fact [] unknown fact "Age" | you wrote Age, the fact is age`},
		{`{"AGE":1}`,
			`1:2+5 unknown-fact [] unknown fact "AGE" | did you mean age?`},
		{`{"größe": 1, "age": 500}`,
			`1:2+7 unknown-fact [] unknown fact "größe" | limber facts lists them
1:21+3 out-of-range [age] age must be 0 to 120 years, not 500 | `},
		{`{"tearing":true}`,
			`1:2+9 unknown-fact [] unknown fact "tearing" | it is an answer: write chest: tearing`},
		{`{"zzzzzz":{"a":[1]}}`,
			`1:2+8 unknown-fact [] unknown fact "zzzzzz" | limber facts lists them`},
		{`{"\u0000\u001b[2J":1}`,
			`1:2+17 unknown-fact [] unknown fact "\x00\x1b[2J" | limber facts lists them`},
		{`{"age":40,"age":41}`,
			"1:11+5 duplicate-key [age] age is given twice, first on line 1 column 2 | keep one of them"},
		{"{\"age\":40,\n \"a\\u0067e\":41}",
			"2:2+10 duplicate-key [age] age is given twice, first on line 1 column 2 | keep one of them"},
		{`{"case_id":"a","case_id":"b"}`,
			"1:16+9 duplicate-key [] case_id is given twice, first on line 1 column 2 | keep one of them"},
		// Numbers.
		{`{"age":"40"}`,
			"1:8+4 wrong-type [age] age must be a number, not text | write it without quotes"},
		{`{"age":"forty"}`,
			`1:8+7 not-a-number [age] age must be a number, not "forty" | write a plain decimal number, such as 0`},
		{`{"age":true}`,
			"1:8+4 wrong-type [age] age must be a number, not true or false | write a number: 0 to 120 years"},
		{`{"age":[40]}`,
			"1:8+1 wrong-type [age] age must be a number, not a list | write a number: 0 to 120 years"},
		{`{"age":{}}`,
			"1:8+1 wrong-type [age] age must be a number, not an object | write a number: 0 to 120 years"},
		{`{"age":121}`,
			"1:8+3 out-of-range [age] age must be 0 to 120 years, not 121 | "},
		{`{"age":-1}`,
			"1:8+2 out-of-range [age] age must be 0 to 120 years, not -1 | "},
		{`{"age":1e400}`,
			"1:8+5 out-of-range [age] age must be 0 to 120 years, not 1e400 | "},
		{`{"age":40.5}`,
			"1:8+4 off-step [age] age goes in steps of 1, so it cannot be 40.5 | write 40 or 41"},
		{`{"age":119.99999999999}`,
			"1:8+15 off-step [age] age goes in steps of 1, so it cannot be 119.99999999999 | write 119 or 120"},
		{`{"age":1000000000000000000000000000000000000000000000000000000000000}`,
			"1:8+61 out-of-range [age] age must be 0 to 120 years, not 1000000000000000000000000000000000000000... | "},
		{`{"shift":0.30000000000000004}`,
			"1:10+19 off-step [shift] shift goes in steps of 0.1, so it cannot be 0.30000000000000004 | write 0.2 or 0.3"},
		{`{"shift":-2.55}`,
			"1:10+5 out-of-range [shift] shift must be -2.5 to 2.5 cm, not -2.55 | "},
		{`{"shift":2.45}`,
			"1:10+4 off-step [shift] shift goes in steps of 0.1, so it cannot be 2.45 | write 2.4 or 2.5"},
		{`{"age":"not_sure"}`,
			"1:8+10 not-sure-not-offered [age] age cannot be not_sure | leave age out where it is not known"},
		// Answers.
		{`{"smoker":"true"}`,
			`1:11+6 unknown-option [smoker] smoker has no answer "true" | write one of: yes, no, not_sure`},
		{`{"smoker":"Yes"}`,
			`1:11+5 unknown-option [smoker] smoker has no answer "Yes" | did you mean yes?`},
		{`{"smoker":"on"}`,
			`1:11+4 unknown-option [smoker] smoker has no answer "on" | write one of: yes, no, not_sure`},
		{`{"smoker":1}`,
			"1:11+1 wrong-type [smoker] smoker must be yes or no, not a number | write one of: yes, no, not_sure"},
		{`{"smoker":["yes"]}`,
			"1:11+1 wrong-type [smoker] smoker must be yes or no, not a list | write one of: yes, no, not_sure"},
		{`{"seen":"not_sure"}`,
			"1:9+10 not-sure-not-offered [seen] seen cannot be not_sure | leave seen out where it is not known"},
		// Choices.
		{`{"onset":"Sudden"}`,
			`1:10+8 unknown-option [onset] onset has no answer "Sudden" | did you mean sudden?`},
		{`{"onset":"suden"}`,
			`1:10+7 unknown-option [onset] onset has no answer "suden" | did you mean sudden?`},
		{`{"onset":["sudden"]}`,
			"1:10+1 wrong-type [onset] onset must be one word, not a list | write one of: gradual, sudden, no, not_sure"},
		{`{"onset":true}`,
			"1:10+4 wrong-type [onset] onset must be one word, not true or false | write one of: gradual, sudden, no, not_sure"},
		{`{"onset":"none"}`,
			`1:10+6 unknown-option [onset] onset has no answer "none" | write one of: gradual, sudden, no, not_sure`},
		{`{"onset":""}`,
			`1:10+2 unknown-option [onset] onset has no answer "" | write one of: gradual, sudden, no, not_sure`},
		{`{"limit":"not_sure"}`,
			"1:10+10 not-sure-not-offered [limit] limit cannot be not_sure | leave limit out where it is not known"},
		{`{"limit":"Days3To14"}`,
			`1:10+11 unknown-option [limit] limit has no answer "Days3To14" | did you mean days_3_to_14?`},
		// Sets.
		{`{"chest":["pressure","none"]}`,
			"1:10+1 none-with-others [chest] chest cannot be none and something else | keep none or the others"},
		{`{"chest":["none","not_sure"]}`,
			"1:10+1 none-with-others [chest] chest cannot be none and something else | keep none or the others"},
		{`{"chest":["pressure","pressure"]}`,
			"1:22+10 duplicate-option [chest] pressure is given twice for chest | remove one of them"},
		{`{"chest":["presure",1,null,["x"],{"a":1},true]}`,
			`1:11+9 unknown-option [chest] chest has no answer "presure" | did you mean pressure?
1:21+1 wrong-type [chest] the list of chest must hold words, not a number | write one of: pressure, tearing, earlier_this_month, none, not_sure
1:23+4 wrong-type [chest] the list of chest must hold words, not nothing | write one of: pressure, tearing, earlier_this_month, none, not_sure
1:28+1 wrong-type [chest] the list of chest must hold words, not a list | write one of: pressure, tearing, earlier_this_month, none, not_sure
1:34+1 wrong-type [chest] the list of chest must hold words, not an object | write one of: pressure, tearing, earlier_this_month, none, not_sure
1:42+4 wrong-type [chest] the list of chest must hold words, not true or false | write one of: pressure, tearing, earlier_this_month, none, not_sure`},
		{`{"chest":false}`,
			"1:10+5 wrong-type [chest] chest must be a list of words, not true or false | write one of: pressure, tearing, earlier_this_month, none, not_sure"},
		{`{"chest":{"pressure":true}}`,
			"1:10+1 wrong-type [chest] chest must be a list of words, not an object | write one of: pressure, tearing, earlier_this_month, none, not_sure"},
		{`{"sites":[]}`,
			"1:10+1 none-not-offered [sites] sites cannot be none | write one of: neck, mid_back"},
		{`{"sites":"none"}`,
			"1:10+6 none-not-offered [sites] sites cannot be none | write one of: neck, mid_back"},
		{`{"sites":["neck","none"]}`,
			"1:18+6 none-not-offered [sites] sites cannot be none | write one of: neck, mid_back"},
		{`{"extras":["not_sure"]}`,
			"1:12+10 not-sure-not-offered [extras] extras cannot be not_sure | leave extras out where it is not known"},
		// The case_id.
		{`{"case_id":""}`,
			"1:12+2 bad-case-id [] case_id is empty | leave case_id out"},
		{`{"case_id":7}`,
			"1:12+1 bad-case-id [] case_id must be text, not a number | write a short text in quotes"},
		{`{"case_id":["x"]}`,
			"1:12+1 bad-case-id [] case_id must be text, not a list | write a short text in quotes"},
		{`{"case_id":"a\u0007"}`,
			"1:12+9 bad-case-id [] case_id holds a character that cannot be printed | use letters, digits and punctuation"},
		{`{"case_id":"ééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé"}`,
			"1:12+131 bad-case-id [] case_id has 129 characters, more than 128 | "},
		// Not a case.
		{"",
			"1:1+1 case-empty [] there is no case here | write {} for a case without answers"},
		{"  \n",
			"1:1+1 case-empty [] there is no case here | write {} for a case without answers"},
		{`[]`,
			"1:1+1 case-not-object [] a case must be an object, not a list | limber batch reads many cases, one on each line"},
		{` "x"`,
			`1:2+1 case-not-object [] a case must be an object, not text | write {"fact": answer, ...}`},
		{`7`,
			`1:1+1 case-not-object [] a case must be an object, not a number | write {"fact": answer, ...}`},
		{`null`,
			`1:1+1 case-not-object [] a case must be an object, not nothing | write {"fact": answer, ...}`},
		{`true`,
			`1:1+1 case-not-object [] a case must be an object, not true or false | write {"fact": answer, ...}`},
		{`{} {}`,
			"1:4+1 trailing-data [] something follows the case | limber batch reads many cases, one on each line"},
		{`{}x`,
			"1:3+1 trailing-data [] something follows the case | limber batch reads many cases, one on each line"},
		{"{}\n\n{\"age\":1}",
			"3:1+1 trailing-data [] something follows the case | limber batch reads many cases, one on each line"},
		{"{\"a\xff\":1}",
			"1:4+1 not-text [] this is not valid UTF-8 | save it as plain text in UTF-8"},
		{"{\"age\":1}\x00",
			"1:10+1 not-text [] a NUL byte: this is not text | save it as plain text in UTF-8"},
		{"\ufeff\ufeff{}",
			`1:1+1 json-syntax [] this is not JSON: unexpected "\ufeff" | use plain spaces and straight double quotes`},
		// Not JSON.
		{`{"age":40`,
			"1:10+1 json-syntax [] the text ends within the case | a closing quote or bracket is missing"},
		{`{"age"`,
			"1:7+1 json-syntax [] the text ends within the case | a closing quote or bracket is missing"},
		{`{"seen":"yes`,
			"1:13+1 json-syntax [] the text ends within the case | a closing quote or bracket is missing"},
		{`{"age":40,}`,
			`1:10+1 json-syntax [] this is not JSON: unexpected "," | there is a comma too many`},
		{`{,}`,
			`1:2+1 json-syntax [] this is not JSON: unexpected "," | there is a comma too many`},
		{`{"age":1,,"seen":"yes"}`,
			`1:10+1 json-syntax [] this is not JSON: unexpected "," | there is a comma too many`},
		{`{'age':40}`,
			`1:2+1 json-syntax [] this is not JSON: unexpected "'" | JSON takes double quotes only`},
		{`{age:40}`,
			`1:2+3 json-syntax [] this is not JSON: unexpected "age" | put the name of the fact in double quotes`},
		{`{"age" 40}`,
			`1:8+2 json-syntax [] this is not JSON: unexpected "40" | a comma or a colon is missing before it`},
		{`{"age":40 "seen":"yes"}`,
			`1:11+1 json-syntax [] this is not JSON: unexpected "\"" | a comma or a colon is missing before it`},
		{`{"seen":"yes"no}`,
			`1:14+2 json-syntax [] this is not JSON: unexpected "no" | a comma or a colon is missing before it`},
		{`{"age":NaN}`,
			`1:8+3 json-syntax [] this is not JSON: unexpected "NaN" | write a number, or leave the fact out where it is not known`},
		{`{"age":-Infinity}`,
			`1:8+9 json-syntax [] this is not JSON: unexpected "-Infinity" | write a number, or leave the fact out where it is not known`},
		{`{"age":007}`,
			`1:8+3 json-syntax [] this is not JSON: unexpected "007" | write a plain decimal number, such as 7.5`},
		{`{"age":+4}`,
			`1:8+2 json-syntax [] this is not JSON: unexpected "+4" | write a plain decimal number, such as 7.5`},
		{`{"age":.5}`,
			`1:8+2 json-syntax [] this is not JSON: unexpected ".5" | write a plain decimal number, such as 7.5`},
		{`{"age":5.}`,
			`1:8+2 json-syntax [] this is not JSON: unexpected "5." | write a plain decimal number, such as 7.5`},
		{`{"age":0x1F}`,
			`1:8+4 json-syntax [] this is not JSON: unexpected "0x1F" | write a plain decimal number, such as 7.5`},
		{`{"age":1_0}`,
			`1:8+3 json-syntax [] this is not JSON: unexpected "1_0" | write a plain decimal number, such as 7.5`},
		{"{\"limit\":\"so\nme\"}",
			`1:13+1 json-syntax [] this is not JSON: unexpected "\n" | is a closing quote missing on this line?`},
		{`{"limit":"so\q"}`,
			`1:13+1 json-syntax [] this is not JSON: unexpected "\\" | JSON has no such escape; for a backslash write two`},
		{`{"limit":"\ud800"}`,
			`1:11+1 json-syntax [] this is not JSON: unexpected "\\" | JSON has no such escape; for a backslash write two`},
		{`{"seen":tru}`,
			`1:9+3 json-syntax [] this is not JSON: unexpected "tru" | put words in double quotes; a number is written in digits`},
		{`{"seen":True}`,
			`1:9+4 json-syntax [] this is not JSON: unexpected "True" | put words in double quotes; a number is written in digits`},
		{`{"seen":yes}`,
			`1:9+3 json-syntax [] this is not JSON: unexpected "yes" | put words in double quotes; a number is written in digits`},
		{`{"age":1]`,
			`1:9+1 json-syntax [] this is not JSON: unexpected "]" | the brackets do not match`},
		{`{"chest":["pressure"}`,
			`1:21+1 json-syntax [] this is not JSON: unexpected "}" | the brackets do not match`},
		{`}`,
			`1:1+1 json-syntax [] this is not JSON: unexpected "}" | the brackets do not match`},
		{`{"age":1 /* x */}`,
			`1:10+1 json-syntax [] this is not JSON: unexpected "/" | JSON has no comments`},
		{`// x`,
			`1:1+1 json-syntax [] this is not JSON: unexpected "/" | JSON has no comments`},
		{"{\"age\":1\u00a0}",
			`1:9+1 json-syntax [] this is not JSON: unexpected "\u00a0" | use plain spaces and straight double quotes`},
		{`{“age”:1}`,
			`1:2+1 json-syntax [] this is not JSON: unexpected "“" | use plain spaces and straight double quotes`},
		// All at once, up to where it stops being JSON.
		{`{"agee":1,"age":500,"smoker":"perhaps","chest":["none","tearing"],`,
			`1:2+6 unknown-fact [] unknown fact "agee" | did you mean age?
1:17+3 out-of-range [age] age must be 0 to 120 years, not 500 | 
1:30+9 unknown-option [smoker] smoker has no answer "perhaps" | write one of: yes, no, not_sure
1:48+1 none-with-others [chest] chest cannot be none and something else | keep none or the others
1:67+1 json-syntax [] the text ends within the case | a closing quote or bracket is missing`},
	}
	for _, tt := range tests {
		t.Run(tt.src, func(t *testing.T) {
			t.Parallel()
			c, err := v.ParseJSON("f", []byte(tt.src))
			if c != nil {
				t.Error("a case comes with the mistakes")
			}
			if diff := cmp.Diff(tt.want, lines(t, "f", err)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestHostileJSON: whatever is fed in is refused, in few words. No time is
// measured, but the sizes are such that quadratic work would be felt.
func TestHostileJSON(t *testing.T) {
	t.Parallel()
	v := vocabulary(t)
	const size = 200_000
	tests := []struct{ name, src, code string }{
		{"too large", strings.Repeat("[", 10<<20), "case-too-large"},
		{"brackets", strings.Repeat("[", size), "case-not-object"},
		{"nested answer", `{"age":` + strings.Repeat("[", size), "json-syntax"},
		{"nested unknown", `{"x":` + strings.Repeat(`{"a":`, size/5), "unknown-fact"},
		{"unknown facts", `{` + strings.Repeat(`"agee":1,`, size/9) + `"x":1}`, "unknown-fact"},
		{"duplicates", `{` + strings.Repeat(`"age":1,`, size/8) + `"age":1}`, "duplicate-key"},
		{"unknown options", `{"chest":[` + strings.Repeat(`"presure",`, size/10) + `"x"]}`, "unknown-option"},
		{"nulls in a list", `{"chest":[` + strings.Repeat(`null,`, size/5) + `1]}`, "wrong-type"},
		{"a long word", `{"onset":"` + strings.Repeat("\x7f", size) + `"}`, "unknown-option"},
		{"a long number", `{"age":1` + strings.Repeat("0", size) + `}`, "out-of-range"},
		{"a long fraction", `{"age":1.` + strings.Repeat("1", size) + `}`, "off-step"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := v.ParseJSON("f", []byte(tt.src))
			var l diag.List
			if !errors.As(err, &l) || l[0].Code != tt.code {
				t.Fatalf("want %s, got %.300v", tt.code, err)
			}
			if len(err.Error()) > 10_000 {
				t.Errorf("%d bytes of error", len(err.Error()))
			}
		})
	}
}

func TestManyMistakes(t *testing.T) {
	t.Parallel()
	_, err := vocabulary(t).ParseJSON("f", []byte("{\n"+strings.Repeat("\"x\":1,\n", 70)+"\"age\":1}"))
	got := strings.Split(lines(t, "f", err), "\n")
	if len(got) != 51 {
		t.Fatalf("%d lines, want 50 and a last one", len(got))
	}
	if want := "52:1+1 more-mistakes [] and 20 more | mend these first"; got[50] != want {
		t.Errorf("last line %q, want %q", got[50], want)
	}
}

func TestReadJSON(t *testing.T) {
	t.Parallel()
	v := vocabulary(t)
	c, err := v.ReadJSON(strings.NewReader(`{"case_id":"x","age":41}`))
	if err != nil || c.ID != "x" || c.Words()[0] != 42 {
		t.Errorf("got %v, %v", c, err)
	}
	_, err = v.ReadJSON(strings.NewReader(`{"age":"x"}`))
	if want := `1:8+3 not-a-number [age] age must be a number, not "x" | write a plain decimal number, such as 0`; lines(t, "case", err) != want {
		t.Error(err)
	}
	_, err = v.ReadJSON(strings.NewReader(`{}` + strings.Repeat(" ", facts.MaxCaseBytes)))
	if want := "1:1+1 case-too-large [] a case may not be larger than 1048576 bytes | a case holds one person's answers; limber batch reads many"; lines(t, "case", err) != want {
		t.Error(err)
	}
	for _, read := range []func(io.Reader) (*facts.Case, error){v.ReadJSON, v.ReadYAML} {
		if _, err := read(nil); err == nil || !strings.Contains(err.Error(), "pass one") {
			t.Errorf("no reader: %v", err)
		}
	}
	broken := errors.New("broken pipe")
	if _, err = v.ReadJSON(iotest.ErrReader(broken)); !errors.Is(err, broken) {
		t.Error(err)
	}
	if _, err = v.ReadYAML(iotest.ErrReader(broken)); !errors.Is(err, broken) {
		t.Error(err)
	}
}
