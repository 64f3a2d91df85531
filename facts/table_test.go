package facts_test

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/facts"
)

const plainHeader = "case_id,age,chest,smoker,shift,sites"

var plainRows = []string{
	"a-1,40,pressure,yes,-2.5,neck;mid_back",
	",,,,,",
	"b,0,tearing;pressure;not_sure,not_sure,0.30,neck",
	"c,120,none,no,-0,mid_back",
}

var otherRows = []string{
	"a,40,pressure,yes,0", "a,40,pressure,yes,0,neck,", "x", `"a","40","pressure","yes","0","neck"`, `a,40,"pressure, tearing",yes,0,neck`,
	"a, 40 ,Pressure,Y,0,NECK", "a,40,?,?,0,neck", "a,40,pressure;pressure,yes,0,neck", "a,40,pressure;none,yes,0,neck", "a,40,;,yes,0,neck", "a,40,pressure;,yes,0,neck",
	"a,40,none;none,yes,0,neck", "a,4x,pressure,yes,0,neck", "a,forty,pressure,perhaps,0.05,nick", "ä,40,pressure,yes,0,neck", "a\tb,40,,,,", `a"b,40,,,,`, `"a"b,40,,,,`, `"a,40`,
	"\"a\nb\",40,,,,", "a,40,,,,\r", "\xff,40,,,,", "a\x00,40,,,,", "a,4e1,,,,", "a,040,,,,", " ", "true,1,,true,,", "5,40,,,,", strings.Repeat("x", 129) + ",,,,,", "=1+1,40,,,,",
	"a,40,,,,\nb,41,,,,",
}

// narrowRows suit a table of one column.
var narrowRows = []string{"", "40", "-1", "pressure;none", "a", `""`, "\r", ";", "none;", " 40", "pressure;tearing;earlier_this_month"}

// tableReaders reads a wide table and narrow ones, by their headers.
func tableReaders(tb testing.TB, v *facts.Vocabulary) map[string]*facts.TableReader {
	readers := map[string]*facts.TableReader{}
	for _, header := range []string{plainHeader, "age", "chest", "case_id", "extras,sites"} {
		r, err := v.NewTableReader("f", []byte(header))
		if err != nil {
			tb.Fatal(err)
		}
		readers[header] = r
	}
	return readers
}

// slowly reads a row by encoding/csv and ParseAnswer alone.
func slowly(v *facts.Vocabulary, header, row []byte) (*facts.Case, bool) {
	names, err := csv.NewReader(bytes.NewReader(header)).Read()
	if err != nil {
		panic(err)
	}
	r := csv.NewReader(bytes.NewReader(row))
	cells, err := r.Read()
	if err != nil || len(cells) != len(names) || r.InputOffset() != int64(len(row)) || bytes.ContainsRune(row, 0) || len(bytes.TrimSpace(row)) == 0 || !bytes.Equal(row, bytes.ToValidUTF8(row, nil)) {
		return nil, false
	}
	c := v.New()
	for i, name := range names {
		if name == facts.CaseID {
			c.ID = cells[i]
			if strings.ContainsFunc(c.ID, func(r rune) bool { return r < ' ' || r == 0x7f }) || len([]rune(c.ID)) > facts.MaxCaseID {
				return nil, false
			}
			continue
		}
		f, _ := v.Lookup(name)
		if c.Words()[f.Index], err = v.ParseAnswer(f, cells[i]); err != nil {
			return nil, false
		}
	}
	return c, true
}

func agreeOnRow(t *testing.T, v *facts.Vocabulary, r *facts.TableReader, header string, row []byte) {
	t.Helper()
	c := v.New()
	err := r.Read(diag.Pos{File: "f", Line: 2, Column: 1}, row, c)
	want, ok := slowly(v, []byte(header), row)
	switch {
	case !ok && err == nil:
		t.Fatalf("%q is read, and should not be", row)
	case ok && err != nil:
		t.Fatalf("%q: %v", row, err)
	case ok:
		same(t, want, c)
	default:
		checkMistakes(t, err)
		same(t, v.New(), c)
	}
}

func TestTableReaderAgrees(t *testing.T) {
	t.Parallel()
	v := vocabulary(t)
	for header, r := range tableReaders(t, v) {
		for _, row := range slices.Concat(plainRows, otherRows, narrowRows) {
			agreeOnRow(t, v, r, header, []byte(row))
		}
	}
}

func FuzzTableReader(f *testing.F) {
	v := vocabulary(f)
	for _, row := range slices.Concat(plainRows, otherRows, narrowRows) {
		f.Add([]byte(row))
	}
	readers := tableReaders(f, v)
	f.Fuzz(func(t *testing.T, row []byte) {
		for _, c := range string(row) { // what may stand in a case_id is tested elsewhere
			if c >= 0x80 {
				return
			}
		}
		for header, r := range readers {
			agreeOnRow(t, v, r, header, row)
		}
	})
}

func TestTableReaderRefuses(t *testing.T) {
	t.Parallel()
	v := vocabulary(t)
	for _, tt := range []struct{ header, row, want string }{
		{plainHeader, "a,40,pressure,yes,0",
			`3:1+19 wrong-columns [] this row has 5 columns, the header 6 | put quotes around a cell that holds a comma`},
		{plainHeader, "ä,500,pressure,perhaps,0,neck",
			`3:3+3 out-of-range [age] age must be 0 to 120 years, not 500 | 
3:16+7 unknown-option [smoker] smoker has no answer "perhaps" | write one of: yes, no, not_sure`},
		{plainHeader, "\"two\nlines\",500,,,,",
			`3:1+11 bad-case-id [] case_id holds a character that cannot be printed | use letters, digits and punctuation
4:8+3 out-of-range [age] age must be 0 to 120 years, not 500 | `},
		{plainHeader, `a,40,"pressure"d,,,`,
			`3:15+1 csv-syntax [] a quote is not closed, or something follows it | close the quote before the comma, and write two quotes for one within`},
		{plainHeader, `a,40,pres"sure,,,`,
			`3:10+1 csv-syntax [] a quote stands in a cell that does not begin with one | put quotes around the whole cell, and write two quotes for one within`},
		{plainHeader, "a\xff,40,,,,",
			`3:2+1 not-text [] this is not valid UTF-8 | save it as plain text in UTF-8`},
		{"age,agee,age,", "",
			`1:5+4 unknown-column [] no fact is called "agee" | did you mean age?
1:10+3 duplicate-key [age] age is given twice, first on line 1 column 1 | keep one of them
1:14+1 unnamed-column [] a column has no name | name the fact, or remove the column`},
		{"age;chest", "", `1:1+9 not-comma [] the columns are not parted by commas | save the table with commas between its columns`},
		{"a-1,40", "", `1:1+3 unknown-column [] no fact is called "a-1" | the first row names the facts, or --map FILE says what the columns mean
1:5+2 unknown-column [] no fact is called "40" | the first row names the facts, or --map FILE says what the columns mean`},
	} {
		r, err := v.NewTableReader("f", []byte(tt.header))
		if err == nil {
			err = r.Read(diag.Pos{File: "f", Line: 3, Column: 1}, []byte(tt.row), v.New())
		}
		if diff := cmp.Diff(tt.want, lines(t, "f", err)); diff != "" {
			t.Errorf("%s: %s", tt.row, diff)
		}
	}
}

func BenchmarkTableReader(b *testing.B) {
	v := shippedVocabulary(b)
	r, err := v.NewTableReader("f", []byte(strings.Join(v.CSVHeader(), ",")))
	if err != nil {
		b.Fatal(err)
	}
	healthy := v.Healthy()
	cells := []string{"case-1"}
	for i, f := range v.Facts {
		cells = append(cells, strings.Join(f.Values(healthy.Words()[i]), ";"))
	}
	row, c := []byte(strings.Join(cells, ",")), v.New()
	b.ReportAllocs()
	b.SetBytes(int64(len(row)))
	for b.Loop() {
		if err := r.Read(diag.Pos{}, row, c); err != nil {
			b.Fatal(err)
		}
	}
}
