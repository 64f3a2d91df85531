package facts_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/go-json-experiment/json"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"

	"github.com/limber-triage/limber/facts"
)

// schemaOf compiles the schema as somebody who checks cases by it does.
func schemaOf(t *testing.T, v *facts.Vocabulary) *jsonschema.Schema {
	t.Helper()
	text, err := v.Schema()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("case.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("case.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// verdicts says what the reader and the schema make of a case: nil is "fine".
func verdicts(t interface{ Fatalf(string, ...any) }, v *facts.Vocabulary, s *jsonschema.Schema, c map[string]any) (src []byte, reader, schema error) {
	src, err := json.Marshal(c, json.Deterministic(true))
	if err != nil {
		t.Fatalf("%v", err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(src))
	if err != nil {
		t.Fatalf("%s: %v", src, err)
	}
	_, reader = v.ParseJSON("f", src)
	return src, reader, s.Validate(doc)
}

// TestSchemaSaysWhatTheReaderSays draws objects with good and bad answers.
func TestSchemaSaysWhatTheReaderSays(t *testing.T) {
	t.Parallel()
	v := vocabulary(t)
	s := schemaOf(t, v)
	words := []any{"yes", "no", "none", "not_sure", "", "maybe", "NOT_SURE"}
	for _, f := range v.Facts {
		for i := range f.Options {
			words = append(words, f.Options[i].ID)
		}
	}
	numbers := []any{0, 1, -1, 40, 120, 121, 2.5, -2.5, 3.5, 1e9}
	others := []any{nil, true, false, map[string]any{}, []any{[]any{"none"}}, []any{1}, []any{nil}}
	word := rapid.SampledFrom(words)
	answer := rapid.OneOf(word, rapid.SampledFrom(numbers), rapid.SampledFrom(others),
		rapid.Map(rapid.SliceOfN(word, 0, 3), func(list []any) any { return list }))
	ids := append(v.FactIDs(), facts.CaseID, "chets", "Age")
	accepted := 0
	rapid.Check(t, func(t *rapid.T) {
		c := map[string]any{}
		for _, id := range rapid.SliceOfN(rapid.SampledFrom(ids), 0, 3).Draw(t, "facts") {
			c[id] = answer.Draw(t, id)
		}
		src, reader, schema := verdicts(t, v, s, c)
		if (reader == nil) != (schema == nil) {
			t.Fatalf("%s\nthe reader says %v\nthe schema says %v", src, reader, schema)
		}
		if reader == nil && len(c) > 0 {
			accepted++
		}
	})
	if accepted == 0 {
		t.Error("no case with an answer was accepted: the test sees too little")
	}
}

// TestSchemaOfCaseID: a record that passes the schema at its source must not
// be refused here, but for what no pattern can say everywhere.
func TestSchemaOfCaseID(t *testing.T) {
	t.Parallel()
	v := vocabulary(t)
	s := schemaOf(t, v)
	hold := func(t interface{ Fatalf(string, ...any) }, id string) {
		src, reader, schema := verdicts(t, v, s, map[string]any{facts.CaseID: id})
		far := strings.ContainsFunc(id, func(r rune) bool { return r > unicode.MaxLatin1 && !unicode.IsPrint(r) })
		if reader == nil && schema != nil || reader != nil && schema == nil && !far {
			t.Fatalf("%s\nthe reader says %v\nthe schema says %v", src, reader, schema)
		}
	}
	for r := rune(0); r <= unicode.MaxLatin1; r++ {
		for _, id := range []string{string(r), "a" + string(r), "a" + string(r) + "b"} {
			hold(t, id)
		}
	}
	for _, n := range []int{0, 1, facts.MaxCaseID, facts.MaxCaseID + 1} {
		for _, letter := range []string{"a", "ß", "日", "😀"} {
			hold(t, strings.Repeat(letter, n))
		}
	}
	rapid.Check(t, func(t *rapid.T) { hold(t, rapid.String().Draw(t, "case_id")) })
	if slices.ContainsFunc([]string{"a\n", "\x7f", "a\u0085b"}, func(id string) bool {
		_, _, schema := verdicts(t, v, s, map[string]any{facts.CaseID: id})
		return schema == nil
	}) {
		t.Error("the schema lets a control pass")
	}
}
