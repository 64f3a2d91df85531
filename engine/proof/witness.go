package proof

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

// Witness is a case that shows something, and what the rules decide on it.
type Witness struct {
	Case *facts.Case `json:"case"`
	End  End         `json:"end"`

	// Other is the second case of a claim about two, nil without one.
	Other    *facts.Case `json:"other,omitzero"`
	OtherEnd End         `json:"other_end,omitzero"`

	// Facts counts the answers other than none; a Least witness has the fewest
	// possible. One that is not is still least in that no single answer can be
	// taken away; the budget ended the search for better ones.
	Facts int  `json:"answers"`
	Least bool `json:"least"`
}

// given asks for answers under which root holds, as few as can be. The case to
// stay near to is base; nil stands for nothing answered, and none is as good as
// that.
func (s *session) given(ctx context.Context, root lit, base assignment) (found status, a assignment, least bool) {
	found, a = s.ask(ctx, root)
	if found != satisfied {
		return found, nil, false
	}
	if e := s.u.evaluator(root); !s.holds(e, root, a) {
		return undecided, nil, false // the solver erred: nothing is proved
	}
	a = s.shrink(root, a, base)
	far := s.farFrom(root, base)
	for {
		bound := s.distance(a, base)
		if bound == 0 {
			return satisfied, a, true
		}
		if s.u.fault == faultBound {
			return satisfied, a, true
		}
		found, nearer := s.ask(ctx, s.u.and(root, s.u.atLeast(bound, far).not()))
		switch found {
		case impossible:
			return satisfied, a, true
		case undecided:
			return satisfied, a, false
		}
		if nearer = s.shrink(root, nearer, base); s.distance(nearer, base) >= bound {
			return satisfied, a, false // it has to come nearer each time, or this might never end
		}
		a = nearer
	}
}

func (s *session) holds(e *evaluator, root lit, a assignment) bool {
	e.load(a)
	return e.holds(root)
}

// farFrom lists, for every domain that a root depends on, whether its answer is
// away from the base.
func (s *session) farFrom(root lit, base assignment) (far []lit) {
	u := s.u
	seen := make([]bool, len(u.domains))
	for _, n := range u.cone(root) {
		if in, ok := u.known[n]; ok {
			seen[in.domain] = true
		}
	}
	for domain, in := range seen {
		switch {
		case !in:
		case base == nil:
			far = append(far, u.plainly(domain).not())
		default:
			far = append(far, u.exactly(domain, base.at(domain)).not())
		}
	}
	return far
}

// at is the answer in a domain, unanswered for domains made later.
func (a assignment) at(domain int) value {
	if domain < len(a) {
		return a[domain]
	}
	return value{}
}

func (s *session) distance(a, base assignment) (n int) {
	for i, v := range a {
		if base == nil && !v.plain() || base != nil && v != base.at(i) {
			n++
		}
	}
	return n
}

// shrink takes answers away, one at a time, as long as root holds without them.
func (s *session) shrink(root lit, a, base assignment) assignment {
	e := s.u.evaluator(root)
	for changed := true; changed; {
		changed = false
		for domain := range a {
			old := a[domain]
			for _, simpler := range s.simpler(domain, old, base) {
				if a[domain] = simpler; s.holds(e, root, a) {
					changed = true
					break
				}
				a[domain] = old
			}
		}
	}
	return a
}

// simpler lists answers to try instead of one, simplest first. Each is strictly
// simpler, so that shrink comes to an end.
func (s *session) simpler(domain int, v value, base assignment) (list []value) {
	d := &s.u.domains[domain]
	if base != nil {
		if b := base.at(domain); v != b {
			list = append(list, b)
		} else {
			return nil
		}
	}
	if v == (value{}) {
		return list
	}
	if base == nil {
		list = append(list, value{})
	}
	if d.kind == facts.Number {
		if usual := (value{number: d.usual, given: true}); v != usual {
			list = append(list, usual)
		}
		return list
	}
	if none := (value{none: true}); d.kind == facts.Set && !v.none {
		list = append(list, none)
	}
	if v.unsure && v.count() > 0 {
		w := v
		w.unsure = false
		list = append(list, w)
	}
	if v.count() > 1 {
		for i := range d.size() {
			if v.ticked(int64(i)) {
				w := v
				w.untick(int64(i))
				list = append(list, w)
			}
		}
	}
	return list
}

// caseOf is the form's case of an assignment.
func (f *form) caseOf(a assignment) *facts.Case {
	c := f.p.Vocabulary.New()
	copy(c.Words(), f.words(a))
	return c
}

// Fixture writes a case as a fixture that runs: what is given, and how the
// rules decide it today.
func Fixture(name string, c *facts.Case, end End) string {
	var b strings.Builder
	fmt.Fprintf(&b, "- name: %s\n  given: {", strconv.Quote(name))
	first := true
	for i, f := range c.Vocabulary().Facts {
		if c.Words()[i] == 0 {
			continue
		}
		if !first {
			b.WriteString(", ")
		}
		first = false
		values := f.Values(c.Words()[i])
		for i, v := range values {
			if v == facts.Yes || v == facts.No {
				values[i] = `"` + v + `"`
			}
		}
		text := strings.Join(values, ", ")
		if f.Kind == facts.Set && text != facts.None {
			text = "[" + text + "]"
		}
		fmt.Fprintf(&b, "%s: %s", f.ID, text)
	}
	fmt.Fprintf(&b, "}\n  expect: {outcome: %s", end.Outcome)
	if end.Urgency != "" {
		fmt.Fprintf(&b, ", urgency: %s", end.Urgency)
	}
	b.WriteString("} # as the rules decide today\n")
	return b.String()
}

// rulesOf names the rules that fire.
func rulesOf(p *pack.Pack, s *observed) (names []string) {
	for i, fired := range s.fired {
		if fired {
			names = append(names, p.Rules[i].Name)
		}
	}
	return names
}
