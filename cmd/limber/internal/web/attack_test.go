package web_test

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/limber-triage/limber/cmd/limber/internal/web"
)

// TestNoSessionIsAdopted: an id that somebody planted in the browser must not
// become the one that the answers are kept under.
func TestNoSessionIsAdopted(t *testing.T) {
	t.Parallel()
	_, h := newServer(t, web.Options{})
	attacker, victim := newPerson(t, h), newPerson(t, h)
	at := must(url.Parse(h.URL))
	attacker.begin()
	planted := attacker.client.Jar.Cookies(at)
	for _, cookies := range [][]*http.Cookie{planted, {{Name: "limber", Value: "chosen"}}} {
		victim.client.Jar.SetCookies(at, cookies)
		victim.begin()
		if now := victim.client.Jar.Cookies(at)[0].Value; now == cookies[0].Value || len(now) < 26 {
			t.Errorf("the session is %q, as planted", now)
		}
		victim.fill(answers{"age": {"70"}})
	}
	attacker.get("/check")
	attacker.silentOn("70 years")
}

// TestPagesOfNobody: what is posted as a page that is none of ours must not be
// kept, nor hold a place against people with answers.
func TestPagesOfNobody(t *testing.T) {
	t.Parallel()
	_, h := newServer(t, web.Options{Sessions: 1})
	a, b := newPerson(t, h), newPerson(t, h)
	a.begin()
	form := a.form()
	form["_asked"] = nil
	for _, screen := range []string{strings.Repeat("x", 60_000), "", "../../etc/passwd", form.Get("_screen")} {
		form.Set("_screen", screen)
		a.post("/answer", form)
		if a.status != http.StatusOK || a.path != "/step/1" {
			t.Errorf("screen %.20q: status %d at %s", screen, a.status, a.path)
		}
	}
	b.begin()
	if b.status != http.StatusOK {
		t.Errorf("status %d: somebody without an answer keeps others out", b.status)
	}
}

// TestBrowserForgets: a browser keeps pages as they were filled in for its way
// back, even those of no-store; browsertest sees it happen.
func TestBrowserForgets(t *testing.T) {
	t.Parallel()
	_, h := newServer(t, web.Options{})
	p := newPerson(t, h)
	var told []string
	p.client.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
		told = append(told, r.Response.Header.Get("Clear-Site-Data"))
		return nil
	}
	p.begin()
	p.fill(answers{"age": {"70"}})
	p.post("/start", nil) // again
	p.fill(answers{"age": {"70"}})
	p.get("/result")
	p.post("/forget", p.form())
	if got := strings.Join(told, ","); got != `,,"cache",,"cache"` {
		t.Errorf("told %s", got)
	}
}

// TestAddressesLeadNowhereElse sends paths that a client would tidy up.
func TestAddressesLeadNowhereElse(t *testing.T) {
	t.Parallel()
	addr, stop, done := running(t, web.Options{})
	for _, path := range []string{
		"//evil.example/..", "//evil.example/%2e%2e", `/\evil.example`, "/v1/../../etc/passwd", "/v1//decisions", "/v1/exercises/..%2f..%2fetc%2fpasswd",
		"/v1/exercises/%00.svg", "/step/../../..", "/step/-1", "/step/99999999999999999999", "/%0d%0aSet-Cookie:%20limber=x", "/step/1%0d%0aX:y",
		"http://evil.example/", "/.git/config", "/;/../v1/facts",
	} {
		conn := must(net.Dial("tcp", addr))
		_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
		fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: x\r\nX-Forwarded-Host: evil.example\r\nConnection: close\r\n\r\n", path)
		r, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		r.Body.Close()
		conn.Close()
		to := r.Header.Get("Location")
		if r.StatusCode >= 500 || to != "" && (!strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.HasPrefix(to, `/\`)) || len(r.Header["Set-Cookie"]) > 0 {
			t.Errorf("%s: status %d to %q, cookies %v", path, r.StatusCode, to, r.Header["Set-Cookie"])
		}
		if r.StatusCode == http.StatusOK && path != "http://evil.example/" {
			t.Errorf("%s is a page", path)
		}
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
}
