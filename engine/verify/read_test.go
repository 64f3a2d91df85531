package verify_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/verify"
	"github.com/limber-triage/limber/facts"
)

// TestReadRefuses: the mark § is where the mistake must be reported.
func TestReadRefuses(t *testing.T) {
	t.Parallel()
	const good = "- {name: a, base: healthy, expect: {outcome: plan}}\n"
	for name, c := range map[string]struct{ file, src, code, says string }{
		"no list":               {"a.yaml", "§a: 1\n", "wrong-shape", "must be a list"},
		"empty list":            {"a.yaml", "§[]\n", "no-fixtures", "holds no fixture"},
		"unknown key":           {"a.yaml", "- {name: a, §expects: {outcome: plan}}\n", "unknown-key", "did you mean expect?"},
		"unknown expect key":    {"a.yaml", "- {name: a, expect: {§outcomes: plan}}\n", "unknown-key", "did you mean outcome?"},
		"unknown row key":       {"a.yaml", "- {name: a, each: [{given: {}, §expct: {}}]}\n", "unknown-key", "did you mean expect?"},
		"no name":               {"a.yaml", "- §{base: healthy, expect: {outcome: plan}}\n", "missing-key", "lacks name"},
		"same name":             {"a.yaml", good + "- §{name: a, expect: {outcome: plan}}\n", "duplicate-fixture", "first at a.yaml:1:3"},
		"expects nothing":       {"a.yaml", "- §{name: a, base: healthy}\n", "empty-expect", "expects nothing"},
		"unknown base":          {"a.yaml", "- {name: a, base: §helthy, expect: {outcome: plan}}\n", "unknown-base", "did you mean healthy?"},
		"unknown fact":          {"a.yaml", "- {name: a, given: {§aeg: 3}, expect: {outcome: plan}}\n", "unknown-fact", "did you mean age?"},
		"bad answer":            {"a.yaml", "- {name: a, given: {age: §200}, expect: {outcome: plan}}\n", "out-of-range", "0 to 120"},
		"bad answer in a row":   {"a.yaml", "- {name: a, each: [{given: {age: §200}, expect: {outcome: plan}}]}\n", "out-of-range", "0 to 120"},
		"unknown rule":          {"a.yaml", "- {name: a, expect: {fired: [Fever, §Feaver]}}\n", "unknown-rule", "did you mean Fever?"},
		"no triage rule":        {"a.yaml", "- {name: a, expect: {because: [§OpenTheChest]}}\n", "unknown-triage-rule", "no triage rule"},
		"unknown finding":       {"a.yaml", "- {name: a, expect: {not_findings: [§Risk]}}\n", "unknown-finding", "did you mean Risky?"},
		"unknown exercise":      {"a.yaml", "- {name: a, expect: {exercises: [§dog]}}\n", "unknown-exercise", ""},
		"unknown priority":      {"a.yaml", "- {name: a, expect: {priority: [cat, §dog]}}\n", "unknown-exercise", ""},
		"unknown tip":           {"a.yaml", "- {name: a, expect: {not_advice: [§break]}}\n", "unknown-tip", "did you mean breaks?"},
		"unknown caution":       {"a.yaml", "- {name: a, expect: {cautions: [§band-recoi]}}\n", "unknown-caution", "did you mean band-recoil?"},
		"unknown fact to ask":   {"a.yaml", "- {name: a, expect: {ask: [§ages]}}\n", "unknown-fact", "did you mean age?"},
		"unknown phase":         {"a.yaml", "- {name: a, expect: {phases: [§stretching]}}\n", "unknown-phase", ""},
		"unknown outcome":       {"a.yaml", "- {name: a, expect: {outcome: §doctor}}\n", "unknown-word", "one of plan, referral, incomplete"},
		"no outcome":            {"a.yaml", "- {name: a, expect: {outcome: §null}}\n", "unknown-word", "cannot be nothing"},
		"unknown urgency":       {"a.yaml", "- {name: a, expect: {urgency: §urgnt}}\n", "unknown-word", "did you mean urgent?"},
		"at least self-care":    {"a.yaml", "- {name: a, expect: {at_least: §self_care}}\n", "unknown-word", "emergency, urgent, soon, routine"},
		"settled in words":      {"a.yaml", "- {name: a, expect: {settled: §yes}}\n", "unknown-word", "true, false"},
		"start beyond":          {"a.yaml", "- {name: a, expect: {start: §4}}\n", "unknown-word", "0, 1, 2, 3"},
		"name for a list":       {"a.yaml", "- {name: a, expect: {because: §Fever}}\n", "wrong-shape", "must be a list"},
		"list in a list":        {"a.yaml", "- {name: a, expect: {because: [§[Fever]]}}\n", "wrong-shape", "must be a name"},
		"golden of a table":     {"a.yaml", "- {name: a, golden: §a.json, each: [{given: {}, expect: {outcome: plan}}]}\n", "shared-golden", "into the rows"},
		"golden used twice":     {"a.yaml", "- {name: a, golden: a.json}\n- {name: b, golden: §a.json}\n", "shared-golden", "first at a.yaml:1:21"},
		"golden elsewhere":      {"a.yaml", "- {name: a, golden: §../a.json}\n", "bad-golden", "in the folder"},
		"golden of a kind":      {"a.yaml", "- {name: a, golden: §a.yaml}\n", "bad-golden", ".json"},
		"golden broken":         {"a.yaml", "- {name: a, golden: §broken.json}\n", "bad-golden", "run with --update"},
		"golden cut off":        {"a.yaml", "- {name: a, golden: §cut.json}\n", "bad-golden", "run with --update"},
		"golden no object":      {"a.yaml", "- {name: a, golden: §list.json}\n", "bad-golden", "does not begin with {"},
		"csv empty":             {"a.csv", "§", "no-fixtures", "the table is empty"},
		"csv without rows":      {"a.csv", "name,base\n", "no-fixtures", "no scenario"},
		"csv unknown column":    {"a.csv", "name,§agee,expect.outcome\nx,1,plan\n", "unknown-column", "did you mean age?"},
		"csv column of expect":  {"a.csv", "name,§outcome\nx,plan\n", "unknown-column", ""},
		"csv column twice":      {"a.csv", "name,age,§age\nx,1,1\n", "duplicate-column", "is there twice"},
		"csv without names":     {"a.csv", "§base,expect.outcome\nhealthy,plan\n", "missing-column", "no column name"},
		"csv by semicolons":     {"a.csv", "§name;base;expect.outcome\nx;healthy;plan\n", "bad-csv", "not parted by commas"},
		"csv row too long":      {"a.csv", "name,expect.outcome\n§x,plan,1\n", "bad-csv", "3 cells"},
		"csv open quote":        {"a.csv", "name,expect.outcome\nx,\"plan§\n", "bad-csv", "cannot be read"},
		"csv bare quote":        {"a.csv", "name,expect.outcome\nä,pl§\"an\n", "bad-csv", "double quotes"},
		"csv without a name":    {"a.csv", "name,expect.outcome\n§,plan\n", "missing-key", "no name"},
		"csv bad answer":        {"a.csv", "name,age,expect.outcome\n\"ä, b\",§200,plan\n", "out-of-range", "0 to 120"},
		"csv unknown base":      {"a.csv", "name,base,expect.outcome\nx,§nobody,plan\n", "unknown-base", "known: "},
		"csv unknown rule":      {"a.csv", "name,expect.because\nx,§Fever;Feaver\n", "unknown-triage-rule", "did you mean Fever?"},
		"csv unknown outcome":   {"a.csv", "name,expect.outcome\nx,§plans\n", "unknown-word", "did you mean plan?"},
		"csv expects nothing":   {"a.csv", "name,base,expect.outcome\n§x,healthy,\n", "empty-expect", "expects nothing"},
		"csv no text":           {"a.csv", "name,\xff\n", "not-text", "UTF-8"},
		"csv name of a fixture": {"b.csv", "name,expect.outcome\n§a,plan\n", "duplicate-fixture", "first at a.yaml"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fsys := files("broken.json", "{]", "cut.json", `{"outcome": "plan"`, "list.json", "[]")
			if name == "csv name of a fixture" {
				fsys["a.yaml"] = &fstest.MapFile{Data: []byte(good)}
			}
			src := strings.Replace(c.src, "§", "", 1)
			fsys[c.file] = &fstest.MapFile{Data: []byte(src)}
			_, err := verify.Read(small().Pack(), fsys)
			var list diag.List
			errors.As(err, &list)
			i := slices.IndexFunc(list, func(d diag.Diagnostic) bool { return d.Code == c.code && strings.Contains(d.Error(), c.says) })
			if i < 0 {
				t.Fatalf("want code %q saying %q, got %v", c.code, c.says, err)
			}
			if at := strings.Index(c.src, "§"); at >= 0 && src != "" {
				if want := diag.At(c.file, []byte(src), at); list[i].Pos != want {
					t.Errorf("reported at %s, want %s", list[i].Pos, want)
				}
			}
		})
	}
}

func TestReadNeedsFixtures(t *testing.T) {
	t.Parallel()
	for name, fsys := range map[string]fstest.MapFS{"nothing": files(), "other files": files("a.txt", "a", "b.json", "{}")} {
		_, err := verify.Read(small().Pack(), fsys)
		var list diag.List
		if !errors.As(err, &list) || list[0].Code != "no-fixtures" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := verify.Read(small().Pack(), missingFolder{}); err == nil || !strings.Contains(err.Error(), "read fixtures") {
		t.Errorf("a folder that is not there: %v", err)
	}
}

// TestReadReportsEveryMistake: not only the first, and nothing is half read.
func TestReadReportsEveryMistake(t *testing.T) {
	t.Parallel()
	_, err := verify.Read(small().Pack(), files(
		"a.yaml", "- {name: a, given: {aeg: 1, age: 200}, expect: {fired: [Nobody], urgency: now}}\n",
		"b.csv", "name,age,expect.outcome\nx,999,plan\ny,12,plans\n"))
	var list diag.List
	errors.As(err, &list)
	if len(list) != 6 {
		t.Errorf("%d mistakes: %v", len(list), list)
	}
}

// TestCSVIsTheSameAsYAML: a row and a fixture that say the same are the same.
func TestCSVIsTheSameAsYAML(t *testing.T) {
	t.Parallel()
	rows := "\ufeffname, base ,age,warning_signs,stiff,desk_hours,expect.outcome,expect.urgency,expect.at_least,expect.settled,expect.start," +
		"expect.because,expect.not_because,expect.fired,expect.not_fired,expect.findings,expect.not_findings,expect.exercises,expect.not_exercises," +
		"expect.phases,expect.priority,expect.cautions,expect.advice,expect.not_advice,expect.ask,golden\n" +
		`"all, of it",healthy,41,weight_loss; numb,null,2.5,plan,routine,null,true,2,Fever; Child,Numbness,OlderAdult,Risky,Risky;Fragile,OlderAdult,cat;twist,band-row,stretch;mobility,cat;twist,band-recoil,breaks,sleep,age;course,x.json` + "\n" +
		"bare,,,not_sure,yes,,,,,,,,,,,,,,,,,,,,age,\n"
	yaml := `
- name: all, of it
  base: healthy
  given: {age: 41, warning_signs: [weight_loss, numb], stiff: null, desk_hours: 2.5}
  expect: {outcome: plan, urgency: routine, at_least: null, settled: true, start: 2, because: [Fever, Child], not_because: [Numbness],
    fired: [OlderAdult], not_fired: [Risky], findings: [Risky, Fragile], not_findings: [OlderAdult], exercises: [cat, twist], not_exercises: [band-row],
    phases: [stretch, mobility], priority: [cat, twist], cautions: [band-recoil], advice: [breaks], not_advice: [sleep], ask: [age, course]}
  golden: x.json
- name: bare
  given: {warning_signs: not_sure, stiff: "yes"}
  expect: {ask: [age]}
`
	read := func(name, src string) []verify.Fixture {
		list, err := verify.Read(small().Pack(), files(name, src))
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	a, b := read("a.csv", rows), read("a.yaml", yaml)
	same := cmp.Options{
		cmpopts.IgnoreTypes(diag.Pos{}),
		cmpopts.IgnoreUnexported(verify.Golden{}),
		cmp.Comparer(func(a, b *facts.Case) bool { return a.ID == b.ID && slices.Equal(a.Words(), b.Words()) }),
	}
	if diff := cmp.Diff(b, a, same); diff != "" {
		t.Errorf("CSV differs from YAML (-yaml +csv):\n%s", diff)
	}
	if a[0].Pos != (diag.Pos{File: "a.csv", Line: 2, Column: 1}) {
		t.Errorf("the scenario is at %s", a[0].Pos)
	}
}

// TestTables: rows overlay the fixture's answers and add to its expectations.
func TestTables(t *testing.T) {
	t.Parallel()
	list, err := verify.Read(small().Pack(), files("a.yaml", `
- name: t
  base: healthy
  given: {age: 30, stiff: "yes"}
  expect: {outcome: plan, because: [NoBetter]}
  each:
    - {given: {age: 31}}
    - {name: second, given: {stiff: null}, expect: {outcome: referral, because: [Fever]}}
`))
	if err != nil {
		t.Fatal(err)
	}
	v := small().Vocabulary()
	age, _ := v.Lookup("age")
	stiff, _ := v.Lookup("stiff")
	var got []string
	for _, f := range list {
		got = append(got, strings.Join([]string{f.Name, f.Case.ID, f.Case.Text(age), f.Case.Text(stiff), f.Expect.Outcome, strings.Join(f.Expect.Because, "+")}, "|"))
	}
	want := []string{
		"t: row 1|t: row 1|31 years|Yes|plan|NoBetter",
		"t: second|t: second|30 years|not answered|referral|NoBetter+Fever",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func FuzzReadCSV(f *testing.F) {
	f.Add([]byte("name,base,age,expect.outcome\nx,healthy,3,plan\n"))
	f.Add([]byte("name,warning_signs,expect.because\n\"x\ny\",numb;fever,Fever;Child\n"))
	f.Add([]byte("\ufeffname;base\n"))
	f.Add([]byte("name,expect.urgency\nx,\"pl\"an\n"))
	f.Fuzz(func(t *testing.T, src []byte) { readsOrExplains(t, "a.csv", src) })
}

func FuzzReadYAML(f *testing.F) {
	f.Add([]byte("- {name: a, base: healthy, given: {age: 3}, expect: {outcome: plan, urgency: null}}\n"))
	f.Add([]byte("- name: a\n  expect: {ask: [age]}\n  each:\n    - {given: {}, golden: x.json}\n"))
	f.Fuzz(func(t *testing.T, src []byte) { readsOrExplains(t, "a.yaml", src) })
}

// readsOrExplains: fixtures that expect something, or an error with a place.
func readsOrExplains(t *testing.T, name string, src []byte) {
	list, err := verify.Read(small().Pack(), fstest.MapFS{name: &fstest.MapFile{Data: src}})
	var bad diag.List
	switch {
	case err == nil && len(list) == 0:
		t.Fatal("neither fixtures nor an error")
	case err != nil && !errors.As(err, &bad):
		t.Fatalf("an error without diagnostics: %v", err)
	}
	for _, f := range list {
		if f.Name == "" || f.Case == nil {
			t.Errorf("half a fixture: %+v", f)
		}
	}
	for _, d := range bad {
		if d.Code == "" || d.Message == "" || strings.ContainsAny(d.Message, "\n\x1b") {
			t.Errorf("bad diagnostic %q", d)
		}
	}
}
