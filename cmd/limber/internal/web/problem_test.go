package web_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/limber-triage/limber/cmd/limber/internal/web"
)

// wholeProblem holds a response to RFC 9457: the four members that every
// problem has, and a status that is the response's own.
func wholeProblem(t *testing.T, status int, kind, body string) {
	t.Helper()
	var p struct {
		Type, Title, Detail string
		Status              int
	}
	if err := json.Unmarshal([]byte(body), &p, json.MatchCaseInsensitiveNames(true)); err != nil {
		t.Fatalf("%v: %.200s", err, body)
	}
	if kind != "application/problem+json" || p.Type != "about:blank" || p.Title != http.StatusText(status) || p.Status != status || p.Detail == "" {
		t.Errorf("status %d, %s: %.300s", status, kind, body)
	}
}

// TestEveryProblemIsWhole provokes every problem that there is a way to.
func TestEveryProblemIsWhole(t *testing.T) {
	t.Parallel()
	_, h := newServer(t, web.Options{})
	const post, decide = http.MethodPost, "/v1/decisions"
	asksJSON := []string{"Accept", "application/json"}
	tests := []struct {
		name, method, path, body string
		header                   []string
		status                   int
	}{
		{"no body", post, decide, "", nil, 400},
		{"half a list", post, decide, "[{}", nil, 400},
		{"more after the list", post, decide, "[]{}", nil, 400},
		{"from another site", post, decide, "{}", []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"no such address", http.MethodGet, "/v1/nothing", "", nil, 404},
		{"no such exercise", http.MethodGet, "/v1/exercises/x.svg", "", nil, 404},
		{"no such address outside /v1", post, "/nothing", "{}", asksJSON, 404},
		{"another method", http.MethodDelete, decide, "", nil, 405},
		{"another method outside /v1", http.MethodDelete, "/openapi.json", "", asksJSON, 405},
		{"somebody else's answers", post, "/answer", "{}", asksJSON, 410},
		{"3 MB", post, decide, strings.Repeat(" ", 3<<20), nil, 413},
		{"101 cases", post, decide, "[{}" + strings.Repeat(",{}", 100) + "]", nil, 413},
		{"packed", post, decide, "\x1f\x8b", []string{"Content-Encoding", "gzip"}, 415},
		{"not JSON", post, decide, "<case/>", []string{"Content-Type", "text/xml"}, 422},
		{"an unknown fact", post, decide, `{"x":1}`, nil, 422},
		{"an unknown fact in a list", post, "/v1/decisions", `[{"x":1}]`, nil, 422},
		{"not JSON, while a program asks for XML", post, "/v1/next-question", "x", []string{"Accept", "text/xml"}, 422},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := send(t, h, tt.method, tt.path, tt.body, tt.header...)
			if r.status != tt.status {
				t.Errorf("status %d, want %d", r.status, tt.status)
			}
			wholeProblem(t, r.status, r.header.Get("Content-Type"), r.body)
			if keep := r.header.Get("Cache-Control"); keep != "no-store" {
				t.Errorf("Cache-Control %q", keep)
			}
		})
	}
}

// TestProblemsOfOurs are those that a request alone does not provoke.
func TestProblemsOfOurs(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, web.Options{})
	for _, tt := range []struct {
		err    error
		status int
	}{{context.DeadlineExceeded, 503}, {io.ErrUnexpectedEOF, 500}, {huma.NewError(408, "too slow"), 408}, {huma.NewError(500, "a secret"), 500}} {
		problem, ours := tt.err.(huma.StatusError)
		if !ours {
			problem = s.Undecided(tt.err).(huma.StatusError)
		}
		body := string(must(json.Marshal(problem)))
		wholeProblem(t, tt.status, problem.(huma.ContentTypeFilter).ContentType(""), body)
		if strings.Contains(body, "secret") {
			t.Errorf("tells what it should not: %s", body)
		}
	}
}

// TestOnlyOurProblemsAreDocumented: what huma would write of itself has another
// shape, and would be in the document if it were ever sent.
func TestOnlyOurProblemsAreDocumented(t *testing.T) {
	t.Parallel()
	_, h := newServer(t, web.Options{})
	var doc struct {
		Components struct{ Schemas map[string]jsontext.Value }
	}
	body := send(t, h, http.MethodGet, "/openapi.json", "").body
	if err := json.Unmarshal([]byte(body), &doc, json.MatchCaseInsensitiveNames(true)); err != nil {
		t.Fatal(err)
	}
	if doc.Components.Schemas["Problem"] == nil || doc.Components.Schemas["ErrorModel"] != nil {
		t.Error("no Problem, or an ErrorModel beside it")
	}
}

// TestWhoGetsAPage: browsers do, and programs a problem.
func TestWhoGetsAPage(t *testing.T) {
	t.Parallel()
	_, h := newServer(t, web.Options{})
	const chromium = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
	for _, tt := range []struct {
		accept, sends string
		page          bool
	}{
		{chromium, "application/x-www-form-urlencoded", true},
		{"", "", true},
		{"*/*", "", true},
		{"*/*", "application/x-www-form-urlencoded", true},
		{"text/html, application/json", "application/json", true},
		{"text/html;q=0.5, application/json", "", false},
		{"application/json;q=0.2, text/html", "", true},
		{"application/json", "", false},
		{"APPLICATION/JSON; q=0.9", "", false},
		{"application/problem+json, */*", "", false},
		{"*/*", "application/json; charset=utf-8", false},
		{"text/html", "application/json", true},
		{"application/json;q=0", "", true},
		{";;,,q", "application/json", false},
	} {
		r := send(t, h, http.MethodPost, "/nowhere", "{}", "Accept", tt.accept, "Content-Type", tt.sends)
		if page := strings.HasPrefix(r.body, "<!DOCTYPE html>"); page != tt.page || r.status != 404 {
			t.Errorf("accepts %q, sends %q: status %d, %.30s", tt.accept, tt.sends, r.status, r.body)
		}
	}
}

// TestBrokenBodiesAreTheSendersFault: a body whose chunks are malformed must
// not count among our own faults, at which somebody is called.
func TestBrokenBodiesAreTheSendersFault(t *testing.T) {
	t.Parallel()
	addr, stop, done := running(t, web.Options{})
	conn := must(net.Dial("tcp", addr))
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
	fmt.Fprint(conn, "POST /v1/decisions HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")
	r, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	body := string(must(io.ReadAll(r.Body)))
	if r.StatusCode != http.StatusBadRequest || !slices.Contains(r.Header["Content-Type"], "application/problem+json") {
		t.Errorf("status %d: %s", r.StatusCode, body)
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
}
