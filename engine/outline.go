package engine

import (
	"context"
	"math/bits"

	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/facts"
)

// Outline is a decision without its words, reasons and questions: what takes
// most of the time is left out. Its fields are those of [Decision].
type Outline struct {
	Outcome     Outcome
	Urgency     Urgency
	AtLeast     Urgency
	Settled     bool
	CouldBecome Urgency
	Start       int      // the plan's; 0 unless Outcome is PlanGiven
	Exercises   []string // ids in the order of the plan; shared, so nobody may change them
}

// Outliner outlines one case after another: for whoever counts and compares
// many cases and shows none to a person. It belongs to one goroutine at a time,
// and unlike an [Engine] it holds the last case until the next one, or until
// [Outliner.Forget].
type Outliner struct {
	e      *Engine
	w      *worker
	triage []uint64 // bit set: the rules that refer
}

// NewOutliner returns an outliner. It counts towards Options.CrossCheck.
func (e *Engine) NewOutliner() *Outliner {
	o := &Outliner{e: e, w: e.workers.New().(*worker), triage: make([]uint64, (len(e.pack.Rules)+wordBits-1)/wordBits)}
	for i, r := range e.pack.Rules {
		if r.Stratum == grl.Triage {
			o.triage[i/wordBits] |= 1 << (i % wordBits)
		}
	}
	return o
}

// Outline evaluates a case as [Engine.Decide] does. Since it shows no emergency
// to anyone, all faults are errors, of those that Decide returns.
func (o *Outliner) Outline(ctx context.Context, c *facts.Case) (line Outline, err error) {
	defer refuse(&err)
	if err := o.e.fits(ctx, c); err != nil {
		return line, err
	}
	words, ran := c.Words(), o.w.state
	ran.Run(words)
	if o.e.due(o.e.decided.Add(1)) {
		_, fault := o.e.crossCheck(ctx, o.w, words)
		if err := ctx.Err(); err != nil {
			return line, err
		}
		if fault != nil {
			return line, &CannotAssess{fault}
		}
	}
	level := ran.Level()
	known := conclusion{level: level, clear: ran.Found(o.e.pack.Clearance)}
	if level < facts.LevelEmergency {
		known.could, known.open = o.w.asker.Reach(words, ran)
	}
	var b brief
	line = o.e.outline(known, func() bool {
		b = o.e.plans.brief(ran, words)
		return len(b.exercises) > 0
	})
	line.Start, line.Exercises = b.start, b.exercises
	return line, nil
}

// Reasons appends the indexes of the rules that referred the last case,
// ascending.
func (o *Outliner) Reasons(to []int) []int {
	for i, set := range o.w.state.Set() {
		for set &= o.triage[i]; set != 0; set &= set - 1 {
			to = append(to, i*wordBits+bits.TrailingZeros64(set))
		}
	}
	return to
}

// Forget clears every answer and conclusion that the outliner still holds.
func (o *Outliner) Forget() { o.w.forget() }

// conclusion is what an outline follows from.
type conclusion struct {
	level facts.Level // the strongest referral
	could facts.Level // what open answers could still make of it; no matter in an emergency
	open  bool        // a required fact is open; no matter from soon on
	clear bool        // the pack's clearance is found
}

// outline decides:
//
//	at least soon            -> referral
//	a required fact is open  -> incomplete
//	no exercise is left      -> referral, routine
//	otherwise                -> plan
//
// plan makes one, and reports whether any exercise was left.
func (e *Engine) outline(c conclusion, plan func() bool) Outline {
	o := Outline{AtLeast: urgencyOf(c.level), Settled: true}
	if c.level < facts.LevelEmergency && c.could > c.level {
		o.Settled, o.CouldBecome = false, urgencyOf(c.could)
	}
	switch {
	case c.level >= facts.LevelSoon:
		o.Outcome, o.Urgency = Referral, urgencyOf(c.level)
	case c.open:
		o.Outcome = Incomplete
	case !plan():
		o.Outcome, o.Urgency = Referral, Routine
	case c.level == facts.LevelNone && c.clear:
		o.Outcome, o.Urgency = PlanGiven, SelfCare
	default:
		o.Outcome, o.Urgency = PlanGiven, Routine
	}
	return o
}
