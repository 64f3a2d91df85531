package report_test

import (
	"bytes"
	"html"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/limber-triage/limber/engine/report"
)

var tag = regexp.MustCompile(`<(/?)([a-zA-Z][a-zA-Z0-9]*)([^>]*)>`)

var picture = regexp.MustCompile(`(?s)<svg.*?</svg>`)

// balanced reports the first tag that is not closed where it should be.
func balanced(page string) string {
	var open []string
	for _, m := range tag.FindAllStringSubmatch(page, -1) {
		name := m[2]
		switch {
		case slices.Contains([]string{"meta"}, name): // the only void element in use
		case m[1] == "":
			open = append(open, name)
		case len(open) == 0 || open[len(open)-1] != name:
			return "unexpected </" + name + ">"
		default:
			open = open[:len(open)-1]
		}
	}
	return strings.Join(open, " ")
}

// TestHTMLIsWellFormedAndInert: whatever the texts hold, the page is balanced,
// runs nothing and asks nobody for anything.
func TestHTMLIsWellFormedAndInert(t *testing.T) {
	t.Parallel()
	known := strings.Fields("html head meta title style body main footer section div h1 h2 h3 h4 p ul ol li dl dt dd strong em span a table caption thead tbody tr th td details summary")
	rapid.Check(t, func(t *rapid.T) {
		p := anyPack(t)
		d := anyDecision(t, p)
		var b bytes.Buffer
		if err := report.HTML(&b, p, d, report.Style{}); err != nil {
			t.Fatal(err)
		}
		page := b.String()
		if bad := balanced(page); bad != "" {
			t.Fatalf("not balanced: %s", bad)
		}
		for _, m := range tag.FindAllStringSubmatch(page, -1) {
			if !slices.Contains(known, m[2]) {
				t.Fatalf("a text made a tag: %s", m[0])
			}
			attributes := html.UnescapeString(m[3])
			if strings.Contains(attributes, "src=") || strings.Contains(attributes, "onload") {
				t.Fatalf("a text made an attribute: %s", m[0])
			}
			if i := strings.Index(attributes, "href="); i >= 0 && !regexp.MustCompile(`^href="(tel:\+?[0-9]+|#source-[0-9]+)"$`).MatchString(attributes[i:]) {
				t.Fatalf("links out: %s", m[0])
			}
		}
		if !strings.Contains(html.UnescapeString(page), d.Headline) && !strings.ContainsRune(d.Headline, 0) {
			t.Fatalf("the headline is not the text it was: %q", d.Headline)
		}
	})
}

func TestStyleSheetLoadsNothing(t *testing.T) {
	t.Parallel()
	for _, never := range []string{"url(", "@import", "http", "<", "@font-face"} {
		if strings.Contains(report.StyleSheet(), never) {
			t.Errorf("holds %s", never)
		}
	}
	var b bytes.Buffer
	if err := report.HTML(&b, smallPack(), emergency(), report.Style{}); err != nil {
		t.Fatal(err)
	}
	if want := html.EscapeString("style-src '" + report.StyleHash() + "'"); !strings.Contains(html.UnescapeString(b.String()), html.UnescapeString(want)) {
		t.Error("the page's policy does not allow its own style sheet")
	}
}

func TestCallLinks(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := report.HTML(&b, smallPack(), emergency(), report.Style{}); err != nil {
		t.Fatal(err)
	}
	if want := `Call <a href="tel:112">112</a> or <a href="tel:999">999</a>`; !strings.Contains(b.String(), want) {
		t.Errorf("no %s", want)
	}
}

func TestTickGrid(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := report.HTML(&b, smallPack(), routinePlan(), report.Style{}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`<th scope="colgroup" colspan="7">Week 4</th>`, `<th scope="col" class="last">14</th>`, `<th scope="col">28</th></tr>`} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the grid of four weeks lacks %s", want)
		}
	}
	row := regexp.MustCompile(`<tr><th scope="row">(\d)\. [^<]+</th>(<td></td>){13}<td class="last"></td>(<td></td>){14}</tr>`)
	if n := len(row.FindAllString(b.String(), -1)); n != 4 {
		t.Errorf("%d rows of 28 boxes, the plan's last day marked, for 4 exercises", n)
	}
	b.Reset()
	if err := report.HTML(&b, smallPack(), settlePlan(), report.Style{}); err != nil {
		t.Fatal(err)
	}
	row = regexp.MustCompile(`<tr><th scope="row">1\. [^<]+</th>(<td></td>){2}<td class="last"></td>(<td></td>){4}</tr>`)
	if !row.MatchString(b.String()) || strings.Contains(b.String(), "Week 2") {
		t.Error("a plan of three days has no grid of one week")
	}
}

// TestContrast holds text to WCAG 2.2 AA, 4.5 to 1, in light and in dark.
func TestContrast(t *testing.T) {
	t.Parallel()
	const aa = 4.5
	css := report.StyleSheet()
	schemes := regexp.MustCompile(`--paper: (#\w+); --ink: (#\w+); --soft: (#\w+); --line: #\w+; --panel: (#\w+); --link: (#\w+);`).FindAllStringSubmatch(css, -1)
	if len(schemes) < 3 {
		t.Fatalf("%d colour schemes, want light, dark and print", len(schemes))
	}
	for _, s := range schemes {
		paper, panel := s[1], s[4]
		for _, text := range []string{s[2], s[3], s[5]} {
			for _, ground := range []string{paper, panel} {
				if c := contrast(text, ground); c < aa {
					t.Errorf("%s on %s: %.2f", text, ground, c)
				}
			}
		}
	}
	tones := regexp.MustCompile(`--tone: (#\w+);`).FindAllStringSubmatch(css, -1)
	if len(tones) != 6 {
		t.Fatalf("%d tones, want one for each urgency and one without", len(tones))
	}
	for _, tone := range tones {
		if c := contrast("#ffffff", tone[1]); c < aa {
			t.Errorf("white on %s: %.2f", tone[1], c)
		}
	}
}

func contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// luminance is the relative luminance of WCAG for a colour #rgb or #rrggbb.
func luminance(colour string) float64 {
	hex := strings.TrimPrefix(colour, "#")
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		if err != nil {
			panic(err)
		}
		c := float64(n) / 255
		if c <= 0.03928 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}
