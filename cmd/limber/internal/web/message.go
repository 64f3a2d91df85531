package web

import "net/http"

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
	gone = notice{"We no longer have your answers", []string{
		"They are deleted when nobody has used them for a while, when the page is restarted, and when the browser is closed.",
		"If you have only just begun, your browser may be set to refuse cookies. This page needs one, to tell you from other people; it holds no answers, and goes when you close the browser.",
	}, "Start again"}
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
// answer, it says when to call for help.
func (s *Server) message(w http.ResponseWriter, _ *http.Request, status int, n notice) {
	s.page(w, status, "message", messageView{s.frame(s.site.Load(), n.Title, ""), n.Lines, n.Again})
}

// fail answers a request that cannot be served: a page for people, a problem
// for programs.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, status int) {
	if isAPI(r) {
		writeProblem(w, newProblem(status, forPrograms(status)))
		return
	}
	s.message(w, r, status, faults[status])
}

// forPrograms says what went wrong to whoever writes a program.
func forPrograms(status int) string {
	switch status {
	case http.StatusNotFound:
		return "there is no such address; /openapi.json lists them"
	case http.StatusMethodNotAllowed:
		return "this address takes another method; Allow names it"
	case http.StatusForbidden:
		return "a page of another site may not ask this; send the request from your own server"
	case http.StatusServiceUnavailable:
		return "too many requests at once; try again after Retry-After seconds"
	}
	return "something went wrong here; nothing was decided"
}
