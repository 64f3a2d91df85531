package verify

import (
	"maps"
	"slices"
	"strings"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/yamltree"
)

// The words that an expectation may use.
var (
	outcomes   = []string{string(engine.PlanGiven), string(engine.Referral), string(engine.Incomplete)}
	referrals  = []string{string(engine.Emergency), string(engine.Urgent), string(engine.Soon), string(engine.Routine)}
	urgencies  = append(slices.Clone(referrals), string(engine.SelfCare))
	phaseNames = []string{pack.Release.String(), pack.Stretch.String(), pack.Mobility.String(), pack.Strength.String()}
	starts     = []string{"0", "1", "2", "3"}
	truths     = []string{"true", "false"}
)

// expect gives expect: its meaning and reports every name that the pack does
// not have.
func (r *reader) expect(d *expectDoc) Expect {
	e := Expect{
		Because:   r.list("triage rule", d.Because, r.known.triage),
		Refers:    r.list("triage rule and urgency", d.Refers, r.known.refers),
		Fired:     r.list("rule", d.Fired, r.known.rules),
		Silent:    slices.Concat(r.list("rule", d.NotBecause, r.known.rules), r.list("rule", d.NotFired, r.known.rules)),
		Findings:  r.list("finding", d.Findings, r.known.findings),
		NotFound:  r.list("finding", d.NotFindings, r.known.findings),
		Exercises: r.list("exercise", d.Exercises, r.known.exercises),
		NotGiven:  r.list("exercise", d.NotExercises, r.known.exercises),
		Advice:    r.list("tip", d.Advice, r.known.tips),
		NotAdvice: r.list("tip", d.NotAdvice, r.known.tips),
		Ask:       r.list("fact", d.Ask, r.known.facts),
	}
	if d.Phases != nil {
		phases := r.list("phase", d.Phases, phaseNames)
		e.Phases = &phases
	}
	if d.Priority != nil {
		priority := r.list("exercise", d.Priority, r.known.exercises)
		e.Priority = &priority
	}
	for _, id := range r.list("caution", d.Cautions, r.known.cautions) {
		e.Cautions = append(e.Cautions, r.p.Cautions[id])
	}
	e.Cautioned, e.Bare = r.cautioned(d.Cautioned), r.cautioned(d.NotCautioned)
	if word, ok := r.word("outcome", d.Outcome, outcomes); ok {
		e.Outcome = word
	}
	e.Urgency = r.orNull("urgency", d.Urgency, urgencies)
	e.AtLeast = r.orNull("at_least", d.AtLeast, referrals)
	if word, ok := r.word("settled", d.Settled, truths); ok {
		settled := word == "true"
		e.Settled = &settled
	}
	if word, ok := r.word("start", d.Start, starts); ok {
		level := slices.Index(starts, word)
		e.Start = &level
	}
	return e
}

// list reads a list of names and refuses those that are not known.
func (r *reader) list(what string, n *yamltree.Node, known []string) (names []string) {
	if n == nil || n.Kind == yamltree.Null {
		return nil
	}
	if n.Kind != yamltree.List {
		r.errorf(n, "wrong-shape", "write it in brackets: [a, b]", "the %s names must be a list, not %s", what, n.Kind)
	}
	for _, item := range n.Items {
		switch {
		case item.Kind != yamltree.Scalar:
			r.errorf(item, "wrong-shape", "", "a %s must be a name, not %s", what, item.Kind)
		case !slices.Contains(known, item.Value):
			r.errorf(item, "unknown-"+strings.ReplaceAll(what, " ", "-"), diag.DidYouMean(item.Value, known, ""), "the pack has no %s %s", what, yamltree.Quote(item.Value))
		default:
			names = append(names, item.Value)
		}
	}
	return names
}

// cautioned reads exercises, each with a caution.
func (r *reader) cautioned(n *yamltree.Node) (out []Cautioned) {
	for _, both := range r.list("exercise and caution", n, r.known.cautioned) {
		exercise, caution, _ := strings.Cut(both, " ")
		out = append(out, Cautioned{exercise, r.p.Cautions[caution]})
	}
	return out
}

// word reads one word out of a few. A key that is missing states nothing.
func (r *reader) word(key string, n *yamltree.Node, allowed []string) (string, bool) {
	if n == nil {
		return "", false
	}
	if n.Kind != yamltree.Scalar || !slices.Contains(allowed, n.Value) {
		hint := "one of " + strings.Join(allowed, ", ")
		if len(n.Value) > 1 { // digits are all alike
			hint = diag.DidYouMean(n.Value, allowed, hint)
		}
		r.errorf(n, "unknown-word", hint, "%s cannot be %s", key, shown(n))
		return "", false
	}
	return n.Value, true
}

// shown is what a message calls a value.
func shown(n *yamltree.Node) string {
	if n.Kind != yamltree.Scalar {
		return n.Kind.String()
	}
	return yamltree.Quote(n.Value)
}

// orNull reads a word or null, which is a value of its own here.
func (r *reader) orNull(key string, n *yamltree.Node, allowed []string) *string {
	if n == nil {
		return nil
	}
	word, ok := "", n.Kind == yamltree.Null
	if !ok {
		if word, ok = r.word(key, n, allowed); !ok {
			return nil
		}
	}
	return &word
}

// known is the names that fixtures may use.
type known struct{ rules, triage, refers, findings, exercises, tips, cautions, cautioned, facts []string }

func newKnown(p *pack.Pack) (k known) {
	for _, r := range p.Rules {
		k.rules = append(k.rules, r.Name)
		if r.Stratum == grl.Triage {
			k.triage = append(k.triage, r.Name)
			for _, u := range referrals {
				k.refers = append(k.refers, r.Name+" "+u)
			}
		}
	}
	k.triage = append(k.triage, engine.NoSuitableExercise)
	for _, f := range p.Found {
		k.findings = append(k.findings, f.ID)
	}
	for _, e := range p.Exercises {
		k.exercises = append(k.exercises, e.ID)
	}
	k.tips = slices.Sorted(maps.Keys(p.Tips))
	k.cautions = slices.Sorted(maps.Keys(p.Cautions))
	for _, e := range k.exercises {
		for _, c := range k.cautions {
			k.cautioned = append(k.cautioned, e+" "+c)
		}
	}
	k.facts = p.Vocabulary.FactIDs()
	return k
}
