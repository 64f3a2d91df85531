package lint

import "github.com/limber-triage/limber/engine/pack"

// Implies and Possible lay the logic open to property tests.
func Implies(p *pack.Pack) func(c, d pack.Cond) bool { return newGround(p, Options{}).implies }

// Possible is exact as long as it is within its budget of steps.
func Possible(p *pack.Pack) func(conds ...pack.Cond) bool { return newGround(p, Options{}).possible }
