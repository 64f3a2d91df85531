package proof

import (
	"cmp"
	"math"
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
