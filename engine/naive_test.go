package engine_test

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/ask"
	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/planner"
	"github.com/limber-triage/limber/engine/program"
	"github.com/limber-triage/limber/facts"
)

// naive assembles decisions the plain way: rules by their definition, nothing
// prepared, nothing shared, no plan kept. It is what the engine must equal.
type naive struct {
	p     *pack.Pack
	o     engine.Options
	asker *ask.Asker
}

func newNaive(t testing.TB, p *pack.Pack, o engine.Options) *naive {
	prog, err := program.Compile(p)
	if err != nil {
		t.Fatal(err)
	}
	return &naive{p, o, ask.New(p, prog)}
}

func (n *naive) decide(c *facts.Case) *engine.Decision {
	words, p := c.Words(), n.p
	found := make([]bool, len(p.Found))
	var fired []*pack.Rule
	level := facts.LevelNone
	for _, r := range p.Rules {
		if !pack.Holds(r.Cond, words, found) {
			continue
		}
		fired = append(fired, r)
		level = max(level, r.Urgency())
		for _, x := range r.Effects {
			if x.Verb == grl.SetFound {
				found[x.Finding] = true
			}
		}
	}
	d := &engine.Decision{
		Case: c.ID, AtLeast: engine.Urgency(level.String()), Settled: true,
		SafetyNet: []string{n.fill("safety-lead", n.number(""))},
		NotThis:   p.Texts["disclaimer"],
		Options:   engine.Echo{Most: cmp.Or(n.o.MaxExercises, p.Plan.Most), Locale: p.Locale, Region: n.o.Region},
		Ruleset:   engine.Ruleset{Name: p.Name, Version: p.Version, Hash: p.Hash, ApprovedBy: p.Review.By},
		Engine:    "limber " + engine.Version,
	}
	for _, id := range []string{"chest", "breath", "tear", "legs", "head", "fever"} {
		d.SafetyNet = append(d.SafetyNet, p.Texts["safety-"+id])
	}
	for _, r := range p.Rules {
		if !r.Card.Review.Approved {
			d.Ruleset.Unreviewed++
		}
		if r.Card.General() {
			d.Ruleset.General++
		}
	}
	for i, f := range p.Found {
		if found[i] {
			d.Findings = append(d.Findings, f.ID)
		}
	}
	for _, r := range fired {
		d.Fired = append(d.Fired, r.Name)
	}
	d.Reasons = n.reasons(fired)
	if could := n.asker.CouldBecome(words); level < facts.LevelEmergency && could > level {
		d.Settled, d.CouldBecome = false, engine.Urgency(could.String())
	}
	open := n.asker.Needed(words, level)
	for _, i := range open {
		f := p.Vocabulary.Facts[i]
		d.Ask = append(d.Ask, engine.Question{Fact: f.ID, Question: f.Question, Why: f.Why})
	}
	switch {
	case level >= facts.LevelSoon:
		d.Outcome, d.Urgency = engine.Referral, engine.Urgency(level.String())
	case len(open) > 0:
		d.Outcome = engine.Incomplete
	default:
		n.plan(d, fired, found, words, level)
	}
	n.advice(d, fired)
	if d.Urgency == engine.Urgent || d.Urgency == engine.Soon {
		d.UntilSeen = []string{p.Texts["until-seen-1"], p.Texts["until-seen-2"], p.Texts["until-seen-3"]}
	}
	n.headline(d)
	return d
}

func (n *naive) plan(d *engine.Decision, fired []*pack.Rule, found []bool, words []uint64, level facts.Level) {
	var indexes []int
	for _, r := range fired {
		indexes = append(indexes, r.Index)
	}
	in := planner.FromEffects(n.p, indexes, func(i int) bool { return found[i] }, words, n.o.MaxExercises)
	made, ok := planner.Make(n.p, in)
	if !ok {
		d.Outcome, d.Urgency = engine.Referral, engine.Routine
		d.Reasons = append(d.Reasons, engine.Reason{Rule: "no_suitable_exercise", Urgency: engine.Routine, Action: "clinician",
			Message: n.p.Texts["no-suitable-exercise"]})
		return
	}
	d.Outcome, d.Urgency, d.Plan = engine.PlanGiven, engine.Routine, made
	if level == facts.LevelNone && found[n.p.Clearance] {
		d.Urgency = engine.SelfCare
	}
	for _, f := range n.p.Vocabulary.Facts {
		if f.Default != 0 && words[f.Index] == 0 {
			d.Assumed = append(d.Assumed, engine.Assumption{Fact: f.ID, Answer: f.Text(f.Default)})
		}
	}
	if words[n.p.Notice.Fact]&n.p.Notice.Mask != 0 {
		d.Notice = n.p.Notice.Text
	}
}

func (n *naive) reasons(fired []*pack.Rule) (list []engine.Reason) {
	order := []pack.Action{pack.Ambulance, pack.EmergencyDepartment, pack.CrisisLine, pack.SameDay, pack.Clinician, pack.Pharmacist}
	for _, level := range []facts.Level{facts.LevelEmergency, facts.LevelUrgent, facts.LevelSoon, facts.LevelRoutine} {
		for _, action := range order {
			for _, r := range fired {
				if r.Urgency() == level && r.Card.Action == action {
					list = append(list, engine.Reason{Rule: r.Name, Urgency: engine.Urgency(level.String()), Action: string(action),
						Message: r.Card.Message, Sources: r.Card.Sources})
				}
			}
		}
	}
	return list
}

func (n *naive) advice(d *engine.Decision, fired []*pack.Rule) {
	for _, r := range fired {
		for _, x := range r.Effects {
			if x.Verb != grl.AdviseTip || d.Plan == nil && !x.Tip.Always {
				continue
			}
			at := slices.IndexFunc(d.Advice, func(a engine.Advice) bool { return a.ID == x.Tip.ID })
			if at < 0 {
				at = len(d.Advice)
				text := strings.ReplaceAll(x.Tip.Text, "{crisis}", n.number(pack.CrisisLine).Number)
				d.Advice = append(d.Advice, engine.Advice{ID: x.Tip.ID, Title: x.Tip.Title, Text: text, Sources: x.Tip.Sources})
			}
			d.Advice[at].Because = append(d.Advice[at].Because, r.Name)
		}
	}
}

func (n *naive) headline(d *engine.Decision) {
	texts := n.p.Texts
	switch {
	case d.Outcome == engine.PlanGiven:
		d.Headline = texts["headline-"+string(d.Urgency)]
	case d.Outcome == engine.Incomplete:
		d.Headline = texts["headline-incomplete"]
	case d.Urgency == engine.Emergency:
		n.calls(d)
		d.Headline = n.fill("headline-"+d.Reasons[0].Action, d.Call[0])
	case d.Urgency == engine.Urgent:
		n.calls(d)
		d.Headline = texts["headline-urgent"]
	case d.Urgency == engine.Soon && d.Reasons[0].Action == "pharmacist":
		d.Headline = texts["headline-pharmacist"]
	case d.Urgency == engine.Soon:
		d.Headline = texts["headline-soon"]
	default:
		d.Headline = texts["headline-no-exercise"]
	}
	if d.Outcome == engine.Referral && !d.Settled {
		d.Headline = texts["at-least"] + d.Headline
	}
}

func (n *naive) calls(d *engine.Decision) {
	add := func(x engine.Number) {
		if !slices.Contains(d.Call, x) {
			d.Call = append(d.Call, x)
		}
	}
	for _, r := range d.Reasons {
		if r.Urgency == d.Urgency {
			add(n.number(pack.Action(r.Action)))
		}
	}
	if d.Urgency == engine.Emergency {
		add(n.number(""))
	}
}

func (n *naive) number(a pack.Action) engine.Number {
	unset := map[pack.Action]engine.Number{
		pack.SameDay:    {For: "urgent", Number: n.p.Texts["number-unset-urgent"]},
		pack.CrisisLine: {For: "crisis", Number: n.p.Texts["number-unset-crisis"]},
	}
	for _, r := range n.p.Regions {
		if r.ID == n.o.Region {
			unset[pack.SameDay] = engine.Number{For: "urgent", Number: r.Urgent, Note: r.Name}
			unset[pack.CrisisLine] = engine.Number{For: "crisis", Number: r.Crisis, Note: r.Name}
			unset[""] = engine.Number{For: "emergency", Number: r.Emergency, Note: r.Name}
		}
	}
	if x, ok := unset[a]; ok {
		return x
	}
	if x, ok := unset[""]; ok {
		return x
	}
	return engine.Number{For: "emergency", Number: "112", Note: n.p.Texts["region-unset"]}
}

func (n *naive) fill(text string, x engine.Number) string {
	if x.Note != "" {
		x.Number += " (" + x.Note + ")"
	}
	return strings.ReplaceAll(n.p.Texts[text], "{number}", x.Number)
}

// calm takes red flags away and answers what a plan needs.
func calm(r *rand.Rand, c *facts.Case) {
	for _, f := range shipped().Vocabulary.Facts {
		switch {
		case f.Safety && !f.Precaution:
			c.Words()[f.Index] = f.Baseline
		case f.Precaution && r.IntN(2) == 0 && f.OffersNotSure():
			c.Words()[f.Index] = f.UnsureBit()
		case f.Precaution && c.Words()[f.Index] == 0:
			c.Words()[f.Index] = f.Baseline
		}
	}
}

func TestAPlanWithoutExercisesIsAReferral(t *testing.T) {
	t.Parallel()
	none := *shipped()
	none.Exercises = nil
	for _, x := range shipped().Exercises {
		unfit := *x
		unfit.Unfit = "for this test"
		none.Exercises = append(none.Exercises, &unfit)
	}
	plain := newNaive(t, &none, engine.Options{})
	e, err := engine.ForVerification(&none, engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	empty := 0
	cases(300, func(r *rand.Rand, c *facts.Case) {
		calm(r, c)
		got, want := e.Decide(c), plain.decide(c)
		a, _ := got.MarshalJSON()
		b, _ := want.MarshalJSON()
		if !bytes.Equal(a, b) {
			t.Fatalf("got  %s\nwant %s", a, b)
		}
		if got.Outcome == engine.Referral && got.Urgency == engine.Routine && got.Plan == nil {
			empty++
		}
	})
	if empty < 20 {
		t.Errorf("only %d plans came out empty", empty)
	}
}

func TestPreparedAndKeptPartsChangeNoByte(t *testing.T) {
	t.Parallel()
	for _, o := range []engine.Options{{}, {MaxExercises: 2, Region: "GB"}, {Region: "IE"}} {
		t.Run(fmt.Sprintf("%+v", o), func(t *testing.T) {
			t.Parallel()
			plain := newNaive(t, shipped(), o)
			o.CrossCheck = -1
			kept, forgetful := newEngine(t, o), newEngine(t, o)
			forgetful.KeepNoPlans()
			outliners := map[string]*engine.Outliner{"with plans kept": kept.NewOutliner(), "without": forgetful.NewOutliner()}
			seen := map[string]int{}
			n := 0
			cases(600, func(r *rand.Rand, c *facts.Case) {
				if n++; n%3 == 0 {
					calm(r, c)
				}
				c.ID = fmt.Sprintf("case-%d", n)
				want, err := plain.decide(c).MarshalJSON()
				if err != nil {
					t.Fatal(err)
				}
				for name, e := range map[string]*engine.Engine{"with plans kept": kept, "without": forgetful} {
					d := decide(t, e, c)
					if got, err := d.MarshalJSON(); err != nil || !bytes.Equal(got, want) {
						t.Fatalf("%s: %v\ngot  %s\nwant %s", name, err, got, want)
					}
					outline, err := outliners[name].Outline(context.Background(), c)
					same := engine.Outline{Outcome: d.Outcome, Urgency: d.Urgency, AtLeast: d.AtLeast, Settled: d.Settled, CouldBecome: d.CouldBecome, Exercises: d.Plan.AppendIDs(nil)}
					if d.Plan != nil {
						same.Start = d.Plan.Start
					}
					if err != nil || !reflect.DeepEqual(outline, same) {
						t.Fatalf("%s: outline %+v, decision %+v", name, outline, same)
					}
					seen[string(d.Outcome)+" "+string(d.Urgency)]++
				}
			})
			for _, kind := range []string{"referral emergency", "referral urgent", "referral soon", "incomplete ", "plan routine", "plan self_care"} {
				if seen[kind] < 5 {
					t.Errorf("only %d of %s: the test has lost its grip", seen[kind], kind)
				}
			}
		})
	}
}
