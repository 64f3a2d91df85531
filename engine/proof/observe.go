package proof

import (
	"slices"

	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/program"
	"github.com/limber-triage/limber/facts"
)

// The words of an outcome, as the record of a decision spells them.
const (
	referral   = "referral"
	incomplete = "incomplete"
	planGiven  = "plan"
	selfCare   = "self_care"
)

// End is where a decision ends: an outcome and an urgency as its record spells
// them; the urgency of incomplete is "".
type End struct {
	Outcome string `json:"outcome"`
	Urgency string `json:"urgency"`
}

// String writes "referral urgent", "plan self_care" or "incomplete".
func (e End) String() string {
	if e.Urgency == "" {
		return e.Outcome
	}
	return e.Outcome + " " + e.Urgency
}

// Ends lists every end, most urgent first.
func Ends() []End {
	return []End{{referral, "emergency"}, {referral, "urgent"}, {referral, "soon"}, {referral, "routine"},
		{incomplete, ""}, {planGiven, "routine"}, {planGiven, selfCare}}
}

// observed is what is seen of one case, found out without any circuit: rules by
// [pack.Holds], gates by the program, the rest as the engine and the planner
// say it. Every witness is held against it.
type observed struct {
	words    []uint64
	fired    []bool // by rule
	found    []bool // by finding
	level    facts.Level
	open     []int // required facts that are open
	end      End
	start    int
	avoid    uint64
	without  [pack.Phases]bool
	eligible []bool          // by exercise
	effects  map[string]bool // by key
}

// observer observes cases of one pack.
type observer struct {
	p     *pack.Pack
	state *program.State
	keys  [][]string // by rule: of its effects
}

func newObserver(p *pack.Pack) (*observer, error) {
	prog, err := program.Compile(p)
	if err != nil {
		return nil, err
	}
	o := &observer{p: p, state: prog.NewState(), keys: make([][]string, len(p.Rules))}
	for i, r := range p.Rules {
		for j := range r.Effects {
			o.keys[i] = append(o.keys[i], effectKeys(p, &r.Effects[j])...)
		}
	}
	return o, nil
}

func (o *observer) observe(words []uint64) *observed {
	p := o.p
	s := &observed{words: words, fired: make([]bool, len(p.Rules)), found: make([]bool, len(p.Found)), start: startBuild, effects: map[string]bool{}}
	for i, r := range p.Rules {
		if !pack.Holds(r.Cond, words, s.found) {
			continue
		}
		s.fired[i] = true
		s.level = max(s.level, r.Urgency())
		for _, key := range o.keys[i] {
			s.effects[key] = true
		}
		for j := range r.Effects {
			switch e := &r.Effects[j]; e.Verb {
			case grl.SetFound:
				s.found[e.Finding] = true
			case grl.PlanAvoid:
				s.avoid |= 1 << e.Tag
			case grl.PlanWithout:
				s.without[e.Phase] = true
			}
		}
	}
	if s.found[p.Plan.ReadyToLoad] {
		s.start = startLoad
	}
	for i, r := range p.Rules {
		for j := range r.Effects {
			if e := &r.Effects[j]; s.fired[i] && e.Verb == grl.PlanStart {
				s.start = min(s.start, e.Number)
			}
		}
	}
	for _, e := range p.Exercises {
		s.eligible = append(s.eligible, s.isEligible(p, e, words))
	}
	closed := make([]bool, len(words))
	o.state.Closed(words, closed)
	o.state.Forget()
	for i, f := range p.Vocabulary.Facts {
		if f.Required() && words[i] == 0 && !closed[i] {
			s.open = append(s.open, i)
		}
	}
	s.end = s.ends(p)
	return s
}

func (s *observed) ends(p *pack.Pack) End {
	switch {
	case s.level >= facts.LevelSoon:
		return End{referral, s.level.String()}
	case len(s.open) > 0:
		return End{incomplete, ""}
	case !s.canHold(p, nil):
		return End{referral, "routine"}
	case s.level == facts.LevelNone && s.found[p.Clearance]:
		return End{planGiven, selfCare}
	}
	return End{planGiven, "routine"}
}

func (s *observed) canHold(p *pack.Pack, phases []pack.Phase) bool {
	for i, e := range p.Exercises {
		for _, slot := range p.Starts[s.start].Slots {
			if s.eligible[i] && slices.Contains(p.Slots[slot].Phases, e.Phase) && (phases == nil || slices.Contains(phases, e.Phase)) {
				return true
			}
		}
	}
	return false
}

func (s *observed) isEligible(p *pack.Pack, e *pack.Exercise, words []uint64) bool {
	if e.Unfit != "" || e.Tags&s.avoid != 0 || s.without[e.Phase] || e.Start > s.start || s.score(p, e) == 0 {
		return false
	}
	assumed := func(fact int) uint64 {
		if words[fact] != 0 {
			return words[fact]
		}
		return p.Vocabulary.Facts[fact].Default
	}
	has := assumed(p.Plan.Equipment)
	if len(e.Needs) > 0 && !slices.ContainsFunc(e.Needs, func(need uint64) bool { return need&^has == 0 }) {
		return false
	}
	i, ok := p.Vocabulary.Facts[p.Plan.Place].Option(atDesk)
	return e.Desk || !ok || assumed(p.Plan.Place) != 1<<i
}

func (s *observed) score(p *pack.Pack, e *pack.Exercise) (best int) {
	for i, r := range p.Rules {
		if !s.fired[i] {
			continue
		}
		for j := range r.Effects {
			switch x := &r.Effects[j]; x.Verb {
			case grl.PlanRelease, grl.PlanStretch, grl.PlanMobilise, grl.PlanStrengthen:
				if at := slices.Index(e.Targets, x.Target); at >= 0 && x.Phase == e.Phase {
					best = max(best, x.Number-min(at, 1))
				}
			case grl.PlanPrefer:
				if x.Exercise == e.Index {
					best = max(best, x.Number)
				}
			}
		}
	}
	return best
}
