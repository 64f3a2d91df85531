// Package facts owns what is given: the vocabulary (every question limber can
// ask, read from a pack's facts.yaml) and the case (one person's answers).
//
// Start with [ReadVocabulary], then [Vocabulary.ReadJSON] or
// [Vocabulary.ReadYAML]. Reading is strict: a case is read whole or not at
// all, and every mistake is reported at once as a [diag.List] that names file,
// line, column and fact.
//
// The package never concludes anything: no urgency, no plan, no advice.
package facts

import "github.com/limber-triage/limber/engine/diag"

// Kind says what sort of answer a fact takes.
type Kind int

// The four kinds of fact.
const (
	Answer Kind = iota // yes, no
	Number             // a number within a range, on a step
	Choice             // exactly one option
	Set                // any number of options, or none of them
)

var kindNames = [...]string{"answer", "number", "choice", "set"}

// String returns the kind's word in facts.yaml.
func (k Kind) String() string { return kindNames[k] }

// The words of a case file that are not options of any fact.
const (
	Yes     = "yes"
	No      = "no"
	NotSure = "not_sure"
	None    = "none"
)

// MaxOptions bounds the options of one fact, so that an answer fits one word
// together with its none and not_sure bits.
const MaxOptions = 60

// Vocabulary is every fact of a pack in the order in which it is asked. It is
// immutable once read and safe for concurrent use.
type Vocabulary struct {
	Screens  []Screen
	Facts    []*Fact
	Findings []Finding

	index map[string]int // fact id -> place in Facts
	names map[string]int // GRL name -> place in Facts

	quick quickWords // of the fast readers
}

// Screen groups the facts asked together.
type Screen struct {
	ID    string
	Title string
}

// Finding is a conclusion that rules may draw and read as Found.ID.
type Finding struct {
	ID      string // CamelCase, as in GRL
	Meaning string
	Pos     diag.Pos
}

// Fact is one thing limber can ask.
type Fact struct {
	Index int    // place in Vocabulary.Facts and in a case
	ID    string // snake_case, as in a case file
	Name  string // CamelCase, as in GRL
	Kind  Kind

	Screen   string // id of a Screen
	Question string // plain words with their time anchor
	Help     string // optional
	Why      string // why we ask

	Safety     bool  // unanswered means no plan
	Precaution bool  // unanswered means no plan; not_sure applies every precaution
	NotSure    Level // what not_sure does; LevelNone: not_sure is not offered

	Unit           string  // numbers only
	Min, Max, Step float64 // numbers only

	Options []Option // choices and sets
	NoNone  bool     // sets only: none cannot be chosen

	Baseline uint64 // the answer of the complete case "healthy", encoded
	Default  uint64 // what a plan assumes when unanswered, encoded; 0: nothing

	AskIf    string   // a GRL condition; "" means always asked
	AskIfPos diag.Pos // place of that condition's first character

	Codes []Code
	Pos   diag.Pos
}

// Required reports whether a plan needs an answer to this fact (unless its
// gate is answered and closed).
func (f *Fact) Required() bool { return f.Safety || f.Precaution }

// Option is one answer of a choice or set.
type Option struct {
	ID    string // snake_case
	Name  string // CamelCase, as in GRL
	Text  string
	Alone Level // the level that this option gives by itself; LevelNone: none
	Pos   diag.Pos
}

// Code names the fact in another coding system, such as LOINC.
type Code struct{ System, Code, Source string }

// Level is an urgency or, for a fact's not_sure, "careful". Levels are ordered:
// a greater one is more urgent.
type Level int

// The levels, least urgent first. LevelCareful is only ever declared for
// not_sure: it raises nothing, and the fact's precautions apply.
const (
	LevelNone Level = iota
	LevelCareful
	LevelRoutine
	LevelSoon
	LevelUrgent
	LevelEmergency
)

var levelNames = [...]string{"", "careful", "routine", "soon", "urgent", "emergency"}

// String returns the level's word in files, "" for LevelNone.
func (l Level) String() string { return levelNames[l] }

// ParseLevel returns the level that a word names.
func ParseLevel(word string) (Level, bool) {
	for l, name := range levelNames {
		if name == word && name != "" {
			return Level(l), true
		}
	}
	return LevelNone, false
}
