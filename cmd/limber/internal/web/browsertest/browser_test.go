package browsertest_test

import (
	"net/http/httptest"
	"os"
	"os/exec"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/limber-triage/limber/cmd/limber/internal/web"
	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/rules"
)

func TestWalk(t *testing.T) {
	if os.Getenv("LIMBER_BROWSER") == "" {
		t.Skip("set LIMBER_BROWSER=1 to walk the form in a browser")
	}
	e, err := engine.Load(rules.UpperBack(), engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s, err := web.New(e, web.Options{})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(s)
	defer server.Close()
	healthy, err := e.Vocabulary().Healthy().MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	chromium := os.Getenv("LIMBER_CHROMIUM")
	if chromium == "" {
		chromium = "/usr/bin/chromium"
	}
	input, err := json.Marshal(map[string]any{"base": server.URL, "chromium": chromium, "healthy": jsontext.Value(healthy), "shots": os.Getenv("LIMBER_SHOTS")})
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "node", "walk.mjs")
	cmd.Env = append(os.Environ(), "LIMBER_WALK="+string(input))
	out, err := cmd.CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Fatal(err)
	}
}
