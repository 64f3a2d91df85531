package web

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/ask"
	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/facts"
)

// maxBatch bounds the cases of one request; limber batch decides millions.
const maxBatch = 100

// posted is a body as it came: a case is read by package facts, which is
// strict and finds every mistake, never by reflection.
type posted struct {
	RawBody []byte
}

// listed is a request for a part of the pack.
type listed struct {
	IfNoneMatch string `header:"If-None-Match" doc:"An ETag of an earlier answer; 304 while the rules are the same"`
}

// jsonAnswer is a response whose body is JSON already.
type jsonAnswer struct {
	Status      int
	ContentType string `header:"Content-Type"`
	Cache       string `header:"Cache-Control"`
	ETag        string `header:"ETag" doc:"The rules in use: changes whenever they do"`
	Body        []byte
}

// api adds the addresses for programs.
func (s *Server) api(mux *http.ServeMux) {
	registry := huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer)
	config := huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI:    "3.1.0",
			Info:       &huma.Info{Title: "limber", Version: engine.Version, Description: aboutAPI, License: &huma.License{Name: "Apache License 2.0", Identifier: "Apache-2.0"}},
			Components: &huma.Components{Schemas: registry},
		},
		OpenAPIPath:   "/openapi",
		Formats:       huma.DefaultFormats,
		DefaultFormat: "application/json",
	}
	a := humago.New(mux, config)
	d := newDocument(registry)
	huma.Register(a, d.post("/v1/decisions", "decide", "Decide one case, or up to 100 in a list",
		d.oneOrMany(), d.oneOrManyDecisions()), s.decisions)
	huma.Register(a, d.post("/v1/next-question", "next-question", "Say what to ask next, given the answers so far", d.aCase(), d.next()), s.nextQuestion)
	huma.Register(a, d.get("/v1/facts", "facts", "List the questions, as limber facts --format json does"), s.list(func(x *site) []jsontext.Value { return x.listings.Facts }))
	huma.Register(a, d.get("/v1/rules", "rules", "List the rules, as limber rules --format json does"), s.list(func(x *site) []jsontext.Value { return x.listings.Rules }))
	huma.Register(a, d.get("/v1/exercises", "exercises", "List the exercises, as limber exercises --format json does"), s.list(func(x *site) []jsontext.Value { return x.listings.Exercises }))
	huma.Register(a, d.picture("/v1/exercises/{file}", "exercise-picture", "Show how an exercise is done: its id with .svg after it"), s.picture)
	huma.Register(a, d.schema("/v1/facts/schema", "case-schema", "Give the JSON Schema of a case"), s.caseSchema)
}

const aboutAPI = `Decides what a person with upper-back pain should do next: a referral, how urgent and why, or an exercise plan.

Not a diagnosis, and not a certified medical device. No case is stored or logged. Every answer names the rules that made it, in ruleset and in the ETag.`

// decisions decides one case, or the cases of a list in their order. Either
// all are decided or none.
func (s *Server) decisions(ctx context.Context, in *posted) (*jsonAnswer, error) {
	site := s.site.Load()
	cases, many, err := site.cases(in.RawBody)
	if err != nil {
		return nil, err
	}
	defer func() {
		for _, c := range cases {
			c.Reset()
		}
	}()
	ctx, cancel := bounded(ctx)
	defer cancel()
	var b bytes.Buffer
	if many {
		b.WriteByte('[')
	}
	for i, c := range cases {
		d, err := site.e.Decide(ctx, c)
		if err != nil {
			return nil, s.undecided(site, err)
		}
		s.decided(d)
		text, err := d.MarshalJSON()
		if err != nil {
			return nil, s.undecided(site, err)
		}
		if i > 0 {
			b.WriteByte(',')
		}
		b.Write(text)
	}
	if many {
		b.WriteByte(']')
	}
	return site.answer(b.Bytes()), nil
}

// undecided is the problem of a case that got no decision.
func (s *Server) undecided(site *site, err error) error {
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return newProblem(http.StatusServiceUnavailable, "there was no time to decide; try again, with fewer cases at once")
	}
	s.cannotAssess(err)
	p := newProblem(http.StatusInternalServerError, "the case could not be assessed safely; treat it as one to be seen by a clinician")
	p.Help = site.e.EmergencyHelp()
	return p
}

// cases reads a body: an object, or a list of objects. Places in mistakes
// count in the body.
func (x *site) cases(body []byte) (cases []*facts.Case, many bool, err error) {
	text := bytes.TrimLeft(body, " \t\r\n")
	if len(text) == 0 || text[0] != '[' {
		c, err := x.e.Vocabulary().ParseJSON("case", body)
		if err != nil {
			return nil, false, mistakes(err)
		}
		return []*facts.Case{c}, false, nil
	}
	var found diag.List
	dec := jsontext.NewDecoder(bytes.NewBuffer(body), jsontext.AllowDuplicateNames(true)) // facts finds those, with places
	if _, err := dec.ReadToken(); err != nil {
		return nil, true, broken(dec)
	}
	for dec.PeekKind() != ']' {
		raw, err := dec.ReadValue()
		if err != nil {
			return nil, true, broken(dec)
		}
		if len(cases) == maxBatch {
			return nil, true, newProblem(http.StatusRequestEntityTooLarge, "a list may hold 100 cases at most; limber batch decides millions")
		}
		name := "cases[" + strconv.Itoa(len(cases)) + "]"
		at := diag.At(name, body, int(dec.InputOffset())-len(raw))
		c, err := x.e.Vocabulary().ParseJSON(name, raw)
		var list diag.List
		if errors.As(err, &list) {
			found = append(found, moved(list, at)...)
		}
		cases = append(cases, c)
	}
	if _, err := dec.ReadToken(); err != nil {
		return nil, true, broken(dec)
	}
	if rest := bytes.TrimSpace(body[dec.InputOffset():]); len(rest) > 0 {
		return nil, true, newProblem(http.StatusBadRequest, "something follows the list of cases; end the body there")
	}
	if len(found) > 0 {
		return nil, true, mistakes(found)
	}
	return cases, true, nil
}

// moved puts the places of a part into the whole that it begins at.
func moved(list diag.List, at diag.Pos) diag.List {
	out := slices.Clone(list)
	for i := range out {
		if out[i].Line == 1 {
			out[i].Column += at.Column - 1
		}
		if out[i].Line > 0 {
			out[i].Line += at.Line - 1
		}
	}
	return out
}

func broken(dec *jsontext.Decoder) *problem {
	return newProblem(http.StatusBadRequest, "the list of cases is not JSON; it breaks off after byte "+strconv.FormatInt(dec.InputOffset(), 10))
}

// mistakes is the problem of a case that could not be read.
func mistakes(err error) *problem {
	p := newProblem(http.StatusUnprocessableEntity, "the case has mistakes, so nothing was decided")
	if !errors.As(err, &p.Diagnostics) {
		p.Detail = "the case could not be read; nothing was decided"
	}
	return p
}

// nextAnswer is the body of a next question.
type nextAnswer struct {
	AtLeast  *string        `json:"at_least"`
	Next     jsontext.Value `json:"next"`
	Open     []string       `json:"open"`
	Optional []string       `json:"optional"`
}

// nextQuestion says what is still to be asked, as the form would ask it.
func (s *Server) nextQuestion(_ context.Context, in *posted) (*jsonAnswer, error) {
	site := s.site.Load()
	c, err := site.e.Vocabulary().ParseJSON("case", in.RawBody)
	if err != nil {
		return nil, mistakes(err)
	}
	defer c.Reset()
	v := site.e.Vocabulary()
	out := nextAnswer{Next: jsontext.Value("null"), Open: []string{}, Optional: []string{}}
	site.look(func(a *asking) {
		level := a.level(c.Words())
		if level > facts.LevelNone {
			word := level.String()
			out.AtLeast = &word
		}
		open := a.open(c.Words(), ask.Wishes{})
		for _, i := range open {
			out.Open = append(out.Open, v.Facts[i].ID)
		}
		for _, i := range a.open(c.Words(), ask.Wishes{Fitting: true}) {
			if !slices.Contains(open, i) {
				out.Optional = append(out.Optional, v.Facts[i].ID)
			}
		}
		if len(open) > 0 && len(site.listings.Facts) > open[0] {
			out.Next = site.listings.Facts[open[0]]
		}
	})
	body, err := json.Marshal(out)
	if err != nil {
		return nil, err
	}
	return site.answer(body), nil
}

// list answers with one of the pack's listings.
func (s *Server) list(which func(*site) []jsontext.Value) func(context.Context, *listed) (*jsonAnswer, error) {
	return func(_ context.Context, in *listed) (*jsonAnswer, error) {
		site := s.site.Load()
		if matches(in.IfNoneMatch, site.etag) {
			return site.unchanged(), nil
		}
		body, err := json.Marshal(which(site))
		if err != nil {
			return nil, err
		}
		return site.part(body), nil
	}
}

func (s *Server) caseSchema(_ context.Context, in *listed) (*jsonAnswer, error) {
	site := s.site.Load()
	if matches(in.IfNoneMatch, site.etag) {
		return site.unchanged(), nil
	}
	out := site.part(site.schema)
	out.ContentType = schemaType
	return out, nil
}

// pictured is a request for one picture.
type pictured struct {
	File        string `path:"file" doc:"The id of an exercise, and .svg" example:"bird-dog.svg"`
	IfNoneMatch string `header:"If-None-Match" doc:"An ETag of an earlier answer; 304 while the rules are the same"`
}

func (s *Server) picture(_ context.Context, in *pictured) (*jsonAnswer, error) {
	site := s.site.Load()
	id, ok := strings.CutSuffix(in.File, ".svg")
	for _, e := range site.e.Pack().Exercises {
		if !ok || e.ID != id {
			continue
		}
		svg := site.figures.Image(e)
		switch {
		case svg == nil:
			return nil, newProblem(http.StatusNotFound, "these rules have no picture of this exercise")
		case matches(in.IfNoneMatch, site.etag):
			return site.unchanged(), nil
		}
		out := site.part(svg)
		out.ContentType = pictureType
		return out, nil
	}
	return nil, newProblem(http.StatusNotFound, "there is no such exercise; /v1/exercises lists them")
}

const (
	schemaType  = "application/schema+json"
	pictureType = "image/svg+xml"
)

func (x *site) answer(body []byte) *jsonAnswer {
	return &jsonAnswer{Status: http.StatusOK, ContentType: "application/json", Cache: "no-store", ETag: x.etag, Body: body}
}

// part is a part of the pack, which may be kept as long as it is asked after.
func (x *site) part(body []byte) *jsonAnswer {
	out := x.answer(body)
	out.Cache = "no-cache"
	return out
}

func (x *site) unchanged() *jsonAnswer {
	return &jsonAnswer{Status: http.StatusNotModified, Cache: "no-cache", ETag: x.etag}
}

// matches reports whether a list of ETags holds one.
func matches(list, etag string) bool {
	for one := range strings.SplitSeq(list, ",") {
		if one = strings.TrimPrefix(strings.TrimSpace(one), "W/"); one == etag || one == "*" {
			return true
		}
	}
	return false
}

// bodyTime is how long a program may take to send a case.
const bodyTime = 10 * time.Second
