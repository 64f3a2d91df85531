package proof

import (
	"cmp"
	"math"
	"math/bits"
	"slices"

	"github.com/limber-triage/limber/facts"
)

// universe holds every answer that a case can hold, as inputs of one circuit:
// one for each option, yes, no, none and not_sure, and for a number one for
// each threshold that something reads. All false means unanswered.
//
// The vocabularies of two packs are united: a fact or an option that only one
// of them knows is one that the other never sees answered.
type universe struct {
	*circuit
	domains []domain
	ids     map[string]int // fact id -> index of its first domain of that shape
	inputs  map[input]lit
	known   map[int32]input // input node -> what it stands for
	fault   fault
}

// domain is one fact whose answers are inputs.
type domain struct {
	kind    facts.Kind
	options []string // ids
	lo, hi  int64    // numbers: range, in millionths
	step    int64    // numbers: in millionths
	usual   int64    // numbers: the baseline, which witnesses prefer
	id      string
}

// input is one variable: at is the index of an option, or atNone, atUnsure,
// atYes, atNo; for a number the threshold in millionths.
type input struct {
	domain int
	at     int64
}

const (
	atYes int64 = iota
	atNo

	atUnsure int64 = -1
	atNone   int64 = -2
)

func newUniverse() *universe {
	return &universe{circuit: newCircuit(), ids: map[string]int{}, inputs: map[input]lit{}, known: map[int32]input{}}
}

// micro counts in millionths, in which ranges and steps are whole.
func micro(x float64) int64 { return int64(math.Round(x * 1e6)) }

func domainOf(f *facts.Fact) domain {
	d := domain{kind: f.Kind, id: f.ID}
	for _, o := range f.Options {
		d.options = append(d.options, o.ID)
	}
	if f.Kind == facts.Number {
		d.lo, d.hi, d.step = micro(f.Min), micro(f.Max), micro(f.Step)
		d.usual = d.lo
		if f.Baseline != 0 {
			d.usual = micro(f.Value(f.Baseline))
		}
	}
	return d
}

// join returns the domain of a fact, united with one of the same id if their
// answers can be united: same kind and, for numbers, same steps.
func (u *universe) join(f *facts.Fact) int {
	d := domainOf(f)
	at, there := u.ids[f.ID]
	if !there || !u.domains[at].unite(d) {
		at = len(u.domains)
		u.domains = append(u.domains, d)
	}
	u.ids[f.ID] = at
	return at
}

func (d *domain) unite(o domain) bool {
	if d.kind != o.kind || d.step != o.step || d.step != 0 && (d.lo-o.lo)%d.step != 0 {
		return false
	}
	for _, id := range o.options {
		if !slices.Contains(d.options, id) {
			d.options = append(d.options, id)
		}
	}
	d.lo, d.hi = min(d.lo, o.lo), max(d.hi, o.hi)
	return true
}

// copyOf adds a second domain with the answers of the first, for claims about
// two cases.
func (u *universe) copyOf(domain int) int {
	u.domains = append(u.domains, u.domains[domain])
	return len(u.domains) - 1
}

// bit is the input of an answer that is not a number.
func (u *universe) bit(domain int, at int64) lit {
	key := input{domain, at}
	l, ok := u.inputs[key]
	if !ok {
		l = u.input()
		u.inputs[key], u.known[l.node()] = l, key
	}
	return l
}

// reaches holds when the number is answered and at least v. Thresholds are
// snapped to the next value that the number can have.
func (u *universe) reaches(domain int, v int64) lit {
	d := &u.domains[domain]
	v = max(v, d.lo)
	v = d.lo + (v-d.lo+d.step-1)/d.step*d.step
	if v > d.hi {
		return no
	}
	return u.bit(domain, v)
}

// rules adds the clauses that keep the answers of a cone's inputs possible.
func (u *universe) rules(cone []int32, add func(a, b lit)) {
	var list []input
	for _, n := range cone {
		if in, ok := u.known[n]; ok {
			list = append(list, in)
		}
	}
	slices.SortFunc(list, func(a, b input) int { return cmp.Or(cmp.Compare(a.domain, b.domain), cmp.Compare(a.at, b.at)) })
	for i, a := range list {
		kind := u.domains[a.domain].kind
		for _, b := range list[i+1:] {
			if a.domain != b.domain {
				break
			}
			x, y := u.inputs[a], u.inputs[b]
			if kind == facts.Number {
				if u.fault != faultOrder {
					add(y.not(), x)
				}
				break // the next threshold has its own clause
			}
			if kind == facts.Set && a.at != atNone || u.fault == faultNone && a.at == atNone || u.fault == faultOneAnswer && kind != facts.Set {
				continue
			}
			add(x.not(), y.not())
		}
	}
}

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

// bitsOf yields the bits of a word, each by itself.
func bitsOf(word uint64) func(func(uint64) bool) {
	return func(yield func(uint64) bool) {
		for ; word != 0; word &= word - 1 {
			if !yield(word & -word) {
				return
			}
		}
	}
}

// answers lists the bits that an answer to a fact can have, but for numbers.
func answers(f *facts.Fact) uint64 {
	all := f.OptionBits()
	if f.Kind == facts.Answer {
		all = facts.AnswerYes | facts.AnswerNo
	}
	if f.OffersNone() {
		all |= f.NoneBit()
	}
	if f.OffersNotSure() {
		all |= f.UnsureBit()
	}
	return all
}
