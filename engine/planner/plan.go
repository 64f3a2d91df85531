// Package planner owns the plan: it turns needs, precautions and the catalogue
// into an ordered set of exercises with doses, stages and reviews. The same
// [Input] always gives the same [Plan].
//
// It never reads a case or a rule's condition, and never decides whether a
// person may exercise at all; that was decided before it is called.
package planner

import "github.com/limber-triage/limber/engine/pack"

// Plan is the ordered result. It shares memory with the pack: read it, do not
// change it.
type Plan struct {
	Start         int       `json:"start"`
	StartName     string    `json:"start_name"`
	StartBecause  []string  `json:"start_because"`   // rules; empty: the default
	MinutesPerDay float64   `json:"minutes_per_day"` // on the fullest day, in half minutes; a warm-up walk is not counted
	Phases        []Session `json:"phases"`          // without the empty ones
	DeskSet       []Item    `json:"desk_set"`        // of the plan or the catalogue, one set each; Priority 0, no Slot
	Stages        []Stage   `json:"stages"`
	Review        []int     `json:"review"`                // days after today
	ReviewHours   int       `json:"review_hours,omitzero"` // answer again after so many hours
	ValidDays     int       `json:"valid_days"`            // not beyond ReviewHours
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
	Priority int       `json:"priority"` // 1 is the most important of the plan; 0 in the desk set
	Slot     string    `json:"slot"`     // "" when it took the place of a slot that nothing fitted
	Dose     pack.Dose `json:"dose"`
	DoseFrom string    `json:"dose_from"` // seed, ours, adjusted
	Minutes  float64   `json:"minutes"`   // one session, rounded up to half minutes
	Because  []string  `json:"because"`   // rules, strongest weight first; never empty
	Sources  []string  `json:"sources"`
	Cautions []string  `json:"cautions"` // texts

	// Easier and Harder are the ids of the next steps down and up, "" where
	// there is none or where the catalogue or a rule rules it out: a name on a
	// plan is an invitation. One that has to wait for a higher start level, or
	// for equipment, is named.
	Easier string `json:"easier"`
	Harder string `json:"harder"`
}

// Stage is one step of the way, the present one first.
type Stage struct {
	Level  int    `json:"level"`
	Name   string `json:"name"`
	Note   string `json:"note"`
	MoveOn string `json:"move_on"`
}

// LeftOut is an exercise that meets a need and is not in the plan.
type LeftOut struct {
	ID      string   `json:"id"`
	Reason  Reason   `json:"reason"`
	Because []string `json:"because"` // rules, where a rule is the reason

	// Missing are the equipment options that would do, the fewest, where
	// equipment is the reason.
	Missing []string `json:"missing,omitzero"`
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

// AppendIDs appends the ids of the exercises in the order of the plan; a nil plan
// has none.
func (p *Plan) AppendIDs(ids []string) []string {
	if p == nil {
		return ids
	}
	for i := range p.Phases {
		for j := range p.Phases[i].Exercises {
			ids = append(ids, p.Phases[i].Exercises[j].ID)
		}
	}
	return ids
}
