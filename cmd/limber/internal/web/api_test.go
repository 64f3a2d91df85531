package web_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/limber-triage/limber/cmd/limber/internal/web"
	"github.com/limber-triage/limber/engine"
)

type response struct {
	status int
	header http.Header
	body   string
}

func send(t testing.TB, h *httptest.Server, method, path, body string, header ...string) response {
	t.Helper()
	r := must(http.NewRequestWithContext(t.Context(), method, h.URL+path, strings.NewReader(body)))
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	res, err := h.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	return response{res.StatusCode, res.Header, string(must(io.ReadAll(res.Body)))}
}

func TestDecisionIsTheRecord(t *testing.T) {
	t.Parallel()
	_, h := newServer(t, web.Options{})
	c := shipped().Vocabulary().Healthy()
	body := string(must(c.MarshalJSON()))
	want := string(must(must(shipped().Decide(t.Context(), c)).MarshalJSON()))
	one := send(t, h, http.MethodPost, "/v1/decisions", body)
	if diff := cmp.Diff(want, one.body); one.status != http.StatusOK || diff != "" {
		t.Errorf("status %d: %s", one.status, diff)
	}
	many := send(t, h, http.MethodPost, "/v1/decisions", "["+body+",\n"+body+"]")
	if diff := cmp.Diff("["+want+","+want+"]", many.body); diff != "" {
		t.Error(diff)
	}
	if !strings.Contains(one.header.Get("ETag"), shipped().Pack().Hash) || one.header.Get("Cache-Control") != "no-store" {
		t.Errorf("headers %v", one.header)
	}
}

func TestProblems(t *testing.T) {
	t.Parallel()
	_, h := newServer(t, web.Options{})
	tests := []struct {
		name, path, body string
		status           int
		says             []string
	}{
		{"mistakes with places", "/v1/decisions", "{\"age\": 40,\n \"leg_symptom\": 1}", 422, []string{`"line":2,"column":2`, `"did you mean leg_symptoms?"`}},
		{"mistakes in a list", "/v1/decisions", "[{},\n{\"age\":\"x\"}]", 422, []string{`"file":"cases[1]"`, `"line":2,"column":8`}},
		{"duplicate key in a list", "/v1/decisions", `[{"age":1,"age":2}]`, 422, []string{"duplicate-key"}},
		{"nothing", "/v1/decisions", "", 400, nil},
		{"only space", "/v1/decisions", " ", 422, []string{"case-empty"}},
		{"a broken list", "/v1/decisions", "[{},", 400, []string{"not JSON"}},
		{"something after the list", "/v1/decisions", "[{}] {}", 400, []string{"follows"}},
		{"a list of no case", "/v1/decisions", "[1]", 422, []string{"case-not-object"}},
		{"101 cases", "/v1/decisions", "[{}" + strings.Repeat(",{}", 100) + "]", 413, []string{"100 cases"}},
		{"10 MB", "/v1/decisions", strings.Repeat(" ", 10<<20), 413, nil},
		{"deep nesting", "/v1/decisions", strings.Repeat("[", 100_000), 400, nil},
		{"a list for the next question", "/v1/next-question", "[]", 422, []string{"case-not-object"}},
		{"no such address", "/v1/nothing", "{}", 404, []string{"/openapi.json"}},
		{"another method", "/v1/facts", "{}", 405, []string{"another method"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := send(t, h, http.MethodPost, tt.path, tt.body)
			if r.status != tt.status || r.header.Get("Content-Type") != "application/problem+json" {
				t.Errorf("status %d, %s: %.200s", r.status, r.header.Get("Content-Type"), r.body)
			}
			for _, text := range tt.says {
				if !strings.Contains(r.body, text) {
					t.Errorf("does not say %s: %.400s", text, r.body)
				}
			}
		})
	}
}

func TestFullBatch(t *testing.T) {
	t.Parallel()
	_, h := newServer(t, web.Options{})
	r := send(t, h, http.MethodPost, "/v1/decisions", "[{}"+strings.Repeat(",{}", 99)+"]")
	var list []struct{ Outcome string }
	if err := json.Unmarshal([]byte(r.body), &list); err != nil || len(list) != 100 {
		t.Errorf("%d decisions, %v", len(list), err)
	}
	if r := send(t, h, http.MethodPost, "/v1/decisions", "[]"); r.body != "[]" {
		t.Errorf("no case gives %s", r.body)
	}
}

// TestNextQuestionLeadsToADecision asks what the API says to ask.
func TestNextQuestionLeadsToADecision(t *testing.T) {
	t.Parallel()
	_, h := newServer(t, web.Options{})
	v := shipped().Vocabulary()
	c, well := v.New(), v.Healthy()
	for range len(v.Facts) {
		r := send(t, h, http.MethodPost, "/v1/next-question", string(must(c.MarshalJSON())))
		var got struct {
			AtLeast *string `json:"at_least"`
			Next    *struct{ ID string }
			Open    []string
		}
		if err := json.Unmarshal([]byte(r.body), &got, json.MatchCaseInsensitiveNames(true)); err != nil {
			t.Fatal(err)
		}
		if got.Next == nil {
			d := must(shipped().Decide(t.Context(), c))
			if len(got.Open) > 0 || d.Outcome != "plan" {
				t.Errorf("open %v, outcome %s", got.Open, d.Outcome)
			}
			return
		}
		f, _ := v.Lookup(got.Next.ID)
		c.Words()[f.Index] = well.Words()[f.Index]
	}
	t.Error("the questions do not end")
}

func TestPictures(t *testing.T) {
	t.Parallel()
	_, h := newServer(t, web.Options{})
	for _, e := range shipped().Pack().Exercises {
		if r := send(t, h, http.MethodGet, "/v1/exercises/"+e.ID+".svg", ""); r.status != 200 || r.header.Get("Content-Type") != "image/svg+xml" {
			t.Errorf("%s: status %d", e.ID, r.status)
		}
	}
	for _, file := range []string{"nothing.svg", shipped().Pack().Exercises[0].ID, ".svg"} {
		if r := send(t, h, http.MethodGet, "/v1/exercises/"+file, ""); r.status != 404 {
			t.Errorf("%s: status %d", file, r.status)
		}
	}
}

func TestWrongMethodNamesTheRightOne(t *testing.T) {
	t.Parallel()
	_, h := newServer(t, web.Options{})
	for _, tt := range []struct{ method, path, allow string }{
		{"GET", "/v1/decisions", "POST"}, {"PUT", "/v1/decisions", "POST"}, {"DELETE", "/v1/exercises/bird-dog.svg", "GET"},
		{"GET", "/start", "POST"}, {"PUT", "/more", "GET, POST"},
	} {
		if r := send(t, h, tt.method, tt.path, ""); r.status != 405 || r.header.Get("Allow") != tt.allow {
			t.Errorf("%s %s: status %d, Allow %q", tt.method, tt.path, r.status, r.header.Get("Allow"))
		}
	}
}

// TestPicturesStandAlone: without a page around it there is no text colour to
// draw in, and a dark viewer shows black on black.
func TestPicturesStandAlone(t *testing.T) {
	t.Parallel()
	_, h := newServer(t, web.Options{})
	r := send(t, h, http.MethodGet, "/v1/exercises/"+shipped().Pack().Exercises[0].ID+".svg", "")
	if keep := r.header.Get("Cross-Origin-Resource-Policy"); keep != "cross-origin" {
		t.Errorf("other sites may not show it: %s", keep)
	}
	if strings.Contains(r.body, "currentColor") || !strings.Contains(r.body, `xmlns="http://www.w3.org/2000/svg"`) {
		t.Errorf("%.200s", r.body)
	}
}

func TestDisagreementsAreCounted(t *testing.T) {
	t.Parallel()
	s, h := newServer(t, web.Options{})
	s.CannotAssess(&engine.CannotAssess{Err: fmt.Errorf("%w about rule X", engine.ErrDisagree)})
	s.CannotAssess(&engine.CannotAssess{Err: io.ErrUnexpectedEOF})
	figures := send(t, h, http.MethodGet, "/metrics", "").body
	for _, line := range []string{"limber_mismatches_total 1\n", "limber_cannot_assess_total 2\n"} {
		if !strings.Contains(figures, line) {
			t.Errorf("no %q", line)
		}
	}
}

func TestETag(t *testing.T) {
	t.Parallel()
	s, h := newServer(t, web.Options{})
	for _, path := range []string{"/v1/facts", "/v1/facts/schema", "/v1/rules", "/v1/exercises"} {
		tag := send(t, h, http.MethodGet, path, "").header.Get("ETag")
		for list, want := range map[string]int{tag: 304, "W/" + tag: 304, `"x", ` + tag: 304, `"x"`: 200} {
			if r := send(t, h, http.MethodGet, path, "", "If-None-Match", list); r.status != want || want == 304 && r.body != "" {
				t.Errorf("%s %s: status %d", path, list, r.status)
			}
		}
	}
	tag := send(t, h, http.MethodGet, "/v1/facts", "").header.Get("ETag")
	if err := s.Swap(changed(t)); err != nil {
		t.Fatal(err)
	}
	if r := send(t, h, http.MethodGet, "/v1/facts", "", "If-None-Match", tag); r.status != 200 {
		t.Errorf("other rules: status %d", r.status)
	}
}

// TestOpenAPI holds the document to what is served: every reference resolves,
// every address answers, and answers fit their schemas.
func TestOpenAPI(t *testing.T) {
	t.Parallel()
	_, h := newServer(t, web.Options{})
	raw := send(t, h, http.MethodGet, "/openapi.json", "").body
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	root := doc.(map[string]any)
	if root["openapi"] != "3.1.0" {
		t.Errorf("openapi %v", root["openapi"])
	}
	const at = "https://limber.test/openapi.json"
	c := jsonschema.NewCompiler()
	// The schema of OpenAPI 3.1 by its own authors, under Apache-2.0.
	whole, err := c.Compile("testdata/openapi-3.1.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := whole.Validate(doc); err != nil {
		t.Errorf("not OpenAPI 3.1: %v", err)
	}
	if err := c.AddResource(at, doc); err != nil {
		t.Fatal(err)
	}
	compile := func(pointer string) *jsonschema.Schema {
		t.Helper()
		s, err := c.Compile(at + "#" + pointer)
		if err != nil {
			t.Fatalf("%s: %v", pointer, err)
		}
		return s
	}
	fits := func(pointer, body string) {
		t.Helper()
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(body))
		if err == nil {
			err = compile(pointer).Validate(v)
		}
		if err != nil {
			t.Errorf("%s: %v", pointer, err)
		}
	}
	for name := range root["components"].(map[string]any)["schemas"].(map[string]any) {
		compile("/components/schemas/" + name)
	}
	escape := strings.NewReplacer("~", "~0", "/", "~1").Replace
	answer := func(path, method, status, kind string) string {
		return "/paths/" + escape(path) + "/" + method + "/responses/" + status + "/content/" + escape(kind) + "/schema"
	}
	for path, item := range root["paths"].(map[string]any) {
		for method := range item.(map[string]any) {
			address := strings.ReplaceAll(path, "{file}", shipped().Pack().Exercises[0].ID+".svg")
			if r := send(t, h, strings.ToUpper(method), address, "{}"); r.status != 200 {
				t.Errorf("%s %s: status %d", method, path, r.status)
			} else if r.header.Get("Content-Type") == "image/svg+xml" {
				if !strings.HasPrefix(r.body, "<svg") {
					t.Errorf("%s: %.60s", address, r.body)
				}
			} else {
				kind, _, _ := strings.Cut(r.header.Get("Content-Type"), ";")
				fits(answer(path, method, "200", kind), r.body)
			}
		}
	}
	for _, body := range []string{"{}", string(must(shipped().Vocabulary().Healthy().MarshalJSON())), `{"leg_symptoms":["saddle_numbness"]}`, "[{}]"} {
		fits(answer("/v1/decisions", "post", "200", "application/json"), send(t, h, http.MethodPost, "/v1/decisions", body).body)
		fits(answer("/v1/next-question", "post", "200", "application/json"), send(t, h, http.MethodPost, "/v1/next-question", strings.Trim(body, "[]")).body)
		fits("/paths/~1v1~1decisions/post/requestBody/content/application~1json/schema", body)
	}
	fits(answer("/v1/decisions", "post", "422", "application/problem+json"), send(t, h, http.MethodPost, "/v1/decisions", `{"age":"x"}`).body)
}

// TestLoad measures; it fails only when something is wrong, not when it is
// slow. Run it with LIMBER_SLOW=1 and -v.
func TestLoad(t *testing.T) {
	if os.Getenv("LIMBER_SLOW") == "" {
		t.Skip("set LIMBER_SLOW=1 to measure 10,000 requests")
	}
	_, h := newServer(t, web.Options{})
	body := string(must(shipped().Vocabulary().Healthy().MarshalJSON()))
	answer := send(t, h, http.MethodPost, "/v1/decisions", body).body
	bare := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		_, _ = io.WriteString(w, answer)
	}))
	defer bare.Close()
	for _, run := range []struct {
		name string
		h    *httptest.Server
		path string
	}{{"bare net/http", bare, "/"}, {"limber", h, "/v1/decisions"}} {
		t.Log(run.name + ": " + load(t, run.h, run.path, body))
	}
}

func load(t *testing.T, h *httptest.Server, path, body string) string {
	const requests, clients = 10_000, 8
	took := make([]time.Duration, requests)
	next := make(chan int, requests)
	for i := range requests {
		next <- i
	}
	close(next)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: clients}}
	done := make(chan error, clients)
	began := time.Now()
	for range clients {
		go func() {
			for i := range next {
				at := time.Now()
				r, err := client.Post(h.URL+path, "application/json", strings.NewReader(body))
				if err == nil {
					_, err = io.Copy(io.Discard, r.Body)
					r.Body.Close()
				}
				if err == nil && r.StatusCode != http.StatusOK {
					err = fmt.Errorf("status %d", r.StatusCode)
				}
				if err != nil {
					done <- err
					return
				}
				took[i] = time.Since(at)
			}
			done <- nil
		}()
	}
	for range clients {
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
	total := time.Since(began)
	slices.Sort(took)
	return fmt.Sprintf("%d requests, %d clients: %.0f a second, median %s, p99 %s", requests, clients,
		requests/total.Seconds(), took[requests/2].Round(time.Microsecond), took[requests*99/100].Round(time.Microsecond))
}
