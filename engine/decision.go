package engine

import (
	"github.com/go-json-experiment/json"

	"github.com/limber-triage/limber/engine/planner"
	"github.com/limber-triage/limber/facts"
)

// Outcome is the kind of answer: exactly one of the three.
type Outcome string

// The outcomes.
const (
	Referral   Outcome = "referral"
	Incomplete Outcome = "incomplete"
	PlanGiven  Outcome = "plan"
)

// Urgency is how soon somebody else should look at it, as the record spells it.
// The zero value is null: not decided.
type Urgency string

// The urgencies, most pressing first.
const (
	Emergency Urgency = "emergency" // now
	Urgent    Urgency = "urgent"    // the same day
	Soon      Urgency = "soon"      // days, at most about two weeks
	Routine   Urgency = "routine"   // an appointment
	SelfCare  Urgency = "self_care"
)

func urgencyOf(l facts.Level) Urgency { return Urgency(l.String()) }

// MarshalJSON writes null for the zero value.
func (u Urgency) MarshalJSON() ([]byte, error) {
	if u == "" {
		return []byte("null"), nil
	}
	return json.Marshal(string(u))
}

// Decision is the record of one case: the contract of every interface. The
// same case, pack and options give the same bytes. It shares memory with the
// engine and with other decisions: read its lists and its plan, do not change
// them.
type Decision struct {
	Case        string   `json:"case"` // the case_id, "" without one
	Outcome     Outcome  `json:"outcome"`
	Urgency     Urgency  `json:"urgency"`      // null when incomplete
	AtLeast     Urgency  `json:"at_least"`     // the strongest fired referral; null when none fired
	Settled     bool     `json:"settled"`      // false while answers that are still needed could raise the urgency
	CouldBecome Urgency  `json:"could_become"` // how far; null when settled
	Headline    string   `json:"headline"`     // what to do first, in a sentence
	Call        []Number `json:"call"`         // numbers to call for it, most pressing first

	Reasons  []Reason      `json:"reasons"` // strongest first
	Ask      []Question    `json:"ask"`     // open facts that a decision still needs, in order
	Findings []string      `json:"findings"`
	Notice   string        `json:"notice"`  // stands above a plan; "" for none
	Plan     *planner.Plan `json:"plan"`    // null unless outcome is plan
	Assumed  []Assumption  `json:"assumed"` // what the plan takes for granted, since nobody answered it
	Advice   []Advice      `json:"advice"`

	UntilSeen []string `json:"until_seen"` // what to do while waiting; only for urgent and soon
	SafetyNet []string `json:"safety_net"` // when to stop and get help: on every decision
	NotThis   string   `json:"disclaimer"` // "this is not a diagnosis"

	Fired   []string `json:"fired"` // all rules that fired, in pack order
	Options Echo     `json:"options"`
	Ruleset Ruleset  `json:"ruleset"`
	Engine  string   `json:"engine"` // "limber VERSION"

	// Fault is why the two evaluators could not confirm each other; it is set
	// only on an emergency, which is shown all the same. Log it.
	Fault error `json:"-"`
}

// Number is whom to call.
type Number struct {
	For    string `json:"for"` // emergency, urgent, crisis
	Number string `json:"number"`
	Note   string `json:"note"` // which country, or that the local number may differ
}

// Reason is one fired triage rule, or the planner's own reason.
type Reason struct {
	Rule    string   `json:"rule"`
	Urgency Urgency  `json:"urgency"`
	Action  string   `json:"action"`
	Message string   `json:"message"`
	Sources []string `json:"sources"`
}

// Question is an open fact.
type Question struct {
	Fact     string `json:"fact"`
	Question string `json:"question"`
	Why      string `json:"why"`
}

// Assumption is an optional fact that nobody answered, with its default.
type Assumption struct {
	Fact   string `json:"fact"`
	Answer string `json:"answer"` // in words
}

// Advice is one tip.
type Advice struct {
	ID      string   `json:"id"`
	Title   string   `json:"title"`
	Text    string   `json:"text"`
	Because []string `json:"because"`
	Sources []string `json:"sources"`
}

// Echo repeats the options that shaped the decision.
type Echo struct {
	Most   int    `json:"max_exercises"`
	Locale string `json:"locale"`
	Region string `json:"region"` // "" when unset
}

// Ruleset names the pack that decided.
type Ruleset struct {
	Name       string `json:"name"`
	Version    string `json:"version"`
	Hash       string `json:"hash"`
	ApprovedBy string `json:"approved_by"`       // "" : no clinician has approved it yet
	Unreviewed int    `json:"unreviewed"`        // rules whose card is still pending review
	General    int    `json:"general_knowledge"` // rules that rest on general knowledge alone
}
