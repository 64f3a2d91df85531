package facts

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/yamltree"
)

// ReadYAML reads one case in YAML; messages call the input "case".
func (v *Vocabulary) ReadYAML(r io.Reader) (*Case, error) {
	src, err := readCase(r)
	if err != nil {
		return nil, err
	}
	return v.ParseYAML(inputName, src)
}

// ParseYAML reads one case in YAML: a mapping of facts, perhaps with a case_id.
// The error is a [diag.List] of every mistake, with places in file.
func (v *Vocabulary) ParseYAML(file string, src []byte) (*Case, error) {
	src = bytes.TrimPrefix(src, []byte(byteOrderMark))
	r := newFiller(v, v.New())
	r.from = diag.Pos{File: file, Line: 1, Column: 1}
	if r.refuse(src) {
		return r.finish()
	}
	r.src = nil // from here on places carry their own positions
	root, err := yamltree.Parse(file, src)
	var refused diag.List
	if errors.As(err, &refused) {
		r.refused(refused, src)
		return r.finish()
	}
	r.mapping(root)
	return r.finish()
}

// refused passes on why there is no tree, with the fact where that is known.
func (r *filler) refused(l diag.List, src []byte) {
	for _, d := range l {
		var f *Fact
		if d.Code == "duplicate-key" && len(r.list) < maxMistakes {
			line := []rune(lineOf(src, d.Line))
			from := min(d.Column-1, len(line))
			f, _ = r.vocab.Lookup(strings.Trim(string(line[from:min(from+d.Width, len(line))]), `"'`))
		}
		r.add(f, place{pos: d.Pos, width: max(1, d.Width)}, d.Code, d.Hint, "%s", d.Message)
	}
}

// CaseFromYAML overlays a case with the facts of a mapping that is part of a
// larger document, such as a fixture: facts not named keep their answers, and
// null makes a fact unanswered. On any mistake the case is left as it was.
// The case must belong to this vocabulary.
func (v *Vocabulary) CaseFromYAML(node *yamltree.Node, into *Case) diag.List {
	r := newFiller(v, into.Clone())
	r.from.File = node.Pos.File
	r.mapping(node)
	if l := r.sorted(); len(l) > 0 {
		return l
	}
	into.ID = r.c.ID
	copy(into.words, r.c.words)
	return nil
}

func (r *filler) mapping(node *yamltree.Node) {
	if node.Kind != yamltree.Map {
		r.add(nil, placeOf(node), "case-not-object", "write one fact: answer on each line", "a case must be a mapping, not %s", formOfNode(node))
		return
	}
	for _, pair := range node.Pairs {
		if slot := r.key(pair.Key.Value, placeOf(pair.Key)); slot != slotUnknown {
			r.put(slot, givenBy(pair.Value))
		}
	}
}

func givenBy(node *yamltree.Node) given {
	g := given{form: formOfNode(node), text: node.Value, place: placeOf(node)}
	for _, item := range node.Items {
		g.items = append(g.items, given{form: formOfNode(item), text: item.Value, place: placeOf(item)})
	}
	return g
}

func placeOf(node *yamltree.Node) place { return place{pos: node.Pos, width: node.Width()} }

func formOfNode(node *yamltree.Node) form {
	switch {
	case node.Kind == yamltree.List:
		return list
	case node.Kind == yamltree.Map:
		return mapping
	case node.Kind == yamltree.Null:
		return nothing
	case node.Quoted:
		return quoted
	}
	return bare
}

// lineOf returns a line of src, counting from 1; "" beyond the end.
func lineOf(src []byte, n int) string {
	for ; n > 1; n-- {
		_, src, _ = bytes.Cut(src, []byte("\n"))
	}
	line, _, _ := bytes.Cut(src, []byte("\n"))
	return string(line)
}
