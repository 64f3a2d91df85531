package facts_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/facts"
)

const formMap = `
columns:
  "When": ~
  "Number": case_id
  "Your age?": age
  "Do you smoke?": smoker
  "How did it begin?":
    fact: onset
    options: {"Slowly, by and by": gradual, "At once": sudden, "It didn’t": "no", "No idea": not_sure}
  "Any of these?":
    fact: chest
    options: {"A weight, or squeezing": pressure, "Tearing": tearing, "Tearing, or burning": tearing, "Earlier": earlier_this_month, "No idea": not_sure}
  "Nothing of that": {none_column: [chest, extras]}
  "Desk": {fact: extras, option: desk, ticked: "I have one"}
`

const formHeader = "When,Number,Your age?,Do you smoke?,How did it  begin?,ANY of these?,Nothing of that,Desk"

// TestMap compares the case that a row becomes, or its mistakes.
func TestMap(t *testing.T) {
	t.Parallel()
	v := vocabulary(t)
	m, err := v.ReadMap("map.yaml", []byte(formMap))
	if err != nil {
		t.Fatal(err)
	}
	r, err := m.NewTableReader("f", []byte("\ufeff"+formHeader))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ row, want, mistake string }{
		{"now,a-1,40,Yes,At once,Earlier,,", `{"case_id":"a-1","age":40,"smoker":"yes","onset":"sudden","chest":["earlier_this_month"]}`, ""},
		{",,,,,,,", `{}`, ""},
		{",,,not sure,No idea,No idea,,", `{"smoker":"not_sure","onset":"not_sure","chest":["not_sure"]}`, ""},
		{",,,,it didn't,,,", `{"onset":"no"}`, ""},
		{",,,,\"slowly,  by and by\",,,", `{"onset":"gradual"}`, ""},
		{",,,,,\"A weight, or squeezing, Tearing\",,", `{"chest":["pressure","tearing"]}`, ""},
		{",,,,,\"Tearing;A weight, or squeezing;\",,", `{"chest":["pressure","tearing"]}`, ""},
		{",,,,,\"Tearing\nEarlier\",,", `{"chest":["tearing","earlier_this_month"]}`, ""},
		{",,,,,\"Tearing, or burning, No idea\",,", `{"chest":["tearing","not_sure"]}`, ""},
		{",,,,,,Nothing of that,", `{"chest":["none"],"extras":["none"]}`, ""},
		{",,,,,,yes,no", `{"chest":["none"],"extras":["none"]}`, ""},
		{",,,,,,0,I have one", `{"extras":["desk"]}`, ""},
		{",,,,,,,desk", `{"extras":["desk"]}`, ""},

		{",,,,,Tearing,x,", "", `2:14+1 none-with-others [chest] chest cannot be none and something else | one of the two answers is a slip; ask again`},
		{",,,,,,,perhaps", "", `2:8+7 unknown-tick [extras] "perhaps" is neither a tick nor empty | add ticked: to the column in the map, with the text of a tick`},
		{",,forty,perhaps,,,,", "", `2:3+5 not-a-number [age] age must be a number, not "forty" | write a plain decimal number, such as 0
2:9+7 unknown-option [smoker] the map has no answer of smoker for "perhaps" | add it to the options of "Do you smoke?" in the map`},
		{",,,,At onze,,,", "", `2:5+7 unknown-option [onset] the map has no answer of onset for "at onze" | did you mean at once?`},
		{",,,,,\"Tearing, Other: a, b\",,", "", `2:6+22 unknown-option [chest] the map has no answer of chest for "other: a" | add it to the options of "Any of these?" in the map`},
		{",,,,,Tearing or so,,", "", `2:6+13 unknown-option [chest] the map has no answer of chest for "tearing or so" | add it to the options of "Any of these?" in the map`},
		{",,,,,,", "", `2:1+6 wrong-columns [] this row has 7 columns, the header 8 | put quotes around a cell that holds a comma`},
	} {
		c := v.New()
		err := r.Read(diag.Pos{File: "f", Line: 2, Column: 1}, []byte(tt.row), c)
		if diff := cmp.Diff(tt.mistake, lines(t, "f", err)); diff != "" {
			t.Errorf("%s: %s", tt.row, diff)
		}
		if got, _ := c.MarshalJSON(); err == nil && string(got) != tt.want {
			t.Errorf("%s: got %s, want %s", tt.row, got, tt.want)
		}
	}
}

// TestABlankColumnIsUnanswered (hazard H7): an empty cell answers nothing, nor
// does a set whose ticks are all empty, or said to be no.
func TestABlankColumnIsUnanswered(t *testing.T) {
	t.Parallel()
	v := vocabulary(t)
	var columns strings.Builder
	header, blank, no := []string{"id"}, []string{"a"}, []string{"a"}
	columns.WriteString("columns:\n  id: case_id\n")
	add := func(name, as, said string) {
		header, blank, no = append(header, name), append(blank, " "), append(no, said)
		columns.WriteString("  " + name + ": " + as + "\n")
	}
	for _, f := range v.Facts {
		if f.Kind != facts.Set {
			add(f.ID, f.ID, "")
			continue
		}
		for i := range f.Options {
			add(f.ID+"-"+f.Options[i].ID, "{fact: "+f.ID+", option: "+f.Options[i].ID+"}", "no")
		}
	}
	add("none", "{none_column: [chest, extras]}", "0")
	m, err := v.ReadMap("map.yaml", []byte(columns.String()))
	if err != nil {
		t.Fatal(err)
	}
	mapped, err := m.NewTableReader("f", []byte(strings.Join(header, ",")))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := v.NewTableReader("f", []byte(strings.Join(v.CSVHeader(), ",")))
	if err != nil {
		t.Fatal(err)
	}
	want := v.New()
	want.ID = "a"
	for _, read := range []struct {
		*facts.TableReader
		row string
	}{{mapped, strings.Join(blank, ",")}, {mapped, strings.Join(no, ",")}, {plain, "a" + strings.Repeat(",", len(v.Facts))}} {
		c := v.New()
		if err := read.Read(diag.Pos{File: "f", Line: 2, Column: 1}, []byte(read.row), c); err != nil {
			t.Fatal(err)
		}
		same(t, want, c)
	}
}

// TestANoneColumnAnswersOnlyTheSetsItNames (hazard H7): neither a set that it
// does not name, nor one of which the form leaves an option out.
func TestANoneColumnAnswersOnlyTheSetsItNames(t *testing.T) {
	t.Parallel()
	v := vocabulary(t)
	const ticks = `
  P: {fact: chest, option: pressure}
  T: {fact: chest, option: tearing}
  E: {fact: chest, option: earlier_this_month}
  D: {fact: extras, option: desk}
`
	for _, tt := range []struct{ columns, header, row, want, refused string }{
		{ticks + "  N: {none_column: [extras]}", "P,T,E,D,N", ",,,,yes", `{"extras":["none"]}`, ""},
		{ticks + "  N: {none_column: [extras]}", "P,T,E,D,N", "x,,,,yes", `{"chest":["pressure"],"extras":["none"]}`, ""},
		{ticks + "  N: {none_column: [chest, extras]}", "P,T,E,D,N", ",,,,yes", `{"chest":["none"],"extras":["none"]}`, ""},
		{strings.Replace(ticks, "  E: {fact: chest, option: earlier_this_month}", "  E: ~", 1) + "  N: {none_column: [chest, extras]}", "", "", "", "none-not-shown"},
		{"\n  D: extras\n  N: {none_column: [chest]}", "", "", "", "none-not-shown"},
		{"\n  C: {fact: chest, options: {a: pressure, b: tearing, nothing: none}}", "", "", "", "none-not-shown"},
	} {
		m, err := v.ReadMap("map.yaml", []byte("columns:"+tt.columns))
		if tt.refused != "" {
			if !strings.Contains(lines(t, "map.yaml", err), tt.refused) {
				t.Errorf("%s: %v", tt.columns, err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		r, err := m.NewTableReader("f", []byte(tt.header))
		if err != nil {
			t.Fatal(err)
		}
		c := v.New()
		if err := r.Read(diag.Pos{File: "f", Line: 2, Column: 1}, []byte(tt.row), c); err != nil {
			t.Fatal(err)
		}
		if got, _ := c.MarshalJSON(); string(got) != tt.want {
			t.Errorf("%s: got %s, want %s", tt.row, got, tt.want)
		}
	}
}

// TestAmbiguousCell: what can be read in two ways is read in neither.
func TestAmbiguousCell(t *testing.T) {
	t.Parallel()
	v := vocabulary(t)
	m, err := v.ReadMap("map.yaml", []byte(`columns: {A: ~, "Chest": {fact: chest, options: {"a": pressure, "b": tearing, "a, b": earlier_this_month}}}`))
	if err != nil {
		t.Fatal(err)
	}
	r, err := m.NewTableReader("f", []byte("A,Chest"))
	if err != nil {
		t.Fatal(err)
	}
	c := v.New()
	err = r.Read(diag.Pos{File: "f", Line: 2, Column: 1}, []byte(`,"b, a, b"`), c)
	want := `2:2+9 ambiguous-answer [chest] this can be read as more than one set of options of chest | export the form with one column for each option`
	if diff := cmp.Diff(want, lines(t, "f", err)); diff != "" {
		t.Error(diff)
	}
	// The whole cell is an option: form tools do not join what is one.
	if err := r.Read(diag.Pos{File: "f", Line: 2, Column: 1}, []byte(`,"a, b"`), c); err != nil {
		t.Error(err)
	}
}

func TestMapRefuses(t *testing.T) {
	t.Parallel()
	v := vocabulary(t)
	for _, tt := range []struct{ src, header, want string }{
		{`columns: {A: agee, B: ~}`, "", `1:14+4 unknown-fact [] unknown fact "agee" | did you mean age?`},
		{`columns: {A: age, B: age}`, "", `1:19+1 answered-twice [] age is answered by two columns, first on line 1 | ignore one of them with ~`},
		{`columns: {A: case_id, B: case_id}`, "", `1:23+1 answered-twice [] two columns are the case_id | keep one of them`},
		{`columns: {A: {fact: chest, options: {"x": pressure, "none of them": none}}}`, "",
			`1:11+1 none-not-shown [] this cannot be none of chest, since the map lists no text for tearing, earlier_this_month | show them in the form, or leave none out: unanswered is not no`},
		{`columns: {A: {fact: chest, option: none}}`, "",
			`1:11+1 none-not-shown [] this cannot be none of chest, since the map lists no text for pressure, tearing, earlier_this_month | show them in the form, or leave none out: unanswered is not no`},
		{`columns: {A: chest, B: {none_column: [chest, extras]}}`, "",
			`1:21+1 none-not-shown [] this cannot be none of extras, since the map lists no text for desk | show them in the form, or leave none out: unanswered is not no`},
		{`columns: {A: {none_column: [sites, onset]}}`, "",
			`1:29+5 none-not-offered [] sites cannot be none | write one of: neck, mid_back
1:36+5 none-not-offered [] onset cannot be none | write one of: gradual, sudden, no, not_sure`},
		{`columns: {A: {fact: onset, options: {"x": sudd, "x ": gradual}}}`, "",
			`1:43+4 unknown-option [onset] onset has no answer "sudd" | did you mean sudden?
1:49+4 duplicate-key [] this text is empty, or given twice | keep one of them`},
		{`columns: {A: {fact: age, options: {"x": 40}}, B: {fact: onset, option: sudden}, C: {options: {}}, D: {fact: chest, ticked: x}}`, "",
			`1:35+1 bad-column [] options of age must be a mapping from texts to its answers | write {"text of the form": option, ...}; a number has none
1:72+6 bad-column [] only a set has a column for each of its options, and onset is a choice | use options:
1:81+1 bad-column [] this column names no fact | add fact:, or write ~ to ignore the column
1:124+1 bad-column [] ticked says how a tick reads, and this column is no tick | add option: or none_column:`},
		{`columns: {A: [age]}`, "", `1:14+1 bad-column [] a column cannot be a list | write a fact, ~ or {fact: ..., options: ...}`},
		{`colums: {A: age}`, "", `1:1+1 missing-key [] the file lacks columns | add columns:
1:1+6 unknown-key [] unknown key "colums" | did you mean columns?`},
	} {
		_, err := v.ReadMap("map.yaml", []byte(tt.src))
		got := lines(t, "map.yaml", err)
		if tt.want != "" && cmp.Diff(tt.want, got) != "" {
			t.Errorf("%s: %s", tt.src, cmp.Diff(tt.want, got))
		}
	}
}

// TestMapAndHeader: columns that were renamed are found on both sides.
func TestMapAndHeader(t *testing.T) {
	t.Parallel()
	v := vocabulary(t)
	m, err := v.ReadMap("map.yaml", []byte("columns:\n  Age: age\n  Smoke: smoker\n  Other: ~\n  Other [2]: ~\n"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.NewTableReader("f", []byte("other,AGE,Other,smoke")); err != nil {
		t.Error(err)
	}
	_, err = m.NewTableReader("f", []byte("Age,Smokes,Other,More"))
	want := `f:1:5: column "Smokes" is not in the map (hint: did you mean Smoke?)
f:1:18: column "More" is not in the map (hint: add it to map.yaml; ~ ignores it)
map.yaml:3:3: f has no column "Smoke" (hint: mend the name, or remove it from the map)
map.yaml:5:3: f has no column "Other [2]" (hint: mend the name, or remove it from the map)`
	if err == nil || cmp.Diff(want, err.Error()) != "" {
		t.Error(cmp.Diff(want, err.Error()))
	}
}

// TestStartMap begins the maps of the three exports. The form that uses our
// words is understood wholly; all three can be read, and keep free text out.
func TestStartMap(t *testing.T) {
	t.Parallel()
	v := shippedVocabulary(t)
	started := func(name string) string {
		src, err := os.ReadFile("../testdata/forms/" + name + ".csv")
		if err != nil {
			t.Fatal(err)
		}
		text, err := v.StartMap(name+".csv", src)
		if err != nil {
			t.Fatal(err)
		}
		_, err = v.ReadMap(name, text)
		const want = `6:10+2 map-not-checked [] nobody has checked this map | hold every line against the form, then write checked: yes`
		if diff := cmp.Diff(want, lines(t, name, err)); diff != "" {
			t.Error(diff)
		}
		m, err := v.ReadMap(name, bytes.Replace(text, []byte("checked: no"), []byte("checked: yes"), 1))
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		header, _, _ := strings.Cut(string(src), "\n")
		if _, err := m.NewTableReader(name, []byte(header)); err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	google := started("google-forms")
	// The form asks this one in words of its own ("Do any of these apply to you,
	// now or in the past?"), which fit several facts: whoever writes the map has
	// to say which it is.
	const byHand = "vessel_risk"
	for _, f := range v.Facts {
		n := strings.Count(google, ": "+f.ID+"\n") + strings.Count(google, ": "+f.ID+" #")
		if want := f.ID == byHand; want && n != 0 || !want && n != 1 {
			t.Errorf("%s has %d columns", f.ID, n)
		}
	}
	if want := "  \"Do any of these apply to you, now or in the past?\": ~"; !strings.Contains(google, want) {
		t.Errorf("no %s in\n%s", want, google)
	}
	microsoft := started("microsoft-forms")
	for _, want := range []string{`  "How old are you?": age`, `"Fainting or nearly fainting": fainted`, `"Tightness, pressure or a weight on the chest": pressure`, `  "Email": ~`} {
		if !strings.Contains(microsoft, want) {
			t.Errorf("no %s in\n%s", want, microsoft)
		}
	}
	if strings.Contains(microsoft, "odd") || strings.Contains(microsoft, "Thanks") {
		t.Errorf("free text is repeated:\n%s", microsoft)
	}
	typeform := started("typeform")
	for _, want := range []string{`"Fainting, or nearly fainting": {fact: chest_symptoms, option: fainted}`, `"Coughing up blood": {fact: breathing_symptoms, option: coughing_blood}`, `# "It came on gradually" is given 2 times`} {
		if !strings.Contains(typeform, want) {
			t.Errorf("no %s in\n%s", want, typeform)
		}
	}
	if _, err := v.StartMap("x", []byte("no table")); err == nil {
		t.Error("what is no table has a map")
	}
}

func FuzzMap(f *testing.F) {
	v := vocabulary(f)
	f.Add([]byte(formMap), formHeader, ",,,,,\"Tearing, or burning, No idea\",,")
	f.Add([]byte("columns: {A: chest, B: {none_column: [chest]}}"), "A,B", "x,y")
	f.Fuzz(func(t *testing.T, src []byte, header, row string) {
		if _, err := v.StartMap("f", []byte(header+"\n"+row)); err != nil {
			checkMistakes(t, err)
		}
		m, err := v.ReadMap("f", src)
		if err != nil {
			checkMistakes(t, err)
			return
		}
		r, err := m.NewTableReader("f", []byte(header))
		if err != nil {
			checkMistakes(t, err)
			return
		}
		c := v.New()
		if err := r.Read(diag.Pos{File: "f", Line: 2, Column: 1}, []byte(row), c); err != nil {
			checkMistakes(t, err)
			same(t, v.New(), c)
			return
		}
		checkRead(t, v, c, nil)
	})
}
