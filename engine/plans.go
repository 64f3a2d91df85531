package engine

import (
	"bytes"
	"hash/maphash"
	"sync/atomic"

	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/planner"
)

// plans keeps plans that were made, since in a file of cases many people need
// the same one. What is kept is the plan and the rules and settings that it
// follows from, never the case.
//
// Every key has one place, by its hash, and a new plan takes the place of the
// one before it. So there is no order to keep and no lock to wait for, and no
// more than planPlaces plans of about ten kilobytes each are ever held.
type plans struct {
	seed   maphash.Seed
	places [planPlaces]atomic.Pointer[kept]
}

// planPlaces bounds the plans that an engine keeps.
const planPlaces = 1024

// kept is a plan and the key of the input that gave it.
type kept struct {
	key  []byte
	plan *planner.Plan // nil: no exercise was left
}

func newPlans() *plans { return &plans{seed: maphash.MakeSeed()} }

// plan returns the plan for an input, nil when no exercise is left. Plans are
// shared: nobody may change them. Without a place to keep them they are made
// anew.
func (k *plans) plan(p *pack.Pack, in planner.Input) *planner.Plan {
	if k == nil {
		made, _ := planner.Make(p, in)
		return made
	}
	var room [keyRoom]byte
	key := in.AppendKey(room[:0])
	place := &k.places[maphash.Bytes(k.seed, key)%planPlaces]
	if old := place.Load(); old != nil && bytes.Equal(old.key, key) {
		return old.plan
	}
	made, _ := planner.Make(p, in) // nil without an exercise
	place.Store(&kept{bytes.Clone(key), made})
	return made
}

// keyRoom is enough for the keys of most inputs; longer ones are allocated.
const keyRoom = 256
