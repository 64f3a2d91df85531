package proof

import (
	"encoding/binary"
	"slices"

	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

// residuals holds what is left of conditions once some answers are known. What
// is left alike is the same ref, so that two ways of answering which leave the
// same open can be told to.
type residuals struct {
	vocab *facts.Vocabulary
	nodes []residual
	ids   map[string]ref
	key   []byte
}

// ref is an index into residuals.
type ref int32

const (
	never  ref = iota // whatever is answered
	surely            // whatever is answered
)

// residual holds when at least k of its parts do, or, without parts, when one
// answer is as test says.
type residual struct {
	k     int
	parts []ref // ascending
	test  test
}

// test is about one answer: one of the bits of mask or, without a mask, a
// number from lo to hi. Options of a set are tested one by one.
type test struct {
	fact         int
	mask, lo, hi uint64
}

// known is an answer, or one option of a set: the bits of scope are as in word.
type known struct {
	fact        int
	scope, word uint64
}

func newResiduals(v *facts.Vocabulary) *residuals {
	return &residuals{vocab: v, nodes: make([]residual, surely+1), ids: map[string]ref{}}
}

// of is a condition of which nothing is known; found are its findings.
func (r *residuals) of(c pack.Cond, found []ref) ref {
	all := func(conds []pack.Cond) (parts []ref) {
		for _, x := range conds {
			parts = append(parts, r.of(x, found))
		}
		return parts
	}
	switch c := c.(type) {
	case pack.And:
		return r.atLeast(len(c), all(c))
	case pack.Or:
		return r.atLeast(1, all(c))
	case pack.AtLeast:
		return r.atLeast(c.K, all(c.Terms))
	}
	a := c.(*pack.Atom)
	switch f := a.Fact; {
	case a.Finding >= 0:
		return found[a.Finding]
	case r.vocab.Facts[f].Kind == facts.Set:
		var parts []ref
		for b := range bitsOf(a.Mask) {
			parts = append(parts, r.ref(residual{test: test{fact: f, mask: b}}))
		}
		return r.atLeast(max(a.Count, 1), parts)
	case a.Mask == 0 && (a.Lo > a.Hi || r.vocab.Facts[f].Kind != facts.Number):
		return never // NotX of a choice whose only option is X
	}
	return r.ref(residual{test: test{a.Fact, a.Mask, a.Lo, a.Hi}})
}

// atLeast holds when k of the parts do. It takes the parts over.
func (r *residuals) atLeast(k int, parts []ref) ref {
	all := k == len(parts)
	open := parts[:0]
	for _, n := range parts {
		switch n {
		case never:
		case surely:
			k--
		default:
			open = append(open, n)
		}
	}
	switch {
	case k <= 0:
		return surely
	case k > len(open):
		return never
	case k == 1:
		open = r.flat(open, func(p *residual) bool { return p.k == 1 })
	case all || k == len(open):
		open = r.flat(open, func(p *residual) bool { return p.k == len(p.parts) })
		k = len(open)
	default:
		slices.Sort(open)
	}
	if len(open) == 1 {
		return open[0]
	}
	return r.ref(residual{k: k, parts: open})
}

// flat puts the parts of parts in their place; all are needed, or any of them.
func (r *residuals) flat(parts []ref, alike func(*residual) bool) (list []ref) {
	for _, n := range parts {
		if p := &r.nodes[n]; p.parts != nil && alike(p) {
			list = append(list, p.parts...)
		} else {
			list = append(list, n)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func (r *residuals) ref(n residual) ref {
	key := binary.AppendUvarint(r.key[:0], uint64(n.k))
	if n.parts == nil {
		for _, x := range [...]uint64{uint64(n.test.fact), n.test.mask, n.test.lo, n.test.hi} {
			key = binary.AppendUvarint(key, x)
		}
	}
	for _, p := range n.parts {
		key = binary.AppendUvarint(key, uint64(p))
	}
	r.key = key
	id, ok := r.ids[string(key)]
	if !ok {
		id = ref(len(r.nodes))
		r.nodes = append(r.nodes, n)
		r.ids[string(key)] = id
	}
	return id
}

// learner takes one known answer out of conditions.
type learner struct {
	*residuals
	known known
	memo  []ref // by ref; 0: not yet made, else one more than what is left of it
}

func (l *learner) left(n ref) ref {
	if n <= surely {
		return n
	}
	if len(l.memo) <= int(n) {
		l.memo = append(l.memo, make([]ref, len(l.nodes)-len(l.memo))...)
	}
	if l.memo[n] == 0 {
		l.memo[n] = l.learn(n) + 1
	}
	return l.memo[n] - 1
}

func (l *learner) learn(n ref) ref {
	r := l.nodes[n]
	if r.parts != nil {
		parts := make([]ref, len(r.parts))
		same := true
		for i, p := range r.parts {
			parts[i] = l.left(p)
			same = same && parts[i] == p
		}
		if same {
			return n
		}
		return l.atLeast(r.k, parts)
	}
	k, holds := &l.known, false
	switch t := &r.test; {
	case t.fact != k.fact || t.mask&^k.scope != 0:
		return n
	case t.mask != 0:
		holds = t.mask&k.word != 0
	default:
		holds = t.lo <= k.word && k.word <= t.hi
	}
	if holds {
		return surely
	}
	return never
}
