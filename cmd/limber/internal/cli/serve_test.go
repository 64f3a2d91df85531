package cli_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/limber-triage/limber/cmd/limber/internal/cli"
	"github.com/limber-triage/limber/rules"
)

func TestServeRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		args []string
		says string
	}{
		{[]string{"--addr", ":0"}, "other computers could connect"},
		{[]string{"--addr", "0.0.0.0:0"}, "add --public"},
		{[]string{"--addr", "[::]:0"}, "add --public"},
		{[]string{"--addr", "example.org:0"}, "other computers could connect"},
		{[]string{"--addr", "8080"}, "not an address with a port"},
		{[]string{"--tls-cert", "a.pem"}, "go together"},
		{[]string{"--tls-cert", "no-such.pem", "--tls-key", "no-such.pem"}, "no-such.pem"},
		{[]string{"--watch"}, "the built-in rules cannot change"},
		{[]string{"--fixtures", "."}, "is for --watch"},
		{[]string{"--rules", ".", "--watch", "--fixtures", "no-such"}, "there is no such folder"},
		{[]string{"--addr", "127.0.0.1:1"}, "listen on 127.0.0.1:1"}, // nobody but root may
	}
	for _, tt := range tests {
		t.Run(strings.Join(tt.args, " "), func(t *testing.T) {
			t.Parallel()
			if tt.args[1%len(tt.args)] == "127.0.0.1:1" && os.Geteuid() == 0 {
				t.Skip("root may listen anywhere")
			}
			r := run(t, nil, append([]string{"serve"}, tt.args...)...)
			if r.code != 2 || !strings.Contains(r.stderr, tt.says) {
				t.Errorf("exit %d: %s", r.code, r.stderr)
			}
		})
	}
}

// spoken is standard error while a command runs.
type spoken struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *spoken) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *spoken) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// await waits until something was said; it returns what follows "on ".
func (s *spoken) await(t *testing.T, text string) {
	t.Helper()
	for range 1500 {
		if strings.Contains(s.String(), text) {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("never said %q: %s", text, s.String())
}

// serving runs limber serve; stop interrupts it and returns its exit code.
func serving(t *testing.T, args ...string) (said *spoken, url string, stop func() int) {
	t.Helper()
	said = &spoken{}
	ctx, cancel := context.WithCancel(t.Context())
	code := make(chan int, 1)
	env := cli.Env{Args: append([]string{"serve", "--addr", "127.0.0.1:0", "--log-level", "debug"}, args...), Stdin: strings.NewReader(""), Stdout: said, Stderr: said, Rules: rules.UpperBack()}
	go func() { code <- cli.Main(ctx, env) }()
	said.await(t, "until Ctrl-C")
	url = regexp.MustCompile(`https?://[0-9.:]+`).FindString(said.String())
	return said, url, func() int { cancel(); return <-code }
}

func TestServeUntilInterrupted(t *testing.T) {
	t.Parallel()
	said, url, stop := serving(t)
	r, err := http.Post(url+"/v1/decisions", "application/json", strings.NewReader(`{"leg_symptoms": ["saddle_numbness"]}`))
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(r.Body)
	r.Body.Close()
	if !strings.Contains(string(body), `"urgency":"emergency"`) {
		t.Errorf("%.200s", body)
	}
	for path, want := range map[string]string{"/v1/facts": `"id":"age"`, "/v1/rules": `"name":"SaddleNumbness"`, "/v1/exercises": `"steps":`} {
		r, err := http.Get(url + path)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(r.Body)
		r.Body.Close()
		if !strings.Contains(string(body), want) {
			t.Errorf("%s lacks %s: %.200s", path, want, body)
		}
	}
	if code := stop(); code != 0 {
		t.Errorf("exit %d: %s", code, said)
	}
	for _, word := range []string{"saddle", "Saddle", "emergency", "127.0.0.1:0"} {
		if strings.Contains(said.String(), word) {
			t.Errorf("the log says %s: %s", word, said)
		}
	}
	said.await(t, "POST /v1/decisions") // the route is there
}

// rulesOnDisk is a copy of the shipped pack; version gives it another version.
func rulesOnDisk(t *testing.T) (dir string, version func(line string)) {
	t.Helper()
	dir = t.TempDir()
	if err := os.CopyFS(dir, rules.UpperBack()); err != nil {
		t.Fatal(err)
	}
	return dir, func(line string) {
		t.Helper()
		name := filepath.Join(dir, "pack.yaml")
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, regexp.MustCompile(`(?m)^version:.*$`).ReplaceAll(text, []byte(line)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestServeWatchesItsRules(t *testing.T) {
	t.Parallel()
	dir, version := rulesOnDisk(t)
	said, url, stop := serving(t, "--rules", dir, "--watch")
	defer stop()
	said.await(t, "linted and not held to fixtures") // there are none beside this test
	version("version: [")
	said.await(t, "the old ones stay")
	if text := figures(t, url); !strings.Contains(text, `version="0.1.0"`) {
		t.Errorf("broken rules changed something: %s", text)
	}
	if text := body(t, url+"/readyz"); !strings.Contains(text, "rules of before") {
		t.Errorf("/readyz says %s", text)
	}
	version(`version: "0.2.0"`)
	said.await(t, "now using the changed rules, upperback 0.2.0")
	if text := figures(t, url); !strings.Contains(text, `version="0.2.0"`) {
		t.Errorf("still the old rules: %s", text)
	}
	if text := body(t, url+"/readyz"); text != "ready\n" {
		t.Errorf("/readyz says %s", text)
	}
}

// TestServeHoldsChangedRulesToFixtures: one fixture holds one rule, and the
// second one is wrong.
func TestServeHoldsChangedRulesToFixtures(t *testing.T) {
	t.Parallel()
	cases := t.TempDir()
	const fixtures = `- name: a numb saddle is an emergency
  base: healthy
  given: {leg_symptoms: [saddle_numbness]}
  expect: {outcome: referral, urgency: emergency}
- name: a numb saddle is nothing
  base: healthy
  given: {leg_symptoms: [saddle_numbness]}
  expect: {outcome: plan}
`
	if err := os.WriteFile(filepath.Join(cases, "a.yaml"), []byte(fixtures), 0o600); err != nil {
		t.Fatal(err)
	}
	dir, version := rulesOnDisk(t)
	said, url, stop := serving(t, "--rules", dir, "--watch", "--fixtures", cases)
	defer stop()
	version(`version: "0.2.0"`)
	said.await(t, `"a numb saddle is nothing" does not hold`)
	said.await(t, "no fixture would miss rule")
	said.await(t, "limber verify shows all")
	if text := figures(t, url); !strings.Contains(text, `version="0.1.0"`) {
		t.Errorf("rules that fail are used: %s", text)
	}
}

func body(t *testing.T, url string) string {
	t.Helper()
	r, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	text, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func figures(t *testing.T, url string) string {
	t.Helper()
	return regexp.MustCompile(`limber_pack_info\{.*`).FindString(body(t, url+"/metrics"))
}

func TestServeByTLS(t *testing.T) {
	t.Parallel()
	cert, key := selfSigned(t)
	_, url, stop := serving(t, "--tls-cert", cert, "--tls-key", key)
	defer stop()
	client := &http.Client{
		Transport:     &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	r, err := client.Post(url+"/start", "", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	if r.Header.Get("Strict-Transport-Security") == "" {
		t.Error("browsers may fall back to plain HTTP")
	}
	if !strings.HasPrefix(url, "https://") || len(r.Cookies()) != 1 || !r.Cookies()[0].Secure {
		t.Errorf("%s: %v", url, r.Cookies())
	}
}

func selfSigned(t *testing.T) (cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	like := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, like, like, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, kind string, der []byte) string {
		name = filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(name, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	return write("cert.pem", "CERTIFICATE", der), write("key.pem", "PRIVATE KEY", secret)
}
