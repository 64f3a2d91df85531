package batch_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/limber-triage/limber/engine/batch"
)

func atOnce() int { return 1 << 30 }

func TestSplit(t *testing.T) {
	t.Parallel()
	type f = batch.Found
	for _, tt := range []struct {
		form batch.Form
		src  string
		want []f
		err  string
	}{
		{batch.Lines, "", nil, ""},
		{batch.Lines, "a\nb\r\n\n \r\nc", []f{{"a", 1, 1}, {"b", 2, 1}, {"c", 5, 1}}, ""},
		{batch.Table, "a,b\n\"x\ny\",c\r\n\"d\"\"\",e\nf", []f{{"a,b", 1, 1}, {"\"x\ny\",c", 2, 1}, {"\"d\"\"\",e", 4, 1}, {"f", 5, 1}}, ""},
		{batch.Table, "\"a\nb\nc", []f{{"\"a", 1, 1}, {"b", 2, 1}, {"c", 3, 1}}, ""},
		{batch.Table, "\"a\"x\"\nb\n", []f{{`"a"x"`, 1, 1}, {"b", 2, 1}}, ""},
		{batch.Table, "a\"b\nc,\"d\ne\"\n", []f{{`a"b`, 1, 1}, {"c,\"d\ne\"", 2, 1}}, ""},
		{batch.Array, "[]", nil, ""},
		{batch.Array, "\ufeff [ {\"a\":[1]} ,\n  \"x]\\\"\" ,12,true , [ ] ]\n", []f{{`{"a":[1]}`, 1, 4}, {`"x]\""`, 2, 3}, {"12", 2, 11}, {"true", 2, 14}, {"[ ]", 2, 21}}, ""},
		{batch.Array, "[{},ä]", []f{{"{}", 1, 2}, {"ä", 1, 5}}, ""},
		{batch.Array, "[{}", []f{{"{}", 1, 2}}, "f: the array of cases is not closed"},
		{batch.Array, "[{},{", []f{{"{}", 1, 2}}, "f: the array of cases is not closed"},
		{batch.Array, "", nil, "f: there is no array of cases"},
		{batch.Array, "[{},]", []f{{"{}", 1, 2}}, "f:1:5: this is no array of cases: unexpected \"]\" (hint: there is a comma too many)"},
		{batch.Array, "[{}\n {}]", []f{{"{}", 1, 2}}, "f:2:2: this is no array of cases: unexpected \"{\" (hint: a comma is missing between two cases)"},
		{batch.Array, "[{}] {}", []f{{"{}", 1, 2}}, "f:1:6: this is no array of cases: unexpected \"{\" (hint: keep one array in a file, or write one case on each line)"},
		{batch.Array, "ä", nil, "f:1:1: this is no array of cases: unexpected \"ä\" (hint: an array of cases begins with [)"},
		{batch.Array, "[}", nil, "f:1:2: this is no array of cases: unexpected \"}\""},
	} {
		got, err := batch.Split(tt.form, tt.src, atOnce)
		text := ""
		if err != nil {
			text = err.Error()
		}
		if diff := cmp.Diff(tt.want, got) + cmp.Diff(tt.err, text); diff != "" {
			t.Errorf("%s %q: %s", tt.form, tt.src, diff)
		}
	}
}

// FuzzSplit holds the splitters to two things: what they find does not depend
// on how the bytes arrive, and it is what encoding/csv and JSON v2 find.
func FuzzSplit(f *testing.F) {
	for _, src := range []string{"a,b\n\"x\ny\",c\r\n\"d\"\"\",e\nf", "\"a\nb", "[{\"a\":[1,\"]\"]},\n2,[]]", "[1 2]", "[\"\\\"\",x]", "{}\n\n{}\r\n", "\ufeff[1]", "a\"b\n\"\"\"\"\n"} {
		f.Add(src, uint64(1))
	}
	f.Fuzz(func(t *testing.T, src string, seed uint64) {
		r := rand.New(rand.NewPCG(seed, 0))
		for _, form := range []batch.Form{batch.Lines, batch.Table, batch.Array} {
			whole, err := batch.Split(form, src, atOnce)
			pieces, err2 := batch.Split(form, src, func() int { return 1 + r.IntN(4) })
			if diff := cmp.Diff(whole, pieces); diff != "" || (err == nil) != (err2 == nil) || err != nil && err.Error() != err2.Error() {
				t.Fatalf("%s %q: %s %v %v", form, src, diff, err, err2)
			}
			switch form {
			case batch.Table:
				sameRows(t, src, whole)
			case batch.Array:
				sameElements(t, src, whole, err)
			}
		}
	})
}

// sameRows compares with encoding/csv where it takes the whole table.
func sameRows(t *testing.T, src string, rows []batch.Found) {
	r := csv.NewReader(strings.NewReader(src))
	r.FieldsPerRecord = -1
	want, err := r.ReadAll()
	if err != nil {
		return
	}
	want = slices.DeleteFunc(want, func(row []string) bool { return len(row) == 1 && strings.TrimSpace(row[0]) == "" })
	var got [][]string
	for _, row := range rows {
		r := csv.NewReader(strings.NewReader(row.Text))
		cells, err := r.Read()
		if err != nil {
			t.Fatalf("%q: %q: %v", src, row.Text, err)
		}
		if len(cells) > 1 || strings.TrimSpace(cells[0]) != "" {
			got = append(got, cells)
		}
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Fatalf("%q: %s", src, diff)
	}
}

// sameElements compares with JSON v2 where it takes the whole array.
func sameElements(t *testing.T, src string, got []batch.Found, failed error) {
	d := jsontext.NewDecoder(bytes.NewReader([]byte(strings.TrimPrefix(src, "\ufeff"))), jsontext.AllowDuplicateNames(true))
	if token, err := d.ReadToken(); err != nil || token.Kind() != '[' {
		return
	}
	var want []string
	for d.PeekKind() != ']' {
		v, err := d.ReadValue()
		if err != nil {
			return
		}
		want = append(want, string(v))
	}
	_, _ = d.ReadToken()
	if _, err := d.ReadToken(); !errors.Is(err, io.EOF) {
		return
	}
	texts := make([]string, 0, len(got))
	for _, f := range got {
		texts = append(texts, f.Text)
	}
	if failed != nil || !slices.Equal(want, texts) {
		t.Fatalf("%q: want %q, got %q, %v", src, want, texts, failed)
	}
}
