package report

import (
	"bytes"
	_ "embed" // the page
	"fmt"
	"html/template"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/verify"
)

//go:embed coverage.html.tmpl
var coverageSource string

var coverageTemplate = template.Must(template.New("coverage").Funcs(template.FuncMap{"percent": percent, "plural": plural}).Parse(coverageSource))

// coveragePage is what the template shows.
type coveragePage struct {
	Title string
	Cover *verify.Coverage
	Files []coverageFile
	Made  []verify.RuleCover // rules made from facts.yaml, which have no text
}

type coverageFile struct {
	Name          string
	Covered, Half int // parts
	Uncovered     int
	Lines         []coverageLine
}

type coverageLine struct {
	Number int
	Pieces []coveragePiece
}

// coveragePiece is a run of text of one state; State is empty for text that is
// neither rule, condition nor effect.
type coveragePiece struct {
	Text  string
	State string // covered, half, uncovered
	Note  string // what is lacking, in words: colour is never the only sign
}

// The states of a part.
const (
	covered   = "covered"
	half      = "half"
	uncovered = "uncovered"
)

// CoverageHTML writes the GRL of a pack with every rule, condition and effect
// marked as covered, half covered or uncovered, in words and in colour: one
// page without scripts, everything escaped.
func CoverageHTML(w io.Writer, p *pack.Pack, c *verify.Coverage) error {
	pg := coveragePage{Title: p.Title, Cover: c}
	marks := map[string][]mark{}
	for i := range c.Rules {
		r := &c.Rules[i]
		if r.Generated {
			pg.Made = append(pg.Made, *r)
			continue
		}
		marks[r.At.File] = append(marks[r.At.File], marksOf(r)...)
	}
	for _, name := range slices.Sorted(maps.Keys(marks)) {
		pg.Files = append(pg.Files, coloured(name, p.Files[name], marks[name]))
	}
	var b bytes.Buffer // a page is written whole or not at all
	if err := coverageTemplate.Execute(&b, pg); err != nil {
		return fmt.Errorf("write coverage: %w", err)
	}
	_, err := w.Write(b.Bytes())
	return err
}

// mark is a part of a rule in its file.
type mark struct {
	at          diag.Pos
	width       int
	state, note string
}

func marksOf(r *verify.RuleCover) []mark {
	m := mark{at: r.At, width: len(r.Name), state: covered}
	switch {
	case r.Fired == 0:
		m.state, m.note = uncovered, "never fires"
	case !r.Depended:
		m.state, m.note = half, "fires, and no fixture would miss it"
	}
	list := []mark{m}
	for _, a := range r.Atoms {
		m := mark{at: a.At, width: a.Width, state: covered}
		switch {
		case a.True == 0 && a.False == 0:
			m.state, m.note = uncovered, "never decides"
		case a.True == 0:
			m.state, m.note = half, "never true while it decides"
		case a.False == 0:
			m.state, m.note = half, "never false while it decides"
		}
		list = append(list, m)
	}
	for _, x := range r.Effects {
		m := mark{at: x.At, width: x.Width, state: covered}
		switch {
		case x.Fired == 0:
			m.state, m.note = uncovered, "never reached"
		case !x.Held:
			m.state, m.note = half, "reached, and no fixture would miss it"
		}
		list = append(list, m)
	}
	return list
}

// coloured cuts a file into lines and the lines at their marks.
func coloured(name string, src []byte, marks []mark) coverageFile {
	out := coverageFile{Name: name}
	byLine := map[int][]mark{}
	for _, m := range marks {
		byLine[m.at.Line] = append(byLine[m.at.Line], m)
		switch m.state {
		case covered:
			out.Covered++
		case half:
			out.Half++
		default:
			out.Uncovered++
		}
	}
	for i, text := range strings.Split(strings.TrimSuffix(string(src), "\n"), "\n") {
		line := coverageLine{Number: i + 1}
		runes := []rune(text)
		at := 0
		on := byLine[i+1]
		slices.SortStableFunc(on, func(a, b mark) int { return a.at.Column - b.at.Column })
		for _, m := range on {
			from := min(max(m.at.Column-1, at), len(runes))
			to := min(from+m.width, len(runes)) // a part over several lines is marked on its first
			line.add(string(runes[at:from]), "", "")
			line.add(string(runes[from:to]), m.state, m.note)
			at = to
		}
		line.add(string(runes[at:]), "", "")
		out.Lines = append(out.Lines, line)
	}
	return out
}

func (l *coverageLine) add(text, state, note string) {
	if text != "" {
		l.Pieces = append(l.Pieces, coveragePiece{text, state, note})
	}
}
