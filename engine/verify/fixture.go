package verify

import (
	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/yamltree"
	"github.com/limber-triage/limber/facts"
)

// Fixture is one case and what is expected of its decision.
type Fixture struct {
	Name   string
	Case   *facts.Case // its ID is the fixture's name
	Expect Expect
	Golden *Golden // nil: none
	Pos    diag.Pos
}

// Check holds a decision on the fixture's case against all that it expects.
func (f *Fixture) Check(d *engine.Decision) []Mismatch {
	bad := f.Expect.Check(d)
	if f.Golden != nil {
		bad = append(bad, f.Golden.check(d)...)
	}
	return bad
}

// Expect is what a fixture states of a decision; only what is stated is held.
type Expect struct {
	Outcome   string
	Urgency   *string // "" stands for null
	AtLeast   *string // "" stands for null
	Settled   *bool
	Start     *int
	Because   []string // triage rules among the reasons
	Refers    []string // likewise, each with its urgency: "Fever soon"
	Fired     []string // rules of any stratum that fire
	Silent    []string // rules of any stratum that do not
	Findings  []string
	NotFound  []string
	Exercises []string
	NotGiven  []string
	Phases    *[]string       // exactly these
	Priority  *[]string       // exactly these exercises, the most important first
	Cautions  []*pack.Caution // texts that rules attach to exercises of the plan
	Cautioned []Cautioned     // exercises of the plan with such a text
	Bare      []Cautioned     // exercises without
	Advice    []string
	NotAdvice []string
	Ask       []string // among the open questions
}

// Cautioned is an exercise with a text that a rule attaches to it.
type Cautioned struct {
	Exercise string
	*pack.Caution
}

// String writes it as fixtures do: the exercise and the caution, by id.
func (c Cautioned) String() string { return c.Exercise + " " + c.ID }

// fixtureDoc and rowDoc are a fixture as written; rows overlay their fixture.
type fixtureDoc struct {
	Name   string         `yaml:"name"`
	Base   *yamltree.Node `yaml:"base,optional"`
	Given  *yamltree.Node `yaml:"given,optional"`
	Expect expectDoc      `yaml:"expect,optional"`
	Golden *yamltree.Node `yaml:"golden,optional"`
	Each   []rowDoc       `yaml:"each,optional"`
	Pos    diag.Pos
}

type rowDoc struct {
	Name   string         `yaml:"name,optional"`
	Given  *yamltree.Node `yaml:"given"`
	Expect expectDoc      `yaml:"expect,optional"`
	Golden *yamltree.Node `yaml:"golden,optional"`
	Pos    diag.Pos
}

// expectDoc is expect: as written. Nodes keep the place of every name.
type expectDoc struct {
	Outcome      *yamltree.Node `yaml:"outcome,optional"`
	Urgency      *yamltree.Node `yaml:"urgency,optional"`
	AtLeast      *yamltree.Node `yaml:"at_least,optional"`
	Settled      *yamltree.Node `yaml:"settled,optional"`
	Start        *yamltree.Node `yaml:"start,optional"`
	Because      *yamltree.Node `yaml:"because,optional"`
	Refers       *yamltree.Node `yaml:"refers,optional"`
	NotBecause   *yamltree.Node `yaml:"not_because,optional"`
	Fired        *yamltree.Node `yaml:"fired,optional"`
	NotFired     *yamltree.Node `yaml:"not_fired,optional"`
	Findings     *yamltree.Node `yaml:"findings,optional"`
	NotFindings  *yamltree.Node `yaml:"not_findings,optional"`
	Exercises    *yamltree.Node `yaml:"exercises,optional"`
	NotExercises *yamltree.Node `yaml:"not_exercises,optional"`
	Phases       *yamltree.Node `yaml:"phases,optional"`
	Priority     *yamltree.Node `yaml:"priority,optional"`
	Cautions     *yamltree.Node `yaml:"cautions,optional"`
	Cautioned    *yamltree.Node `yaml:"cautioned,optional"`
	NotCautioned *yamltree.Node `yaml:"not_cautioned,optional"`
	Advice       *yamltree.Node `yaml:"advice,optional"`
	NotAdvice    *yamltree.Node `yaml:"not_advice,optional"`
	Ask          *yamltree.Node `yaml:"ask,optional"`
}

// node returns the field of a key, for scenarios in columns.
func (d *expectDoc) node(key string) **yamltree.Node {
	return map[string]**yamltree.Node{
		"outcome": &d.Outcome, "urgency": &d.Urgency, "at_least": &d.AtLeast, "settled": &d.Settled, "start": &d.Start,
		"because": &d.Because, "refers": &d.Refers, "not_because": &d.NotBecause, "fired": &d.Fired, "not_fired": &d.NotFired,
		"findings": &d.Findings, "not_findings": &d.NotFindings, "exercises": &d.Exercises, "not_exercises": &d.NotExercises,
		"phases": &d.Phases, "priority": &d.Priority, "cautions": &d.Cautions,
		"cautioned": &d.Cautioned, "not_cautioned": &d.NotCautioned, "advice": &d.Advice, "not_advice": &d.NotAdvice, "ask": &d.Ask,
	}[key]
}

// expectKeys are the keys of expect: in the order in which they are written;
// those from because on are lists.
var expectKeys = []string{"outcome", "urgency", "at_least", "settled", "start",
	"because", "refers", "not_because", "fired", "not_fired", "findings", "not_findings", "exercises", "not_exercises", "phases", "priority", "cautions",
	"cautioned", "not_cautioned", "advice", "not_advice", "ask"}

// isList reports whether a key of expect: takes a list.
func isList(key string) bool {
	switch key {
	case "outcome", "urgency", "at_least", "settled", "start":
		return false
	}
	return true
}
