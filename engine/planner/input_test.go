package planner_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/planner"
	"github.com/limber-triage/limber/facts"
)

func TestFromEffectsCombines(t *testing.T) {
	t.Parallel()
	p := testPack()
	recoil, breathe := &pack.Caution{Text: "check the band"}, &pack.Caution{Text: "keep breathing"}
	p.Rules = []*pack.Rule{
		rule("NotFired", stretch("chest", 5), avoid("floor"), start(0), limit(1)),
		rule("A", stretch("chest", 2), stretch("neck", 1), prefer("row", 3), caution("band", recoil), limit(4)),
		rule("OnlyATip", tip()),
		rule("B", stretch("chest", 3), strengthen("chest", 1), prefer("row", 1), avoid("prone"), caution("band", breathe), start(2)),
		rule("C", release("core", 4), mobilise("spine", 5), without(pack.Release), avoid("band"), caution("band", recoil), start(1), limit(5), stretch("chest", 1)),
	}
	who := person{found: []int{older, readyToLoad}, equipment: "band mat", minutes: 7, place: "desk"}
	got := planner.FromEffects(p, []int{4, 1, 2, 3, 1}, who.finds, who.words(p.Vocabulary), 0)
	want := planner.Input{
		Needs: [pack.Phases][]int{
			pack.Release:  {0, 0, 0, 0, 0, 4},
			pack.Stretch:  {3, 1, 0, 0, 0, 0},
			pack.Mobility: {0, 0, 5, 0, 0, 0},
			pack.Strength: {1, 0, 0, 0, 0, 0},
		},
		Prefer:    make([]int, len(p.Exercises)),
		Avoid:     bits("band prone", tags),
		Without:   [pack.Phases]bool{pack.Release: true},
		Start:     1,
		Most:      4,
		Older:     true,
		Equipment: bits("band mat", equipment),
		Minutes:   7,
		Place:     planner.AtDesk,
		Cautions:  []planner.Caution{{Tag: at("band", tags), Text: recoil}, {Tag: at("band", tags), Text: breathe}},
		Fired:     []int{1, 3, 4},
	}
	want.Prefer[exercise(p, "row").Index] = 3
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("input (-want +got):\n%s", diff)
	}
}

func TestFromEffectsAnswers(t *testing.T) {
	t.Parallel()
	type part struct {
		Start, Most, Minutes int
		Older                bool
		Equipment            uint64
		Place                planner.Place
	}
	mat := bits("mat", equipment)
	tests := []struct {
		name string
		who  person
		want part
	}{
		{"nothing answered", person{}, part{2, 6, 12, false, mat, planner.Anywhere}},
		{"nothing at hand", person{equipment: "none"}, part{2, 6, 12, false, 0, planner.Anywhere}},
		{"at home", person{place: "home"}, part{2, 6, 12, false, mat, planner.Home}},
		{"anywhere", person{place: "both"}, part{2, 6, 12, false, mat, planner.Anywhere}},
		{"ready to load", person{found: []int{readyToLoad}, minutes: 30}, part{3, 6, 30, false, mat, planner.Anywhere}},
		{"a rule lowers the start", person{found: []int{readyToLoad}, rules: everything(start(2))}, part{2, 6, 12, false, mat, planner.Anywhere}},
		{"a rule cannot raise the start", person{rules: everything(start(3))}, part{2, 6, 12, false, mat, planner.Anywhere}},
		{"an option lowers the number", person{most: 3, rules: everything(limit(4))}, part{2, 3, 12, false, mat, planner.Anywhere}},
		{"an option cannot raise the number", person{most: 9}, part{2, 6, 12, false, mat, planner.Anywhere}},
		{"older", person{found: []int{older}, minutes: 3}, part{2, 6, 3, true, mat, planner.Anywhere}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			in := test.who.input(testPack())
			got := part{in.Start, in.Most, in.Minutes, in.Older, in.Equipment, in.Place}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("input (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFromEffectsWithoutDefaults(t *testing.T) {
	t.Parallel()
	p := testPack()
	for _, f := range p.Vocabulary.Facts {
		f.Default = unanswered
	}
	in := person{}.input(p)
	if in.Minutes != 10 || in.Equipment != 0 || in.Place != planner.Anywhere {
		t.Errorf("%d minutes, equipment %b, place %d; want 10 minutes, nothing, anywhere", in.Minutes, in.Equipment, in.Place)
	}
}

// An answer that ticks options and is not sure counts what it ticks.
func TestFromEffectsIgnoresUnsure(t *testing.T) {
	t.Parallel()
	p := testPack()
	have := p.Vocabulary.Facts[factEquipment]
	have.NotSure = facts.LevelCareful
	words := person{equipment: "band"}.words(p.Vocabulary)
	words[factEquipment] |= have.UnsureBit()
	in := planner.FromEffects(p, nil, person{}.finds, words, 0)
	if want := bits("band", equipment); in.Equipment != want {
		t.Errorf("equipment %b, want %b", in.Equipment, want)
	}
}
