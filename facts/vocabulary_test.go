package facts_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/facts"
)

// TestReadVocabularyRefuses compares line:column+width code [fact] message |
// hint. HEAD stands for the lines before the first fact, ASK for the keys that
// every fact has.
func TestReadVocabularyRefuses(t *testing.T) {
	t.Parallel()
	abbreviations := strings.NewReplacer("HEAD\n", "screens: [{id: s, title: S}]\nfacts:\n", "ASK", "screen: s, question: Q, why: W")
	// What package yamltree reports is worded there.
	worded := regexp.MustCompile(`(?m)( (?:wrong-shape|missing-key|unknown-key) \[[a-z]*\]).*$`)
	tests := []struct{ src, want string }{
		// The file.
		{`[]`,
			`1:1+1 wrong-shape []`},
		{"facts: []\nscreens: []\n",
			`1:1+0 no-facts [] the vocabulary has no facts | declare one under facts:`},
		{"screens: []\n",
			`1:1+1 missing-key []`},
		{"scenes: []\nscreens: [{id: s, title: S, extra: 1}, {id: s, title: ''}, {id: S_, title: \"a\\ab\"}]\nfacts: []\n",
			`1:1+6 unknown-key []
2:29+5 unknown-key []
2:45+1 duplicate-screen [] screen s is declared twice | rename one of them
2:55+2 empty-text [] title is empty | write the text or remove the key
2:65+2 bad-id [] a screen's id must be lower-case words joined by single underscores, at most 64 characters | write it like chest_symptoms or days_3_to_14
2:76+5 unprintable-text [] title holds a character that cannot be printed | `},
		{"screens: [{id: s, title: S}]\nfacts: [x]\nfindings:\n",
			`2:9+1 wrong-shape []
3:1+8 empty-value [] findings has no value | write a value or remove the key`},
		// Findings.
		{"HEAD\n  - {id: x, kind: answer, baseline: no, ASK}\nfindings: [{id: New, meaning: M}, {id: New, meaning: M}, {id: new, meaning: M}, {id: When, meaning: M}, {id: A_b, meaning: M}, {id: Ok}]\n",
			`4:40+3 duplicate-finding [] finding New is declared twice | remove one of them
4:63+3 bad-id [] a finding's id must be CamelCase, at most 64 characters | write it like MechanicalPain
4:86+4 reserved-name [] When has a meaning of its own in GRL | rename the finding
4:110+3 bad-id [] a finding's id must be CamelCase, at most 64 characters | write it like MechanicalPain
4:128+1 missing-key []`},
		// Ids and names of facts.
		{"HEAD\n  - {id: Age, kind: answer, baseline: no, ASK}\n",
			`3:10+3 bad-id [] a fact's id must be lower-case words joined by single underscores, at most 64 characters | write it like chest_symptoms or days_3_to_14`},
		{"HEAD\n  - {id: a_, kind: answer, baseline: no, ASK}\n",
			`3:10+2 bad-id [] a fact's id must be lower-case words joined by single underscores, at most 64 characters | write it like chest_symptoms or days_3_to_14`},
		{"HEAD\n  - {id: _a, kind: answer, baseline: no, ASK}\n",
			`3:10+2 bad-id [] a fact's id must be lower-case words joined by single underscores, at most 64 characters | write it like chest_symptoms or days_3_to_14`},
		{"HEAD\n  - {id: a__b, kind: answer, baseline: no, ASK}\n",
			`3:10+4 bad-id [] a fact's id must be lower-case words joined by single underscores, at most 64 characters | write it like chest_symptoms or days_3_to_14`},
		{"HEAD\n  - {id: 1a, kind: answer, baseline: no, ASK}\n",
			`3:10+2 bad-id [] a fact's id must be lower-case words joined by single underscores, at most 64 characters | write it like chest_symptoms or days_3_to_14`},
		{"HEAD\n  - {id: a-b, kind: answer, baseline: no, ASK}\n",
			`3:10+3 bad-id [] a fact's id must be lower-case words joined by single underscores, at most 64 characters | write it like chest_symptoms or days_3_to_14`},
		{"HEAD\n  - {id: é, kind: answer, baseline: no, ASK}\n",
			`3:10+1 bad-id [] a fact's id must be lower-case words joined by single underscores, at most 64 characters | write it like chest_symptoms or days_3_to_14`},
		{"HEAD\n  - {id: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, kind: answer, baseline: no, ASK}\n",
			`3:10+65 bad-id [] a fact's id must be lower-case words joined by single underscores, at most 64 characters | write it like chest_symptoms or days_3_to_14`},
		{"HEAD\n  - {id: case_id, kind: answer, baseline: no, ASK}\n",
			`3:10+7 reserved-name [case_id] case_id names the record in a case file | rename the fact`},
		{"HEAD\n  - {id: rule, kind: answer, baseline: no, ASK}\n",
			`3:10+4 reserved-name [rule] Rule has a meaning of its own in GRL | rename the fact`},
		{"HEAD\n  - {id: when, kind: answer, baseline: no, ASK}\n",
			`3:10+4 reserved-name [when] When has a meaning of its own in GRL | rename the fact`},
		{"HEAD\n  - {id: then, kind: answer, baseline: no, ASK}\n",
			`3:10+4 reserved-name [then] Then has a meaning of its own in GRL | rename the fact`},
		{"HEAD\n  - {id: nil, kind: answer, baseline: no, ASK}\n",
			`3:10+3 reserved-name [nil] Nil has a meaning of its own in GRL | rename the fact`},
		{"HEAD\n  - {id: true, kind: answer, baseline: no, ASK}\n",
			`3:10+4 reserved-name [true] True has a meaning of its own in GRL | rename the fact`},
		{"HEAD\n  - {id: false, kind: answer, baseline: no, ASK}\n",
			`3:10+5 reserved-name [false] False has a meaning of its own in GRL | rename the fact`},
		{"HEAD\n  - {id: salience, kind: answer, baseline: no, ASK}\n",
			`3:10+8 reserved-name [salience] Salience has a meaning of its own in GRL | rename the fact`},
		{"HEAD\n  - {id: case, kind: answer, baseline: no, ASK}\n",
			`3:10+4 reserved-name [case] Case has a meaning of its own in GRL | rename the fact`},
		{"HEAD\n  - {id: found, kind: answer, baseline: no, ASK}\n",
			`3:10+5 reserved-name [found] Found has a meaning of its own in GRL | rename the fact`},
		{"HEAD\n  - {id: count, kind: answer, baseline: no, ASK}\n",
			`3:10+5 reserved-name [count] Count has a meaning of its own in GRL | rename the fact`},
		{"HEAD\n  - {id: [x], kind: answer, baseline: no, ASK}\n",
			`3:10+1 wrong-shape []`},
		{"HEAD\n  - {id: '', kind: answer, baseline: no, ASK}\n",
			`3:10+2 bad-id [] a fact's id must be lower-case words joined by single underscores, at most 64 characters | write it like chest_symptoms or days_3_to_14`},
		// Names taken.
		{"HEAD\n  - {id: x, kind: answer, baseline: no, ASK}\n  - {id: x, kind: answer, baseline: no, ASK}\n",
			`4:10+1 duplicate-fact [x] fact x is declared twice | rename one of them`},
		{"HEAD\n  - {id: a_1b, kind: answer, baseline: no, ASK}\n  - {id: a1b, kind: answer, baseline: no, ASK}\n",
			`4:10+3 same-name [a1b] a_1b and a1b are both A1b in GRL | rename one of them`},
		// Parts of a fact.
		{"HEAD\n  - {id: x}\n",
			`3:5+1 missing-key [x]
3:5+1 missing-key [x]
3:5+1 missing-key [x]
3:5+1 missing-key [x]
3:5+1 missing-key [x]`},
		{"HEAD\n  - {id: x, kind: answer, screen: z, question: '', why: \"a\\eb\", baseline: no, help: ' '}\n",
			`3:35+1 unknown-screen [x] unknown screen "z" | did you mean s?
3:48+2 empty-text [x] question is empty | write the text or remove the key
3:57+5 unprintable-text [x] why holds a character that cannot be printed | 
3:85+3 empty-text [x] help is empty | write the text or remove the key`},
		{"HEAD\n  - {id: x, ASK, kind: anser, baseline: no}\n",
			`3:51+5 unknown-kind [x] unknown kind "anser" | did you mean answer?`},
		{"HEAD\n  - {id: x, ASK, kind: [set], baseline: no}\n",
			`3:51+1 wrong-shape [x]`},
		{"HEAD\n  - {id: x, ASK, kind: answer, baseline: no, required: safety}\n",
			`3:83+6 wrong-shape [x]`},
		{"HEAD\n  - {id: x, ASK, kind: answer, baseline: no, required: [safty]}\n",
			`3:84+5 unknown-required [x] required takes safety and precaution, not "safty" | did you mean safety?`},
		{"HEAD\n  - {id: x, ASK, kind: answer, baseline: no, required: [safety, safety]}\n",
			`3:92+6 duplicate-required [x] safety is listed twice | remove one of them`},
		{"HEAD\n  - {id: x, ASK, kind: answer, baseline: no, ask_if: '', frobnicate: 1}\n",
			`3:81+2 empty-text [x] ask_if is empty | write the text or remove the key
3:85+10 unknown-key [x]`},
		{"HEAD\n  - {id: x, ASK, kind: answer, baseline: no, codes: [{system: loinc, code: x, z: 1}]}\n",
			`3:81+1 missing-key [x]
3:106+1 unknown-key [x]`},
		{"HEAD\n  - {id: x, ASK, kind: answer, baseline: no, help: [x]}\n",
			`3:79+1 wrong-shape [x]`},
		// Baseline and default.
		{"HEAD\n  - {id: x, ASK, kind: answer, baseline: maybe}\n",
			`3:69+5 bad-baseline [x] baseline: x has no answer "maybe" | write one of: yes, no`},
		{"HEAD\n  - {id: x, ASK, kind: answer, baseline: [no]}\n",
			`3:69+1 bad-baseline [x] baseline: x must be yes or no, not a list | write one of: yes, no`},
		{"HEAD\n  - {id: x, ASK, kind: answer, baseline: not_sure, not_sure: routine}\n",
			`3:69+8 bad-baseline [x] baseline cannot be not_sure | `},
		{"HEAD\n  - {id: x, ASK, kind: set, none: false, baseline: none, options: [{id: a, text: A}]}\n",
			`3:79+4 bad-baseline [x] baseline: x cannot be none | write one of: a`},
		{"HEAD\n  - {id: x, ASK, kind: choice, baseline: b, options: [{id: a, text: A}]}\n",
			`3:69+1 bad-baseline [x] baseline: x has no answer "b" | write one of: a`},
		{"HEAD\n  - {id: x, ASK, kind: answer, baseline: no, required: [safety], default: yes}\n",
			`3:102+3 default-on-required [x] a required fact has no default: unanswered never means an assumed answer | remove default, or required`},
		{"HEAD\n  - {id: x, ASK, kind: answer, baseline: no, default: not_sure, not_sure: soon}\n",
			`3:82+8 bad-default [x] default cannot be not_sure | `},
		{"HEAD\n  - {id: x, ASK, kind: answer, baseline: no, default: maybe}\n",
			`3:82+5 bad-default [x] default: x has no answer "maybe" | write one of: yes, no`},
		{"HEAD\n  - {id: x, ASK, kind: answer, baseline: no, required: [~], default: ~, ask_if: }\n",
			`3:84+1 empty-value [x] an entry of a list has no value | write a value or remove the entry
3:88+7 empty-value [x] default has no value | write a value or remove the key
3:100+6 empty-value [x] ask_if has no value | write a value or remove the key`},
		// Levels.
		{"HEAD\n  - {id: x, ASK, kind: answer, baseline: no, not_sure: emergency}\n",
			`3:83+9 unknown-level [x] not_sure is one of urgent, soon, routine, careful, not "emergency" | `},
		{"HEAD\n  - {id: x, ASK, kind: answer, baseline: no, not_sure: }\n",
			`3:73+8 empty-value [x] not_sure has no value | write a value or remove the key`},
		{"HEAD\n  - {id: x, ASK, kind: answer, baseline: no, not_sure: careful, required: [safety]}\n",
			`3:83+7 careful-without-precaution [x] not_sure: careful does nothing on a fact that is no precaution | add precaution to required, or give a level`},
		{"HEAD\n  - {id: x, ASK, kind: answer, baseline: no, not_sure: soon, required: [precaution]}\n",
			`3:83+4 level-on-precaution [x] not_sure of a precaution never refers by itself | write careful, or add safety to required`},
		{"HEAD\n  - {id: x, ASK, kind: number, unit: y, min: 0, max: 10, step: 1, baseline: 1, not_sure: soon}\n",
			`3:117+4 not-sure-on-number [x] a number cannot be answered not_sure | remove not_sure, or make it a choice of ranges`},
		{"HEAD\n  - {id: x, ASK, kind: set, baseline: a, options: [{id: a, text: A, alone: careful}, {id: b, alone: bad, txt: B}]}\n",
			`3:103+7 unknown-level [x] alone is one of emergency, urgent, soon, routine, not "careful" | 
3:113+1 missing-key [x]
3:128+3 unknown-level [x] alone is one of emergency, urgent, soon, routine, not "bad" | 
3:133+3 unknown-key [x]`},
		{"HEAD\n  - {id: x, ASK, kind: set, baseline: a, required: [safety], not_sure: soon, options: [{id: a, text: A, alone: emergency}]}\n",
			`3:139+9 emergency-without-urgent [x] a is an emergency by itself, so not_sure must be urgent | add not_sure: urgent`},
		{"HEAD\n  - {id: x, ASK, kind: set, baseline: a, required: [safety], options: [{id: a, text: A, alone: emergency}]}\n",
			`3:123+9 emergency-without-urgent [x] a is an emergency by itself, so not_sure must be urgent | add not_sure: urgent`},
		{"HEAD\n  - {id: x, ASK, kind: set, baseline: a, required: [precaution], not_sure: careful, options: [{id: a, text: A, alone: emergency}]}\n",
			`3:146+9 emergency-without-urgent [x] a is an emergency by itself, so not_sure must be urgent | add not_sure: urgent`},
		{"HEAD\n  - {id: x, ASK, kind: set, baseline: a, not_sure: soon, options: [{id: a, text: A, alone: emergency}]}\n",
			`3:119+9 emergency-without-urgent [x] a is an emergency by itself, so not_sure must be urgent | add not_sure: urgent`},
		// Ranges.
		{"HEAD\n  - {id: x, ASK, kind: number, baseline: 1}\n",
			`3:5+0 missing-key [x]
3:5+0 missing-key [x]
3:5+0 missing-key [x]
3:5+0 missing-key [x]`},
		{"HEAD\n  - {id: x, ASK, kind: answer, baseline: no, unit: x, min: 1}\n",
			`3:79+1 number-key [x] unit belongs to numbers only | remove it
3:87+1 number-key [x] min belongs to numbers only | remove it`},
		{"HEAD\n  - {id: x, ASK, kind: number, unit: y, min: 0, max: 10, step: 1, baseline: 11}\n",
			`3:104+2 bad-baseline [x] baseline: x must be 0 to 10 y, not 11 | `},
		{"HEAD\n  - {id: x, ASK, kind: number, unit: y, min: 0, max: 10, step: 3, baseline: 1}\n",
			`3:91+1 bad-range [x] from min to max is not a whole number of steps | `},
		{"HEAD\n  - {id: x, ASK, kind: number, unit: y, min: 5, max: 1, step: 1, baseline: 1}\n",
			`3:73+1 bad-range [x] min is greater than max | `},
		{"HEAD\n  - {id: x, ASK, kind: number, unit: y, min: 0, max: 1, step: 0, baseline: 1}\n",
			`3:90+1 bad-range [x] step must be greater than 0 | `},
		{"HEAD\n  - {id: x, ASK, kind: number, unit: y, min: 0, max: 1, step: -1, baseline: 1}\n",
			`3:90+2 bad-range [x] step must be greater than 0 | `},
		{"HEAD\n  - {id: x, ASK, kind: number, unit: y, min: 0, max: 1000001, step: 1, baseline: 1}\n",
			`3:96+1 bad-range [x] from min to max are more than 1000000 steps | `},
		{"HEAD\n  - {id: x, ASK, kind: number, unit: '', min: 1e3, max: '5', step: 0.0000001, baseline: 1}\n",
			`3:65+2 empty-text [x] unit is empty | write the text or remove the key
3:74+3 bad-number [x] min must be a plain number below a thousand million with at most six decimals | 
3:84+3 bad-number [x] max must be a plain number below a thousand million with at most six decimals | 
3:95+9 bad-number [x] step must be a plain number below a thousand million with at most six decimals | `},
		{"HEAD\n  - {id: x, ASK, kind: number, unit: y, min: 0x1, max: .inf, step: [1], baseline: 1}\n",
			`3:73+3 bad-number [x] min must be a plain number below a thousand million with at most six decimals | 
3:83+4 bad-number [x] max must be a plain number below a thousand million with at most six decimals | 
3:95+1 wrong-shape [x]`},
		// Options.
		{"HEAD\n  - {id: x, ASK, kind: set, baseline: none}\n",
			`3:5+0 missing-key [x]`},
		{"HEAD\n  - {id: x, ASK, kind: choice, baseline: a, options: []}\n",
			`3:5+0 missing-key [x]`},
		{"HEAD\n  - {id: x, ASK, kind: number, unit: y, min: 0, max: 10, step: 1, baseline: 1, options: []}\n",
			`3:5+0 options-on-others [x] options belong to choices and sets only | remove them, or make it a choice or a set`},
		{"HEAD\n  - {id: x, ASK, kind: answer, baseline: no, options: [{id: a, text: A}]}\n",
			`3:5+0 options-on-others [x] options belong to choices and sets only | remove them, or make it a choice or a set`},
		{"HEAD\n  - {id: x, ASK, kind: choice, baseline: a, options: [a]}\n",
			`3:82+1 wrong-shape [x]`},
		{"HEAD\n  - {id: x, ASK, kind: choice, baseline: a, options: [{id: a, text: A}, {id: a, text: B}, {id: A, text: C}]}\n",
			`3:105+1 duplicate-option [x] option a is declared twice | remove one of them
3:123+1 bad-id [x] an option's id must be lower-case words joined by single underscores, at most 64 characters | write it like chest_symptoms or days_3_to_14`},
		{"HEAD\n  - {id: x, ASK, kind: choice, baseline: a, options: [{id: a, text: A}, {id: b_1, text: B}, {id: b1, text: B}]}\n",
			`3:125+2 same-name [x] b_1 and b1 are both B1 in GRL | rename one of them`},
		{"HEAD\n  - {id: x, ASK, kind: choice, baseline: a, options: [{id: a, text: A}, {id: not_a, text: B}, {id: not_seen, text: C}]}\n",
			`3:105+5 negated-name [x] NotA reads as every answer but A in GRL | rename one of them`},
		{"HEAD\n  - {id: x, ASK, kind: set, baseline: a, options: [{id: a, text: A}, {id: yes, text: B}, {id: no, text: B}, {id: none, text: B}, {id: not_sure, text: B}, {id: any, text: B}, {id: unsure, text: B}, {id: count, text: B}, {id: when, text: B}]}\n",
			`3:102+3 reserved-name [x] yes has a meaning of its own in a case file | make it an answer or a choice
3:122+2 reserved-name [x] no has a meaning of its own in a case file | make it an answer or a choice
3:141+4 reserved-name [x] none has a meaning of its own in a case file | none and not_sure are offered without being listed
3:162+8 reserved-name [x] not_sure has a meaning of its own in a case file | none and not_sure are offered without being listed
3:187+3 reserved-name [x] Any has a meaning of its own in GRL | rename the option
3:207+6 reserved-name [x] Unsure has a meaning of its own in GRL | rename the option
3:230+5 reserved-name [x] Count has a meaning of its own in GRL | rename the option
3:252+4 reserved-name [x] When has a meaning of its own in GRL | rename the option`},
		{"HEAD\n  - {id: x, ASK, kind: choice, baseline: a, options: [{id: a, text: A}, {id: none, text: B}, {id: any, text: B}]}\n",
			`3:105+4 reserved-name [x] none has a meaning of its own in a case file | none and not_sure are offered without being listed
3:126+3 reserved-name [x] Any has a meaning of its own in GRL | rename the option`},
		{"HEAD\n  - {id: x, ASK, kind: set, none: true, baseline: a, options: [{id: a, text: A}]}\n",
			`3:62+4 bad-none [x] none can only be false | remove it: sets offer none unless told otherwise`},
		{"HEAD\n  - {id: x, ASK, kind: choice, none: false, baseline: a, options: [{id: a, text: A}]}\n",
			`3:65+5 none-on-others [x] none belongs to sets only | remove it`},
	}
	for _, tt := range tests {
		t.Run(tt.src, func(t *testing.T) {
			t.Parallel()
			v, err := facts.ReadVocabulary("f", []byte(abbreviations.Replace(tt.src)))
			if v != nil {
				t.Error("a vocabulary comes with the mistakes")
			}
			if diff := cmp.Diff(tt.want, worded.ReplaceAllString(lines(t, "f", err), "$1")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTooManyOptions(t *testing.T) {
	t.Parallel()
	src := "screens: [{id: s, title: S}]\nfacts:\n  - id: x\n    kind: set\n    screen: s\n    question: Q\n    why: W\n    baseline: none\n    options:\n"
	options := func(n int) string {
		var b strings.Builder
		for i := range n {
			b.WriteString("      - {id: o" + strings.Repeat("x", i) + ", text: T}\n")
		}
		return b.String()
	}
	v, err := facts.ReadVocabulary("f", []byte(src+options(facts.MaxOptions)))
	if err != nil {
		t.Fatal(err)
	}
	c, err := v.ParseAnswer(v.Facts[0], "o"+strings.Repeat("x", facts.MaxOptions-1))
	if err != nil || c != 1<<(facts.MaxOptions-1) {
		t.Errorf("the last option is %x, %v", c, err)
	}
	_, err = facts.ReadVocabulary("f", []byte(src+options(facts.MaxOptions+1)))
	if want := "70:9+0 too-many-options [x] a fact has at most 60 options | make two facts of it"; lines(t, "f", err) != want {
		t.Error(err)
	}
}

func TestYAMLThatIsNotOurs(t *testing.T) {
	t.Parallel()
	for _, src := range []string{"", "# only\n", "screens: &a []\n", "screens: *a\n", "<<: {a: 1}\n", "screens: !!seq []\n", "screens: []\n---\nfacts: []\n",
		"facts: []\nfacts: []\n", "screens: [\n", "a: \xff", "a: \x00", strings.Repeat("[", 1000), strings.Repeat("- ", 1000)} {
		_, err := facts.ReadVocabulary("f", []byte(src))
		if lines(t, "f", err) == "" {
			t.Errorf("%.40q is accepted", src)
		}
	}
}

// TestHostileVocabulary: a file of nothing but mistakes is refused.
func TestHostileVocabulary(t *testing.T) {
	t.Parallel()
	const n = 2_000
	for name, src := range map[string]string{
		"empty facts":      "screens: []\nfacts:\n" + strings.Repeat("  - {}\n", n),
		"same fact":        "screens: []\nfacts:\n" + strings.Repeat("  - {id: x, kind: x, screen: x}\n", n),
		"same option":      "screens: []\nfacts:\n  - id: x\n    kind: set\n    options:\n" + strings.Repeat("      - {id: x, text: X, alone: x}\n", n),
		"unknown required": "screens: []\nfacts:\n  - id: x\n    required: [" + strings.Repeat("x, ", n) + "x]\n",
		"screens":          "screens:\n" + strings.Repeat("  - {id: x, title: X}\n", n) + "facts: []\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := facts.ReadVocabulary("f", []byte(src))
			if err == nil {
				t.Error("accepted")
			}
		})
	}
}

func TestReadVocabulary(t *testing.T) {
	t.Parallel()
	v := vocabulary(t)
	if diff := cmp.Diff([]facts.Screen{{ID: "you", Title: "About you"}, {ID: "pain", Title: "The pain"}}, v.Screens); diff != "" {
		t.Error(diff)
	}
	wantFinding := []facts.Finding{{ID: "New", Meaning: "It is new", Pos: diag.Pos{File: "facts.yaml", Line: 51, Column: 5}}}
	if diff := cmp.Diff(wantFinding, v.Findings); diff != "" {
		t.Error(diff)
	}
	onset, ok := v.ByName("Onset")
	if byID, _ := v.Lookup("onset"); !ok || onset != byID {
		t.Fatal("ByName and Lookup differ")
	}
	at := func(line, column int) diag.Pos { return diag.Pos{File: "facts.yaml", Line: line, Column: column} }
	want := &facts.Fact{
		Index: 4, ID: "onset", Name: "Onset", Kind: facts.Choice,
		Screen: "pain", Question: "How did it begin?", Help: "Think of the first day.", Why: "To know.",
		Safety: true, Precaution: true, NotSure: facts.LevelCareful,
		Options: []facts.Option{
			{ID: "gradual", Name: "Gradual", Text: "Slowly", Pos: at(29, 9)},
			{ID: "sudden", Name: "Sudden", Text: "All at once", Alone: facts.LevelUrgent, Pos: at(30, 9)},
			{ID: "no", Name: "No", Text: "It did not", Pos: at(31, 9)},
		},
		Baseline: 1, AskIf: "Case.Age >= 12 && Case.Smoker.Yes", AskIfPos: at(33, 14), Pos: at(20, 5),
	}
	if diff := cmp.Diff(want, onset); diff != "" {
		t.Error(diff)
	}
	shift, _ := v.Lookup("shift")
	if shift.Text(shift.Default) != "0.3 cm" || shift.Text(shift.Baseline) != "0 cm" || shift.Min != -2.5 || shift.Step != 0.1 || shift.Required() {
		t.Errorf("%+v", shift)
	}
	chest, _ := v.Lookup("chest")
	if diff := cmp.Diff([]facts.Code{{System: "loinc", Code: "72514-3", Source: "a-source"}}, chest.Codes); diff != "" {
		t.Error(diff)
	}
	for _, f := range v.Facts {
		if wantNone := f.ID == "chest" || f.ID == "extras"; f.OffersNone() != wantNone {
			t.Errorf("%s offers none: %t", f.ID, f.OffersNone())
		}
		if wantUnsure := slices.Contains([]string{"smoker", "onset", "chest"}, f.ID); f.OffersNotSure() != wantUnsure {
			t.Errorf("%s offers not_sure: %t", f.ID, f.OffersNotSure())
		}
	}
}

func TestLookup(t *testing.T) {
	t.Parallel()
	v := vocabulary(t)
	if diff := cmp.Diff([]string{"age", "shift", "smoker", "seen", "onset", "limit", "chest", "sites", "extras"}, v.FactIDs()); diff != "" {
		t.Error(diff)
	}
	if _, ok := v.Lookup("Age"); ok {
		t.Error("Lookup takes a GRL name")
	}
	if _, ok := v.ByName("age"); ok {
		t.Error("ByName takes an id")
	}
	limit, _ := v.ByName("Limit")
	if i, ok := limit.Option("days_3_to_14"); !ok || i != 1 {
		t.Error(i, ok)
	}
	if i, ok := limit.OptionByName("Days3To14"); !ok || i != 1 {
		t.Error(i, ok)
	}
	if _, ok := limit.Option("Days3To14"); ok {
		t.Error("Option takes a GRL name")
	}
}

func TestCamelCase(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]string{
		"age": "Age", "chest_symptoms": "ChestSymptoms", "fall_over_1m_or_5_stairs": "FallOver1mOr5Stairs", "days_3_to_14": "Days3To14", "": "",
	} {
		if got := facts.CamelCase(id); got != want {
			t.Errorf("CamelCase(%q) = %q, want %q", id, got, want)
		}
	}
}

// TestAskIfPos: the place of the first character, however the text is written.
func TestAskIfPos(t *testing.T) {
	t.Parallel()
	const before = "screens: [{id: s, title: S}]\nfacts:\n  - id: x\n    kind: answer\n    screen: s\n    question: Q\n    why: W\n    baseline: no\n    ask_if:"
	tests := []struct {
		src          string
		line, column int
	}{
		{" Case.Y\n", 9, 13},
		{" \"Case.Y\"\n", 9, 14},
		{" 'Case.Y'\n", 9, 14},
		{" >-\n      Case.Y\n", 10, 7},
		{" |\n\n        Case.Y\n", 11, 9},
		{"\n      Case.Y\n", 10, 7},
	}
	for _, tt := range tests {
		t.Run(tt.src, func(t *testing.T) {
			t.Parallel()
			v, err := facts.ReadVocabulary("f", []byte(before+tt.src))
			if err != nil {
				t.Fatal(err)
			}
			if got, want := v.Facts[0].AskIfPos, (diag.Pos{File: "f", Line: tt.line, Column: tt.column}); got != want {
				t.Errorf("at %v, want %v", got, want)
			}
		})
	}
}

// TestHash: what changes which case files are valid changes the hash, what only
// words a question does not.
func TestHash(t *testing.T) {
	t.Parallel()
	was := vocabulary(t).Hash()
	if len(was) != 64 {
		t.Errorf("%q is no SHA-256", was)
	}
	for _, tt := range []struct {
		from, to string
		same     bool
	}{
		{"How old are you?", "What is your age?", true},
		{"baseline: 40", "baseline: 41", true},
		{"alone: urgent", "alone: soon", true},
		{"not_sure: routine", "not_sure: soon", true},
		{"id: age", "id: years", false},
		{"max: 120", "max: 121", false},
		{"unit: years", "unit: months", false},
		{"{id: no, text: \"It did not\"}", "{id: never, text: \"It did not\"}", false},
		{"not_sure: routine, ", "", false},
		{"kind: set, none: false, ", "kind: set, ", false},
	} {
		changed := strings.Replace(small, tt.from, tt.to, 1)
		v, err := facts.ReadVocabulary("facts.yaml", []byte(changed))
		if err != nil {
			t.Errorf("%s: %v", tt.to, err)
			continue
		}
		if same := v.Hash() == was; same != tt.same || changed == small {
			t.Errorf("%s -> %s: the same hash: %t", tt.from, tt.to, same)
		}
	}
}

// TestShippedPack keeps the reader and the pack together; the pack's own checks
// are in package pack.
func TestShippedPack(t *testing.T) {
	t.Parallel()
	src, err := os.ReadFile("../rules/upperback/facts.yaml")
	if err != nil {
		t.Fatal(err)
	}
	v, err := facts.ReadVocabulary("facts.yaml", src)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range v.Facts {
		if v.Healthy().Words()[f.Index] == 0 {
			t.Errorf("the healthy case lacks %s", f.ID)
		}
	}
}
