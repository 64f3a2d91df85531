package proof

import "slices"

// lit is a node of a circuit, perhaps negated: twice the node's index, plus one
// for the negation. Node 0 is false.
type lit int32

const (
	no  lit = 0
	yes lit = 1
)

func (l lit) not() lit      { return l ^ 1 }
func (l lit) node() int32   { return int32(l >> 1) }
func (l lit) negated() bool { return l&1 != 0 }

// circuit is an and-inverter graph with gates of any width. Equal gates are one
// node, so two packs that say the same share all of their nodes, and asking
// whether they differ costs nothing. Nodes are in topological order.
type circuit struct {
	nodes []node
	index map[uint64][]int32 // hash of kids -> nodes
}

// node is an input when it has no kids, else the conjunction of its kids.
type node struct{ kids []lit }

func newCircuit() *circuit {
	return &circuit{nodes: make([]node, 1), index: map[uint64][]int32{}}
}

// input adds a new variable.
func (c *circuit) input() lit {
	c.nodes = append(c.nodes, node{})
	return lit(2 * (len(c.nodes) - 1))
}

// and is the conjunction, simplified as far as one level shows.
func (c *circuit) and(terms ...lit) lit {
	kids := slices.Clone(terms)
	slices.Sort(kids)
	kids = slices.Compact(kids)
	if len(kids) > 0 && kids[0] == no {
		return no
	}
	kids = slices.DeleteFunc(kids, func(l lit) bool { return l == yes })
	for i := 1; i < len(kids); i++ {
		if kids[i] == kids[i-1].not() { // sorted: a node and its negation are neighbours
			return no
		}
	}
	switch len(kids) {
	case 0:
		return yes
	case 1:
		return kids[0]
	}
	return c.gate(kids)
}

// gate finds or adds the node with these kids.
func (c *circuit) gate(kids []lit) lit {
	const prime = 1099511628211 // of FNV-1a
	sum := uint64(14695981039346656037)
	for _, k := range kids {
		sum = (sum ^ uint64(k)) * prime
	}
	for _, n := range c.index[sum] {
		if slices.Equal(c.nodes[n].kids, kids) {
			return lit(2 * n)
		}
	}
	n := int32(len(c.nodes))
	c.nodes = append(c.nodes, node{kids: kids})
	c.index[sum] = append(c.index[sum], n)
	return lit(2 * n)
}

func (c *circuit) or(terms ...lit) lit {
	negated := make([]lit, len(terms))
	for i, t := range terms {
		negated[i] = t.not()
	}
	return c.and(negated...).not()
}

func (c *circuit) xor(a, b lit) lit {
	return c.or(c.and(a, b.not()), c.and(a.not(), b))
}

// atLeast holds when k or more terms hold: a sequential counter.
func (c *circuit) atLeast(k int, terms []lit) lit {
	if k <= 0 {
		return yes
	}
	switch {
	case k > len(terms):
		return no
	case k == 1:
		return c.or(terms...)
	case k == len(terms):
		return c.and(terms...)
	}
	counted := make([]lit, k+1) // counted[j]: at least j of the terms so far
	counted[0] = yes
	for _, t := range terms {
		for j := k; j > 0; j-- {
			counted[j] = c.or(counted[j], c.and(t, counted[j-1]))
		}
	}
	return counted[k]
}

// cone returns the nodes that literals depend on, their own included, in
// topological order.
func (c *circuit) cone(roots ...lit) []int32 {
	seen := make([]bool, len(c.nodes))
	var stack, list []int32
	for _, r := range roots {
		if !seen[r.node()] {
			seen[r.node()] = true
			stack = append(stack, r.node())
		}
	}
	for len(stack) > 0 {
		n := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		list = append(list, n)
		for _, k := range c.nodes[n].kids {
			if !seen[k.node()] {
				seen[k.node()] = true
				stack = append(stack, k.node())
			}
		}
	}
	slices.Sort(list)
	return list
}
