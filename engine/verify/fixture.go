// Package verify owns the proof by example: it reads fixtures, holds each
// against the decision that the rules give, and says which rules no fixture
// would miss. It reports everything it finds as data; it prints nothing and
// changes no rule.
package verify

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/yamltree"
	"github.com/limber-triage/limber/facts"
)

// Fixture is one case and what is expected of its decision.
type Fixture struct {
	Name   string
	Case   *facts.Case
	Expect Expect
	Pos    diag.Pos
}

// Expect is what a fixture states of a decision; only what is stated is held.
type Expect struct {
	Outcome   string
	Urgency   *string // "" stands for null
	AtLeast   *string // "" stands for null
	Settled   *bool
	Start     *int
	Because   []string // triage rules among the reasons
	Fired     []string // rules of any stratum that fire
	Silent    []string // rules of any stratum that do not
	Findings  []string
	NotFound  []string
	Exercises []string
	NotGiven  []string
	Phases    *[]string // exactly these
	Advice    []string
	NotAdvice []string
	Ask       []string // among the open questions
}

// fixtureDoc and rowDoc are a fixture as written; rows overlay their fixture.
type fixtureDoc struct {
	Name   string         `yaml:"name"`
	Base   string         `yaml:"base,optional"`
	Given  *yamltree.Node `yaml:"given,optional"`
	Expect expectDoc      `yaml:"expect,optional"`
	Each   []rowDoc       `yaml:"each,optional"`
	Pos    diag.Pos
}

type rowDoc struct {
	Name   string         `yaml:"name,optional"`
	Given  *yamltree.Node `yaml:"given"`
	Expect expectDoc      `yaml:"expect,optional"`
	Pos    diag.Pos
}

type expectDoc struct {
	Outcome      string         `yaml:"outcome,optional"`
	Urgency      *yamltree.Node `yaml:"urgency,optional"`
	AtLeast      *yamltree.Node `yaml:"at_least,optional"`
	Settled      *yamltree.Node `yaml:"settled,optional"`
	Start        *yamltree.Node `yaml:"start,optional"`
	Because      []string       `yaml:"because,optional"`
	NotBecause   []string       `yaml:"not_because,optional"`
	Fired        []string       `yaml:"fired,optional"`
	NotFired     []string       `yaml:"not_fired,optional"`
	Findings     []string       `yaml:"findings,optional"`
	NotFindings  []string       `yaml:"not_findings,optional"`
	Exercises    []string       `yaml:"exercises,optional"`
	NotExercises []string       `yaml:"not_exercises,optional"`
	Phases       []string       `yaml:"phases,optional"`
	Advice       []string       `yaml:"advice,optional"`
	NotAdvice    []string       `yaml:"not_advice,optional"`
	Ask          []string       `yaml:"ask,optional"`
	Pos          diag.Pos
}

// Read reads every *.yaml below the root of fsys as fixtures for a pack, files
// in name order. The error is a [diag.List] of every mistake: a fixture that
// names what the pack does not have would otherwise hold by accident.
func Read(p *pack.Pack, fsys fs.FS) ([]Fixture, error) {
	r := &reader{p: p, names: map[string]diag.Pos{}, known: newKnown(p)}
	err := fs.WalkDir(fsys, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || path.Ext(name) != ".yaml" {
			return err
		}
		src, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		r.file(name, src)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read fixtures: %w", err)
	}
	if len(r.fixtures) == 0 && !r.diags.HasErrors() {
		r.diags.Errorf("no-fixtures", diag.Pos{}, "name a folder with *.yaml fixtures, such as testdata/cases", "no fixture was found")
	}
	r.diags.Sort()
	return r.fixtures, r.diags.Err()
}

type reader struct {
	p        *pack.Pack
	known    known
	names    map[string]diag.Pos
	fixtures []Fixture
	diags    diag.List
}

func (r *reader) file(name string, src []byte) {
	root, err := yamltree.Parse(name, src)
	if err != nil {
		var list diag.List
		errors.As(err, &list)
		r.diags = append(r.diags, list...)
		return
	}
	var docs []fixtureDoc
	if bad := yamltree.Decode(root, &docs); len(bad) > 0 {
		r.diags = append(r.diags, bad...)
		return
	}
	if len(docs) == 0 {
		r.diags.Errorf("no-fixtures", root.Pos, "remove the file, or write a fixture", "the file holds no fixture")
	}
	for _, d := range docs {
		r.fixture(&d)
	}
}

func (r *reader) fixture(d *fixtureDoc) {
	c := r.p.Vocabulary.New()
	if d.Base != "" {
		base, ok := r.p.Bases[d.Base]
		if !ok {
			names := baseNames(r.p)
			r.diags.Errorf("unknown-base", d.Pos, diag.DidYouMean(d.Base, names, "known: "+strings.Join(names, ", ")), "unknown base %s", yamltree.Quote(d.Base))
			return
		}
		c = base.Clone()
	}
	r.overlay(d.Given, c)
	expect := r.expect(&d.Expect)
	if len(d.Each) == 0 {
		r.add(Fixture{Name: d.Name, Case: c, Expect: expect, Pos: d.Pos})
		return
	}
	for i, row := range d.Each {
		rowCase := c.Clone()
		r.overlay(row.Given, rowCase)
		name := row.Name
		if name == "" {
			name = fmt.Sprintf("row %d", i+1)
		}
		r.add(Fixture{Name: d.Name + ": " + name, Case: rowCase, Expect: expect.merge(r.expect(&row.Expect)), Pos: row.Pos})
	}
}

func (r *reader) overlay(given *yamltree.Node, c *facts.Case) {
	if given == nil || given.Kind == yamltree.Null {
		return
	}
	r.diags = append(r.diags, r.p.Vocabulary.CaseFromYAML(given, c)...)
}

func (r *reader) add(f Fixture) {
	if at, twice := r.names[f.Name]; twice {
		r.diags.Errorf("duplicate-fixture", f.Pos, "rename one of them", "fixture %s is defined twice, first at %s", yamltree.Quote(f.Name), at)
		return
	}
	r.names[f.Name] = f.Pos
	if f.Expect.empty() {
		r.diags.Errorf("empty-expect", f.Pos, "state at least an outcome", "fixture %s expects nothing", yamltree.Quote(f.Name))
		return
	}
	f.Case.ID = f.Name
	r.fixtures = append(r.fixtures, f)
}

func (r *reader) expect(d *expectDoc) Expect {
	e := Expect{
		Outcome: r.word(d.Pos, "outcome", d.Outcome, "plan", "referral", "incomplete"),
		Urgency: r.urgency("urgency", d.Urgency, "emergency", "urgent", "soon", "routine", "self_care"),
		AtLeast: r.urgency("at_least", d.AtLeast, "emergency", "urgent", "soon", "routine"),
		Because: r.named(d.Pos, "triage rule", d.Because, r.known.triage),
		Fired:   r.named(d.Pos, "rule", d.Fired, r.known.rules),
		Silent:  append(r.named(d.Pos, "rule", d.NotBecause, r.known.rules), r.named(d.Pos, "rule", d.NotFired, r.known.rules)...),

		Findings:  r.named(d.Pos, "finding", d.Findings, r.known.findings),
		NotFound:  r.named(d.Pos, "finding", d.NotFindings, r.known.findings),
		Exercises: r.named(d.Pos, "exercise", d.Exercises, r.known.exercises),
		NotGiven:  r.named(d.Pos, "exercise", d.NotExercises, r.known.exercises),
		Advice:    r.named(d.Pos, "tip", d.Advice, r.known.tips),
		NotAdvice: r.named(d.Pos, "tip", d.NotAdvice, r.known.tips),
		Ask:       r.named(d.Pos, "fact", d.Ask, r.known.facts),
	}
	if d.Phases != nil {
		phases := r.named(d.Pos, "phase", d.Phases, phaseNames)
		e.Phases = &phases
	}
	if n := d.Settled; n != nil {
		settled := n.Value == "true"
		if n.Kind != yamltree.Scalar || n.Quoted || n.Value != "true" && n.Value != "false" {
			r.diags.Errorf("wrong-type", n.Pos, "", "settled must be true or false")
		}
		e.Settled = &settled
	}
	if n := d.Start; n != nil {
		level := strings.Index("0123", n.Value)
		if n.Kind != yamltree.Scalar || len(n.Value) != 1 || level < 0 {
			r.diags.Errorf("wrong-type", n.Pos, "", "start must be 0, 1, 2 or 3")
		}
		e.Start = &level
	}
	return e
}

// named refuses names that the pack does not have.
func (r *reader) named(at diag.Pos, what string, names, known []string) []string {
	for _, name := range names {
		if !slices.Contains(known, name) {
			r.diags.Errorf("unknown-"+strings.ReplaceAll(what, " ", "-"), at, diag.DidYouMean(name, known, ""), "the pack has no %s %s", what, yamltree.Quote(name))
		}
	}
	return names
}

func (r *reader) word(at diag.Pos, key, word string, allowed ...string) string {
	if word != "" && !slices.Contains(allowed, word) {
		r.diags.Errorf("unknown-word", at, diag.DidYouMean(word, allowed, "one of "+strings.Join(allowed, ", ")), "%s cannot be %s", key, yamltree.Quote(word))
	}
	return word
}

func (r *reader) urgency(key string, n *yamltree.Node, allowed ...string) *string {
	if n == nil {
		return nil
	}
	word := r.word(n.Pos, key, n.Value, allowed...)
	if n.Kind != yamltree.Scalar && n.Kind != yamltree.Null {
		r.diags.Errorf("wrong-type", n.Pos, "", "%s must be a word or null", key)
	}
	return &word
}

// known is the names that fixtures may use.
type known struct{ rules, triage, findings, exercises, tips, facts []string }

var phaseNames = []string{pack.Release.String(), pack.Stretch.String(), pack.Mobility.String(), pack.Strength.String()}

func newKnown(p *pack.Pack) (k known) {
	for _, r := range p.Rules {
		k.rules = append(k.rules, r.Name)
		if r.Stratum == grl.Triage {
			k.triage = append(k.triage, r.Name)
		}
	}
	k.triage = append(k.triage, engine.NoSuitableExercise)
	for _, f := range p.Found {
		k.findings = append(k.findings, f.ID)
	}
	for _, e := range p.Exercises {
		k.exercises = append(k.exercises, e.ID)
	}
	for id := range p.Tips {
		k.tips = append(k.tips, id)
	}
	slices.Sort(k.tips)
	k.facts = p.Vocabulary.FactIDs()
	return k
}
