// Package web owns limber over HTTP: the form that a person fills in (form.go
// and on), the JSON API for programs (api.go), health and metrics, and the
// limits under which all of it runs (serve.go, limits.go).
//
// Start with [New], then [Server.Run]. [Server.Swap] replaces the rules while
// it runs.
//
// The form keeps its state in memory, in a session that a cookie names and
// that is wiped after half an hour without use (session.go). The other way,
// encrypted fields in the page, would put answers about health into every copy
// that a browser, a proxy or "save page" makes, and could not be wiped; the
// price is that a restart of the server loses the answers given so far.
//
// The package never decides anything, never reads or writes a file, never
// makes a request to another host, and never puts an answer or a decision into
// a URL, a cookie or a log.
package web

import (
	"net/http"
	"sync/atomic"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/pack"
)

// Options say how the server behaves; the zero value is the usual choice.
type Options struct {
	Log func(Event)      // nil: nothing is logged
	Now func() time.Time // nil: time.Now

	// Listings gives what the API lists of a pack; nil: nothing. The command
	// line has it already, in the form that it prints.
	Listings func(*pack.Pack) (Listings, error)

	Sessions int           // people at once; 0: 10,000
	Idle     time.Duration // after which a session is wiped; 0: 30 minutes
	Requests int           // answered at once; 0: 256
	Conns    int           // open at once; 0: 4096
	Timeouts Timeouts
}

// Timeouts bound how long one connection may take; the zero value of each is
// the usual choice.
type Timeouts struct {
	Header time.Duration // to send the headers; 0: 5 s
	Read   time.Duration // to send the whole request; 0: 15 s
	Write  time.Duration // from the headers to the end of the answer; 0: 30 s
	Stop   time.Duration // to finish requests once told to stop; 0: 15 s
}

// Listings are the parts of a pack as the API lists them, each in its order.
type Listings struct {
	Facts     []jsontext.Value // in vocabulary order
	Rules     []jsontext.Value
	Exercises []jsontext.Value
}

// Event is something worth a line in a log. It never holds an answer, a
// decision, an address or a session.
type Event struct {
	Level   Level
	Message string
	Err     error         // its text never holds an answer
	Route   string        // pattern of the request, such as "POST /answer"
	Status  int           // of the response; 0: the event is not about a request
	Took    time.Duration // for the request
}

// Level is how much an event matters.
type Level int

// The levels.
const (
	Debug Level = iota
	Info
	Warn
	Error
)

// Server answers requests. It is safe for concurrent use.
type Server struct {
	options  Options
	site     atomic.Pointer[site] // the rules in use
	sessions *store
	metrics  *metrics
	handler  http.Handler

	formSheet, resultSheet sheet

	ready   atomic.Bool
	refused atomic.Bool // rules that changed since were not fit for use
}

const (
	usualSessions = 10_000
	usualIdle     = 30 * time.Minute
	usualRequests = 256
	usualConns    = 4096
)

// New makes a server that decides by an engine. It fails when the pack cannot
// be listed or its pictures drawn.
func New(e *engine.Engine, o Options) (*Server, error) {
	if o.Log == nil {
		o.Log = func(Event) {}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Listings == nil {
		o.Listings = func(*pack.Pack) (Listings, error) { return Listings{}, nil }
	}
	usual(&o.Sessions, usualSessions)
	usual(&o.Idle, usualIdle)
	usual(&o.Requests, usualRequests)
	usual(&o.Conns, usualConns)
	usual(&o.Timeouts.Header, 5*time.Second)
	usual(&o.Timeouts.Read, 15*time.Second)
	usual(&o.Timeouts.Write, 30*time.Second)
	usual(&o.Timeouts.Stop, 15*time.Second)
	s := &Server{options: o, sessions: newStore(o.Sessions, o.Idle, o.Now)}
	s.formSheet, s.resultSheet = newSheet("/style.css", s.style(formStyle)), newSheet("/result.css", s.style(resultStyle))
	s.metrics = newMetrics(s.sessions.count, s.refused.Load)
	if err := s.Swap(e); err != nil {
		return nil, err
	}
	s.handler = s.routes()
	s.ready.Store(true)
	return s, nil
}

func usual[T comparable](option *T, value T) {
	var zero T
	if *option == zero {
		*option = value
	}
}

// Swap makes the server decide by another engine from the next request on.
// People in the middle of the form are asked to start again, since their
// answers belong to the old questions. On an error the old engine stays.
func (s *Server) Swap(e *engine.Engine) error {
	next, err := newSite(e, s.options.Listings)
	if err != nil {
		return err
	}
	s.site.Store(next)
	s.refused.Store(false)
	s.metrics.use(e.Pack())
	return nil
}

// Refuse notes that changed rules were not fit for use, so that the old ones
// stay: /readyz and /metrics say so until [Server.Swap] or [Server.Unrefuse].
func (s *Server) Refuse() { s.refused.Store(true) }

// Unrefuse notes that the rules on offer are again the ones in use.
func (s *Server) Unrefuse() { s.refused.Store(false) }

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Hash is the identity of the pack in use.
func (s *Server) Hash() string { return s.site.Load().e.Pack().Hash }
