package lint

import (
	"fmt"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

// pass is one check at work.
type pass struct {
	*ground
	check    *Check
	findings []Finding
}

// spot is what a finding is about and where that is written.
type spot struct {
	place string
	pos   diag.Pos
	width int
	fact  string
}

func (s *pass) reportf(at spot, hint, format string, args ...any) {
	s.findings = append(s.findings, Finding{
		Diagnostic: diag.Diagnostic{
			Code: s.check.Code, Severity: s.check.Severity, Pos: at.pos, Width: at.width, Fact: at.fact,
			Message: fmt.Sprintf(format, args...), Hint: hint,
		},
		Place: at.place,
	})
}

// ground is what the checks of one run share.
type ground struct {
	p     *pack.Pack
	o     Options
	files *files
	reads reads
	texts []text
}

func newGround(p *pack.Pack, o Options) *ground {
	if o.MaxGrade == 0 {
		o.MaxGrade = defaultGrade
	}
	g := &ground{p: p, o: o, files: &files{sources: p.Files}}
	g.reads = newReads(p)
	g.texts = g.gatherTexts()
	return g
}

// written calls f for every rule that a person wrote: the rules made from
// not_sure repeat what facts.yaml says.
func (g *ground) written(f func(*pack.Rule)) {
	for _, r := range g.p.Rules {
		if !r.Generated {
			f(r)
		}
	}
}

func (g *ground) fact(i int) *facts.Fact { return g.p.Vocabulary.Facts[i] }

func ruleSpot(r *pack.Rule) spot {
	return spot{place: "rule:" + r.Name, pos: r.Pos, width: len(r.Name)}
}

// termSpot is a part of a rule's condition.
func termSpot(r *pack.Rule, e grl.Expr) spot {
	at := spot{place: "rule:" + r.Name, pos: e.Position(), width: 1}
	switch e := e.(type) {
	case *grl.Case:
		at.width = e.Width
	case *grl.Found:
		at.width = len(e.String())
	}
	return at
}

func effectSpot(r *pack.Rule, e *pack.Effect) spot {
	return spot{place: "rule:" + r.Name, pos: e.Pos, width: e.Width}
}

func (g *ground) factSpot(f *facts.Fact) spot {
	at := g.files.value(factsFile, "facts", f.ID, "id")
	at.place, at.fact = "fact:"+f.ID, f.ID
	return at
}

func (g *ground) optionSpot(f *facts.Fact, i int) spot {
	at := g.files.value(factsFile, "facts", f.ID, "options", f.Options[i].ID, "id")
	at.place, at.fact = "option:"+f.ID+"."+f.Options[i].ID, f.ID
	return at
}

// entrySpot is an entry of a list by its id, or of a mapping by its key.
func (g *ground) entrySpot(kind, file, list, id string) spot {
	at := g.files.entry(file, list, id)
	at.place = kind + ":" + id
	return at
}

// The files of a pack; pack.Load knows the same names.
const (
	packFile      = "pack.yaml"
	factsFile     = "facts.yaml"
	exercisesFile = "exercises.yaml"
	sourcesFile   = "sources.yaml"
	basesFile     = "bases.yaml"
)

func (g *ground) messagesFile() string { return "messages." + g.p.Locale + ".yaml" }
