package verify_test

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/verify"
)

func cover(t testing.TB, e *engine.Engine, fsys fs.FS, o verify.CoverOptions) *verify.Coverage {
	t.Helper()
	c, err := verify.Cover(t.Context(), e, run(t, e, fsys, verify.Options{}), o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestCoverage(t *testing.T) {
	t.Parallel()
	c := cover(t, small(), files("a.yaml", `
- {name: healthy, base: healthy, expect: {outcome: plan, start: 3, exercises: [cat, twist], findings: [MechanicalPain, ReadyToLoad]}}
- {name: older, base: healthy, given: {age: 70, bone_risk: [osteoporosis]}, expect: {start: 1, not_exercises: [twist]}}
`), verify.CoverOptions{Suggest: -1})
	got := map[string]string{}
	for _, r := range c.Rules {
		var parts []string
		for _, a := range r.Atoms {
			parts = append(parts, fmt.Sprintf("%s %d/%d", a.Condition, a.True, a.False))
		}
		for _, x := range r.Effects {
			parts = append(parts, fmt.Sprintf("%s %d %t", x.Effect, x.Fired, x.Held))
		}
		got[r.Name] = fmt.Sprintf("%d %t; %s", r.Fired, r.Depended, strings.Join(parts, ", "))
	}
	for rule, want := range map[string]string{
		"OlderAdult":     "1 true; Case.Age >= 65 1/1, Found.OlderAdult = true; 1 true",
		"ReadyToLoad":    "1 true; Case.Course.Better 1/0, Case.Stiff.No 1/0, Case.Age < 50 1/1, Found.ReadyToLoad = true; 1 true",
		"MechanicalPain": "2 true; Case.Course.Better 2/0, Case.Course.Same 0/0, Found.MechanicalPain = true; 2 true",
		"DeskPosture":    "0 false; Case.DeskHours >= 6 0/2, Case.DeskHours >= 3 0/0, Case.Stiff.Yes 0/0, Found.DeskPosture = true; 0 false",
		"Fragile":        "1 true; Case.BoneRisk.Any 1/1, Case.BoneRisk.Unsure 0/1, Found.Fragile = true; 1 true",
		"Risky":          "1 true; Found.OlderAdult 1/0, Found.Fragile 1/0, Found.Risky = true; 1 true",
		"Wasting":        "0 false; Case.WarningSigns.WeightLoss 0/0, Case.WarningSigns.NightSweats 0/0, Case.Course.Worse 0/0, Refer.Soon(); 0 false",
		"OpenTheChest":   `2 true; Found.DeskPosture 0/0, Case.PainSites.Any 2/0, Plan.Stretch("pectorals", 3); 2 false, Plan.Mobilise("thoracic-spine", 2); 2 true, Advise.Tip("breaks"); 2 false`,
	} {
		if diff := cmp.Diff(want, got[rule]); diff != "" {
			t.Errorf("%s: %s", rule, diff)
		}
	}
	sum := c.Fired.Covered + c.Atoms.Covered + c.Effects.Covered
	of := c.Fired.Of + c.Atoms.Of + c.Effects.Of
	if c.Percent != 100*float64(sum)/float64(of) || c.Fired != (verify.Parts{Covered: 10, Of: 18}) || c.Atoms.Of != 60 || c.Effects != (verify.Parts{Covered: 8, Of: 21}) {
		t.Errorf("rules %+v, atoms %+v, effects %+v, %f", c.Fired, c.Atoms, c.Effects, c.Percent)
	}
	for _, h := range c.Holes {
		if h.Suggestion != nil {
			t.Error("a suggestion that nobody asked for")
		}
	}
}

// TestAFailingFixtureCoversNoEffect: what fails anyway misses nothing.
func TestAFailingFixtureCoversNoEffect(t *testing.T) {
	t.Parallel()
	const src = "- {name: a, base: healthy, expect: {advice: [breaks], outcome: %s}}\n"
	for outcome, want := range map[string]int{"plan": 1, "referral": 0} {
		c := cover(t, small(), files("a.yaml", fmt.Sprintf(src, outcome)), verify.CoverOptions{Suggest: -1})
		held := 0
		for _, x := range c.Rules[ruleOf(t, small().Pack(), "OpenTheChest").Index].Effects {
			if x.Held {
				held++
			}
		}
		if held != want {
			t.Errorf("expecting %s: %d effects of OpenTheChest would be missed, want %d", outcome, held, want)
		}
	}
}

// TestHoles: each says what the nearest fixture lacks.
func TestHoles(t *testing.T) {
	t.Parallel()
	c := cover(t, small(), files("a.yaml", `
- {name: tired, base: healthy, given: {warning_signs: [weight_loss]}, expect: {outcome: plan}}
- {name: desk, base: desk_worker, given: {desk_hours: 5}, expect: {outcome: plan}}
`), verify.CoverOptions{Suggest: -1})
	got := map[string]string{}
	for _, h := range c.Holes {
		got[h.Rule+": "+h.What] = h.Why
	}
	for what, want := range map[string]string{
		"Wasting: never fires": `nearest fixture "tired" would need Case.WarningSigns.NightSweats`,
		"Wasting: Case.WarningSigns.WeightLoss is never false while it decides": `nearest fixture "desk" would need Case.WarningSigns.NightSweats`,
		"DeskPosture: never fires":                                            `nearest fixture "tired" would need Case.DeskHours >= 6`,
		"DeskPosture: Case.Stiff.Yes is never false while it decides":         "",
		"Risky: never fires":                                                  `nearest fixture "tired" would need Found.OlderAdult (OlderAdult: Case.Age >= 65), Found.Fragile (Fragile: Case.BoneRisk.Any)`,
		"OpenTheChest: Case.PainSites.Any is never false while it decides":    `nearest fixture "tired" would need not Case.PainSites.Any`,
		`OpenTheChest: Plan.Stretch("pectorals", 3); is missed by no fixture`: "the rule fires in 2 fixtures, and each would pass without this effect",
		`MechanicalPain: Case.Course.Same is never true while it decides`:     `nearest fixture "tired" would need not Case.Course.Better, Case.Course.Same`,
		`Numbness: Case.WarningSigns.Numb is never true while it decides`:     "",
		"UnsureWarningSigns: never fires":                                     `nearest fixture "tired" would need Case.WarningSigns.Unsure`,
		"OlderAdult: never fires":                                             `nearest fixture "tired" would need Case.Age >= 65`,
	} {
		if diff := cmp.Diff(want, got[what]); diff != "" {
			t.Errorf("%s: %s", what, diff)
		}
	}
}

// merge adds suggested fixtures to a folder, each name once.
func merge(fsys fstest.MapFS, file string, list []*verify.Suggestion) {
	var b strings.Builder
	seen := map[string]bool{}
	for _, s := range list {
		if s != nil && !seen[s.Name] {
			seen[s.Name] = true
			b.WriteString(s.YAML)
		}
	}
	fsys[file] = &fstest.MapFile{Data: []byte(b.String())}
}

// TestSuggestionsCloseTheirHoles: with the suggested fixtures none of the holes
// is left that had one; and nothing but what cannot be told apart is left.
func TestSuggestionsCloseTheirHoles(t *testing.T) {
	t.Parallel()
	for name, fsys := range map[string]fstest.MapFS{
		"cases":    fixtures(t),
		"one case": files("a.yaml", "- {name: a, base: healthy, expect: {outcome: plan}}\n"),
	} {
		before := cover(t, small(), fsys, verify.CoverOptions{Suggest: 1000})
		var list []*verify.Suggestion
		had := map[string]bool{}
		for _, h := range before.Holes {
			list = append(list, h.Suggestion)
			had[h.Rule+h.What] = h.Suggestion != nil
		}
		merge(fsys, "suggested.yaml", list)
		run(t, small(), fsys, verify.Options{Write: keep(fsys)})
		r := run(t, small(), fsys, verify.Options{})
		for _, f := range r.Fixtures {
			if len(f.Bad) > 0 {
				t.Errorf("%s: suggested fixture %q fails: %v", name, f.Name, f.Bad)
			}
		}
		after := cover(t, small(), fsys, verify.CoverOptions{Suggest: 1000})
		for _, h := range after.Holes {
			if had[h.Rule+h.What] {
				t.Errorf("%s: still a hole: %s %s", name, h.Rule, h.What)
			}
			if h.Suggestion != nil {
				t.Errorf("%s: a new hole with a suggestion: %s %s", name, h.Rule, h.What)
			}
		}
		if after.Percent < 97 || after.Percent < before.Percent {
			t.Errorf("%s: coverage went from %.1f to %.1f", name, before.Percent, after.Percent)
		}
	}
}

func TestCoverageMinimum(t *testing.T) {
	t.Parallel()
	c := cover(t, small(), fixtures(t), verify.CoverOptions{Suggest: -1})
	for least, want := range map[float64]bool{0: true, c.Percent: true, c.Percent + 0.1: false} {
		c := cover(t, small(), fixtures(t), verify.CoverOptions{Suggest: -1, Min: least})
		if c.Passed() != want {
			t.Errorf("%.1f of at least %.1f passes: %t", c.Percent, least, c.Passed())
		}
	}
}

// holds evaluates a condition with one atom turned over.
func holds(c pack.Cond, words []uint64, found []bool, turned *pack.Atom) bool {
	switch c := c.(type) {
	case pack.And:
		for _, t := range c {
			if !holds(t, words, found, turned) {
				return false
			}
		}
		return true
	case pack.Or:
		for _, t := range c {
			if holds(t, words, found, turned) {
				return true
			}
		}
		return false
	case pack.AtLeast:
		n := 0
		for _, t := range c.Terms {
			if holds(t, words, found, turned) {
				n++
			}
		}
		return n >= c.K
	}
	return pack.Holds(c, words, found) != (c == pack.Cond(turned))
}

// TestDeciding: an atom decides exactly when turning it over turns over the
// condition.
func TestDeciding(t *testing.T) {
	t.Parallel()
	for _, e := range []*engine.Engine{small(), shipped()} {
		p, s := e.Pack(), e.Program().NewState()
		r := rand.New(rand.NewPCG(1, 1))
		found := make([]bool, len(p.Found))
		for range 50 {
			c := verify.RandomCase(p, r)
			s.Run(c.Words())
			for i := range found {
				found[i] = s.Found(i)
			}
			for _, rule := range p.Rules {
				deciding := map[*pack.Atom]bool{}
				verify.Deciding(rule.Cond, c.Words(), found, func(a *pack.Atom, value bool) {
					deciding[a] = true
					if value != pack.Holds(a, c.Words(), found) {
						t.Errorf("%s: %s is said to be %t", rule.Name, a.Expr, value)
					}
				})
				pack.Atoms(rule.Cond, func(a *pack.Atom) {
					turns := holds(rule.Cond, c.Words(), found, a) != pack.Holds(rule.Cond, c.Words(), found)
					if deciding[a] != turns {
						t.Errorf("%s: %s decides %t, want %t", rule.Name, a.Expr, deciding[a], turns)
					}
				})
			}
		}
	}
}

// TestSearch finds, for every atom of every rule, a case in which it decides
// with either value, but for those of which no case is known.
func TestSearch(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		e       *engine.Engine
		unknown []string
	}{
		"small":   {small(), nil},
		"shipped": {shipped(), nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if name == "shipped" {
				slow(t)
			}
			p, s := c.e.Pack(), c.e.Program().NewState()
			found := make([]bool, len(p.Found))
			tried, missed := 0, 0
			for _, rule := range p.Rules {
				pack.Atoms(rule.Cond, func(a *pack.Atom) {
					for _, value := range []bool{true, false} {
						tried++
						got := verify.FindDeciding(p, rule, a, value)
						if got == nil {
							missed++
							t.Logf("%s: no case in which %s is %t and decides", rule.Name, a.Expr, value)
							continue
						}
						s.Run(got.Words())
						for i := range found {
							found[i] = s.Found(i)
						}
						decides := false
						verify.Deciding(rule.Cond, got.Words(), found, func(b *pack.Atom, is bool) { decides = decides || b == a && is == value })
						if !decides || s.Fired(rule.Index) != value {
							t.Errorf("%s: %s does not decide with %t", rule.Name, a.Expr, value)
						}
					}
				})
			}
			// Two conditions may exclude each other, so not all can be met.
			if missed*50 > tried {
				t.Errorf("no case for %d of %d", missed, tried)
			}
		})
	}
}
