// Package planner owns the plan: it turns needs, precautions and the catalogue
// into an ordered set of exercises with doses, stages and reviews. The same
// [Input] always gives the same [Plan].
//
// It never reads a case or a rule's condition, and never decides whether a
// person may exercise at all; that was decided before it is called.
package planner

import (
	"github.com/limber-triage/limber/engine/pack"
)

// Input is everything a plan depends on. Slices are indexed as in the pack.
type Input struct {
	Needs   [pack.Phases][]int // by target: weight 0 (no need) to 5
	Prefer  []int              // by exercise: weight 0 to 5
	Avoid   uint64             // bit i: leave out what has tag i
	Without [pack.Phases]bool  // phases to leave out
	Start   int                // 0 settle .. 3 load
	Most    int                // exercises at most, the pack's and config's bound included

	Older     bool   // holds of 30 s or more, 10 to 15 repetitions
	Equipment uint64 // bits of the equipment fact's options at hand
	Minutes   int    // a day at most
	Place     Place

	Cautions []Caution // texts for exercises with a tag, in pack order
	Because  Because
}

// Place is where the person will exercise.
type Place int

// The places of a plan.
const (
	Anywhere Place = iota
	Home
	AtDesk // only exercises that fit a desk
)

// Caution is a text that goes with exercises that have a tag.
type Caution struct {
	Tag  int
	Text *pack.Caution
	Rule int
}

// Because holds the indexes of the fired rules behind each part of an Input,
// each list ascending: what gives an exercise its reasons.
type Because struct {
	Needs   [pack.Phases][][]int // by target
	Prefer  [][]int              // by exercise
	Avoid   [][]int              // by tag
	Without [pack.Phases][]int
	Start   []int
	Limit   []int
}

// Plan is the ordered result.
type Plan struct {
	Start         int       `json:"start"`
	StartName     string    `json:"start_name"`
	StartBecause  []string  `json:"start_because"`   // rules; empty: the default
	MinutesPerDay float64   `json:"minutes_per_day"` // rounded up to half minutes
	Phases        []Session `json:"phases"`
	DeskSet       []string  `json:"desk_set"` // ids of exercises of the plan or the catalogue
	Stages        []Stage   `json:"stages"`
	Review        []int     `json:"review"`                // days after today
	ReviewHours   int       `json:"review_hours,omitzero"` // answer again after so many hours
	ValidDays     int       `json:"valid_days"`
	LeftOut       []LeftOut `json:"left_out"`
}

// Session is the exercises of one phase, in order.
type Session struct {
	Phase     pack.Phase `json:"phase"`
	Exercises []Item     `json:"exercises"`
}

// Item is one exercise of a plan.
type Item struct {
	ID       string    `json:"id"`
	Name     string    `json:"name"`
	Priority int       `json:"priority"` // 1 is the most important of the plan
	Slot     string    `json:"slot"`
	Dose     pack.Dose `json:"dose"`
	DoseFrom string    `json:"dose_from"` // seed, ours, adjusted
	Minutes  float64   `json:"minutes"`   // one session, rounded up to half minutes
	Because  []string  `json:"because"`   // rules, strongest weight first
	Sources  []string  `json:"sources"`
	Cautions []string  `json:"cautions"` // texts
}

// Stage is one step of the way, the present one first.
type Stage struct {
	Level  int    `json:"level"`
	Name   string `json:"name"`
	Note   string `json:"note"`
	MoveOn string `json:"move_on"` // "" for the last
}

// LeftOut is an exercise that was needed and could not be given.
type LeftOut struct {
	ID      string   `json:"id"`
	Reason  Reason   `json:"reason"`
	Because []string `json:"because"` // rules, where a rule is the reason
}

// Reason says why an exercise was left out.
type Reason string

// The reasons, in the order in which they are checked.
const (
	ReasonUnfit     Reason = "listed_only" // the catalogue never recommends it
	ReasonAvoid     Reason = "precaution"
	ReasonPhase     Reason = "phase" // Plan.Without
	ReasonStart     Reason = "start_level"
	ReasonEquipment Reason = "equipment"
	ReasonPlace     Reason = "place"
	ReasonRoom      Reason = "room" // a stronger need took the place
	ReasonTime      Reason = "minutes"
)
