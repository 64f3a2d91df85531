package facts_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestParseAnswer(t *testing.T) {
	t.Parallel()
	v := vocabulary(t)
	tests := []struct {
		fact, text string
		want       string // Values joined by spaces; "" is unanswered
		mistake    string // code [fact] message | hint, after the unknown place
	}{
		{"age", "40", "40", ""},
		{"age", " 40\t", "40", ""},
		{"age", "-0", "0", ""},
		{"age", "", "", ""},
		{"age", "  ", "", ""},
		{"shift", "-2.5", "-2.5", ""},
		{"smoker", "yes", "yes", ""},
		{"smoker", "Y", "yes", ""},
		{"smoker", "n", "no", ""},
		{"smoker", "TRUE", "yes", ""},
		{"smoker", "?", "not_sure", ""},
		{"smoker", "Not sure", "not_sure", ""},
		{"smoker", "not_sure", "not_sure", ""},
		{"onset", "Sudden", "sudden", ""},
		{"onset", "no", "no", ""},
		{"chest", "pressure", "pressure", ""},
		{"chest", "pressure;tearing", "pressure tearing", ""},
		{"chest", "tearing, pressure", "pressure tearing", ""},
		{"chest", "tearing, ?", "tearing not_sure", ""},
		{"chest", "none", "none", ""},

		{"age", "forty", "", `not-a-number [age] age must be a number, not "forty" | write a plain decimal number, such as 0`},
		{"age", "1,5", "", `not-a-number [age] age must be a number, not "1,5" | write a decimal point, not a comma`},
		{"age", "nan", "", `not-a-number [age] age must be a number, not "nan" | write a plain decimal number, such as 0`},
		{"age", "0x1f", "", `not-a-number [age] age must be a number, not "0x1f" | write a plain decimal number, such as 0`},
		{"age", "121", "", `out-of-range [age] age must be 0 to 120 years, not 121 | `},
		{"age", "?", "", `not-sure-not-offered [age] age cannot be not_sure | leave age out where it is not known`},
		{"seen", "?", "", `not-sure-not-offered [seen] seen cannot be not_sure | leave seen out where it is not known`},
		{"smoker", "perhaps", "", `unknown-option [smoker] smoker has no answer "perhaps" | write one of: yes, no, not_sure`},
		{"onset", "n", "", `unknown-option [onset] onset has no answer "n" | write one of: gradual, sudden, no, not_sure`},
		{"onset", "sudden;no", "", `unknown-option [onset] onset has no answer "sudden;no" | did you mean sudden?`},
		{"chest", ";", "", `unknown-option [chest] chest has no answer "" | write one of: pressure, tearing, earlier_this_month, none, not_sure`},
		{"chest", "null", "", `unknown-option [chest] chest has no answer "null" | write one of: pressure, tearing, earlier_this_month, none, not_sure`},
		{"chest", "[]", "", `unknown-option [chest] chest has no answer "[]" | write one of: pressure, tearing, earlier_this_month, none, not_sure`},
		{"chest", "pressure; none", "", `none-with-others [chest] chest cannot be none and something else | keep none or the others`},
		{"chest", "pressure; pressure", "", `duplicate-option [chest] pressure is given twice for chest | remove one of them`},
		{"sites", "none", "", `none-not-offered [sites] sites cannot be none | write one of: neck, mid_back`},
	}
	for _, tt := range tests {
		t.Run(tt.fact+" "+tt.text, func(t *testing.T) {
			t.Parallel()
			f, _ := v.Lookup(tt.fact)
			word, err := v.ParseAnswer(f, tt.text)
			if got := strings.Join(f.Values(word), " "); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			got := strings.TrimPrefix(strings.ReplaceAll(lines(t, "", err), "\n0:0+0 ", "\n"), "0:0+0 ")
			first, _, _ := strings.Cut(got, "\n")
			if diff := cmp.Diff(tt.mistake, first); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestParseAnswerRoundTrip: what Values writes, a table's cell can hold.
func TestParseAnswerRoundTrip(t *testing.T) {
	t.Parallel()
	v := vocabulary(t)
	rapid.Check(t, func(t *rapid.T) {
		f := rapid.SampledFrom(v.Facts).Draw(t, "fact")
		word := anyWord(f).Draw(t, "word")
		got, err := v.ParseAnswer(f, strings.Join(f.Values(word), ";"))
		if err != nil || got != word {
			t.Fatalf("%s: got %x, want %x: %v", f.ID, got, word, err)
		}
	})
}

func TestSet(t *testing.T) {
	t.Parallel()
	v := vocabulary(t)
	c := v.New()
	for _, step := range []struct{ fact, answer, want string }{
		{"age", "44", ""}, {"age", "440", "age must be"}, {"aeg", "44", "did you mean age?"},
	} {
		err := c.Set(step.fact, step.answer)
		if (err == nil) != (step.want == "") || err != nil && !strings.Contains(err.Error(), step.want) {
			t.Errorf("%s = %s: %v, want %q", step.fact, step.answer, err, step.want)
		}
	}
	age, _ := v.Lookup("age")
	if got := c.Text(age); got != "44 years" {
		t.Errorf("after mistakes the age is %s", got)
	}
	if err := c.Set("age", ""); err != nil || c.Answered(age) {
		t.Errorf("the age is not taken back: %v", err)
	}
}
