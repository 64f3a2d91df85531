package facts

import (
	"bytes"
	"math"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Schema returns the JSON Schema (draft 2020-12) of one case: it accepts what
// [Vocabulary.ParseJSON] accepts, except that a schema cannot see a key given
// twice, nor steps such as 0.1, nor which characters of a case_id beyond the
// first 256 of Unicode cannot be printed. The same vocabulary gives the same
// bytes.
func (v *Vocabulary) Schema() ([]byte, error) {
	properties := object{{CaseID, object{
		{"title", "A name for this record; no rule reads it"},
		{"type", []string{"string", "null"}},
		{"minLength", 1},
		{"maxLength", MaxCaseID},
		{"not", object{{"type", "string"}, {"pattern", unprintable}}},
	}}}
	for _, f := range v.Facts {
		properties = append(properties, member{f.ID, f.schema()})
	}
	var b bytes.Buffer
	err := json.MarshalWrite(&b, object{
		{"$schema", "https://json-schema.org/draft/2020-12/schema"},
		{"title", "A case: one person's answers"},
		{"description", "A fact that is left out or null is unanswered, which is never taken as no."},
		{"type", "object"},
		{"properties", properties},
		{"additionalProperties", false},
	}, jsontext.WithIndent("  "))
	return append(b.Bytes(), '\n'), err
}

// unprintable finds what a case_id may not hold: controls, the no-break space
// and the soft hyphen. Escapes of two digits and no anchor mean the same to the
// regular expressions of JavaScript, Python, Go and Java; \p, \u and $ do not.
const unprintable = `[\x00-\x1f\x7f-\xa0\xad]`

func (f *Fact) schema() object {
	s := object{{"title", f.Question}, {"description", f.describe()}}
	switch f.Kind {
	case Answer:
		return append(s, member{"enum", append(anyOf(f.words()), true, false, nil)})
	case Number:
		s = append(s, member{"type", []string{"number", "null"}}, member{"minimum", f.Min}, member{"maximum", f.Max})
		// multipleOf counts from zero and most validators divide binary
		// fractions, so it can say what 1 and 0.5 are but not 0.1; the
		// description says it always.
		const exact = 1024
		if micro(f.Min)%micro(f.Step) == 0 && f.Step*exact == math.Trunc(f.Step*exact) {
			s = append(s, member{"multipleOf", f.Step})
		}
		return s
	case Choice:
		return append(s, member{"enum", append(anyOf(f.words()), nil)})
	}
	ticks := f.tickable()
	many := object{{"type", "array"}, {"items", object{{"enum", ticks}}}, {"uniqueItems", true}}
	if f.NoNone {
		many = append(many, member{"minItems", 1})
	}
	forms := []any{many}
	if f.OffersNone() {
		forms = append(forms, object{{"const", []string{None}}})
	}
	return append(s, member{"anyOf", append(forms, object{{"enum", append(anyOf(f.words()), nil)}})})
}

// tickable lists the words that may stand together in a set.
func (f *Fact) tickable() []string {
	words := make([]string, 0, len(f.Options)+1)
	for i := range f.Options {
		words = append(words, f.Options[i].ID)
	}
	if f.OffersNotSure() {
		words = append(words, NotSure)
	}
	return words
}

// describe is what a form shows beside the question.
func (f *Fact) describe() string {
	var lines []string
	if f.Help != "" {
		lines = append(lines, f.Help)
	}
	lines = append(lines, "Why we ask: "+f.Why)
	if f.Kind == Number {
		lines = append(lines, "From "+f.rangeText()+", in steps of "+formatNumber(f.Step)+".")
	}
	for i := range f.Options {
		lines = append(lines, f.Options[i].ID+": "+f.Options[i].Text)
	}
	return strings.Join(lines, "\n")
}

func anyOf(words []string) []any {
	values := make([]any, len(words))
	for i, w := range words {
		values[i] = w
	}
	return values
}

// object is a JSON object whose members keep their order.
type object []member

type member struct {
	name  string
	value any
}

// MarshalJSONTo writes the members in order.
func (o object) MarshalJSONTo(e *jsontext.Encoder) error {
	if err := e.WriteToken(jsontext.BeginObject); err != nil {
		return err
	}
	for _, m := range o {
		if err := e.WriteToken(jsontext.String(m.name)); err != nil {
			return err
		}
		if err := json.MarshalEncode(e, m.value); err != nil {
			return err
		}
	}
	return e.WriteToken(jsontext.EndObject)
}
