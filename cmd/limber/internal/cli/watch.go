package cli

import (
	"context"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"

	"github.com/fsnotify/fsnotify"
)

// settle is how long nothing may change before a run: an editor writes a file
// in several steps.
const settle = 200 * time.Millisecond

// watched verifies, and again whenever the pack or a fixture has changed, until
// it is interrupted. Findings do not end it.
func (v *verification) watched(ctx context.Context, form string) error {
	if v.config.Rules == "" {
		return bad("name the pack's folder, such as --rules rules/upperback", "the built-in pack cannot change")
	}
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return broken(err)
	}
	defer w.Close()
	for _, dir := range []string{v.config.Rules, v.dir} {
		if err := watchBelow(w, dir); err != nil {
			return notOpened(dir, err)
		}
	}
	for {
		if err := v.run(ctx, form); err != nil {
			_ = v.fail(err)
		}
		v.say(fmt.Sprintf("watching %s and %s; Ctrl-C stops\n", v.config.Rules, v.dir))
		if err := changed(ctx, w); err != nil {
			return err
		}
	}
}

// watchBelow watches a folder and all folders in it.
func watchBelow(w *fsnotify.Watcher, dir string) error {
	return filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.IsDir() {
			return err
		}
		return w.Add(path)
	})
}

// changed waits for a change, and until the changes have come to rest.
func changed(ctx context.Context, w *fsnotify.Watcher) error {
	var rest <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case err := <-w.Errors:
			return broken(err)
		case e := <-w.Events:
			if e.Has(fsnotify.Create | fsnotify.Write | fsnotify.Remove | fsnotify.Rename) {
				rest = time.After(settle)
			}
		case <-rest:
			return nil
		}
	}
}
