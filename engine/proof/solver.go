package proof

import (
	"cmp"
	"context"
	"slices"
)

// status is what the solver found out.
type status int

const (
	undecided status = iota // the budget did not suffice
	satisfied
	impossible
)

// cdcl decides one set of clauses, once, by conflict-driven learning: two watched literals, the
// first point that implies a conflict, activities, saved phases, restarts by
// Luby's sequence, and forgetting of what was learned and is of little use.
// Variables begin as false, so that models have few answers. Nothing is random:
// the same clauses have the same model every time.
//
// A literal is twice its variable, counted from 0, plus one when negated.
type cdcl struct {
	clauses []*disjunction
	units   []int32
	empty   bool // an empty clause was added

	watches  [][]watch // by literal: the clauses that watch its negation
	values   []int8    // by literal: 1 true, -1 false, 0 open
	levels   []int32   // by variable: the decisions below which it was set
	reasons  []*disjunction
	phases   []bool // by variable: the value it had last
	trail    []int32
	limits   []int // by decision: where the trail was
	head     int   // of the trail: propagated so far
	activity []float64
	bump     float64
	order    []int32 // a heap of variables, most active first
	place    []int32 // by variable: in order, or -1
	seen     []bool  // scratch of learn
	learned  []*disjunction
	marks    []int // scratch: by level, the conflict that saw it
	conflict int   // how many so far
}

// disjunction is a clause; its first two literals are watched.
type disjunction struct {
	literals []int32
	spread   int // decision levels among its literals when learned; 0: given
}

type watch struct {
	clause  *disjunction
	blocker int32 // one of its literals; while it is true the clause holds
}

const (
	restartUnit  = 64   // conflicts
	decay        = 0.95 // of activities, at each conflict
	tooActive    = 1e100
	keptSpread   = 3 // learned clauses of so few levels are never forgotten
	firstForget  = 2000
	forgetGrowth = 500
	contextEvery = 64 // conflicts
)

// add takes a clause and keeps none of its memory. Variables count from 1; a
// negative number is a negated variable.
func (s *cdcl) add(clause []int) {
	literals := make([]int32, 0, len(clause))
	for _, l := range clause {
		literal := int32(2 * (l - 1))
		if l < 0 {
			literal = int32(2*(-l-1)) + 1
		}
		for int(literal/2) >= len(s.levels) {
			s.levels = append(s.levels, 0)
		}
		literals = append(literals, literal)
	}
	slices.Sort(literals)
	literals = slices.Compact(literals)
	for i := 1; i < len(literals); i++ {
		if literals[i] == literals[i-1]^1 {
			return // always true
		}
	}
	switch len(literals) {
	case 0:
		s.empty = true
	case 1:
		s.units = append(s.units, literals[0])
	default:
		s.clauses = append(s.clauses, &disjunction{literals: literals})
	}
}

// value is a variable's, once solve has found the clauses satisfied.
func (s *cdcl) value(variable int) bool {
	return variable <= len(s.levels) && s.values[2*(variable-1)] == 1
}

// solve stops undecided when the conflicts are used up or the context ends.
func (s *cdcl) solve(ctx context.Context, conflicts int) status {
	if ctx.Err() != nil || conflicts <= 0 {
		return undecided
	}
	if s.empty {
		return impossible
	}
	s.prepare()
	for _, l := range s.units {
		if s.values[l] == -1 {
			return impossible
		}
		if s.values[l] == 0 {
			s.set(l, nil)
		}
	}
	restart, untilRestart, forget := 1, restartUnit, firstForget
	for {
		broken := s.propagate()
		switch {
		case broken != nil && len(s.limits) == 0:
			return impossible
		case broken != nil:
			s.conflict++
			if s.conflict >= conflicts || s.conflict%contextEvery == 0 && ctx.Err() != nil {
				return undecided
			}
			s.learn(broken)
			untilRestart--
		case untilRestart <= 0:
			restart++
			untilRestart = restartUnit * luby(restart)
			s.backTo(0)
			if len(s.learned) > forget {
				s.forget()
				forget += forgetGrowth
			}
		default:
			l, any := s.decide()
			if !any {
				return satisfied
			}
			s.limits = append(s.limits, len(s.trail))
			s.set(l, nil)
		}
	}
}

func (s *cdcl) prepare() {
	n := len(s.levels)
	s.values, s.watches = make([]int8, 2*n), make([][]watch, 2*n)
	s.reasons, s.phases, s.seen = make([]*disjunction, n), make([]bool, n), make([]bool, n)
	s.activity, s.order, s.place, s.marks = make([]float64, n), make([]int32, n), make([]int32, n), make([]int, n+1)
	s.bump = 1
	watched := make([]int, 2*n)
	for _, c := range s.clauses {
		watched[c.literals[0]^1]++
		watched[c.literals[1]^1]++
		for _, l := range c.literals {
			s.activity[l/2]++ // what is mentioned often comes first
		}
	}
	for l, k := range watched {
		s.watches[l] = make([]watch, 0, k)
	}
	for _, c := range s.clauses {
		s.watch(c)
	}
	most := 1.0
	for v := range s.order {
		s.order[v] = int32(v)
		most = max(most, s.activity[v])
	}
	for v := range s.activity {
		s.activity[v] /= most
	}
	slices.SortStableFunc(s.order, func(a, b int32) int { return cmp.Compare(s.activity[b], s.activity[a]) })
	for i, v := range s.order {
		s.place[v] = int32(i)
	}
}

func (s *cdcl) watch(c *disjunction) {
	a, b := c.literals[0], c.literals[1]
	s.watches[a^1] = append(s.watches[a^1], watch{c, b})
	s.watches[b^1] = append(s.watches[b^1], watch{c, a})
}

func (s *cdcl) set(l int32, because *disjunction) {
	s.values[l], s.values[l^1] = 1, -1
	s.levels[l/2], s.reasons[l/2] = int32(len(s.limits)), because
	s.trail = append(s.trail, l)
}

// propagate sets what follows, and returns a clause that is false, if any.
func (s *cdcl) propagate() *disjunction {
	for s.head < len(s.trail) {
		l := s.trail[s.head]
		s.head++
		list := s.watches[l]
		kept := 0
	clauses:
		for i := 0; i < len(list); i++ {
			w := list[i]
			if s.values[w.blocker] == 1 {
				list[kept] = w
				kept++
				continue
			}
			literals := w.clause.literals
			if literals[0] == l^1 {
				literals[0], literals[1] = literals[1], literals[0]
			}
			first := literals[0]
			if first != w.blocker && s.values[first] == 1 {
				list[kept] = watch{w.clause, first}
				kept++
				continue
			}
			for k := 2; k < len(literals); k++ {
				if s.values[literals[k]] != -1 {
					literals[1], literals[k] = literals[k], literals[1]
					s.watches[literals[1]^1] = append(s.watches[literals[1]^1], watch{w.clause, first})
					continue clauses
				}
			}
			list[kept] = watch{w.clause, first}
			kept++
			if s.values[first] == -1 {
				kept += copy(list[kept:], list[i+1:])
				s.watches[l] = list[:kept]
				return w.clause
			}
			s.set(first, w.clause)
		}
		s.watches[l] = list[:kept]
	}
	return nil
}

// learn adds the clause that the conflict teaches, goes back to where it sets
// its first literal, and sets it.
func (s *cdcl) learn(broken *disjunction) {
	learned := []int32{0} // the first place is for the literal that it will set
	level := int32(len(s.limits))
	open, at := 0, len(s.trail)
	next := int32(-1)
	for c := broken; ; c = s.reasons[next/2] {
		for _, l := range c.literals {
			if v := l / 2; l != next && !s.seen[v] && s.levels[v] > 0 {
				s.seen[v] = true
				s.more(v)
				if s.levels[v] == level {
					open++
				} else {
					learned = append(learned, l)
				}
			}
		}
		for at--; !s.seen[s.trail[at]/2]; at-- {
		}
		next = s.trail[at]
		s.seen[next/2] = false
		if open--; open == 0 {
			break
		}
	}
	learned[0] = next ^ 1
	all := slices.Clone(learned[1:])
	learned = append(learned[:1], slices.DeleteFunc(learned[1:], s.follows)...)
	for _, l := range all {
		s.seen[l/2] = false
	}
	back := int32(0)
	for i := 1; i < len(learned); i++ {
		if v := s.levels[learned[i]/2]; v > back {
			back = v
			learned[1], learned[i] = learned[i], learned[1]
		}
	}
	spread := s.spread(learned)
	s.backTo(int(back))
	s.bump /= decay
	if len(learned) == 1 {
		s.set(learned[0], nil)
		return
	}
	c := &disjunction{literals: learned, spread: spread}
	s.learned = append(s.learned, c)
	s.watch(c)
	s.set(learned[0], c)
}

// follows reports whether a literal of a clause being learned is implied by its
// other literals, all of which are seen.
func (s *cdcl) follows(l int32) bool {
	c := s.reasons[l/2]
	if c == nil {
		return false
	}
	for _, o := range c.literals {
		if o/2 != l/2 && !s.seen[o/2] && s.levels[o/2] > 0 {
			return false
		}
	}
	return true
}

// spread counts the decision levels among literals.
func (s *cdcl) spread(literals []int32) (n int) {
	for _, l := range literals {
		if level := s.levels[l/2]; s.marks[level] != s.conflict {
			s.marks[level] = s.conflict
			n++
		}
	}
	return n
}

func (s *cdcl) backTo(level int) {
	if len(s.limits) <= level {
		return
	}
	for _, l := range slices.Backward(s.trail[s.limits[level]:]) {
		v := l / 2
		s.values[l], s.values[l^1] = 0, 0
		s.phases[v] = l&1 == 0
		if s.place[v] < 0 {
			s.place[v] = int32(len(s.order))
			s.order = append(s.order, v)
			s.up(s.place[v])
		}
	}
	s.trail = s.trail[:s.limits[level]]
	s.limits = s.limits[:level]
	s.head = len(s.trail)
}

// forget drops the half of the learned clauses that span most levels, but for
// those that are reasons; nothing but level 0 is set.
func (s *cdcl) forget() {
	slices.SortStableFunc(s.learned, func(a, b *disjunction) int { return cmp.Compare(a.spread, b.spread) })
	gone := map[*disjunction]bool{}
	half := len(s.learned) / 2
	kept := s.learned[:half:half]
	for _, c := range s.learned[half:] {
		if c.spread <= keptSpread || s.reasons[c.literals[0]/2] == c {
			kept = append(kept, c)
		} else {
			gone[c] = true
		}
	}
	s.learned = kept
	for l, list := range s.watches {
		s.watches[l] = slices.DeleteFunc(list, func(w watch) bool { return gone[w.clause] })
	}
}

// decide is the next variable to try, with its last value.
func (s *cdcl) decide() (int32, bool) {
	for len(s.order) > 0 {
		v := s.order[0]
		last := s.order[len(s.order)-1]
		s.order = s.order[:len(s.order)-1]
		s.place[v] = -1
		if len(s.order) > 0 {
			s.order[0], s.place[last] = last, 0
			s.down(0)
		}
		if s.values[2*v] == 0 {
			if s.phases[v] {
				return 2 * v, true
			}
			return 2*v + 1, true
		}
	}
	return 0, false
}

// more raises a variable's activity.
func (s *cdcl) more(v int32) {
	if s.activity[v] += s.bump; s.activity[v] > tooActive {
		for i := range s.activity {
			s.activity[i] /= tooActive
		}
		s.bump /= tooActive
	}
	if s.place[v] >= 0 {
		s.up(s.place[v])
	}
}

func (s *cdcl) up(i int32) {
	v := s.order[i]
	for i > 0 {
		parent := (i - 1) / 2
		if s.activity[s.order[parent]] >= s.activity[v] {
			break
		}
		s.order[i] = s.order[parent]
		s.place[s.order[i]] = i
		i = parent
	}
	s.order[i], s.place[v] = v, i
}

func (s *cdcl) down(i int32) {
	v, n := s.order[i], int32(len(s.order))
	for {
		kid := 2*i + 1
		if kid >= n {
			break
		}
		if kid+1 < n && s.activity[s.order[kid+1]] > s.activity[s.order[kid]] {
			kid++
		}
		if s.activity[s.order[kid]] <= s.activity[v] {
			break
		}
		s.order[i] = s.order[kid]
		s.place[s.order[i]] = i
		i = kid
	}
	s.order[i], s.place[v] = v, i
}

// luby is the sequence 1 1 2 1 1 2 4 1 1 2 ..., counted from 1.
func luby(i int) int {
	for k := 1; ; k++ {
		switch whole := 1<<k - 1; {
		case i == whole:
			return 1 << (k - 1)
		case i < whole:
			return luby(i - (1<<(k-1) - 1))
		}
	}
}
