package grl

import "iter"

// Walk calls visit for an expression and then for all within it, in the order
// of writing.
func Walk(e Expr, visit func(Expr)) {
	visit(e)
	for _, term := range Terms(e) {
		Walk(term, visit)
	}
}

// Terms returns the conditions that an *And, *Or or *AtLeast joins, and nil
// for an atom. The slice is the expression's own: it is not to be changed.
func Terms(e Expr) []Expr {
	switch e := e.(type) {
	case *And:
		return e.Terms
	case *Or:
		return e.Terms
	case *AtLeast:
		return e.Terms
	}
	return nil
}

// Atoms yields the *Case and *Found within an expression, in the order of
// writing, as often as they are written.
func Atoms(e Expr) iter.Seq[Expr] {
	return func(yield func(Expr) bool) { atoms(e, yield) }
}

func atoms(e Expr, yield func(Expr) bool) bool {
	terms := Terms(e)
	if terms == nil {
		return yield(e)
	}
	for _, t := range terms {
		if !atoms(t, yield) {
			return false
		}
	}
	return true
}
