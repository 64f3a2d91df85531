package facts

import (
	"bytes"
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/limber-triage/limber/engine/diag"
)

// ReadJSON reads one case in JSON; messages call the input "case".
func (v *Vocabulary) ReadJSON(r io.Reader) (*Case, error) {
	src, err := readCase(r)
	if err != nil {
		return nil, err
	}
	return v.ParseJSON(inputName, src)
}

// ParseJSON reads one case in JSON: a flat object of facts, perhaps with a
// case_id. The error is a [diag.List] of every mistake, with places in file.
func (v *Vocabulary) ParseJSON(file string, src []byte) (*Case, error) {
	return v.parseJSON(diag.Pos{File: file, Line: 1, Column: 1}, src)
}

// parseJSON reads a case whose first byte is at a place of a larger file.
func (v *Vocabulary) parseJSON(at diag.Pos, src []byte) (*Case, error) {
	src = bytes.TrimPrefix(src, []byte(byteOrderMark))
	r := jsonReader{filler: newFiller(v, v.New()), text: string(src)}
	r.from = at
	if r.refuse(src) {
		return r.finish()
	}
	// Duplicate names are ours to find: the decoder would stop at the first.
	r.dec = jsontext.NewDecoder(bytes.NewBuffer(src), jsontext.AllowDuplicateNames(true))
	r.object()
	return r.finish()
}

// jsonReader reads one object token by token.
type jsonReader struct {
	*filler

	dec   *jsontext.Decoder
	text  string  // the input again, so that words are cut from it without copying
	items []given // reused from list to list
}

// object reads the whole case. After a syntax error nothing more is read, but
// the mistakes before it are reported too.
func (r *jsonReader) object() {
	if kind := r.dec.PeekKind(); kind != '{' && kind != 0 && kind != '}' && kind != ']' {
		if strings.IndexByte("ntf", byte(kind)) >= 0 { // perhaps a word that only begins like null
			if _, err := r.dec.ReadValue(); err != nil {
				r.syntax(err)
				return
			}
		}
		start := len(r.src) - len(bytes.TrimLeft(r.src, " \t\r\n"))
		hint := "write {\"fact\": answer, ...}"
		if kind == '[' {
			hint = "limber batch reads many cases, one on each line"
		}
		r.add(nil, place{start: start, end: start + 1}, "case-not-object", hint, "a case must be an object, not %s", formOf(kind))
		return
	}
	if _, err := r.dec.ReadToken(); err != nil {
		r.syntax(err)
		return
	}
	for r.dec.PeekKind() != '}' {
		name, err := r.dec.ReadValue()
		if err != nil {
			r.syntax(err)
			return
		}
		at := r.placeOf(name)
		slot := r.key(r.unquote(at), at)
		if slot == slotUnknown {
			err = r.dec.SkipValue()
		} else {
			var g given
			if g, err = r.value(); err == nil {
				r.put(slot, g)
			}
		}
		if err != nil {
			r.syntax(err)
			return
		}
	}
	if _, err := r.dec.ReadToken(); err != nil {
		r.syntax(err)
		return
	}
	end := int(r.dec.InputOffset())
	if rest := bytes.TrimLeft(r.src[end:], " \t\r\n"); len(rest) > 0 {
		start := len(r.src) - len(rest)
		r.add(nil, place{start: start, end: start + 1}, "trailing-data", "limber batch reads many cases, one on each line",
			"something follows the case")
	}
}

// value reads one answer. What is nested too deep to be one is skipped.
func (r *jsonReader) value() (given, error) {
	if r.dec.PeekKind() != '[' {
		return r.scalar()
	}
	if _, err := r.dec.ReadToken(); err != nil {
		return given{}, err
	}
	start := int(r.dec.InputOffset()) - len("[")
	r.items = r.items[:0]
	for r.dec.PeekKind() != ']' {
		item, err := r.scalar()
		if err != nil {
			return given{}, err
		}
		r.items = append(r.items, item)
	}
	_, err := r.dec.ReadToken()
	return given{form: list, items: r.items, place: place{start: start, end: start + 1}}, err
}

// scalar reads a value of one token; a list or an object is only skipped.
func (r *jsonReader) scalar() (given, error) {
	kind := r.dec.PeekKind()
	raw, err := r.dec.ReadValue()
	if err != nil {
		return given{}, err
	}
	g := given{form: formOf(kind), place: r.placeOf(raw)}
	switch g.form {
	case quoted:
		g.text = r.unquote(g.place)
	case number, truth:
		g.text = r.text[g.start:g.end]
	case list, mapping:
		g.end = g.start + 1
	}
	return g, nil
}

func formOf(kind jsontext.Kind) form {
	switch kind {
	case '"':
		return quoted
	case '0':
		return number
	case 't', 'f':
		return truth
	case '[':
		return list
	case '{':
		return mapping
	}
	return nothing
}

// placeOf is where the value just read is in the input.
func (r *jsonReader) placeOf(raw jsontext.Value) place {
	end := int(r.dec.InputOffset())
	return place{start: end - len(raw), end: end}
}

// unquote returns the text of a string of the input.
func (r *jsonReader) unquote(p place) string {
	if inner := r.text[p.start+1 : p.end-1]; strings.IndexByte(inner, '\\') < 0 {
		return inner
	}
	text, _ := jsontext.AppendUnquote(nil, r.src[p.start:p.end]) // the decoder has accepted it
	return string(text)
}
