package pack

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/yamltree"
	"github.com/limber-triage/limber/facts"
)

// The files of a pack besides its *.grl. All are required but claims and figures.
const (
	packFile      = "pack.yaml"
	factsFile     = "facts.yaml"
	exercisesFile = "exercises.yaml"
	sourcesFile   = "sources.yaml"
	basesFile     = "bases.yaml"
	claimsFile    = "claims.yaml"
	figuresFile   = "figures.yaml" // read by package figure
)

// Bounds on what Load reads, far above any honest pack, so that a wrong folder
// ends as a message and not as a full memory.
const (
	maxFiles = 200
	maxFile  = yamltree.MaxBytes
)

// Options choose among what a pack offers.
type Options struct {
	Locale string // which messages.LOCALE.yaml to read; "" means the pack's own
}

// Load reads the pack in the root of fsys. When anything is wrong the error is
// a [diag.List] with every mistake found, and the pack holds only Files, for
// carets. A mistake in one file hides what could only follow from it, so a
// second round may be needed after a file could not be read at all.
func Load(fsys fs.FS, o Options) (*Pack, error) {
	l := &loader{p: &Pack{Files: map[string][]byte{}}}
	if err := l.read(fsys); err != nil {
		return l.p, err
	}
	l.load(o)
	l.diags.Sort()
	if err := l.diags.Err(); err != nil {
		return &Pack{Files: l.p.Files}, err
	}
	return l.p, nil
}

type loader struct {
	p     *Pack
	diags diag.List
	trees map[string]*yamltree.Node // of files with mistakes, for the places of values

	packDoc   packDoc
	exercises exercisesDoc
	messages  messagesDoc
	sources   sourcesDoc
	bases     *yamltree.Node
	parsed    []*grl.Rule
	// brokenRules: some rule could not be read, so a card without a rule, or a
	// finding that no rule sets, proves nothing.
	brokenRules bool

	targets, tags, exerciseIDs, slots map[string]int
	found                             map[string]int
}

// read fills Pack.Files and Pack.Hash.
func (l *loader) read(fsys fs.FS) error {
	if fsys == nil {
		return errors.New("read pack: there are no files: pass the folder of a pack, such as rules.UpperBack() or os.DirFS(\"rules/upperback\")")
	}
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return fmt.Errorf("read pack: %w", err)
	}
	if len(entries) > maxFiles {
		return fmt.Errorf("read pack: %d files in the folder, at most %d are expected: is it the right folder?", len(entries), maxFiles)
	}
	sum := sha256.New()
	for _, e := range entries {
		if e.IsDir() || !belongs(e.Name()) {
			continue
		}
		src, err := readFile(fsys, e.Name())
		if err != nil {
			return fmt.Errorf("read pack: %w", err)
		}
		l.p.Files[e.Name()] = src
		fmt.Fprintf(sum, "%s %d\n", e.Name(), len(src))
		sum.Write(src)
	}
	l.p.Hash = hex.EncodeToString(sum.Sum(nil))
	if _, ok := l.p.Files[packFile]; !ok {
		l.diags.Errorf("missing-file", diag.Pos{File: packFile}, "name a folder that holds a pack, such as rules/upperback", "the folder holds no %s", packFile)
		return l.diags
	}
	return nil
}

// belongs reports whether a file shapes decisions: prose does not.
func belongs(name string) bool {
	return strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".grl")
}

func readFile(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	src, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err == nil && len(src) > maxFile {
		err = fmt.Errorf("%s is larger than %d bytes", name, maxFile)
	}
	return src, err
}

// load parses every file at once, then binds them to each other in order.
func (l *loader) load(o Options) {
	if !l.decode(packFile, &l.packDoc) {
		return
	}
	l.p.Locale = l.packDoc.Locale
	if o.Locale != "" {
		l.p.Locale = o.Locale
	}
	messagesFile := "messages." + l.p.Locale + ".yaml"
	if _, ok := l.p.Files[messagesFile]; !ok {
		l.diags.Errorf("missing-file", diag.Pos{File: messagesFile}, "write it, or choose a locale that the pack has: "+strings.Join(l.locales(), ", "),
			"the pack has no messages in locale %s", yamltree.Quote(l.p.Locale))
		return
	}
	l.unexpectedFiles(messagesFile)

	var wg sync.WaitGroup
	var mu sync.Mutex // guards diags of the goroutines below
	parse := func(f func() error) {
		wg.Go(func() {
			if err := f(); err != nil {
				mu.Lock()
				defer mu.Unlock()
				l.add(err)
			}
		})
	}
	decode := func(file string, into any) {
		parse(func() error { return decodeFile(l.p.Files, file, into) })
	}
	parse(l.parseRules)
	parse(func() (err error) {
		src, ok := l.p.Files[factsFile]
		if !ok {
			return missing(factsFile)
		}
		l.p.Vocabulary, err = facts.ReadVocabulary(factsFile, src)
		return err
	})
	decode(exercisesFile, &l.exercises)
	decode(messagesFile, &l.messages)
	decode(sourcesFile, &l.sources)
	parse(func() (err error) {
		src, ok := l.p.Files[basesFile]
		if !ok {
			return missing(basesFile)
		}
		l.bases, err = yamltree.Parse(basesFile, src)
		return err
	})
	wg.Wait()
	if l.unread() {
		return // what could only follow from it would bury the cause
	}
	l.bindPack()
	l.bindSources()
	l.bindExercises()
	l.bindMessages(messagesFile)
	l.bindRules()
	l.bindCards(messagesFile)
	l.bindBases()
	if !l.diags.HasErrors() {
		l.checkPrecautions()
		l.checkAlone()
	}
}

// unread reports whether a file on which the others lean could not be read.
func (l *loader) unread() bool {
	return l.p.Vocabulary == nil || l.exercises.Exercises == nil || l.messages.Texts == nil || l.sources.Sources == nil
}

// locales lists those that the pack has messages in.
func (l *loader) locales() (list []string) {
	for _, name := range keys(l.p.Files) {
		if locale, ok := strings.CutPrefix(name, "messages."); ok {
			list = append(list, strings.TrimSuffix(locale, ".yaml"))
		}
	}
	return list
}

func (l *loader) unexpectedFiles(messagesFile string) {
	known := []string{packFile, factsFile, exercisesFile, sourcesFile, basesFile, claimsFile, figuresFile, messagesFile}
	for name := range l.p.Files {
		if strings.HasSuffix(name, ".grl") || slices.Contains(known, name) || path.Ext(name) == ".yaml" && strings.HasPrefix(name, "messages.") {
			continue
		}
		l.diags.Errorf("unexpected-file", diag.Pos{File: name}, diag.DidYouMean(name, known, "remove it from the pack"),
			"a pack has no file of this name")
	}
}

// add keeps a diag.List as it is and words any other error as a diagnostic.
func (l *loader) add(err error) {
	var list diag.List
	if errors.As(err, &list) {
		l.diags = append(l.diags, list...)
		return
	}
	l.diags.Errorf("unreadable", diag.Pos{}, "", "%v", err)
}

func (l *loader) decode(file string, into any) bool {
	err := decodeFile(l.p.Files, file, into)
	if err != nil {
		l.add(err)
	}
	return err == nil
}

func decodeFile(files map[string][]byte, file string, into any) error {
	src, ok := files[file]
	if !ok {
		return missing(file)
	}
	root, err := yamltree.Parse(file, src)
	if err != nil {
		return err
	}
	return yamltree.Decode(root, into).Err()
}

func missing(file string) error {
	return diag.List{{Code: "missing-file", Pos: diag.Pos{File: file}, Message: "the pack has no " + file,
		Hint: "add it; rules/upperback shows its form"}}
}

// parseRules parses the GRL files in name order.
func (l *loader) parseRules() error {
	var names []string
	for name := range l.p.Files {
		if strings.HasSuffix(name, ".grl") {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return missing("*.grl")
	}
	slices.Sort(names)
	var list diag.List
	first := map[string]diag.Pos{}
	for _, name := range names {
		rules, err := grl.Parse(name, l.p.Files[name])
		var bad diag.List
		if errors.As(err, &bad) {
			list = append(list, bad...)
		} else if err != nil {
			return err
		}
		for _, r := range rules {
			if at, twice := first[r.Name]; twice {
				list = append(list, diag.Diagnostic{Code: "duplicate-rule", Pos: r.Pos, Width: len(r.Name),
					Message: fmt.Sprintf("rule %s is defined twice, first at %s", r.Name, at), Hint: "rename one of them"})
				continue
			}
			first[r.Name] = r.Pos
			l.parsed = append(l.parsed, r)
		}
	}
	l.brokenRules = list.HasErrors()
	return list.Err()
}
