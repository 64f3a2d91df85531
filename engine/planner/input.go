package planner

import (
	"encoding/binary"
	"slices"

	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
)

// Input is everything a plan depends on besides the pack. Lists are indexed as
// in the pack.
type Input struct {
	Needs   [pack.Phases][]int // by target: weight 0 (no need) to 5
	Prefer  []int              // by exercise: weight 0 to 5
	Avoid   uint64             // bit i: leave out what has tag i
	Without [pack.Phases]bool  // phases to leave out
	Start   int                // 0 settle .. 3 load
	Most    int                // exercises at most, the pack's and config's bound included

	Older     bool   // longer holds and more repetitions: pack.PlanFacts.OlderFloor
	Equipment uint64 // bits of the equipment fact's options at hand
	Minutes   int    // a day at most
	Place     Place

	Cautions []Caution // texts for exercises with a tag, in pack order

	// Fired holds the indexes of the plan rules behind all of the above,
	// ascending. Their effects are the reasons that the plan names.
	Fired []int
}

// Place is where the person will exercise.
type Place int

// The places of a plan.
const (
	Anywhere Place = iota
	Home
	AtDesk // only exercises that fit a desk
)

// The options of the place fact that mean something to a plan. Any other, such
// as both, is Anywhere.
const (
	optionHome = "home"
	optionDesk = "desk"
)

// Caution is a text that goes with exercises that have a tag.
type Caution struct {
	Tag  int
	Text *pack.Caution
}

// The start levels with a meaning of their own; rules can only lower them.
const (
	startBuild = 2 // everyone
	startLoad  = 3 // whoever the pack finds ready to load
)

// defaultMinutes stands in when the pack declares no default either: one
// session of ten minutes did as well as two (Saeterbakken 2020).
const defaultMinutes = 10

// FromEffects combines the effects of the fired rules with the answers that
// only a plan reads. Order does not matter: needs and Prefer take the maximum
// weight, Start and Limit the minimum, Avoid, Without and Caution the union.
//
// fired holds rule indexes, of any stratum; found tells whether a finding
// holds; words is the case; most bounds the number of exercises below what the
// pack and the rules allow, 0 for no bound.
func FromEffects(p *pack.Pack, fired []int, found func(finding int) bool, words []uint64, most int) Input {
	in := Input{
		Start:     startBuild,
		Most:      p.Plan.Most,
		Older:     found(p.Plan.Older),
		Equipment: equipment(p, words),
		Minutes:   minutes(p, words),
		Place:     place(p, words),
	}
	if found(p.Plan.ReadyToLoad) {
		in.Start = startLoad
	}
	if most > 0 {
		in.Most = min(in.Most, most)
	}
	n := len(p.Targets)
	weights := make([]int, pack.Phases*n+len(p.Exercises))
	for phase := range in.Needs {
		in.Needs[phase], weights = weights[:n:n], weights[n:]
	}
	in.Prefer = weights

	rules := slices.Clone(fired)
	slices.Sort(rules)
	rules = slices.Compact(rules)
	in.Fired = rules[:0]
	for _, i := range rules {
		if in.combine(p.Rules[i]) {
			in.Fired = append(in.Fired, i)
		}
	}
	return in
}

// combine reports whether the rule has any effect on a plan.
func (in *Input) combine(r *pack.Rule) (used bool) {
	for i := range r.Effects {
		e := &r.Effects[i]
		switch e.Verb {
		case grl.PlanRelease, grl.PlanStretch, grl.PlanMobilise, grl.PlanStrengthen:
			need := &in.Needs[e.Phase][e.Target]
			*need = max(*need, e.Number)
		case grl.PlanPrefer:
			in.Prefer[e.Exercise] = max(in.Prefer[e.Exercise], e.Number)
		case grl.PlanAvoid:
			in.Avoid |= 1 << e.Tag
		case grl.PlanWithout:
			in.Without[e.Phase] = true
		case grl.PlanStart:
			in.Start = min(in.Start, e.Number)
		case grl.PlanLimit:
			in.Most = min(in.Most, e.Number)
		case grl.PlanCaution:
			if c := (Caution{Tag: e.Tag, Text: e.Caution}); !slices.Contains(in.Cautions, c) {
				in.Cautions = append(in.Cautions, c)
			}
		default:
			continue // findings, referrals and tips shape no plan
		}
		used = true
	}
	return used
}

// Keys tells plans apart by what they follow from, at a fraction of the cost of
// working that out: the rules that shape a plan and the answers that only a
// plan reads. It is immutable.
type Keys struct {
	pack   *pack.Pack
	shapes []uint64 // bit set: the rules that have an effect on plans
}

const wordBits = 64

// NewKeys prepares keys for the plans of a pack.
func NewKeys(p *pack.Pack) *Keys {
	k := &Keys{pack: p, shapes: make([]uint64, (len(p.Rules)+wordBits-1)/wordBits)}
	for i := range p.Rules {
		if len(FromEffects(p, []int{i}, func(int) bool { return false }, make([]uint64, len(p.Vocabulary.Facts)), 0).Fired) > 0 {
			k.shapes[i/wordBits] |= 1 << (i % wordBits)
		}
	}
	return k
}

// Append appends a key to b. Two calls with the same key stand for equal inputs
// of [FromEffects] under one bound, and so for the same plan. Both take the same
// arguments, only that fired is a set of bits here, 64 rules to a word.
func (k *Keys) Append(b []byte, fired []uint64, found func(finding int) bool, words []uint64) []byte {
	p := &k.pack.Plan
	var findings uint64
	if found(p.Older) {
		findings |= 1
	}
	if found(p.ReadyToLoad) {
		findings |= 1 << 1
	}
	b = binary.AppendUvarint(b, findings)
	for _, fact := range [...]int{p.Equipment, p.Minutes, p.Place} {
		b = binary.AppendUvarint(b, answer(k.pack, words, fact))
	}
	for i, shapes := range k.shapes {
		b = binary.LittleEndian.AppendUint64(b, fired[i]&shapes)
	}
	return b
}

// answer returns the word of a fact, what the pack assumes when unanswered.
func answer(p *pack.Pack, words []uint64, fact int) uint64 {
	if w := words[fact]; w != 0 {
		return w
	}
	return p.Vocabulary.Facts[fact].Default
}

// equipment returns the options ticked; "none of these" leaves no bits.
func equipment(p *pack.Pack, words []uint64) uint64 {
	fact := p.Plan.Equipment
	return answer(p, words, fact) & p.Vocabulary.Facts[fact].OptionBits()
}

func minutes(p *pack.Pack, words []uint64) int {
	fact := p.Plan.Minutes
	w := answer(p, words, fact)
	if w == 0 {
		return defaultMinutes
	}
	return int(p.Vocabulary.Facts[fact].Value(w))
}

func place(p *pack.Pack, words []uint64) Place {
	fact := p.Plan.Place
	w := answer(p, words, fact)
	for i, o := range p.Vocabulary.Facts[fact].Options {
		if w != 1<<i {
			continue
		}
		switch o.ID {
		case optionHome:
			return Home
		case optionDesk:
			return AtDesk
		}
	}
	return Anywhere
}
