package engine

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// This file writes a decision as JSON, field by field: the same bytes as the
// struct tags say, at about a tenth of the cost of reading them at run time.
// A test holds the two against each other on every field.

// MarshalJSON writes the record with its fields in order.
func (d *Decision) MarshalJSON() ([]byte, error) {
	b, err := d.AppendJSON(make([]byte, 0, recordRoom))
	if err != nil {
		return nil, err
	}
	return b, nil
}

// recordRoom is the size of most records.
const recordRoom = 12 << 10

// AppendJSON appends the record to b, as MarshalJSON writes it. It fails on
// text that is not UTF-8.
func (d *Decision) AppendJSON(b []byte) ([]byte, error) {
	j := encoder{b: b}
	j.decision(d)
	return j.b, j.err
}

// encoder appends JSON. Its first error stays.
type encoder struct {
	b   []byte
	err error
}

// raw appends JSON as it is.
func (j *encoder) raw(s string) { copy(j.room(len(s)), s) }

// room lengthens the record by n bytes and returns them. It is append, but for
// one thing: where there is room already it stores no pointer, which would cost
// more than the copy while garbage is collected.
func (j *encoder) room(n int) []byte {
	end := len(j.b) + n
	if end > cap(j.b) {
		j.b = slices.Grow(j.b, n)
	}
	j.b = j.b[:end]
	return j.b[end-n:]
}

// text appends a key, with what stands before it, and a string.
func (j *encoder) text(key, s string) {
	j.raw(key)
	j.quote(s)
}

func (j *encoder) quote(s string) {
	if plain(s) {
		to := j.room(len(s) + 2)
		to[0], to[len(s)+1] = '"', '"'
		copy(to[1:], s)
		return
	}
	b, err := jsontext.AppendQuote(j.b, s)
	j.fail(err)
	j.b = b
}

// plain reports whether a string is its own JSON but for the quotes: printable
// ASCII without quote and backslash. It looks at eight bytes at once, since a
// record is mostly text.
func plain(s string) bool {
	const (
		ones  = 0x0101010101010101
		tops  = 0x80 * ones
		slash = '\\' * ones
		quote = '"' * ones
	)
	for ; len(s) >= 8; s = s[8:] {
		w := uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
			uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
		// A byte's top bit is set where it is no ASCII, or where taking away
		// what it must not be below, or equal, borrows.
		if (w|(w-' '*ones)|((w^quote)-ones)|((w^slash)-ones))&tops != 0 {
			return false
		}
	}
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c > '~' {
			return false
		}
	}
	return true
}

func (j *encoder) integer(key string, n int) {
	j.raw(key)
	j.b = strconv.AppendInt(j.b, int64(n), 10)
}

// float appends a number: the usual ones here, what is very large or small and
// what is no number by the library.
func (j *encoder) float(key string, x float64) {
	j.raw(key)
	if abs := math.Abs(x); abs == 0 || abs >= 1e-6 && abs < 1e21 {
		j.b = strconv.AppendFloat(j.b, x, 'f', -1, 64)
		return
	}
	b, err := json.Marshal(x)
	j.fail(err)
	j.b = append(j.b, b...)
}

func (j *encoder) fail(err error) {
	if err != nil && j.err == nil {
		j.err = fmt.Errorf("write decision: %w", err)
	}
}

// urgency appends an urgency, null when there is none.
func (j *encoder) urgency(key string, u Urgency) {
	if u == "" {
		j.raw(key)
		j.raw("null")
		return
	}
	j.text(key, string(u))
}

func (j *encoder) truth(key string, x bool) {
	j.raw(key)
	j.b = strconv.AppendBool(j.b, x)
}

// texts appends an array of strings.
func (j *encoder) texts(key string, items []string) {
	array(j, key, items, func(j *encoder, s *string) { j.quote(*s) })
}

// array appends an array, also for nil.
func array[T any](j *encoder, key string, items []T, item func(*encoder, *T)) {
	j.raw(key)
	j.raw("[")
	for i := range items {
		if i > 0 {
			j.raw(",")
		}
		item(j, &items[i])
	}
	j.raw("]")
}

func (j *encoder) decision(d *Decision) {
	j.text(`{"case":`, d.Case)
	j.text(`,"outcome":`, string(d.Outcome))
	j.urgency(`,"urgency":`, d.Urgency)
	j.urgency(`,"at_least":`, d.AtLeast)
	j.truth(`,"settled":`, d.Settled)
	j.urgency(`,"could_become":`, d.CouldBecome)
	j.text(`,"headline":`, d.Headline)
	array(j, `,"call":`, d.Call, (*encoder).number)
	array(j, `,"reasons":`, d.Reasons, (*encoder).reason)
	array(j, `,"ask":`, d.Ask, (*encoder).question)
	j.texts(`,"findings":`, d.Findings)
	j.text(`,"notice":`, d.Notice)
	j.raw(`,"plan":`)
	j.plan(d.Plan)
	array(j, `,"assumed":`, d.Assumed, (*encoder).assumption)
	array(j, `,"advice":`, d.Advice, (*encoder).advice)
	j.texts(`,"until_seen":`, d.UntilSeen)
	j.texts(`,"safety_net":`, d.SafetyNet)
	j.text(`,"disclaimer":`, d.NotThis)
	j.texts(`,"fired":`, d.Fired)
	j.integer(`,"options":{"max_exercises":`, d.Options.Most)
	j.text(`,"locale":`, d.Options.Locale)
	j.text(`,"region":`, d.Options.Region)
	j.text(`},"ruleset":{"name":`, d.Ruleset.Name)
	j.text(`,"version":`, d.Ruleset.Version)
	j.text(`,"hash":`, d.Ruleset.Hash)
	j.text(`,"approved_by":`, d.Ruleset.ApprovedBy)
	j.integer(`,"unreviewed":`, d.Ruleset.Unreviewed)
	j.integer(`,"general_knowledge":`, d.Ruleset.General)
	j.text(`},"engine":`, d.Engine)
	j.raw(`}`)
}

func (j *encoder) number(n *Number) {
	j.text(`{"for":`, n.For)
	j.text(`,"number":`, n.Number)
	j.text(`,"note":`, n.Note)
	j.raw(`}`)
}

func (j *encoder) reason(r *Reason) {
	j.text(`{"rule":`, r.Rule)
	j.urgency(`,"urgency":`, r.Urgency)
	j.text(`,"action":`, r.Action)
	j.text(`,"message":`, r.Message)
	j.texts(`,"sources":`, r.Sources)
	j.raw(`}`)
}

func (j *encoder) question(q *Question) {
	j.text(`{"fact":`, q.Fact)
	j.text(`,"question":`, q.Question)
	j.text(`,"why":`, q.Why)
	j.raw(`}`)
}

func (j *encoder) assumption(a *Assumption) {
	j.text(`{"fact":`, a.Fact)
	j.text(`,"answer":`, a.Answer)
	j.raw(`}`)
}

func (j *encoder) advice(a *Advice) {
	j.text(`{"id":`, a.ID)
	j.text(`,"title":`, a.Title)
	j.text(`,"text":`, a.Text)
	j.texts(`,"because":`, a.Because)
	j.texts(`,"sources":`, a.Sources)
	j.raw(`}`)
}
