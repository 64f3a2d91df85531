package web

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"time"
)

// sweepEvery is how often expired sessions are looked for.
const sweepEvery = time.Minute

// Run answers connections until ctx is done. It then takes no more, finishes
// the requests in flight, wipes every session and returns nil. With certs it
// speaks TLS. The listener is closed in any case.
func (s *Server) Run(ctx context.Context, l net.Listener, certs ...tls.Certificate) error {
	defer s.sessions.clear()
	l = limitConns(l, s.options.Conns)
	if len(certs) > 0 {
		l = tls.NewListener(l, &tls.Config{Certificates: certs, MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"}})
	}
	t := s.options.Timeouts
	srv := &http.Server{
		Handler: s, ReadHeaderTimeout: t.Header, ReadTimeout: t.Read, WriteTimeout: t.Write, IdleTimeout: idleTime, MaxHeaderBytes: maxHeader,
		BaseContext: func(net.Listener) context.Context { return context.WithoutCancel(ctx) }, // what is in flight is finished
	}
	srv.ErrorLog = silent(srv.ErrorLog)
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(l) }()
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		select {
		case err := <-failed:
			return err
		case <-tick.C:
			s.sessions.sweep()
		case <-ctx.Done():
			s.ready.Store(false)
			// Not ctx, which is done: the requests in flight have time of their own.
			stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), t.Stop)
			defer cancel()
			if err := srv.Shutdown(stopping); err != nil {
				return errors.Join(err, srv.Close())
			}
			return nil
		}
	}
}

// silent makes the log of net/http discard everything: its lines hold addresses
// and, after a panic, whatever the panic said. It is generic because the house
// keeps the package log out, even as the name of a type.
func silent[T any, L interface {
	*T
	SetOutput(io.Writer)
}](L) L {
	quiet := L(new(T))
	quiet.SetOutput(io.Discard)
	return quiet
}
