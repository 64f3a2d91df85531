package report_test

import (
	"bytes"
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/limber-triage/limber/engine/figure"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/report"
	"github.com/limber-triage/limber/rules"
)

func catalogue(t *testing.T, p *pack.Pack) string {
	t.Helper()
	figures, err := figure.Load(p.Files, p.Exercises)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := report.Catalogue(&b, p, p.Exercises, figures); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestCatalogueHoldsEveryExercise: each once, with its picture, every step and
// every sign to stop at; what is never recommended says so and has no dose.
func TestCatalogueHoldsEveryExercise(t *testing.T) {
	t.Parallel()
	p, err := pack.Load(rules.UpperBack(), pack.Options{})
	if err != nil {
		t.Fatal(err)
	}
	page := catalogue(t, p)
	closed := regexp.MustCompile(`<path [^>]*/>`).ReplaceAllString(page, "")
	if bad := balanced(closed); bad != "" {
		t.Errorf("not balanced: %s", bad)
	}
	articles := strings.Split(page, "<article ")[1:]
	if len(articles) != len(p.Exercises) {
		t.Fatalf("%d entries for %d exercises", len(articles), len(p.Exercises))
	}
	entries := map[string]string{}
	for _, a := range articles {
		entries[regexp.MustCompile(`^id="([^"]*)"`).FindStringSubmatch(a)[1]] = html.UnescapeString(a)
	}
	for _, e := range p.Exercises {
		entry := entries[e.ID]
		if strings.Count(entry, "<svg ") != 1 {
			t.Errorf("%s has no picture of its own", e.ID)
		}
		for _, text := range append([]string{e.Name, e.Stop, e.Feel, e.Unfit}, append(e.Steps, e.Cautions...)...) {
			if !strings.Contains(entry, text) {
				t.Errorf("%s lacks %q", e.ID, text)
			}
		}
		if never := strings.Contains(entry, "Never recommended"); never != (e.Unfit != "") || never == strings.Contains(entry, "How much") {
			t.Errorf("%s: never recommended is said: %v", e.ID, never)
		}
	}
}

// TestCatalogueIsInert: texts stay texts, nothing runs, nothing is loaded, and
// links stay on the page.
func TestCatalogueIsInert(t *testing.T) {
	t.Parallel()
	p, err := pack.Load(rules.UpperBack(), pack.Options{})
	if err != nil {
		t.Fatal(err)
	}
	e := p.Exercises[0]
	e.Name, e.Stop, e.Steps = `<script>x</script>`, `" onload="x`, []string{`<img src=x>`}
	page := catalogue(t, p)
	for _, m := range tag.FindAllStringSubmatch(page, -1) {
		switch {
		case m[2] == "script" || m[2] == "img" || m[2] == "link":
			t.Errorf("a text made a tag: %s", m[0])
		case strings.Contains(m[3], "src=") || strings.Contains(m[3], " onload") || strings.Contains(m[3], " style="):
			t.Errorf("a text made an attribute: %s", m[0])
		case strings.Contains(m[3], "href=") && !strings.Contains(m[3], `href="#`):
			t.Errorf("links out: %s", m[0])
		}
	}
	if strings.Count(page, "<svg ") != len(p.Exercises) || strings.Contains(page, "url(") || strings.Contains(page, "@import") {
		t.Error("a picture is missing, or something is loaded")
	}
}
