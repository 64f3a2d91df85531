package pack

import "slices"

// The closed lists of words that a pack's files may use.
var (
	positions = []string{"standing", "seated", "supine", "prone", "side_lying", "kneeling", "half_kneeling", "quadruped", "floor_sitting", "hip_hinged"}

	movements = []string{"end_range_neck", "resisted_neck", "loaded_neck", "end_range_flexion", "loaded_flexion", "end_range_rotation",
		"passive_extension", "active_extension_prone", "overhead", "shoulder_90", "end_range_shoulder", "grip", "breath_hold",
		"ball_pressure", "roller_pressure", "band", "wrist_load", "kneeling_load", "balance", "lumbar_extension",
		"hip_hinge_load", "head_down", "looking_up", "head_turn"}

	patterns    = []string{"pull", "push", "hold", "lift"}
	doseOrigins = []string{"seed", "ours"}
	grades      = []string{"strong", "moderate", "weak", "consensus", "general"}
	sourceKinds = []string{"public-guidance", "study", "review", "textbook", "seed", "clinic-page", generalKnowledge}
	sourceReads = []string{"source", "third-party", "abstract", "weak", "none"}

	// actionsFor are the actions that suit a triage rule of each urgency.
	actionsFor = map[string][]string{
		"emergency": {string(Ambulance), string(EmergencyDepartment), string(CrisisLine)},
		"urgent":    {string(SameDay), string(EmergencyDepartment), string(CrisisLine)},
		"soon":      {string(Clinician), string(SameDay), string(Pharmacist)},
		"routine":   {string(Clinician), string(Pharmacist)},
	}

	// requiredTexts are the texts that decisions and reports show by themselves.
	requiredTexts = []string{
		"headline-ambulance", "headline-emergency_department", "headline-crisis_line", "headline-urgent", "headline-soon",
		"headline-pharmacist", "headline-routine", "headline-self_care", "headline-incomplete", "headline-no-exercise",
		"at-least", "unsettled", "call-emergency", "call-urgent", "call-crisis", "region-unset", "number-unset-urgent",
		"number-unset-crisis", "unsure", "no-suitable-exercise", "disclaimer", "unapproved", "warm-up",
		"traffic-go", "traffic-fine", "traffic-stop", "traffic-call", "until-seen-1", "until-seen-2", "until-seen-3",
		"safety-lead", "safety-chest", "safety-breath", "safety-tear", "safety-legs", "safety-head", "safety-fever",
		"cannot-assess", "review-3", "review-14", "review-42",
	}
)

// Shown reports whether decisions and pages show a text that no file of the
// pack names; [Load] refuses a pack that lacks one.
func Shown(id string) bool { return slices.Contains(requiredTexts, id) }
