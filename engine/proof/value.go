package proof

import (
	"math/bits"
	"slices"

	"github.com/limber-triage/limber/facts"
)

// value is one answer; the zero value is unanswered.
type value struct {
	ticks        [2]uint64 // options, yes, no; twice what a fact can have, since options are united
	none, unsure bool
	number       int64 // in millionths, when given
	given        bool
}

func (v *value) tick(i int64)       { v.ticks[i/64] |= 1 << (i % 64) }
func (v *value) untick(i int64)     { v.ticks[i/64] &^= 1 << (i % 64) }
func (v value) ticked(i int64) bool { return v.ticks[i/64]&(1<<(i%64)) != 0 }
func (v value) count() int          { return bits.OnesCount64(v.ticks[0]) + bits.OnesCount64(v.ticks[1]) }
func (v value) plain() bool         { return !v.given && !v.unsure && v.count() == 0 } // unanswered or none

// holds is the value of an input under an answer.
func (u *universe) holds(in input, v value) bool {
	switch {
	case u.domains[in.domain].kind == facts.Number:
		return v.given && v.number >= in.at
	case in.at == atNone:
		return v.none
	case in.at == atUnsure:
		return v.unsure
	}
	return v.ticked(in.at)
}

// plainly holds when a domain has no answer but none.
func (u *universe) plainly(domain int) lit {
	d := &u.domains[domain]
	if d.kind == facts.Number {
		return u.reaches(domain, d.lo).not()
	}
	terms := []lit{u.bit(domain, atUnsure).not()}
	for i := range d.size() {
		terms = append(terms, u.bit(domain, int64(i)).not())
	}
	return u.and(terms...)
}

// size is the number of ticks that a domain can have.
func (d *domain) size() int {
	if d.kind == facts.Answer {
		return 2 // yes, no
	}
	return len(d.options)
}

// exactly holds when a domain has this answer.
func (u *universe) exactly(domain int, v value) lit {
	d := &u.domains[domain]
	if d.kind == facts.Number {
		if !v.given {
			return u.reaches(domain, d.lo).not()
		}
		return u.and(u.reaches(domain, v.number), u.reaches(domain, v.number+d.step).not())
	}
	same := func(at int64, want bool) lit {
		if want {
			return u.bit(domain, at)
		}
		return u.bit(domain, at).not()
	}
	terms := []lit{same(atUnsure, v.unsure)}
	if d.kind == facts.Set {
		terms = append(terms, same(atNone, v.none))
	}
	for i := range d.size() {
		terms = append(terms, same(int64(i), v.ticked(int64(i))))
	}
	return u.and(terms...)
}

// valueOf reads a word of a case as an answer in a domain.
func (u *universe) valueOf(domain int, f *facts.Fact, word uint64) (v value) {
	if word == 0 {
		return v
	}
	if f.Kind == facts.Number {
		return value{number: micro(f.Value(word)), given: true}
	}
	for b := range bitsOf(word) {
		switch at := u.at(domain, f, b); at {
		case atNone:
			v.none = true
		case atUnsure:
			v.unsure = true
		default:
			v.tick(at)
		}
	}
	return v
}

// at is the place in a domain of a bit of a fact's words.
func (u *universe) at(domain int, f *facts.Fact, bit uint64) int64 {
	switch {
	case bit == f.UnsureBit():
		return atUnsure
	case f.Kind == facts.Answer:
		return int64(bits.TrailingZeros64(bit))
	case bit == f.NoneBit():
		return atNone
	}
	return int64(slices.Index(u.domains[domain].options, f.Options[bits.TrailingZeros64(bit)].ID))
}
