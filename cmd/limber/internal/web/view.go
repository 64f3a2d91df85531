package web

import (
	"bytes"
	"crypto/sha256"
	_ "embed" // the pages and their style sheets
	"encoding/hex"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/limber-triage/limber/engine/report"
	"github.com/limber-triage/limber/facts"
)

//go:embed pages.html.tmpl
var pagesSource string

//go:embed form.css
var formStyle string

//go:embed result.css
var resultStyle string

// bodyMap is drawn by hand for the pack's pain sites. Its places are labels of
// the checkboxes beside it, so a tap on one ticks it without a script.
//
//go:embed bodymap.svg
var bodyMap string

var pages = template.Must(template.New("").Funcs(template.FuncMap{
	"dial":    report.Dial,
	"bodyMap": func() template.HTML { return template.HTML(bodyMap) }, // ours, not anybody's input
}).Parse(pagesSource))

// sheet is a style sheet. Its address names its content, so that it may be kept.
type sheet struct{ css, address string }

func newSheet(path, css string) sheet {
	const enough = 6
	sum := sha256.Sum256([]byte(css))
	return sheet{css, path + "?v=" + hex.EncodeToString(sum[:enough])}
}

func (x sheet) serve(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	_, _ = w.Write([]byte(x.css))
}

// frame is what every page has.
type frame struct {
	Lang, Product string
	Title         string
	Lead          string // whom to call, on every page
	Signs         []string
	Token         string
	Style         string
	Idle, Warning int    // minutes until answers are wiped, and of warning before
	Stay          string // the page itself, where there is a session that ends
	Back          string
	Wrong         bool // something on the page is to be corrected
}

func (s *Server) frame(site *site, title, token string) frame {
	p := site.e.Pack()
	help := site.e.EmergencyHelp()
	return frame{Lang: p.Locale, Product: p.Title, Title: title, Lead: help[1], Signs: help[2:], Token: token,
		Style: s.formSheet.address, Idle: minutes(s.options.Idle), Warning: minutes(s.warning())}
}

type startView struct {
	frame
	Small    []string
	Minutes  int
	Continue string // where somebody left off
}

type stepView struct {
	frame
	Number, Of int
	Screen     string
	Questions  []question
	Notes      []string
	Mistakes   int
	Answered   bool
}

type offerView struct {
	frame
	Questions int
}

type checkView struct {
	frame
	Steps []answeredStep
	Notes []string
	Next  string // where questions are still open
}

type answeredStep struct {
	Number  int
	Title   string
	Answers []answered
}

type answered struct {
	Question, Answer string
	Of               string // what "none of these" speaks of
}

// question is a fact as the form shows it.
type question struct {
	ID, Text, Help, Why string
	Type                string // radio, checkbox, or text for a number
	Format              string // what to type, for a number
	Unit, Mode          string // of a number
	Value               string // as typed
	Options             []option
	Scale               bool // numbers side by side
	Map                 bool // a picture stands beside the options
	Mistake             string
	Optional            bool
}

// Described are the ids of what explains the question to a screen reader.
func (q question) Described() string {
	var ids []string
	for _, part := range []struct{ suffix, text string }{{"help", q.Help}, {"format", q.Format}, {"error", q.Mistake}} {
		if part.text != "" {
			ids = append(ids, q.ID+"-"+part.suffix)
		}
	}
	return strings.Join(ids, " ")
}

type option struct {
	ID, Value, Text string
	Number          int // on the picture; 0: none
	Checked         bool
	Apart           bool // set off from the options above
}

// FirstID is where the error summary leads.
func (q question) FirstID() string {
	if len(q.Options) > 0 {
		return q.Options[0].ID
	}
	return q.ID
}

// stepView shows a page, with what was posted where that has mistakes.
func (s *Server) stepView(p *session, steps []step, n int, posted url.Values, mistakes map[string]string) stepView {
	st := steps[n-1]
	v := stepView{frame: s.frame(p.site, st.Screen.Title, p.csrf), Number: n, Of: len(steps), Screen: st.Screen.ID,
		Notes: p.notes, Mistakes: len(mistakes), Answered: p.answered()}
	v.Wrong = len(mistakes) > 0
	v.Back = "/"
	if n > 1 {
		v.Back = fmt.Sprintf("/step/%d", n-1)
	}
	shown := st.Facts
	if posted != nil { // the page as it was posted, whatever has been answered since
		shown = nil
		for _, f := range p.site.e.Vocabulary().Facts {
			if f.Screen == st.Screen.ID && slices.Contains(posted[fieldAsked], f.ID) {
				shown = append(shown, f)
			}
		}
	}
	for _, f := range shown {
		values := f.Values(p.c.Words()[f.Index])
		if p.passed[f.Index] {
			values = []string{""}
		}
		if posted != nil {
			values = posted[f.ID]
		}
		q := questionOf(f, values)
		q.Mistake = mistakes[f.ID]
		v.Questions = append(v.Questions, q)
	}
	return v
}

// mapped is the fact that the picture was drawn for, and places are its options
// by their numbers there, from 1. A pack without one of them gets no picture.
const mapped = "pain_sites"

var places = []string{"neck", "base_of_neck", "top_of_shoulders", "between_shoulder_blades", "under_shoulder_blade",
	"mid_back", "ribs_or_side", "front_of_chest", "shoulder_joint", "low_back", "hips"}

// onMap reports whether the picture fits a fact.
func onMap(f *facts.Fact) bool {
	return f.ID == mapped && !slices.ContainsFunc(places, func(id string) bool { _, ok := f.Option(id); return !ok })
}

func questionOf(f *facts.Fact, values []string) question {
	q := question{ID: f.ID, Text: f.Question, Help: f.Help, Why: f.Why, Optional: !f.Required(), Type: "radio"}
	add := func(value, text string, apart bool) {
		q.Options = append(q.Options, option{ID: f.ID + "-" + value, Value: value, Text: text, Checked: slices.Contains(values, value), Apart: apart})
	}
	for i := range f.Options {
		add(f.Options[i].ID, f.Options[i].Text, false)
	}
	switch f.Kind {
	case facts.Answer:
		add(facts.Yes, "Yes", false)
		add(facts.No, "No", false)
	case facts.Set:
		q.Type = "checkbox"
		if q.Map = onMap(f); q.Map {
			for i := range q.Options {
				q.Options[i].Number = 1 + slices.Index(places, q.Options[i].Value)
			}
		}
	case facts.Number:
		if !scale(f) {
			q.Type, q.Unit, q.Mode, q.Format = "text", f.Unit, "numeric", strings.ToUpper(numberRange(f)[:1])+numberRange(f)[1:]+"."
			if f.Step != 1 {
				q.Mode = "decimal"
			}
			if len(values) > 0 {
				q.Value = values[0][:min(len(values[0]), maxField)]
			}
			return q
		}
		q.Scale = true
		for i := range 1 + f.Steps() {
			number := f.Values(1 + i)[0]
			add(number, number, false)
		}
	}
	if f.OffersNone() {
		add(facts.None, "None of these", true)
	}
	if f.OffersNotSure() {
		add(facts.NotSure, "Not sure", !f.OffersNone())
	}
	if q.Optional && f.Kind != facts.Set {
		add("", "Skip this question", true)
	}
	return q
}

// page writes a page, whole or not at all.
func (s *Server) page(w http.ResponseWriter, status int, name string, view any) {
	var b bytes.Buffer
	if err := pages.ExecuteTemplate(&b, name, view); err != nil {
		panic(err) // only a fault in a template of ours
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(b.Len()))
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes())
}
