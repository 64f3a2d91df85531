package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/fsnotify/fsnotify"

	"github.com/limber-triage/limber/cmd/limber/internal/web"
	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/lint"
	"github.com/limber-triage/limber/engine/verify"
)

// follow watches the folder of rules until ctx is done or stop is called.
func (s *serve) follow(ctx context.Context, server *web.Server) (stop func(), err error) {
	if s.fixtures == "" {
		if info, err := os.Stat(usualFixtures); err == nil && info.IsDir() {
			s.fixtures = usualFixtures
		} else {
			s.say("limber: there is no " + usualFixtures + ", so changed rules are linted and not held to fixtures; --fixtures names another folder\n")
		}
	}
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, broken(fmt.Errorf("watch %s: %w", s.config.Rules, err))
	}
	if err := watchBelow(w, s.config.Rules); err != nil {
		return nil, errors.Join(notOpened(s.config.Rules, err), w.Close())
	}
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for ctx.Err() == nil {
			switch err := changed(ctx, w); {
			case err == nil:
				s.reload(ctx, server)
			case ctx.Err() == nil:
				s.log.Error().Err(err).Msg("watching the rules")
			}
		}
	}()
	return func() { cancel(); <-done; _ = w.Close() }, nil
}

// reload takes over the rules as they are now, if they are fit for use.
func (s *serve) reload(ctx context.Context, server *web.Server) {
	e, err := s.load()
	if err == nil && e.Pack().Hash == server.Hash() {
		server.Unrefuse() // saved without a change, or changed back
		return
	}
	if err == nil {
		err = s.fit(ctx, e)
	}
	if ctx.Err() != nil {
		return
	}
	if err == nil {
		err = server.Swap(e)
	}
	if err != nil {
		server.Refuse()
		s.say("limber: the changed rules are not used, the old ones stay:\n")
		_ = s.fail(err) // says what is wrong; the exit code is not for us
		return
	}
	s.say(fmt.Sprintf("limber: now using the changed rules, %s %s (%.12s)\n", e.Pack().Name, e.Pack().Version, e.Pack().Hash))
}

// mostUnfit is how much is said about unfit rules; limber verify says all.
const mostUnfit = 5

// fit refuses rules with an error among the findings of limber lint, and rules
// that their fixtures do not pass.
func (s *serve) fit(ctx context.Context, e *engine.Engine) error {
	var list diag.List
	for _, f := range lint.Run(e.Pack(), lint.Options{}) {
		if f.Severity == diag.Error {
			d := f.Diagnostic
			d.File = filepath.Join(s.config.Rules, d.File)
			list = append(list, d)
		}
	}
	if len(list) == 0 && s.fixtures != "" {
		result, err := verify.Run(ctx, e, os.DirFS(s.fixtures), verify.Options{})
		if err != nil {
			return (&verification{app: s.app, dir: s.fixtures}).badFixtures(e, os.DirFS(s.fixtures), err)
		}
		list = s.unfit(result)
	}
	if more := len(list) - mostUnfit; more > 0 {
		list = append(list[:mostUnfit:mostUnfit], diag.Diagnostic{Code: "more", Message: fmt.Sprintf("and %d more", more), Hint: "limber verify shows all"})
	}
	return list.Err()
}

// unfit are the fixtures that fail, and the rules that none would miss.
func (s *serve) unfit(result *verify.Result) (list diag.List) {
	for _, f := range result.Fixtures {
		if len(f.Bad) > 0 {
			at := f.Pos
			at.File = filepath.Join(s.fixtures, at.File)
			list = append(list, diag.Diagnostic{Code: "fixture", Pos: at, Message: fmt.Sprintf("%q does not hold", f.Name)})
		}
	}
	for _, r := range result.Rules {
		if !r.Depended {
			at := r.Pos
			at.File = filepath.Join(s.config.Rules, at.File)
			list = append(list, diag.Diagnostic{Code: "unheld", Pos: at, Message: "no fixture would miss rule " + r.Name})
		}
	}
	return list
}
