package report

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/limber-triage/limber/engine/figure"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/planner"
)

// sheet is the plan, as one follows it on the floor.
type sheet struct {
	Start      string // how to go about it
	StartWhy   []string
	Assumed    string // what nobody answered
	Minutes    string
	Valid      string
	First      string // which exercises to do when time is short
	Lights     []light
	WarmUp     string
	Phases     []phase
	Desk       []deskItem
	DeskOwn    bool // any of them has instructions of its own
	Stages     []stage
	Review     []review
	Weeks      []int // of the grid to tick
	Days       []day // one box each
	RecordDays []int // when to write down the scores
	LeftOut    []group
	More       string // what else would have suited
}

// day is one column of the grid; Last: the plan ends with it.
type day struct {
	Number int
	Last   bool
}

type light struct{ Kind, Text string } // Kind: go, fine, stop, call

type phase struct {
	Title     string
	Exercises []exercise
}

type exercise struct {
	Number     int // on the sheet; 0 for one that is only in the desk set
	Name, Dose string
	Minutes    string
	Needs      string
	Steps      []string
	Feel, Stop string
	Cautions   []string
	Next       string // the easier and the harder form
	Why        string // and whose the dose is
	Refs       []int
	Picture    template.HTML
	Never      string // why it is in no plan; in the catalogue only
}

// deskItem points to an exercise of the plan or brings its own.
type deskItem struct {
	Name     string
	Number   int // of the plan's exercise; 0: Exercise is set
	Exercise *exercise
}

type stage struct{ Note, MoveOn string } // Note is empty for the present one

// Words say a stage in one paragraph.
func (s stage) Words() string {
	var later, moveOn string
	if s.Note != "" {
		later = words.Later + ": " + s.Note
	}
	if s.MoveOn != "" {
		moveOn = words.MoveOn + ": " + s.MoveOn
	}
	return joined(" ", later, moveOn)
}

type review struct{ Date, Text string }

// whyMost bounds the reasons printed under an exercise, the strongest first; a
// record in JSON holds all.
const whyMost = 2

const hoursPerDay = 24

// The grid outlasts the plan: whoever answers again after two weeks and is
// given the same one ticks on. A plan of some days is followed by another.
const (
	gridWeeks   = 4
	daysPerWeek = 7
)

// firstMost is how many exercises a short day should still have room for.
const firstMost = 3

func (b *builder) sheet(plan *planner.Plan) *sheet {
	sh := &sheet{
		StartWhy: b.messages(plan.StartBecause),
		Minutes:  minutesWords(plan.MinutesPerDay) + " a day",
		Valid:    fmt.Sprintf(words.Valid, plan.ValidDays),
		WarmUp:   b.text("warm-up"),
	}
	if date := b.day(plan.ValidDays); date != "" {
		sh.Valid = fmt.Sprintf(words.ValidUntil, plan.ValidDays, date)
	}
	for _, kind := range []string{"go", "fine", "stop", "call"} {
		sh.Lights = append(sh.Lights, light{kind, b.text("traffic-" + kind)})
	}
	numbers := map[string]int{}
	for _, s := range plan.Phases {
		if len(s.Exercises) == 0 {
			continue
		}
		ph := phase{Title: phaseTitles[s.Phase]}
		for _, it := range s.Exercises {
			numbers[it.ID] = len(numbers) + 1
			ph.Exercises = append(ph.Exercises, b.item(it, numbers[it.ID], doseWords(it.Dose)))
		}
		sh.Phases = append(sh.Phases, ph)
	}
	sh.First = first(plan, numbers)
	for _, it := range plan.DeskSet {
		d := deskItem{Name: it.Name, Number: numbers[it.ID]}
		if d.Number == 0 {
			ex := b.item(it, 0, doseOnce(it.Dose))
			d.Exercise, sh.DeskOwn = &ex, true
		}
		sh.Desk = append(sh.Desk, d)
	}
	b.stages(sh, plan)
	b.reviews(sh, plan)
	weeks := gridWeeks
	if plan.ValidDays < daysPerWeek {
		weeks = 1
	}
	for i := range weeks * daysPerWeek {
		if i%daysPerWeek == 0 {
			sh.Weeks = append(sh.Weeks, i/daysPerWeek+1)
		}
		sh.Days = append(sh.Days, day{i + 1, i+1 == plan.ValidDays})
	}
	sh.Assumed = b.assumed()
	sh.LeftOut = b.leftOut(plan.LeftOut)
	sh.More = b.more(plan.LeftOut)
	return sh
}

func (b *builder) item(it planner.Item, number int, dose string) exercise {
	ex := exercise{Number: number, Name: it.Name, Dose: dose, Minutes: minutesWords(it.Minutes),
		Cautions: b.cautions(it.Cautions, number), Refs: b.cite(it.Sources)}
	if it.Easier != "" {
		ex.Next = words.Easier + ": " + b.exerciseName(it.Easier) + "."
	}
	if it.Harder != "" {
		ex.Next = joined(" ", ex.Next, words.Harder+": "+b.exerciseName(it.Harder)+".")
	}
	ex.Why = joined(" ", b.why(it.Because), doseFrom[it.DoseFrom])
	if from := b.exercise(it.ID); from != nil {
		ex.Steps, ex.Feel, ex.Stop = from.Steps, from.Feel, from.Stop
		ex.Needs = b.needs(from)
		if b.figures != nil {
			ex.Picture = template.HTML(b.figures.SVG(from, figure.Options{})) // package figure escapes what it writes
		}
	}
	return ex
}

// why says the strongest reason for an exercise, and a second one unless an
// exercise before has said it: many have their second reason in common.
func (b *builder) why(rules []string) string {
	var said []string
	for _, text := range b.messages(rules[:min(whyMost, len(rules))]) {
		if len(said) == 0 || !b.said[text] {
			said = append(said, text)
		}
		b.said[text] = true
	}
	return strings.Join(said, " ")
}

// cautions gives each text in full where the sheet has it first. Where a long
// one comes again there is its first sentence, and where to read the rest.
func (b *builder) cautions(texts []string, number int) []string {
	const long = 100 // characters; anything shorter is simply said again
	var list []string
	for _, text := range texts {
		lead, at := firstSentence(text), b.cautioned[text]
		switch {
		case at == 0:
			b.cautioned[text] = number
		case lead != text && utf8.RuneCountInString(text) > long:
			text = lead + " " + fmt.Sprintf(words.CareMore, at)
		}
		list = append(list, text)
	}
	return list
}

// needs words the things an exercise takes, by the options' own texts.
func (b *builder) needs(from *pack.Exercise) string {
	var alternatives []string
	for _, bits := range from.Needs {
		var things []string
		for i, o := range b.equipment() {
			if bits&(1<<i) != 0 {
				things = append(things, lower(o.Text))
			}
		}
		alternatives = append(alternatives, strings.Join(things, " and "))
	}
	return strings.Join(alternatives, "; or ")
}

func (b *builder) exercise(id string) *pack.Exercise {
	for _, ex := range b.p.Exercises {
		if ex.ID == id {
			return ex
		}
	}
	b.lacks("exercise", id)
	return nil
}

// exerciseName returns the name of an exercise, its id where the pack does not
// have it.
func (b *builder) exerciseName(id string) string {
	if ex := b.exercise(id); ex != nil {
		return ex.Name
	}
	return id
}

// messages are what the cards of rules say, each once.
func (b *builder) messages(rules []string) []string {
	var texts []string
	for _, name := range rules {
		r := b.rule(name)
		if r != nil && r.Card != nil && !slices.Contains(texts, r.Card.Message) {
			texts = append(texts, r.Card.Message)
		}
	}
	return texts
}

func (b *builder) rule(name string) *pack.Rule {
	for _, r := range b.p.Rules {
		if r.Name == name {
			return r
		}
	}
	b.lacks("rule", name)
	return nil
}

// first names the most important exercises where there are more than fit a
// short day, in the order in which they are done.
func first(plan *planner.Plan, numbers map[string]int) string {
	var items []planner.Item
	for _, s := range plan.Phases {
		items = append(items, s.Exercises...)
	}
	if len(items) <= firstMost {
		return ""
	}
	slices.SortStableFunc(items, func(a, b planner.Item) int { return cmp.Compare(a.Priority, b.Priority) })
	list := make([]int, firstMost)
	for i := range list {
		list[i] = numbers[items[i].ID]
	}
	most := list[0]
	slices.Sort(list)
	return fmt.Sprintf(words.First, list[0], list[1], list[2], most)
}

func (b *builder) stages(sh *sheet, plan *planner.Plan) {
	for i, s := range plan.Stages {
		note := cmp.Or(s.Note, title(s.Name)+".")
		if i == 0 {
			sh.Start = note
			note = "" // it stands at the head of the plan
		}
		sh.Stages = append(sh.Stages, stage{note, s.MoveOn})
	}
}

func (b *builder) reviews(sh *sheet, plan *planner.Plan) {
	again := plan.ReviewHours / hoursPerDay
	if hours := plan.ReviewHours; hours > 0 {
		wait := plural(hours, "hour")
		if hours%hoursPerDay == 0 {
			wait = plural(again, "day")
		}
		text := fmt.Sprintf(words.Again, wait)
		if date := b.day(again); date != "" {
			text = fmt.Sprintf(words.AgainOn, wait, date)
		}
		sh.Review = append(sh.Review, review{Text: text})
	}
	sh.RecordDays = append(sh.RecordDays, 1)
	for _, day := range plan.Review {
		sh.RecordDays = append(sh.RecordDays, day)
		if day != again { // on that day the questions are answered again in any case
			sh.Review = append(sh.Review, review{b.day(day), b.text("review-" + strconv.Itoa(day))})
		}
	}
}

func title(s string) string { return cased(s, unicode.ToUpper) }
func lower(s string) string { return cased(s, unicode.ToLower) }

// cased changes the first letter.
func cased(s string, to func(rune) rune) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(to(r)) + s[n:]
}

// assumed lists the defaults that stand in for answers.
func (b *builder) assumed() string {
	var parts []string
	for _, a := range b.d.Assumed {
		options := strings.Split(a.Answer, "; ")
		for i, o := range options {
			if !strings.HasPrefix(o, "I ") {
				options[i] = lower(o)
			}
		}
		parts = append(parts, strings.ReplaceAll(a.Fact, "_", " ")+": "+strings.Join(options, ", "))
	}
	if len(parts) == 0 {
		return ""
	}
	return words.Assumed + " " + strings.Join(parts, "; ") + "."
}
