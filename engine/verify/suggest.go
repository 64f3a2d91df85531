package verify

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

// Suggestion is a fixture that would close a hole, ready to be pasted. It says
// what the rules do today: whoever takes it answers for it.
type Suggestion struct {
	Name string `json:"name"`
	YAML string `json:"yaml"`
	// Golden says that no expectation short of the whole decision would do;
	// limber verify --update writes the golden that the fixture names.
	Golden bool `json:"golden,omitzero"`
	Kills  int  `json:"kills,omitzero"` // mutants that it would notice, where it is about mutants

	fixture Fixture
}

// contrast states what of a decision is not so of another, in the expectations
// of fixtures: whom to see and why, or else the start level, the advice, the
// cautions, which exercises, or their order. told is false when no expectation can
// tell the two apart; then the expectations are only those that anyone reads.
func (s *searcher) contrast(d, other *engine.Decision) (e Expect, told bool) {
	urgency := string(d.Urgency)
	e = Expect{Outcome: string(d.Outcome), Urgency: &urgency}
	a, b := observe(d), observe(other)
	e.Because = minus(a.because, b.because)
	for _, rule := range minus(b.because, a.because) {
		if rule != engine.NoSuitableExercise { // no rule, so it cannot be named as one
			e.Silent = append(e.Silent, rule)
		}
	}
	outcome := e
	for i, state := range []func(){
		func() {},
		func() { e.Refers = minus(a.refers, b.refers) },
		func() {
			if a.start != b.start {
				e.Start = &d.Plan.Start
			}
		},
		func() { e.Advice, e.NotAdvice = minus(a.advice, b.advice), minus(b.advice, a.advice) },
		func() { e.Cautioned, e.Bare = s.cautioned(a, b), s.cautioned(b, a) },
		func() { e.Exercises, e.NotGiven = minus(a.exercises, b.exercises), minus(b.exercises, a.exercises) },
		func() { e.Priority = &a.priority },
	} {
		if state(); len(e.Check(other)) > 0 {
			return e, true
		}
		if i > 0 && d.Plan == nil { // the rest is about plans
			break
		}
	}
	return outcome, false
}

// cautioned lists the cautions that exercises of both plans have in one of them
// only.
func (s *searcher) cautioned(has, lacks observed) (out []Cautioned) {
	for _, x := range has.exercises {
		texts := minus(has.cautioned[x], lacks.cautioned[x])
		if !slices.Contains(lacks.exercises, x) {
			continue
		}
		for _, id := range slices.Sorted(maps.Keys(s.p.Cautions)) {
			if c := s.p.Cautions[id]; slices.Contains(texts, c.Text) {
				out = append(out, Cautioned{x, c})
			}
		}
	}
	return out
}

// byName states which rules and findings differ: the last resort, since it
// holds the rules to their names and not to what they do.
func byName(d, other *engine.Decision) (e Expect, told bool) {
	urgency := string(d.Urgency)
	e = Expect{Outcome: string(d.Outcome), Urgency: &urgency, Fired: minus(d.Fired, other.Fired), Silent: minus(other.Fired, d.Fired),
		Findings: minus(d.Findings, other.Findings), NotFound: minus(other.Findings, d.Findings)}
	return e, len(e.Check(other)) > 0
}

// suggest writes a fixture on which d is what the rules say and other is what
// they would say if the hole were a mistake; nil when nothing differs.
func (s *searcher) suggest(name string, c *facts.Case, d, other *engine.Decision) *Suggestion {
	f := Fixture{Name: name, Case: c}
	var told bool
	if f.Expect, told = s.contrast(d, other); !told {
		if sight(d) != sight(other) {
			f.Golden = &Golden{File: kebab(name) + ".json", want: recordOf(d)}
		} else if f.Expect, told = byName(d, other); !told {
			return nil
		}
	}
	return &Suggestion{Name: name, Golden: f.Golden != nil, YAML: s.yaml(&f), fixture: f}
}

// kebab turns a name into one for a file.
func kebab(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool { return !(r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z') })
	const most = 60 // characters, at a word's end
	out := ""
	for _, w := range words {
		if out != "" && len(out)+1+len(w) > most {
			break
		}
		out = strings.TrimPrefix(out+"-"+strings.ToLower(w), "-")
	}
	return out
}

// portrait describes a case by the answers in which it differs from its base.
func (s *searcher) portrait(c *facts.Case) string {
	const most = 4
	base, changed := s.base(c)
	if base == "" {
		base = "nothing else answered"
	}
	words := []string{strings.ReplaceAll(base, "_", " ")}
	for i, f := range changed {
		if i == most {
			words = append(words, fmt.Sprintf("%d more answers", len(changed)-most))
			break
		}
		answer := "open"
		if w := c.Words()[f.Index]; w != 0 {
			answer = strings.Join(f.Values(w), " and ")
		}
		words = append(words, strings.ReplaceAll(f.ID+" "+answer, "_", " "))
	}
	return strings.Join(words, ", ")
}

// sight is what a person would notice of a decision: outcome, urgency, the
// reasons, and of a plan its start, exercises, doses, cautions and advice. Which
// rules stand behind an exercise, and the order of advice, are not part of it.
func sight(d *engine.Decision) string {
	var b strings.Builder
	fmt.Fprintln(&b, d.Outcome, d.Urgency)
	for _, r := range d.Reasons {
		fmt.Fprintln(&b, r.Rule, r.Urgency)
	}
	if d.Plan != nil {
		fmt.Fprintln(&b, d.Plan.Start, d.Plan.ReviewHours)
		for _, phase := range d.Plan.Phases {
			for _, x := range phase.Exercises {
				fmt.Fprintln(&b, x.ID, x.Priority, x.Dose, x.Cautions)
			}
		}
	}
	advice := make([]string, len(d.Advice))
	for i, a := range d.Advice {
		advice[i] = a.ID
	}
	slices.Sort(advice)
	fmt.Fprintln(&b, advice)
	return b.String()
}

// yaml writes a fixture in the layout of testdata/cases.
func (s *searcher) yaml(f *Fixture) string {
	base, changed := s.base(f.Case)
	var b strings.Builder
	name := f.Name
	if strings.Contains(name, ": ") {
		name = strconv.Quote(name)
	}
	fmt.Fprintf(&b, "- name: %s\n", name)
	if base != "" {
		fmt.Fprintf(&b, "  base: %s\n", base)
	}
	given := make([]string, len(changed))
	for i, fact := range changed {
		given[i] = fact.ID + ": " + flow(fact, f.Case.Words()[fact.Index])
	}
	if len(given) > 0 {
		mapping(&b, "given", given)
	}
	mapping(&b, "expect", f.Expect.pairs())
	if f.Golden != nil {
		fmt.Fprintf(&b, "  golden: %s\n", f.Golden.File)
	}
	return b.String()
}

// flow writes an answer as YAML has it.
func flow(f *facts.Fact, word uint64) string {
	values := f.Values(word)
	switch {
	case word == 0:
		return "null"
	case f.Kind == facts.Answer && word != facts.AnswerUnsure:
		return `"` + values[0] + `"` // other tools read a bare yes as true
	case f.Kind == facts.Set && len(values) > 0 && values[0] != facts.None && values[0] != facts.NotSure:
		return "[" + strings.Join(values, ", ") + "]"
	}
	return values[0]
}

const fixtureWidth = 140 // columns; longer mappings go over several lines

// mapping writes a key with a mapping, on one line where it fits.
func mapping(b *strings.Builder, key string, pairs []string) {
	line := "  " + key + ": {" + strings.Join(pairs, ", ") + "}\n"
	if len(line) <= fixtureWidth {
		b.WriteString(line)
		return
	}
	fmt.Fprintf(b, "  %s:\n", key)
	for _, p := range pairs {
		fmt.Fprintf(b, "    %s\n", p)
	}
}

// pairs writes expectations as the keys and values of YAML.
func (e Expect) pairs() (list []string) {
	add := func(key, value string) { list = append(list, key+": "+value) }
	if e.Outcome != "" {
		add("outcome", e.Outcome)
	}
	for _, u := range []struct {
		key   string
		value *string
	}{{"urgency", e.Urgency}, {"at_least", e.AtLeast}} {
		if u.value != nil {
			add(u.key, null(*u.value))
		}
	}
	if e.Settled != nil {
		add("settled", fmt.Sprint(*e.Settled))
	}
	if e.Start != nil {
		add("start", fmt.Sprint(*e.Start))
	}
	for _, l := range []struct {
		key   string
		names []string
	}{
		{"because", e.Because}, {"refers", e.Refers}, {"fired", e.Fired}, {"not_because", e.Silent}, {"findings", e.Findings}, {"not_findings", e.NotFound},
		{"exercises", e.Exercises}, {"not_exercises", e.NotGiven}, {"advice", e.Advice}, {"not_advice", e.NotAdvice}, {"ask", e.Ask},
	} {
		if len(l.names) > 0 {
			add(l.key, "["+strings.Join(l.names, ", ")+"]")
		}
	}
	if e.Phases != nil {
		add("phases", "["+strings.Join(*e.Phases, ", ")+"]")
	}
	if e.Priority != nil {
		add("priority", "["+strings.Join(*e.Priority, ", ")+"]")
	}
	if len(e.Cautions) > 0 {
		add("cautions", "["+strings.Join(lacking(e.Cautions, nil), ", ")+"]")
	}
	for _, l := range []struct {
		key  string
		list []Cautioned
	}{{"cautioned", e.Cautioned}, {"not_cautioned", e.Bare}} {
		var words []string
		for _, c := range l.list {
			words = append(words, c.String())
		}
		if len(words) > 0 {
			add(l.key, "["+strings.Join(words, ", ")+"]")
		}
	}
	return list
}

// change returns a copy of a pack in which one rule is another. Findings, order
// and levels stay, so the new rule must not read or draw other findings than
// the old one does.
func change(p *pack.Pack, r *pack.Rule) *pack.Pack {
	q := *p
	q.Rules = slices.Clone(p.Rules)
	q.Rules[r.Index] = r
	return &q
}

// never and always are the conditions of a rule that is deleted and of one
// that fires whatever is answered.
var (
	never  = pack.Or{}
	always = pack.And{}
)

// conditioned returns a copy of a rule with another condition.
func conditioned(r *pack.Rule, c pack.Cond) *pack.Rule {
	q := *r
	q.Cond = c
	return &q
}
