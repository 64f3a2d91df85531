package report

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/planner"
)

// sheet is the plan, as one follows it on the floor.
type sheet struct {
	Start, Note string
	StartWhy    []string
	Minutes     string
	Valid       string
	First       string // which exercises to do when time is short
	Lights      []light
	WarmUp      string
	Phases      []phase
	Desk        []deskItem
	Stages      []stage
	Review      []review
	Days        []int // one box each to tick
	RecordDays  []int // when to write down the scores
	LeftOut     []group
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
	Easier     string
	Harder     string
	Why        []string
	OurDose    bool
	Refs       []int
}

// deskItem points to an exercise of the plan or brings its own.
type deskItem struct {
	Name     string
	Number   int // of the plan's exercise; 0: Exercise is set
	Exercise *exercise
}

type stage struct {
	When, Name, Note, MoveOn string
}

type review struct{ Date, Text string }

type group struct {
	Reason string
	Names  []string
	Why    []string
}

// whyMost bounds the reasons printed under an exercise, the strongest first; a
// record in JSON holds all.
const whyMost = 2

const hoursPerDay = 24

// firstMost is how many exercises a short day should still have room for.
const firstMost = 3

func (b *builder) sheet(plan *planner.Plan) *sheet {
	sh := &sheet{
		Start:    title(plan.StartName),
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
			ph.Exercises = append(ph.Exercises, b.item(it, numbers[it.ID]))
		}
		sh.Phases = append(sh.Phases, ph)
	}
	sh.First = first(plan, numbers)
	for _, id := range plan.DeskSet {
		sh.Desk = append(sh.Desk, b.deskItem(id, numbers[id]))
	}
	b.stages(sh, plan)
	b.reviews(sh, plan)
	for day := range plan.ValidDays {
		sh.Days = append(sh.Days, day+1)
	}
	sh.LeftOut = b.leftOut(plan.LeftOut)
	return sh
}

func (b *builder) item(it planner.Item, number int) exercise {
	ex := exercise{Number: number, Name: it.Name, Dose: doseWords(it.Dose), Minutes: minutesWords(it.Minutes),
		Why: b.messages(it.Because[:min(whyMost, len(it.Because))]), OurDose: it.DoseFrom == "ours", Refs: b.cite(it.Sources)}
	ex.Cautions = it.Cautions
	if from := b.exercise(it.ID); from != nil {
		b.describe(&ex, from)
	}
	return ex
}

// describe fills in what the catalogue knows of an exercise.
func (b *builder) describe(ex *exercise, from *pack.Exercise) {
	ex.Steps, ex.Feel, ex.Stop = from.Steps, from.Feel, from.Stop
	ex.Needs = b.needs(from)
	ex.Easier, ex.Harder = b.neighbour(from.Easier), b.neighbour(from.Harder)
}

func (b *builder) deskItem(id string, number int) deskItem {
	from := b.exercise(id)
	if number > 0 || from == nil {
		name := id
		if from != nil {
			name = from.Name
		}
		return deskItem{Name: name, Number: number}
	}
	ex := &exercise{Name: from.Name, Dose: doseOnce(b.deskDose(from)), OurDose: from.DoseFrom == "ours", Refs: b.cite(from.Sources)}
	ex.Cautions = b.cautions(from)
	b.describe(ex, from)
	return deskItem{Name: from.Name, Exercise: ex}
}

// deskDose is one set within the bounds of the plan's start level, as the
// planner timed it; the record gives desk exercises by id only.
func (b *builder) deskDose(from *pack.Exercise) pack.Dose {
	d := from.Dose
	d.Sets = 1
	if level := b.d.Plan.Start; level < len(b.p.Starts) {
		most := b.p.Starts[level].Caps[from.Phase]
		for _, f := range []struct {
			n    *int
			most int
		}{{&d.Reps, most.Reps}, {&d.HoldS, most.HoldS}} {
			if f.most > 0 {
				*f.n = min(*f.n, f.most)
			}
		}
	}
	return d
}

// needs words the things an exercise takes, by the options' own texts.
func (b *builder) needs(from *pack.Exercise) string {
	if b.p.Vocabulary == nil {
		return ""
	}
	options := b.p.Vocabulary.Facts[b.p.Plan.Equipment].Options
	var alternatives []string
	for _, bits := range from.Needs {
		var things []string
		for i, o := range options {
			if bits&(1<<i) != 0 {
				things = append(things, lower(o.Text))
			}
		}
		alternatives = append(alternatives, strings.Join(things, " and "))
	}
	return strings.Join(alternatives, "; or ")
}

// neighbour names an easier or harder exercise, unless the catalogue never
// recommends it or a fired rule rules it out: a name on the sheet is an
// invitation.
func (b *builder) neighbour(i int) string {
	if i < 0 || b.p.Exercises[i].Unfit != "" {
		return ""
	}
	ex, out := b.p.Exercises[i], false
	b.effects(func(e pack.Effect) {
		switch e.Verb {
		case grl.PlanAvoid:
			out = out || ex.Tags&(1<<e.Tag) != 0
		case grl.PlanWithout:
			out = out || ex.Phase == e.Phase
		}
	})
	if out {
		return ""
	}
	return ex.Name
}

// cautions are an exercise's own and those that fired rules attach to its
// tags. The planner gives them for the plan's exercises; the desk set has only ids.
func (b *builder) cautions(ex *pack.Exercise) []string {
	texts := slices.Clone(ex.Cautions)
	b.effects(func(e pack.Effect) {
		if e.Verb == grl.PlanCaution && ex.Tags&(1<<e.Tag) != 0 && !slices.Contains(texts, e.Caution.Text) {
			texts = append(texts, e.Caution.Text)
		}
	})
	return texts
}

// effects visits every effect of the fired rules, in pack order.
func (b *builder) effects(visit func(pack.Effect)) {
	for _, name := range b.d.Fired {
		if r := b.rule(name); r != nil {
			for _, e := range r.Effects {
				visit(e)
			}
		}
	}
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

func (b *builder) exercise(id string) *pack.Exercise {
	for _, ex := range b.p.Exercises {
		if ex.ID == id {
			return ex
		}
	}
	b.lacks("exercise", id)
	return nil
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

// first names the most important exercises where there are more than fit a
// short day.
func first(plan *planner.Plan, numbers map[string]int) string {
	var items []planner.Item
	for _, s := range plan.Phases {
		items = append(items, s.Exercises...)
	}
	if len(items) <= firstMost {
		return ""
	}
	slices.SortStableFunc(items, func(a, b planner.Item) int { return cmp.Compare(a.Priority, b.Priority) })
	var list []string
	for _, it := range items[:firstMost] {
		list = append(list, strconv.Itoa(numbers[it.ID]))
	}
	return strings.Join(list, ", ")
}

func (b *builder) stages(sh *sheet, plan *planner.Plan) {
	for i, s := range plan.Stages {
		when := words.Later
		if i == 0 {
			when, sh.Note = words.Now, s.Note
		}
		st := stage{When: when, Name: title(s.Name), Note: s.Note, MoveOn: s.MoveOn}
		if i == 0 {
			st.Note = "" // it stands at the head of the plan
		}
		sh.Stages = append(sh.Stages, st)
	}
}

func (b *builder) reviews(sh *sheet, plan *planner.Plan) {
	if hours := plan.ReviewHours; hours > 0 {
		text := fmt.Sprintf(words.Again, hours)
		if date := b.day(hours / hoursPerDay); date != "" {
			text = fmt.Sprintf(words.Hours, hours, date)
		}
		sh.Review = append(sh.Review, review{Text: text})
	}
	sh.RecordDays = append(sh.RecordDays, 1)
	for _, day := range plan.Review {
		sh.Review = append(sh.Review, review{b.day(day), b.text("review-" + strconv.Itoa(day))})
		sh.RecordDays = append(sh.RecordDays, day)
	}
}

// leftOut groups what the plan could not give by its reason.
func (b *builder) leftOut(all []planner.LeftOut) []group {
	var groups []group
	for _, l := range leftOut {
		g := group{Reason: l.Words}
		var rules []string
		for _, out := range all {
			if out.Reason != l.Reason {
				continue
			}
			name := out.ID
			if ex := b.exercise(out.ID); ex != nil {
				name = ex.Name
			}
			g.Names = append(g.Names, name)
			rules = append(rules, out.Because...)
		}
		if len(g.Names) > 0 {
			g.Why = b.messages(rules)
			groups = append(groups, g)
		}
	}
	return groups
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
