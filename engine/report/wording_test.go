package report_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/report"
)

func TestDoseWords(t *testing.T) {
	t.Parallel()
	for want, d := range map[string]pack.Dose{
		"2 times 20 seconds each side, once a day":                                                 {Sets: 2, Reps: 1, HoldS: 20, Sides: 2, RestS: 5, PerDay: 1, PerWeek: 7},
		"30 seconds each side, with 10 seconds of rest between, once a day":                        {Sets: 1, Reps: 1, HoldS: 30, Sides: 2, RestS: 10, PerDay: 1, PerWeek: 7},
		"2 times 20 seconds, once a day":                                                           {Sets: 1, Reps: 2, HoldS: 20, Sides: 1, RestS: 10, PerDay: 1, PerWeek: 7},
		"2 sets of 3 times 10 seconds, once a day":                                                 {Sets: 2, Reps: 3, HoldS: 10, Sides: 1, PerDay: 1, PerWeek: 7},
		"8 slow repetitions, twice a day":                                                          {Sets: 1, Reps: 8, TempoS: 3, Sides: 1, PerDay: 2, PerWeek: 7},
		"40 repetitions, once a day":                                                               {Sets: 1, Reps: 40, TempoS: 1, Sides: 1, PerDay: 1, PerWeek: 7},
		"1 repetition, 3 times a day":                                                              {Sets: 1, Reps: 1, TempoS: 1, Sides: 1, PerDay: 3, PerWeek: 7},
		"2 sets of 10 slow repetitions, with 30 seconds of rest between, on 3 days a week":         {Sets: 2, Reps: 10, TempoS: 4, Sides: 1, RestS: 30, PerDay: 1, PerWeek: 3},
		"10 repetitions, each held for 2 seconds, twice a day, on 5 days a week":                   {Sets: 1, Reps: 10, HoldS: 2, TempoS: 2, Sides: 1, PerDay: 2, PerWeek: 5},
		"3 slow repetitions each side, each held for 1 second, once a day":                         {Sets: 1, Reps: 3, HoldS: 1, TempoS: 3, Sides: 2, PerDay: 1, PerWeek: 7},
		"3 sets of 8 slow repetitions each side, with 20 seconds of rest between, on 1 day a week": {Sets: 3, Reps: 8, TempoS: 3, Sides: 2, RestS: 20, PerDay: 1, PerWeek: 1},
		"8 slow repetitions, each held for 2 seconds, 3 times a day, on 6 days a week":             {Sets: 1, Reps: 8, HoldS: 2, TempoS: 4, Sides: 1, RestS: 60, PerDay: 3, PerWeek: 6},
	} {
		if got := report.DoseWords(d); got != want {
			t.Errorf("%+v\n got %s\nwant %s", d, got, want)
		}
	}
}

func TestMinutesWords(t *testing.T) {
	t.Parallel()
	for m, want := range map[float64]string{0.5: "about half a minute", 1: "about 1 minute", 2.5: "about 2.5 minutes", 4.5: "about 4.5 minutes", 5.5: "about 6 minutes", 10: "about 10 minutes"} {
		if got := report.MinutesWords(m); got != want {
			t.Errorf("%v: got %s, want %s", m, got, want)
		}
	}
}

func TestSources(t *testing.T) {
	t.Parallel()
	p := smallPack()
	p.Sources["dated"] = &pack.Source{Title: "Six exercises (2024)", Publisher: "Coach", Year: 2024, Verified: true}
	got := report.Sources(p, []string{"hse-chest-pain", "nhs-back-pain", "trial", "general-knowledge", "dated", "lost"})
	want := []string{
		"HSE.ie: Chest pain (2016)",
		"NHS: NHS back pain page, read in copies (not yet verified)",
		"Ten minutes of strength training (2020, not yet verified)",
		"general knowledge, not yet verified",
		"Coach: Six exercises (2024)",
		"[unknown source lost]",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestDial finds what a phone can call, and nothing else.
func TestDial(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"112 or 999":                  "tel:112 tel:999",
		"1800 022 222 (healthdirect)": "tel:1800022222",
		"0800 111 0 111":              "tel:08001110111",
		"+353-1-234":                  "tel:+3531234",
		"your doctor":                 "",
		"24 hours, 7 days":            "",
		"116 123 (Samaritans) <a href='tel:666'>": "tel:116123 tel:666",
	} {
		var got []string
		all := ""
		for _, p := range report.Dial(text) {
			all += p.Text
			if p.Tel != "" {
				got = append(got, string(p.Tel))
			}
		}
		if strings.Join(got, " ") != want || all != text {
			t.Errorf("%s: got %v of %q, want %s", text, got, all, want)
		}
	}
}

func TestTable(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	err := report.Table(&b, report.Style{Width: 40}, []string{"FACT", "KIND", "QUESTION"}, [][]string{
		{"age", "number", "How old are you, in whole years, today?"},
		{"chest_symptoms", "set", ""},
		{"short"},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := `FACT            KIND    QUESTION
age             number  How old are you, in
                        whole years, today?
chest_symptoms  set
short
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
}

func TestWrapBreaksLongWords(t *testing.T) {
	t.Parallel()
	want := []string{"see", "www.exampl", "e.org/path", "now"}
	if diff := cmp.Diff(want, report.Wrap("see www.example.org/path  now\n", 10)); diff != "" {
		t.Error(diff)
	}
}
