package web

import (
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/limber-triage/limber/engine/report"
	"github.com/limber-triage/limber/facts"
)

// routes are all addresses. None of them names a question, an answer or an
// outcome: a browser's history must not tell the next person at the desk.
func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.start)
	mux.HandleFunc("POST /start", s.begin)
	mux.HandleFunc("GET /step/{n}", s.with(s.step))
	mux.HandleFunc("POST /answer", s.with(s.answer))
	mux.HandleFunc("GET /more", s.with(s.offer))
	mux.HandleFunc("POST /more", s.with(s.more))
	mux.HandleFunc("GET /check", s.with(s.check))
	mux.HandleFunc("GET /result", s.with(s.result))
	mux.HandleFunc("POST /download", s.with(s.download))
	mux.HandleFunc("POST /forget", s.with(s.forget))
	mux.HandleFunc("GET /forgotten", func(w http.ResponseWriter, r *http.Request) { s.message(w, r, http.StatusOK, forgotten) })
	mux.HandleFunc("GET /style.css", s.formSheet.serve)
	mux.HandleFunc("GET /result.css", s.resultSheet.serve)
	mux.HandleFunc("GET /favicon.ico", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { plain(w, http.StatusOK, "ok") })
	mux.HandleFunc("GET /readyz", s.readyz)
	mux.Handle("GET /metrics", s.metrics.handler())
	mux.HandleFunc(anything, func(w http.ResponseWriter, r *http.Request) { s.unknown(mux, w, r) })
	s.api(mux)
	return s.guard(mux, report.StyleHash())
}

// anything is the pattern of addresses that nothing else answers.
const anything = "/"

// unknown answers what no handler takes. Where only the method is wrong it says
// so: a developer who is told "not found" looks for the mistake in the address.
func (s *Server) unknown(mux *http.ServeMux, w http.ResponseWriter, r *http.Request) {
	var allowed []string
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		other := &http.Request{Method: method, URL: r.URL, Host: r.Host}
		if _, pattern := mux.Handler(other); pattern != anything {
			allowed = append(allowed, method)
		}
	}
	if len(allowed) == 0 {
		s.fail(w, r, http.StatusNotFound)
		return
	}
	w.Header().Set("Allow", strings.Join(allowed, ", "))
	s.fail(w, r, http.StatusMethodNotAllowed)
}

func (s *Server) readyz(w http.ResponseWriter, _ *http.Request) {
	if !s.ready.Load() {
		plain(w, http.StatusServiceUnavailable, "stopping")
		return
	}
	if s.refused.Load() { // it serves, and somebody should look
		plain(w, http.StatusOK, "ready, with the rules of before: the changed ones are not fit for use")
		return
	}
	plain(w, http.StatusOK, "ready")
}

func plain(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text + "\n"))
}

// inSession answers a request of somebody who is in the form.
type inSession func(w http.ResponseWriter, r *http.Request, p *session)

// with finds the session of a request and holds it for the time of the answer.
// What changes anything must come from a form of ours.
func (s *Server) with(h inSession) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		p := s.session(r)
		if p == nil {
			s.message(w, r, http.StatusGone, s.gone())
			return
		}
		if p.site.e.Pack().Hash != s.site.Load().e.Pack().Hash {
			s.sessions.forget(p)
			s.message(w, r, http.StatusConflict, changed)
			return
		}
		if r.Method == http.MethodPost && !s.genuine(w, r, p) {
			return
		}
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.gone { // wiped while this request waited
			s.message(w, r, http.StatusGone, s.gone())
			return
		}
		h(w, r, p)
	}
}

func (s *Server) session(r *http.Request) *session {
	c, err := r.Cookie(cookieName(r))
	if err != nil {
		return nil
	}
	return s.sessions.find(c.Value)
}

// genuine reads the form and refuses one that this person did not get from us.
func (s *Server) genuine(w http.ResponseWriter, r *http.Request, p *session) bool {
	var tooLarge *http.MaxBytesError
	switch err := r.ParseForm(); {
	case errors.As(err, &tooLarge):
		s.fail(w, r, http.StatusRequestEntityTooLarge)
	case err != nil:
		s.fail(w, r, http.StatusBadRequest)
	case subtle.ConstantTimeCompare([]byte(r.PostForm.Get(fieldToken)), []byte(p.csrf)) != 1:
		s.fail(w, r, http.StatusForbidden)
	default:
		return true
	}
	return false
}

// The fields of a form that are not facts; no fact's id begins so.
const (
	fieldToken  = "_token"
	fieldScreen = "_screen"
	fieldAsked  = "_asked" // ids of the questions that the page showed
	fieldChoice = "_choice"
)

// moreTime is the choice of whoever wants the page as it is, and a session that
// has just begun anew.
const moreTime = "more-time"

// start shows the signs that need help now before anything is asked.
func (s *Server) start(w http.ResponseWriter, r *http.Request) {
	site := s.site.Load()
	v := startView{frame: s.frame(site, "", "")}
	v.Minutes = site.minutes
	pack := site.e.Pack()
	v.Small = append(v.Small, pack.Texts["disclaimer"])
	if !pack.Review.Approved {
		v.Small = append(v.Small, pack.Texts["unapproved"])
	}
	if p := s.session(r); p != nil && p.site == site {
		p.mu.Lock()
		defer p.mu.Unlock()
		if !p.gone && p.answered() {
			v.Continue, v.Token, v.Stay = p.next(), p.csrf, "/"
		}
	}
	s.page(w, http.StatusOK, "start", v)
}

// begin gives the person a new session and wipes the one before.
func (s *Server) begin(w http.ResponseWriter, r *http.Request) {
	if old := s.session(r); old != nil {
		s.sessions.forget(old)
		forgetPages(w)
	}
	p := s.sessions.begin(s.site.Load())
	if p == nil {
		w.Header().Set("Retry-After", "300")
		s.message(w, r, http.StatusServiceUnavailable, full)
		return
	}
	http.SetCookie(w, cookie(r, p.id))
	http.Redirect(w, r, "/step/1", http.StatusSeeOther)
}

// step shows one page of questions.
func (s *Server) step(w http.ResponseWriter, r *http.Request, p *session) {
	steps := p.steps()
	n, err := strconv.Atoi(r.PathValue("n"))
	if err != nil || n < 1 || n > len(steps) {
		http.Redirect(w, r, p.next(), http.StatusSeeOther)
		return
	}
	s.page(w, http.StatusOK, "step", s.stepView(p, steps, n, nil, nil))
}

// answer takes the answers of one page. Either all are understood and kept, or
// the page comes again with what is wrong; but an emergency is shown at once,
// whatever else on the page was left open.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, p *session) {
	given := p.read(r.PostForm)
	stay := r.PostForm.Get(fieldChoice) == moreTime
	if (stay || len(given.mistakes) > 0) && !p.emergency(given.answers) {
		s.again(w, r, p, given, stay)
		return
	}
	if len(given.answers) == 0 { // no page of ours
		http.Redirect(w, r, p.next(), http.StatusSeeOther)
		return
	}
	p.notes = nil
	for _, a := range given.answers {
		p.put(a)
	}
	p.last, p.day = given.screen, s.options.Now()
	s.sessions.keep(p)
	http.Redirect(w, r, p.next(), http.StatusSeeOther)
}

// emergency reports whether answers are one, with those given before.
func (p *session) emergency(answers []given) bool {
	trial := p.c.Clone()
	defer trial.Reset()
	for _, a := range answers {
		trial.Words()[a.fact.Index] = a.word
	}
	return p.level(trial.Words()) == facts.LevelEmergency
}

// again shows a page as it was posted, with what is wrong on it. Whoever asked
// for more time is not told that: they have not finished.
func (s *Server) again(w http.ResponseWriter, r *http.Request, p *session, given givenPage, stay bool) {
	steps := p.steps()
	n := 1 + slices.IndexFunc(steps, func(st step) bool { return st.Screen.ID == given.screen })
	switch {
	case n == 0: // a page that is no longer asked
		http.Redirect(w, r, p.next(), http.StatusSeeOther)
	case stay:
		v := s.stepView(p, steps, n, r.PostForm, nil)
		v.Notes = []string{fmt.Sprintf("You have %d more minutes. What you had filled in on this page is still there.", v.Idle)}
		s.page(w, http.StatusOK, "step", v)
	default:
		s.page(w, http.StatusUnprocessableEntity, "step", s.stepView(p, steps, n, r.PostForm, given.mistakes))
	}
}

// offer asks whether the questions that only fit a plan are welcome.
func (s *Server) offer(w http.ResponseWriter, r *http.Request, p *session) {
	questions := p.extra()
	if questions == 0 || len(p.open()) > 0 {
		http.Redirect(w, r, p.next(), http.StatusSeeOther)
		return
	}
	v := offerView{frame: s.frame(p.site, "That is enough for a plan", p.csrf), Questions: questions}
	v.Back, v.Stay = fmt.Sprintf("/step/%d", len(p.steps())), pathMore
	s.page(w, http.StatusOK, "more", v)
}

func (s *Server) more(w http.ResponseWriter, r *http.Request, p *session) {
	p.offered, p.fitting = true, r.PostForm.Get(fieldChoice) == facts.Yes
	http.Redirect(w, r, p.next(), http.StatusSeeOther)
}

// check shows every answer before the result.
func (s *Server) check(w http.ResponseWriter, r *http.Request, p *session) {
	if !p.answered() {
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return
	}
	v := checkView{frame: s.frame(p.site, "Check your answers", p.csrf), Steps: p.answers(), Notes: p.notes}
	if next := p.next(); next != pathCheck {
		v.Next = next
	}
	v.Back, v.Stay = fmt.Sprintf("/step/%d", len(p.steps())), pathCheck
	s.page(w, http.StatusOK, "check", v)
}

func (s *Server) forget(w http.ResponseWriter, r *http.Request, p *session) {
	s.sessions.remove(p)
	p.erase()
	dead := cookie(r, "")
	dead.MaxAge = -1
	http.SetCookie(w, dead)
	forgetPages(w)
	http.Redirect(w, r, "/forgotten", http.StatusSeeOther)
}

// forgetPages has the browser forget ours. It keeps whole pages, as they were
// filled in, for the button that leads back; Chromium even those of no-store.
func forgetPages(w http.ResponseWriter) { w.Header().Set("Clear-Site-Data", `"cache"`) }
