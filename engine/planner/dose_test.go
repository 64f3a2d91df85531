package planner_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/planner"
)

func TestMakeDoses(t *testing.T) {
	t.Parallel()
	still := exercise(testPack(), "wall-chest").Dose
	load := exercise(testPack(), "squeeze").Dose
	elderly := []int{older}
	tests := []struct {
		name   string
		level  int
		found  []int
		id     string
		change func(*pack.Exercise)
		want   func(*pack.Dose)
		from   string
	}{
		{name: "within the bounds it is the catalogue's", level: 2, id: "wall-chest", from: "seed"},
		{name: "each bound lowers its own field", level: 2, id: "squeeze", from: "adjusted", want: func(d *pack.Dose) { d.Reps, d.PerWeek = 8, 4 }},
		{name: "a bound raises nothing", level: 2, id: "squeeze", from: "adjusted",
			change: func(e *pack.Exercise) { e.Dose.Reps, e.Dose.Sets = 6, 1 }, want: func(d *pack.Dose) { d.Reps, d.Sets, d.PerWeek = 6, 1, 4 }},
		{name: "nothing held stays unheld", level: 1, id: "squeeze", from: "adjusted",
			change: func(e *pack.Exercise) { e.Dose.HoldS = 0 }, want: func(d *pack.Dose) { d.HoldS, d.Sets, d.Reps = 0, 1, 5 }},
		{name: "older: holds are longer", level: 2, found: elderly, id: "wall-chest", from: "adjusted", want: func(d *pack.Dose) { d.HoldS = 30 }},
		{name: "older: repetitions rise above the start level's bound", level: 2, found: elderly, id: "squeeze", from: "adjusted",
			want: func(d *pack.Dose) { d.Reps, d.PerWeek = 10, 4 }},
		{name: "older: more is left as it is", level: 2, found: elderly, id: "wall-chest", from: "seed",
			change: func(e *pack.Exercise) { e.Dose.HoldS = 40 }, want: func(d *pack.Dose) { d.HoldS = 40 }},
		{name: "older: moving does not become holding", level: 2, found: elderly, id: "wall-chest", from: "seed",
			change: func(e *pack.Exercise) { e.Dose.HoldS, e.Dose.TempoS = 0, 20 }, want: func(d *pack.Dose) { d.HoldS, d.TempoS = 0, 20 }},
		{name: "older: one long hold is not repeated", level: 2, found: elderly, id: "squeeze", from: "adjusted",
			change: func(e *pack.Exercise) { e.Dose.Reps = 1 }, want: func(d *pack.Dose) { d.Reps, d.PerWeek = 1, 4 }},
		{name: "older: a gentle start stays gentle", level: 1, found: elderly, id: "wall-chest", from: "adjusted", want: func(d *pack.Dose) { d.HoldS = 15 }},
		{name: "older: full load", level: 3, found: []int{older, readyToLoad}, id: "squeeze", from: "seed"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := testPack()
			want := still
			if test.id == "squeeze" {
				want = load
			}
			if test.change != nil {
				test.change(exercise(p, test.id))
			}
			if test.want != nil {
				test.want(&want)
			}
			who := person{rules: []*pack.Rule{rule("A", stretch("chest", 2), strengthen("blade", 2), start(test.level))}, found: test.found, minutes: 30}
			got := item(t, who.make(t, p), test.id)
			if diff := cmp.Diff(want, got.Dose); diff != "" {
				t.Errorf("dose (-want +got):\n%s", diff)
			}
			if got.DoseFrom != test.from {
				t.Errorf("dose from %s, want %s", got.DoseFrom, test.from)
			}
		})
	}
}

func TestMakeBoundsHowOften(t *testing.T) {
	t.Parallel()
	p := testPack()
	p.Starts[2].Caps[pack.Mobility] = pack.Dose{PerDay: 1}
	p.Plan.OlderFloor[pack.Strength] = pack.Dose{Sets: 3, PerDay: 2, PerWeek: 6}
	plan := person{rules: []*pack.Rule{rule("A", mobilise("spine", 2), strengthen("blade", 2))}, found: []int{older}, minutes: 30}.make(t, p)
	if got := item(t, plan, "turn").Dose.PerDay; got != 1 {
		t.Errorf("turn %d times a day, want once", got)
	}
	if got := item(t, plan, "squeeze").Dose; got.Sets != 3 || got.PerDay != 2 || got.PerWeek != 6 {
		t.Errorf("squeeze %+v, want 3 sets twice on 6 days", got)
	}
}

func TestMakeFitsMinutes(t *testing.T) {
	t.Parallel()
	// Keeping order: wall-chest (5), squeeze (3), turn (1), neck-side (4).
	// Full doses take 2 + 2 + 2*0.5 + 2 = 7 minutes a day, with one set each
	// 1 + 1 + 2*0.5 + 1 = 4, once a day 3.5.
	rules := []*pack.Rule{rule("A", stretch("chest", 5), stretch("neck", 4), strengthen("blade", 3), mobilise("spine", 1), avoid("floor"))}
	type sets struct{ Chest, Neck, Turns, Squeeze int } // of turn: sessions a day
	tests := []struct {
		budget  int // minutes of the start level
		minutes float64
		want    sets
		out     []string // for time, in catalogue order
	}{
		{7, 7, sets{2, 2, 2, 2}, nil},
		{6, 6, sets{2, 1, 2, 2}, nil},
		{5, 5, sets{2, 1, 2, 1}, nil},
		{4, 4, sets{1, 1, 2, 1}, nil},
		{3, 3, sets{1, 0, 2, 1}, []string{"neck-side"}},
		{2, 2, sets{1, 0, 0, 1}, []string{"neck-side", "turn"}},
		{1, 1, sets{1, 0, 0, 0}, []string{"neck-side", "turn", "squeeze"}},
		{0, 1, sets{1, 0, 0, 0}, []string{"neck-side", "turn", "squeeze"}}, // one always stays
	}
	for _, test := range tests {
		p := testPack()
		p.Starts[2].Minutes = test.budget
		plan := person{rules: rules, minutes: 30}.make(t, p)
		var got sets
		for _, x := range items(plan) {
			switch x.ID {
			case "wall-chest":
				got.Chest = x.Dose.Sets
			case "neck-side":
				got.Neck = x.Dose.Sets
			case "turn":
				got.Turns = x.Dose.PerDay
			case "squeeze":
				got.Squeeze = x.Dose.Sets
			}
		}
		if got != test.want || plan.MinutesPerDay != test.minutes {
			t.Errorf("%d minutes: %+v in %v, want %+v in %v", test.budget, got, plan.MinutesPerDay, test.want, test.minutes)
		}
		var out []string
		for _, l := range plan.LeftOut {
			if l.Reason == planner.ReasonTime {
				out = append(out, l.ID)
			}
		}
		if diff := cmp.Diff(test.out, out); diff != "" {
			t.Errorf("%d minutes, left out (-want +got):\n%s", test.budget, diff)
		}
	}
}

func TestMakeTakesTheSmallerBudget(t *testing.T) {
	t.Parallel()
	rules := []*pack.Rule{rule("A", stretch("chest", 5), stretch("neck", 4), strengthen("blade", 3), mobilise("spine", 1))}
	if got := (person{rules: rules, minutes: 4}).make(t, testPack()).MinutesPerDay; got != 4 {
		t.Errorf("%v minutes a day, want the person's 4", got)
	}
	p := testPack()
	p.Starts[2].Minutes = 5
	if got := (person{rules: rules, minutes: 20}).make(t, p).MinutesPerDay; got != 5 {
		t.Errorf("%v minutes a day, want the start level's 5", got)
	}
}

// Fewer sessions a day come after fewer sets, and before leaving an exercise out.
func TestMakeLowersSessionsLast(t *testing.T) {
	t.Parallel()
	p := testPack()
	p.Starts[2].Minutes = 3
	who := person{rules: []*pack.Rule{rule("A", stretch("chest", 5), mobilise("spine", 4), mobilise("shoulder", 3), strengthen("blade", 1), avoid("floor"))}}
	plan := who.make(t, p) // 1 + 1 + 2*0.5 + 2*0.5 = 4 with one set each
	if got := item(t, plan, "roll").Dose.PerDay; got != 1 {
		t.Errorf("roll %d times a day, want once", got)
	}
	if got := item(t, plan, "turn").Dose.PerDay; got != 1 {
		t.Errorf("turn %d times a day, want once", got)
	}
	if plan.MinutesPerDay != 3 {
		t.Errorf("%v minutes a day, want 3", plan.MinutesPerDay)
	}
}
