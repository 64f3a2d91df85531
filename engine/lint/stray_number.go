package lint

import (
	"regexp"
	"slices"
	"strconv"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

var strayNumber = Check{
	Code:     "stray-number",
	Summary:  "a card or description with a number that its rule does not know",
	Severity: diag.Warning,
	Doc: `
"From 65 on" beside a condition that says 70 misleads the person and the
reviewer; it is what is left when a threshold moves and its words do not. A
number is known if it is a threshold, a count or an effect of the rule or of
the findings it reads, or stands in the question, help or answers of a fact
that they read. What stands in parentheses is not looked at, nor are numbers
written as words.

Correct the text, or the threshold.`,
	Bad: `
-- rules.grl --
rule FeverFrom65 "A fever from 65 on" {
  when Case.Signs.Fever
    && Case.Age >= 70
  then
    Refer.Emergency();
}`,
	Good: `
-- rules.grl --
rule FeverFrom65 "A fever from 65 on" {
  when Case.Signs.Fever
    && Case.Age >= 65
  then
    Refer.Emergency();
}`,
	run: func(s *pass) {
		byRule := map[string]*pack.Rule{}
		s.written(func(r *pack.Rule) { byRule["rule:"+r.Name] = r })
		for _, t := range s.texts {
			r := byRule[t.place]
			if r == nil || t.kind == reviewer {
				continue
			}
			var known []float64
			for _, n := range numbersIn(t.words) {
				if known == nil {
					known = s.knownNumbers(r)
				}
				if value, _ := strconv.ParseFloat(n, 64); !slices.Contains(known, value) {
					s.reportf(s.spotOf(t, n), "correct the text or the threshold", "%s says %s, which rule %s does not know", t.what, n, r.Name)
				}
			}
		}
	},
}

var (
	parenthesised = regexp.MustCompile(`\([^)]*\)`)
	digits        = regexp.MustCompile(`\b\d+(\.\d+)?\b`)
)

// numbersIn returns the numbers of a text outside of parentheses.
func numbersIn(text string) []string {
	if !digits.MatchString(text) {
		return nil
	}
	return digits.FindAllString(parenthesised.ReplaceAllString(text, ""), -1)
}

// knownNumbers lists the numbers that a text about the rule may mention.
func (g *ground) knownNumbers(r *pack.Rule) (known []float64) {
	known = append(known, 0) // "at all" in figures: never a threshold of its own
	for _, e := range r.Effects {
		known = append(known, float64(e.Number))
	}
	for i, f := range g.p.Vocabulary.Facts {
		if !g.reads.all[r.Index].has(i) {
			continue
		}
		texts := []string{f.Question, f.Help}
		for _, o := range f.Options {
			texts = append(texts, o.Text)
		}
		if f.Kind == facts.Number {
			known = append(known, f.Min, f.Max)
		}
		for _, t := range texts {
			for _, n := range numbersIn(t) {
				value, _ := strconv.ParseFloat(n, 64)
				known = append(known, value)
			}
		}
	}
	return append(known, g.thresholds(r.Cond)...)
}

// thresholds lists the numbers of a condition and of the findings it reads,
// each end of a range as the last value inside and the first outside.
func (g *ground) thresholds(c pack.Cond) (list []float64) {
	switch c := c.(type) {
	case pack.And:
		for _, t := range c {
			list = append(list, g.thresholds(t)...)
		}
	case pack.Or:
		for _, t := range c {
			list = append(list, g.thresholds(t)...)
		}
	case pack.AtLeast:
		list = append(list, float64(c.K))
		for _, t := range c.Terms {
			list = append(list, g.thresholds(t)...)
		}
	case *pack.Atom:
		switch {
		case c.Finding >= 0:
			for _, i := range g.p.Found[c.Finding].Rules {
				list = append(list, g.thresholds(g.p.Rules[i].Cond)...)
			}
		case g.fact(c.Fact).Kind == facts.Number:
			f := g.fact(c.Fact)
			list = append(list, f.Value(c.Lo), f.Value(c.Hi), f.Value(c.Lo-1), f.Value(c.Hi+1))
		case c.Count > 0:
			list = append(list, float64(c.Count))
		}
	}
	return list
}
