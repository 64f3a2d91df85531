package grl_test

import (
	"fmt"
	"strconv"
	"strings"

	"pgregory.net/rapid"

	"github.com/limber-triage/limber/engine/grl"
)

// Generators of everything the profile allows.

func camelNames() *rapid.Generator[string] {
	return rapid.StringMatching(`[A-Z][A-Za-z0-9]{0,12}`).Filter(func(s string) bool {
		switch strings.ToLower(s) {
		case "rule", "when", "then", "salience", "true", "false", "nil":
			return false
		}
		return s != "Count" // Case.X.Count is no atom without a comparison
	})
}

func conditions(depth int) *rapid.Generator[grl.Expr] {
	return rapid.Custom(func(t *rapid.T) grl.Expr {
		kinds := 4
		if depth > 0 {
			kinds = 7
		}
		terms := func(least int, kind grl.Expr) []grl.Expr {
			g := conditions(depth - 1).Filter(func(e grl.Expr) bool { return fmt.Sprintf("%T", e) != fmt.Sprintf("%T", kind) })
			return rapid.SliceOfN(g, least, 4).Draw(t, "terms")
		}
		fact := camelNames().Draw(t, "fact")
		switch rapid.IntRange(1, kinds).Draw(t, "kind") {
		case 1:
			return &grl.Case{Fact: fact, Member: camelNames().Draw(t, "member")}
		case 2:
			literal := rapid.StringMatching(`(0|[1-9][0-9]{0,8})(\.[0-9]{1,6})?|-[1-9][0-9]{0,3}(\.[0-9]{1,6})?`).Draw(t, "number")
			n, _ := strconv.ParseFloat(literal, 64)
			op := rapid.SampledFrom([]grl.Op{grl.LT, grl.LE, grl.GT, grl.GE}).Draw(t, "op")
			return &grl.Case{Fact: fact, Op: op, Number: n, Literal: literal}
		case 3:
			n := rapid.IntRange(1, 20).Draw(t, "count")
			return &grl.Case{Fact: fact, Member: "Count", Op: grl.GE, Number: float64(n), Literal: strconv.Itoa(n)}
		case 4:
			return &grl.Found{Name: fact}
		case 5:
			return &grl.And{Terms: terms(2, &grl.And{})}
		case 6:
			return &grl.Or{Terms: terms(2, &grl.Or{})}
		}
		e := &grl.AtLeast{Terms: terms(1, nil)}
		e.K = rapid.IntRange(1, len(e.Terms)).Draw(t, "k")
		return e
	})
}

func effects(stratum grl.Stratum) *rapid.Generator[grl.Effect] {
	return rapid.Custom(func(t *rapid.T) grl.Effect {
		id := rapid.StringMatching(`[a-z][a-z0-9]{0,6}(-[a-z0-9]{1,6}){0,2}`)
		switch stratum {
		case grl.Findings:
			return grl.Effect{Verb: grl.SetFound, Text: camelNames().Draw(t, "finding")}
		case grl.Triage:
			return grl.Effect{Verb: rapid.SampledFrom([]grl.Verb{
				grl.ReferEmergency, grl.ReferUrgent, grl.ReferSoon, grl.ReferRoutine}).Draw(t, "verb")}
		}
		e := grl.Effect{Verb: rapid.SampledFrom([]grl.Verb{
			grl.PlanRelease, grl.PlanStretch, grl.PlanMobilise, grl.PlanStrengthen, grl.PlanPrefer, grl.PlanAvoid,
			grl.PlanWithout, grl.PlanStart, grl.PlanLimit, grl.PlanCaution, grl.AdviseTip}).Draw(t, "verb")}
		switch e.Verb {
		case grl.PlanStart:
			e.Number = rapid.IntRange(0, 3).Draw(t, "level")
			return e
		case grl.PlanLimit:
			e.Number = rapid.IntRange(1, grl.MaxLimit).Draw(t, "limit")
			return e
		case grl.PlanCaution:
			e.Text2 = id.Draw(t, "caution")
		case grl.PlanAvoid, grl.PlanWithout, grl.AdviseTip:
		default:
			e.Number = rapid.IntRange(1, 5).Draw(t, "weight")
		}
		e.Text = id.Draw(t, "text")
		return e
	})
}

func rules() *rapid.Generator[*grl.Rule] {
	return rapid.Custom(func(t *rapid.T) *grl.Rule {
		stratum := rapid.SampledFrom([]grl.Stratum{grl.Findings, grl.Triage, grl.Plan}).Draw(t, "stratum")
		most := 6
		if stratum == grl.Triage {
			most = 1
		}
		same := func(e grl.Effect) string { return string(e.Verb) + e.Text + "/" + e.Text2 }
		return &grl.Rule{
			Name:        camelNames().Draw(t, "name"),
			Description: rapid.StringMatching(`[A-Za-zéß„€ .,;:(){}!/*'&|-]{0,60}[a-zé]`).Draw(t, "description"),
			When:        conditions(3).Draw(t, "when"),
			Then:        rapid.SliceOfNDistinct(effects(stratum), 1, most, same).Draw(t, "then"),
			Stratum:     stratum,
		}
	})
}

// packOf is n rules of the size found in packs, one text, always the same.
func packOf(n int) string {
	g := rapid.Custom(func(t *rapid.T) string {
		atom := func() string {
			switch rapid.IntRange(0, 4).Draw(t, "kind") {
			case 0:
				return fmt.Sprintf("Case.Number%d >= %d", rapid.IntRange(0, 7).Draw(t, "fact"), rapid.IntRange(0, 90).Draw(t, "n"))
			case 1:
				return fmt.Sprintf("Found.Finding%d", rapid.IntRange(0, 40).Draw(t, "finding"))
			case 2:
				return fmt.Sprintf("Case.ChestSymptoms%d.Count >= %d", rapid.IntRange(0, 7).Draw(t, "fact"), rapid.IntRange(1, 3).Draw(t, "n"))
			}
			return fmt.Sprintf("Case.ChestSymptoms%d.Pressure%d", rapid.IntRange(0, 30).Draw(t, "fact"), rapid.IntRange(0, 5).Draw(t, "option"))
		}
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "rule Generated%d \"What it means, in one line, number %d\" {\n  when %s\n", i, i, atom())
			for range rapid.IntRange(1, 4).Draw(t, "terms") {
				switch rapid.IntRange(0, 2).Draw(t, "term") {
				case 0:
					fmt.Fprintf(&b, "    && (%s || %s || %s)\n", atom(), atom(), atom())
				case 1:
					fmt.Fprintf(&b, "    && Count.AtLeast(2, %s, %s || %s, %s)\n", atom(), atom(), atom(), atom())
				default:
					fmt.Fprintf(&b, "    && %s\n", atom())
				}
			}
			fmt.Fprintf(&b, "  then\n    Plan.Stretch(\"pectorals\", %d);\n    Plan.Strengthen(\"middle-trapezius\", 2);\n    Advise.Tip(\"tip-%d\");\n}\n\n",
				rapid.IntRange(1, 5).Draw(t, "weight"), i)
		}
		return b.String()
	})
	return g.Example(1)
}
