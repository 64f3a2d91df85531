package report

import (
	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/planner"
)

// words are the interface's own: headings and labels. Whatever a clinician has
// to review is in the pack's messages instead.
var words = struct {
	Person, Blank, Case              string
	Call, Why, Also, Based, Turn     string
	Open, WhyAsk, Could, SoFar       string
	UntilSeen, Notice, Help          string
	Plan, Start, StartWhy, First     string
	Valid, ValidUntil, Colours, Warm string
	Needs, Feel, Stop, Care, OurDose string
	Easier, Harder, Tick             string
	Source, Sources                  string
	Desk, DeskLead, SeeNumber        string
	Stages, Now, Later, MoveOn       string
	Review, Again, Hours             string
	Record, Pain, Activity, Day      string
	LeftOut, Advice, Refs, Small     string
	Approved, Rules, Unreviewed      string
	General                          string
}{
	Person: "For the person who answered on", Blank: "____________________", Case: "Case",
	Call: "Call", Why: "Why", Also: "Tell them this too", Based: "What we base this on", Turn: "Turn to",
	Open: "Still open", WhyAsk: "Why we ask", Could: "It could become", SoFar: "So far, at least",
	UntilSeen: "Until you have been seen", Notice: "Please note", Help: "When to get help at once",
	Plan: "Your plan", Start: "Start", StartWhy: "Why you start here", First: "If time is short, do these first",
	Valid: "Valid for %d days.", ValidUntil: "Valid for %d days, until %s.",
	Colours: "Before you begin, and all the way through", Warm: "Warm-up",
	Needs: "You need", Feel: "Feel", Stop: "Stop", Care: "Take care", OurDose: "No source gives this dose; it is ours.",
	Easier: "Easier", Harder: "Harder, for later", Source: "source", Sources: "sources", Tick: "Tick each day done",
	Desk: "At your desk", DeskLead: "Short enough for a break, two or three times a day:", SeeNumber: "one set, as number %d above",
	Stages: "The way ahead", Now: "Now", Later: "Later", MoveOn: "Ready to move on",
	Review: "Look again", Again: "Answer the questions again after %d hours.", Hours: "Answer the questions again after %d hours, on %s.",
	Record: "Keep a record", Pain: "Pain, 0 to 10", Activity: "What I most want back, 0 to 10", Day: "Day %d",
	LeftOut: "What we left out", Advice: "What may also help", Refs: "What plan and advice are based on", Small: "Small print",
	Approved: "These rules were approved by %s.", Rules: "Rules: %s %s (%s)",
	Unreviewed: "%d of these rules await review by a clinician.", General: "%d rest on general knowledge alone.",
}

// labels name an urgency, so that colour is never the only sign of it.
var labels = map[engine.Urgency]string{
	engine.Emergency: "Emergency: now",
	engine.Urgent:    "Urgent: today",
	engine.Soon:      "Soon: within two weeks",
	engine.Routine:   "Routine: an appointment",
	engine.SelfCare:  "Self-care",
	"":               "Not decided yet",
}

// levels say an urgency within a sentence.
var levels = map[engine.Urgency]string{
	engine.Emergency: "an emergency",
	engine.Urgent:    "medical advice today",
	engine.Soon:      "an appointment within two weeks",
	engine.Routine:   "a routine appointment",
}

// actions say in a few words whom a reason sends you to.
var actions = map[string]string{
	string(pack.Ambulance):           "an ambulance",
	string(pack.EmergencyDepartment): "an emergency department",
	string(pack.CrisisLine):          "a crisis line",
	string(pack.SameDay):             "a same-day line or a doctor",
	string(pack.Clinician):           "a clinician",
	string(pack.Pharmacist):          "a pharmacist",
}

var phaseTitles = [pack.Phases]string{"Release", "Stretch", "Move", "Strengthen"}

// leftOut words the reasons of the planner, in the order in which they show.
var leftOut = []struct {
	Reason planner.Reason
	Words  string
}{
	{planner.ReasonAvoid, "Not with your answers"},
	{planner.ReasonPhase, "Not this kind of exercise for now"},
	{planner.ReasonStart, "Too early for where you start"},
	{planner.ReasonEquipment, "You would need something you do not have"},
	{planner.ReasonPlace, "Not for the place you chose"},
	{planner.ReasonTime, "No time left in the minutes you have"},
	{planner.ReasonRoom, "Others came first"},
	{planner.ReasonUnfit, "Known to us, never recommended"},
}
