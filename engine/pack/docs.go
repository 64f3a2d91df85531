package pack

import (
	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/yamltree"
)

// The files as written; load.go binds them into a Pack.

type packDoc struct {
	Name      string `yaml:"name"`
	Version   string `yaml:"version"`
	Title     string `yaml:"title"`
	Locale    string `yaml:"locale"`
	Review    string `yaml:"review"`
	Clearance string `yaml:"clearance"`
	Notice    struct {
		Fact   string `yaml:"fact"`
		Option string `yaml:"option"`
		Text   string `yaml:"text"`
		Pos    diag.Pos
	} `yaml:"notice"`
	Plan    planDoc    `yaml:"plan"`
	Slots   []slotDoc  `yaml:"slots"`
	Starts  []startDoc `yaml:"starts"`
	Targets []Target   `yaml:"targets"`
	Tags    []Tag      `yaml:"tags"`
	Regions []Region   `yaml:"regions"`
	Waivers []Waiver   `yaml:"waivers,optional"`
	Pos     diag.Pos
}

type planDoc struct {
	Older       string `yaml:"older"`
	ReadyToLoad string `yaml:"ready_to_load"`
	Equipment   string `yaml:"equipment"`
	Minutes     string `yaml:"minutes"`
	Place       string `yaml:"place"`
	Most        int    `yaml:"most"`
	PerTarget   int    `yaml:"per_target"`
	ReviewDays  []int  `yaml:"review_days"`
	ValidDays   int    `yaml:"valid_days"`
	DeskSet     struct {
		Items   int `yaml:"items"`
		Seconds int `yaml:"seconds"`
	} `yaml:"desk_set"`
	OlderFloor map[string]boundDoc `yaml:"older_floor"`
	Pos        diag.Pos
}

type slotDoc struct {
	ID      string   `yaml:"id"`
	Phases  []string `yaml:"phases"`
	Targets []string `yaml:"targets,optional"`
	Pattern string   `yaml:"pattern,optional"`
	Pos     diag.Pos
}

type startDoc struct {
	Level       int                 `yaml:"level"`
	Name        string              `yaml:"name"`
	Slots       []string            `yaml:"slots"`
	Minutes     int                 `yaml:"minutes"`
	Caps        map[string]boundDoc `yaml:"caps"`
	Note        string              `yaml:"note"`
	MoveOn      string              `yaml:"move_on"`
	ReviewHours int                 `yaml:"review_hours,optional"`
	Pos         diag.Pos
}

// boundDoc bounds some fields of a dose.
type boundDoc struct {
	Sets    int `yaml:"sets,optional"`
	Reps    int `yaml:"reps,optional"`
	HoldS   int `yaml:"hold_s,optional"`
	PerDay  int `yaml:"per_day,optional"`
	PerWeek int `yaml:"per_week,optional"`
	Pos     diag.Pos
}

type exercisesDoc struct {
	Exercises []exerciseDoc `yaml:"exercises"`
}

type exerciseDoc struct {
	ID         string     `yaml:"id"`
	Name       string     `yaml:"name"`
	Aliases    []string   `yaml:"aliases,optional"`
	Phase      string     `yaml:"phase"`
	Targets    []string   `yaml:"targets"`
	Position   []string   `yaml:"position"`
	Movement   []string   `yaml:"movement"`
	Pattern    string     `yaml:"pattern,optional"`
	Needs      [][]string `yaml:"needs"`
	Desk       bool       `yaml:"desk"`
	Start      int        `yaml:"start"`
	Dose       Dose       `yaml:"dose"`
	DoseFrom   string     `yaml:"dose_from"`
	DoseNote   string     `yaml:"dose_note,optional"`
	Steps      []string   `yaml:"steps"`
	Feel       string     `yaml:"feel"`
	Stop       string     `yaml:"stop"`
	Easier     string     `yaml:"easier,optional"`
	Harder     string     `yaml:"harder,optional"`
	Cautions   []string   `yaml:"cautions,optional"`
	Sources    []string   `yaml:"sources"`
	ListedOnly string     `yaml:"listed_only,optional"`
	Pos        diag.Pos
}

type messagesDoc struct {
	Locale   string             `yaml:"locale"`
	Texts    map[string]string  `yaml:"texts"`
	Cards    map[string]cardDoc `yaml:"cards"`
	Cautions map[string]Caution `yaml:"cautions"`
	Tips     map[string]Tip     `yaml:"tips"`
}

type cardDoc struct {
	Message string   `yaml:"message"`
	Action  string   `yaml:"action,optional"`
	Sources []string `yaml:"sources"`
	Grade   string   `yaml:"grade"`
	NotFor  string   `yaml:"not_for,optional"`
	Review  string   `yaml:"review"`
	Pos     diag.Pos
}

type sourcesDoc struct {
	Sources []Source `yaml:"sources"`
}

type basesDoc struct {
	Bases map[string]*yamltree.Node `yaml:"bases"`
}
