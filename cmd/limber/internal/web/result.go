package web

import (
	"bytes"
	"html/template"
	"net/http"
	"strings"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/report"
)

type resultView struct {
	frame
	Emergency bool
	Plan      bool
	Slip      string // where the last answer is corrected
	Next      string // where questions are still open
	Questions int    // still open
}

// decide decides what the person has said so far. Nil: it has led whoever said
// nothing to the questions, or written a page that says that nothing can be
// decided safely.
func (s *Server) decide(w http.ResponseWriter, r *http.Request, p *session) *engine.Decision {
	if !p.answered() {
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return nil
	}
	ctx, cancel := bounded(r.Context())
	defer cancel()
	d, err := p.site.e.Decide(ctx, p.c)
	if err == nil {
		s.decided(d)
		return d
	}
	if r.Context().Err() != nil {
		return nil // nobody waits for it any more
	}
	s.cannotAssess(err)
	help := p.site.e.EmergencyHelp()
	s.message(w, r, http.StatusInternalServerError, notice{"We could not assess this", []string{help[0]}, "Start again"})
	return nil
}

func (s *Server) decided(d *engine.Decision) {
	s.metrics.decided(d)
	if d.Fault != nil {
		s.options.Log(Event{Level: Error, Message: "the two evaluators differ; the emergency that one of them saw is shown", Err: d.Fault})
	}
}

func (s *Server) cannotAssess(err error) {
	s.metrics.failures.Inc()
	s.metrics.fault(err)
	s.options.Log(Event{Level: Error, Message: "no decision", Err: err})
}

// result shows what to do, at any time: at the end, early when the person
// wants to stop, and at once when an answer is an emergency.
func (s *Server) result(w http.ResponseWriter, r *http.Request, p *session) {
	d := s.decide(w, r, p)
	if d == nil {
		return
	}
	v := resultView{frame: s.frame(p.site, "", p.csrf), Emergency: d.Urgency == engine.Emergency, Plan: d.Outcome == engine.PlanGiven}
	v.Style, v.Stay = s.resultSheet.address, pathResult
	v.Slip = p.stepOf(p.last)
	if open := p.open(); len(open) > 0 {
		v.Next, v.Questions = p.next(), len(open)
	}
	page, err := s.resultPage(p, d, v)
	if err != nil {
		// Written whole but for a text that the pack lacks: still worth showing.
		s.options.Log(Event{Level: Error, Message: "the pack lacks a text", Err: err})
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(page)
}

// resultPage is the page of package report, with what one can do next in it.
func (s *Server) resultPage(p *session, d *engine.Decision, v resultView) ([]byte, error) {
	var host report.Host
	for name, into := range map[string]*template.HTML{"result-head": &host.Head, "result-next": &host.Next, "result-keep": &host.Keep} {
		var b strings.Builder
		if err := pages.ExecuteTemplate(&b, name, v); err != nil {
			panic(err) // only a fault in a template of ours
		}
		*into = template.HTML(b.String()) // written by a template, so safe
	}
	var page bytes.Buffer
	err := report.HTML(&page, p.site.e.Pack(), d, report.Style{Date: p.day, Figures: p.site.figures, Answers: p.c, Host: &host})
	return page.Bytes(), err
}

// download hands the result over as a file. It is a POST, so that no address
// leads to it.
func (s *Server) download(w http.ResponseWriter, r *http.Request, p *session) {
	d := s.decide(w, r, p)
	if d == nil {
		return
	}
	var b bytes.Buffer
	kind, name := "application/json", "limber.json"
	var err error
	if r.PostForm.Get(fieldChoice) == "markdown" {
		kind, name = "text/markdown; charset=utf-8", "limber.md"
		err = report.Markdown(&b, p.site.e.Pack(), d, report.Style{Date: p.day})
	} else {
		err = report.JSON(&b, d)
	}
	if err != nil {
		s.options.Log(Event{Level: Error, Message: "the pack lacks a text", Err: err})
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	_, _ = w.Write(b.Bytes())
}
