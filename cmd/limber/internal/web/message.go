package web

import (
	"net/http"
	"strings"
)

// notice is a page that says one thing.
type notice struct {
	Title string
	Lines []string
	Again string // what the button that starts over says; "": there is none
}

type messageView struct {
	frame
	Lines []string
	Again string
}

var (
	changed = notice{"The questions have changed", []string{
		"While you were answering, the questions were brought up to date. Your answers belonged to the old ones, so we have deleted them. We are sorry for the extra work.",
	}, "Start again"}
	full = notice{"Too many people are answering just now", []string{
		"Please try again in a few minutes.",
	}, "Try again"}
	forgotten = notice{"Your answers are deleted", []string{
		"Nothing of them is kept here. What you have printed or downloaded is yours to look after.",
	}, "Start again"}
)

// faults say what went wrong with a request, by its status.
var faults = map[int]notice{
	http.StatusBadRequest:            {"We could not read that", []string{"Please go back and send the page again."}, ""},
	http.StatusForbidden:             {"That did not come from this page", []string{"Please go back, reload the page and send it again. Nothing was changed."}, ""},
	http.StatusNotFound:              {"There is no such page", []string{"Check the address, or begin at the first page."}, "Go to the first page"},
	http.StatusMethodNotAllowed:      {"This page is opened another way", []string{"Please begin at the first page."}, "Go to the first page"},
	http.StatusRequestEntityTooLarge: {"That was too much at once", []string{"Please go back and send only the page's own answers."}, ""},
	http.StatusServiceUnavailable:    full,
	http.StatusInternalServerError:   {"Something went wrong on our side", []string{"We could not go on, and cannot say anything about your answers. Please see a clinician, today if you are worried."}, "Start again"},
}

// message writes a page that says one thing. Like every page without an
// answer, it says when to call for help. A program that strayed into the form
// gets the same as a problem.
func (s *Server) message(w http.ResponseWriter, r *http.Request, status int, n notice) {
	if status >= http.StatusBadRequest && asksForJSON(r) {
		writeProblem(w, newProblem(status, n.Title+". "+strings.Join(n.Lines, " ")))
		return
	}
	s.page(w, status, "message", messageView{s.frame(s.site.Load(), n.Title, ""), n.Lines, n.Again})
}

// fail answers a request that cannot be served: a page for people, a problem
// for programs.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, status int) {
	if isAPI(r) || asksForJSON(r) {
		writeProblem(w, newProblem(status, forPrograms(status)))
		return
	}
	s.message(w, r, status, faults[status])
}
