package proof

import (
	"context"
	"math"
	"slices"

	"github.com/limber-triage/limber/facts"
)

// assignment is an answer for every domain of a universe.
type assignment []value

// ask looks for answers under which root holds, by a fresh solver over its cone
// alone.
func (u *universe) ask(ctx context.Context, conflicts int, root lit) (status, assignment) {
	if root == no {
		return impossible, nil
	}
	if root == yes {
		return satisfied, make(assignment, len(u.domains))
	}
	e := encoding{u: u, s: &cdcl{}, cone: u.cone(root), polarity: make([]uint8, len(u.nodes)), vars: make([]int, len(u.nodes))}
	for i, n := range e.cone {
		e.vars[n] = i + 1
	}
	e.need(root)
	e.add(e.literal(root))
	for _, n := range slices.Backward(e.cone) { // from the root down, so that every need is known
		e.gate(n)
	}
	u.rules(e.cone, func(a, b lit) { e.add(e.literal(a), e.literal(b)) })
	found := e.s.solve(ctx, conflicts)
	if found != satisfied {
		return found, nil
	}
	return satisfied, e.decode()
}

// encoding is one question as clauses. A gate needs only the half of its
// clauses that its uses can notice (Plaisted and Greenbaum).
type encoding struct {
	u        *universe
	s        *cdcl
	cone     []int32
	vars     []int   // by node; 0: not in the cone
	polarity []uint8 // by node: positive, negative or both
	clause   []int   // scratch
}

const (
	positive uint8 = 1 << iota
	negative
)

func (e *encoding) literal(l lit) int {
	if l.negated() {
		return -e.vars[l.node()]
	}
	return e.vars[l.node()]
}

func (e *encoding) need(l lit) {
	if l.negated() {
		e.polarity[l.node()] |= negative
	} else {
		e.polarity[l.node()] |= positive
	}
}

// add gives a clause to the solver, which keeps a copy.
func (e *encoding) add(literals ...int) {
	e.clause = append(e.clause[:0], literals...)
	e.s.add(e.clause)
}

func (e *encoding) gate(n int32) {
	kids := e.u.nodes[n].kids
	if kids == nil {
		if n == 0 {
			e.add(-e.vars[n])
		}
		return
	}
	p := e.polarity[n]
	if p&positive != 0 {
		for i, k := range kids {
			e.need(k)
			if e.u.fault != faultClause || i > 0 {
				e.add(-e.vars[n], e.literal(k))
			}
		}
	}
	if p&negative != 0 {
		e.clause = append(e.clause[:0], e.vars[n])
		for _, k := range kids {
			e.need(k.not())
			e.clause = append(e.clause, -e.literal(k))
		}
		e.s.add(e.clause)
	}
}

// decode reads the solver's model as answers. What the cone does not mention is
// unanswered; of a range of numbers the one nearest to the baseline is taken.
func (e *encoding) decode() assignment {
	u := e.u
	out := make(assignment, len(u.domains))
	below := make([]int64, len(u.domains)) // the least threshold that is not reached
	for i := range below {
		below[i] = math.MaxInt64
	}
	for _, n := range e.cone {
		in, ok := u.known[n]
		if !ok {
			continue
		}
		v, holds := &out[in.domain], e.s.value(e.vars[n])
		switch number := u.domains[in.domain].kind == facts.Number; {
		case number && holds:
			v.number = max(v.number, in.at)
			if !v.given {
				v.number, v.given = in.at, true
			}
		case number:
			below[in.domain] = min(below[in.domain], in.at)
		case !holds:
		case in.at == atNone:
			v.none = true
		case in.at == atUnsure:
			v.unsure = true
		default:
			v.tick(in.at)
		}
	}
	for i := range out {
		if d := &u.domains[i]; out[i].given {
			highest := d.hi
			if below[i] != math.MaxInt64 {
				highest = below[i] - d.step
			}
			out[i].number = max(out[i].number, min(highest, d.usual))
		}
	}
	return out
}

// evaluator works out nodes for one assignment after the other.
type evaluator struct {
	u    *universe
	cone []int32
	held []bool // by node
}

func (u *universe) evaluator(roots ...lit) *evaluator {
	return &evaluator{u: u, cone: u.cone(roots...), held: make([]bool, len(u.nodes))}
}

func (e *evaluator) load(a assignment) {
	for _, n := range e.cone {
		held := n != 0
		if in, ok := e.u.known[n]; ok {
			held = in.domain < len(a) && e.u.holds(in, a[in.domain])
		}
		for _, k := range e.u.nodes[n].kids {
			if e.held[k.node()] == k.negated() {
				held = false
				break
			}
		}
		e.held[n] = held
	}
}

func (e *evaluator) holds(l lit) bool { return e.held[l.node()] != l.negated() }

// words are the answers of an assignment as the form's own case.
func (f *form) words(a assignment) []uint64 {
	words := make([]uint64, len(f.domains))
	type held struct {
		fact int
		bit  uint64
		lit  lit
	}
	var bits []held
	var roots []lit
	for i, n := range f.p.Vocabulary.Facts {
		if n.Kind == facts.Number {
			words[i] = f.numberWord(i, n, a)
			continue
		}
		for b := range bitsOf(answers(n)) {
			l := f.bit(i, b)
			bits, roots = append(bits, held{i, b, l}), append(roots, l)
		}
	}
	e := f.u.evaluator(roots...)
	e.load(a)
	for _, h := range bits {
		if e.holds(h.lit) {
			words[h.fact] |= h.bit
		}
	}
	return words
}

// numberWord is the greatest word that the number reaches, 0 when it is open or
// beyond what this pack knows.
func (f *form) numberWord(fact int, n *facts.Fact, a assignment) uint64 {
	reaches := func(word uint64) bool {
		l := f.reaches(fact, word)
		e := f.u.evaluator(l)
		e.load(a)
		return e.holds(l)
	}
	lo, hi := uint64(0), n.Steps()+2 // reaches lo or lo is 0; does not reach hi
	if reaches(hi) {
		return 0
	}
	for hi-lo > 1 {
		if mid := (lo + hi) / 2; reaches(mid) {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo
}
