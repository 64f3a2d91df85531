package main_test

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/limber-triage/limber/cmd/limber/internal/cli"
	"github.com/limber-triage/limber/rules"
)

// TestReadmeShowsRealOutput holds the two decisions of the README against what
// the program prints. [...] stands for lines left out.
func TestReadmeShowsRealOutput(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := strings.Split(string(text), "\n```\n")
	for name, begin := range map[string]string{"desk-worker": "Self-care\n", "numb-saddle": "Emergency: now\n"} {
		var out, errs bytes.Buffer
		code := cli.Main(context.Background(), cli.Env{
			Args: []string{"screen", "../../testdata/people/" + name + ".yaml"}, Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs,
			Rules: rules.UpperBack(), Now: func() time.Time { return time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC) },
		})
		if code != 0 {
			t.Fatalf("exit %d: %s", code, errs.String())
		}
		shown := ""
		for _, b := range blocks {
			if strings.HasPrefix(b, begin) {
				shown = b
			}
		}
		if shown == "" {
			t.Errorf("the README shows no block that begins with %q", begin)
		}
		rest := out.String()
		for _, piece := range strings.Split(shown, "[...]\n") {
			piece = strings.TrimSuffix(piece, "\n[...]")
			_, after, ok := strings.Cut(rest, piece)
			if !ok {
				t.Errorf("%s: the README shows what is not printed:\n%s", name, piece)
				continue
			}
			rest = after
		}
	}
}
