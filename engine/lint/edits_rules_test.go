package lint_test

// The GRL files of the shipped pack that are edited.
const (
	chest     = "heart-and-lungs.grl"
	cord      = "cord-and-nerves.grl"
	injuries  = "injury-and-bone.grl"
	course    = "pain-and-course.grl"
	drawn     = "findings.grl"
	planFound = "plan-findings.grl"
	needs     = "needs.grl"
	caution   = "precautions.grl"
	starts    = "starts.grl"
	advice    = "advice.grl"
	scope     = "scope-and-clearance.grl"
	pregnant  = "pregnancy.grl"
)

// ruleEdits are slips in rules.
var ruleEdits = map[string]edit{
	// Names.
	"misspelt fact":           slip(cord, "Case.LegSymptoms.SaddleNumbness", "§Case.LegSymptons.SaddleNumbness", load, "unknown-fact", "did you mean LegSymptoms?"),
	"misspelt option":         slip(cord, "Case.LegSymptoms.SaddleNumbness", "Case.LegSymptoms.§SadleNumbness", load, "unknown-option", "did you mean SaddleNumbness?"),
	"option of another fact":  slip(cord, "Case.LegSymptoms.SaddleNumbness", "Case.BladderBowel.§SaddleNumbness", load, "unknown-option", "known: CannotPassUrine"),
	"case in small letters":   slip(cord, "Case.LegSymptoms.SaddleNumbness", "§case.LegSymptoms.SaddleNumbness", load, "unknown-object", "did you mean Case?"),
	"fact as in a case file":  slip(cord, "Case.LegSymptoms.SaddleNumbness", "Case.§leg_symptoms.SaddleNumbness", load, "name-case", "LegSymptoms"),
	"misspelt finding":        slip(injuries, "Found.Fragile", "§Found.Fragil", load, "unknown-finding", "did you mean Fragile?"),
	"misspelt finding set":    slip(drawn, "Found.NotBetter = true;", "Found.§NotBeter = true;", load, "unknown-finding", "did you mean NotBetter?"),
	"misspelt verb":           slip(cord, "Refer.Emergency();", "§Refer.Emergancy();", load, "unknown-verb", "did you mean Refer.Emergency?"),
	"misspelt target":         slip(needs, `Plan.Stretch("pectorals", 1)`, `Plan.Stretch(§"pectoral", 1)`, load, "unknown-target", "did you mean pectorals?"),
	"misspelt exercise":       slip(needs, `Plan.Prefer("wall-angel", 3)`, `Plan.Prefer(§"wall-angle", 3)`, load, "unknown-exercise", "did you mean wall-angel?"),
	"misspelt tag":            slip(caution, `Plan.Avoid("kneeling")`, `Plan.Avoid(§"kneling")`, load, "unknown-tag", "did you mean kneeling?"),
	"misspelt caution":        slip(caution, `"light-grip"`, `§"light-gripp"`, load, "unknown-caution", "did you mean light-grip?"),
	"misspelt tip":            slip(advice, `Advise.Tip("driving")`, `Advise.Tip(§"drivng")`, load, "unknown-tip", "did you mean driving?"),
	"misspelt phase":          slip(caution, `Plan.Without("stretch")`, `Plan.Without(§"strech")`, load, "unknown-phase", "did you mean stretch?"),
	"two rules of one name":   slip(cord, "rule TroubleWalking ", "rule §SaddleNumbness ", load, "duplicate-rule", "another name"),
	"rule name in small":      slip(cord, "rule TroubleWalking ", "rule §troubleWalking ", load, "name-case", "TroubleWalking"),
	"name of a generated one": slip(cord, "rule TroubleWalking ", "rule §UnsureOfWalking ", load, "reserved-name", "rename the rule"),

	// Signs and punctuation.
	"no semicolon":       slip(cord, "Refer.Emergency();", "Refer.Emergency()§", load, "missing-semicolon", "end each effect with ;"),
	"no closing brace":   slip(cord, "Refer.Emergency();\n}", "Refer.Emergency()§;\n", load, "unclosed-rule", "end the rule with }"),
	"word for a sign":    slip(cord, "    && Case.LegSymptoms.Any", "    §and Case.LegSymptoms.Any", load, "syntax", "write &&"),
	"one ampersand":      slip(cord, "    && Case.LegSymptoms.Any", "    §& Case.LegSymptoms.Any", load, "bit-operator", "write &&"),
	"one equals sign":    slip(scope, "Case.PainLevel >= 7", "Case.PainLevel §= 7", load, "syntax", "compare with <, <=, > or >="),
	"equality":           slip(scope, "Case.PainLevel >= 7", "Case.PainLevel §== 7", load, "equality", "compare numbers with"),
	"negation":           slip(cord, "when Case.ArmTrend.Worsening", "when §!Case.ArmTrend.Worsening", load, "negation", "Case.Fact.NotOption"),
	"number on the left": slip(scope, "Case.PainLevel >= 7", "§7 <= Case.PainLevel", load, "literal-on-left", "write Case.PainLevel >= 7"),
	"open parenthesis": edit{file: injuries, old: "Case.Injury.MinorCrashOrWhiplash)\n    && Case.Age", new: "Case.Injury.MinorCrashOrWhiplash\n    && Case.Age", by: load, code: "unclosed-parenthesis", says: "close it with )"}.
		reported(injuries, "when §(Case.Injury.LowFallOrKnock"),
	"curly quotes":      {file: caution, old: `Plan.Avoid("kneeling")`, new: "Plan.Avoid(§“kneeling”)", by: load, code: "unexpected-character", says: "write the plain quote"},
	"single quotes":     slip(caution, `Plan.Avoid("kneeling")`, `Plan.Avoid(§'kneeling')`, load, "single-quotes", "double quotes"),
	"hidden character":  slip(caution, `Plan.Avoid("kneeling")`, "Plan.Avoid(§\u200b\"kneeling\")", load, "hidden-character", "delete it"),
	"no description":    slip(cord, `rule TroubleWalking "New trouble walking within hours to days (E5)" {`, "rule §TroubleWalking {", load, "missing-description", "write what the rule means"),
	"salience":          slip(cord, `within hours to days (E5)" {`, `within hours to days (E5)" §salience 10 {`, load, "salience", "delete it"),
	"condition deleted": slip(cord, "when Case.ArmTrend.Worsening\n  then", "when\n  §then", load, "empty-when", "a condition is"),
	"effect deleted":    slip(cord, "when Case.ArmTrend.Worsening\n  then\n    Refer.Urgent();", "when Case.ArmTrend.Worsening\n  §then", load, "empty-then", "an effect is"),

	// Values.
	"threshold off a step":   slip(planFound, "Case.DeskHoursPerDay >= 6\n", "§Case.DeskHoursPerDay >= 6.2\n", load, "off-step", "in steps of 0.5"),
	"threshold out of range": slip(scope, "Case.PainLevel >= 7", "§Case.PainLevel >= 70", load, "off-step", "from 0 to 10"),
	"threshold at the end":   slip(scope, "Case.PainLevel >= 7", "§Case.PainLevel > 10", load, "never-true", "goes from 0 to 10"),
	"comma in a number":      slip(planFound, "Case.DeskHoursPerDay >= 6\n", "Case.DeskHoursPerDay >= 6§,5\n", load, "syntax", "out of place"),
	"a number for an option": slip(course, "Case.Trend.SteadilyWorse\n", "§Case.Trend >= 2\n", load, "wrong-atom", "write Case.Trend."),
	"an option of a number":  slip(course, "Case.Age >= 50", "§Case.Age.Over50", load, "wrong-atom", "compare it: Case.Age >= 0"),
	"count from above":       slip("mind.grl", "Case.Wellbeing.Count >= 2", "Case.Wellbeing.Count §> 1", load, "count-comparison", "Count >= 1"),
	"more votes than voters": slip(needs, "Count.AtLeast(2, Case.MuscleSigns", "Count.AtLeast(§4, Case.MuscleSigns", load, "at-least", "from 1 to the number of conditions"),
	"weight too great":       slip(needs, `Plan.Stretch("pectorals", 1)`, `Plan.Stretch("pectorals", §10)`, load, "argument-range", "1..5"),
	"weight in quotes":       slip(needs, `Plan.Stretch("pectorals", 1)`, `Plan.Stretch("pectorals", §"1")`, load, "argument-type", "1..5"),
	"weight forgotten":       slip(needs, `Plan.Stretch("pectorals", 1)`, `§Plan.Stretch("pectorals")`, load, "argument-count", `write Plan.Stretch("target", 1..5);`),
	"two kinds of effects":   slip(needs, `Plan.Stretch("pectorals", 1);`, `Plan.Stretch("pectorals", 1); §Refer.Soon();`, load, "mixed-strata", "split the rule in two"),
	"a finding made false":   slip(drawn, "Found.NotBetter = true;", "Found.NotBetter = §false;", load, "assignment", "write Found.NotBetter = true;"),

	// What the whole pack shows.
	"findings in a circle": edit{file: drawn, old: "Case.VesselRisk.PastClot", new: "Found.ClotRisk\n    || Case.VesselRisk.PastClot", by: load, code: "circular-finding", says: "ClotRisk -> ClotRisk"}.
		reported(questions, "- {id: §ClotRisk,"),
	"not sure forgotten":    slip(caution, "rule CannotKneel \"Kneeling hurts or is not possible (P-KNEEL)\" {\n  when Case.BodyLimits.CannotKneel\n    || Case.BodyLimits.Unsure\n", "rule §CannotKneel \"Kneeling hurts or is not possible (P-KNEEL)\" {\n  when Case.BodyLimits.CannotKneel\n", load, "unsure-uncovered", "add || Case.BodyLimits.Unsure"),
	"restriction on a whim": slip(starts, "rule StartGentlyAtSix \"Pain of 6 out of 10 starts gently\" {\n  when Case.PainLevel >= 6", "rule §StartGentlyAtSix \"Pain of 6 out of 10 starts gently\" {\n  when Case.PainLevel >= 6\n    || Case.Habits.Slouches", load, "optional-precaution", "make habits required"),
	"an urgency too low": edit{file: cord, old: "when Case.LegSymptoms.SaddleNumbness\n  then\n    Refer.Emergency();", new: "when Case.LegSymptoms.SaddleNumbness\n  then\n    Refer.Soon();", by: load, code: "wrong-action", says: "does not fit a rule of urgency soon"}.
		reported(messages, "of the\n      spine are being squeezed, and early treatment protects them.\n    action: §emergency_department"),
	"or for and": edit{file: injuries, old: "when Case.Age >= 70\n    && Case.Onset.LiftingOrSport", new: "when Case.Age >= 70\n    || Case.Onset.LiftingOrSport", by: load, code: "wrong-alone", says: "says alone: nothing, but the rules give urgent"}.
		reported(questions, "{id: §lifting_or_sport,"),
	"and for or":              slip(drawn, "when Case.Duration.Under3Days\n    || Case.Duration.Days3To14", "when Case.Duration.Under3Days\n    && §Case.Duration.Days3To14", linted, "always-false", "write || if one of them is enough"),
	"crossed thresholds":      slip(course, "when Case.Age >= 55\n    && Case.FirstEpisode.Yes\n  then", "when Case.Age >= 55\n    && §Case.Age <= 50\n    && Case.FirstEpisode.Yes\n  then", linted, "always-false", "Case.Age >= 55 and Case.Age <= 50 can never hold together"),
	"a line copied":           slip(planFound, "    || Case.Triggers.LookingDown\n", "    || Case.Triggers.LookingDown\n    || §Case.Triggers.LookingDown\n", linted, "duplicate-term", "stands here already"),
	"a branch too many":       slip(course, "when Case.PainPattern.ConstantNeverEases\n    && Case.Age >= 50", "when (Case.PainPattern.ConstantNeverEases || §Case.PainPattern.ConstantNeverEases && Case.Onset.Sudden)\n    && Case.Age >= 50", linted, "absorbed-term", "changes nothing beside Case.PainPattern.ConstantNeverEases"),
	"threshold for everyone":  slip(needs, "when Case.Age >= 18", "when §Case.Age >= 0", linted, "idle-comparison", "move the threshold"),
	"threshold without words": slip(scope, "rule StrongPain \"Pain of 7 or more out of 10 (U14)\" {\n  when Case.PainLevel >= 7", "rule StrongPain \"Pain of §7 or more out of 10 (U14)\" {\n  when Case.PainLevel >= 9", linted, "stray-number", "the description says 7"),
	"digits swapped": edit{file: injuries, old: "&& Case.Age >= 65", new: "&& Case.Age >= 56", by: linted, code: "stray-number", says: "the description says 65"}.
		reported(injuries, "A small fall, knock or crash at §65 or over"),
	"urgency weaker than half": edit{file: chest, old: "when Case.Onset.Sudden\n    && Found.Severe\n  then\n    Refer.Emergency();", new: "when Case.Onset.Sudden\n    && Found.Severe\n  then\n    Refer.Urgent();", by: load, code: "wrong-action", says: "write one of: same_day"}.
		reported(messages, "can cause pain like this.\"\n    action: §ambulance\n    sources: [add-rs-guide, ozem"),
	"tag copied": edit{file: caution, old: `Plan.Avoid("prone");`, new: `Plan.Avoid("supine");`, by: linted, code: "same-condition", says: "delete one of them"}.
		reported(caution, "rule §PregnantNotFaceDown"),
	"tip copied": edit{file: advice, old: `Advise.Tip("driving")`, new: `Advise.Tip("workstation")`, by: linted, code: "unused-tip", says: `write Advise.Tip("driving"); in a rule`}.
		reported(messages, "\n  §driving:"),
	"caution copied": edit{file: caution, old: `"light-grip"`, new: `"hold-a-support"`, by: linted, code: "unused-caution", says: "no rule attaches the caution light-grip"}.
		reported(messages, "\n  §light-grip:"),
	"last reader gone": edit{file: course, old: "Case.SelfCare2Weeks.Yes", new: "Case.ActivityLimit.Some", by: linted, code: "unread-required", says: "write the rule, or make it optional"}.
		reported(questions, "- id: §self_care_2_weeks"),
	"need without exercise": slip(needs, `Plan.Stretch("hips", 1)`, `§Plan.Release("hips", 1)`, linted, "unmet-need", "in the phase stretch"),

	// Well formed, and wrong: fixtures and proofs must tell.
	"comparison turned round": slip(drawn, "when Case.Age >= 65", "when Case.Age <= 65", fixtures, "", ""),
	"one year off":            slip(needs, "when Case.Age >= 18", "when Case.Age >= 19", fixtures, "", ""),
	"weight changed":          slip(needs, `Plan.Stretch("pectorals", 5)`, `Plan.Stretch("pectorals", 2)`, fixtures, "", ""),
	"another target":          slip(needs, `Plan.Mobilise("thoracic-spine", 5)`, `Plan.Mobilise("shoulder-girdle", 5)`, fixtures, "", ""),
	"start one higher":        slip(starts, "Plan.Start(0);", "Plan.Start(1);", fixtures, "", ""),
	"condition of a neighbour": edit{file: needs, old: "when Case.Habits.RarelyStretches", new: "when Case.Habits.Slouches", by: linted, code: "unread-option", says: "read Case.Habits.RarelyStretches in a rule"}.
		reported(questions, "{id: §rarely_stretches,"),
}
