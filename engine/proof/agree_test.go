package proof_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/proof"
	"github.com/limber-triage/limber/facts"
)

// Every question is put to small random packs and answered a second time by
// looking at all of their cases.

func TestAgreesWithEnumeration(t *testing.T) {
	t.Parallel()
	packs := uint64(12)
	if os.Getenv("LIMBER_SLOW") != "" {
		packs = 1000
	}
	for seed := range packs {
		err := agree(t.Context(), seed, proof.Options{Workers: 1}, agreeOnEnds, agreeOnConditions, agreeOnBuiltIn, agreeOnIdle, agreeOnDiff, agreeOnWhyNot, agreeOnAlike)
		if err != nil {
			t.Errorf("pack %d: %v", seed, err)
		}
	}
}

func TestSeededFaultsAreCaught(t *testing.T) {
	t.Parallel()
	const packs = 80
	for fault := 1; fault <= proof.Faults; fault++ {
		caught := false
		for seed := uint64(0); seed < packs && !caught; seed++ {
			err := agree(t.Context(), seed, proof.Options{Workers: 1}.WithFault(fault), agreeOnEnds, agreeOnConditions, agreeOnWhyNot, agreeOnDiff, agreeOnAlike)
			if caught = err != nil; caught {
				t.Logf("fault %d: pack %d: %v", fault, seed, err)
			}
		}
		if !caught { // the planner's bounds need more exercises than a small pack has
			err := picksAsPlanned(t.Context(), proof.Options{}.WithFault(fault))
			if caught = err != nil; caught {
				t.Logf("fault %d: %v", fault, err)
			}
		}
		if !caught {
			t.Errorf("fault %d passes for correct on %d packs", fault, packs)
		}
	}
}

// question is put to all cases of a small pack; its error is a wrong answer.
type question func(context.Context, *rand.Rand, *space, proof.Options) error

// agree puts questions to one random pack; the error is the first wrong answer.
func agree(ctx context.Context, seed uint64, o proof.Options, questions ...question) error {
	r := rand.New(rand.NewPCG(seed, 1))
	s := enumerate(randomPack(r))
	for _, q := range questions {
		if err := q(ctx, r, s, o); err != nil {
			return err
		}
	}
	return nil
}

func agreeOnEnds(ctx context.Context, _ *rand.Rand, s *space, o proof.Options) error {
	for _, e := range proof.Ends() {
		results, err := proof.Check(ctx, s.p, []proof.Claim{proof.NeverEnd(e)}, o)
		if err != nil {
			return err
		}
		if err := sameWitness(results[0], s.least(func(i int) bool { return s.seen[i].End == e })); err != nil {
			return fmt.Errorf("%s: %w", e, err)
		}
	}
	return nil
}

// sameWitness holds the result of a claim against the fewest answers of a case
// that breaks it, -1 for none.
func sameWitness(r proof.ClaimResult, least int) error {
	switch {
	case r.Verdict == proof.Proved && least < 0:
		return nil
	case r.Verdict != proof.Broken || least < 0:
		return fmt.Errorf("%s, and the least witness has %d answers", r.Verdict, least)
	case r.Failed[0].Witness.Facts != least || !r.Failed[0].Witness.Least:
		return fmt.Errorf("a witness of %d answers (least: %v), and %d do", r.Failed[0].Witness.Facts, r.Failed[0].Witness.Least, least)
	}
	return nil
}

func agreeOnConditions(ctx context.Context, r *rand.Rand, s *space, o proof.Options) error {
	m := ruleMaker{r, s.p.Vocabulary}
	for n := range 4 {
		when, then := m.cond(2, 3), m.cond(2, 3)
		results, err := proof.Check(ctx, s.p, []proof.Claim{proof.If(when, then)}, o)
		if err != nil {
			return err
		}
		least := s.least(func(i int) bool {
			return pack.Holds(when, s.cases[i], s.seen[i].Found) && !pack.Holds(then, s.cases[i], s.seen[i].Found)
		})
		if err := sameWitness(results[0], least); err != nil {
			return fmt.Errorf("condition %d: %w", n, err)
		}
	}
	return nil
}

func agreeOnBuiltIn(ctx context.Context, _ *rand.Rand, s *space, o proof.Options) error {
	claims := proof.BuiltIn(s.p)
	results, err := proof.Check(ctx, s.p, claims, o)
	if err != nil {
		return err
	}
	for i, r := range results {
		for _, part := range claims[i].Parts() {
			verdict := proof.Proved
			if at := slices.IndexFunc(r.Failed, func(f proof.Failure) bool { return f.Part == part }); at >= 0 {
				verdict = r.Failed[at].Verdict
			}
			if broken := s.broken(r.Claim.ID, part); verdict == proof.Undecided || broken != (verdict == proof.Broken) {
				return fmt.Errorf("claim %s %s is %s, and broken by enumeration: %v", r.Claim.ID, part, verdict, broken)
			}
		}
	}
	return nil
}

// alike reports whether a rule's absence or change is not to be noticed.
func alike(p *pack.Pack, a, b *proof.Seen) bool {
	if a.Level != b.Level || a.End.Outcome == "incomplete" != (b.End.Outcome == "incomplete") {
		return false
	}
	quiet := a.Level < facts.LevelSoon && len(a.Open) == 0
	if quiet {
		return a.End == b.End && sameEffects(p, a, b)
	}
	for _, s := range [2][2]*proof.Seen{{a, b}, {b, a}} {
		for key := range s[0].Effects {
			if proof.Always(key) && !s[1].Effects[key] {
				return false
			}
		}
	}
	return true
}

// changed is the pack with another condition for one rule; nil: without it.
func changed(p *pack.Pack, rule int, cond pack.Cond) *pack.Pack {
	q := *p
	q.Rules = slices.Clone(p.Rules)
	r := *p.Rules[rule]
	if r.Cond = cond; cond == nil {
		r.Cond = pack.Or{} // never
	}
	q.Rules[rule] = &r
	return &q
}

func agreeOnIdle(ctx context.Context, _ *rand.Rand, s *space, o proof.Options) error {
	list, err := proof.Idle(ctx, s.p, o)
	if err != nil {
		return err
	}
	has := func(code, name string) bool {
		return slices.ContainsFunc(list, func(i proof.IdlePart) bool { return i.Code == code && i.Name == name })
	}
	unnoticed := func(p *pack.Pack) bool {
		seen := s.observe(p)
		return !s.any(func(i int) bool { return !alike(s.p, s.seen[i], seen[i]) })
	}
	for i, r := range s.p.Rules {
		idle := unnoticed(changed(s.p, i, nil))
		if idle != has(proof.IdleRule, r.Name) {
			return fmt.Errorf("rule %s is idle by enumeration: %v", r.Name, idle)
		}
		terms, ok := r.Cond.(pack.And)
		if idle || !ok || len(s.cases) > maxCases/3 {
			continue
		}
		some := has(proof.IdleAtom, r.Name)
		for at, term := range terms {
			if _, ok := term.(*pack.Atom); !ok || some {
				continue
			}
			if unnoticed(changed(s.p, i, pack.And(slices.Delete(slices.Clone(terms), at, at+1)))) {
				return fmt.Errorf("term %d of rule %s is idle, and none is reported", at, r.Name)
			}
		}
	}
	for i, f := range s.p.Found {
		if drawn := s.any(func(j int) bool { return s.seen[j].Found[i] }); drawn == has(proof.UnreachableFinding, f.ID) {
			return fmt.Errorf("finding %s is drawn by enumeration: %v", f.ID, drawn)
		}
	}
	given := s.any(func(i int) bool { return s.seen[i].End.Outcome == "plan" && s.seen[i].Effects["Advise.Tip(t0)"] })
	if given == has(proof.UnreachableTip, "t0") {
		return fmt.Errorf("tip t0 is given by enumeration: %v", given)
	}
	return nil
}

// edited is a pack after a small edit of its rules.
func edited(r *rand.Rand, p *pack.Pack) *pack.Pack {
	i := r.IntN(len(p.Rules))
	q := changed(p, i, nil)
	rule := *p.Rules[i]
	switch m := (ruleMaker{r, p.Vocabulary}); {
	case rule.Stratum == grl.Triage && chance(r, 0.5):
		rule.Effects = slices.Clone(rule.Effects)
		rule.Effects[0].Urgency = oneOf(r, facts.LevelRoutine, facts.LevelSoon, facts.LevelUrgent, facts.LevelEmergency)
	case rule.Stratum == grl.Plan && chance(r, 0.5):
		rule.Effects = []pack.Effect{m.effect()}
	case rule.Stratum == grl.Findings:
		rule.Cond = pack.Or{rule.Cond, randomAtom(r, oneOf(r, p.Vocabulary.Facts...))}
	case chance(r, 0.5):
		rule.Cond = m.cond(2, 3)
	default:
		rule.Cond = pack.Or{}
	}
	rule.Rule = &grl.Rule{Name: rule.Name, Stratum: rule.Stratum, Source: "edited"}
	q.Rules[i] = &rule
	return q
}

func agreeOnDiff(ctx context.Context, r *rand.Rand, s *space, o proof.Options) error {
	new := edited(r, s.p)
	d, err := proof.Diff(ctx, s.p, new, o)
	if err != nil {
		return err
	}
	return sameDifference(s, s.observe(new), new, d)
}

// sameDifference holds a difference against all cases of a space, which are
// those of both packs, and what the new pack makes of them.
func sameDifference(s *space, seen []*proof.Seen, new *pack.Pack, d *proof.Difference) error {
	for _, from := range proof.Ends() {
		for _, to := range proof.Ends() {
			least := s.least(func(i int) bool { return from != to && s.seen[i].End == from && seen[i].End == to })
			at := slices.IndexFunc(d.Moves, func(m proof.Move) bool { return m.From == from && m.To == to })
			if at >= 0 != (least >= 0) {
				return fmt.Errorf("%s -> %s: the least case by enumeration has %d answers, reported: %v", from, to, least, at >= 0)
			}
			if at >= 0 && (d.Moves[at].Witness.Facts != least || !d.Moves[at].Witness.Least) {
				return fmt.Errorf("%s -> %s: the least case has %d answers, not %d", from, to, least, d.Moves[at].Witness.Facts)
			}
		}
	}
	differs := map[string]bool{}
	for i, a := range s.seen {
		for _, what := range differences(s.p, new, a, seen[i]) {
			differs[what] = true
		}
	}
	for what := range differs {
		if !slices.ContainsFunc(d.Changes, func(c proof.Change) bool { return c.What == what }) {
			return fmt.Errorf("%s differs and is not reported", what)
		}
	}
	for _, c := range d.Changes {
		if !differs[c.What] {
			return fmt.Errorf("%s does not differ and is reported", c.What)
		}
	}
	if equal := len(differs)+len(d.Moves) == 0; equal != (d.Verdict == proof.Proved) {
		return fmt.Errorf("the verdict is %s", d.Verdict)
	}
	return nil
}

// differences lists what differs between two decisions that end alike.
func differences(old, new *pack.Pack, a, b *proof.Seen) (list []string) {
	plan := a.End.Outcome == "plan" && b.End.Outcome == "plan"
	for _, s := range [2][2]*proof.Seen{{a, b}, {b, a}} {
		for key := range s[0].Effects {
			if !s[1].Effects[key] && (plan || proof.Always(key)) {
				list = append(list, key)
			}
		}
	}
	if a.End == b.End && a.End.Outcome == "incomplete" && a.Level != b.Level {
		list = append(list, "at least routine")
	}
	if !plan {
		return list
	}
	for i, e := range old.Exercises {
		if a.Eligible[i] != b.Eligible[i] {
			list = append(list, "eligible "+e.ID)
		}
	}
	if a.Found[old.Plan.Older] != b.Found[new.Plan.Older] {
		list = append(list, proof.OlderDoses)
	}
	if a.Found[old.Plan.ReadyToLoad] != b.Found[new.Plan.ReadyToLoad] {
		list = append(list, proof.MayLoad)
	}
	return list
}

func agreeOnWhyNot(ctx context.Context, r *rand.Rand, s *space, o proof.Options) error {
	for range 3 {
		from := r.IntN(len(s.cases))
		end := oneOf(r, append(proof.Ends(), proof.End{Outcome: "referral"}, proof.End{Outcome: "plan"})...)
		c := s.p.Vocabulary.New()
		copy(c.Words(), s.cases[from])
		got, err := proof.WhyNot(ctx, s.p, c, end, o)
		if err != nil {
			return err
		}
		least := -1
		for i, seen := range s.seen {
			if seen.End.Outcome != end.Outcome || end.Urgency != "" && seen.End.Urgency != end.Urgency {
				continue
			}
			n := 0
			for f := range s.words {
				if s.cases[i][f] != s.cases[from][f] {
					n++
				}
			}
			if least < 0 || n < least {
				least = n
			}
		}
		if (least < 0) != (got.Verdict == proof.Broken) || least >= 0 && (len(got.Changes) != least || !got.Least) {
			return fmt.Errorf("why not %s: %s with %d changes, by enumeration %d", end, got.Verdict, len(got.Changes), least)
		}
	}
	return nil
}

// TestDiffUnitesVocabularies compares packs of which the old one lacks a fact
// or an option of the new one.
func TestDiffUnitesVocabularies(t *testing.T) {
	t.Parallel()
	for seed := range uint64(30) {
		r := rand.New(rand.NewPCG(seed, 2))
		text := randomVocabulary(r)
		v, err := facts.ReadVocabulary("facts.yaml", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if caseCount(v) > maxCases {
			continue
		}
		var lacks string // one option of the set
		if lacks = ", {id: b, text: t}"; !strings.Contains(text, lacks) {
			continue
		}
		small, err := facts.ReadVocabulary("facts.yaml", []byte(strings.Replace(text, lacks, "", 1)))
		if err != nil {
			t.Fatal(err)
		}
		new := randomRules(r, v)
		old := randomRules(rand.New(rand.NewPCG(seed, 3)), small)
		d, err := proof.Diff(t.Context(), old, new, proof.Options{})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		s := enumerate(new)
		after := s.seen
		see := proof.Observer(old)
		s.seen = nil
		for _, words := range s.cases {
			part := slices.Clone(words)
			for i, f := range small.Facts {
				if f.Kind == facts.Set || f.Kind == facts.Choice {
					part[i] &= f.OptionBits() | f.NoneBit() | f.UnsureBit()
				}
			}
			s.seen = append(s.seen, see(part))
		}
		s.p = old
		s.p.Vocabulary = v // the answers of both
		if err := sameMoves(s, after, d); err != nil {
			t.Errorf("seed %d: %v", seed, err)
		}
	}
}

func sameMoves(s *space, seen []*proof.Seen, d *proof.Difference) error {
	for _, from := range proof.Ends() {
		for _, to := range proof.Ends() {
			least := s.least(func(i int) bool { return from != to && s.seen[i].End == from && seen[i].End == to })
			at := slices.IndexFunc(d.Moves, func(m proof.Move) bool { return m.From == from && m.To == to })
			if at >= 0 != (least >= 0) || at >= 0 && d.Moves[at].Witness.Facts != least {
				return fmt.Errorf("%s -> %s: the least case by enumeration has %d answers, reported: %v", from, to, least, at >= 0)
			}
		}
	}
	return nil
}
