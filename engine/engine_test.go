package engine_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/planner"
	"github.com/limber-triage/limber/engine/verify"
	"github.com/limber-triage/limber/facts"
)

// shipped loads the shipped pack once for all tests: it is immutable.
var shipped = sync.OnceValue(func() *pack.Pack {
	p, err := pack.Load(os.DirFS("../rules/upperback"), pack.Options{})
	if err != nil {
		panic(err)
	}
	return p
})

// first is the engine whose Grule all others share.
var first = sync.OnceValue(func() *engine.Engine {
	e, err := engine.New(shipped(), engine.Options{})
	if err != nil {
		panic(err)
	}
	return e
})

func newEngine(t testing.TB, o engine.Options) *engine.Engine {
	t.Helper()
	e, err := engine.Sharing(first(), o)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// ownEngine shares nothing, to be broken.
func ownEngine(t testing.TB) *engine.Engine {
	t.Helper()
	e, err := engine.New(shipped(), engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func decide(t testing.TB, e *engine.Engine, c *facts.Case) *engine.Decision {
	t.Helper()
	d, err := e.Decide(context.Background(), c)
	if err != nil {
		text, _ := c.MarshalJSON()
		t.Fatalf("%v\ncase %s", err, text)
	}
	return d
}

// cases calls f with n seeded random cases.
func cases(n int, f func(r *rand.Rand, c *facts.Case)) {
	r := rand.New(rand.NewPCG(1, 2))
	for range n {
		f(r, verify.RandomCase(shipped(), r))
	}
}

var levels = map[engine.Urgency]int{engine.SelfCare: 1, engine.Routine: 2, engine.Soon: 3, engine.Urgent: 4, engine.Emergency: 5}

func TestTickingARedFlagNeverLowersUrgency(t *testing.T) {
	t.Parallel()
	e := newEngine(t, engine.Options{CrossCheck: -1})
	cases(400, func(r *rand.Rand, c *facts.Case) {
		before := decide(t, e, c)
		for _, f := range shipped().Vocabulary.Facts {
			if f.Kind != facts.Set || !f.Safety {
				continue
			}
			more := c.Clone()
			word := &more.Words()[f.Index]
			*word = *word&^f.NoneBit() | 1<<r.IntN(len(f.Options))
			after := decide(t, e, more)
			if levels[after.AtLeast] < levels[before.AtLeast] {
				t.Errorf("ticking an option of %s lowered %q to %q", f.ID, before.AtLeast, after.AtLeast)
			}
		}
	})
}

func TestEveryEmergencyOptionIsAnEmergencyWhateverElseIsAnswered(t *testing.T) {
	t.Parallel()
	e := newEngine(t, engine.Options{CrossCheck: -1})
	cases(50, func(_ *rand.Rand, c *facts.Case) {
		for _, f := range shipped().Vocabulary.Facts {
			for i, o := range f.Options {
				if o.Alone != facts.LevelEmergency {
					continue
				}
				with := c.Clone()
				if f.Kind == facts.Set {
					with.Words()[f.Index] = with.Words()[f.Index]&^f.NoneBit() | 1<<i
				} else {
					with.Words()[f.Index] = 1 << i
				}
				if d := decide(t, e, with); d.Urgency != engine.Emergency || !d.Settled || d.Plan != nil {
					t.Errorf("%s.%s gave %s, %q", f.ID, o.ID, d.Outcome, d.Urgency)
				}
			}
		}
	})
}

func TestAPartialCaseFiresNothingThatItsCompletionWouldNot(t *testing.T) {
	t.Parallel()
	e := newEngine(t, engine.Options{CrossCheck: -1})
	cases(1000, func(r *rand.Rand, c *facts.Case) {
		full := decide(t, e, c)
		part := c.Clone()
		for i := range part.Words() {
			if r.IntN(3) == 0 {
				part.Words()[i] = 0
			}
		}
		for _, rule := range decide(t, e, part).Fired {
			if !slices.Contains(full.Fired, rule) {
				t.Errorf("%s fires on part of a case but not on all of it", rule)
			}
		}
	})
}

func TestSettledDecisionsStayAsTheyAre(t *testing.T) {
	t.Parallel()
	e := newEngine(t, engine.Options{CrossCheck: -1})
	cases(1000, func(r *rand.Rand, c *facts.Case) {
		before := decide(t, e, c)
		if !before.Settled {
			return
		}
		more := c.Clone()
		for _, f := range shipped().Vocabulary.Facts {
			if f.Safety && more.Words()[f.Index] == 0 && r.IntN(2) == 0 {
				more.Words()[f.Index] = verify.RandomAnswer(f, r)
			}
		}
		after := decide(t, e, more)
		if before.Outcome == engine.Referral && after.Urgency != before.Urgency {
			t.Errorf("settled at %q, then %q", before.Urgency, after.Urgency)
		}
	})
}

func TestNoPlanWhileARequiredFactIsOpen(t *testing.T) {
	t.Parallel()
	e := newEngine(t, engine.Options{CrossCheck: -1})
	for _, f := range shipped().Vocabulary.Facts {
		if !f.Required() || shipped().Gates[f.Index] != nil {
			continue
		}
		c := shipped().Bases["healthy"].Clone()
		c.Words()[f.Index] = 0
		d := decide(t, e, c)
		if d.Outcome != engine.Incomplete || d.Urgency != "" || !slices.ContainsFunc(d.Ask, func(q engine.Question) bool { return q.Fact == f.ID }) {
			t.Errorf("without %s the outcome is %s", f.ID, d.Outcome)
		}
	}
}

func TestPlansKeepToPrecautionsAndEquipment(t *testing.T) {
	t.Parallel()
	e := newEngine(t, engine.Options{CrossCheck: -1})
	plans := 0
	cases(6000, func(r *rand.Rand, c *facts.Case) {
		for _, f := range shipped().Vocabulary.Facts { // most random people are referred: take their red flags away
			if f.Safety && !f.Precaution {
				c.Words()[f.Index] = f.Baseline
			}
		}
		d := decide(t, e, c)
		if d.Plan == nil {
			return
		}
		plans++
		avoid, start := avoided(d)
		equipment := shipped().Vocabulary.Facts[shipped().Plan.Equipment]
		have := c.Words()[equipment.Index]
		if have == 0 {
			have = equipment.Default
		}
		for _, item := range items(d.Plan) {
			x := shipped().Exercises[slices.IndexFunc(shipped().Exercises, func(x *pack.Exercise) bool { return x.ID == item.ID })]
			switch {
			case x.Tags&avoid != 0:
				t.Errorf("%s has an avoided tag", x.ID)
			case x.Unfit != "":
				t.Errorf("%s is listed only", x.ID)
			case x.Start > start:
				t.Errorf("%s needs start %d, the plan starts at %d", x.ID, x.Start, start)
			case len(x.Needs) > 0 && !slices.ContainsFunc(x.Needs, func(n uint64) bool { return n&^have == 0 }):
				t.Errorf("%s needs equipment that is not there", x.ID)
			case len(item.Because) == 0:
				t.Errorf("%s has no reason", x.ID)
			}
		}
	})
	if plans < 500 {
		t.Errorf("only %d plans among the cases: the test has lost its grip", plans)
	}
}

func items(p *planner.Plan) (list []planner.Item) {
	for _, s := range p.Phases {
		list = append(list, s.Exercises...)
	}
	return list
}

// avoided works out tags and start level from the fired rules, apart from the
// planner.
func avoided(d *engine.Decision) (tags uint64, start int) {
	start = 2
	if slices.Contains(d.Findings, shipped().Found[shipped().Plan.ReadyToLoad].ID) {
		start = 3
	}
	for _, r := range shipped().Rules {
		if !slices.Contains(d.Fired, r.Name) {
			continue
		}
		for _, x := range r.Effects {
			switch x.Verb {
			case grl.PlanAvoid:
				tags |= 1 << x.Tag
			case grl.PlanStart:
				start = min(start, x.Number)
			}
		}
	}
	return tags, start
}

func TestSameInputSameBytes(t *testing.T) {
	t.Parallel()
	a, b := newEngine(t, engine.Options{}), newEngine(t, engine.Options{CrossCheck: -1})
	cases(100, func(_ *rand.Rand, c *facts.Case) {
		one, err := decide(t, a, c).MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		two, err := decide(t, b, c.Clone()).MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(one, two) {
			t.Errorf("two records of one case:\n%s\n%s", one, two)
		}
		if std, err := json.Marshal(decide(t, a, c)); err != nil || !json.Valid(std) {
			t.Errorf("encoding/json: %v", err)
		}
	})
}

func TestGruleByLevelsAgreesWithTheRetractingReferee(t *testing.T) {
	t.Parallel()
	referee, err := engine.NewReferee(shipped())
	if err != nil {
		t.Fatal(err)
	}
	e := newEngine(t, engine.Options{})
	cases(25, func(_ *rand.Rand, c *facts.Case) {
		fired, err := referee.Fired(c.Words())
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, i := range fired {
			names = append(names, shipped().Rules[i].Name)
		}
		if d := decide(t, e, c); !slices.Equal(names, d.Fired) {
			t.Errorf("referee fired %v\nlevels fired %v", names, d.Fired)
		}
	})
}

func TestManyGoroutinesShareOneEngine(t *testing.T) {
	t.Parallel()
	e := newEngine(t, engine.Options{})
	var all []*facts.Case
	var want [][]byte
	cases(8, func(_ *rand.Rand, c *facts.Case) {
		record, _ := decide(t, e, c).MarshalJSON()
		all, want = append(all, c), append(want, record)
	})
	var wg sync.WaitGroup
	for g := range 64 {
		wg.Go(func() {
			for i := range 4 {
				n := (g + i) % len(all)
				d, err := e.Decide(context.Background(), all[n].Clone())
				if err != nil {
					t.Error(err)
					return
				}
				if got, _ := d.MarshalJSON(); !bytes.Equal(got, want[n]) {
					t.Errorf("goroutine %d got another record", g)
				}
			}
		})
	}
	wg.Wait()
}

// harmless and alarming are two ends of the scale for the tests of failure.
func harmless() *facts.Case { return shipped().Bases["healthy"].Clone() }

func alarming() *facts.Case {
	c := harmless()
	f, _ := c.Vocabulary().Lookup("leg_symptoms")
	i, _ := f.Option("saddle_numbness")
	c.Words()[f.Index] = 1 << i
	return c
}

func TestWhateverBreaksInGruleThereIsNoPlan(t *testing.T) {
	t.Parallel()
	emergencyRule := slices.IndexFunc(shipped().Rules, func(r *pack.Rule) bool { return r.Name == "SaddleNumbness" })
	for name, sabotage := range map[string]func(*engine.Engine){
		"error": func(e *engine.Engine) {
			e.Sabotage(func([]int, []bool) ([]int, []bool, error) { return nil, nil, errors.New("broken") })
		},
		"panic": (*engine.Engine).PanicOnce,
		"missing rule": func(e *engine.Engine) {
			e.Sabotage(func(fired []int, found []bool) ([]int, []bool, error) { return fired[1:], found, nil })
		},
		"other finding": func(e *engine.Engine) {
			e.Sabotage(func(fired []int, found []bool) ([]int, []bool, error) {
				other := slices.Clone(found)
				other[0] = !other[0]
				return fired, other, nil
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := ownEngine(t)
			sabotage(e)
			d, err := e.Decide(context.Background(), harmless())
			var cannot *engine.CannotAssess
			if d != nil || !errors.As(err, &cannot) {
				t.Errorf("got %v, %v; want no decision and CannotAssess", d, err)
			}
			e = ownEngine(t)
			sabotage(e)
			d, err = e.Decide(context.Background(), alarming())
			if err != nil || d.Urgency != engine.Emergency || d.Fault == nil {
				t.Errorf("an emergency that one evaluator saw must be shown: got %v, %v", d, err)
			}
		})
	}
	t.Run("only grule sees the emergency", func(t *testing.T) {
		t.Parallel()
		e := newEngine(t, engine.Options{})
		e.Sabotage(func(fired []int, found []bool) ([]int, []bool, error) {
			fired = append(slices.Clone(fired), emergencyRule)
			slices.Sort(fired)
			return fired, found, nil
		})
		d, err := e.Decide(context.Background(), harmless())
		if err != nil || d.Urgency != engine.Emergency || d.Fault == nil {
			t.Errorf("got %v, %v", d, err)
		}
	})
}

func TestNothingOfACaseIsInAnError(t *testing.T) {
	t.Parallel()
	e := newEngine(t, engine.Options{})
	e.Sabotage(func(fired []int, found []bool) ([]int, []bool, error) { return nil, found, nil })
	c := harmless()
	c.ID = "patient-4711"
	_, err := e.Decide(context.Background(), c)
	if err == nil || strings.Contains(err.Error(), "4711") || strings.Contains(err.Error(), "blades") {
		t.Errorf("error %v", err)
	}
}

func TestACancelledContextGivesNoDecision(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if d, err := newEngine(t, engine.Options{}).Decide(ctx, harmless()); d != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, %v", d, err)
	}
}

func TestOptionsAreCheckedAndEchoed(t *testing.T) {
	t.Parallel()
	for _, o := range []engine.Options{{MaxExercises: -1}, {MaxExercises: 99}, {Region: "XX"}} {
		if _, err := engine.New(shipped(), o); err == nil {
			t.Errorf("%+v was accepted", o)
		}
	}
	d := decide(t, newEngine(t, engine.Options{MaxExercises: 3, Region: "GB"}), harmless())
	if n := len(items(d.Plan)); n > 3 || d.Options.Most != 3 || d.Options.Region != "GB" {
		t.Errorf("%d exercises, options %+v", n, d.Options)
	}
	if !strings.Contains(d.SafetyNet[0], "999 (United Kingdom)") {
		t.Errorf("safety net names another number: %s", d.SafetyNet[0])
	}
}

func TestCrossCheckSamples(t *testing.T) {
	t.Parallel()
	e := newEngine(t, engine.Options{CrossCheck: 10})
	for range 21 {
		decide(t, e, harmless())
	}
	if e.Checked() != 3 {
		t.Errorf("checked %d of 21 cases, want the first and every tenth", e.Checked())
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := engine.Load(os.DirFS("../rules/upperback"), engine.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkScreen(b *testing.B) {
	for name, o := range map[string]engine.Options{"both": {}, "program": {CrossCheck: -1}} {
		b.Run(name, func(b *testing.B) {
			e := newEngine(b, o)
			c := harmless()
			for b.Loop() {
				decide(b, e, c)
			}
		})
	}
}

// TestWhatWasForgotten: an argument that is nil is told as such, with what to
// pass, rather than as a panic.
func TestWhatWasForgotten(t *testing.T) {
	t.Parallel()
	e := first()
	c := e.Vocabulary().Healthy()
	broken, _ := pack.Load(os.DirFS("testdata"), pack.Options{})
	var nobody context.Context
	for name, call := range map[string]func() error{
		"files":                      func() error { _, err := engine.Load(nil, engine.Options{}); return err },
		"pack":                       func() error { _, err := engine.New(nil, engine.Options{}); return err },
		"pack that failed":           func() error { _, err := engine.New(broken, engine.Options{}); return err },
		"pack to verify":             func() error { _, err := engine.ForVerification(nil, engine.Options{}); return err },
		"case":                       func() error { _, err := e.Decide(t.Context(), nil); return err },
		"case to explain":            func() error { _, err := e.Explain(t.Context(), nil); return err },
		"case to compare":            func() error { _, err := e.Compare(t.Context(), nil); return err },
		"case to outline":            func() error { _, err := e.NewOutliner().Outline(t.Context(), nil); return err },
		"context":                    func() error { _, err := e.Decide(nobody, c); return err },
		"case of another vocabulary": func() error { _, err := e.Decide(t.Context(), &facts.Case{}); return err },
	} {
		err := call()
		if err == nil || !strings.Contains(err.Error(), ": pass ") && !strings.Contains(err.Error(), "another pack") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
