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

	"github.com/limber-triage/limber/engine/figure"
	"github.com/limber-triage/limber/engine/pack"
)

//go:embed catalogue.html.tmpl
var catalogueSource string

//go:embed catalogue.css
var catalogueStyle string

var catalogueTemplate = template.Must(template.New("catalogue").Funcs(template.FuncMap{
	"words": func() any { return words },
	"css":   func() template.CSS { return template.CSS(catalogueStyle) },
	"styleHash": func() string {
		sum := sha256.Sum256([]byte(catalogueStyle))
		return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
	},
	"title": title,
	"marks": marks,
	"join":  strings.Join,
}).Parse(catalogueSource))

// catalogue is what the template shows.
type catalogue struct {
	Lang, Title string
	Rules       string
	Approval    string
	Phases      []cataloguePhase
	Refs        []string
}

type cataloguePhase struct {
	ID, Title string
	Exercises []catalogueEntry
}

type catalogueEntry struct {
	ID, Name, Aliases string
	Picture           template.HTML
	Never             string // why it is never recommended
	Dose, DoseNote    string
	Targets, Needs    string
	Steps             []string
	Feel, Stop        string
	Cautions          []string
	Easier, Harder    string
	Refs              []int
}

// Catalogue writes exercises of a pack as one illustrated page for screen and
// paper: no script, no request to anywhere, everything escaped. It is for
// people who review or teach them, and says that it is no plan. Errors are as
// for [Text].
func Catalogue(w io.Writer, p *pack.Pack, exercises []*pack.Exercise, figures *figure.Set) error {
	b := &builder{p: p}
	const shortHash = 12
	c := catalogue{Lang: p.Locale, Title: p.Title,
		Rules: joined(" ", p.Name, p.Version, "("+p.Hash[:min(shortHash, len(p.Hash))]+")")}
	c.Approval = b.text("unapproved")
	if p.Review.By != "" {
		c.Approval = fmt.Sprintf(words.Approved, p.Review.By)
	}
	for phase, name := range phaseTitles {
		ph := cataloguePhase{ID: pack.Phase(phase).String(), Title: name}
		for _, e := range exercises {
			if int(e.Phase) == phase {
				ph.Exercises = append(ph.Exercises, b.entry(e, figures))
			}
		}
		if ph.Exercises != nil {
			c.Phases = append(c.Phases, ph)
		}
	}
	for _, line := range Sources(p, b.refs) {
		c.Refs = append(c.Refs, title(line))
	}
	var page bytes.Buffer // a page is written whole or not at all
	if err := catalogueTemplate.Execute(&page, c); err != nil {
		return errors.Join(err, b.err())
	}
	_, err := w.Write(page.Bytes())
	return errors.Join(err, b.err())
}

func (b *builder) entry(e *pack.Exercise, figures *figure.Set) catalogueEntry {
	out := catalogueEntry{
		ID: e.ID, Name: e.Name, Aliases: strings.Join(e.Aliases, "; "),
		Picture: template.HTML(figures.SVG(e, figure.Options{})), // package figure escapes what it writes
		Never:   e.Unfit, Dose: title(doseWords(e.Dose)), DoseNote: e.DoseNote,
		Needs: b.needs(e), Steps: e.Steps, Feel: e.Feel, Stop: e.Stop, Cautions: e.Cautions, Refs: b.cite(e.Sources),
	}
	var targets []string
	for _, t := range e.Targets {
		targets = append(targets, strings.ReplaceAll(b.p.Targets[t].ID, "-", " "))
	}
	out.Targets = strings.Join(targets, ", ")
	if e.Easier >= 0 {
		out.Easier = b.p.Exercises[e.Easier].Name
	}
	if e.Harder >= 0 {
		out.Harder = b.p.Exercises[e.Harder].Name
	}
	return out
}
