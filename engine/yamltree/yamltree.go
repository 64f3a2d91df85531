// Package yamltree owns the small, strict YAML that limber reads: mappings,
// lists and plain values, each with its place in the file. Anchors, aliases,
// tags, merge keys, duplicate keys, more than one document, and anything
// nested deeper than a person would write are refused.
//
// [Parse] gives the tree; [Decode] fills Go structs from it and reports every
// key and value that does not fit. The package knows nothing of facts or rules.
package yamltree

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/limber-triage/limber/engine/diag"
)

// MaxBytes bounds a file; the largest of a pack has about a tenth of it.
const MaxBytes = 4 << 20

// MaxDepth bounds nesting; nothing limber reads goes beyond eight levels.
const MaxDepth = 32

// maxBrackets bounds the brackets open at once before the parser sees a file.
// It is far above MaxDepth, since brackets may stand in text, and far below
// what would cost the parser its stack.
const maxBrackets = 1000

// Kind is the shape of a [Node].
type Kind int

// The shapes of a node.
const (
	Null Kind = iota
	Scalar
	List
	Map
)

// String names the kind as a person would.
func (k Kind) String() string {
	return [...]string{"nothing", "a value", "a list", "a mapping"}[k]
}

// Node is a value of the document with its place.
type Node struct {
	Kind   Kind
	Value  string // Scalar: its text
	Quoted bool   // Scalar: written in quotes or as a block, so certainly text
	Items  []*Node
	Pairs  []Pair
	Pos    diag.Pos
}

// Pair is one entry of a mapping, in the order of the file.
type Pair struct{ Key, Value *Node }

// Width is the number of characters a caret should underline.
func (n *Node) Width() int {
	width := utf8.RuneCountInString(n.Value)
	if n.Kind != Scalar || strings.Contains(n.Value, "\n") {
		return 1
	}
	if n.Quoted {
		width += len(`""`)
	}
	return width
}

// Get returns the value of a key, or nil.
func (n *Node) Get(key string) *Node {
	for _, p := range n.Pairs {
		if p.Key.Value == key {
			return p.Value
		}
	}
	return nil
}

// At follows a path of keys, ids of list entries, and numbers of list items
// from 0, and returns the value there, nil when it leads nowhere.
func (n *Node) At(path ...string) *Node {
	for _, step := range path {
		if n == nil {
			return nil
		}
		n = n.child(step)
	}
	return n
}

func (n *Node) child(step string) *Node {
	if n.Kind == Map {
		return n.Get(step)
	}
	for _, item := range n.Items {
		if id := item.Get("id"); id != nil && id.Value == step {
			return item
		}
	}
	if i, err := strconv.Atoi(step); err == nil && i >= 0 && i < len(n.Items) {
		return n.Items[i]
	}
	return nil
}

// Parse reads one document. On any mistake the tree is nil.
func Parse(file string, src []byte) (*Node, error) {
	var l diag.List
	if at, hint, bad := refuse(src); bad != "" {
		l.Errorf("yaml-unreadable", diag.At(file, src, at), hint, "%s", bad)
		return nil, l
	}
	doc, err := decode(src)
	switch {
	case errors.Is(err, io.EOF):
		l.Errorf("yaml-empty", diag.Pos{File: file, Line: 1, Column: 1}, "", "the file is empty")
		return nil, l
	case err != nil:
		l = append(l, syntaxError(file, src, err))
		return nil, l
	}
	r := reader{file: file}
	root := r.node(doc.Content[0], 1)
	r.diags.Sort()
	if err := r.diags.Err(); err != nil {
		return nil, err
	}
	return root, nil
}

// refuse finds what must not reach the parser, and says where.
func refuse(src []byte) (offset int, hint, message string) {
	if len(src) > MaxBytes {
		return 0, "split the file", fmt.Sprintf("the file is larger than %d bytes", MaxBytes)
	}
	if i := bytes.IndexByte(src, 0); i >= 0 {
		return i, "save the file as plain text in UTF-8", "the file holds a NUL byte: it is not text"
	}
	if !utf8.Valid(src) {
		i := 0
		for i < len(src) {
			r, size := utf8.DecodeRune(src[i:])
			if r == utf8.RuneError && size <= 1 {
				break
			}
			i += size
		}
		return i, "save the file as plain text in UTF-8", "the file is not valid UTF-8"
	}
	if i := tooDeep(src); i >= 0 {
		return i, "", fmt.Sprintf("more than %d brackets are open at once", maxBrackets)
	}
	return 0, "", ""
}

// tooDeep finds the opening bracket that exceeds maxBrackets, or -1. Nesting
// itself is bounded later, in the tree.
func tooDeep(src []byte) int {
	depth := 0
	for i, c := range src {
		switch c {
		case '[', '{':
			if depth++; depth > maxBrackets {
				return i
			}
		case ']', '}':
			depth = max(0, depth-1)
		}
	}
	return -1
}

func decode(src []byte) (doc yaml.Node, err error) {
	defer func() { // the parser is not ours and reads hostile files
		if p := recover(); p != nil {
			err = fmt.Errorf("yaml: %v", p)
		}
	}()
	d := yaml.NewDecoder(bytes.NewReader(src))
	if err := d.Decode(&doc); err != nil {
		return doc, err
	}
	if len(doc.Content) == 0 || doc.Content[0].Tag == "!!null" && doc.Content[0].Value == "" {
		return doc, io.EOF
	}
	var second yaml.Node
	switch err := d.Decode(&second); {
	case errors.Is(err, io.EOF):
		return doc, nil
	case err != nil:
		return doc, err
	}
	return doc, fmt.Errorf("yaml: line %d: %w", second.Line, errSecondDocument)
}

var errSecondDocument = errors.New("a second document begins here")

var lineOf = regexp.MustCompile(`line (\d+): `)

// syntaxError turns the parser's words into a diagnostic. The parser names
// only a line, and often the wrong one, so the place is looked for first; what
// is not found is placed at that line's first character.
func syntaxError(file string, src []byte, err error) diag.Diagnostic {
	d := diag.Diagnostic{Code: "yaml-syntax", Pos: diag.Pos{File: file, Line: 1, Column: 1},
		Hint: "look at this line and the one above: indentation, a missing colon, quote or bracket"}
	text := strings.TrimPrefix(err.Error(), "yaml: ")
	if m := lineOf.FindStringSubmatch(text); m != nil {
		d.Line, _ = strconv.Atoi(m[1])
		text = strings.Replace(text, m[0], "", 1)
	}
	if errors.Is(err, errSecondDocument) {
		d.Hint = "keep one document in a file: remove what follows ---"
	}
	lines := bytes.Split(src, []byte("\n"))
	d.Line = max(1, min(d.Line, len(lines)))
	for n := d.Line; n <= min(d.Line+2, len(lines)); n++ { // the parser may be a line or two early about a tab
		if i := tabIndent(lines[n-1]); i >= 0 {
			d.Line, d.Column = n, i+1
			d.Hint, d.Message = "indent with spaces, not tabs", "this is not valid YAML: a tab stands in the indentation"
			return d
		}
	}
	if m, ok := locate(src, d.Line, text); ok && !errors.Is(err, errSecondDocument) {
		d.Pos = diag.At(file, src, m.offset)
		d.Message, d.Hint = "this is not valid YAML: "+m.message, m.hint
		return d
	}
	line := lines[d.Line-1]
	d.Column = 1 + len(line) - len(bytes.TrimLeft(line, " \t"))
	d.Message = "this is not valid YAML: " + text
	return d
}

// tabIndent returns where a tab stands in the indentation of a line, or -1.
func tabIndent(line []byte) int {
	return bytes.IndexByte(line[:len(line)-len(bytes.TrimLeft(line, " \t"))], '\t')
}

type reader struct {
	file  string
	diags diag.List
}

func (r *reader) node(y *yaml.Node, depth int) *Node {
	n := &Node{Pos: diag.Pos{File: r.file, Line: y.Line, Column: y.Column}}
	refused := func(what, hint string) *Node {
		r.diags.Errorf("yaml-refused", n.Pos, hint, "%s", what)
		return n
	}
	switch {
	case depth > MaxDepth:
		return refused(fmt.Sprintf("nested more than %d deep", MaxDepth), "")
	case y.Anchor != "" || y.Kind == yaml.AliasNode:
		return refused("anchors and aliases are not allowed", "write the value out")
	case y.Style&yaml.TaggedStyle != 0:
		return refused("tags are not allowed", "remove "+y.Tag)
	}
	switch y.Kind {
	case yaml.ScalarNode:
		n.Kind, n.Value = Scalar, y.Value
		n.Quoted = y.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0
		if y.Tag == "!!null" && !n.Quoted {
			n.Kind, n.Value = Null, ""
		}
	case yaml.SequenceNode:
		n.Kind = List
		for _, item := range y.Content {
			n.Items = append(n.Items, r.node(item, depth+1))
		}
	case yaml.MappingNode:
		n.Kind = Map
		seen := make(map[string]int, len(y.Content)/2)
		for i := 0; i+1 < len(y.Content); i += 2 {
			key := r.node(y.Content[i], depth+1)
			if key.Kind != Scalar || key.Value == "<<" && !key.Quoted {
				r.diags.Errorf("yaml-refused", key.Pos, "", "a key must be a plain word")
				continue
			}
			if line, twice := seen[key.Value]; twice {
				r.diags = append(r.diags, diag.Diagnostic{Code: "duplicate-key", Pos: key.Pos, Width: key.Width(),
					Message: fmt.Sprintf("%s is given twice, first on line %d", Quote(key.Value), line),
					Hint:    "keep one of them"})
				continue
			}
			seen[key.Value] = key.Pos.Line
			n.Pairs = append(n.Pairs, Pair{Key: key, Value: r.node(y.Content[i+1], depth+1)})
		}
	}
	return n
}

// Quote shows a token of a file in a message: cut to 40 characters, control
// characters escaped.
func Quote(token string) string {
	const longest = 40
	if runes := []rune(token); len(runes) > longest {
		token = string(runes[:longest]) + "..."
	}
	return strconv.Quote(token)
}
