package engine

import (
	"math"
	"reflect"

	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

// This file is what Grule sees: the objects that rules call and the structs
// that they read.

// call is an effect as Grule made it.
type call struct {
	verb  grl.Verb
	a, b  string
	count int
}

// recorder collects the effects of one case.
type recorder struct{ calls map[call]bool }

func (r *recorder) add(c call) {
	if r.calls == nil {
		r.calls = map[call]bool{}
	}
	r.calls[c] = true
}

// The objects that rules call. Their methods are the verbs of the profile.
type (
	refer  struct{ r *recorder }
	plan   struct{ r *recorder }
	advise struct{ r *recorder }
	count  struct{}
)

func (x *refer) Emergency() { x.r.add(call{verb: grl.ReferEmergency}) }
func (x *refer) Urgent()    { x.r.add(call{verb: grl.ReferUrgent}) }
func (x *refer) Soon()      { x.r.add(call{verb: grl.ReferSoon}) }
func (x *refer) Routine()   { x.r.add(call{verb: grl.ReferRoutine}) }

func (x *plan) Release(t string, w int64)    { x.r.add(call{grl.PlanRelease, t, "", int(w)}) }
func (x *plan) Stretch(t string, w int64)    { x.r.add(call{grl.PlanStretch, t, "", int(w)}) }
func (x *plan) Mobilise(t string, w int64)   { x.r.add(call{grl.PlanMobilise, t, "", int(w)}) }
func (x *plan) Strengthen(t string, w int64) { x.r.add(call{grl.PlanStrengthen, t, "", int(w)}) }
func (x *plan) Prefer(e string, w int64)     { x.r.add(call{grl.PlanPrefer, e, "", int(w)}) }
func (x *plan) Avoid(tag string)             { x.r.add(call{grl.PlanAvoid, tag, "", 0}) }
func (x *plan) Without(phase string)         { x.r.add(call{grl.PlanWithout, phase, "", 0}) }
func (x *plan) Start(level int64)            { x.r.add(call{grl.PlanStart, "", "", int(level)}) }
func (x *plan) Limit(n int64)                { x.r.add(call{grl.PlanLimit, "", "", int(n)}) }
func (x *plan) Caution(tag, id string)       { x.r.add(call{grl.PlanCaution, tag, id, 0}) }

func (x *advise) Tip(id string) { x.r.add(call{grl.AdviseTip, id, "", 0}) }

// AtLeast is Count.AtLeast of the profile.
func (count) AtLeast(k int64, terms ...bool) bool {
	n := int64(0)
	for _, t := range terms {
		if t {
			n++
		}
	}
	return n >= k
}

// shape is the struct types that show a case and its findings to Grule, built
// once from the vocabulary: nested structs of booleans, numbers as float64
// with NaN, which compares false with everything, as unanswered.
type shape struct {
	given, found reflect.Type
	members      [][]shapeMember // by fact
	facts        []*facts.Fact
}

type shapeMember struct {
	mask  uint64 // a boolean: any of these bits
	count bool   // the number of ticked options
}

func newShape(v *facts.Vocabulary, found []pack.Found) *shape {
	s := &shape{facts: v.Facts}
	var given []reflect.StructField
	for _, f := range v.Facts {
		var fields []reflect.StructField
		var members []shapeMember
		add := func(name string, t reflect.Type, m shapeMember) {
			fields = append(fields, reflect.StructField{Name: name, Type: t})
			members = append(members, m)
		}
		truth, number := reflect.TypeFor[bool](), reflect.TypeFor[float64]()
		for _, m := range pack.Members(f) {
			if m.Count {
				add(m.Name, reflect.TypeFor[int64](), shapeMember{mask: m.Mask, count: true})
			} else {
				add(m.Name, truth, shapeMember{mask: m.Mask})
			}
		}
		t := number
		if f.Kind != facts.Number {
			t = reflect.StructOf(fields)
		}
		given = append(given, reflect.StructField{Name: f.Name, Type: t})
		s.members = append(s.members, members)
	}
	s.given = reflect.StructOf(given)
	fields := make([]reflect.StructField, len(found))
	for i, f := range found {
		fields[i] = reflect.StructField{Name: f.ID, Type: reflect.TypeFor[bool]()}
	}
	s.found = reflect.StructOf(fields)
	return s
}

// write shows the words of a case as struct fields.
func (s *shape) write(given reflect.Value, words []uint64) {
	for i, f := range s.facts {
		field, word := given.Field(i), words[i]
		if f.Kind == facts.Number {
			value := math.NaN()
			if word != 0 {
				value = f.Value(word)
			}
			field.SetFloat(value)
			continue
		}
		for j, m := range s.members[i] {
			if m.count {
				field.Field(j).SetInt(int64(f.Count(word)))
			} else {
				field.Field(j).SetBool(word&m.mask != 0)
			}
		}
	}
}

func (s *shape) readFound(found reflect.Value) []bool {
	out := make([]bool, found.NumField())
	for i := range out {
		out[i] = found.Field(i).Bool()
	}
	return out
}
