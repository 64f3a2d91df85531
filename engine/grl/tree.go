// Package grl owns the language of rules: it turns GRL text into an immutable
// tree with positions, by Grule's own ANTLR parser, and refuses whatever lies
// outside limber's profile of the language (see the README, "The profile").
//
// [Parse] reads the rules of a file and [ParseCondition] a condition alone,
// both with every mistake at its place; [Format] writes a rule back; [Walk] and
// [Atoms] go through a condition; [Knowledge] hands sound rules to Grule.
//
// It knows no facts, options or exercises: names are resolved by package pack.
// It never evaluates a rule.
package grl

import "github.com/limber-triage/limber/engine/diag"

// Stratum says when a rule runs: findings first, then triage, then plan.
type Stratum int

// The strata in the order in which they run.
const (
	Findings Stratum = iota
	Triage
	Plan
)

// String returns "finding", "triage" or "plan".
func (s Stratum) String() string { return [...]string{"finding", "triage", "plan"}[s] }

// Rule is one rule as written.
type Rule struct {
	Name        string
	Description string // the quoted text after the name, without quotes
	When        Expr
	Then        []Effect // at least one, all of one stratum
	Stratum     Stratum
	Source      string   // the rule's text, from "rule" to its closing brace
	Pos         diag.Pos // of the name
}

// Expr is a condition: *And, *Or, *AtLeast, *Case or *Found. There is no
// negation, so making an atom true never makes a condition false.
type Expr interface {
	Position() diag.Pos
	String() string // canonical GRL, with the fewest parentheses
}

// And holds when all its terms hold. It has two or more terms, none an *And.
type And struct {
	Terms []Expr
	Pos   diag.Pos
}

// Or holds when any of its terms holds. It has two or more terms, none an *Or.
type Or struct {
	Terms []Expr
	Pos   diag.Pos
}

// AtLeast is Count.AtLeast(K, Terms...): it holds when K or more terms hold.
type AtLeast struct {
	K     int
	Terms []Expr
	Pos   diag.Pos
}

// Op is a comparison of a number with a literal on its right.
type Op string

// The comparisons of the profile. NoOp marks an atom without one.
const (
	NoOp Op = ""
	LT   Op = "<"
	LE   Op = "<="
	GT   Op = ">"
	GE   Op = ">="
)

// Case is an atom over one fact: Case.Fact.Member, Case.Fact.Count >= n,
// or Case.Fact OP n.
type Case struct {
	Fact      string  // CamelCase name of the fact
	Member    string  // option name, Yes, No, Unsure, Any, None, Count, NotX; "" for a number
	Op        Op      // NoOp unless compared
	Number    float64 // the literal, when compared
	Literal   string  // the literal as written
	Pos       diag.Pos
	Width     int      // characters of the whole atom
	MemberPos diag.Pos // place of the member, where there is one
}

// Found is an atom over a finding: Found.Name.
type Found struct {
	Name string
	Pos  diag.Pos // of the atom
}

// Verb names an effect as written.
type Verb string

// The verbs of the profile, by stratum.
const (
	SetFound Verb = "Found" // Found.X = true; Text is X

	ReferEmergency Verb = "Refer.Emergency"
	ReferUrgent    Verb = "Refer.Urgent"
	ReferSoon      Verb = "Refer.Soon"
	ReferRoutine   Verb = "Refer.Routine"

	PlanRelease    Verb = "Plan.Release"    // (target, weight)
	PlanStretch    Verb = "Plan.Stretch"    // (target, weight)
	PlanMobilise   Verb = "Plan.Mobilise"   // (target, weight)
	PlanStrengthen Verb = "Plan.Strengthen" // (target, weight)
	PlanPrefer     Verb = "Plan.Prefer"     // (exercise, weight)
	PlanAvoid      Verb = "Plan.Avoid"      // (tag)
	PlanWithout    Verb = "Plan.Without"    // (phase)
	PlanStart      Verb = "Plan.Start"      // (level)
	PlanLimit      Verb = "Plan.Limit"      // (n)
	PlanCaution    Verb = "Plan.Caution"    // (tag, caution id)
	AdviseTip      Verb = "Advise.Tip"      // (tip id)
)

// Effect is one statement of a rule's then.
type Effect struct {
	Verb     Verb
	Text     string // first string argument, or the finding's name
	Text2    string // second string argument (Plan.Caution)
	Number   int    // integer argument (weight, level, limit)
	Pos      diag.Pos
	Width    int      // characters of the whole statement
	TextPos  diag.Pos // of the first string argument, or of the finding's name
	Text2Pos diag.Pos
}
