package verify

import (
	"maps"
	"math/rand/v2"
	"slices"

	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

// RandomCase makes a case for testing rules. Most rules look for something
// rare among ordinary answers, so half of the cases are a base of the pack
// with a few answers changed or taken away; the others are answered at random,
// wholly or in part. The same source of randomness gives the same cases.
func RandomCase(p *pack.Pack, r *rand.Rand) *facts.Case {
	v := p.Vocabulary
	c := v.New()
	if r.IntN(2) == 0 {
		c = p.Bases[baseNames(p)[r.IntN(len(p.Bases))]].Clone()
		for range r.IntN(8) {
			f := v.Facts[r.IntN(len(v.Facts))]
			c.Words()[f.Index] = RandomAnswer(f, r)
		}
		return c
	}
	density := r.Float64()
	for _, f := range v.Facts {
		if r.Float64() < density {
			c.Words()[f.Index] = RandomAnswer(f, r)
		}
	}
	return c
}

// RandomAnswer makes a valid answer to one fact, or none.
func RandomAnswer(f *facts.Fact, r *rand.Rand) uint64 {
	const (
		unanswered = 0.1
		unsure     = 0.1
		none       = 0.4
	)
	x := r.Float64()
	switch {
	case x < unanswered:
		return 0
	case f.Kind == facts.Number:
		return 1 + r.Uint64N(f.Steps()+1)
	case x < unanswered+unsure && f.OffersNotSure():
		return f.UnsureBit()
	case f.Kind == facts.Answer:
		return 1 << r.IntN(2)
	case f.Kind == facts.Choice:
		return 1 << r.IntN(len(f.Options))
	case x > 1-none && f.OffersNone():
		return f.NoneBit()
	}
	word := uint64(1) << r.IntN(len(f.Options))
	for range r.IntN(3) {
		word |= 1 << r.IntN(len(f.Options))
	}
	return word
}

// baseNames lists the pack's bases in a fixed order.
func baseNames(p *pack.Pack) []string {
	return slices.Sorted(maps.Keys(p.Bases))
}
