package verify_test

import (
	"math/rand/v2"
	"testing"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/verify"
)

// leaves counts the atoms over facts that are missing.
func leaves(list []verify.Missing) (n int) {
	for _, m := range list {
		if m.Rule == "" {
			n++
		}
		n += leaves(m.Missing)
	}
	return n
}

// TestDistance: it is 0 exactly when the condition has the value, and otherwise
// the number of atoms that the explanation names.
func TestDistance(t *testing.T) {
	t.Parallel()
	for name, e := range map[string]*engine.Engine{"small": small(), "shipped": shipped()} {
		p, s := e.Pack(), e.Program().NewState()
		r := rand.New(rand.NewPCG(1, 1))
		for range 100 {
			c := verify.RandomCase(p, r)
			s.Run(c.Words())
			for _, rule := range p.Rules {
				for _, value := range []bool{true, false} {
					d := verify.Distance(p, c.Words(), rule.Cond, value)
					if (d == 0) != (s.Fired(rule.Index) == value) {
						t.Fatalf("%s: %s fires %t, and is %d away from %t", name, rule.Name, s.Fired(rule.Index), d, value)
					}
					if list := verify.MissingAtoms(p, c.Words(), rule.Cond, value); leaves(list) != d {
						t.Fatalf("%s: %s is %d away from %t, and %s is missing", name, rule.Name, d, value, tell(list))
					}
				}
			}
		}
	}
}

func TestDistanceOfTheImpossible(t *testing.T) {
	t.Parallel()
	p := small().Pack()
	words := p.Bases["healthy"].Words()
	atom := ruleOf(t, p, "Numbness").Cond
	for name, c := range map[string]struct {
		cond  pack.Cond
		value bool
		want  int
	}{
		"never true":             {pack.Or{}, true, verify.Unreachable},
		"never false":            {pack.And{}, false, verify.Unreachable},
		"never and a condition":  {pack.And{pack.Or{}, atom}, true, verify.Unreachable},
		"never or a condition":   {pack.Or{pack.Or{}, atom}, true, 1},
		"three of two":           {pack.AtLeast{K: 3, Terms: []pack.Cond{atom, atom}}, true, verify.Unreachable},
		"none of two, false":     {pack.AtLeast{K: 0, Terms: []pack.Cond{atom, atom}}, false, verify.Unreachable},
		"two of three":           {pack.AtLeast{K: 2, Terms: []pack.Cond{atom, pack.And{}, atom}}, true, 1},
		"two of three, false":    {pack.AtLeast{K: 2, Terms: []pack.Cond{atom, pack.And{}, atom}}, false, 0},
		"two of four, far ones":  {pack.AtLeast{K: 2, Terms: []pack.Cond{pack.And{atom, atom}, atom, pack.And{atom, atom, atom}, pack.Or{}}}, true, 3},
		"three impossible terms": {pack.And{pack.Or{}, pack.Or{}, pack.Or{}}, true, verify.Unreachable},
	} {
		if got := verify.Distance(p, words, c.cond, c.value); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}
