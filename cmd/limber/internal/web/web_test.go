package web_test

import (
	"fmt"
	"html"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/limber-triage/limber/cmd/limber/internal/web"
	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/rules"
)

var shipped = sync.OnceValue(func() *engine.Engine {
	e, err := engine.Load(rules.UpperBack(), engine.Options{})
	if err != nil {
		panic(err)
	}
	return e
})

// changed is the shipped pack with another version, and so another hash.
func changed(t testing.TB) *engine.Engine {
	return packWith(t, "pack.yaml", "version: "+shipped().Pack().Version, `version: "9.9.9"`)
}

// packWith is the shipped pack with a change in one file.
func packWith(t testing.TB, file, from, to string) *engine.Engine {
	t.Helper()
	files := fstest.MapFS{}
	for _, name := range must(fs.Glob(rules.UpperBack(), "*")) {
		text := must(fs.ReadFile(rules.UpperBack(), name))
		if name == file {
			next := strings.Replace(string(text), from, to, 1)
			if next == string(text) {
				t.Fatalf("%s does not hold %q", file, from)
			}
			text = []byte(next)
		}
		files[name] = &fstest.MapFile{Data: text}
	}
	return must(engine.Load(files, engine.Options{}))
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// TestMapGoesByName: whoever puts the options of the map's question in another
// order must not give a place the number of its neighbour.
func TestMapGoesByName(t *testing.T) {
	t.Parallel()
	one := "      - {id: neck, text: \"The neck\"}\n"
	two := "      - {id: base_of_neck, text: \"Where the neck meets the back\"}\n"
	s, h := newServer(t, web.Options{})
	if err := s.Swap(packWith(t, "facts.yaml", one+two, two+one)); err != nil {
		t.Fatal(err)
	}
	p := newPerson(t, h)
	p.begin()
	for !strings.Contains(p.page, `name="pain_sites"`) {
		p.fill(healthy(nil))
	}
	p.says(`<svg class="map"`, `aria-hidden="true">1</b><span>The neck</span>`, `aria-hidden="true">2</b><span>Where the neck`, `aria-hidden="true"></b><span>The worst pain is somewhere else`)
	spots := regexp.MustCompile(`<g class="z(\d+)">.*?for="([^"]+)"`).FindAllStringSubmatch(p.page, -1)
	for _, spot := range spots {
		id := spot[2]
		if !regexp.MustCompile(`id="` + id + `"[^>]*> <b class="place" aria-hidden="true">` + spot[1] + `</b>`).MatchString(p.page) {
			t.Errorf("place %s on the map is not the number of %s", spot[1], id)
		}
	}
	if len(spots) != 11 {
		t.Errorf("%d places", len(spots))
	}
}

// clock is a clock that tests set.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func newServer(t testing.TB, o web.Options) (*web.Server, *httptest.Server) {
	t.Helper()
	if o.Listings == nil {
		o.Listings = func(p *pack.Pack) (l web.Listings, _ error) {
			for _, f := range p.Vocabulary.Facts {
				l.Facts = append(l.Facts, jsontext.Value(fmt.Sprintf(`{"id":%q}`, f.ID)))
			}
			return l, nil
		}
	}
	s, err := web.New(shipped(), o)
	if err != nil {
		t.Fatal(err)
	}
	h := httptest.NewServer(s)
	t.Cleanup(h.Close)
	return s, h
}

// person is a browser without scripts, in somebody's hands.
type person struct {
	t      testing.TB
	base   string
	client *http.Client
	status int
	path   string // where redirects led
	page   string
}

func newPerson(t testing.TB, h *httptest.Server) *person {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &person{t: t, base: h.URL, client: &http.Client{Jar: jar, Timeout: time.Minute}}
}

func (p *person) do(r *http.Response, err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	p.status, p.path, p.page = r.StatusCode, r.Request.URL.Path, html.UnescapeString(string(body))
}

func (p *person) get(path string) {
	p.t.Helper()
	p.do(p.client.Get(p.base + path))
}

func (p *person) post(path string, form url.Values) {
	p.t.Helper()
	p.do(p.client.PostForm(p.base+path, form))
}

var hidden = regexp.MustCompile(`<input type="hidden" name="(\w+)" value="([^"]*)">`)

// form is what the page would post with nothing chosen.
func (p *person) form() url.Values {
	form := url.Values{}
	for _, m := range hidden.FindAllStringSubmatch(p.page, -1) {
		form.Add(m[1], m[2])
	}
	return form
}

// answers is a case as a form posts it.
type answers map[string][]string

// healthy is the case of somebody with no red flag, with changes.
func healthy(changes answers) answers {
	v := shipped().Vocabulary()
	out := answers{}
	for _, f := range v.Facts {
		out[f.ID] = f.Values(v.Healthy().Words()[f.Index])
	}
	maps.Copy(out, changes)
	return out
}

// fill posts the page with the answers to its questions.
func (p *person) fill(a answers) {
	p.t.Helper()
	form := p.form()
	for _, id := range form["_asked"] {
		form[id] = a[id]
	}
	p.post("/answer", form)
}

// begin opens the form.
func (p *person) begin() {
	p.t.Helper()
	p.get("/")
	p.post("/start", nil)
}

// questions answers page after page until another sort of page comes.
func (p *person) questions(a answers) {
	p.t.Helper()
	for range 40 {
		if !strings.HasPrefix(p.path, "/step/") && p.path != "/answer" {
			return
		}
		p.fill(a)
	}
	p.t.Fatalf("the questions do not end; at %s: %s", p.path, regexp.MustCompile(`<h1>.*`).FindString(p.page))
}

func (p *person) says(texts ...string) {
	p.t.Helper()
	for _, text := range texts {
		if !strings.Contains(p.page, text) {
			p.t.Errorf("%s (%d) does not say %q", p.path, p.status, text)
		}
	}
}

func (p *person) silentOn(texts ...string) {
	p.t.Helper()
	for _, text := range texts {
		if strings.Contains(p.page, text) {
			p.t.Errorf("%s says %q", p.path, text)
		}
	}
}

func TestStartPageHasTheSignsBeforeAnyQuestion(t *testing.T) {
	t.Parallel()
	_, h := newServer(t, web.Options{})
	p := newPerson(t, h)
	p.get("/")
	p.says(`<a href="tel:112">112</a>`, "not a diagnosis", "No clinician has approved", "minutes")
	signs := shipped().EmergencyHelp()[2:]
	p.says(signs...)
	if len(signs) != 6 || strings.Index(p.page, signs[5]) > strings.Index(p.page, "Start</button>") {
		t.Errorf("%d signs, or they come after the button", len(signs))
	}
	if strings.Contains(p.page, "<script") {
		t.Error("the page has a script")
	}
}

func TestEmergencyStopsAtOnce(t *testing.T) {
	t.Parallel()
	_, h := newServer(t, web.Options{})
	p := newPerson(t, h)
	p.begin()
	p.questions(healthy(answers{"leg_symptoms": {"saddle_numbness"}}))
	if p.path != "/result" {
		t.Fatalf("at %s", p.path)
	}
	p.says("Go to an emergency department now", `href="tel:112"`, "Was that a slip?", "What you told us")
	p.silentOn("Your plan", "injury")
	slip := regexp.MustCompile(`href="(/step/\d+)">Was that a slip`).FindStringSubmatch(p.page)
	p.get(slip[1])
	p.says(`value="saddle_numbness" checked`)
	p.questions(healthy(nil))
	if p.path != "/more" {
		t.Errorf("a corrected slip leads to %s", p.path)
	}
}

// TestEmergencyBesideAMistake: whatever else is wrong with a page, an answer
// that is an emergency must not wait for it.
func TestEmergencyBesideAMistake(t *testing.T) {
	t.Parallel()
	_, h := newServer(t, web.Options{})
	p := newPerson(t, h)
	p.begin()
	for !strings.Contains(p.page, `name="chest_symptoms"`) {
		p.fill(healthy(nil))
	}
	p.fill(answers{"chest_symptoms": {"pressure"}})
	if p.path != "/result" {
		t.Errorf("at %s", p.path)
	}
	p.says("Call 112")
}

func TestReferral(t *testing.T) {
	t.Parallel()
	_, h := newServer(t, web.Options{})
	p := newPerson(t, h)
	p.begin()
	p.questions(healthy(answers{"general_changes": {"weight_loss"}}))
	if p.path != "/check" {
		t.Fatalf("at %s", p.path)
	}
	p.get("/result")
	p.says("Get medical advice today", "Losing weight without trying", "Until you have been seen")
	p.silentOn("Your plan")
}

func TestPlan(t *testing.T) {
	t.Parallel()
	_, h := newServer(t, web.Options{Now: newClock().Now})
	p := newPerson(t, h)
	p.begin()
	p.questions(healthy(nil))
	if p.path != "/more" {
		t.Fatalf("at %s", p.path)
	}
	form := p.form()
	form.Set("_choice", "yes")
	p.post("/more", form)
	p.questions(healthy(answers{"equipment": {"band", "chair"}}))
	p.says("Check your answers", "An exercise band; A firm chair")
	p.get("/result")
	p.says("Your plan", "21 November 2026", "What you told us", "40 years", "None of these: Squeezing")
	if names, pictures := strings.Count(p.page, `class="exercise"`), strings.Count(p.page, "<svg"); names != pictures || names == 0 {
		t.Errorf("%d exercises, %d pictures", names, pictures)
	}
	token := p.form()
	for choice, want := range map[string][2]string{"json": {"application/json", `"outcome": "plan"`}, "markdown": {"text/markdown", "# "}} {
		token.Set("_choice", choice)
		r, err := p.client.PostForm(p.base+"/download", token)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(r.Body)
		r.Body.Close()
		if !strings.HasPrefix(r.Header.Get("Content-Type"), want[0]) || !strings.Contains(string(body), want[1]) || !strings.HasPrefix(r.Header.Get("Content-Disposition"), "attachment") {
			t.Errorf("%s: %v, %.80s", choice, r.Header, body)
		}
	}
}

// TestFormDecidesAsTheRecordDoes: the page is one of several ways in, and all
// must come to the same decision.
func TestFormDecidesAsTheRecordDoes(t *testing.T) {
	t.Parallel()
	_, h := newServer(t, web.Options{})
	for _, changes := range []answers{nil, {"age": {"70"}}, {"chest_symptoms": {"not_sure"}}, {"arm_symptoms": {"tingling_one_arm"}, "arm_trend": {"worsening"}}, {"duration": {"over_12_weeks"}}, {"pain_level": {"8"}}} {
		p := newPerson(t, h)
		p.begin()
		p.questions(healthy(changes))
		if p.path == "/more" {
			form := p.form()
			form.Set("_choice", "yes")
			p.post("/more", form)
			p.questions(healthy(changes))
		}
		p.get("/result")
		form := p.form()
		form.Set("_choice", "json")
		p.post("/download", form)
		var got struct{ Headline string }
		if err := json.Unmarshal([]byte(p.page), &got, json.MatchCaseInsensitiveNames(true)); err != nil {
			t.Fatal(err)
		}
		c := shipped().Vocabulary().Healthy()
		for id, values := range changes {
			f, _ := shipped().Vocabulary().Lookup(id)
			c.Words()[f.Index] = must(shipped().Vocabulary().ParseAnswer(f, strings.Join(values, ";")))
		}
		want := must(shipped().Decide(t.Context(), c))
		if got.Headline != want.Headline && want.CouldBecome == "" {
			t.Errorf("%v: %q, want %q", changes, got.Headline, want.Headline)
		}
	}
}

func TestMistakesKeepWhatWasGood(t *testing.T) {
	t.Parallel()
	_, h := newServer(t, web.Options{})
	tests := []struct {
		name string
		page string // a question on it
		give answers
		says []string
	}{
		{"nothing at all", "age", answers{}, []string{"There is a problem", "Enter a whole number from 0 to 120.", `aria-invalid="true"`}},
		{"a word for a number", "age", answers{"age": {"<b>x"}}, []string{`value="<b>x"`, "Enter a whole number"}},
		{"out of range", "age", answers{"age": {"121"}}, []string{"Enter a whole number"}},
		{"none and something", "pain_sites", answers{"pain_sites": {"none", "neck"}}, []string{"only if nothing else is ticked", `value="neck" checked`}},
		{"an unknown option", "pain_sites", answers{"pain_sites": {"tail"}}, []string{"Tick all that apply"}},
		{"one of several", "breathing_symptoms", answers{"breathing_symptoms": {"none"}}, []string{"There is a problem", `name="breathing_symptoms" value="none" checked`}},
		{"two of a choice", "exertional_pain", answers{"exertional_pain": {"no", "eases_with_rest"}, "chest_symptoms": {"none"}, "breathing_symptoms": {"none"}}, []string{"Choose one answer."}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := newPerson(t, h)
			p.begin()
			for !strings.Contains(p.page, `name="`+tt.page+`"`) {
				p.fill(healthy(nil))
			}
			p.fill(tt.give)
			if p.status != http.StatusUnprocessableEntity {
				t.Errorf("status %d", p.status)
			}
			p.says(tt.says...)
		})
	}
}

func TestIncompleteSaysWhatItCan(t *testing.T) {
	t.Parallel()
	_, h := newServer(t, web.Options{})
	p := newPerson(t, h)
	p.begin()
	p.fill(healthy(nil))
	p.get("/result")
	p.says("A few answers are missing", "Go on with the questions")
	p.silentOn("Why we ask", "That is:") // each question says so when it is asked
	p.get("/check")
	p.says("40 years", "Go on with the questions")
}

func TestClosedGateTakesItsAnswerOut(t *testing.T) {
	t.Parallel()
	_, h := newServer(t, web.Options{})
	p := newPerson(t, h)
	p.begin()
	for !strings.Contains(p.page, "arms or hands") {
		p.fill(healthy(nil))
	}
	arms := p.path
	p.fill(answers{"arm_symptoms": {"tingling_one_arm"}})
	p.says("pain in your arm changed")
	p.fill(answers{"arm_symptoms": {"tingling_one_arm"}, "arm_trend": {"same"}})
	p.get(arms)
	p.fill(answers{"arm_symptoms": {"none"}, "arm_trend": {"same"}})
	p.says("No longer asked, and taken out")
	p.get("/check")
	p.silentOn("about the same")
}

func TestDoubleSubmitIsHarmless(t *testing.T) {
	t.Parallel()
	_, h := newServer(t, web.Options{})
	p := newPerson(t, h)
	p.begin()
	form := p.form()
	form.Set("age", "70")
	p.post("/answer", form)
	first := p.path
	p.post("/answer", form)
	if p.path != first || p.status != http.StatusOK {
		t.Errorf("first %s, then %s (%d)", first, p.path, p.status)
	}
	p.get("/check")
	if n := strings.Count(p.page, "70 years"); n != 1 {
		t.Errorf("the age is there %d times", n)
	}
}
