package verify_test

import (
	"context"
	"io/fs"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/verify"
	"github.com/limber-triage/limber/facts"
)

// small is an engine over the pack of testdata, for all tests: it is immutable.
var small = sync.OnceValue(func() *engine.Engine { return load(os.DirFS("testdata/pack")) })

// shipped is the shipped pack.
var shipped = sync.OnceValue(func() *engine.Engine { return load(os.DirFS("../../rules/upperback")) })

func load(fsys fs.FS) *engine.Engine {
	e, err := engine.Load(fsys, engine.Options{})
	if err != nil {
		panic(err)
	}
	return e
}

// slow skips a test that takes more than a second or two, unless asked for.
func slow(t testing.TB) {
	t.Helper()
	if os.Getenv("LIMBER_SLOW") == "" {
		t.Skip("slow: set LIMBER_SLOW=1")
	}
}

// files is a folder in memory, names and contents in turn.
func files(pairs ...string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		fsys[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return fsys
}

// fixtures of the small pack, with what a test adds.
func fixtures(t testing.TB, pairs ...string) fstest.MapFS {
	t.Helper()
	fsys := files(pairs...)
	err := fs.WalkDir(os.DirFS("testdata/cases"), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		src, err := os.ReadFile("testdata/cases/" + name)
		fsys[name] = &fstest.MapFile{Data: src}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return fsys
}

func run(t testing.TB, e *engine.Engine, fsys fs.FS, o verify.Options) *verify.Result {
	t.Helper()
	r, err := verify.Run(context.Background(), e, fsys, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// one runs a single fixture.
func one(t testing.TB, src string) *verify.FixtureResult {
	t.Helper()
	r := run(t, small(), files("a.yaml", src), verify.Options{})
	if len(r.Fixtures) != 1 {
		t.Fatalf("%d fixtures", len(r.Fixtures))
	}
	return &r.Fixtures[0]
}

func ruleOf(t testing.TB, p *pack.Pack, name string) *pack.Rule {
	t.Helper()
	for _, r := range p.Rules {
		if r.Name == name {
			return r
		}
	}
	t.Fatalf("no rule %s", name)
	return nil
}

func decide(t testing.TB, e *engine.Engine, c *facts.Case) *engine.Decision {
	t.Helper()
	d, err := e.Decide(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// keys lists the mismatched keys.
func keys(bad []verify.Mismatch) string {
	var out []string
	for _, m := range bad {
		out = append(out, m.Key)
	}
	return strings.Join(out, " ")
}

// missingFolder is a folder that cannot be read.
type missingFolder struct{}

func (missingFolder) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}
