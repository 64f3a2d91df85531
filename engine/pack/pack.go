// Package pack owns the rule pack: vocabulary, rules, exercises, messages and
// sources, loaded strictly, cross-checked, and bound to each other. What
// [Load] returns is immutable and safe for concurrent use; whatever it could
// not make sense of is in its error, all of it, with places and hints.
//
// It never evaluates a rule and never judges style; that is for the packages
// program and lint.
package pack

import (
	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/facts"
)

// Pack is one folder of rules and everything they refer to.
type Pack struct {
	Name    string
	Version string
	Title   string
	Locale  string
	Review  Review
	Hash    string // SHA-256 of all files, hex: the identity of the pack

	Vocabulary *facts.Vocabulary
	Gates      []Cond // by fact index: the bound ask_if, nil when always asked

	Rules []*Rule // findings by level, then triage, then plan; in pack order within
	Found []Found // by finding index

	Exercises []*Exercise // catalogue order, which breaks ties
	Targets   []Target
	Tags      []Tag
	Slots     []Slot
	Starts    [4]Start // by start level
	Plan      PlanFacts
	Notice    Notice
	Clearance int // index of the finding that permits self_care

	Tips     map[string]*Tip
	Cautions map[string]*Caution
	Texts    map[string]string
	Sources  map[string]*Source
	Regions  []Region
	Bases    map[string]*facts.Case // complete cases that fixtures overlay; "healthy" always
	Waivers  []Waiver

	Files map[string][]byte // as read, by name within the pack: for carets and hashes
}

// Review says whether a clinician has approved something.
type Review struct {
	Approved bool
	By, On   string // when approved; On is a date, YYYY-MM-DD
}

// Found is a finding: its declaration and the rules that draw it.
type Found struct {
	facts.Finding
	Level int   // 0: reads no finding; n: reads findings of level n-1 at most
	Rules []int // indexes of the rules that set it
}

// Rule is a rule bound to the pack.
type Rule struct {
	*grl.Rule
	Index     int
	Level     int // findings: dependency level; triage: Pack.TriageLevel; plan: one more
	Cond      Cond
	Effects   []Effect
	Card      *Card
	Generated bool // made from a fact's not_sure
}

// Urgency returns the level of a triage rule, facts.LevelNone otherwise.
func (r *Rule) Urgency() facts.Level {
	if r.Stratum != grl.Triage {
		return facts.LevelNone
	}
	return r.Effects[0].Urgency
}

// Cond is a condition bound to fact and finding indexes: And, Or, AtLeast,
// *Atom. It mirrors the grl.Expr it was bound from.
type Cond interface{ cond() }

// And holds when all terms hold.
type And []Cond

// Or holds when any term holds.
type Or []Cond

// AtLeast holds when K or more terms hold.
type AtLeast struct {
	K     int
	Terms []Cond
}

// Atom is one test of one word of a case, or of one finding. Exactly one of
// the forms applies:
//
//   - Finding >= 0: the finding holds
//   - Count > 0: the word has at least Count of the bits of Mask
//   - Mask != 0: the word has any bit of Mask
//   - otherwise: the word is a number in Lo..Hi, both included (Lo >= 1)
type Atom struct {
	Fact    int // index, or -1
	Finding int // index, or -1
	Mask    uint64
	Count   int
	Lo, Hi  uint64
	Unsure  bool // the atom is .Unsure of its fact
	Expr    grl.Expr
}

func (And) cond()     {}
func (Or) cond()      {}
func (AtLeast) cond() {}
func (*Atom) cond()   {}

// Effect is one bound statement of a rule.
type Effect struct {
	grl.Effect
	Finding  int         // SetFound
	Urgency  facts.Level // Refer.*
	Phase    Phase       // needs and Plan.Without
	Target   int         // needs: index of a target
	Tag      int         // Plan.Avoid, Plan.Caution: index of a tag
	Exercise int         // Plan.Prefer: index of an exercise
	Tip      *Tip
	Caution  *Caution
}

// Action is what a person is asked to do about a triage rule.
type Action string

// The actions, most pressing first.
const (
	Ambulance           Action = "ambulance"
	EmergencyDepartment Action = "emergency_department"
	CrisisLine          Action = "crisis_line"
	SameDay             Action = "same_day"
	Clinician           Action = "clinician"
	Pharmacist          Action = "pharmacist"
)

// Card is what a rule tells people: the person it fires for, and the one who
// reviews it.
type Card struct {
	Message string
	Action  Action // triage only
	Sources []string
	Grade   string // strong, moderate, weak, consensus, general
	NotFor  string // whom it does not fit, known limits
	Review  Review
	Pos     diag.Pos
}

// Source is where a statement or figure comes from.
type Source struct {
	ID        string   `yaml:"id"`
	Kind      string   `yaml:"kind"` // public-guidance, study, review, textbook, seed, clinic-page, general-knowledge
	Title     string   `yaml:"title"`
	Publisher string   `yaml:"publisher,optional"`
	Year      int      `yaml:"year,optional"`
	Where     string   `yaml:"where,optional"`
	Verified  bool     `yaml:"verified"`
	Read      string   `yaml:"read"` // source, third-party, abstract, weak, none
	Note      string   `yaml:"note,optional"`
	Pos       diag.Pos `json:"-"`
}

// Tip is a piece of advice that rules may give. It goes with a plan, unless it
// is Always to be given, whatever the outcome. A Warning is printed in full
// however many tips there are. In its text {crisis} stands for the crisis line.
type Tip struct {
	ID      string
	Title   string   `yaml:"title"`
	Text    string   `yaml:"text"`
	Always  bool     `yaml:"always,optional"`
	Warning bool     `yaml:"warning,optional"`
	Sources []string `yaml:"sources"`
	Pos     diag.Pos
}

// Caution is a text that rules attach to exercises with a tag.
type Caution struct {
	ID      string
	Text    string   `yaml:"text"`
	Sources []string `yaml:"sources"`
	Pos     diag.Pos
}

// Notice is the text that stands above every plan for a pain site.
type Notice struct {
	Fact int
	Mask uint64
	Text string // the text itself
}

// Region gives the numbers to call in one country. The zero Region is unset:
// 112 and "your local emergency number".
type Region struct {
	ID        string   `yaml:"id"`   // ISO 3166-1 alpha-2
	Name      string   `yaml:"name"` // of the country
	Emergency string   `yaml:"emergency"`
	Urgent    string   `yaml:"urgent"` // the same-day line, or the office to ask
	Crisis    string   `yaml:"crisis"` // the crisis line
	Sources   []string `yaml:"sources"`
	Pos       diag.Pos
}

// Waiver accepts one lint finding, with its reason.
type Waiver struct {
	Code   string   `yaml:"code"`
	Place  string   `yaml:"place"` // what the finding is about, as lint names it
	Reason string   `yaml:"reason"`
	Date   string   `yaml:"date"` // YYYY-MM-DD
	Pos    diag.Pos `json:"-"`
}
