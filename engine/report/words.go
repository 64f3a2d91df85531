package report

import (
	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/planner"
)

// words are the interface's own: headings and labels. Whatever a clinician has
// to review is in the pack's messages instead.
var words = struct {
	Person, Blank, Case                 string
	Call, Why, Also, Alone, Turn        string
	Open, WhyAsk, Options, Could, SoFar string
	UntilSeen, Notice, Help             string
	Plan, StartWhy, First               string
	Valid, ValidUntil, Colours, Warm    string
	Needs, Feel, Stop, Care, CareMore   string
	Easier, Harder                      string
	Desk, DeskLead, SeeNumber           string
	Stages, Later, MoveOn               string
	Review, Again, AgainOn              string
	Tick, Record, Pain, Activity, Day   string
	LeftOut, AndMore, Assumed           string
	MoreOne, More, MorePlace            string
	MoreWith, MoreOther                 string
	Advice, MoreAdvice, MoreWhere       string
	Refs, Small                         string
	Approved, Rules, Unreviewed         string
	Today, Week, Told, ToldLead         string
	ToldNot, Exercises, Catalogue       string
	Never                               string
}{
	Person: "For the person who answered on", Blank: "____________________", Case: "Case",
	Call: "call", Why: "Why", Also: "Tell them this too", Alone: "By itself this would %s.", Turn: "Turn to",
	Open: "Still open", WhyAsk: "Why we ask", Options: "That is", Could: "It could turn out to %s.", SoFar: "So far, it would at least %s.",
	UntilSeen: "Until you have been seen", Notice: "Please note", Help: "When to get help at once",
	Plan: "Your plan", StartWhy: "Why you start here",
	First: "Short of time? Do %d, %d and %d; %d matters most.",
	Valid: "Valid for %d days.", ValidUntil: "Valid for %d days, until %s.",
	Colours: "Before you begin, and all the way through", Warm: "Warm-up",
	Needs: "You need", Feel: "Feel", Stop: "Stop", Care: "Take care", CareMore: "More on this at number %d.",
	Easier: "Easier", Harder: "Harder, for later",
	Desk: "At your desk", DeskLead: "Short enough for a break, two or three times a day:", SeeNumber: "one set, as number %d",
	Stages: "The way ahead", Later: "Later", MoveOn: "Ready to move on",
	Review: "Look again", Again: "Answer the questions again after %s.", AgainOn: "Answer the questions again after %s, on %s.",
	Today: "Today’s first minutes", Week: "Week %d",
	Told: "What you told us", ToldLead: "Show this to the clinician you see.", ToldNot: "Asked, and not so",
	Exercises: "all exercises", Never: "Never recommended",
	Catalogue: "This is no plan: which of these suit whom, and how much of each, is decided from a person’s answers.",
	Tick:      "Tick what you did. At the thick line, answer the questions again before you go on.", Record: "Keep a record", Pain: "Pain, 0 to 10", Activity: "What I most want back, 0 to 10", Day: "Day %d",
	Assumed: "You did not say, so the plan assumes", LeftOut: "What we left out", AndMore: "and %d more",
	MoreOne: "1 more exercise suits you and may come in a later plan.", More: "%d more exercises suit you and may come in a later plan.",
	MorePlace: "Away from the desk, %d more would suit you.",
	MoreWith:  "With %s, %d more would suit you.", MoreOther: "With %s, %d more would suit you; with other things, %d.",
	Advice: "What may also help", MoreAdvice: "More that may help",
	MoreWhere: "These are in full on the web page and in the other formats.", Refs: "What this is based on", Small: "Small print",
	Approved: "These rules were approved by %s.", Rules: "Rules: %s %s (%s)",
	Unreviewed: "Of these rules, %d await review by a clinician and %d rest on general knowledge alone.",
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

// levels say an urgency as what "it" would do.
var levels = map[engine.Urgency]string{
	engine.Emergency: "be an emergency",
	engine.Urgent:    "need medical advice today",
	engine.Soon:      "need an appointment within two weeks",
	engine.Routine:   "need a routine appointment",
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

// doseFrom says whose a dose is; one from a source needs no words.
var doseFrom = map[string]string{
	"ours":     "The dose is ours; no source gives one.",
	"adjusted": "The dose is adjusted to you.",
}

var phaseTitles = [pack.Phases]string{"Release", "Stretch", "Move", "Strengthen"}

// leftOut words the reasons of the planner that a person should know of, in
// the order in which they show.
var leftOut = []struct {
	Reason planner.Reason
	Words  string
}{
	{planner.ReasonAvoid, "Not with your answers"},
	{planner.ReasonPhase, "Not this kind of exercise for now"},
	{planner.ReasonStart, "Too early for where you start"},
	{planner.ReasonUnfit, "Known to us, never recommended"},
}
