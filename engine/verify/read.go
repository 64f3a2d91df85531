package verify

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/yamltree"
	"github.com/limber-triage/limber/facts"
)

// Read reads every *.yaml and *.csv below the root of fsys as fixtures for a
// pack, files in name order. The error is a [diag.List] of every mistake: a
// fixture that names what the pack does not have would otherwise hold by
// accident.
func Read(p *pack.Pack, fsys fs.FS) ([]Fixture, error) {
	r := &reader{p: p, fsys: fsys, names: map[string]diag.Pos{}, goldens: map[string]diag.Pos{}, known: newKnown(p)}
	err := fs.WalkDir(fsys, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		read := r.yaml
		switch path.Ext(name) {
		case ".yaml":
		case ".csv":
			read = r.csv
		default:
			return nil
		}
		src, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		read(name, src)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read fixtures: %w", err)
	}
	if len(r.fixtures) == 0 && !r.diags.HasErrors() {
		r.diags.Errorf("no-fixtures", diag.Pos{}, "name a folder with *.yaml or *.csv fixtures, such as testdata/cases", "no fixture was found")
	}
	r.diags.Sort()
	if err := r.diags.Err(); err != nil {
		return nil, err // half of the fixtures prove nothing
	}
	return r.fixtures, nil
}

type reader struct {
	p        *pack.Pack
	fsys     fs.FS
	known    known
	names    map[string]diag.Pos
	goldens  map[string]diag.Pos
	fixtures []Fixture
	diags    diag.List
	before   int  // diagnostics before the present fixture
	garbled  bool // the present file holds keys or values of no fixture, so what is missing proves nothing
}

func (r *reader) errorf(n *yamltree.Node, code, hint, format string, args ...any) {
	r.diags = append(r.diags, diag.Diagnostic{Code: code, Pos: n.Pos, Width: n.Width(), Message: fmt.Sprintf(format, args...), Hint: hint})
}

func (r *reader) yaml(name string, src []byte) {
	root, err := yamltree.Parse(name, src)
	if err != nil {
		var list diag.List
		errors.As(err, &list)
		r.diags = append(r.diags, list...)
		return
	}
	var docs []fixtureDoc
	bad := yamltree.Decode(root, &docs)
	r.diags = append(r.diags, bad...)
	r.garbled = len(bad) > 0
	if len(docs) == 0 && !r.garbled {
		r.diags.Errorf("no-fixtures", root.Pos, "remove the file, or write a fixture", "the file holds no fixture")
	}
	for i := range docs {
		r.fixture(&docs[i])
	}
}

func (r *reader) fixture(d *fixtureDoc) {
	r.before = len(r.diags)
	c, ok := r.base(d.Base)
	if !ok {
		return
	}
	r.overlay(d.Given, c)
	expect := r.expect(&d.Expect)
	if len(d.Each) == 0 {
		r.add(Fixture{Name: d.Name, Case: c, Expect: expect, Golden: r.golden(d.Golden), Pos: d.Pos})
		return
	}
	if d.Golden != nil {
		r.errorf(d.Golden, "shared-golden", "move golden: into the rows", "a golden holds one decision, and a table has many")
	}
	for i, row := range d.Each {
		rowCase := c.Clone()
		r.overlay(row.Given, rowCase)
		name := row.Name
		if name == "" {
			name = fmt.Sprintf("row %d", i+1)
		}
		r.add(Fixture{Name: d.Name + ": " + name, Case: rowCase, Expect: expect.merge(r.expect(&row.Expect)), Golden: r.golden(row.Golden), Pos: row.Pos})
	}
}

// base returns a copy of a base of the pack; no name is the empty case.
func (r *reader) base(n *yamltree.Node) (*facts.Case, bool) {
	if n == nil || n.Value == "" && len(n.Items)+len(n.Pairs) == 0 {
		return r.p.Vocabulary.New(), true
	}
	base, ok := r.p.Bases[n.Value]
	if !ok {
		names := baseNames(r.p)
		r.errorf(n, "unknown-base", diag.DidYouMean(n.Value, names, "known: "+strings.Join(names, ", ")), "unknown base %s", yamltree.Quote(n.Value))
		return nil, false
	}
	return base.Clone(), true
}

func (r *reader) overlay(given *yamltree.Node, c *facts.Case) {
	if given == nil || given.Kind == yamltree.Null {
		return
	}
	r.diags = append(r.diags, r.p.Vocabulary.CaseFromYAML(given, c)...)
}

func (r *reader) add(f Fixture) {
	if at, twice := r.names[f.Name]; twice && f.Name != "" {
		r.diags.Errorf("duplicate-fixture", f.Pos, "rename one of them", "fixture %s is defined twice, first at %s", yamltree.Quote(f.Name), at)
		return
	}
	r.names[f.Name] = f.Pos
	if f.Expect.empty() && f.Golden == nil {
		if r.garbled || len(r.diags) > r.before {
			return // what it expects has a mistake
		}
		r.diags.Errorf("empty-expect", f.Pos, "state at least an outcome", "fixture %s expects nothing", yamltree.Quote(f.Name))
		return
	}
	f.Case.ID = f.Name
	r.fixtures = append(r.fixtures, f)
}
