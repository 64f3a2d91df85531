package planner_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/planner"
)

// drawPack draws a catalogue and slots; regimes and vocabulary are testPack's.
func drawPack(t *rapid.T) *pack.Pack {
	p := testPack()
	p.Exercises = nil
	n := rapid.IntRange(1, 24).Draw(t, "exercises")
	for i := range n {
		e := &pack.Exercise{
			Index: i, ID: fmt.Sprintf("e%d", i), Easier: -1, Harder: -1, DoseFrom: "ours",
			Phase:   pack.Phase(rapid.IntRange(0, pack.Phases-1).Draw(t, "phase")),
			Targets: rapid.SliceOfNDistinct(rapid.IntRange(0, len(targets)-1), 1, 3, rapid.ID).Draw(t, "targets"),
			Tags:    rapid.Uint64Range(0, 1<<len(tags)-1).Draw(t, "tags"),
			Needs:   rapid.SliceOfN(rapid.Uint64Range(1, 1<<len(equipment)-1), 0, 2).Draw(t, "needs"),
			Desk:    rapid.Bool().Draw(t, "desk"),
			Start:   rapid.IntRange(0, 3).Draw(t, "start"),
			Dose: pack.Dose{
				Sets: rapid.IntRange(1, 4).Draw(t, "sets"), Reps: rapid.IntRange(1, 15).Draw(t, "reps"),
				HoldS: rapid.IntRange(0, 40).Draw(t, "hold"), TempoS: rapid.IntRange(1, 6).Draw(t, "tempo"),
				RestS: rapid.IntRange(0, 30).Draw(t, "rest"), Sides: rapid.IntRange(1, 2).Draw(t, "sides"),
				PerDay: rapid.IntRange(1, 3).Draw(t, "per day"), PerWeek: rapid.IntRange(1, 7).Draw(t, "per week"),
			},
		}
		if e.Phase == pack.Strength {
			e.Pattern = rapid.SampledFrom([]string{"pull", "hold"}).Draw(t, "pattern")
		}
		if i > 0 && rapid.IntRange(0, 3).Draw(t, "neighbour") == 0 {
			e.Easier = rapid.IntRange(0, i-1).Draw(t, "easier")
		}
		if i > 0 && rapid.IntRange(0, 3).Draw(t, "neighbour") == 0 {
			e.Harder = rapid.IntRange(0, i-1).Draw(t, "harder")
		}
		if rapid.IntRange(0, 9).Draw(t, "unfit") == 0 {
			e.Unfit = "not for anyone"
		}
		p.Exercises = append(p.Exercises, e)
	}
	p.Plan.PerTarget = rapid.IntRange(1, 3).Draw(t, "per target")
	p.Rules = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) *pack.Rule { return drawRule(t, n) }), 1, 12).Draw(t, "rules")
	for i, r := range p.Rules {
		r.Index, r.Name = i, fmt.Sprintf("Rule%d", i)
	}
	return p
}

func drawRule(t *rapid.T, exercises int) *pack.Rule {
	r := rule("")
	for range rapid.IntRange(1, 4).Draw(t, "effects") {
		target := rapid.SampledFrom(targets).Draw(t, "target")
		weight := rapid.IntRange(1, 5).Draw(t, "weight")
		tag := rapid.SampledFrom(tags).Draw(t, "tag")
		var e pack.Effect
		switch rapid.IntRange(0, 12).Draw(t, "verb") {
		case 0, 1:
			e = release(target, weight)
		case 2, 3:
			e = stretch(target, weight)
		case 4, 5:
			e = mobilise(target, weight)
		case 6, 7:
			e = strengthen(target, weight)
		case 8:
			e = prefer("turn", weight)
			e.Exercise = rapid.IntRange(0, exercises-1).Draw(t, "exercise")
		case 9:
			e = avoid(tag)
		case 10:
			e = without(pack.Phase(rapid.IntRange(0, pack.Phases-1).Draw(t, "phase")))
		case 11:
			e = start(rapid.IntRange(0, 3).Draw(t, "level"))
		case 12:
			e = limit(rapid.IntRange(1, 6).Draw(t, "limit"))
		}
		r.Effects = append(r.Effects, e)
	}
	return r
}

// drawInput draws whom to plan for, by some of the pack's rules.
func drawInput(t *rapid.T, p *pack.Pack) planner.Input {
	var fired []int
	for i := range p.Rules {
		if rapid.IntRange(0, 4).Draw(t, "fires") > 0 {
			fired = append(fired, i)
		}
	}
	return planner.FromEffects(p, fired, drawFindings(t), drawWords(t, p), rapid.IntRange(0, 7).Draw(t, "most"))
}

func drawFindings(t *rapid.T) func(int) bool {
	holds := rapid.SliceOfN(rapid.Bool(), len(findings), len(findings)).Draw(t, "found")
	return func(i int) bool { return holds[i] }
}

func drawWords(t *rapid.T, p *pack.Pack) []uint64 {
	words := make([]uint64, len(p.Vocabulary.Facts))
	words[factEquipment] = rapid.Uint64Range(0, 1<<len(equipment)-1).Draw(t, "equipment")
	words[factMinutes] = rapid.Uint64Range(0, 28).Draw(t, "minutes")
	words[factPlace] = rapid.SampledFrom([]uint64{0, 1, 2, 4}).Draw(t, "place")
	return words
}

// score is worked out once more, in the words of the planner's documentation.
func score(p *pack.Pack, in planner.Input, e *pack.Exercise) int {
	best := in.Needs[e.Phase][e.Targets[0]]
	for _, target := range e.Targets[1:] {
		best = max(best, in.Needs[e.Phase][target]-1)
	}
	return best + in.Prefer[e.Index]
}

func allowed(e *pack.Exercise, in planner.Input) bool {
	equipped := len(e.Needs) == 0
	for _, need := range e.Needs {
		equipped = equipped || need&in.Equipment == need
	}
	return e.Unfit == "" && e.Tags&in.Avoid == 0 && !in.Without[e.Phase] && e.Start <= in.Start && equipped && (in.Place != planner.AtDesk || e.Desk)
}

func TestPlanKeepsToWhatIsAllowed(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := drawPack(t)
		in := drawInput(t, p)
		plan, _ := planner.Make(p, in)
		for _, id := range ids(plan) {
			if !allowed(exercise(p, id), in) {
				t.Errorf("%s is in the plan and must not be", id)
			}
		}
		if plan == nil {
			return
		}
		for _, id := range desk(plan) {
			e := exercise(p, id)
			if in.Equipment = 0; !allowed(e, in) || !e.Desk || score(p, in, e) == 0 {
				t.Errorf("%s is in the desk set and must not be", id)
			}
		}
	})
}

func TestNextStepsAreNotRuledOut(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := drawPack(t)
		in := drawInput(t, p)
		plan, ok := planner.Make(p, in)
		if !ok {
			return
		}
		for _, x := range append(items(plan), plan.DeskSet...) {
			e := exercise(p, x.ID)
			for _, next := range []struct {
				index int
				id    string
			}{{e.Easier, x.Easier}, {e.Harder, x.Harder}} {
				want := ""
				if next.index >= 0 {
					if n := p.Exercises[next.index]; n.Unfit == "" && n.Tags&in.Avoid == 0 && !in.Without[n.Phase] {
						want = n.ID
					}
				}
				if next.id != want {
					t.Errorf("%s names %q next, want %q", x.ID, next.id, want)
				}
			}
		}
	})
}

func TestDeskSetIsOneSetOfWhatThePlanGives(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := drawPack(t)
		in := drawInput(t, p)
		plan, ok := planner.Make(p, in)
		if !ok {
			return
		}
		seconds := 0
		for _, x := range plan.DeskSet {
			seconds += x.Dose.Seconds()
			if x.Priority != 0 || x.Slot != "" || x.Dose.Sets != 1 || len(x.Because) == 0 {
				t.Errorf("desk set holds %+v", x)
			}
			for _, y := range items(plan) {
				if y.ID == x.ID && (y.Dose.Reps != x.Dose.Reps || y.Dose.HoldS != x.Dose.HoldS) {
					t.Errorf("%s: %+v at the desk, %+v in the plan", x.ID, x.Dose, y.Dose)
				}
			}
		}
		if seconds > p.Plan.DeskTime {
			t.Errorf("desk set of %d seconds", seconds)
		}
	})
}

func TestPlanKeepsBounds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := drawPack(t)
		in := drawInput(t, p)
		plan, ok := planner.Make(p, in)
		if !ok {
			return
		}
		list := items(plan)
		if n := len(list); n == 0 || n > in.Most || n > len(p.Starts[in.Start].Slots) {
			t.Errorf("%d exercises", n)
		}
		if len(plan.DeskSet) > min(p.Plan.DeskItems, in.Most) {
			t.Errorf("desk set of %d", len(plan.DeskSet))
		}
		first := map[int]int{}
		for i, x := range list {
			e := exercise(p, x.ID)
			if first[e.Targets[0]]++; first[e.Targets[0]] > p.Plan.PerTarget {
				t.Errorf("%d exercises for %s", first[e.Targets[0]], targets[e.Targets[0]])
			}
			for _, y := range list[:i] {
				o := exercise(p, y.ID)
				if o == e || slices.Contains([]int{o.Easier, o.Harder}, e.Index) || slices.Contains([]int{e.Easier, e.Harder}, o.Index) {
					t.Errorf("%s and %s are one movement", x.ID, y.ID)
				}
			}
		}
		total := 0.0
		for _, x := range list {
			total += x.Minutes * float64(x.Dose.PerDay)
		}
		if total != plan.MinutesPerDay {
			t.Errorf("minutes %v, exercises take %v", plan.MinutesPerDay, total)
		}
		if budget := min(in.Minutes, p.Starts[in.Start].Minutes); total > float64(budget) && len(list) > 1 {
			t.Errorf("%v minutes a day of %d", total, budget)
		}
	})
}

func TestPlanDoses(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := drawPack(t)
		in := drawInput(t, p)
		plan, _ := planner.Make(p, in)
		for _, x := range items(plan) {
			e := exercise(p, x.ID)
			most := p.Starts[in.Start].Caps[e.Phase]
			if in.Start < 2 && (most.Reps > 0 && x.Dose.Reps > most.Reps || most.HoldS > 0 && x.Dose.HoldS > most.HoldS || most.Sets > 0 && x.Dose.Sets > most.Sets) {
				t.Errorf("dose %+v above %+v", x.Dose, most)
			}
			if !in.Older && (x.Dose.Reps > e.Dose.Reps || x.Dose.HoldS > e.Dose.HoldS) || x.Dose.Sets > e.Dose.Sets || x.Dose.PerDay > e.Dose.PerDay {
				t.Errorf("dose %+v above the catalogue's %+v", x.Dose, e.Dose)
			}
			if changed := x.Dose != e.Dose; changed != (x.DoseFrom == "adjusted") {
				t.Errorf("dose %+v from %s, catalogue %+v", x.Dose, x.DoseFrom, e.Dose)
			}
			if x.Dose.Sets < 1 || x.Dose.PerDay < 1 {
				t.Errorf("dose %+v is none", x.Dose)
			}
		}
	})
}

func TestPlanIsInOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := drawPack(t)
		in := drawInput(t, p)
		plan, ok := planner.Make(p, in)
		if !ok {
			return
		}
		list := items(plan)
		for i, s := range plan.Phases {
			if i > 0 && s.Phase <= plan.Phases[i-1].Phase || len(s.Exercises) == 0 {
				t.Errorf("phases out of order or empty: %v", plan.Phases)
			}
			for j, x := range s.Exercises {
				if e := exercise(p, x.ID); e.Phase != s.Phase {
					t.Errorf("%s is %s, not %s", x.ID, e.Phase, s.Phase)
				}
				if j > 0 && x.Priority <= s.Exercises[j-1].Priority {
					t.Errorf("priorities do not rise within %s", s.Phase)
				}
			}
		}
		slices.SortFunc(list, func(a, b planner.Item) int { return a.Priority - b.Priority })
		for i, x := range list {
			if x.Priority != i+1 {
				t.Errorf("priority %d, want %d", x.Priority, i+1)
			}
			if i > 0 && score(p, in, exercise(p, x.ID)) > score(p, in, exercise(p, list[i-1].ID)) {
				t.Errorf("%s goes before the stronger %s", list[i-1].ID, x.ID)
			}
		}
	})
}

func TestPlanAccountsForEveryNeed(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := drawPack(t)
		in := drawInput(t, p)
		plan, ok := planner.Make(p, in)
		if !ok {
			return
		}
		for _, x := range items(plan) {
			if len(x.Because) == 0 {
				t.Errorf("%s is in the plan for no reason", x.ID)
			}
		}
		var want, got []string // catalogue order
		for _, e := range p.Exercises {
			if score(p, in, e) > 0 && !slices.Contains(ids(plan), e.ID) {
				want = append(want, e.ID)
			}
		}
		for _, l := range plan.LeftOut {
			got = append(got, l.ID)
			mayBe := l.Reason == planner.ReasonRoom || l.Reason == planner.ReasonTime
			if e := exercise(p, l.ID); mayBe != allowed(e, in) {
				t.Errorf("%s left out because of %s", l.ID, l.Reason)
			}
			if ruled := l.Reason == planner.ReasonAvoid || l.Reason == planner.ReasonPhase; ruled && len(l.Because) == 0 {
				t.Errorf("%s left out because of %s by no rule", l.ID, l.Reason)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("left out (-want +got):\n%s", diff)
		}
	})
}

func TestPlanIsMadeWheneverOneExerciseIsLeft(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := drawPack(t)
		in := drawInput(t, p)
		var mentioned [pack.Phases]bool
		for _, s := range p.Starts[in.Start].Slots {
			for _, phase := range p.Slots[s].Phases {
				mentioned[phase] = true
			}
		}
		want := slices.ContainsFunc(p.Exercises, func(e *pack.Exercise) bool { return score(p, in, e) > 0 && allowed(e, in) && mentioned[e.Phase] })
		if _, got := planner.Make(p, in); got != want {
			t.Errorf("plan: %t, want %t", got, want)
		}
	})
}

// Effects are a set: neither their order nor a repetition changes anything.
func TestSameFiredRulesSamePlan(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := drawPack(t)
		found, words := drawFindings(t), drawWords(t, p)
		fired := rapid.SliceOf(rapid.IntRange(0, len(p.Rules)-1)).Draw(t, "fired")
		again := rapid.Permutation(append(fired, fired...)).Draw(t, "again")
		in, other := planner.FromEffects(p, fired, found, words, 0), planner.FromEffects(p, again, found, words, 0)
		if diff := cmp.Diff(in, other, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("input:\n%s", diff)
		}
		plan, _ := planner.Make(p, in)
		same, _ := planner.Make(p, other)
		if diff := cmp.Diff(plan, same); diff != "" {
			t.Errorf("plan:\n%s", diff)
		}
	})
}

// TestChooseIsWhatMakeMakes: what is chosen without a plan is what the plan says.
func TestChooseIsWhatMakeMakes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := drawPack(t)
		in := drawInput(t, p)
		plan, _ := planner.Make(p, in)
		if diff := cmp.Diff(plan.AppendIDs(nil), planner.Choose(p, in), cmpopts.EquateEmpty()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestAvoidingNeverAddsWhatIsAvoided(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := drawPack(t)
		in := drawInput(t, p)
		tag := rapid.IntRange(0, len(tags)-1).Draw(t, "tag")
		in.Avoid |= 1 << tag
		plan, _ := planner.Make(p, in)
		for _, id := range ids(plan) {
			if exercise(p, id).Tags&(1<<tag) != 0 {
				t.Errorf("%s has the avoided %s", id, tags[tag])
			}
		}
	})
}

func TestLessEquipmentNeedsLess(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := drawPack(t)
		in := drawInput(t, p)
		in.Equipment &= rapid.Uint64Range(0, 1<<len(equipment)-1).Draw(t, "left")
		plan, _ := planner.Make(p, in)
		for _, id := range ids(plan) {
			e := exercise(p, id)
			if len(e.Needs) > 0 && !slices.ContainsFunc(e.Needs, func(need uint64) bool { return need&in.Equipment == need }) {
				t.Errorf("%s needs more than there is", id)
			}
		}
		if in.Equipment = 0; plan == nil {
			return
		}
		plan, _ = planner.Make(p, in)
		for _, id := range ids(plan) {
			if len(exercise(p, id).Needs) > 0 {
				t.Errorf("%s needs something and there is nothing", id)
			}
		}
	})
}

// TestKeysTellInputsApart: one key never stands for two inputs. Two keys may
// stand for one, which costs a plan made twice.
func TestKeysTellInputsApart(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := drawPack(t)
		k := planner.NewKeys(p)
		inputs := map[string]planner.Input{}
		for range 50 {
			var fired []int
			for i := range p.Rules[:min(len(p.Rules), 2)] { // few, so that keys come again
				if rapid.Bool().Draw(t, "fires") {
					fired = append(fired, i)
				}
			}
			found, words := drawFindings(t), drawWords(t, p)
			key, in := string(k.Append(nil, setOf(p, fired), found, words)), planner.FromEffects(p, fired, found, words, 0)
			if before, again := inputs[key]; again {
				if diff := cmp.Diff(before, in, cmpopts.EquateEmpty()); diff != "" {
					t.Fatal(diff)
				}
			}
			inputs[key] = in
		}
	})
}

// setOf is a set of rules as keys take it.
func setOf(p *pack.Pack, rules []int) []uint64 {
	set := make([]uint64, len(p.Rules)/64+1)
	for _, i := range rules {
		set[i/64] |= 1 << (i % 64)
	}
	return set
}

// TestKeysHoldEveryPart changes one part after the other.
func TestKeysHoldEveryPart(t *testing.T) {
	t.Parallel()
	p := testPack()
	for i, e := range []pack.Effect{stretch(targets[0], 3), limit(5)} {
		p.Rules = append(p.Rules, rule(fmt.Sprint("Rule", i), e))
	}
	k := planner.NewKeys(p)
	who := person{equipment: "band", minutes: 7, place: "home"}
	key := func(who person, fired ...int) string {
		return string(k.Append([]byte("pack "), setOf(p, fired), who.finds, who.words(p.Vocabulary)))
	}
	base := key(who, 0, 1)
	older, ready, band, minutes, place := who, who, who, who, who
	older.found, ready.found, band.equipment, minutes.minutes, place.place = []int{p.Plan.Older}, []int{p.Plan.ReadyToLoad}, "mat", 8, "desk"
	for name, other := range map[string]string{"older": key(older, 0, 1), "ready": key(ready, 0, 1), "equipment": key(band, 0, 1),
		"minutes": key(minutes, 0, 1), "place": key(place, 0, 1), "rules": key(who, 0)} {
		if other == base {
			t.Errorf("%s is not in the key", name)
		}
	}
	if !strings.HasPrefix(base, "pack ") {
		t.Errorf("key %q is not appended", base)
	}
}
