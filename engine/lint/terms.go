package lint

import (
	"strings"

	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
)

// term is a part of a condition, as bound and as written.
type term struct {
	cond pack.Cond
	expr grl.Expr
}

func whole(r *pack.Rule) term { return term{r.Cond, r.When} }

// terms are the conditions that t joins; nil for an atom. Conditions mirror
// the expressions they were bound from.
func (t term) terms() []term {
	var conds []pack.Cond
	switch c := t.cond.(type) {
	case pack.And:
		conds = c
	case pack.Or:
		conds = c
	case pack.AtLeast:
		conds = c.Terms
	}
	exprs := grl.Terms(t.expr)
	list := make([]term, len(conds))
	for i, c := range conds {
		list[i] = term{c, exprs[i]}
	}
	return list
}

// walk calls f for t and for every part of it.
func (t term) walk(f func(term)) {
	f(t)
	for _, part := range t.terms() {
		part.walk(f)
	}
}

// String writes the term, cut to what a message can hold.
func (t term) String() string {
	const longest = 90
	text := []rune(t.expr.String())
	if len(text) > longest {
		return string(text[:longest]) + "..."
	}
	return string(text)
}

func conds(list []term) []pack.Cond {
	out := make([]pack.Cond, len(list))
	for i, t := range list {
		out[i] = t.cond
	}
	return out
}

func joinTerms(list []term) string {
	words := make([]string, len(list))
	for i, t := range list {
		words[i] = t.String()
	}
	return strings.Join(words, " and ")
}
