package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/limber-triage/limber/engine/planner"
	"github.com/limber-triage/limber/facts"
)

// group is what was left out for one reason that a person should know of.
type group struct {
	Reason string
	Lines  []leftLine
}

// leftLine is exercises that one sentence explains; Why is empty where the
// group's reason says it all.
type leftLine struct {
	Names []string
	Why   string
}

// leftOut groups by reason what the person's answers or the catalogue speak
// against. What merely found no room is for [builder.more]; a record in JSON
// holds all.
func (b *builder) leftOut(all []planner.LeftOut) []group {
	var groups []group
	for _, kind := range leftOut {
		g := group{Reason: kind.Words}
		for _, out := range all {
			if out.Reason == kind.Reason {
				g.add(b.exerciseName(out.ID), b.whyNot(out))
			}
		}
		if len(g.Lines) > 0 {
			groups = append(groups, g)
		}
	}
	return groups
}

// Plain reports whether the group's reason is all there is to say.
func (g group) Plain() bool { return len(g.Lines) == 1 && g.Lines[0].Why == "" }

// namesMost bounds the names of one line: what a whole phase holds is no news.
const namesMost = 6

// NameList names the exercises of a line, as a sentence.
func (l leftLine) NameList() string {
	names := l.Names
	if more := len(names) - namesMost; more > 1 { // "and 1 more" would take as much room
		names = append(slices.Clone(names[:namesMost]), fmt.Sprintf(words.AndMore, more))
	}
	return strings.Join(names, "; ") + "."
}

func (g *group) add(name, why string) {
	for i := range g.Lines {
		if g.Lines[i].Why == why {
			g.Lines[i].Names = append(g.Lines[i].Names, name)
			return
		}
	}
	g.Lines = append(g.Lines, leftLine{[]string{name}, why})
}

// whyNot is one sentence or two against an exercise.
func (b *builder) whyNot(out planner.LeftOut) string {
	switch out.Reason {
	case planner.ReasonUnfit:
		if ex := b.exercise(out.ID); ex != nil {
			return firstSentence(ex.Unfit) // the catalogue has the rest
		}
	case planner.ReasonStart: // the head of the plan says why it starts where it does
	default:
		if texts := b.messages(out.Because); len(texts) > 0 {
			return texts[0]
		}
	}
	return ""
}

// firstSentence cuts text after its first full stop before a space.
func firstSentence(text string) string {
	if first, _, more := strings.Cut(text, ". "); more {
		return first + "."
	}
	return text
}

// more says how many exercises would have suited too: in a later plan, away
// from the desk, with other equipment.
func (b *builder) more(all []planner.LeftOut) string {
	counts := map[planner.Reason]int{}
	for _, out := range all {
		counts[out.Reason]++
	}
	var parts []string
	if n := counts[planner.ReasonRoom] + counts[planner.ReasonTime]; n > 0 {
		parts = append(parts, counted(n, words.MoreOne, words.More))
	}
	if n := counts[planner.ReasonPlace]; n > 0 {
		parts = append(parts, fmt.Sprintf(words.MorePlace, n))
	}
	if n := counts[planner.ReasonEquipment]; n > 0 {
		things, would := b.worthHaving(all)
		text := fmt.Sprintf(words.MoreWith, things, would)
		if n > would {
			text = fmt.Sprintf(words.MoreOther, things, would, n-would)
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, " ")
}

func counted(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return fmt.Sprintf(many, n)
}

// worthHaving words the equipment of one exercise that would open up the most,
// and says how many; where two open up as many, the fewer things.
func (b *builder) worthHaving(all []planner.LeftOut) (things string, would int) {
	var best []string
	for _, out := range all {
		if out.Reason != planner.ReasonEquipment {
			continue
		}
		n := 0
		for _, other := range all {
			if other.Reason == planner.ReasonEquipment && within(other.Missing, out.Missing) {
				n++
			}
		}
		if n > would || n == would && len(out.Missing) < len(best) {
			best, would = out.Missing, n
		}
	}
	texts := make([]string, len(best))
	for i, id := range best {
		texts[i] = id
		for _, o := range b.equipment() {
			if o.ID == id {
				texts[i] = lower(o.Text)
			}
		}
	}
	return strings.Join(texts, " and "), would
}

func within(some, list []string) bool {
	return !slices.ContainsFunc(some, func(s string) bool { return !slices.Contains(list, s) })
}

// equipment returns the options of the equipment fact, none where the pack has
// no vocabulary.
func (b *builder) equipment() []facts.Option {
	if b.p.Vocabulary == nil {
		return nil
	}
	return b.p.Vocabulary.Facts[b.p.Plan.Equipment].Options
}
