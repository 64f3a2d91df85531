package batch

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/limber-triage/limber/engine"
)

// Summary is what a run did, a resumed run's earlier parts included.
type Summary struct {
	Inputs    int       `json:"inputs"` // files read to their end
	Skipped   []string  `json:"skipped"`
	Cases     int64     `json:"cases"` // decided
	Outcomes  []Outcome `json:"outcomes"`
	Unsettled int64     `json:"unsettled"` // decisions that an open answer could still make more urgent
	Reasons   []Count   `json:"reasons"`   // rules that referred, most often first
	Rejected  int64     `json:"rejected"`
	Rejects   []Count   `json:"rejects"` // by the code of the first mistake

	// Of this run alone.
	CrossChecked int64   `json:"cross_checked"` // cases that Grule decided too
	Seconds      float64 `json:"seconds"`
	PerSecond    float64 `json:"cases_per_second"`
	Resumed      bool    `json:"resumed"`
	Finished     bool    `json:"finished"` // every input was read to its end

	Examples []Reject `json:"-"` // the first rejects of this run, without what was read
}

// Outcome counts the decisions of one kind.
type Outcome struct {
	Outcome engine.Outcome `json:"outcome"`
	Urgency engine.Urgency `json:"urgency"`
	Cases   int64          `json:"cases"`
}

// Count counts what has a name.
type Count struct {
	Name  string `json:"name"`
	Cases int64  `json:"cases"`
}

// tally is the counts that a checkpoint keeps.
type tally struct {
	Cases     int64            `json:"cases"`
	Rejected  int64            `json:"rejected"`
	Unsettled int64            `json:"unsettled"`
	Outcomes  map[string]int64 `json:"outcomes"` // "referral emergency"
	Reasons   map[string]int64 `json:"reasons"`
	Rejects   map[string]int64 `json:"rejects"`
}

func newTally() tally {
	return tally{Outcomes: map[string]int64{}, Reasons: map[string]int64{}, Rejects: map[string]int64{}}
}

// kind is what a summary tells decisions apart by.
type kind struct {
	outcome engine.Outcome
	urgency engine.Urgency
}

func (k kind) String() string { return string(k.outcome) + " " + string(k.urgency) }

// kinds in the order of a summary.
var kinds = [...]kind{
	{engine.Referral, engine.Emergency}, {engine.Referral, engine.Urgent}, {engine.Referral, engine.Soon}, {engine.Referral, engine.Routine},
	{engine.PlanGiven, engine.Routine}, {engine.PlanGiven, engine.SelfCare}, {engine.Incomplete, ""},
}

// counter counts what one worker does with a block.
type counter struct {
	named     map[string]int // the index of a rule
	unsettled int64
	kinds     [len(kinds)]int64
	reasons   []int64 // by rule
	rejects   map[string]int64
}

func newCounter(e *engine.Engine) *counter {
	rules := e.Pack().Rules
	n := &counter{named: map[string]int{}, reasons: make([]int64, len(rules)), rejects: map[string]int64{}}
	for i, r := range rules {
		n.named[r.Name] = i
	}
	return n
}

// decided counts a decision.
func (n *counter) decided(d *decided) {
	n.kinds[slices.Index(kinds[:], kind{d.Outcome, d.Urgency})]++
	if !d.Settled {
		n.unsettled++
	}
}

// refer counts the rules that referred.
func (n *counter) refer(rules []int) {
	for _, i := range rules {
		n.reasons[i]++
	}
}

// because counts the rules among the reasons; a plan without an exercise is a
// reason and no rule.
func (n *counter) because(reasons []engine.Reason) {
	for i := range reasons {
		if rule, ok := n.named[reasons[i].Rule]; ok {
			n.reasons[rule]++
		}
	}
}

func (n *counter) rejected(r *Reject) { n.rejects[r.Mistakes[0].Code]++ }

// take returns the counts since the last call. Reasons are counted by rule, since
// there may be more of them than cases in a block.
func (n *counter) take() (t tally, reasons []int64) {
	t = newTally()
	for i, k := range n.kinds {
		if k > 0 {
			t.Outcomes[kinds[i].String()] = k
			t.Cases += k
		}
	}
	for code, k := range n.rejects {
		t.Rejects[code] = k
		t.Rejected += k
	}
	t.Unsettled = n.unsettled
	reasons, n.reasons = n.reasons, make([]int64, len(n.reasons))
	clear(n.rejects)
	n.kinds, n.unsettled = [len(kinds)]int64{}, 0
	return t, reasons
}

// add joins the counts of a block.
func (t *tally) add(o *tally) {
	t.Cases += o.Cases
	t.Rejected += o.Rejected
	t.Unsettled += o.Unsettled
	for into, from := range map[*map[string]int64]map[string]int64{&t.Outcomes: o.Outcomes, &t.Reasons: o.Reasons, &t.Rejects: o.Rejects} {
		for name, n := range from {
			(*into)[name] += n
		}
	}
}

// summary lists what was counted.
func (t *tally) summary() *Summary {
	s := &Summary{Cases: t.Cases, Unsettled: t.Unsettled, Rejected: t.Rejected, Reasons: counts(t.Reasons), Rejects: counts(t.Rejects)}
	for _, k := range kinds {
		if n := t.Outcomes[k.String()]; n > 0 {
			s.Outcomes = append(s.Outcomes, Outcome{k.outcome, k.urgency, n})
		}
	}
	return s
}

// counts orders by number, then by name.
func counts(m map[string]int64) []Count {
	list := make([]Count, 0, len(m))
	for _, name := range slices.Sorted(maps.Keys(m)) {
		list = append(list, Count{name, m[name]})
	}
	slices.SortStableFunc(list, func(a, b Count) int { return cmp.Compare(b.Cases, a.Cases) })
	return list
}

// since fills in how long a run took.
func (s *Summary) since(began, now time.Time, cases int64) {
	s.Seconds = now.Sub(began).Seconds()
	if s.Seconds > 0 {
		s.PerSecond = float64(cases) / s.Seconds
	}
}
