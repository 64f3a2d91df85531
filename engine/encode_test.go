package engine_test

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/pack"
)

// byTags is a decision that is written as its struct tags say.
type byTags engine.Decision

func TestRecordsAreWrittenAsTheTagsSay(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(11, 12))
	for range 2000 {
		var d engine.Decision
		fill(r, reflect.ValueOf(&d).Elem())
		want, err := json.Marshal((*byTags)(&d), json.Deterministic(true))
		if err != nil {
			t.Fatal(err)
		}
		got, err := d.AppendJSON([]byte("before "))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, append([]byte("before "), want...)) {
			t.Fatalf("got  %s\nwant %s", got, want)
		}
		if again, err := json.Marshal(&d); err != nil || !bytes.Equal(again, want) {
			t.Fatalf("within other JSON: %v\ngot  %s\nwant %s", err, again, want)
		}
	}
}

// fill puts something random into every field, whatever fields there are.
func fill(r *rand.Rand, v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).Tag.Get("json") != "-" {
				fill(r, v.Field(i))
			}
		}
	case reflect.Pointer:
		if r.IntN(4) > 0 {
			v.Set(reflect.New(v.Type().Elem()))
			fill(r, v.Elem())
		}
	case reflect.Slice:
		if n := r.IntN(4) - 1; n >= 0 {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
			for i := range n {
				fill(r, v.Index(i))
			}
		}
	case reflect.String:
		texts := []string{"", "plain", "two words", `"quoted"`, `back\slash`, "tab\tline\nend\r", "\x00\x1f\x7f", "<&>", "\u2028", "\ufffd", "é 🙂 10 °C", "</script>"}
		v.SetString(texts[r.IntN(len(texts))])
	case reflect.Int:
		limit := 1000
		if v.Type() == reflect.TypeFor[pack.Phase]() {
			limit = pack.Phases
		}
		n := r.IntN(limit)
		if limit == 1000 && r.IntN(4) == 0 {
			n = []int{0, -1, math.MaxInt, math.MinInt}[r.IntN(4)]
		}
		v.SetInt(int64(n))
	case reflect.Float64:
		numbers := []float64{0, math.Copysign(0, -1), 0.5, 12, 1e-7, 1e-6, 1e20, 1e21, 1.0 / 3, -2.5, 1e-10, math.MaxFloat64, r.NormFloat64()}
		v.SetFloat(numbers[r.IntN(len(numbers))])
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
	default:
		panic(fmt.Sprintf("fill %s: teach this test about it", v.Type()))
	}
}

func TestEveryCharacterIsQuotedWhereverItStands(t *testing.T) {
	t.Parallel()
	for c := range rune(0x180) {
		for before := range 17 {
			text := strings.Repeat("a", before) + string(c) + strings.Repeat("z", 16-before)
			d := engine.Decision{Case: text}
			want, err := json.Marshal(text)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := d.MarshalJSON(); err != nil || !bytes.HasPrefix(got, slices.Concat([]byte(`{"case":`), want, []byte(`,"outcome"`))) {
				t.Fatalf("%q at %d: %v, %s", c, before, err, got)
			}
		}
	}
}

func TestRecordsThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(*engine.Decision){
		"text that is not UTF-8": func(d *engine.Decision) { d.Case = "a\xffb" },
		"no number":              func(d *engine.Decision) { d.Plan.MinutesPerDay = math.NaN() },
		"infinite":               func(d *engine.Decision) { d.Plan.MinutesPerDay = math.Inf(1) },
	} {
		d := *decide(t, newEngine(t, engine.Options{CrossCheck: -1}), harmless())
		plan := *d.Plan
		d.Plan = &plan
		spoil(&d)
		if b, err := d.MarshalJSON(); err == nil || b != nil {
			t.Errorf("%s: got %s", name, b)
		}
		if _, err := json.Marshal((*byTags)(&d)); err == nil {
			t.Errorf("%s: the tags write it", name)
		}
	}
}
