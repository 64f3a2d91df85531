package web

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

const (
	maxFormBytes = 64 << 10 // a page of answers has a hundredth of it
	maxCaseBytes = 2 << 20  // a hundred full cases have half of it
	maxHeader    = 16 << 10
	decideTime   = 10 * time.Second // for everything that a request asks of the engine
	idleTime     = 60 * time.Second // that a connection may wait for its next request
)

// policy allows a page its own style sheet, the one of a result, and forms to
// ourselves: no script, no picture from anywhere, no frame.
func policy(style string) string {
	return "default-src 'none'; style-src 'self' '" + style + "'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
}

// guard is what every response passes through, outermost first: headers,
// faults, figures, how many at once, and requests that another site forged.
func (s *Server) guard(mux *http.ServeMux, style string) http.Handler {
	slots := make(chan struct{}, s.options.Requests)
	own := http.NewCrossOriginProtection()
	own.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.fail(w, r, http.StatusForbidden) }))
	forms := own.Handler(mux)
	csp := policy(style)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", csp)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin") // no-referrer would take the Origin from forms too
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		if strings.HasSuffix(r.URL.Path, ".svg") { // pictures of the pack may stand in anybody's page
			h.Set("Cross-Origin-Resource-Policy", "cross-origin")
		}
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		h.Set("Cache-Control", "no-store")
		if r.TLS != nil { // a proxy in front says it for itself
			h.Set("Strict-Transport-Security", "max-age=2592000") // 30 days
		}

		began := time.Now()
		out := &counted{ResponseWriter: w, status: http.StatusOK}
		defer func() {
			if fault := recover(); fault != nil { // by type: its text could hold an answer
				s.options.Log(Event{Level: Error, Message: "internal fault", Err: fmt.Errorf("%T", fault), Route: r.Pattern})
				if !out.begun {
					s.fail(out, r, http.StatusInternalServerError)
				}
			}
			s.metrics.request(r.Pattern, out.status, time.Since(began))
			s.options.Log(Event{Level: Debug, Message: "request", Route: r.Pattern, Status: out.status, Took: time.Since(began)})
		}()
		select {
		case slots <- struct{}{}:
			defer func() { <-slots }()
		default:
			if watches(r) { // else who watches would restart a busy server, and with it forget everybody
				break
			}
			h.Set("Retry-After", "5")
			s.fail(out, r, http.StatusServiceUnavailable)
			return
		}
		if isAPI(r) {
			if e := r.Header.Get("Content-Encoding"); e != "" && e != "identity" { // else it would be read as a case with mistakes
				s.fail(out, r, http.StatusUnsupportedMediaType)
				return
			}
		} else {
			// With w itself, which then closes the connection. The API leaves its
			// bodies to huma: it closes them early, and net/http must see that to
			// close the connection too, rather than read the rest as a request.
			r.Body = http.MaxBytesReader(w, r.Body, maxFormBytes)
		}
		forms.ServeHTTP(out, r)
	})
}

// watches tells the addresses of whoever runs the server: they cost little and
// must answer when nothing else does.
func watches(r *http.Request) bool {
	return slices.Contains([]string{"/healthz", "/readyz", "/metrics"}, r.URL.Path)
}

// isAPI tells the addresses for programs from those for people.
func isAPI(r *http.Request) bool { return strings.HasPrefix(r.URL.Path, "/v1/") }

// counted remembers the status of a response.
type counted struct {
	http.ResponseWriter
	status int
	begun  bool
}

func (c *counted) WriteHeader(status int) {
	if !c.begun {
		c.status, c.begun = status, true
	}
	c.ResponseWriter.WriteHeader(status)
}

func (c *counted) Write(b []byte) (int, error) {
	c.begun = true
	return c.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController set deadlines.
func (c *counted) Unwrap() http.ResponseWriter { return c.ResponseWriter }

// bounded is a request's context with the time a decision may take.
func bounded(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, decideTime)
}

// limitedListener bounds open connections: whoever holds many open and says
// nothing must not use up the files of the process.
type limitedListener struct {
	net.Listener
	slots  chan struct{}
	closed chan struct{}
	once   sync.Once
}

func limitConns(l net.Listener, most int) net.Listener {
	return &limitedListener{Listener: l, slots: make(chan struct{}, most), closed: make(chan struct{})}
}

// Accept waits for a slot before it takes the next connection.
func (l *limitedListener) Accept() (net.Conn, error) {
	select {
	case l.slots <- struct{}{}:
	case <-l.closed:
		return nil, net.ErrClosed
	}
	c, err := l.Listener.Accept()
	if err != nil {
		<-l.slots
		return nil, err
	}
	return &limitedConn{Conn: c, release: sync.OnceFunc(func() { <-l.slots })}, nil
}

// Close stops waiting for slots too.
func (l *limitedListener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return l.Listener.Close()
}

type limitedConn struct {
	net.Conn
	release func()
}

// Close gives the slot back.
func (c *limitedConn) Close() error {
	defer c.release()
	return c.Conn.Close()
}
