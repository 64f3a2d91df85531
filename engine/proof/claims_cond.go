package proof

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/yamltree"
	"github.com/limber-triage/limber/facts"
)

// claimCond is a condition of a claim: over a form, and over what is observed.
type claimCond interface {
	lit(f *form) lit
	holds(p *pack.Pack, s *observed) bool
}

// joined is AtLeast over conditions; all of them for and, one for or.
type joined struct {
	k     int
	terms []claimCond
}

func (j joined) lit(f *form) lit {
	var terms []lit
	for _, t := range j.terms {
		terms = append(terms, t.lit(f))
	}
	return f.u.atLeast(j.k, terms)
}

func (j joined) holds(p *pack.Pack, s *observed) bool {
	n := 0
	for _, t := range j.terms {
		if t.holds(p, s) {
			n++
		}
	}
	return n >= j.k
}

// plainCond is a condition as rules have it.
type plainCond struct{ pack.Cond }

func (c plainCond) lit(f *form) lit {
	f.run()
	return f.cond(c.Cond)
}

func (c plainCond) holds(_ *pack.Pack, s *observed) bool { return pack.Holds(c.Cond, s.words, s.found) }

// special is an atom over the decision.
type special struct {
	symbolic func(*form) lit
	seen     func(*pack.Pack, *observed) bool
}

func (c special) lit(f *form) lit                      { return c.symbolic(f) }
func (c special) holds(p *pack.Pack, s *observed) bool { return c.seen(p, s) }

// specialAtom matches the atoms that only claims may read.
var specialAtom = regexp.MustCompile(`\b(Outcome|Urgency|AtLeast)\.\w+|\bPlan\.(Eligible|Avoid|Without)\.\w+`)

// cond reads the condition in n. The atoms that only claims know are replaced
// by findings of the same length before the text is parsed, so that every
// place stays true.
func (r *claimsReader) cond(n *yamltree.Node) claimCond {
	if n.Kind != yamltree.Scalar {
		r.errorf(n, "wrong-shape", "write it as a text", "a condition must be a value, not %s", n.Kind)
		return nil
	}
	at := n.Pos
	if n.Quoted {
		at.Column++
	}
	specials := map[string]special{}
	bad := false
	text := specialAtom.ReplaceAllStringFunc(n.Value, func(word string) string {
		c, hint, ok := r.special(word)
		if !ok {
			r.errorf(n, "unknown-atom", hint, "a claim knows no %s", yamltree.Quote(word))
			bad = true
			return word
		}
		name := r.placeholder(len(word)-len("Found."), len(specials))
		specials[name] = c
		return "Found." + name
	})
	if bad {
		return nil
	}
	e, err := grl.ParseCondition(n.Pos.File, text, at)
	if err != nil {
		r.add(err)
		return nil
	}
	return r.bind(e, specials)
}

// placeholder is a name of so many characters that no finding has.
func (r *claimsReader) placeholder(length, n int) string {
	for ; ; n++ {
		name := fmt.Sprintf("Z%d", n)
		name += strings.Repeat("z", max(0, length-len(name)))
		if !slices.ContainsFunc(r.p.Found, func(f pack.Found) bool { return f.ID == name }) {
			return name
		}
	}
}

func (r *claimsReader) add(err error) {
	var list diag.List
	if errors.As(err, &list) {
		r.diags = append(r.diags, list...)
		return
	}
	r.diags.Errorf("unreadable", diag.Pos{}, "", "%v", err)
}

func (r *claimsReader) bind(e grl.Expr, specials map[string]special) claimCond {
	terms := grl.Terms(e)
	if terms == nil {
		if found, ok := e.(*grl.Found); ok {
			if c, ok := specials[found.Name]; ok {
				return c
			}
		}
		c, err := r.p.Bind(e)
		if err != nil {
			r.add(err)
		}
		return plainCond{c}
	}
	j := joined{k: len(terms)}
	switch e := e.(type) {
	case *grl.Or:
		j.k = 1
	case *grl.AtLeast:
		j.k = e.K
	}
	for _, t := range terms {
		j.terms = append(j.terms, r.bind(t, specials))
	}
	return j
}

// outcomes and urgencies are the atoms' last words.
var (
	outcomes  = map[string]string{"Referral": referral, "Incomplete": incomplete, "Plan": planGiven}
	urgencies = map[string]string{"Emergency": "emergency", "Urgent": "urgent", "Soon": "soon", "Routine": "routine", "SelfCare": selfCare}
)

func (r *claimsReader) special(word string) (c special, hint string, ok bool) {
	names := strings.Split(word, ".")
	last := names[len(names)-1]
	known := func(m []string) string { return diag.DidYouMean(last, m, "known: "+strings.Join(m, ", ")) }
	switch names[0] {
	case "Outcome":
		return endsWith(func(e End) bool { return e.Outcome == outcomes[last] }), known(sortedKeys(outcomes)), outcomes[last] != ""
	case "Urgency":
		return endsWith(func(e End) bool { return e.Urgency == urgencies[last] }), known(sortedKeys(urgencies)), urgencies[last] != ""
	case "AtLeast":
		level, ok := facts.ParseLevel(urgencies[last])
		return special{func(f *form) lit { return f.level(level) }, func(_ *pack.Pack, s *observed) bool { return s.level >= level }},
			"known: Emergency, Urgent, Soon, Routine", ok
	}
	switch names[1] {
	case "Eligible":
		i := slices.IndexFunc(r.p.Exercises, func(e *pack.Exercise) bool { return camel(e.ID) == last })
		return special{func(f *form) lit { return f.plan().eligible[i] }, func(_ *pack.Pack, s *observed) bool { return s.eligible[i] }},
			"write an exercise's id in CamelCase, as in Plan.Eligible.WallAngel", i >= 0
	case "Avoid":
		i := slices.IndexFunc(r.p.Tags, func(t pack.Tag) bool { return camel(t.ID) == last })
		return special{func(f *form) lit { return f.plan().avoid[i] }, func(_ *pack.Pack, s *observed) bool { return s.avoid&(1<<i) != 0 }},
			"write a tag's id in CamelCase, as in Plan.Avoid.EndRangeNeck", i >= 0
	}
	phase, err := pack.ParsePhase(strings.ToLower(last))
	return special{func(f *form) lit { return f.plan().without[phase] }, func(_ *pack.Pack, s *observed) bool { return s.without[phase] }},
		"the phases are Release, Stretch, Mobility, Strength", err == nil
}

func endsWith(such func(End) bool) special {
	return special{func(f *form) lit {
		var terms []lit
		for _, e := range Ends() {
			if such(e) {
				terms = append(terms, f.end(e))
			}
		}
		return f.u.or(terms...)
	}, func(_ *pack.Pack, s *observed) bool { return such(s.end) }}
}

// camel turns a kebab-case id into CamelCase.
func camel(id string) string { return facts.CamelCase(strings.ReplaceAll(id, "-", "_")) }
