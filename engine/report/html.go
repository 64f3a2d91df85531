package report

import (
	"bytes"
	"crypto/sha256"
	_ "embed" // the page and its style sheet
	"encoding/base64"
	"errors"
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
	"dial":      dial,
	"title":     title,
	"marks":     marks,
	"join":      strings.Join,
}).Parse(pageSource))

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
