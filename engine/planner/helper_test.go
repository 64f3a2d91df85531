package planner_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/planner"
	"github.com/limber-triage/limber/facts"
)

// The small pack of the tests: every name below is looked up by its id.
var (
	targets   = []string{"chest", "neck", "spine", "blade", "shoulder", "core"}
	tags      = []string{"floor", "prone", "band", "head-turn"}
	equipment = []string{"band", "anchor", "mat", "cable", "ball"}
	findings  = []string{"Older", "ReadyToLoad"}
)

const (
	older = iota
	readyToLoad
)

// The places of facts in words.
const (
	factEquipment = iota
	factMinutes
	factPlace
)

const unanswered = 0

func vocabulary() *facts.Vocabulary {
	have := &facts.Fact{Index: factEquipment, ID: "equipment", Kind: facts.Set}
	for _, id := range equipment {
		have.Options = append(have.Options, facts.Option{ID: id})
	}
	have.Default = bits("mat", equipment)
	minutes := &facts.Fact{Index: factMinutes, ID: "minutes", Kind: facts.Number, Min: 3, Max: 30, Step: 1}
	minutes.Default, _ = minutes.Word(12)
	place := &facts.Fact{Index: factPlace, ID: "place", Kind: facts.Choice}
	for _, id := range []string{"home", "desk", "both"} {
		place.Options = append(place.Options, facts.Option{ID: id})
	}
	return &facts.Vocabulary{Facts: []*facts.Fact{have, minutes, place}}
}

// testPack is made anew for every test, which may change it.
func testPack() *pack.Pack {
	p := &pack.Pack{Vocabulary: vocabulary()}
	for _, id := range targets {
		p.Targets = append(p.Targets, pack.Target{ID: id})
	}
	for _, id := range tags {
		p.Tags = append(p.Tags, pack.Tag{ID: id})
	}
	p.Exercises = catalogue()
	all := []pack.Phase{pack.Release, pack.Stretch, pack.Mobility, pack.Strength}
	p.Slots = []pack.Slot{
		{ID: "open", Phases: all[:2], Targets: []int{at("chest", targets)}},
		{ID: "neck-or-blade", Phases: all[:2], Targets: []int{at("neck", targets), at("blade", targets)}},
		{ID: "spine", Phases: all[2:3], Targets: []int{at("spine", targets), at("shoulder", targets)}},
		{ID: "pull", Phases: all[3:], Pattern: "pull"},
		{ID: "strengthen", Phases: all[3:]},
		{ID: "free", Phases: all},
		{ID: "loosen", Phases: all[:2]},
		{ID: "move", Phases: all[2:3]},
	}
	p.Starts = [4]pack.Start{
		{Level: 0, Name: "settle", Slots: []int{7, 7}, Minutes: 5, Note: "small moves", MoveOn: "calm", ReviewHours: 72,
			Caps: [pack.Phases]pack.Dose{pack.Mobility: {Sets: 1, Reps: 5}}},
		{Level: 1, Name: "gentle", Slots: []int{6, 7, 7, 3}, Minutes: 5, Note: "easy", MoveOn: "two calm days",
			Caps: [pack.Phases]pack.Dose{pack.Stretch: {Sets: 2, HoldS: 15}, pack.Mobility: {Reps: 8}, pack.Strength: {Sets: 1, Reps: 5, HoldS: 5}}},
		{Level: 2, Name: "build", Slots: []int{0, 1, 2, 3, 4, 5}, Minutes: 30, Note: "steady", MoveOn: "two more",
			Caps: [pack.Phases]pack.Dose{pack.Strength: {Sets: 2, Reps: 8, PerWeek: 4}}},
		{Level: 3, Name: "load", Slots: []int{0, 1, 2, 3, 4, 5}, Minutes: 30, Note: "strong", MoveOn: "next band"},
	}
	p.Plan = pack.PlanFacts{
		Older: older, ReadyToLoad: readyToLoad, Equipment: factEquipment, Minutes: factMinutes, Place: factPlace,
		Most: 6, PerTarget: 2, ReviewDays: []int{3, 14, 42}, ValidDays: 14, DeskItems: 2, DeskTime: 120,
		OlderFloor: [pack.Phases]pack.Dose{pack.Stretch: {HoldS: 30}, pack.Strength: {Reps: 10}},
	}
	return p
}

// catalogue has two exercises of one movement for each family, one that is
// listed only, and what needs the floor, a band or an experienced person.
func catalogue() []*pack.Exercise {
	still := pack.Dose{Sets: 2, Reps: 1, HoldS: 20, RestS: 5, Sides: 2, PerDay: 1, PerWeek: 7} // 95 s
	drill := pack.Dose{Sets: 1, Reps: 10, TempoS: 3, Sides: 1, PerDay: 2, PerWeek: 7}          // 30 s, twice
	load := pack.Dose{Sets: 2, Reps: 10, HoldS: 1, TempoS: 3, RestS: 30, Sides: 1, PerDay: 1, PerWeek: 5}
	list := []*pack.Exercise{
		{ID: "ball-press", Phase: pack.Release, Targets: of("chest"), Needs: needs("ball"), Start: 1, Dose: still},
		{ID: "wall-chest", Phase: pack.Stretch, Targets: of("chest"), Desk: true, Start: 1, Dose: still, Cautions: []string{"elbow low"}},
		{ID: "door-chest", Phase: pack.Stretch, Targets: of("chest"), Desk: true, Start: 2, Dose: still},
		{ID: "neck-side", Phase: pack.Stretch, Targets: of("neck", "blade"), Tags: bits("head-turn", tags), Desk: true, Start: 1, Dose: still},
		{ID: "neck-pull", Phase: pack.Stretch, Targets: of("neck"), Start: 1, Dose: still, Unfit: "presses the neck"},
		{ID: "turn", Phase: pack.Mobility, Targets: of("spine"), Desk: true, Dose: drill},
		{ID: "roll", Phase: pack.Mobility, Targets: of("shoulder"), Desk: true, Dose: drill},
		{ID: "windmill", Phase: pack.Mobility, Targets: of("spine", "chest"), Tags: bits("floor", tags), Needs: needs("mat"), Start: 2, Dose: drill},
		{ID: "squeeze", Phase: pack.Strength, Targets: of("blade"), Pattern: "pull", Desk: true, Start: 1, Dose: load},
		{ID: "row", Phase: pack.Strength, Targets: of("blade"), Pattern: "pull", Tags: bits("band", tags), Needs: needs("band anchor", "cable"), Start: 2, Dose: load},
		{ID: "face-pull", Phase: pack.Strength, Targets: of("shoulder", "blade"), Pattern: "pull", Tags: bits("band", tags), Needs: needs("band"), Start: 3, Dose: load},
		{ID: "march", Phase: pack.Strength, Targets: of("core"), Pattern: "hold", Tags: bits("floor", tags), Needs: needs("mat"), Start: 2, Dose: load},
		{ID: "chin", Phase: pack.Strength, Targets: of("neck"), Pattern: "hold", Desk: true, Start: 2, Dose: load},
		{ID: "prone-lift", Phase: pack.Strength, Targets: of("core", "spine"), Pattern: "lift", Tags: bits("floor prone", tags), Start: 2, Dose: load},
	}
	for i, e := range list {
		e.Index, e.Name, e.Easier, e.Harder, e.DoseFrom, e.Sources = i, strings.ToUpper(e.ID), -1, -1, "seed", []string{"seed-" + e.ID}
	}
	list[2].Easier = 1 // door-chest -> wall-chest; only one of them says so
	list[5].Harder = 7 // turn -> windmill
	return list
}

// at returns the place of an id.
func at(id string, ids []string) int {
	i := slices.Index(ids, id)
	if i < 0 {
		panic("no such id: " + id)
	}
	return i
}

// bits returns the bits of some ids, separated by spaces.
func bits(some string, ids []string) (b uint64) {
	for _, id := range strings.Fields(some) {
		b |= 1 << at(id, ids)
	}
	return b
}

func of(ids ...string) (list []int) {
	for _, id := range ids {
		list = append(list, at(id, targets))
	}
	return list
}

func needs(alternatives ...string) (list []uint64) {
	for _, a := range alternatives {
		list = append(list, bits(a, equipment))
	}
	return list
}

func exercise(p *pack.Pack, id string) *pack.Exercise {
	for _, e := range p.Exercises {
		if e.ID == id {
			return e
		}
	}
	panic("no such exercise: " + id)
}

// The effects of rules.

func need(verb grl.Verb, target string, weight int) pack.Effect {
	phase := map[grl.Verb]pack.Phase{grl.PlanRelease: pack.Release, grl.PlanStretch: pack.Stretch, grl.PlanMobilise: pack.Mobility, grl.PlanStrengthen: pack.Strength}[verb]
	return pack.Effect{Effect: grl.Effect{Verb: verb, Number: weight}, Phase: phase, Target: at(target, targets)}
}

func release(target string, w int) pack.Effect    { return need(grl.PlanRelease, target, w) }
func stretch(target string, w int) pack.Effect    { return need(grl.PlanStretch, target, w) }
func mobilise(target string, w int) pack.Effect   { return need(grl.PlanMobilise, target, w) }
func strengthen(target string, w int) pack.Effect { return need(grl.PlanStrengthen, target, w) }

func prefer(id string, weight int) pack.Effect {
	return pack.Effect{Effect: grl.Effect{Verb: grl.PlanPrefer, Number: weight}, Exercise: exercise(&pack.Pack{Exercises: catalogue()}, id).Index}
}

func avoid(tag string) pack.Effect {
	return pack.Effect{Effect: grl.Effect{Verb: grl.PlanAvoid}, Tag: at(tag, tags)}
}

func without(phase pack.Phase) pack.Effect {
	return pack.Effect{Effect: grl.Effect{Verb: grl.PlanWithout}, Phase: phase}
}

func start(level int) pack.Effect {
	return pack.Effect{Effect: grl.Effect{Verb: grl.PlanStart, Number: level}}
}

func limit(n int) pack.Effect {
	return pack.Effect{Effect: grl.Effect{Verb: grl.PlanLimit, Number: n}}
}

func caution(tag string, text *pack.Caution) pack.Effect {
	return pack.Effect{Effect: grl.Effect{Verb: grl.PlanCaution}, Tag: at(tag, tags), Caution: text}
}

func tip() pack.Effect { return pack.Effect{Effect: grl.Effect{Verb: grl.AdviseTip}, Tip: &pack.Tip{}} }

func rule(name string, effects ...pack.Effect) *pack.Rule {
	return &pack.Rule{Rule: &grl.Rule{Name: name, Stratum: grl.Plan}, Effects: effects}
}

// person is what a plan depends on, in the words of a test.
type person struct {
	rules     []*pack.Rule // all fire; they become the pack's
	found     []int
	equipment string // options; "none", or "" for unanswered
	minutes   int    // 0: unanswered
	place     string // "": unanswered
	most      int
}

func (who person) words(v *facts.Vocabulary) []uint64 {
	words := make([]uint64, len(v.Facts))
	switch who.equipment {
	case "":
	case "none":
		words[factEquipment] = v.Facts[factEquipment].NoneBit()
	default:
		words[factEquipment] = bits(who.equipment, equipment)
	}
	if who.minutes > 0 {
		words[factMinutes], _ = v.Facts[factMinutes].Word(float64(who.minutes))
	}
	if who.place != "" {
		i, _ := v.Facts[factPlace].Option(who.place)
		words[factPlace] = 1 << i
	}
	return words
}

func (who person) input(p *pack.Pack) planner.Input {
	p.Rules = who.rules
	fired := make([]int, len(p.Rules))
	for i, r := range p.Rules {
		r.Index, fired[i] = i, i
	}
	return planner.FromEffects(p, fired, who.finds, who.words(p.Vocabulary), who.most)
}

func (who person) finds(finding int) bool { return slices.Contains(who.found, finding) }

// make fails the test when there is no plan.
func (who person) make(t *testing.T, p *pack.Pack) *planner.Plan {
	t.Helper()
	plan, ok := planner.Make(p, who.input(p))
	if !ok {
		t.Fatal("no exercise left")
	}
	return plan
}

// items lists the exercises of a plan in their order.
func items(plan *planner.Plan) (list []planner.Item) {
	if plan != nil {
		for _, s := range plan.Phases {
			list = append(list, s.Exercises...)
		}
	}
	return list
}

// ids lists the ids of a plan's exercises in their order.
func ids(plan *planner.Plan) (list []string) {
	for _, item := range items(plan) {
		list = append(list, item.ID)
	}
	return list
}

// desk lists the ids of a plan's desk set.
func desk(plan *planner.Plan) []string {
	list := []string{}
	for _, item := range plan.DeskSet {
		list = append(list, item.ID)
	}
	return list
}

func item(t *testing.T, plan *planner.Plan, id string) planner.Item {
	t.Helper()
	for _, x := range items(plan) {
		if x.ID == id {
			return x
		}
	}
	t.Fatalf("%s is not in the plan: %v", id, ids(plan))
	return planner.Item{}
}
