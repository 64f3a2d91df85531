package cli

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/rs/zerolog"
	"github.com/spf13/cobra"

	"github.com/limber-triage/limber/cmd/limber/internal/web"
	"github.com/limber-triage/limber/engine/pack"
)

const aboutServe = `Serve the questions as a web page, and decisions to programs as JSON.

The page needs no script and asks no other host for anything. Answers stay in
memory, are wiped after half an hour without use, and are written nowhere.
GET /openapi.json describes the API; /healthz, /readyz and /metrics are for
whoever runs it.

With --watch, changed rules are used from the next request on, if they load,
have no error that limber lint finds, and pass their fixtures; else the old
ones stay, and standard error, /readyz and /metrics say so.

It listens on this computer only unless --public is given. Who serves others
should give --tls-cert and --tls-key, or put a proxy with TLS in front: answers
about health must not travel in the open.`

func (a *app) serveCommand() *cobra.Command {
	s := &serve{app: a}
	cmd := &cobra.Command{
		Use:     "serve",
		Short:   "Serve the questions as a web page, and an API",
		Long:    aboutServe,
		Example: "  limber serve\n  limber serve --rules rules/upperback --watch\n  limber serve --public --addr :8443 --tls-cert cert.pem --tls-key key.pem",
		Args:    noArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return s.run(cmd.Context()) },
	}
	cmd.Flags().StringVar(&s.addr, "addr", "127.0.0.1:8080", "address and port to listen on")
	cmd.Flags().BoolVar(&s.public, "public", false, "let other computers connect")
	cmd.Flags().StringVar(&s.cert, "tls-cert", "", "file of the certificate, in PEM; with --tls-key")
	cmd.Flags().StringVar(&s.key, "tls-key", "", "file of its private key, in PEM")
	cmd.Flags().BoolVar(&s.watch, "watch", false, "take over changed rules that verify clean; with --rules")
	cmd.Flags().StringVar(&s.fixtures, "fixtures", "", "folder of fixtures that changed rules must pass; "+usualFixtures+" where there is one")
	return cmd
}

// serve is one run of the command.
type serve struct {
	*app
	addr      string
	public    bool
	cert, key string
	watch     bool
	fixtures  string // "": changed rules are only linted
}

const seeServe = "see limber help serve"

func (s *serve) run(ctx context.Context) error {
	if err := s.check(); err != nil {
		return err
	}
	var certs []tls.Certificate
	if s.cert != "" {
		pair, err := tls.LoadX509KeyPair(s.cert, s.key)
		if err != nil {
			return bad("give a certificate and its key as PEM files", "--tls-cert %s, --tls-key %s: %w", s.cert, s.key, cause(err))
		}
		certs = append(certs, pair)
	}
	e, err := s.load()
	if err != nil {
		return err
	}
	server, err := web.New(e, web.Options{Log: s.event, Now: s.env.Now, Listings: listings})
	if err != nil {
		return err
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", s.addr)
	if err != nil {
		return bad("choose another with --addr", "listen on %s: %w", s.addr, err)
	}
	if s.watch {
		stop, err := s.follow(ctx, server)
		if err != nil {
			return errors.Join(err, l.Close())
		}
		defer stop()
	}
	scheme := "http"
	if certs != nil {
		scheme = "https"
	}
	s.say(fmt.Sprintf("limber: serving on %s://%s, until Ctrl-C\n", scheme, l.Addr()))
	if s.public && certs == nil {
		s.say("limber: without TLS, answers travel in the open unless a proxy in front encrypts them\n")
	}
	if err := server.Run(ctx, l, certs...); err != nil {
		return broken(fmt.Errorf("serve on %s: %w", l.Addr(), err))
	}
	return nil
}

// check refuses what the flags cannot mean together, and a door left open by
// mistake.
func (s *serve) check() error {
	host, _, err := net.SplitHostPort(s.addr)
	ip := net.ParseIP(host)
	switch {
	case err != nil:
		return bad("write it like 127.0.0.1:8080", "--addr %s: this is not an address with a port", s.addr)
	case !s.public && host != "localhost" && (ip == nil || !ip.IsLoopback()):
		return bad("add --public if others shall connect, and read limber help serve first",
			"--addr %s: other computers could connect to this address", s.addr)
	case (s.cert == "") != (s.key == ""):
		return bad(seeServe, "--tls-cert and --tls-key go together")
	case s.watch && s.config.Rules == "":
		return bad("name the folder to watch with --rules", "--watch: the built-in rules cannot change")
	case s.fixtures != "" && !s.watch:
		return bad(seeServe, "--fixtures is for --watch")
	case s.fixtures != "":
		return (&verification{app: s.app, dir: s.fixtures}).isFolder()
	}
	return nil
}

// event writes what the server reports to the log.
func (s *serve) event(e web.Event) {
	level := map[web.Level]zerolog.Level{web.Debug: zerolog.DebugLevel, web.Info: zerolog.InfoLevel, web.Warn: zerolog.WarnLevel, web.Error: zerolog.ErrorLevel}[e.Level]
	line := s.log.WithLevel(level)
	if e.Err != nil {
		line = line.Err(e.Err)
	}
	if e.Status != 0 {
		line = line.Str("route", e.Route).Int("status", e.Status).Dur("ms", e.Took)
	}
	line.Msg(e.Message)
}

// listings are the pack as the API lists it: as the commands print it.
func listings(p *pack.Pack) (web.Listings, error) {
	var out web.Listings
	var errs []error
	add := func(to *[]jsontext.Value, v any) {
		text, err := json.Marshal(v, json.Deterministic(true))
		*to, errs = append(*to, text), append(errs, err)
	}
	b := &browser{p: p}
	for _, f := range p.Vocabulary.Facts {
		add(&out.Facts, factOf(f))
	}
	for _, r := range p.Rules {
		add(&out.Rules, ruleOf(r))
	}
	for _, e := range p.Exercises {
		add(&out.Exercises, b.exerciseOf(e))
	}
	return out, errors.Join(errs...)
}
