package lint_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/lint"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

// worlds are all cases over the tiny pack's onset, signs and pain level, with
// the findings that they give. Conditions below read nothing else.
type world struct {
	words []uint64
	found []bool
}

func worlds(p *pack.Pack) (list []world) {
	v := p.Vocabulary
	fact := func(id string) *facts.Fact { f, _ := v.Lookup(id); return f }
	onset, signs, level := fact("onset"), fact("signs"), fact("pain_level")
	onsets := []uint64{0, onset.UnsureBit()}
	for i := range onset.Options {
		onsets = append(onsets, 1<<i)
	}
	ticks := []uint64{signs.NoneBit()}
	for word := range signs.OptionBits() + 1 {
		ticks = append(ticks, word, word|signs.UnsureBit())
	}
	for _, a := range onsets {
		for _, b := range ticks {
			for c := range level.Steps() + 2 {
				w := world{words: make([]uint64, len(v.Facts)), found: make([]bool, len(p.Found))}
				w.words[onset.Index], w.words[signs.Index], w.words[level.Index] = a, b, c
				for _, r := range p.Rules {
					if r.Stratum == grl.Findings && pack.Holds(r.Cond, w.words, w.found) {
						w.found[r.Effects[0].Finding] = true
					}
				}
				list = append(list, w)
			}
		}
	}
	return list
}

var atoms = []string{
	"Case.Onset.Sudden", "Case.Onset.Slowly", "Case.Onset.Lifting", "Case.Onset.NotSudden", "Case.Onset.NotLifting", "Case.Onset.Unsure",
	"Case.Signs.Pressure", "Case.Signs.Fever", "Case.Signs.Cough", "Case.Signs.Any", "Case.Signs.None", "Case.Signs.Unsure",
	"Case.Signs.Count >= 1", "Case.Signs.Count >= 2", "Case.Signs.Count >= 3",
	"Case.PainLevel >= 7", "Case.PainLevel > 6", "Case.PainLevel <= 3", "Case.PainLevel < 7", "Case.PainLevel >= 3",
	"Found.Ready", "Found.Mechanical",
}

// condition draws a random condition of up to three levels.
func condition(t *rapid.T, p *pack.Pack) pack.Cond {
	var draw func(depth int) string
	draw = func(depth int) string {
		shape := rapid.SampledFrom([]string{"atom", "&&", "||", "count"}).Draw(t, "shape")
		if depth == 0 || shape == "atom" {
			return rapid.SampledFrom(atoms).Draw(t, "atom")
		}
		n := rapid.IntRange(2, 3).Draw(t, "terms")
		text := ""
		for i := range n {
			if i > 0 {
				if shape == "count" {
					text += ", "
				} else {
					text += " " + shape + " "
				}
			}
			text += draw(depth - 1)
		}
		if shape == "count" {
			return "Count.AtLeast(" + rapid.SampledFrom([]string{"1", "2"}).Draw(t, "k") + ", " + text + ")"
		}
		return "(" + text + ")"
	}
	return bound(t, p, draw(2))
}

type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

func bound(t fataler, p *pack.Pack, text string) pack.Cond {
	t.Helper()
	e, err := grl.ParseCondition("test", text, diag.Pos{Line: 1, Column: 1})
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	c, err := p.Bind(e)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return c
}

func TestImpliesIsSound(t *testing.T) {
	t.Parallel()
	p, _ := tiny(t, "")
	implies, all := lint.Implies(p), worlds(p)
	rapid.Check(t, func(t *rapid.T) {
		c, d := condition(t, p), condition(t, p)
		if !implies(c, d) {
			return
		}
		for _, w := range all {
			if pack.Holds(c, w.words, w.found) && !pack.Holds(d, w.words, w.found) {
				t.Fatalf("said to imply, but %v", w.words)
			}
		}
	})
}

func TestPossibleIsExact(t *testing.T) {
	t.Parallel()
	p, _ := tiny(t, "")
	possible, all := lint.Possible(p), worlds(p)
	rapid.Check(t, func(t *rapid.T) {
		c, d := condition(t, p), condition(t, p)
		want := false
		for _, w := range all {
			want = want || pack.Holds(c, w.words, w.found) && pack.Holds(d, w.words, w.found)
		}
		if got := possible(c, d); got != want {
			t.Fatalf("possible is %t, cases say %t", got, want)
		}
	})
}

// TestImpliesSees holds implies to the forms that the checks promise.
func TestImpliesSees(t *testing.T) {
	t.Parallel()
	p, _ := tiny(t, "")
	implies := lint.Implies(p)
	for _, c := range []struct {
		c, d string
		want bool
	}{
		{"Case.Signs.Fever", "Case.Signs.Any", true},
		{"Case.Signs.Any", "Case.Signs.Fever", false},
		{"Case.Signs.Count >= 3", "Case.Signs.Fever", true}, // three of three
		{"Case.Signs.Count >= 2", "Case.Signs.Fever || Case.Signs.Cough", false},
		{"Case.Signs.Count >= 2", "Case.Signs.Count >= 1", true},
		{"Case.Onset.Lifting", "Case.Onset.NotSudden", true},
		{"Case.Onset.Unsure", "Case.Onset.NotSudden", false},
		{"Case.PainLevel >= 8", "Case.PainLevel > 6", true},
		{"Case.PainLevel > 6", "Case.PainLevel >= 7", true},
		{"Case.PainLevel <= 3", "Found.Ready", true},
		{"Found.Ready", "Case.PainLevel < 7", true},
		{"Count.AtLeast(2, Case.Signs.Fever, Case.Signs.Cough)", "Case.Signs.Cough", true},
		{"Count.AtLeast(2, Case.Signs.Fever, Case.Signs.Cough, Case.Onset.Sudden)", "Case.Signs.Fever || Case.Signs.Cough", true},
		{"Count.AtLeast(2, Case.Signs.Fever, Case.Signs.Cough, Case.Onset.Sudden)", "Case.Signs.Fever", false},
		{"Count.AtLeast(2, Case.Signs.Fever, Case.Signs.Cough, Case.Onset.Sudden)", "Count.AtLeast(2, Case.Signs.Any, Case.Signs.Cough, Case.Onset.Sudden, Case.Signs.None)", true},
		{"Count.AtLeast(3, Case.Signs.Fever, Case.Signs.Cough, Case.Onset.Sudden)", "Case.Onset.Sudden && Case.Signs.Cough", true},
		{"Case.Signs.Fever && Case.Onset.Sudden", "Count.AtLeast(2, Case.Onset.Sudden, Case.Signs.Any, Case.Onset.Lifting)", true},
		{"Case.Signs.Fever && Case.Onset.Sudden", "Count.AtLeast(3, Case.Onset.Sudden, Case.Signs.Any, Case.Onset.Lifting)", false},
	} {
		if got := implies(bound(t, p, c.c), bound(t, p, c.d)); got != c.want {
			t.Errorf("%s implies %s: %t, want %t", c.c, c.d, got, c.want)
		}
	}
}
