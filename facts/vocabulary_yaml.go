package facts

import (
	"bytes"
	"slices"
	"sort"
	"strings"
	"unicode"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/yamltree"
)

// ReadVocabulary reads a facts.yaml. The error is a [diag.List] of every
// mistake in it. Conditions (ask_if) are kept as text with their place: reading
// them takes GRL, which this package does not know.
func ReadVocabulary(file string, src []byte) (*Vocabulary, error) {
	root, err := yamltree.Parse(file, src)
	if err != nil {
		return nil, err
	}
	var doc vocabularyDoc
	r := vocabularyReader{lines: bytes.Split(src, []byte("\n")), diags: yamltree.Decode(root, &doc), v: &Vocabulary{
		index: make(map[string]int, len(doc.Facts)),
		names: make(map[string]int, len(doc.Facts)),
	}}
	r.refuseEmpty(root)
	r.screens(doc.Screens)
	for _, entry := range doc.Facts {
		r.fact(entry)
	}
	r.findings(doc.Findings)
	if len(doc.Facts) == 0 && len(r.diags) == 0 {
		r.diags.Errorf("no-facts", root.Pos, "declare one under facts:", "the vocabulary has no facts")
	}
	r.attribute(root.Get("facts"))
	r.diags.Sort()
	if err := r.diags.Err(); err != nil {
		return nil, err
	}
	return r.v, nil
}

// The shape of facts.yaml. Values are nodes, so that what is wrong with one can
// be shown in its place.
type (
	vocabularyDoc struct {
		Screens  []screenDoc  `yaml:"screens"`
		Facts    []factDoc    `yaml:"facts"`
		Findings []findingDoc `yaml:"findings,optional"`
	}
	screenDoc struct {
		Pos   diag.Pos
		ID    *yamltree.Node `yaml:"id"`
		Title *yamltree.Node `yaml:"title"`
	}
	findingDoc struct {
		Pos     diag.Pos
		ID      *yamltree.Node `yaml:"id"`
		Meaning *yamltree.Node `yaml:"meaning"`
	}
	factDoc struct {
		Pos      diag.Pos
		ID       *yamltree.Node   `yaml:"id"`
		Kind     *yamltree.Node   `yaml:"kind"`
		Screen   *yamltree.Node   `yaml:"screen"`
		Required []*yamltree.Node `yaml:"required,optional"`
		NotSure  *yamltree.Node   `yaml:"not_sure,optional"`
		Question *yamltree.Node   `yaml:"question"`
		Help     *yamltree.Node   `yaml:"help,optional"`
		Why      *yamltree.Node   `yaml:"why"`
		Unit     *yamltree.Node   `yaml:"unit,optional"`
		Min      *yamltree.Node   `yaml:"min,optional"`
		Max      *yamltree.Node   `yaml:"max,optional"`
		Step     *yamltree.Node   `yaml:"step,optional"`
		Options  []optionDoc      `yaml:"options,optional"`
		None     *yamltree.Node   `yaml:"none,optional"`
		Baseline *yamltree.Node   `yaml:"baseline"`
		Default  *yamltree.Node   `yaml:"default,optional"`
		AskIf    *yamltree.Node   `yaml:"ask_if,optional"`
		Codes    []codeDoc        `yaml:"codes,optional"`
	}
	optionDoc struct {
		Pos   diag.Pos
		ID    *yamltree.Node `yaml:"id"`
		Text  *yamltree.Node `yaml:"text"`
		Alone *yamltree.Node `yaml:"alone,optional"`
	}
	codeDoc struct {
		System *yamltree.Node `yaml:"system"`
		Code   *yamltree.Node `yaml:"code"`
		Source *yamltree.Node `yaml:"source"`
	}
)

// vocabularyReader builds a vocabulary and gathers what is wrong with it.
type vocabularyReader struct {
	lines [][]byte
	v     *Vocabulary
	diags diag.List
}

func (r *vocabularyReader) errorf(n *yamltree.Node, code, hint, format string, args ...any) {
	r.diags.Errorf(code, n.Pos, hint, format, args...)
	r.diags[len(r.diags)-1].Width = n.Width()
}

// requiredKeys are the keys whose absence [yamltree.Decode] reports; it takes an
// empty value for an absent one.
var requiredKeys = []string{"screens", "facts", "id", "kind", "screen", "question", "why", "baseline", "title", "text",
	"meaning", "system", "code", "source"}

// refuseEmpty reports optional keys without a value: `not_sure:` with its level
// forgotten must not read as if not_sure were not offered.
func (r *vocabularyReader) refuseEmpty(n *yamltree.Node) {
	for _, item := range n.Items {
		if item.Kind == yamltree.Null {
			r.errorf(item, "empty-value", "write a value or remove the entry", "an entry of a list has no value")
		}
		r.refuseEmpty(item)
	}
	for _, p := range n.Pairs {
		if p.Value.Kind == yamltree.Null && !slices.Contains(requiredKeys, p.Key.Value) {
			r.errorf(p.Key, "empty-value", "write a value or remove the key", "%s has no value", p.Key.Value)
		}
		r.refuseEmpty(p.Value)
	}
}

// attribute names the fact on the diagnostics that lie within its entry.
func (r *vocabularyReader) attribute(facts *yamltree.Node) {
	if facts == nil {
		return
	}
	ends := make([]int, len(facts.Items))
	for i, entry := range facts.Items {
		ends[i] = lastLine(entry)
	}
	for i := range r.diags {
		d := &r.diags[i]
		next := sort.Search(len(facts.Items), func(i int) bool {
			at := facts.Items[i].Pos
			return at.Line > d.Line || at.Line == d.Line && at.Column > d.Column
		})
		if next == 0 {
			continue
		}
		if id := facts.Items[next-1].Get("id"); id != nil && validID(id.Value) && d.Line <= ends[next-1] {
			d.Fact = id.Value
		}
	}
}

// lastLine is the line on which the last value within n begins.
func lastLine(n *yamltree.Node) int {
	last := n.Pos.Line
	for _, item := range n.Items {
		last = max(last, lastLine(item))
	}
	for _, p := range n.Pairs {
		last = max(last, lastLine(p.Value))
	}
	return last
}

// absent reports whether a key was left out or has no value.
func absent(n *yamltree.Node) bool { return n == nil || n.Kind == yamltree.Null }

// scalar returns the text of a plain value and whether there is one; a value of
// another shape is reported.
func (r *vocabularyReader) scalar(n *yamltree.Node, key string) (string, bool) {
	switch {
	case absent(n):
		return "", false // reported where it is required
	case n.Kind != yamltree.Scalar:
		r.errorf(n, "wrong-shape", "", "%s must be a value, not %s", key, n.Kind)
		return "", false
	}
	return n.Value, true
}

// text returns a text for people.
func (r *vocabularyReader) text(n *yamltree.Node, key string) string {
	text, ok := r.scalar(n, key)
	switch {
	case !ok:
		return ""
	case strings.TrimSpace(text) == "":
		r.errorf(n, "empty-text", "write the text or remove the key", "%s is empty", key)
	case strings.ContainsFunc(text, func(c rune) bool { return !unicode.IsPrint(c) && c != '\n' }):
		r.errorf(n, "unprintable-text", "", "%s holds a character that cannot be printed", key)
	}
	return text
}
