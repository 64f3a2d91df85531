package pack

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/yamltree"
)

// spot is where a value is written: the place of an entry, and the keys and
// numbers that lead from there to the value (see [yamltree.Node.At]). Without
// a path it is the place itself, so many characters wide.
type spot struct {
	entry diag.Pos
	width int
	path  []string
}

// in is a value of an entry, or without a path the entry itself.
func in(entry diag.Pos, path ...string) spot { return spot{entry: entry, path: path} }

// inFile is a value at the top of a file.
func (l *loader) inFile(file, key string) spot {
	at := diag.Pos{File: file, Line: 1, Column: 1}
	if root := l.tree(file); root != nil {
		at = root.Pos
	}
	return in(at, key)
}

// inRule is the name of a rule.
func inRule(r *grl.Rule) spot { return spot{entry: r.Pos, width: len(r.Name)} }

// inEffect is the first text of an effect.
func inEffect(e grl.Effect) spot {
	width := len(e.Text)
	if e.Verb != grl.SetFound {
		width += len(`""`)
	}
	return spot{entry: e.TextPos, width: width}
}

// item is the ith value of a list that stands at a spot.
func (s spot) item(i int) spot {
	s.path = append(slices.Clip(s.path), strconv.Itoa(i))
	return s
}

func (l *loader) errorf(at spot, code, hint, format string, args ...any) {
	d := diag.Diagnostic{Code: code, Pos: at.entry, Width: at.width, Message: fmt.Sprintf(format, args...), Hint: hint}
	if n := l.written(at); n != nil {
		d.Pos, d.Width = n.Pos, n.Width()
	}
	l.diags = append(l.diags, d)
}

// tree parses a file anew, since only mistakes ask for its places.
func (l *loader) tree(file string) *yamltree.Node {
	if n, ok := l.trees[file]; ok {
		return n
	}
	if l.trees == nil {
		l.trees = map[string]*yamltree.Node{}
	}
	n, err := yamltree.Parse(file, l.p.Files[file])
	if err != nil {
		n = nil // a rule, or reported already: the entry's place must do
	}
	l.trees[file] = n
	return n
}

// written finds the value at a spot, or as much of the way to it as is there,
// or the entry's id; nil when nothing is, and without a path.
func (l *loader) written(at spot) *yamltree.Node {
	if len(at.path) == 0 {
		return nil
	}
	entries := entriesAt(l.tree(at.entry.File), at.entry)
	for n := len(at.path); n > 0; n-- {
		for _, e := range entries {
			if found := e.At(at.path[:n]...); found != nil {
				return found
			}
		}
	}
	for _, e := range entries {
		if id := e.Get("id"); id != nil {
			return id
		}
	}
	return nil
}

// entriesAt lists the mappings that an entry's place may mean: the one that
// begins there, and the one whose key stands there. The first entry of a
// mapping has the place of the mapping itself, so there may be several.
func entriesAt(n *yamltree.Node, at diag.Pos) (list []*yamltree.Node) {
	if n == nil {
		return nil
	}
	if n.Kind == yamltree.Map && n.Pos == at {
		list = append(list, n)
	}
	for _, item := range n.Items {
		list = append(list, entriesAt(item, at)...)
	}
	for _, p := range n.Pairs {
		if p.Key.Pos == at {
			list = append(list, p.Value)
		}
		list = append(list, entriesAt(p.Value, at)...)
	}
	return list
}
