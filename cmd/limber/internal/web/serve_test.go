package web_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/limber-triage/limber/cmd/limber/internal/web"
)

// running starts a server on a port of its own; stop is what SIGTERM does.
func running(t *testing.T, o web.Options) (addr string, stop func(), done chan error) {
	t.Helper()
	s, err := web.New(shipped(), o)
	if err != nil {
		t.Fatal(err)
	}
	l := must(net.Listen("tcp", "127.0.0.1:0"))
	ctx, cancel := context.WithCancel(t.Context())
	done = make(chan error, 1)
	go func() { done <- s.Run(ctx, l) }()
	return l.Addr().String(), cancel, done
}

func TestStoppingFinishesRequestsInFlight(t *testing.T) {
	t.Parallel()
	addr, stop, done := running(t, web.Options{})
	body := `{"leg_symptoms":["saddle_numbness"]}`
	conn := must(net.Dial("tcp", addr))
	defer conn.Close()
	fmt.Fprintf(conn, "POST /v1/decisions HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s", len(body), body[:5])
	time.Sleep(50 * time.Millisecond) // the request is in flight
	stop()
	time.Sleep(50 * time.Millisecond)
	if c, err := net.DialTimeout("tcp", addr, time.Second); err == nil {
		c.Close()
		t.Error("takes new connections while stopping")
	}
	fmt.Fprint(conn, body[5:])
	r, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(r.Body)
	if err != nil || r.StatusCode != http.StatusOK || !strings.HasSuffix(string(text), "}") {
		t.Errorf("status %d, %v, %.60s", r.StatusCode, err, text)
	}
	if err := <-done; err != nil {
		t.Errorf("stopped with %v", err)
	}
}

// TestSlowSenders: who dribbles a request is cut off, and serves nobody else's
// time.
func TestSlowSenders(t *testing.T) {
	t.Parallel()
	addr, stop, done := running(t, web.Options{Timeouts: web.Timeouts{Header: 200 * time.Millisecond, Read: 400 * time.Millisecond}})
	for name, start := range map[string]string{
		"headers":    "GET / HTTP/1.1\r\nHost: x\r\nX-A: ",
		"form":       "POST /answer HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\na",
		"no request": "",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			conn := must(net.Dial("tcp", addr))
			defer conn.Close()
			fmt.Fprint(conn, start)
			_ = conn.SetReadDeadline(time.Now().Add(10 * time.Second))
			if _, err := io.Copy(io.Discard, conn); err != nil {
				if timeout, ok := err.(net.Error); ok && timeout.Timeout() {
					t.Error("the connection stays open")
				}
			}
		})
	}
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}

func TestTooMuchAtOnce(t *testing.T) {
	t.Parallel()
	addr, stop, done := running(t, web.Options{Requests: 1, Conns: 3})
	hold := must(net.Dial("tcp", addr))
	fmt.Fprint(hold, "POST /v1/decisions HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{")
	time.Sleep(50 * time.Millisecond)
	get := func() int {
		client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: 5 * time.Second}
		r, err := client.Get("http://" + addr + "/v1/facts")
		if err != nil {
			t.Fatal(err)
		}
		r.Body.Close()
		return r.StatusCode
	}
	if status := get(); status != http.StatusServiceUnavailable {
		t.Errorf("status %d while the only slot is taken", status)
	}
	for _, path := range []string{"/healthz", "/readyz", "/metrics"} { // a busy server must not be taken for a dead one
		r := must(http.Get("http://" + addr + path))
		r.Body.Close()
		if r.StatusCode != http.StatusOK {
			t.Errorf("%s: status %d while the only slot is taken", path, r.StatusCode)
		}
	}
	http.DefaultClient.CloseIdleConnections()
	hold.Close()
	time.Sleep(50 * time.Millisecond)
	if status := get(); status != http.StatusOK {
		t.Errorf("status %d after it is free again", status)
	}
	idle := []net.Conn{must(net.Dial("tcp", addr)), must(net.Dial("tcp", addr)), must(net.Dial("tcp", addr))}
	time.Sleep(50 * time.Millisecond)
	idle[0].Close() // makes room for one
	if status := get(); status != http.StatusOK {
		t.Errorf("status %d when a connection has closed", status)
	}
	for _, c := range idle {
		c.Close()
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestReadiness(t *testing.T) {
	t.Parallel()
	_, h := newServer(t, web.Options{})
	for path, want := range map[string]string{"/healthz": "ok\n", "/readyz": "ready\n"} {
		if r := send(t, h, http.MethodGet, path, ""); r.status != 200 || r.body != want {
			t.Errorf("%s: %d %q", path, r.status, r.body)
		}
	}
	send(t, h, http.MethodPost, "/v1/decisions", `{"leg_symptoms":["saddle_numbness"]}`)
	figures := send(t, h, http.MethodGet, "/metrics", "").body
	for _, line := range []string{
		`limber_decisions_total{urgency="emergency"} 1`,
		`limber_requests_total{route="POST /v1/decisions",status="200"} 1`,
		`limber_mismatches_total 0`,
		`hash="` + shipped().Pack().Hash + `"`,
	} {
		if !strings.Contains(figures, line) {
			t.Errorf("no %s", line)
		}
	}
}

// TestAbuseLeavesNothingBehind: slow senders, bodies of 10 MB, half a multipart
// form and people who hang up cost nothing once they are gone. It runs alone,
// since it counts the goroutines of the process.
func TestAbuseLeavesNothingBehind(t *testing.T) {
	before := runtime.NumGoroutine()
	addr, stop, done := running(t, web.Options{Timeouts: web.Timeouts{Header: 100 * time.Millisecond, Read: 200 * time.Millisecond}})
	const big = 10 << 20
	abuses := []string{
		"GET / HTTP/1.1\r\nHost: x\r\nX-A: ",
		"POST /v1/decisions HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{",
		fmt.Sprintf("POST /v1/decisions HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s", big, strings.Repeat(" ", big)),
		fmt.Sprintf("POST /start HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s", big, strings.Repeat("a", big)),
		"POST /answer HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 20\r\n\r\n--x\r\nContent-Dispos",
		"GET /v1/exercises HTTP/1.1\r\nHost: x\r\n\r\n", // and never reads the answer
		"GET / HTTP/1.1\r\nHost: x\r\nCookie: limber=" + strings.Repeat("A", 100<<10) + "\r\n\r\n",
		"\x16\x03\x01 nonsense\r\n\r\n",
	}
	var wg sync.WaitGroup
	for range 5 {
		for _, abuse := range abuses {
			wg.Go(func() {
				conn, err := net.Dial("tcp", addr)
				if err != nil {
					t.Error(err)
					return
				}
				defer conn.Close()
				_ = conn.SetDeadline(time.Now().Add(300 * time.Millisecond))
				_, _ = io.WriteString(conn, abuse) // refused half-way, where it is too much
				time.Sleep(50 * time.Millisecond)
			})
		}
	}
	wg.Wait()
	r, err := http.Get("http://" + addr + "/healthz")
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	http.DefaultClient.CloseIdleConnections()
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
	for range 100 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Errorf("%d goroutines before, %d after", before, runtime.NumGoroutine())
}
