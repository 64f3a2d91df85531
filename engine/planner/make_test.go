package planner_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/planner"
)

// everything needs each target in each phase a little, so that choice is wide.
func everything(effects ...pack.Effect) []*pack.Rule {
	all := rule("Everyone", stretch("chest", 2), stretch("neck", 2), mobilise("spine", 2), mobilise("shoulder", 2),
		strengthen("blade", 2), strengthen("core", 2), strengthen("neck", 2))
	return []*pack.Rule{all, rule("Special", effects...)}
}

func TestMakeChooses(t *testing.T) {
	t.Parallel()
	gym := "band anchor mat cable ball"
	tests := []struct {
		name string
		who  person
		want []string
	}{
		{"a secondary target counts one less",
			person{rules: []*pack.Rule{rule("A", stretch("neck", 2), stretch("blade", 2), strengthen("spine", 2), strengthen("core", 1))}},
			// prone-lift scores 2-1 as march scores 1: catalogue order decides the slot, both fit
			[]string{"neck-side", "march", "prone-lift"}},
		{"a weight of one for a secondary target alone meets no need",
			person{rules: []*pack.Rule{rule("A", stretch("chest", 1), strengthen("spine", 1))}},
			[]string{"wall-chest"}},
		{"the strongest need wins a slot",
			person{rules: []*pack.Rule{rule("A", stretch("chest", 1), release("chest", 2))}, equipment: gym},
			[]string{"ball-press", "wall-chest"}},
		{"ties go by phase",
			person{rules: []*pack.Rule{rule("A", stretch("chest", 2), release("chest", 2))}, equipment: gym, most: 1},
			[]string{"ball-press"}},
		{"ties in strength go to the higher start level",
			person{rules: []*pack.Rule{rule("A", strengthen("blade", 3), strengthen("shoulder", 2))}, found: []int{readyToLoad}, equipment: gym, most: 1},
			[]string{"row"}}, // squeeze 3 at start 1, row 3 at start 2, face-pull only 2 at start 3
		{"and to the highest that the start level allows",
			person{rules: []*pack.Rule{rule("A", strengthen("blade", 3), strengthen("shoulder", 3))}, found: []int{readyToLoad}, equipment: gym, most: 1},
			[]string{"face-pull"}},
		{"never to one above the start level",
			person{rules: []*pack.Rule{rule("A", strengthen("blade", 3), strengthen("shoulder", 3), start(1))}, equipment: gym},
			[]string{"squeeze"}},
		{"a stronger need beats a higher start level",
			person{rules: []*pack.Rule{rule("A", strengthen("blade", 3), prefer("squeeze", 1))}, equipment: gym, most: 1},
			[]string{"squeeze"}},
		{"in other phases the start level decides no tie",
			person{rules: []*pack.Rule{rule("A", stretch("chest", 3))}, most: 1},
			[]string{"wall-chest"}}, // at start 1, as door-chest at start 2
		{"a preferred exercise wins",
			person{rules: everything(prefer("door-chest", 1)), most: 1},
			[]string{"door-chest"}},
		{"a preference is a need by itself",
			person{rules: []*pack.Rule{rule("A", prefer("roll", 1))}},
			[]string{"roll"}},
		{"avoid beats prefer",
			person{rules: everything(prefer("neck-side", 5), avoid("head-turn"))},
			[]string{"wall-chest", "turn", "roll", "squeeze", "march", "chin"}},
		{"what is listed only is never given",
			person{rules: []*pack.Rule{rule("A", prefer("neck-pull", 5), stretch("chest", 1))}},
			[]string{"wall-chest"}},
		{"a phase left out stays out, of the free slot too",
			person{rules: everything(without(pack.Stretch))},
			[]string{"turn", "roll", "squeeze", "march", "chin", "prone-lift"}},
		{"the start level bounds exercises and slots",
			person{rules: everything(start(1))},
			[]string{"wall-chest", "turn", "roll", "squeeze"}},
		{"the lowest start level moves only",
			person{rules: everything(start(0))},
			[]string{"turn", "roll"}},
		{"equipment: any alternative will do",
			person{rules: []*pack.Rule{rule("A", strengthen("blade", 2))}, equipment: "cable"},
			[]string{"row", "squeeze"}},
		{"equipment: part of an alternative will not",
			person{rules: []*pack.Rule{rule("A", strengthen("blade", 2))}, equipment: "band"},
			[]string{"squeeze"}},
		{"equipment: unanswered means the default",
			person{rules: []*pack.Rule{rule("A", strengthen("core", 2))}},
			[]string{"march", "prone-lift"}},
		{"equipment: none means none",
			person{rules: []*pack.Rule{rule("A", strengthen("core", 2))}, equipment: "none"},
			[]string{"prone-lift"}},
		{"at a desk only what fits there",
			person{rules: everything(), place: "desk"},
			[]string{"wall-chest", "neck-side", "turn", "roll", "squeeze", "chin"}},
		{"neighbours of one movement do not meet, whichever names the other",
			person{rules: []*pack.Rule{rule("A", stretch("chest", 5), mobilise("spine", 5))}},
			[]string{"wall-chest", "turn"}},
		{"neighbours by the harder one of the later",
			person{rules: []*pack.Rule{rule("A", stretch("chest", 1), prefer("windmill", 5), mobilise("spine", 1))}},
			[]string{"wall-chest", "windmill"}},
		{"at most two with the same first target",
			person{rules: []*pack.Rule{rule("A", strengthen("core", 3), strengthen("blade", 5))}, found: []int{readyToLoad}, equipment: gym},
			[]string{"row", "squeeze", "face-pull", "march", "prone-lift"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			plan := test.who.make(t, testPack())
			if diff := cmp.Diff(test.want, ids(plan)); diff != "" {
				t.Errorf("exercises (-want +got):\n%s", diff)
			}
		})
	}
}

func TestMakeBoundsFirstTargets(t *testing.T) {
	t.Parallel()
	p := testPack()
	p.Plan.PerTarget = 1
	who := person{rules: []*pack.Rule{rule("A", strengthen("core", 3), strengthen("blade", 5))}, equipment: "band anchor mat"}
	if diff := cmp.Diff([]string{"row", "march"}, ids(who.make(t, p))); diff != "" {
		t.Error(diff)
	}
}

func TestMakePassesPlacesOn(t *testing.T) {
	t.Parallel()
	// Nothing stretches, so three loosening slots are free: strength and moving
	// take them, never a phase that the start level does not mention.
	who := person{rules: []*pack.Rule{rule("A", mobilise("spine", 1), mobilise("shoulder", 1), strengthen("blade", 3), strengthen("core", 2), strengthen("neck", 1))}}
	var got [][2]string
	for _, item := range items(who.make(t, testPack())) {
		got = append(got, [2]string{item.ID, item.Slot})
	}
	want := [][2]string{{"turn", "spine"}, {"roll", ""}, {"squeeze", "pull"}, {"march", "strengthen"}, {"prone-lift", "free"}, {"chin", ""}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("exercise and slot (-want +got):\n%s", diff)
	}

	who.rules = append(who.rules, rule("Settle", start(0)))
	if diff := cmp.Diff([]string{"turn", "roll"}, ids(who.make(t, testPack()))); diff != "" {
		t.Errorf("at start 0 (-want +got):\n%s", diff)
	}
}

func TestMakeKeepsOneOfEachFamily(t *testing.T) {
	t.Parallel()
	rules := []*pack.Rule{rule("A", stretch("chest", 5), stretch("neck", 4), mobilise("spine", 2), strengthen("core", 3), strengthen("blade", 1))}
	for most, want := range map[int][]string{
		1: {"wall-chest"},
		2: {"wall-chest", "turn"},
		3: {"wall-chest", "turn", "squeeze"}, // the pull stays, not the stronger march
		4: {"wall-chest", "neck-side", "turn", "squeeze"},
		5: {"wall-chest", "neck-side", "turn", "march", "squeeze"},
		6: {"wall-chest", "neck-side", "turn", "march", "prone-lift", "squeeze"},
		9: {"wall-chest", "neck-side", "turn", "march", "prone-lift", "squeeze"},
	} {
		if diff := cmp.Diff(want, ids(person{rules: rules, most: most}.make(t, testPack()))); diff != "" {
			t.Errorf("at most %d (-want +got):\n%s", most, diff)
		}
	}
}

func TestMakeRefers(t *testing.T) {
	t.Parallel()
	tests := map[string]person{
		"no need":        {},
		"all avoided":    {rules: []*pack.Rule{rule("A", stretch("neck", 5), avoid("head-turn"))}},
		"nothing at 0":   {rules: []*pack.Rule{rule("A", stretch("neck", 5), strengthen("blade", 5), start(0))}},
		"no equipment":   {rules: []*pack.Rule{rule("A", release("chest", 5))}, equipment: "none"},
		"nothing to do":  {rules: []*pack.Rule{rule("A", prefer("neck-pull", 5))}},
		"limited to nil": {rules: everything(limit(0))},
	}
	for name, who := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := testPack()
			if plan, ok := planner.Make(p, who.input(p)); ok || plan != nil {
				t.Errorf("plan of %v, want none", ids(plan))
			}
		})
	}
}

func TestMakeLeavesOut(t *testing.T) {
	t.Parallel()
	who := person{
		rules: []*pack.Rule{
			rule("Wants", release("chest", 1), stretch("chest", 3), stretch("neck", 3), mobilise("spine", 3), mobilise("shoulder", 2),
				strengthen("blade", 3), strengthen("core", 3), strengthen("neck", 3)),
			rule("NoFloor", avoid("floor")),
			rule("NoFaceDown", avoid("prone"), avoid("floor")),
			rule("NotProne", avoid("prone")),
			rule("NoStretch", without(pack.Stretch)),
			rule("NoRelease", without(pack.Release)),
			rule("Gentle", start(1), limit(2)),
			rule("Gentler", start(1)),
			rule("NotSoGentle", start(2), limit(3)),
		},
		equipment: "none",
	}
	got := who.make(t, testPack())
	if diff := cmp.Diff([]string{"turn", "squeeze"}, ids(got)); diff != "" {
		t.Errorf("exercises (-want +got):\n%s", diff)
	}
	gentle := []string{"Gentle", "Gentler"}
	want := []planner.LeftOut{
		{ID: "ball-press", Reason: planner.ReasonPhase, Because: []string{"NoRelease"}},
		{ID: "wall-chest", Reason: planner.ReasonPhase, Because: []string{"NoStretch"}},
		{ID: "door-chest", Reason: planner.ReasonPhase, Because: []string{"NoStretch"}},
		{ID: "neck-side", Reason: planner.ReasonPhase, Because: []string{"NoStretch"}},
		{ID: "neck-pull", Reason: planner.ReasonUnfit},
		{ID: "roll", Reason: planner.ReasonRoom, Because: []string{"Gentle"}},
		{ID: "windmill", Reason: planner.ReasonAvoid, Because: []string{"NoFloor", "NoFaceDown"}},
		{ID: "row", Reason: planner.ReasonStart, Because: gentle},
		{ID: "face-pull", Reason: planner.ReasonStart, Because: gentle},
		{ID: "march", Reason: planner.ReasonAvoid, Because: []string{"NoFloor", "NoFaceDown"}},
		{ID: "chin", Reason: planner.ReasonStart, Because: gentle},
		{ID: "prone-lift", Reason: planner.ReasonAvoid, Because: []string{"NoFloor", "NoFaceDown", "NotProne"}},
	}
	if diff := cmp.Diff(want, got.LeftOut); diff != "" {
		t.Errorf("left out (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(gentle, got.StartBecause); diff != "" {
		t.Errorf("start because (-want +got):\n%s", diff)
	}
}

func TestMakeLeavesOutByNoRule(t *testing.T) {
	t.Parallel()
	// The limit leaves room for every slot, so it is not the reason.
	who := person{rules: []*pack.Rule{rule("A", release("chest", 1), stretch("chest", 3), strengthen("core", 1), limit(6))}, place: "desk"}
	want := []planner.LeftOut{
		{ID: "ball-press", Reason: planner.ReasonEquipment, Missing: []string{"ball"}},
		{ID: "door-chest", Reason: planner.ReasonRoom}, // the neighbour of wall-chest; no rule is behind that
		{ID: "march", Reason: planner.ReasonPlace},
		{ID: "prone-lift", Reason: planner.ReasonPlace},
	}
	if diff := cmp.Diff(want, who.make(t, testPack()).LeftOut); diff != "" {
		t.Errorf("left out (-want +got):\n%s", diff)
	}
}

func TestMakeNamesReasons(t *testing.T) {
	t.Parallel()
	who := person{rules: []*pack.Rule{
		rule("Mild", strengthen("blade", 1)),
		rule("Elsewhere", stretch("blade", 5), strengthen("neck", 5), tip()),
		rule("ForSecond", strengthen("blade", 4)), // counts 3 for face-pull
		rule("Strong", strengthen("shoulder", 4), strengthen("blade", 2)),
		rule("Also", strengthen("shoulder", 3), strengthen("shoulder", 2)),
		rule("Names", prefer("face-pull", 5)),
	}, found: []int{readyToLoad}, equipment: "band"}
	plan := who.make(t, testPack())
	// Mild counts nothing for a secondary target, and is behind the need all the same.
	want := []string{"Names", "Strong", "ForSecond", "Also", "Mild"}
	if diff := cmp.Diff(want, item(t, plan, "face-pull").Because); diff != "" {
		t.Errorf("face-pull (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"ForSecond", "Strong", "Mild"}, item(t, plan, "squeeze").Because); diff != "" {
		t.Errorf("squeeze (-want +got):\n%s", diff)
	}
}

// What the catalogue or a rule rules out is no next step; what has to wait for
// a higher start level or for equipment is.
func TestMakeNamesNeighbours(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name           string
		change         func(easier, harder *pack.Exercise)
		effects        []pack.Effect
		easier, harder string
	}{
		{name: "both", easier: "roll", harder: "face-pull"},
		{name: "listed only", change: func(easier, _ *pack.Exercise) { easier.Unfit = "never" }, harder: "face-pull"},
		{name: "avoided", effects: []pack.Effect{avoid("band")}, easier: "roll"},
		{name: "phase left out", effects: []pack.Effect{without(pack.Mobility)}, harder: "face-pull"},
		{name: "too early", effects: []pack.Effect{start(1)}, easier: "roll", harder: "face-pull"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := testPack()
			squeeze, roll, pull := exercise(p, "squeeze"), exercise(p, "roll"), exercise(p, "face-pull")
			squeeze.Easier, squeeze.Harder = roll.Index, pull.Index
			if test.change != nil {
				test.change(roll, pull)
			}
			who := person{rules: []*pack.Rule{rule("A", strengthen("blade", 1)), rule("B", test.effects...)}, equipment: "none"}
			plan := who.make(t, p)
			for _, x := range []planner.Item{item(t, plan, "squeeze"), plan.DeskSet[0]} {
				if x.ID != "squeeze" || x.Easier != test.easier || x.Harder != test.harder {
					t.Errorf("%s: easier %q, harder %q; want %q and %q", x.ID, x.Easier, x.Harder, test.easier, test.harder)
				}
			}
		})
	}
}

func TestMakeNamesMissingEquipment(t *testing.T) {
	t.Parallel()
	for have, want := range map[string][]string{
		"none":       {"cable"}, // the fewest, not band and anchor
		"band":       {"anchor"},
		"mat ball":   {"cable"},
		"anchor mat": {"band"},
	} {
		plan := person{rules: []*pack.Rule{rule("A", strengthen("blade", 1))}, equipment: have}.make(t, testPack())
		row := slices.IndexFunc(plan.LeftOut, func(l planner.LeftOut) bool { return l.ID == "row" })
		if diff := cmp.Diff(want, plan.LeftOut[row].Missing); diff != "" {
			t.Errorf("with %s, missing (-want +got):\n%s", have, diff)
		}
	}
}

func TestMakeCautions(t *testing.T) {
	t.Parallel()
	recoil, breathe, again := &pack.Caution{Text: "check the band"}, &pack.Caution{Text: "keep breathing"}, &pack.Caution{Text: "elbow low"}
	p := testPack()
	exercise(p, "wall-chest").Tags = bits("head-turn", tags)
	exercise(p, "row").Cautions = []string{"stand firmly"}
	who := person{rules: []*pack.Rule{
		rule("A", strengthen("blade", 1), stretch("chest", 1), caution("band", recoil), caution("head-turn", again)),
		rule("B", caution("prone", again), caution("band", breathe), caution("band", recoil)),
	}, equipment: "cable"}
	plan := who.make(t, p)
	for id, want := range map[string][]string{
		"row":        {"stand firmly", "check the band", "keep breathing"},
		"wall-chest": {"elbow low"},
		"squeeze":    nil,
	} {
		if diff := cmp.Diff(want, item(t, plan, id).Cautions); diff != "" {
			t.Errorf("%s (-want +got):\n%s", id, diff)
		}
	}
	if got := exercise(p, "row").Cautions; len(got) != 1 {
		t.Errorf("the pack's own cautions have changed: %q", got)
	}
}

func TestMakeWholePlan(t *testing.T) {
	t.Parallel()
	who := person{rules: []*pack.Rule{rule("TightChest", stretch("chest", 4)), rule("Weak", strengthen("blade", 5)), rule("Settle", start(1))}, minutes: 10}
	want := &planner.Plan{
		Start: 1, StartName: "gentle", StartBecause: []string{"Settle"}, MinutesPerDay: 2,
		Phases: []planner.Session{
			{Phase: pack.Stretch, Exercises: []planner.Item{{
				ID: "wall-chest", Name: "WALL-CHEST", Priority: 2, Slot: "loosen",
				Dose:     pack.Dose{Sets: 2, Reps: 1, HoldS: 15, RestS: 5, Sides: 2, PerDay: 1, PerWeek: 7},
				DoseFrom: "adjusted", Minutes: 1.5, Because: []string{"TightChest"}, Sources: []string{"seed-wall-chest"}, Cautions: []string{"elbow low"},
			}}},
			{Phase: pack.Strength, Exercises: []planner.Item{{
				ID: "squeeze", Name: "SQUEEZE", Priority: 1, Slot: "pull",
				Dose:     pack.Dose{Sets: 1, Reps: 5, HoldS: 1, TempoS: 3, RestS: 30, Sides: 1, PerDay: 1, PerWeek: 5},
				DoseFrom: "adjusted", Minutes: 0.5, Because: []string{"Weak"}, Sources: []string{"seed-squeeze"},
			}}},
		},
		DeskSet: []planner.Item{
			{
				ID: "wall-chest", Name: "WALL-CHEST",
				Dose:     pack.Dose{Sets: 1, Reps: 1, HoldS: 15, RestS: 5, Sides: 2, PerDay: 1, PerWeek: 7},
				DoseFrom: "adjusted", Minutes: 1, Because: []string{"TightChest"}, Sources: []string{"seed-wall-chest"}, Cautions: []string{"elbow low"},
			},
			{
				ID: "squeeze", Name: "SQUEEZE",
				Dose:     pack.Dose{Sets: 1, Reps: 5, HoldS: 1, TempoS: 3, RestS: 30, Sides: 1, PerDay: 1, PerWeek: 5},
				DoseFrom: "adjusted", Minutes: 0.5, Because: []string{"Weak"}, Sources: []string{"seed-squeeze"},
			},
		},
		Stages: []planner.Stage{
			{Level: 1, Name: "gentle", Note: "easy", MoveOn: "two calm days"},
			{Level: 2, Name: "build", Note: "steady", MoveOn: "two more"},
			{Level: 3, Name: "load", Note: "strong", MoveOn: "next band"},
		},
		Review: []int{3, 14, 42}, ValidDays: 14,
		LeftOut: []planner.LeftOut{
			{ID: "door-chest", Reason: planner.ReasonStart, Because: []string{"Settle"}},
			{ID: "row", Reason: planner.ReasonStart, Because: []string{"Settle"}},
			{ID: "face-pull", Reason: planner.ReasonStart, Because: []string{"Settle"}},
		},
	}
	if diff := cmp.Diff(want, who.make(t, testPack())); diff != "" {
		t.Errorf("plan (-want +got):\n%s", diff)
	}
}

func TestMakeSettles(t *testing.T) {
	t.Parallel()
	plan := person{rules: everything(start(0))}.make(t, testPack())
	if plan.ReviewHours != 72 || len(plan.Stages) != 4 || plan.Stages[0].Name != "settle" {
		t.Errorf("review after %d hours, stages %v", plan.ReviewHours, plan.Stages)
	}
	if plan.ValidDays != 3 {
		t.Errorf("answered again after 3 days, and valid for %d", plan.ValidDays)
	}
}

func TestMakeDeskSet(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		who  person
		want []string
	}{
		{"of the plan, strength last, strongest first",
			person{rules: []*pack.Rule{rule("A", strengthen("blade", 5), mobilise("spine", 2), stretch("chest", 3))}},
			[]string{"wall-chest", "turn"}},
		{"strength of the plan before others of the catalogue",
			person{rules: []*pack.Rule{rule("A", strengthen("blade", 5), mobilise("spine", 4), mobilise("shoulder", 1), avoid("floor"), limit(2))}},
			[]string{"turn", "squeeze"}},
		{"others of the catalogue where the plan has none for a desk",
			person{rules: []*pack.Rule{rule("A", prefer("march", 5), prefer("prone-lift", 4), strengthen("blade", 1), strengthen("neck", 2), limit(2)), rule("B", prefer("windmill", 5))}},
			[]string{"squeeze", "chin"}},
		{"nothing avoided, above the start level, or of a phase it has not",
			person{rules: []*pack.Rule{rule("A", prefer("turn", 1), stretch("neck", 4), stretch("chest", 3), start(0))}},
			[]string{"turn"}},
		{"no two neighbours",
			person{rules: []*pack.Rule{rule("A", stretch("chest", 5))}},
			[]string{"wall-chest"}},
		{"no more than the plan may have",
			person{rules: everything(limit(1))},
			[]string{"wall-chest"}},
		{"what the plan had no time for",
			person{rules: []*pack.Rule{rule("A", strengthen("core", 5), stretch("chest", 3), stretch("neck", 2))}, minutes: 3},
			[]string{"wall-chest", "neck-side"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, desk(test.who.make(t, testPack()))); diff != "" {
				t.Errorf("desk set (-want +got):\n%s", diff)
			}
		})
	}
}

func TestMakeDeskSetKeepsToPhases(t *testing.T) {
	t.Parallel()
	p := testPack()
	exercise(p, "squeeze").Start = 0
	plan := person{rules: []*pack.Rule{rule("A", strengthen("blade", 5), mobilise("spine", 1), start(0))}}.make(t, p)
	if diff := cmp.Diff([]string{"turn"}, desk(plan)); diff != "" {
		t.Errorf("desk set (-want +got):\n%s", diff)
	}
}

// The desk set has doses and cautions of its own: one set, also of what the
// plan had no room for.
func TestMakeDeskSetItems(t *testing.T) {
	t.Parallel()
	band := &pack.Caution{Text: "sit on a firm seat"}
	p := testPack()
	exercise(p, "squeeze").Tags = bits("band", tags)
	who := person{rules: []*pack.Rule{
		rule("A", prefer("march", 5), strengthen("blade", 1), limit(1)),
		rule("B", caution("band", band)),
	}, found: []int{older}}
	plan := who.make(t, p)
	want := []planner.Item{{
		ID: "squeeze", Name: "SQUEEZE", DoseFrom: "adjusted", Minutes: 1, Because: []string{"A"}, Sources: []string{"seed-squeeze"}, Cautions: []string{"sit on a firm seat"},
		Dose: pack.Dose{Sets: 1, Reps: 10, HoldS: 1, TempoS: 3, RestS: 30, Sides: 1, PerDay: 1, PerWeek: 4}, // capped at 8, older people 10
	}}
	if diff := cmp.Diff(want, plan.DeskSet); diff != "" {
		t.Errorf("desk set (-want +got):\n%s", diff)
	}
}

func TestMakeDeskSetTakesTime(t *testing.T) {
	t.Parallel()
	rules := []*pack.Rule{rule("A", stretch("chest", 5), stretch("neck", 4), mobilise("spine", 1))}
	for seconds, want := range map[int][]string{
		120: {"wall-chest", "neck-side"}, // 45 s each with one set
		89:  {"wall-chest", "turn"},
		44:  {"turn"},
		29:  {},
	} {
		p := testPack()
		p.Plan.DeskTime = seconds
		if diff := cmp.Diff(want, desk(person{rules: rules}.make(t, p))); diff != "" {
			t.Errorf("in %d seconds (-want +got):\n%s", seconds, diff)
		}
	}
}
