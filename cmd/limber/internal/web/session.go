package web

import (
	"crypto/rand"
	"net/http"
	"sync"
	"time"

	"github.com/limber-triage/limber/facts"
)

// session is one person's way through the form. All of it stays in memory;
// the browser holds the id only.
type session struct {
	mu      sync.Mutex // held for the whole of a request
	site    *site      // the pack that the answers belong to
	csrf    string
	c       *facts.Case
	passed  []bool // by fact: optional, and passed over
	offered bool   // the questions that only fit a plan were offered
	fitting bool   // and taken
	last    string // screen answered last: where a slip is corrected
	notes   []string
	day     time.Time // of the last answer, printed on the result
	gone    bool      // wiped while a request waited for it

	id   string    // guarded by the store, as is used
	used time.Time // last request
	kept bool      // an answer was given
}

// wipe overwrites what the person said.
func (s *session) wipe() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.erase()
}

// erase is wipe for whoever holds the lock.
func (s *session) erase() {
	s.c.Reset()
	clear(s.passed)
	s.notes, s.last, s.gone = nil, "", true
}

// store holds the sessions. It is bounded: when it is full, a session in which
// nothing was answered yet makes room; if all hold answers, nobody new comes in.
type store struct {
	mu   sync.Mutex
	byID map[string]*session
	most int
	idle time.Duration
	now  func() time.Time
}

func newStore(most int, idle time.Duration, now func() time.Time) *store {
	return &store{byID: map[string]*session{}, most: most, idle: idle, now: now}
}

// begin makes a session; nil: there is no room.
func (st *store) begin(site *site) *session {
	v := site.e.Vocabulary()
	s := &session{site: site, id: rand.Text(), csrf: rand.Text(), c: v.New(), passed: make([]bool, len(v.Facts))}
	st.mu.Lock()
	defer st.mu.Unlock()
	if len(st.byID) >= st.most && !st.makeRoom() {
		return nil
	}
	s.used = st.now()
	st.byID[s.id] = s
	return s
}

// makeRoom drops the oldest session without answers.
func (st *store) makeRoom() bool {
	var oldest *session
	for _, s := range st.byID {
		if !s.kept && (oldest == nil || s.used.Before(oldest.used)) {
			oldest = s
		}
	}
	if oldest == nil {
		return false
	}
	delete(st.byID, oldest.id)
	return true
}

// find returns a live session and notes that it was used; nil: there is none.
func (st *store) find(id string) *session {
	st.mu.Lock()
	s, now := st.byID[id], st.now()
	expired := s != nil && now.Sub(s.used) >= st.idle
	switch {
	case expired:
		delete(st.byID, id)
	case s != nil:
		s.used = now
	}
	st.mu.Unlock()
	if expired {
		s.wipe()
		return nil
	}
	return s
}

// keep notes that a session holds answers.
func (st *store) keep(s *session) {
	st.mu.Lock()
	defer st.mu.Unlock()
	s.kept = true
}

// forget wipes a session at once.
func (st *store) forget(s *session) {
	st.remove(s)
	s.wipe()
}

// remove takes a session out without a look at what it holds.
func (st *store) remove(s *session) {
	st.mu.Lock()
	defer st.mu.Unlock()
	delete(st.byID, s.id)
}

// sweep wipes what has expired.
func (st *store) sweep() {
	st.drop(func(s *session) bool { return st.now().Sub(s.used) >= st.idle })
}

// clear wipes everything.
func (st *store) clear() { st.drop(func(*session) bool { return true }) }

func (st *store) drop(which func(*session) bool) {
	var out []*session
	st.mu.Lock()
	for id, s := range st.byID {
		if which(s) {
			delete(st.byID, id)
			out = append(out, s)
		}
	}
	st.mu.Unlock()
	for _, s := range out { // outside the lock: each waits for its request
		s.wipe()
	}
}

func (st *store) count() int {
	st.mu.Lock()
	defer st.mu.Unlock()
	return len(st.byID)
}

// cookieName is the name of the cookie. By TLS it has the prefix that keeps a
// neighbouring site from planting one of its own, with a session that it knows.
func cookieName(r *http.Request) string {
	if secure(r) {
		return "__Host-limber"
	}
	return "limber"
}

// cookie names a session to the browser, until that is closed.
func cookie(r *http.Request, id string) *http.Cookie {
	return &http.Cookie{Name: cookieName(r), Value: id, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: secure(r)}
}

// secure reports a request by TLS, here or at a proxy in front. Nobody gains
// by lying about it: it only makes the cookie stricter.
func secure(r *http.Request) bool {
	return r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https"
}
