package report_test

import (
	"strings"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/planner"
)

const disclaimer = "This is not a diagnosis. It gives general guidance for adults with upper-back pain and does not replace a clinician."

// decided fills in what every decision carries.
func decided(d engine.Decision) *engine.Decision {
	number := "112 (or your local emergency number)"
	if d.Options.Region == "IE" {
		number = "112 or 999 (Ireland)"
	}
	d.SafetyNet = []string{
		"Call " + number + " at once if any of these begins:",
		"Squeezing or pressure in the chest or the middle of the back, pain that spreads to arm, neck or jaw, sweating, or feeling faint",
		"Sudden breathlessness, sharp pain on breathing in, or coughing blood",
		"New weakness or numbness in the legs, numbness between the legs, or trouble passing or holding urine or stool",
	}
	d.NotThis = disclaimer
	d.Ruleset = engine.Ruleset{Name: "small", Version: "0.1.0", Hash: "9f86d081884c7d659a2feaa0c55ad015", Unreviewed: 6, General: 2}
	d.Options.Most, d.Options.Locale = 6, "en"
	d.Engine = "limber 0.1.0"
	return &d
}

var untilSeen = []string{
	"Keep moving a little: short walks and changes of position. Do no exercises for your back until you have been seen.",
	"Get help sooner if the pain grows quickly, if you feel ill, or if anything on the list below begins.",
}

// decisions are the outcomes that look different, by the name of their golden
// files.
func decisions() map[string]*engine.Decision {
	return map[string]*engine.Decision{
		"emergency":        emergency(),
		"urgent-unsettled": urgentUnsettled(),
		"soon":             soon(),
		"incomplete":       incomplete(),
		"routine-plan":     routinePlan(),
		"settle-plan":      settlePlan(),
	}
}

func emergency() *engine.Decision {
	return decided(engine.Decision{
		Case: "walk-in 17", Outcome: engine.Referral, Urgency: engine.Emergency, AtLeast: engine.Emergency, Settled: true,
		Headline: "Call 112 or 999 (Ireland) for an ambulance now.",
		Call:     []engine.Number{{For: "emergency", Number: "112 or 999", Note: "Ireland"}},
		Reasons: []engine.Reason{
			{Rule: "ChestPressure", Urgency: engine.Emergency, Action: "ambulance", Sources: []string{"hse-chest-pain"},
				Message: "You feel squeezing, tightness or a weight in your chest. This can be a sign of a heart problem, and quick help makes a big difference."},
			{Rule: "PainLastingLong", Urgency: engine.Soon, Action: "clinician", Sources: []string{"general-knowledge"},
				Message: "Your pain has lasted for more than six weeks."},
		},
		Advice:  []engine.Advice{{ID: "low-mood", Title: "Someone to talk to", Text: "A helpline is there day and night.", Sources: []string{"general-knowledge"}}},
		Options: engine.Echo{Region: "IE"},
	})
}

func urgentUnsettled() *engine.Decision {
	return decided(engine.Decision{
		Outcome: engine.Referral, Urgency: engine.Urgent, AtLeast: engine.Urgent, CouldBecome: engine.Emergency,
		Headline: "At least: Get medical advice today.",
		Call:     []engine.Number{{For: "urgent", Number: "your doctor's office or the out-of-hours service"}},
		Reasons: []engine.Reason{
			{Rule: "Fever", Urgency: engine.Urgent, Action: "same_day", Sources: []string{"nhs-back-pain", "general-knowledge"},
				Message: "You have a fever together with back pain. An infection should be ruled out today."},
			{Rule: "Painkillers", Urgency: engine.Soon, Action: "pharmacist", Sources: []string{"trial"},
				Message: "You take painkillers on most days."},
		},
		Ask: []engine.Question{
			{Fact: "chest_symptoms", Question: "In the last month, have you had any of these in your chest?", Why: "Heart and lungs can hurt in the back."},
			{Fact: "leg_symptoms", Question: "Is anything new in your legs, or with going to the toilet?", Why: "A pressed spinal cord needs help today."},
		},
		UntilSeen: untilSeen,
	})
}

func soon() *engine.Decision {
	return decided(engine.Decision{
		Outcome: engine.Referral, Urgency: engine.Soon, AtLeast: engine.Soon, Settled: true,
		Headline: "Arrange to see a clinician in the next days, within two weeks at most.",
		Reasons: []engine.Reason{{Rule: "WeightLoss", Urgency: engine.Soon, Action: "clinician", Sources: []string{"nhs-back-pain"},
			Message: "You have lost weight without trying. It should be looked at in the next days."}},
		UntilSeen: untilSeen,
		Advice: []engine.Advice{{ID: "movement-breaks", Title: "Move often", Text: "Change position every half hour.",
			Because: []string{"DeskPosture"}, Sources: []string{"trial"}}},
		Options: engine.Echo{},
	})
}

func incomplete() *engine.Decision {
	return decided(engine.Decision{
		Outcome: engine.Incomplete, AtLeast: engine.Routine, CouldBecome: engine.Emergency,
		Headline: "A few answers are missing, so there is no plan yet.",
		Reasons: []engine.Reason{{Rule: "LongPain", Urgency: engine.Routine, Action: "clinician", Sources: []string{"general-knowledge"},
			Message: "Your pain has lasted for more than three months."}},
		Ask: []engine.Question{
			{Fact: "pregnancy", Question: "Are you pregnant, or could you be?", Why: "Some positions are left out in pregnancy."},
			{Fact: "bone_risk", Question: "Do any of these weaken your bones?", Why: "Bending and twisting can hurt a weak spine."},
		},
	})
}

func routinePlan() *engine.Decision {
	plan := &planner.Plan{
		Start: 2, StartName: "build", MinutesPerDay: 9.5, ValidDays: 14, Review: []int{3, 14, 42},
		Phases: []planner.Session{
			{Phase: pack.Release, Exercises: []planner.Item{planned("ball-release", 4, 1.5, "TightChest")}},
			{Phase: pack.Stretch, Exercises: []planner.Item{planned("doorway", 2, 1.5, "TightChest", "DeskPosture", "WeakBlades")}},
			{Phase: pack.Mobility, Exercises: []planner.Item{planned("wall-angel", 3, 1, "DeskPosture")}},
			{Phase: pack.Strength, Exercises: []planner.Item{planned("band-row", 1, 2.5, "WeakBlades")}},
		},
		DeskSet: []planner.Item{planned("wall-angel", 0, 1, "DeskPosture"), planned("shoulder-roll", 0, 0.5, "DeskPosture")},
		Stages: []planner.Stage{
			{Level: 2, Name: "build", Note: "Build up. Stretch every day and strengthen every other day.", MoveOn: "You manage two repetitions more than asked in the last set, two sessions running."},
			{Level: 3, Name: "load", Note: "Load. Strengthen on three days a week and add a little when it becomes easy."},
		},
		LeftOut: []planner.LeftOut{
			{ID: "prone-t", Reason: planner.ReasonAvoid, Because: []string{"NoProne", "NoEffort"}},
			{ID: "plank", Reason: planner.ReasonAvoid, Because: []string{"NoEffort"}},
			{ID: "push-up", Reason: planner.ReasonStart},
			{ID: "neck-roll", Reason: planner.ReasonUnfit},
			{ID: "face-pull", Reason: planner.ReasonEquipment, Missing: []string{"band"}},
			{ID: "pull-down", Reason: planner.ReasonEquipment, Missing: []string{"band", "wall"}},
			{ID: "ball-roll", Reason: planner.ReasonEquipment, Missing: []string{"massage_ball"}},
			{ID: "cat-cow", Reason: planner.ReasonPlace},
			{ID: "child-pose", Reason: planner.ReasonRoom},
			{ID: "arm-circles", Reason: planner.ReasonTime},
		},
	}
	row, desk := &plan.Phases[3].Exercises[0], &plan.DeskSet[1]
	row.Easier, row.Harder = "wall-angel", "prone-t"
	row.Cautions = []string{bandCare}
	desk.Dose.Sets, desk.DoseFrom, desk.Cautions = 1, "adjusted", []string{bandCare}
	return decided(engine.Decision{
		Case: "c-1", Outcome: engine.PlanGiven, Urgency: engine.Routine, AtLeast: engine.Routine, Settled: true,
		Headline: "You can start the plan below. Please also book a routine appointment.",
		Reasons: []engine.Reason{{Rule: "LongPain", Urgency: engine.Routine, Action: "clinician", Sources: []string{"general-knowledge"},
			Message: "Your pain has lasted for more than three months."}},
		Findings: []string{"DeskPosture", "TightChest", "WeakBlades"},
		Notice:   "Pain between the shoulder blades: NHS pages advise having it checked. Please mention it at your next appointment.",
		Plan:     plan,
		Advice:   tips("Keep active", "Track it", "Your desk", "Your phone", "Bags", "Warmth", "Sleep", "Move often"),
		Fired:    []string{"DeskPosture", "TightChest", "WeakBlades", "NoProne", "NoEffort"},
		Options:  engine.Echo{Region: "IE"},
	})
}

// bandCare is a caution long enough to be said in full only once.
const bandCare = "Check the band for nicks each time. Fix it to something solid, take rings off, and never pull it straight towards your face."

// tips makes one tip of each title; more than one rule gives the last.
func tips(titles ...string) []engine.Advice {
	list := make([]engine.Advice, len(titles))
	for i, title := range titles {
		list[i] = engine.Advice{ID: strings.ToLower(title), Title: title, Text: "All about: " + title + ".", Because: []string{"DeskPosture"}, Sources: []string{"trial"}}
	}
	last := &list[len(list)-1]
	last.Because = append(last.Because, "WeakBlades")
	return list
}

// settlePlan is a plan of the lowest start level, without a region.
func settlePlan() *engine.Decision {
	angel := planned("wall-angel", 1, 0.5, "DeskPosture")
	angel.Dose.Reps, angel.Dose.PerDay, angel.DoseFrom = 5, 3, "adjusted"
	return decided(engine.Decision{
		Outcome: engine.PlanGiven, Urgency: engine.SelfCare, Settled: true,
		Headline: "You can start the plan below yourself.",
		Plan: &planner.Plan{
			Start: 0, StartName: "settle", StartBecause: []string{"StartBySettling"}, MinutesPerDay: 1.5, ValidDays: 3,
			Phases: []planner.Session{{Phase: pack.Mobility, Exercises: []planner.Item{angel}}},
			Stages: []planner.Stage{
				{Level: 0, Name: "settle", Note: "Let it settle. Short walks and small movements, two or three times a day.", MoveOn: "Pain is 5 or less out of 10."},
				{Level: 1, Name: "gentle", Note: "Go gently."},
			},
			Review: []int{3, 14, 42}, ReviewHours: 72,
		},
		Fired: []string{"DeskPosture", "StartBySettling"},
	})
}

// planned is an exercise of a plan, of the desk set at priority 0.
func planned(id string, priority int, minutes float64, because ...string) planner.Item {
	for _, ex := range exercises() {
		if ex.ID == id {
			slot := "free"
			if priority == 0 {
				slot = ""
			}
			return planner.Item{ID: id, Name: ex.Name, Priority: priority, Slot: slot, Dose: ex.Dose, DoseFrom: ex.DoseFrom,
				Minutes: minutes, Because: because, Sources: ex.Sources, Cautions: ex.Cautions}
		}
	}
	panic("no exercise " + id)
}
