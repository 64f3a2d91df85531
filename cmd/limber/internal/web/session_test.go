package web_test

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/limber-triage/limber/cmd/limber/internal/web"
)

func TestForms(t *testing.T) {
	t.Parallel()
	_, h := newServer(t, web.Options{})
	p, other := newPerson(t, h), newPerson(t, h)
	p.begin()
	other.begin()
	own, stolen := p.form(), other.form().Get("_token")
	send := func(name string, want int, change func(url.Values, *http.Request)) {
		form := maps.Clone(own)
		form.Set("age", "70")
		r := must(http.NewRequestWithContext(t.Context(), http.MethodPost, h.URL+"/answer", nil))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		change(form, r)
		if r.Body == nil {
			r.Body = io.NopCloser(strings.NewReader(form.Encode()))
		}
		res := must(p.client.Do(r))
		res.Body.Close()
		if res.StatusCode != want {
			t.Errorf("%s: status %d, want %d", name, res.StatusCode, want)
		}
	}
	send("no token", http.StatusForbidden, func(f url.Values, _ *http.Request) { f.Del("_token") })
	send("somebody else's token", http.StatusForbidden, func(f url.Values, _ *http.Request) { f.Set("_token", stolen) })
	send("from another site", http.StatusForbidden, func(_ url.Values, r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") })
	send("from another origin", http.StatusForbidden, func(_ url.Values, r *http.Request) { r.Header.Set("Origin", "https://evil.example") })
	send("malformed multipart", http.StatusForbidden, func(_ url.Values, r *http.Request) {
		r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
		r.Body = io.NopCloser(strings.NewReader("--x\r\nnot a part"))
	})
	send("bad escapes", http.StatusBadRequest, func(_ url.Values, r *http.Request) { r.Body = io.NopCloser(strings.NewReader("a=%zz")) })
	send("10 MB", http.StatusRequestEntityTooLarge, func(f url.Values, _ *http.Request) { f.Set("age", strings.Repeat("1", 10<<20)) })
	p.get("/check")
	p.silentOn("70 years")
	send("a good one", http.StatusOK, func(url.Values, *http.Request) {})
	p.get("/check")
	p.says("70 years")
}

func TestSessionsExpireAndAreForgotten(t *testing.T) {
	t.Parallel()
	c := newClock()
	_, h := newServer(t, web.Options{Now: c.Now})
	p := newPerson(t, h)
	p.begin()
	p.fill(answers{"age": {"70"}})
	c.pass(29 * time.Minute)
	p.get("/check")
	p.says("70 years")
	c.pass(29 * time.Minute) // it was used in between
	p.get("/check")
	p.says("70 years")
	p.get("/")
	p.says("Go on where I left off")
	c.pass(30 * time.Minute)
	p.get("/check")
	if p.status != http.StatusGone {
		t.Errorf("status %d after half an hour", p.status)
	}
	p.says("We no longer have your answers", "tel:112")

	p.begin()
	p.fill(answers{"age": {"70"}})
	p.get("/result")
	p.post("/forget", p.form())
	p.says("Your answers are deleted")
	p.get("/check")
	if p.status != http.StatusGone {
		t.Errorf("status %d after deletion", p.status)
	}
	p.get("/metrics")
	p.says("limber_sessions 0")
}

// TestMoreTime: whoever asks for more time gets the page as it is, half
// answered, and is told of no mistake.
func TestMoreTime(t *testing.T) {
	t.Parallel()
	c := newClock()
	_, h := newServer(t, web.Options{Now: c.Now})
	p := newPerson(t, h)
	p.begin()
	p.says("for 30 minutes after the last page", "5 minutes before", "I need more time", `form="answers"`)
	for !strings.Contains(p.page, `name="chest_symptoms"`) {
		p.fill(healthy(nil))
	}
	stay := func(chest string) {
		form := p.form()
		form.Set("_choice", "more-time")
		form.Set("chest_symptoms", chest)
		p.post("/answer", form)
	}
	for range 10 {
		c.pass(29 * time.Minute)
		stay("none")
		if p.status != http.StatusOK {
			t.Fatalf("status %d", p.status)
		}
		p.says("You have 30 more minutes", `name="chest_symptoms" value="none" checked`)
		p.silentOn("There is a problem", "Error")
	}
	p.get("/check")
	p.silentOn("None of these: Squeezing") // nothing was taken as an answer yet
	p.says("I need more time")
	p.get("/step/2")
	stay("pressure")
	if p.path != "/result" {
		t.Errorf("an emergency waits at %s", p.path)
	}
	p.says("I need more time")
	c.pass(30 * time.Minute)
	p.get("/result")
	p.says("We keep answers for 30 minutes", "Start again", "tel:112")
}

// TestClockOfTheStyleSheet: the pages warn by their style sheets, so these must
// know the time that the server keeps.
func TestClockOfTheStyleSheet(t *testing.T) {
	t.Parallel()
	for idle, want := range map[time.Duration]string{0: "--session: 1800000ms; --warning: 300000ms", 2 * time.Hour: "--session: 7200000ms; --warning: 1200000ms"} {
		_, h := newServer(t, web.Options{Idle: idle})
		for _, path := range []string{"/style.css", "/result.css"} {
			if css := send(t, h, http.MethodGet, path, "").body; !strings.Contains(css, want) || !strings.Contains(css, "@keyframes shown") {
				t.Errorf("%s lacks %s", path, want)
			}
		}
	}
}

func TestChangedPackRestartsPolitely(t *testing.T) {
	t.Parallel()
	s, h := newServer(t, web.Options{})
	p := newPerson(t, h)
	p.begin()
	if err := s.Swap(changed(t)); err != nil {
		t.Fatal(err)
	}
	form := p.form()
	form.Set("age", "70")
	p.post("/answer", form)
	if p.status != http.StatusConflict {
		t.Errorf("status %d", p.status)
	}
	p.says("The questions have changed", "sorry")
	p.begin()
	p.fill(answers{"age": {"70"}})
	p.says("Chest and breathing")
}

func TestFullHouse(t *testing.T) {
	t.Parallel()
	_, h := newServer(t, web.Options{Sessions: 2})
	a, b, c := newPerson(t, h), newPerson(t, h), newPerson(t, h)
	a.begin()
	a.fill(answers{"age": {"70"}})
	b.begin()
	c.begin() // takes the room of b, who has not answered anything
	c.fill(answers{"age": {"71"}})
	b.get("/step/1")
	if b.status != http.StatusGone {
		t.Errorf("b: status %d", b.status)
	}
	b.begin()
	if b.status != http.StatusServiceUnavailable {
		t.Errorf("b again: status %d", b.status)
	}
	a.get("/check")
	a.says("70 years")
}

func TestNoAnswerLeavesTheSession(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var log []string
	_, h := newServer(t, web.Options{Log: func(e web.Event) {
		mu.Lock()
		defer mu.Unlock()
		log = append(log, fmt.Sprintf("%+v %v", e, e.Err))
	}})
	p := newPerson(t, h)
	var seen []string
	p.client.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
		seen = append(seen, r.URL.String())
		return nil
	}
	p.begin()
	p.questions(healthy(answers{"age": {"77"}, "leg_symptoms": {"saddle_numbness"}}))
	p.get("/metrics")
	mu.Lock()
	defer mu.Unlock()
	cookies := fmt.Sprint(p.client.Jar.Cookies(must(url.Parse(h.URL))))
	all := strings.Join(slices.Concat(log, seen, []string{p.page, cookies}), "\n")
	for _, word := range []string{"saddle", "leg_symptoms", "77 ", "age=", "SaddleNumbness", "healthy"} {
		if strings.Contains(all, word) {
			t.Errorf("%s is in a log, an address, a cookie or a figure", word)
		}
	}
	if len(log) < 10 || len(seen) < 5 {
		t.Errorf("%d lines of log, %d addresses: the test sees too little", len(log), len(seen))
	}
}

func TestHeaders(t *testing.T) {
	t.Parallel()
	_, h := newServer(t, web.Options{})
	for _, path := range []string{"/", "/step/1", "/nowhere", "/style.css", "/v1/facts", "/v1/nowhere", "/healthz", "/openapi.json"} {
		r := must(http.Get(h.URL + path))
		r.Body.Close()
		for name, want := range map[string]string{"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin"} {
			if !strings.HasPrefix(r.Header.Get(name), want) {
				t.Errorf("%s: %s is %q", path, name, r.Header.Get(name))
			}
		}
		if keep := r.Header.Get("Cache-Control"); !strings.Contains("no-store no-cache", keep) && path != "/style.css" {
			t.Errorf("%s: Cache-Control %q", path, keep)
		}
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for proto, secure := range map[string]bool{"http": false, "https": true} {
		r := must(http.NewRequestWithContext(t.Context(), http.MethodPost, h.URL+"/start", nil))
		r.Header.Set("X-Forwarded-Proto", proto)
		res := must(client.Do(r))
		res.Body.Close()
		c := res.Cookies()[0]
		if name := map[bool]string{true: "__Host-limber", false: "limber"}[secure]; c.Name != name || c.Path != "/" || c.Domain != "" {
			t.Errorf("%s: cookie %+v, which a neighbouring site could plant", proto, c)
		}
		if !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.Secure != secure || c.MaxAge != 0 {
			t.Errorf("%s: cookie %+v", proto, c)
		}
	}
}

func TestManyPeopleAtOnce(t *testing.T) {
	t.Parallel()
	s, h := newServer(t, web.Options{Requests: 64})
	people := 100
	if os.Getenv("LIMBER_SLOW") != "" {
		people = 1000
	}
	slots := make(chan struct{}, 32) // connections of the test, not people
	var wg sync.WaitGroup
	for i := range people {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			p := newPerson(t, h)
			p.begin()
			age := fmt.Sprint(56 + i%60)
			p.fill(answers{"age": {age}})
			p.get("/check")
			if p.status != http.StatusConflict { // unless the rules changed meanwhile
				p.says(age + " years")
			}
		})
		if i == people/2 {
			wg.Go(func() {
				if err := s.Swap(shipped()); err != nil {
					t.Error(err)
				}
			})
		}
	}
	wg.Wait()
}
