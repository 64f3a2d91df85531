package main

import (
	"fmt"
	"strings"

	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

// dialect is how a language with && and || writes the rest of a condition.
type dialect struct {
	atom    func(*pack.Atom) string
	atLeast func(k int, terms []string) string
}

func (d *dialect) write(c pack.Cond) string {
	switch c := c.(type) {
	case pack.And:
		return "(" + strings.Join(d.each(c), " && ") + ")"
	case pack.Or:
		return "(" + strings.Join(d.each(c), " || ") + ")"
	case pack.AtLeast:
		return d.atLeast(c.K, d.each(c.Terms))
	case *pack.Atom:
		return d.atom(c)
	}
	panic(fmt.Sprintf("no such condition: %T", c))
}

func (d *dialect) each(terms []pack.Cond) []string {
	out := make([]string, len(terms))
	for i, t := range terms {
		out[i] = d.write(t)
	}
	return out
}

// flat is the dialect of expression languages over flat names: Age >= 65.0,
// ArmSymptoms_NumbOneArm, Found_Older.
func flat(p *pack.Pack) *dialect {
	return &dialect{
		atom: func(a *pack.Atom) string {
			if a.Finding >= 0 {
				return foundName(p, a.Finding)
			}
			e, f := a.Expr.(*grl.Case), p.Vocabulary.Facts[a.Fact]
			switch {
			case a.Count > 0:
				return fmt.Sprintf("%s_Count >= %d", f.Name, a.Count)
			case f.Kind != facts.Number:
				return f.Name + "_" + e.Member
			case e.Op == grl.LT || e.Op == grl.LE: // an open answer is below all others
				return fmt.Sprintf("(%s_Given && %s %s %s)", f.Name, f.Name, e.Op, decimal(e.Number))
			}
			return fmt.Sprintf("%s %s %s", f.Name, e.Op, decimal(e.Number))
		},
		atLeast: func(k int, terms []string) string {
			for i, t := range terms {
				terms[i] = "(" + t + " ? 1 : 0)"
			}
			return fmt.Sprintf("(%s >= %d)", strings.Join(terms, " + "), k)
		},
	}
}

func foundName(p *pack.Pack, finding int) string { return "Found_" + p.Found[finding].ID }

// flatRules are the rules of a pack for engines that read a case of flat names.
type flatRules struct {
	levels   [][]*pack.Rule
	lists    []string   // by level: the conditions as one list
	findings []string   // the names of all findings
	drawn    [][]string // by rule: the names of those that it draws
	holds    []bool     // by rule: what the last run found out
}

func (f *flatRules) fired(rule int) bool { return f.holds[rule] }

func flatten(p *pack.Pack) flatRules {
	f := flatRules{levels: levels(p), drawn: make([][]string, len(p.Rules)), holds: make([]bool, len(p.Rules))}
	for i := range p.Found {
		f.findings = append(f.findings, foundName(p, i))
	}
	for _, level := range f.levels {
		var list []string
		for _, r := range level {
			list = append(list, flat(p).write(r.Cond))
			for _, d := range draws(r) {
				f.drawn[r.Index] = append(f.drawn[r.Index], f.findings[d])
			}
		}
		f.lists = append(f.lists, "["+strings.Join(list, ",\n")+"]")
	}
	return f
}

// decimal writes a number so that nobody takes it for an integer.
func decimal(x float64) string {
	s := fmt.Sprint(x)
	if !strings.Contains(s, ".") {
		s += ".0"
	}
	return s
}

// below is a number that is less than any answer.
const below = -1e9

// flatCase shows a case under the names of flat: a boolean for each member of a
// fact, a number for a number and for a count of ticks. Nothing is drawn yet.
func flatCase(p *pack.Pack, words []uint64) map[string]any {
	given := map[string]any{}
	for i, f := range p.Vocabulary.Facts {
		word := words[i]
		if f.Kind == facts.Number {
			given[f.Name], given[f.Name+"_Given"] = below, word != 0
			if word != 0 {
				given[f.Name] = f.Value(word)
			}
		}
		for _, m := range pack.Members(f) {
			if m.Count {
				given[f.Name+"_Count"] = f.Count(word)
			} else {
				given[f.Name+"_"+m.Name] = word&m.Mask != 0
			}
		}
	}
	for i := range p.Found {
		given[foundName(p, i)] = false
	}
	return given
}
