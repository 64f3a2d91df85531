package web

import (
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-json-experiment/json"

	"github.com/limber-triage/limber/engine/diag"
)

// problem is an error as RFC 9457 writes it, with the diagnostics that the
// command line would show. It has no instance: that would name one request, and
// nothing of a request is kept by which it could be found again.
type problem struct {
	Type        string    `json:"type" doc:"Always about:blank: the status says what sort of problem it is"`
	Title       string    `json:"title" doc:"What HTTP calls the status"`
	Status      int       `json:"status" doc:"The status of the response"`
	Detail      string    `json:"detail" doc:"What went wrong, and what to do next"`
	Diagnostics diag.List `json:"diagnostics,omitempty" doc:"Every mistake of a case: code, place, message, hint"`
	Help        []string  `json:"help,omitempty" doc:"What to show a person who waits for an answer: when and whom to call"`
}

const problemType = "application/problem+json"

func newProblem(status int, detail string) *problem {
	return &problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: detail}
}

// huma has no other way to be told how to word the problems that it finds
// before a handler of ours is called. What it says of them is dropped.
func init() {
	huma.NewError = func(status int, message string, _ ...error) huma.StatusError {
		if message == "cannot read request body" { // huma thinks that is our fault
			status = http.StatusBadRequest
		}
		return newProblem(status, forPrograms(status))
	}
}

// Error, GetStatus and ContentType are what huma asks of an error.
func (p *problem) Error() string             { return p.Title }
func (p *problem) GetStatus() int            { return p.Status }
func (p *problem) ContentType(string) string { return problemType }

func writeProblem(w http.ResponseWriter, p *problem) {
	body, err := json.Marshal(p)
	if err != nil {
		panic(err) // nothing in it can fail
	}
	w.Header().Set("Content-Type", problemType)
	w.WriteHeader(p.Status)
	_, _ = w.Write(body)
}

// forPrograms says what went wrong to whoever writes a program.
func forPrograms(status int) string {
	switch status {
	case http.StatusBadRequest:
		return "the body is empty or broke off; send a case, such as {}, and close what you open"
	case http.StatusForbidden:
		return "a page of another site may not ask this; send the request from your own server"
	case http.StatusNotFound:
		return "there is no such address; /openapi.json lists them"
	case http.StatusMethodNotAllowed:
		return "this address takes another method; Allow names it"
	case http.StatusRequestTimeout:
		return "the body did not come in time; send it again, in one go"
	case http.StatusRequestEntityTooLarge:
		return "the body is too large; /v1 takes 2 MiB and 100 cases, and limber batch decides millions"
	case http.StatusUnsupportedMediaType:
		return "the body is encoded; send it as it is, without Content-Encoding"
	case http.StatusServiceUnavailable:
		return "too many requests at once; try again after Retry-After seconds"
	}
	return "something went wrong here; nothing was decided"
}

// asksForJSON tells a program from a browser by what it accepts, and where
// that says nothing (curl accepts anything) by what it sends. Of JSON and HTML
// accepted alike, it is a browser.
func asksForJSON(r *http.Request) bool {
	var forJSON, forHTML float64
	for part := range strings.SplitSeq(strings.Join(r.Header.Values("Accept"), ","), ",") {
		kind, parameters, err := mime.ParseMediaType(part)
		if err != nil {
			continue
		}
		weight, err := strconv.ParseFloat(parameters["q"], 64)
		if err != nil {
			weight = 1
		}
		switch {
		case isJSON(kind):
			forJSON = max(forJSON, weight)
		case kind == "text/html" || kind == "application/xhtml+xml":
			forHTML = max(forHTML, weight)
		}
	}
	if forJSON == forHTML && forHTML == 0 {
		kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
		return isJSON(kind)
	}
	return forJSON > forHTML
}

func isJSON(kind string) bool { return kind == "application/json" || strings.HasSuffix(kind, "+json") }
