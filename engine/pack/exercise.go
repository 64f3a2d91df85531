package pack

import (
	"fmt"

	"github.com/limber-triage/limber/engine/diag"
)

// Phase is a part of a session. Phases run in their order.
type Phase int

// The phases of a session: loosen, lengthen, move, then load.
const (
	Release Phase = iota
	Stretch
	Mobility
	Strength
	Phases int = iota // how many there are
)

var phaseNames = [Phases]string{"release", "stretch", "mobility", "strength"}

// String returns the phase's word in files.
func (p Phase) String() string { return phaseNames[p] }

// MarshalText writes the phase's word.
func (p Phase) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// ParsePhase returns the phase that a word names.
func ParsePhase(word string) (Phase, error) {
	for p, name := range phaseNames {
		if name == word {
			return Phase(p), nil
		}
	}
	return 0, fmt.Errorf("unknown phase %q", word)
}

// Exercise is one movement of the catalogue.
type Exercise struct {
	Index    int
	ID       string
	Name     string
	Aliases  []string
	Phase    Phase
	Targets  []int    // indexes of Pack.Targets, primary first
	Position []string // alternatives
	Movement []string // attributes, from which tags follow
	Pattern  string   // strength: pull, push, hold, lift
	Needs    []uint64 // alternatives, each the bits of equipment options; nil: nothing needed
	Desk     bool
	Start    int    // lowest start level at which it may be recommended
	Tags     uint64 // bit i: has Pack.Tags[i], derived
	Dose     Dose
	DoseFrom string // seed, ours
	DoseNote string
	Steps    []string
	Feel     string
	Stop     string
	Easier   int // index, or -1
	Harder   int // index, or -1
	Cautions []string
	Sources  []string
	Unfit    string // why it is listed only and never recommended
	Pos      diag.Pos
}

// Dose is how much of an exercise: Sets times Reps on each of Sides. A
// repetition takes TempoS seconds of moving and HoldS of holding; RestS lie
// between sets. PerDay and PerWeek say how often: sessions a day, days a week.
type Dose struct {
	Sets    int `yaml:"sets" json:"sets"`
	Reps    int `yaml:"reps" json:"reps"`
	HoldS   int `yaml:"hold_s" json:"hold_s"`
	TempoS  int `yaml:"tempo_s" json:"tempo_s"`
	RestS   int `yaml:"rest_s" json:"rest_s"`
	Sides   int `yaml:"sides" json:"sides"`
	PerDay  int `yaml:"per_day" json:"per_day"`
	PerWeek int `yaml:"per_week" json:"per_week"`
}

// Seconds is the time one session of the dose takes, rests between sets
// included.
func (d Dose) Seconds() int {
	return d.Sets*d.Sides*d.Reps*(d.TempoS+d.HoldS) + (d.Sets*d.Sides-1)*d.RestS
}

// Target is a part of the body that a need names.
type Target struct {
	ID   string `yaml:"id"`
	Name string `yaml:"name"`
	Pos  diag.Pos
}

// Tag is a property of exercises that rules can avoid. An exercise has it when
// any of its positions or movement attributes is listed here.
type Tag struct {
	ID       string   `yaml:"id"`
	Meaning  string   `yaml:"meaning"`
	Position []string `yaml:"position,optional"`
	Movement []string `yaml:"movement,optional"`
	Pos      diag.Pos
}

// Slot is one place of a plan, filled by the exercise with the strongest need
// among those that fit: a listed phase, and a listed target as first target
// (any when none is listed), and the pattern (any when empty).
type Slot struct {
	ID      string
	Phases  []Phase
	Targets []int
	Pattern string
}

// Start is the regime of one start level.
type Start struct {
	Level       int
	Name        string       // settle, gentle, build, load
	Slots       []int        // indexes of Pack.Slots, filled in this order
	Minutes     int          // a day at most
	Caps        [Phases]Dose // upper bounds on the catalogue's doses; a zero field bounds nothing
	Note        string       // how to go about it, for the person
	MoveOn      string       // when to move to the next stage, for the person
	ReviewHours int          // answer again after so many hours; 0: as Plan.ReviewDays says
}

// PlanFacts binds the planner to the vocabulary and bounds its plans.
type PlanFacts struct {
	Older       int // finding: Floor applies from start level 2 on
	ReadyToLoad int // finding: start level 3 instead of 2
	Equipment   int // fact: a set; its Default is what an unanswered one means
	Minutes     int // fact: minutes a day; its Default as above
	Place       int // fact: home, desk or both

	Most       int          // exercises of a plan at most
	PerTarget  int          // of these with the same first target at most
	ReviewDays []int        // days after today
	ValidDays  int          // days the plan may be used
	DeskItems  int          // exercises of the desk set at most
	DeskTime   int          // seconds of the desk set at most
	OlderFloor [Phases]Dose // lower bounds on doses for older people; a zero field bounds nothing
}
