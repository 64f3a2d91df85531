package ask

import (
	"slices"

	"github.com/limber-triage/limber/facts"
)

// Wishes are what a person said about questions that nobody has to answer. The
// zero value asks those that may refer, and no others.
type Wishes struct {
	Passed  []bool // by fact: passed over; nil: none
	Fitting bool   // also asks what only fits a plan to the person
}

// Open returns the questions still to ask, in order: what a decision at this
// level needs, and what may make it more urgent or was wished for.
func (a *Asker) Open(words []uint64, level facts.Level, w Wishes) []int {
	open := a.Needed(words, level)
	first, later := a.Optional(words)
	if level < facts.LevelSoon && w.Fitting {
		first = append(first, later...)
	}
	for _, i := range first {
		passed := w.Passed != nil && w.Passed[i]
		if !passed && (level < facts.LevelSoon || strongest(a.vocab.Facts[i]) > level) {
			open = append(open, i)
		}
	}
	slices.Sort(open)
	return open
}

// secondsEach is our estimate of what one question takes to read and answer;
// nobody has timed it yet. It only serves the time that the first page names.
const secondsEach = 12

// Minutes is about how long the questions take somebody with no red flag; at
// least 1.
func (a *Asker) Minutes() int {
	const minute = 60
	closed, n := a.Closed(a.vocab.Healthy().Words()), 0
	for i, f := range a.vocab.Facts {
		if !closed[i] && (f.Required() || strongest(f) > facts.LevelNone) {
			n++
		}
	}
	return max(1, (n*secondsEach+minute/2)/minute)
}

// strongest is the most urgent level that an option of a fact gives alone.
func strongest(f *facts.Fact) (level facts.Level) {
	for _, o := range f.Options {
		level = max(level, o.Alone)
	}
	return level
}
