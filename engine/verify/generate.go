package verify

import (
	"context"
	"fmt"
	"strings"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/proof"
)

// Generated is a file of fixtures that complete a set of others.
type Generated struct {
	Fixtures []*Suggestion // in the order in which they are written
	Mutation *Mutation     // of all fixtures together

	holes []Hole // that nothing was found for
}

// todayPrefix begins the names of generated fixtures: nobody has judged them.
const todayPrefix = "as decided today: "

const generatedHead = `# Written by limber verify --generate: together with the other fixtures of this folder these decide each
# condition of a rule both ways and notice every small change of the rules that a case is known for. They
# say what the rules decide today. A clinician has still to say whether that is right: write those that are
# into a file of their own, and generate this one anew after a change of the rules.
`

// Generate makes the fixtures that a complete run lacks: for each condition one
// in which it decides, true and false, then few for the mutants that nothing
// notices yet. What cannot be reached is named with the reason, see
// [Generated.File].
func Generate(ctx context.Context, e *engine.Engine, r *Result, o MutateOptions) (*Generated, error) {
	cover, err := Cover(ctx, e, r, CoverOptions{Suggest: maxSuggestions})
	if err != nil {
		return nil, err
	}
	g := &Generated{}
	all := *r
	for _, h := range cover.Holes {
		switch {
		case h.Suggestion == nil:
			g.holes = append(g.holes, h)
		case !h.effect && !h.Suggestion.Golden: // the mutants see to effects
			g.Fixtures = append(g.Fixtures, h.Suggestion)
		}
	}
	g.Fixtures = merged(g.Fixtures)
	for _, s := range g.Fixtures {
		f := FixtureResult{Name: s.Name, Case: s.fixture}
		if err := f.run(ctx, e); err != nil {
			return nil, err
		}
		all.Fixtures = append(all.Fixtures, f)
	}
	if o.Budget == 0 {
		o.Budget = thorough
	}
	if g.Mutation, err = Mutate(ctx, e, &all, o); err != nil {
		return nil, err
	}
	g.Fixtures = append(g.Fixtures, g.Mutation.Suggestions...)
	g.rename(e, r)
	return g, nil
}

// thorough is ten times the usual budget: what is generated is kept for long.
const thorough = 10 * proof.AlikeConflicts

// maxSuggestions is more than any pack has holes.
const maxSuggestions = 1 << 20

// rename marks the fixtures as unjudged, each by a name of its own.
func (g *Generated) rename(e *engine.Engine, r *Result) {
	s := newSearcher(e.Pack(), r.Fixtures)
	taken := map[string]bool{}
	for _, f := range r.Fixtures {
		taken[f.Name] = true
	}
	for _, x := range g.Fixtures {
		name := todayPrefix + strings.TrimPrefix(x.Name, todayPrefix)
		x.Name = name
		for n := 2; taken[x.Name]; n++ {
			x.Name = fmt.Sprintf("%s, again %d", name, n)
		}
		taken[x.Name] = true
		x.fixture.Name = x.Name
		if x.Golden {
			x.fixture.Golden.File = kebab(x.Name) + ".json"
		}
		x.YAML = s.yaml(&x.fixture)
	}
}

// Goldens are the exact decisions that fixtures compare with, by name within
// the folder: where no expectation short of the whole decision would do.
func (g *Generated) Goldens() map[string][]byte {
	out := map[string][]byte{}
	for _, s := range g.Fixtures {
		if s.Golden {
			out[s.fixture.Golden.File] = s.fixture.Golden.want
		}
	}
	return out
}

// File writes the fixtures, and as comments what none of them can reach: the
// mutants that are proved to change nothing a person would notice, and what is
// left open.
func (g *Generated) File() []byte {
	var b strings.Builder
	b.WriteString(generatedHead)
	for _, s := range g.Fixtures {
		b.WriteString(s.YAML)
	}
	section := func(title string, lines []string) {
		if len(lines) > 0 {
			b.WriteString("\n# " + title + "\n")
			for _, l := range lines {
				b.WriteString("#   " + l + "\n")
			}
		}
	}
	var equal, open, holes []string
	for _, m := range g.Mutation.Survivors {
		line := fmt.Sprintf("%s: %s", m.Rule, m.What)
		switch m.Verdict {
		case Equivalent:
			equal = append(equal, line)
		case Undecided:
			open = append(open, line)
		}
	}
	for _, h := range g.holes {
		if !h.effect {
			holes = append(holes, h.Rule+": "+h.What)
		}
	}
	section("Infeasible: proved that no case shows these changes to a person.", equal)
	section("Undecided: no case is known for these changes, and the proof's budget did not suffice.", open)
	section("No case was found for these conditions.", holes)
	return []byte(b.String())
}
