package proof

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
)

// choice is what the planner's choice among eligible exercises depends on.
type choice struct {
	score    [][]lit          // by exercise, by n: its score is more than n
	above    map[[2]int]lit   // one exercise's score is above another's
	cautions map[string][]lit // by caution, by tag
	picked   map[int][]round  // by start level
}

// round is one turn of the planner, by exercise.
type round struct {
	picks []lit
	room  []lit // it fits, and nothing picked so far is in its way, whether it is eligible or not
}

// mostWeight bounds the weight of a need and of a preference.
const mostWeight = 5

// needVerbs are the verbs of needs, by phase.
var needVerbs = [pack.Phases]grl.Verb{pack.Release: grl.PlanRelease, pack.Stretch: grl.PlanStretch, pack.Mobility: grl.PlanMobilise, pack.Strength: grl.PlanStrengthen}

func (f *form) choice() *choice {
	if f.chosen != nil {
		return f.chosen
	}
	c := &choice{above: map[[2]int]lit{}, cautions: map[string][]lit{}, picked: map[int][]round{}}
	effects := f.effects()
	for _, e := range f.p.Exercises {
		c.score = append(c.score, f.score(e, effects))
	}
	for i, r := range f.p.Rules {
		for j := range r.Effects {
			if x := &r.Effects[j]; x.Verb == grl.PlanCaution {
				byTag := c.cautions[x.Caution.ID]
				if byTag == nil {
					byTag = make([]lit, len(f.p.Tags))
					c.cautions[x.Caution.ID] = byTag
				}
				byTag[x.Tag] = f.u.or(byTag[x.Tag], f.fires[i])
			}
		}
	}
	f.chosen = c
	return c
}

// score is the strongest need that an exercise meets, of a target that is not
// its first one less, plus what rules prefer it by.
func (f *form) score(e *pack.Exercise, effects map[string]lit) []lit {
	u := f.u
	need, prefer := [mostWeight + 1]lit{yes}, [mostWeight + 1]lit{yes} // by n: at least n
	for n := 1; n <= mostWeight; n++ {
		var terms []lit
		for at, t := range e.Targets {
			terms = append(terms, effects[fmt.Sprintf("%s(%s) >= %d", needVerbs[e.Phase], f.p.Targets[t].ID, n+min(at, 1))])
		}
		need[n] = u.or(terms...)
		prefer[n] = effects[fmt.Sprintf("%s(%s) >= %d", grl.PlanPrefer, e.ID, n)]
	}
	score := make([]lit, 2*mostWeight)
	for n := range score {
		var ways []lit
		for a := range need {
			if b := n + 1 - a; b >= 0 && b <= mostWeight {
				ways = append(ways, u.and(need[a], prefer[b]))
			}
		}
		score[n] = u.or(ways...)
	}
	return score
}

// above holds when one exercise scores more than another.
func (f *form) above(a, b int) lit {
	c := f.choice()
	l, ok := c.above[[2]int{a, b}]
	if !ok {
		var ways []lit
		for n := range c.score[a] {
			ways = append(ways, f.u.and(c.score[a][n], c.score[b][n].not()))
		}
		l = f.u.or(ways...)
		c.above[[2]int{a, b}] = l
	}
	return l
}

// beats holds when the planner takes one exercise before another: by score;
// ties go by phase, among strength exercises to the higher start level, then by
// catalogue order.
func (f *form) beats(a, b int) lit {
	x, y := f.p.Exercises[a], f.p.Exercises[b]
	tie := cmp.Compare(x.Phase, y.Phase)
	if tie == 0 && x.Phase == pack.Strength {
		tie = cmp.Compare(y.Start, x.Start)
	}
	if cmp.Or(tie, cmp.Compare(a, b)) < 0 != (f.u.fault == faultTie) {
		return f.above(b, a).not()
	}
	return f.above(a, b)
}

// picks are what the planner picks at a start level, by round and exercise: a
// round for each slot in order, then one for each place that nothing fitted.
func (f *form) picks(level int) []round {
	c, u := f.choice(), f.u
	if rounds, ok := c.picked[level]; ok {
		return rounds
	}
	slots := f.p.Starts[level].Slots
	mentioned := func(e *pack.Exercise) bool {
		return slices.ContainsFunc(slots, func(s int) bool { return slices.Contains(f.p.Slots[s].Phases, e.Phase) })
	}
	r := &picker{form: f, level: level, picked: make([]lit, len(f.p.Exercises))}
	var empty []lit
	for _, i := range slots {
		slot := &f.p.Slots[i]
		empty = append(empty, r.round(yes, func(e *pack.Exercise) bool { return fits(slot, e) }).not())
	}
	for n := range slots {
		r.round(u.atLeast(n+1, empty), mentioned)
	}
	c.picked[level] = r.rounds
	return r.rounds
}

// fits is whether an exercise suits a slot.
func fits(s *pack.Slot, e *pack.Exercise) bool {
	return slices.Contains(s.Phases, e.Phase) &&
		(len(s.Targets) == 0 || slices.Contains(s.Targets, e.Targets[0])) &&
		(s.Pattern == "" || s.Pattern == e.Pattern)
}

// picker goes through the rounds of one start level.
type picker struct {
	*form
	level  int
	rounds []round
	picked []lit // by exercise, so far
}

// round picks the best of what fits, while active holds; it returns whether
// anything did.
func (r *picker) round(active lit, fits func(*pack.Exercise) bool) lit {
	u := r.u
	room, free, picks := make([]lit, len(r.picked)), make([]lit, len(r.picked)), make([]lit, len(r.picked))
	for i, e := range r.p.Exercises {
		if e.Start <= r.level && fits(e) {
			room[i] = u.and(active, r.picked[i].not(), r.room(e))
			free[i] = u.and(room[i], r.plan().eligible[i])
		}
	}
	for i := range picks {
		picks[i] = r.best(i, room)
	}
	for i := range picks {
		r.picked[i] = u.or(r.picked[i], picks[i])
	}
	r.rounds = append(r.rounds, round{picks, room})
	return u.or(free...)
}

// best holds when an exercise is eligible and beats all others that are, of
// those that there is room for.
func (f *form) best(i int, room []lit) lit {
	in := f.plan().eligible
	terms := []lit{room[i], in[i]}
	for j := range room {
		if i != j && room[i] != no && room[j] != no {
			terms = append(terms, f.u.and(room[j], in[j], f.beats(j, i)).not())
		}
	}
	return f.u.and(terms...)
}

// room holds when a plan with what is picked can take an exercise too.
func (r *picker) room(e *pack.Exercise) lit {
	if r.u.fault == faultRoom {
		return yes
	}
	var terms, same []lit
	for i, o := range r.p.Exercises {
		if r.picked[i] == no {
			continue
		}
		if e.Easier == i || e.Harder == i || o.Easier == e.Index || o.Harder == e.Index {
			terms = append(terms, r.picked[i].not())
		}
		if o.Targets[0] == e.Targets[0] {
			same = append(same, r.picked[i])
		}
	}
	return r.u.and(append(terms, r.u.atLeast(r.p.Plan.PerTarget, same).not())...)
}
