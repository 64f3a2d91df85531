package report

import (
	"bytes"
	"crypto/sha256"
	_ "embed" // the page and its style sheet
	"encoding/base64"
	"errors"
	"fmt"
	"html/template"
	"io"
	"strings"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/pack"
)

//go:embed page.html.tmpl
var pageSource string

//go:embed page.css
var styleSheet string

var pageTemplate = template.Must(template.New("page").Funcs(template.FuncMap{
	"words":     func() any { return words },
	"css":       func() template.CSS { return template.CSS(styleSheet) },
	"styleHash": StyleHash,
	"dial":      Dial,
	"inc":       func(i int) int { return i + 1 },
	"title":     title,
	"marks":     linkedMarks,
	"join":      strings.Join,
}).Parse(pageSource))

// Host is what a site adds to a page that it shows. All of it is HTML that the
// site vouches for. The site's own headers then carry the policy of the page.
type Host struct {
	Head template.HTML // before the end of the head: more style sheets
	Next template.HTML // below the card: what one can do next
	Keep template.HTML // below the page's own text: to keep or correct it
}

// HTML writes a decision as one page for screen and A4 paper: no script, no
// request to anywhere, everything escaped. Errors are as for [Text].
func HTML(w io.Writer, p *pack.Pack, d *engine.Decision, s Style) error {
	pg, incomplete := build(p, d, s)
	var b bytes.Buffer // a page is written whole or not at all
	if err := pageTemplate.Execute(&b, pg); err != nil {
		return errors.Join(err, incomplete)
	}
	_, err := w.Write(b.Bytes())
	return errors.Join(err, incomplete)
}

// StyleHash is the source expression that lets a Content-Security-Policy allow
// the page's own style sheet and no other: style-src 'sha256-...'.
func StyleHash() string {
	sum := sha256.Sum256([]byte(styleSheet))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// linkedMarks are marks that lead to the list of sources.
func linkedMarks(refs []int) template.HTML {
	if len(refs) == 0 {
		return ""
	}
	list := make([]string, len(refs))
	for i, n := range refs {
		list[i] = fmt.Sprintf(`<a href="#source-%d">%d</a>`, n, n)
	}
	return template.HTML(" [" + strings.Join(list, ",") + "]") // numbers of ours, nobody's text
}
