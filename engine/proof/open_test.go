package proof_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/limber-triage/limber/engine/ask"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/program"
	"github.com/limber-triage/limber/engine/proof"
	"github.com/limber-triage/limber/engine/verify"
	"github.com/limber-triage/limber/facts"
)

func newAsker(t testing.TB, p *pack.Pack) (*ask.Asker, *program.State) {
	t.Helper()
	prog, err := program.Compile(p)
	if err != nil {
		t.Fatal(err)
	}
	return ask.New(p, prog), prog.NewState()
}

// completions looks at all cases that add answers to open facts of one, as they
// would be asked for.
type completions struct {
	s    *space
	from []uint64
	open []bool
}

func (s *space) completions(state *program.State, i int, such func(*facts.Fact) bool) *completions {
	closed := make([]bool, len(s.words))
	state.Closed(s.cases[i], closed)
	c := &completions{s, s.cases[i], make([]bool, len(s.words))}
	for f, fact := range s.p.Vocabulary.Facts {
		c.open[f] = such(fact) && c.from[f] == 0 && !closed[f]
	}
	return c
}

// asked reports whether a case is a completion.
func (c *completions) asked(words []uint64) bool {
	for f := range c.from {
		if words[f] != c.from[f] && (!c.open[f] || !c.opens(words, f)) {
			return false
		}
	}
	return true
}

// opens reports whether a fact's gate holds once unsure answers count for it.
func (c *completions) opens(words []uint64, f int) bool {
	gate := c.s.p.Gates[f]
	if gate == nil {
		return true
	}
	all := slices.Clone(words)
	pack.Atoms(gate, func(a *pack.Atom) {
		if fact := c.s.p.Vocabulary.Facts[a.Fact]; fact.OffersNotSure() && words[a.Fact]&fact.UnsureBit() != 0 {
			all[a.Fact] = fact.UnsureBit() | fact.OptionBits() | fact.NoneBit() | facts.AnswerYes | facts.AnswerNo
		}
	})
	return pack.Holds(gate, all, nil)
}

// without is the case without an answer, and those asked only because of it.
func (c *completions) without(j, f int) int {
	s := c.s
	k := s.with(j, f, 0)
	for g := range s.words {
		if s.cases[k][g] != c.from[g] && !c.opens(s.cases[k], g) {
			k = s.with(k, g, 0)
		}
	}
	return k
}

// matters reports whether an answer to a fact can change where it ends.
func (c *completions) matters(f int) bool {
	return c.s.any(func(j int) bool {
		words := c.s.cases[j]
		return words[f] != c.from[f] && c.asked(words) && c.s.seen[j].End != c.s.seen[c.without(j, f)].End
	})
}

// raises is what [ask.Asker.Raises] should say, and the strongest referral.
func (c *completions) raises(now facts.Level) (by []facts.Level, could facts.Level) {
	s := c.s
	by, could = make([]facts.Level, len(c.from)), now
	for j, words := range s.cases {
		level := s.seen[j].Level
		if level <= now || !c.asked(words) {
			continue
		}
		could = max(could, level)
		for f := range words {
			if words[f] == c.from[f] {
				continue
			}
			if s.seen[c.without(j, f)].Level < level {
				by[f] = max(by[f], level)
			}
		}
	}
	return by, could
}

// TestAskAgreesWithEnumeration holds what package ask and OpenQuestions say of
// open questions against all completions of cases of random packs.
func TestAskAgreesWithEnumeration(t *testing.T) {
	t.Parallel()
	packs := uint64(60)
	if os.Getenv("LIMBER_SLOW") != "" {
		packs = 1000
	}
	raised, mattered := 0, 0
	for seed := range packs {
		r := rand.New(rand.NewPCG(seed, 7))
		s := enumerate(randomPack(r))
		asker, state := newAsker(t, s.p)
		for n := range 12 {
			i := r.IntN(len(s.cases))
			if n < 2 {
				i = n * (len(s.cases) - 1) / 7
			}
			words := s.cases[i]
			now := s.seen[i].Level
			want, could := s.completions(state, i, (*facts.Fact).Required).raises(now)
			if got := asker.CouldBecome(words); max(got, now) != could { // LevelNone when nothing is open
				t.Fatalf("pack %d case %d: could become %q, by enumeration %q", seed, i, got, could)
			}
			got := asker.Raises(words, now)
			if !slices.Equal(got, want) {
				t.Fatalf("pack %d case %d: raises %v, by enumeration %v", seed, i, got, want)
			}
			for _, l := range got {
				if raised++; l != facts.LevelNone {
					mattered++
				}
			}
			if n < 3 {
				if err := s.sameQuestions(t, state, i); err != nil {
					t.Fatalf("pack %d case %d: %v", seed, i, err)
				}
			}
		}
	}
	if mattered == 0 || mattered == raised {
		t.Errorf("%d of %d facts matter: this test sees nothing", mattered, raised)
	}
}

// sameQuestions holds what the solver says of open questions against all
// completions, those of optional facts too.
func (s *space) sameQuestions(t *testing.T, state *program.State, i int) error {
	c := s.p.Vocabulary.New()
	copy(c.Words(), s.cases[i])
	list, err := proof.OpenQuestions(t.Context(), s.p, c, proof.Options{})
	if err != nil {
		return err
	}
	all := s.completions(state, i, func(*facts.Fact) bool { return true })
	raises, _ := all.raises(s.seen[i].Level)
	told := make([]bool, len(s.words))
	for _, q := range list {
		f := q.Fact.Index
		told[f] = true
		if !all.open[f] || q.Raises != raises[f] {
			return fmt.Errorf("%s raises to %q, by enumeration %q", q.Fact.ID, q.Raises, raises[f])
		}
		if q.Matters == proof.Undecided || all.matters(f) != (q.Matters == proof.Proved) {
			return fmt.Errorf("%s matters: %s, by enumeration %v", q.Fact.ID, q.Matters, all.matters(f))
		}
	}
	if !slices.Equal(told, all.open) {
		return fmt.Errorf("open are %v, and told of %v", all.open, told)
	}
	return nil
}

// TestAskAgreesWithTheSolver does the same on the shipped pack, on cases of
// which parts are open.
func TestAskAgreesWithTheSolver(t *testing.T) {
	t.Parallel()
	p := shipped()
	asker, _ := newAsker(t, p)
	see := proof.Observer(p)
	r := rand.New(rand.NewPCG(5, 6))
	cases := 6
	if os.Getenv("LIMBER_SLOW") != "" {
		cases = 60
	}
	skipped := 0
	for n := range cases {
		c := verify.RandomCase(p, r)
		if n == 0 {
			c = p.Vocabulary.New()
		}
		for i, f := range p.Vocabulary.Facts {
			if f.Required() && r.IntN(4) > 0 && n%2 == 0 {
				c.Words()[i] = p.Vocabulary.Facts[i].Baseline
			}
			if f.Required() && r.IntN(3) == 0 || n == 0 {
				c.Words()[i] = 0
			}
			if !f.Required() && c.Words()[i] == 0 { // what nobody has to answer is not asked's business
				c.Words()[i] = f.Baseline
			}
		}
		now := see(c.Words()).Level
		raises := slices.Clone(asker.Raises(c.Words(), now))
		list, err := proof.OpenQuestions(t.Context(), p, c, proof.Options{})
		if err != nil {
			t.Fatal(err)
		}
		could := now
		for _, q := range list {
			could = max(could, q.Raises)
			if q.Needed && q.Raises != raises[q.Fact.Index] {
				t.Errorf("case %d: %s raises %q to %q, ask says %q", n, q.Fact.ID, now, q.Raises, raises[q.Fact.Index])
			}
			if q.Needed && q.Raises == facts.LevelNone {
				skipped++
			}
		}
		if got := asker.CouldBecome(c.Words()); got != could {
			t.Errorf("case %d could become %q, ask says %q", n, could, got)
		}
	}
	if skipped == 0 {
		t.Error("every open question matters in every case: this test sees nothing")
	}
}
