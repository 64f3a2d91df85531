package web

import (
	"net/http"

	"github.com/go-json-experiment/json"

	"github.com/limber-triage/limber/engine/diag"
)

// problem is an error as RFC 9457 writes it, with the diagnostics that the
// command line would show.
type problem struct {
	Type        string    `json:"type" doc:"Always about:blank: the status says what sort of problem it is"`
	Title       string    `json:"title"`
	Status      int       `json:"status"`
	Detail      string    `json:"detail,omitempty"`
	Diagnostics diag.List `json:"diagnostics,omitempty" doc:"Every mistake of a case: code, place, message, hint"`
	Help        []string  `json:"help,omitempty" doc:"What to show a person who waits for an answer: when and whom to call"`
}

const problemType = "application/problem+json"

func newProblem(status int, detail string) *problem {
	return &problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: detail}
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
