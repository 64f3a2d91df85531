package engine

import (
	"bytes"
	"hash/maphash"
	"sync/atomic"

	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/planner"
	"github.com/limber-triage/limber/engine/program"
)

// plans keeps plans that were made, since in a file of cases many people need
// the same one. What is kept is the plan and the rules and settings that it
// follows from, never the case.
type plans struct {
	pack   *pack.Pack
	most   int // Options.MaxExercises
	keys   *planner.Keys
	whole  cache[*planner.Plan] // nil: no exercise was left
	briefs cache[brief]
}

// brief is what an [Outline] says of a plan. Far more of them fit into memory.
type brief struct {
	start     int
	exercises []string // none: no exercise was left
}

// These bound what an engine keeps: a plan takes about ten kilobytes, a brief a
// quarter of one.
const (
	planPlaces  = 1 << 9
	briefPlaces = 1 << 15
)

func newPlans(p *pack.Pack, most int) *plans {
	return &plans{pack: p, most: most, keys: planner.NewKeys(p), whole: newCache[*planner.Plan](planPlaces), briefs: newCache[brief](briefPlaces)}
}

// plan returns the plan that follows from the effects of the fired rules, nil
// when no exercise is left. Plans are shared: nobody may change them.
func (k *plans) plan(v verdict, words []uint64) *planner.Plan {
	var room [keyRoom]byte
	key := k.keys.Append(room[:0], v.set(len(k.pack.Rules)), v.finds, words)
	return k.whole.get(key, func() *planner.Plan {
		made, _ := planner.Make(k.pack, planner.FromEffects(k.pack, v.fired, v.finds, words, k.most)) // nil without an exercise
		return made
	})
}

// brief returns what an outline says of the plan that follows from a run.
func (k *plans) brief(ran *program.State, words []uint64) brief {
	var room [keyRoom]byte
	key := k.keys.Append(room[:0], ran.Set(), ran.Found, words)
	return k.briefs.get(key, func() (b brief) {
		var rules [64]int // enough for most
		in := planner.FromEffects(k.pack, ran.Rules(rules[:0]), ran.Found, words, k.most)
		if ids := planner.Choose(k.pack, in); len(ids) > 0 {
			b = brief{in.Start, ids}
		}
		return b
	})
}

// keyRoom is enough for most keys; longer ones are allocated.
const keyRoom = 256

// cache keeps values by key. Every key has one place, by its hash, and a new
// value takes the place of the one before it: so there is no order to keep and
// no lock to wait for, and it never grows.
type cache[T any] struct {
	seed   maphash.Seed
	places []atomic.Pointer[kept[T]]
}

// kept is a value and its key.
type kept[T any] struct {
	key   []byte
	value T
}

func newCache[T any](places int) cache[T] {
	return cache[T]{maphash.MakeSeed(), make([]atomic.Pointer[kept[T]], places)}
}

// get returns the value of a key, made now if it is not there.
func (c *cache[T]) get(key []byte, made func() T) T {
	if len(c.places) == 0 {
		return made()
	}
	place := &c.places[maphash.Bytes(c.seed, key)%uint64(len(c.places))]
	if old := place.Load(); old != nil && bytes.Equal(old.key, key) {
		return old.value
	}
	value := made()
	place.Store(&kept[T]{bytes.Clone(key), value})
	return value
}
