package proof

import (
	"cmp"
	"context"
	"math/big"
	"math/bits"
	"slices"

	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

// Shares says how many move from one urgency to another between two packs,
// among all that is possible and among people made up from those of the pack.
// It is worked out over all answers at once; nothing is sampled. Every question
// counts as answered and some exercise as suitable, so what is incomplete, or
// sent away for want of an exercise, is no part of it.
type Shares struct {
	Cases *big.Int // complete sets of answers that there are
	Moves []Share  // the largest share of people first

	// Unknown says why nothing was counted; "" when it was.
	Unknown string
}

// Share is how large a part moves between two urgencies, which are spelled as in
// the record of a decision. Parts are from 0 to 1, and exact but for rounding.
type Share struct {
	From, To string

	// Cases is the part of all complete sets of answers, each as likely as any
	// other. Nearly all of those tick half of all danger signs.
	Cases float64

	// People is the part of people made up from the bases of the new pack: each
	// base as often as any other, and each of its ticks, choices and numbers
	// drawn anew with the probability OtherAnswer: a tick to the contrary, all
	// else to any of its values. These are no rates of real people.
	People float64
}

// OtherAnswer is the probability by which one answer of made-up people is not
// that of their base: some two answers of a person, with the first pack. It is
// ours.
const OtherAnswer = 0.01

// shareBudget is how many open conditions may be looked at: about three seconds.
// One edited rule of the first pack takes up to a third of it.
const shareBudget = 200_000_000

// Why nothing was counted.
const (
	otherAnswers = "the packs do not offer the same answers"
	tooManyCases = "too much depends on what is edited"
)

// CountMoves counts who moves. The error is the context's.
func CountMoves(ctx context.Context, old, new *pack.Pack) (*Shares, error) {
	if !sameAnswers(old.Vocabulary, new.Vocabulary) {
		return &Shares{Unknown: otherAnswers}, nil
	}
	c := newCounting(old, new)
	for _, s := range c.steps() {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if c.take(s); c.looked > shareBudget {
			return &Shares{Unknown: tooManyCases}, nil
		}
	}
	return c.shares(), nil
}

// sameAnswers reports whether the words of a case mean the same to both.
func sameAnswers(a, b *facts.Vocabulary) bool {
	return slices.EqualFunc(a.Facts, b.Facts, func(f, g *facts.Fact) bool {
		return f.ID == g.ID && f.Kind == g.Kind && f.Min == g.Min && f.Max == g.Max && f.Step == g.Step &&
			f.OffersNone() == g.OffersNone() && f.OffersNotSure() == g.OffersNotSure() &&
			slices.EqualFunc(f.Options, g.Options, func(x, y facts.Option) bool { return x.ID == y.ID })
	})
}

// shares adds up where the states end.
func (c *counting) shares() *Shares {
	out := &Shares{Cases: big.NewInt(1)}
	for _, f := range c.vocab.Facts {
		n := new(big.Int).SetUint64(f.Steps() + 1)
		switch f.Kind {
		case facts.Number:
		case facts.Set:
			n = new(big.Int).Lsh(big.NewInt(1), uint(bits.OnesCount64(answers(f)&^f.NoneBit())))
			if !f.OffersNone() {
				n.Sub(n, big.NewInt(1))
			}
		default:
			n.SetInt64(int64(bits.OnesCount64(answers(f))))
		}
		out.Cases.Mul(out.Cases, n)
	}
	urgency := func(h head, side int) string {
		if h.top[side] < facts.LevelRoutine {
			return selfCare
		}
		return h.top[side].String()
	}
	for i, h := range c.states.heads {
		w := c.states.weights[i]
		from, to := urgency(h, 0), urgency(h, 1)
		at := slices.IndexFunc(out.Moves, func(s Share) bool { return s.From == from && s.To == to })
		if at < 0 {
			at = len(out.Moves)
			out.Moves = append(out.Moves, Share{From: from, To: to})
		}
		out.Moves[at].Cases += w[0]
		for _, p := range w[1:] {
			out.Moves[at].People += p / float64(len(c.bases))
		}
	}
	out.Moves = slices.DeleteFunc(out.Moves, func(s Share) bool { return s.Cases == 0 && s.People == 0 })
	slices.SortStableFunc(out.Moves, func(a, b Share) int {
		return cmp.Or(cmp.Compare(b.People, a.People), cmp.Compare(b.Cases, a.Cases), cmp.Compare(a.From+a.To, b.From+b.To))
	})
	return out
}
