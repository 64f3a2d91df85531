package verify

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"reflect"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/yamltree"
)

// Golden is a whole decision that a fixture expects. Left out are the parts
// that change without any change of the decision: the case's name, the
// engine's version and the ruleset's identity and review.
type Golden struct {
	File string // within the folder of fixtures
	want []byte // as record gives it; nil: not written yet
}

// unpinned are the fields of a record that a golden leaves out.
var unpinned = []string{"case", "engine", "ruleset"}

// golden reads the decision that a fixture names, relative to its own file.
func (r *reader) golden(n *yamltree.Node) *Golden {
	if n == nil {
		return nil
	}
	name := path.Join(path.Dir(n.Pos.File), n.Value)
	if n.Kind != yamltree.Scalar || path.Ext(name) != ".json" || path.IsAbs(n.Value) || !fs.ValidPath(name) {
		r.errorf(n, "bad-golden", "name a .json file in the folder of the fixtures", "golden cannot be %s", shown(n))
		return nil
	}
	if at, twice := r.goldens[name]; twice {
		r.errorf(n, "shared-golden", "give each fixture a file of its own", "golden %s is used twice, first at %s", yamltree.Quote(n.Value), at)
		return nil
	}
	r.goldens[name] = n.Pos
	g := &Golden{File: name}
	src, err := fs.ReadFile(r.fsys, name)
	if errors.Is(err, fs.ErrNotExist) {
		return g
	}
	if err == nil {
		g.want, err = record(src)
	}
	if err != nil {
		r.errorf(n, "bad-golden", "run with --update to write it anew", "golden %s is not a decision: %v", yamltree.Quote(n.Value), err)
		return nil
	}
	return g
}

// record brings a decision's JSON into the one form that goldens have: without
// what is unpinned, indented for review.
func record(src []byte) ([]byte, error) {
	in := jsontext.NewDecoder(bytes.NewReader(src))
	var b bytes.Buffer
	out := jsontext.NewEncoder(&b, jsontext.WithIndent("  "))
	if brace, err := in.ReadToken(); err != nil || brace.Kind() != jsontext.KindBeginObject {
		return nil, errors.New("it does not begin with {")
	}
	err := out.WriteToken(jsontext.BeginObject)
	for err == nil && in.PeekKind() != jsontext.KindEndObject {
		var key, value jsontext.Value
		if key, err = in.ReadValue(); err != nil {
			return nil, err
		}
		key = key.Clone() // the decoder's memory is good until the next read
		if value, err = in.ReadValue(); err != nil {
			return nil, err
		}
		if !slices.Contains(unpinned, strings.Trim(string(key), `"`)) {
			err = errors.Join(out.WriteValue(key), out.WriteValue(value))
		}
	}
	if _, end := in.ReadToken(); err == nil {
		err = errors.Join(end, out.WriteToken(jsontext.EndObject))
	}
	return b.Bytes(), err
}

// recordOf is record for a decision that the engine has just made.
func recordOf(d *engine.Decision) []byte {
	src, err := d.MarshalJSON()
	if err == nil {
		src, err = record(src)
	}
	if err != nil {
		panic(fmt.Sprintf("verify: a decision has no JSON: %v", err)) // its types are plain
	}
	return src
}

// shownDifferences bounds what is said of a golden that differs in much.
const shownDifferences = 5

func (g *Golden) check(d *engine.Decision) []Mismatch {
	if g.want == nil {
		return []Mismatch{{Key: "golden", Want: g.File, Got: "no such file; run with --update to write it"}}
	}
	got := recordOf(d)
	if bytes.Equal(g.want, got) {
		return nil
	}
	var a, b any
	if err := errors.Join(json.Unmarshal(g.want, &a), json.Unmarshal(got, &b)); err != nil {
		panic(fmt.Sprintf("verify: a record is no JSON: %v", err)) // record wrote both
	}
	var bad []Mismatch
	differences("golden", a, b, &bad)
	if more := len(bad) - shownDifferences; more > 0 {
		bad = append(bad[:shownDifferences], Mismatch{Key: "golden", Want: g.File, Got: fmt.Sprintf("%d more differences", more)})
	}
	return bad
}

// differences lists the places at which two JSON values differ.
func differences(at string, want, got any, bad *[]Mismatch) {
	switch w := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok {
			break
		}
		keys := slices.Concat(slices.Collect(maps.Keys(w)), slices.Collect(maps.Keys(g)))
		slices.Sort(keys)
		for _, key := range slices.Compact(keys) {
			a, inWant := w[key]
			b, inGot := g[key]
			if !inWant || !inGot {
				*bad = append(*bad, Mismatch{Key: at + "." + key, Want: brief(a, inWant), Got: brief(b, inGot)})
				continue
			}
			differences(at+"."+key, a, b, bad)
		}
		return
	case []any:
		g, ok := got.([]any)
		if !ok || len(w) != len(g) {
			break
		}
		for i := range w {
			differences(fmt.Sprintf("%s[%d]", at, i), w[i], g[i], bad)
		}
		return
	}
	if !reflect.DeepEqual(want, got) {
		*bad = append(*bad, Mismatch{Key: at, Want: brief(want, true), Got: brief(got, true)})
	}
}

// brief writes a JSON value in a few words: of objects in a list, their ids.
func brief(v any, there bool) string {
	if !there {
		return "nothing"
	}
	switch v := v.(type) {
	case nil:
		return "null"
	case string:
		return v
	case []any:
		words := make([]string, len(v))
		for i, item := range v {
			words[i] = brief(item, true)
		}
		return "[" + strings.Join(words, ", ") + "]"
	case map[string]any:
		for _, key := range []string{"id", "rule", "fact", "phase", "name"} {
			if id, ok := v[key].(string); ok {
				return id
			}
		}
		return "an object"
	}
	return fmt.Sprint(v)
}
