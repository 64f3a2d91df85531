package lint

import (
	"bytes"
	"unicode/utf8"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/yamltree"
)

// files finds the places of values in a pack's YAML. Few of them are ever
// asked for, so a file is parsed when its first place is.
type files struct {
	sources map[string][]byte
	trees   map[string]*yamltree.Node
}

func (f *files) tree(file string) *yamltree.Node {
	if n, ok := f.trees[file]; ok {
		return n
	}
	n, err := yamltree.Parse(file, f.sources[file])
	if err != nil {
		n = nil // load read the file; without a tree the place is the file
	}
	if f.trees == nil {
		f.trees = map[string]*yamltree.Node{}
	}
	f.trees[file] = n
	return n
}

// value is the place of the value at a path of keys, ids of list entries, and
// numbers of list items.
func (f *files) value(file string, path ...string) spot {
	n := f.tree(file).At(path...)
	if n == nil {
		return spot{pos: diag.Pos{File: file}}
	}
	return spot{pos: n.Pos, width: n.Width()}
}

// entry is the place of the id of a list's entry, or of the key of a mapping's.
func (f *files) entry(file, list, id string) spot {
	root := f.tree(file)
	if root == nil || root.Get(list) == nil {
		return spot{pos: diag.Pos{File: file}}
	}
	for _, p := range root.Get(list).Pairs {
		if p.Key.Value == id {
			return spot{pos: p.Key.Pos, width: p.Key.Width()}
		}
	}
	return f.value(file, list, id, "id")
}

// word narrows a place to the first time a word is written in the text that
// begins there. The text may be folded over lines, but a word never is.
func (f *files) word(at spot, text, word string) spot {
	const indentation = 400 // more than what line breaks and escapes add to a text
	src := f.sources[at.pos.File]
	from := offset(src, at.pos)
	to := min(len(src), from+len(text)+indentation)
	if from >= to {
		return at
	}
	if i := bytes.Index(src[from:to], []byte(word)); i >= 0 {
		at.pos = diag.At(at.pos.File, src, from+i)
		at.width = utf8.RuneCountInString(word)
	}
	return at
}

// offset turns a place into a byte offset of src.
func offset(src []byte, at diag.Pos) int {
	i := 0
	for line := 1; line < at.Line; line++ {
		next := bytes.IndexByte(src[i:], '\n')
		if next < 0 {
			return len(src)
		}
		i += next + 1
	}
	for column := 1; column < at.Column && i < len(src); column++ {
		_, size := utf8.DecodeRune(src[i:])
		i += size
	}
	return i
}
