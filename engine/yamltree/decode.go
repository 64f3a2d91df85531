package yamltree

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/limber-triage/limber/engine/diag"
)

// Decode fills into, a pointer to a struct, from a mapping. Struct fields are
// matched by their tag `yaml:"name"`; a field is required unless its tag says
// `yaml:"name,optional"`. Fields may be strings, ints, floats, bools, structs,
// slices, maps from string to any of these, or *Node for a value decoded later.
// A field named Pos of type diag.Pos without a tag receives the value's place.
//
// An empty list or mapping is a value; a missing or null one is not, but for
// a *Node, which is nil only when the key is missing. Every
// unknown key, missing key and value of the wrong shape is reported.
func Decode(n *Node, into any) diag.List {
	var d decoder
	d.value(n, reflect.ValueOf(into).Elem(), "the file")
	d.diags.Sort()
	return d.diags
}

type decoder struct{ diags diag.List }

var (
	nodeType = reflect.TypeFor[*Node]()
	posType  = reflect.TypeFor[diag.Pos]()
)

func (d *decoder) errorf(n *Node, code, hint, format string, args ...any) {
	d.diags = append(d.diags, diag.Diagnostic{Code: code, Pos: n.Pos, Width: n.Width(),
		Message: fmt.Sprintf(format, args...), Hint: hint})
}

// value decodes n into v; name is what messages call it.
func (d *decoder) value(n *Node, v reflect.Value, name string) {
	if v.Type() == nodeType {
		v.Set(reflect.ValueOf(n))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		if d.is(n, Map, name) {
			d.mapping(n, v, name)
		}
	case reflect.Slice:
		if d.is(n, List, name) {
			v.Set(reflect.MakeSlice(v.Type(), len(n.Items), len(n.Items)))
			for i, item := range n.Items {
				d.value(item, v.Index(i), "an entry of "+name)
			}
		}
	case reflect.Map:
		if d.is(n, Map, name) {
			v.Set(reflect.MakeMapWithSize(v.Type(), len(n.Pairs)))
			for _, p := range n.Pairs {
				entry := reflect.New(v.Type().Elem()).Elem()
				d.value(p.Value, entry, p.Key.Value)
				if entry.Kind() == reflect.Struct {
					place(entry, p.Key.Pos)
				}
				v.SetMapIndex(reflect.ValueOf(p.Key.Value), entry)
			}
		}
	default:
		if d.is(n, Scalar, name) {
			d.scalar(n, v, name)
		}
	}
}

func (d *decoder) is(n *Node, want Kind, name string) bool {
	if n.Kind != want {
		hint := ""
		switch {
		case want == List && n.Kind == Scalar:
			hint = "write it in brackets: [" + n.Value + "]"
		case want == Scalar && n.Kind == List:
			hint = "write one value, without brackets"
		}
		d.errorf(n, "wrong-shape", hint, "%s must be %s, not %s", name, want, n.Kind)
	}
	return n.Kind == want
}

func (d *decoder) scalar(n *Node, v reflect.Value, name string) {
	var err error
	want := ""
	switch v.Kind() {
	case reflect.String:
		v.SetString(n.Value)
		if strings.TrimSpace(n.Value) == "" {
			d.errorf(n, "empty-text", "write the text or remove the key", "%s is empty", name)
		}
		return
	case reflect.Int:
		want = "a whole number"
		var i int64
		i, err = strconv.ParseInt(n.Value, 10, 32)
		v.SetInt(i)
	case reflect.Float64:
		want = "a number"
		var f float64
		f, err = parseDecimal(n.Value)
		v.SetFloat(f)
	case reflect.Bool:
		want = "true or false"
		v.SetBool(n.Value == "true")
		if n.Value != "true" && n.Value != "false" {
			err = strconv.ErrSyntax
		}
	default:
		panic("yamltree: cannot decode into " + v.Type().String())
	}
	if err == nil && n.Quoted {
		d.errorf(n, "wrong-type", "write it without quotes", "%s must be %s, not text", name, want)
	} else if err != nil {
		d.errorf(n, "wrong-type", typeHints[n.Value], "%s must be %s, not %s", name, want, Quote(n.Value))
	}
}

// typeHints mend what other tools take for true and false.
var typeHints = map[string]string{"yes": "write true", "on": "write true", "True": "write true", "no": "write false", "off": "write false", "False": "write false"}

// parseDecimal accepts plain decimals only: no exponent, hex, underscore, NaN.
func parseDecimal(s string) (float64, error) {
	if strings.Trim(s, "+-.0123456789") != "" {
		return 0, strconv.ErrSyntax
	}
	return strconv.ParseFloat(s, 64)
}

func (d *decoder) mapping(n *Node, v reflect.Value, name string) {
	place(v, n.Pos)
	fields := map[string]reflect.Value{}
	var keys []string
	for i := range v.NumField() {
		tag, tagged := v.Type().Field(i).Tag.Lookup("yaml")
		if !tagged {
			continue
		}
		key, rest, _ := strings.Cut(tag, ",")
		fields[key] = v.Field(i)
		keys = append(keys, key)
		if given := n.Get(key); rest != "optional" && (given == nil || given.Kind == Null) {
			d.errorf(n, "missing-key", "add "+key+":", "%s lacks %s", name, key)
		}
	}
	for _, p := range n.Pairs {
		field, known := fields[p.Key.Value]
		switch {
		case !known:
			d.errorf(p.Key, "unknown-key", diag.DidYouMean(p.Key.Value, keys, "known here: "+strings.Join(keys, ", ")),
				"unknown key %s", Quote(p.Key.Value))
		case p.Value.Kind != Null || field.Type() == nodeType:
			d.value(p.Value, field, p.Key.Value)
		}
	}
}

// place stores where a struct was written, if it wants to know.
func place(v reflect.Value, at diag.Pos) {
	if f := v.FieldByName("Pos"); f.IsValid() && f.Type() == posType {
		f.Set(reflect.ValueOf(at))
	}
}
