package lint_test

const (
	questions = "facts.yaml"
	messages  = "messages.en.yaml"
	catalogue = "exercises.yaml"
	page      = "pack.yaml"
	sources   = "sources.yaml"
	bases     = "bases.yaml"
)

// yamlEdits are slips in the other files.
var yamlEdits = map[string]edit{
	// YAML itself.
	"tab for space":      {file: questions, old: "  - id: age\n    kind: number", new: "  - id: age\n§\tkind: number", by: load, code: "yaml-syntax", says: "tab"},
	"indented too far":   {file: questions, old: "    kind: number\n    unit: years", new: "    kind: number\n      §unit: years", by: load, code: "yaml-syntax", says: "indentation"},
	"colon forgotten":    {file: questions, old: "    screen: you\n    required: [safety]\n    question: \"How old", new: "    §screen you\n    required: [safety]\n    question: \"How old", by: load, code: "yaml-syntax", says: "a key without its colon"},
	"colon in bare text": {file: questions, old: `question: "How old are you, in whole years?"`, new: "question: §How old: in whole years?", by: load, code: "yaml-syntax", says: "put the text in quotes"},
	"quote not closed":   slip(messages, `headline-urgent: "Get medical advice today."`, `headline-urgent: §"Get medical advice today.`, load, "yaml-syntax", "this quote is closed only on line"),
	"bracket not closed": {file: catalogue, old: "    phase: release\n    targets: [pectorals]", new: "    phase: release\n    targets: §[pectorals", by: load, code: "yaml-syntax", says: "this bracket is never closed"},
	"key twice":          slip(messages, "    action: ambulance\n", "    action: ambulance\n    §action: ambulance\n", load, "duplicate-key", "keep one of them"),
	"anchor":             {file: bases, old: "bases:\n", new: "bases: §&all\n", by: load, code: "yaml-refused", says: "write the value out"},
	"misspelt key":       slip(questions, "    baseline: 40\n", "    §basline: 40\n", load, "unknown-key", "did you mean baseline?"),
	"key removed": edit{file: messages, old: "(?s)    grade: [a-z]+\n", new: "", by: load, code: "missing-key", says: "add grade:"}.
		reported(messages, "cards:\n  BloodPressureNotControlled:\n    §message"),
	"empty text": {file: messages, old: `headline-urgent: "Get medical advice today."`, new: `headline-urgent: §""`, by: load, code: "empty-text", says: "write the text or remove the key"},

	// Facts.
	"misspelt kind":     slip(questions, "    kind: number\n", "    kind: §nubmer\n", load, "unknown-kind", "did you mean number?"),
	"misspelt screen":   slip(questions, "    screen: chest\n", "    screen: §chets\n", load, "unknown-screen", "did you mean chest?"),
	"misspelt required": slip(questions, "required: [safety, precaution]", "required: [safety, §precuation]", load, "unknown-required", "did you mean precaution?"),
	"not_sure of an emergency": edit{file: questions, old: "    not_sure: urgent\n    question: \"With this pain", new: "    not_sure: soon\n    question: \"With this pain", by: load, code: "emergency-without-urgent", says: "add not_sure: urgent"}.
		reported(questions, "a weight in the chest\", alone: §emergency}"),
	"alone too low":  slip(questions, `{id: pressure, text: "Squeezing, tightness or a weight in the chest", alone: emergency}`, `{id: pressure, text: "Squeezing, tightness or a weight in the chest", alone: §soon}`, load, "wrong-alone", "the rules give emergency"),
	"alone left out": slip(questions, `{id: pressure, text: "Squeezing, tightness or a weight in the chest", alone: emergency}`, `{id: §pressure, text: "Squeezing, tightness or a weight in the chest"}`, load, "wrong-alone", "the rules give emergency"),
	"option renamed": edit{file: questions, old: "{id: saddle_numbness,", new: "{id: saddle_numb,", by: load, code: "unknown-option", says: "did you mean SaddleNumb?"}.
		reported(cord, "when Case.LegSymptoms.§SaddleNumbness"),
	"option twice": edit{file: questions, old: "{id: fainted,", new: "{id: racing_heart,", by: load, code: "duplicate-option", says: "remove one of them"}.
		reported(questions, "{id: §racing_heart, text: \"A heart"),
	"answer without words":  slip(questions, `{id: sitting, text: "Sitting for long"}`, `§{id: sitting}`, load, "missing-key", "add text:"),
	"baseline no option":    {file: questions, old: "    baseline: not_applicable\n", new: "    baseline: §not_aplicable\n", by: load, code: "bad-baseline", says: "did you mean not_applicable?"},
	"default on required":   slip(questions, "    baseline: 40\n", "    baseline: 40\n    default: §40\n", load, "default-on-required", "remove default, or required"),
	"step beside the range": slip(questions, "    max: 16\n    step: 0.5\n", "    max: 16\n    step: §0.7\n", load, "bad-range", "whole number of steps"),
	"gate misspelt":         slip(questions, `ask_if: "Case.Age >= 12 && Case.Age <= 55"`, `ask_if: "§Case.Aeg >= 12 && Case.Age <= 55"`, load, "unknown-fact", "did you mean Age?"),
	"gate turned round":     {file: questions, old: `ask_if: "Case.Age >= 12 && Case.Age <= 55"`, new: `ask_if: "§Case.Age <= 12 && Case.Age >= 55"`, by: linted, code: "closed-gate", says: "pregnancy is never asked"},
	"answer copied":         slip(questions, `{id: sitting, text: "Sitting for long"}`, `{id: §sitting, text: "Typing or using a mouse"}`, linted, "same-answer", "typing and sitting"),
	"question nobody reads": slip(questions, "  - id: main_activity_score\n", "  - id: §shoe_size\n", linted, "unused-fact", "write the rule that needs it, or remove the question"),

	// Messages.
	"card deleted": edit{file: messages, old: "(?s)\n  SaddleNumbness:\n.*?review: pending\n", new: "\n", by: load, code: "missing-card", says: "add it under cards: in messages.en.yaml"}.
		reported(cord, "rule §SaddleNumbness"),
	"card misspelt":              slip(messages, "\n  SaddleNumbness:\n", "\n  §SaddleNumness:\n", load, "orphan-card", "remove it, or write the rule"),
	"action for another urgency": {file: messages, old: "(?s)\n  ChestPressure:\n.*?ambulance\n", new: "\n  ChestPressure:\n    message: \"A weight.\"\n    action: §same_day\n", by: load, code: "wrong-action", says: "write one of: ambulance, emergency_department, crisis_line"},
	"source undeclared":          {file: messages, old: "(?s)\n  ChestPressure:\n.*?sources: \\[hse-chest-pain,", new: "\n  ChestPressure:\n    message: \"A weight.\"\n    action: ambulance\n    sources: [§hse-chest-pian,", by: load, code: "undeclared-source", says: "did you mean hse-chest-pain?"},
	"no source":                  {file: messages, old: "(?s)\n  ChestPressure:\n.*?sources: \\[hse-chest-pain, nhs-chest-pain\\]", new: "\n  ChestPressure:\n    message: \"A weight.\"\n    action: ambulance\n    sources: §[]", by: load, code: "missing-source", says: "name one"},
	"grade misspelt":             {file: messages, old: "(?s)\n  NotCleared:\n.*?grade: general", new: "\n  NotCleared:\n    message: \"A message.\"\n    sources: [general-knowledge]\n    grade: §generl", by: load, code: "unknown-word", says: "did you mean general?"},
	"review in other words":      {file: messages, old: "(?s)\n  NotCleared:\n.*?review: pending", new: "\n  NotCleared:\n    message: \"A message.\"\n    sources: [general-knowledge]\n    grade: general\n    review: §ok", by: load, code: "bad-review", says: "write: pending, or: approved by NAME on YYYY-MM-DD"},
	"review by nobody":           {file: messages, old: "    review: pending\n", new: "    review: §approved by NAME on 2026-11-21\n", by: linted, code: "weak-review", says: "is not the name of a person"},
	"review on no day":           {file: messages, old: "    review: pending\n", new: "    review: §approved by Dr Ada Byrne on 2026-11-31\n", by: linted, code: "weak-review", says: "there is no day 2026-11-31"},
	"text misspelt": edit{file: messages, old: "  headline-urgent:", new: "  headline-urgnt:", by: load, code: "missing-text", says: "did you mean headline-urgnt?"}.
		reported(messages, "texts:\n  # What to do first, by urgency and action. {number} is the number to call.\n  §headline-ambulance:"),
	"text too many":              slip(messages, "  headline-urgent:", "  §headline-urgant: \"Today.\"\n  headline-urgent:", linted, "unused-text", "name it in pack.yaml, or remove it"),
	"shouted":                    slip(messages, `"Get medical advice today."`, `"Get medical advice §TODAY."`, linted, "shouting", "write it in small letters"),
	"exclaimed":                  slip(messages, `"Get medical advice today."`, `"Get medical advice today§!"`, linted, "shouting", "end it with a full stop"),
	"dashed":                     slip(messages, `"Get medical advice today."`, `"Get medical advice §— today."`, linted, "dash", "write two sentences"),
	"reassured":                  slip(messages, `"You can start the plan below yourself."`, `"§All clear: you can start the plan below yourself."`, linted, "reassurance", "what was not found"),
	"card too long":              {file: messages, old: "(?s)\n  ChestPressure:\n.*?action:", new: "\n  ChestPressure:\n    message: §\"You feel squeezing, tightness or a weight in your chest. You told us so when we asked you about it, and it is one of the signs that nobody should wait with. It can be a sign of a heart problem. Quick help makes a big difference.\"\n    action:", by: linted, code: "long-text", says: "more than 200"},
	"left to write":              slip(messages, `"Get medical advice today."`, `"§FILL IN what to do"`, linted, "placeholder", "still to be written: what to do"),
	"emergency on nobody's word": {file: messages, old: "(?s)\n  ChestPressure:\n.*?sources: \\[hse-chest-pain, nhs-chest-pain\\]", new: "\n  ChestPressure:\n    message: \"A weight.\"\n    action: ambulance\n    sources: §[general-knowledge]", by: linted, code: "general-emergency", says: "cite guidance that says so"},

	// Exercises, page and bases.
	"phase misspelt":       {file: catalogue, old: "(?s)  - id: doorway-pec-stretch\n.*?    phase: stretch\n", new: "  - id: doorway-pec-stretch\n    name: \"Doorway\"\n    phase: §strech\n", by: load, code: "unknown-phase", says: "did you mean stretch?"},
	"movement misspelt":    slip(catalogue, "movement: [ball_pressure]", "movement: [§bal_pressure]", load, "unknown-word", "did you mean ball_pressure?"),
	"equipment misspelt":   slip(catalogue, "[[massage_ball, wall_or_doorway]]", "[[§masage_ball, wall_or_doorway]]", load, "unknown-equipment", "did you mean massage_ball?"),
	"dose too great":       slip(catalogue, "dose: {sets: 1,", "dose: {sets: §11,", load, "out-of-range", "dose sets must be from 1 to 5, not 11"),
	"dose as text":         slip(catalogue, "dose: {sets: 1,", "dose: {sets: §one,", load, "wrong-type", "sets must be a whole number"),
	"neighbour misspelt":   slip(catalogue, "harder: doorway-pec-stretch", "harder: §doorway-pec-strech", load, "unknown-exercise", "did you mean doorway-pec-stretch?"),
	"pattern on a stretch": slip(catalogue, "    phase: stretch\n", "    phase: stretch\n    pattern: §pull\n", load, "unexpected-pattern", "remove pattern:"),
	"phase of a neighbour": edit{file: catalogue, old: "    phase: release\n    targets: [pectorals]", new: "    phase: strength\n    pattern: push\n    targets: [pectorals]", by: linted, code: "unmet-need", says: "ball-pectoral-wall-release trains it, in the phase strength"}.
		reported(needs, "§Plan.Release(\"pectorals\""),
	"clearance misspelt":      slip(page, "clearance: MechanicalPain", "clearance: §MechanicPain", load, "unknown-finding", "did you mean MechanicalPain?"),
	"slot misspelt":           {file: page, old: "  - level: 0\n    name: settle\n    slots: [move, move]", new: "  - level: 0\n    name: settle\n    slots: [move, §mvoe]", by: load, code: "unknown-slot", says: "did you mean move?"},
	"tag of nothing":          slip(page, "position: [supine]}", "position: [side_lying]}", fixtures, "", ""),
	"waiver of nothing":       slip(page, "\nwaivers:\n", "\nwaivers:\n  - {code: unused-tip, place: §\"tip:driving\", reason: \"later\", date: 2026-11-21}\n", linted, "unused-waiver", "delete it"),
	"waiver without a reason": slip(page, "\nwaivers:\n", "\nwaivers:\n  - §{code: unused-tip, place: \"tip:driving\", date: 2026-11-21}\n", load, "missing-key", "add reason:"),
	"base of a misspelt fact": slip(bases, "    age: 68\n", "    §aeg: 68\n", load, "unknown-fact", "did you mean age?"),
	"base of no option":       {file: bases, old: "vessel_risk: [high_blood_pressure]", new: "vessel_risk: [§high_blod_pressure]", by: load, code: "unknown-option", says: "did you mean high_blood_pressure?"},
	"source nobody cites":     slip(sources, "  - id: seed-band-blog\n", "  - {id: §my-book, kind: textbook, title: \"My book\", verified: false, read: none}\n  - id: seed-band-blog\n", linted, "unused-source", "cite it where it was used"),

	// Well formed, and wrong.
	"dose of another":     slip(catalogue, "dose: {sets: 1, reps: 1, hold_s: 30,", "dose: {sets: 2, reps: 1, hold_s: 30,", fixtures, "", ""),
	"baseline of another": slip(questions, "    baseline: 40\n", "    baseline: 50\n", fixtures, "", ""),
}
