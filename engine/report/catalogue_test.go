package report_test

import (
	"bytes"
	"html"
	"strings"
	"testing"

	"github.com/limber-triage/limber/engine/figure"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/report"
	"github.com/limber-triage/limber/rules"
)

// TestCatalogueHoldsEveryExercise with its picture, and says which are never
// recommended and why.
func TestCatalogueHoldsEveryExercise(t *testing.T) {
	t.Parallel()
	p, err := pack.Load(rules.UpperBack(), pack.Options{})
	if err != nil {
		t.Fatal(err)
	}
	figures, err := figure.Load(p.Files, p.Exercises)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := report.Catalogue(&b, p, figures); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	never := 0
	for _, e := range p.Exercises {
		if !strings.Contains(page, "</span> "+html.EscapeString(e.Name)+"</h3>") {
			t.Errorf("%s is not in it", e.ID)
		}
		if e.Unfit != "" {
			never++
		}
	}
	if n := strings.Count(page, "<svg"); n != len(p.Exercises) {
		t.Errorf("%d pictures of %d exercises", n, len(p.Exercises))
	}
	if n := strings.Count(page, "Never recommended:"); n != never || n == 0 {
		t.Errorf("%d of %d say that they are never recommended", n, never)
	}
	if n := strings.Count(page, `<p class="dose">`); n != len(p.Exercises)-never {
		t.Errorf("%d doses: what is never recommended has none", n)
	}
	if bad := balanced(picture.ReplaceAllString(page, "")); bad != "" {
		t.Errorf("not balanced: %s", bad)
	}
	if strings.Contains(page, "[no ") || strings.Contains(page, "<script") {
		t.Error("lacks a text, or has a script")
	}
}
