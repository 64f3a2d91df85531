package report

import (
	"bytes"
	_ "embed" // the page
	"errors"
	"fmt"
	"html/template"
	"io"
	"math"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/figure"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/planner"
)

//go:embed catalogue.html.tmpl
var catalogueSource string

// The catalogue shows an exercise as a plan does.
var catalogueTemplate = template.Must(template.Must(pageTemplate.Clone()).Parse(catalogueSource))

// catalogue is every exercise of a pack, for whoever reviews or chooses them.
type catalogue struct {
	Lang, Title string
	Phases      []phase
	Refs, Small []string
}

// Catalogue writes all exercises of a pack as one page, with their pictures
// unless figures is nil. A text that the pack lacks is visible in brackets and
// an error after the page is written, as for [Text].
func Catalogue(w io.Writer, p *pack.Pack, figures *figure.Set) error {
	b := &builder{p: p, d: &engine.Decision{}, figures: figures, said: map[string]bool{}, cautioned: map[string]int{}}
	page := catalogue{Lang: p.Locale, Title: p.Title}
	number := 0
	for i := range phaseTitles {
		ph := phase{Title: phaseTitles[i]}
		for _, e := range p.Exercises {
			if int(e.Phase) == i {
				number++
				ph.Exercises = append(ph.Exercises, b.entry(e, number))
			}
		}
		if len(ph.Exercises) > 0 {
			page.Phases = append(page.Phases, ph)
		}
	}
	for _, line := range Sources(p, b.refs) {
		page.Refs = append(page.Refs, title(line))
	}
	page.Small = []string{b.text("disclaimer")}
	if !p.Review.Approved {
		page.Small = append(page.Small, b.text("unapproved"))
	}
	page.Small = append(page.Small, fmt.Sprintf(words.Rules, p.Name, p.Version, p.Hash[:min(shortHash, len(p.Hash))])+".")
	var out bytes.Buffer // a page is written whole or not at all
	if err := catalogueTemplate.ExecuteTemplate(&out, "catalogue", page); err != nil {
		return errors.Join(err, b.err())
	}
	_, err := w.Write(out.Bytes())
	return errors.Join(err, b.err())
}

// entry is an exercise with the dose that the catalogue gives it.
func (b *builder) entry(e *pack.Exercise, number int) exercise {
	const halfMinute = 30 // seconds
	it := planner.Item{ID: e.ID, Name: e.Name, Dose: e.Dose, DoseFrom: e.DoseFrom, Sources: e.Sources, Cautions: e.Cautions,
		Minutes: math.Ceil(float64(e.Dose.Seconds())/halfMinute) / 2}
	if e.Easier >= 0 {
		it.Easier = b.p.Exercises[e.Easier].ID
	}
	if e.Harder >= 0 {
		it.Harder = b.p.Exercises[e.Harder].ID
	}
	ex := b.item(it, number, doseWords(e.Dose))
	ex.Never = e.Unfit
	if ex.Never == "" {
		ex.Next = joined(" ", ex.Next, ex.Why) // what is left of why is whose the dose is
	}
	ex.Why = ""
	return ex
}
