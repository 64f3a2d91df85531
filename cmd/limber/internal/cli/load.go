package cli

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/pack"
)

// load prepares the pack that the configuration names.
func (a *app) load() (*engine.Engine, error) {
	fsys, err := a.packFiles()
	if err != nil {
		return nil, err
	}
	began := a.env.Now()
	o := engine.Options{MaxExercises: a.config.MaxExercises, Locale: a.config.Locale, Region: a.config.Region}
	e, err := a.env.Load(fsys, o)
	if err != nil {
		return nil, a.badPack(fsys, o, err)
	}
	a.log.Info().Str("pack", e.Pack().Name).Str("version", e.Pack().Version).Str("hash", e.Pack().Hash).Dur("ms", a.env.Now().Sub(began)).Msg("pack loaded")
	return e, nil
}

// packFiles returns the built-in pack, or the folder that is configured.
func (a *app) packFiles() (fs.FS, error) {
	dir := a.config.Rules
	if dir == "" {
		return a.env.Rules, nil
	}
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, bad("name a folder that holds a pack, such as rules/upperback", "%s: there is no such folder", a.origin["rules"])
	case err != nil:
		return nil, notOpened(a.origin["rules"], err)
	case !info.IsDir():
		return nil, bad("name the folder that holds it", "%s: this is a file, not a folder", a.origin["rules"])
	}
	return os.DirFS(dir), nil
}

// choices says where what was chosen among a pack's offers was chosen, since
// one of them is at fault.
func (a *app) choices() string {
	var chosen []string
	for _, key := range []string{"region", "max_exercises", "locale"} {
		if origin := a.origin[key]; origin != "" {
			chosen = append(chosen, origin)
		}
	}
	if chosen == nil {
		return ""
	}
	return "it was chosen by " + strings.Join(chosen, ", ")
}

// badPack shows the mistakes of a pack with their lines: it reads the files
// again, and names them as the user can open them.
func (a *app) badPack(fsys fs.FS, o engine.Options, err error) error {
	var list diag.List
	var file *fs.PathError
	switch {
	case errors.As(err, &list):
	case errors.As(err, &file) && a.config.Rules != "":
		return notOpened(filepath.Join(a.config.Rules, file.Path), file)
	default:
		return &exitError{code: exitBad, err: err, hint: a.choices()}
	}
	p, _ := pack.Load(fsys, pack.Options{Locale: o.Locale}) // fails as before; only its Files matter
	if p == nil {
		p = &pack.Pack{}
	}
	return a.packMistakes(p, list)
}

// packMistakes shows what is wrong in the files of a pack.
func (a *app) packMistakes(p *pack.Pack, list diag.List) error {
	sources := map[string][]byte{}
	shown := make(diag.List, len(list))
	for i, d := range list {
		name := filepath.Join(a.config.Rules, d.File)
		sources[name] = p.Files[d.File]
		d.File = name
		shown[i] = d
	}
	return &exitError{code: exitBad, err: shown, sources: sources}
}
