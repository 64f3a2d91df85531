package report

import (
	"cmp"
	"fmt"
	"html/template"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/figure"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

// page is a decision in the words and the order in which every format shows
// it. The renderers walk it and add nothing but form.
type page struct {
	Lang, Title string
	Person      string // whose page it is, and of which day
	Level       string // the urgency's word, for colours; "undecided" without one
	Label       string
	Headline    string
	Call        []callLine

	Why  []reason
	Also []reason // of an emergency: what else was found

	Open      *open
	UntilSeen []string
	Notice    string
	Plan      *sheet
	Advice    []tip // what most of the answers ask for
	More      []tip // the rest of it, set smaller

	HelpLead string
	Help     []string
	Told     *told    // nil: the answers are not at hand
	Host     *Host    // nil: the page stands alone
	Refs     []string // the sources that numbers everywhere point to
	MoreRefs int      // of them the last, which only More points to
	Small    []string
}

type callLine struct {
	For    string // what the number is
	Number string
	Note   string // where it holds
}

// Dials are the numbers of a line that a telephone can dial.
func (c callLine) Dials() []Part {
	return slices.DeleteFunc(Dial(c.Number), func(p Part) bool { return p.Tel == "" })
}

type reason struct {
	Message string
	Meta    string // urgency and action, where they differ from the first reason's
	Refs    []int
}

type open struct {
	Lead      string
	Questions []question
}

// question has no options and no why where it need only be read out.
type question struct{ Text, Options, Why string }

type tip struct {
	Title, Text string
	Refs        []int
}

// builder makes a page. What the pack lacks stays visible in brackets and is
// reported by err after the page is written: a missing text is no ground for
// withholding an ambulance's number.
type builder struct {
	p       *pack.Pack
	d       *engine.Decision
	date    time.Time
	figures *figure.Set
	asked   bool     // the site around the page asks what is open
	refs    []string // ids of sources, in order of first use
	missing []string

	said      map[string]bool // reasons printed under exercises so far
	cautioned map[string]int  // by caution: the exercise that has it in full
}

func build(p *pack.Pack, d *engine.Decision, s Style) (*page, error) {
	b := &builder{p: p, d: d, date: s.Date, figures: s.Figures, asked: s.Host != nil, said: map[string]bool{}, cautioned: map[string]int{}}
	pg := &page{
		Lang:  p.Locale,
		Title: p.Title,
		Label: labels[d.Urgency], Headline: b.headline(),
		Level:  levelName(d.Urgency),
		Notice: d.Notice,
		Host:   s.Host,
	}
	if len(d.SafetyNet) > 0 {
		pg.HelpLead, pg.Help = d.SafetyNet[0], d.SafetyNet[1:] // the number to call comes first
	}
	pg.Person = words.Person + " " + words.Blank
	if !s.Date.IsZero() {
		pg.Person = words.Person + " " + b.day(0)
	}
	for _, n := range d.Call {
		pg.Call = append(pg.Call, callLine{title(b.text("call-" + n.For)), n.Number, n.Note})
	}
	b.reasons(pg)
	// An emergency says one thing: nothing may stand between it and the call.
	if d.Urgency != engine.Emergency {
		pg.Open = b.open()
		pg.UntilSeen = d.UntilSeen
		if d.Outcome == engine.PlanGiven && d.Plan != nil {
			pg.Plan = b.sheet(d.Plan)
		}
	}
	b.advice(pg) // without a plan this is only what is always said, such as somebody to talk to
	for _, line := range Sources(p, b.refs) {
		pg.Refs = append(pg.Refs, title(line))
	}
	pg.Small = b.small()
	if s.Answers != nil {
		pg.Told = newTold(s.Answers)
	}
	return pg, b.err()
}

func levelName(u engine.Urgency) string {
	if u == "" {
		return "undecided"
	}
	return string(u)
}

// headline says "at least" while an open question could make it worse (hazard
// H2), whether or not the decision's own headline already does.
func (b *builder) headline() string {
	h, prefix := b.d.Headline, b.text("at-least")
	if b.d.Outcome == engine.Referral && !b.d.Settled && !strings.HasPrefix(h, strings.TrimSpace(prefix)) {
		h = prefix + h
	}
	return h
}

func (b *builder) reasons(pg *page) {
	for _, r := range b.d.Reasons {
		out := reason{Message: r.Message, Refs: b.cite(r.Sources)}
		first := b.d.Reasons[0]
		if r.Urgency != first.Urgency {
			out.Meta = fmt.Sprintf(words.Alone, levels[r.Urgency])
		}
		if r.Action != first.Action {
			out.Meta = joined(" ", out.Meta, words.Turn+" "+actions[r.Action]+".")
		}
		if b.d.Urgency == engine.Emergency && r.Urgency != engine.Emergency {
			pg.Also = append(pg.Also, out)
			continue
		}
		pg.Why = append(pg.Why, out)
	}
}

func (b *builder) open() *open {
	d := b.d
	if len(d.Ask) == 0 && (d.Settled || d.CouldBecome == "") {
		return nil
	}
	o := &open{}
	if d.AtLeast != "" && d.Outcome == engine.Incomplete {
		o.Lead = fmt.Sprintf(words.SoFar, levels[d.AtLeast])
	}
	if !d.Settled {
		o.Lead = joined(" ", o.Lead, b.text("unsettled"))
		if d.CouldBecome != "" {
			o.Lead += " " + fmt.Sprintf(words.Could, levels[d.CouldBecome])
		}
	}
	for _, q := range d.Ask {
		out := question{Text: q.Question}
		if d.Outcome != engine.Referral && !b.asked { // else the list need only be read out
			out.Options, out.Why = b.options(q.Fact), q.Why
		}
		o.Questions = append(o.Questions, out)
	}
	return o
}

// options are what "any of these" means in a question, "" where it names all.
func (b *builder) options(fact string) string {
	if b.p.Vocabulary == nil {
		return ""
	}
	for _, f := range b.p.Vocabulary.Facts {
		if f.ID == fact && f.Kind == facts.Set {
			return f.Text(f.OptionBits())
		}
	}
	return ""
}

// firstTips is how many tips a person is asked to read with the plan, besides
// the warnings among them, which are never set aside.
const firstTips = 6

// advice puts warnings first, then what most rules ask for, else keeps the
// record's order.
func (b *builder) advice(pg *page) {
	all := slices.Clone(b.d.Advice)
	slices.SortStableFunc(all, func(x, y engine.Advice) int { return cmp.Compare(len(y.Because), len(x.Because)) })
	var warnings, others []engine.Advice
	for _, a := range all {
		if from := b.p.Tips[a.ID]; from != nil && from.Warning {
			warnings = append(warnings, a)
		} else {
			others = append(others, a)
		}
	}
	first := min(firstTips, len(others))
	pg.Advice = b.tips(append(warnings, others[:first]...))
	before := len(b.refs)
	pg.More = b.tips(others[first:])
	pg.MoreRefs = len(b.refs) - before
}

func (b *builder) tips(list []engine.Advice) []tip {
	tips := make([]tip, len(list))
	for i, a := range list {
		tips[i] = tip{a.Title, a.Text, b.cite(a.Sources)}
	}
	return tips
}

// shortHash is how much of a pack's hash tells it from others on paper.
const shortHash = 12

func (b *builder) small() []string {
	rs := b.d.Ruleset
	lines := []string{b.d.NotThis}
	if rs.ApprovedBy == "" {
		lines = append(lines, b.text("unapproved"))
	} else {
		lines = append(lines, fmt.Sprintf(words.Approved, rs.ApprovedBy))
	}
	if rs.Unreviewed > 0 || rs.General > 0 {
		lines = append(lines, fmt.Sprintf(words.Unreviewed, rs.Unreviewed, rs.General))
	}
	lines = append(lines, joined(", ", fmt.Sprintf(words.Rules, rs.Name, rs.Version, rs.Hash[:min(shortHash, len(rs.Hash))]), b.d.Engine)+".")
	if b.d.Case != "" {
		lines = append(lines, words.Case+": "+b.d.Case)
	}
	return lines
}

// text returns a text of the pack, with the number to call in place.
func (b *builder) text(id string) string {
	t, ok := b.p.Texts[id]
	if !ok {
		return b.lacks("text", id)
	}
	if strings.Contains(t, "{number}") {
		t = strings.ReplaceAll(t, "{number}", b.number())
	}
	return t
}

// europeanNumber reaches an emergency service from any mobile phone in most
// countries; it is what a page says when nobody told us the country.
const europeanNumber = "112"

// number is the emergency number with its country, or with the warning that
// the local one may differ (hazard H8), as the decision's own texts have it.
func (b *builder) number() string {
	for _, r := range b.p.Regions {
		if r.ID == b.d.Options.Region {
			return r.Emergency + " (" + r.Name + ")"
		}
	}
	return europeanNumber + " (" + b.text("region-unset") + ")"
}

// cite gives sources their numbers in the list at the end.
func (b *builder) cite(ids []string) []int {
	var numbers []int
	for _, id := range ids {
		i := slices.Index(b.refs, id)
		if i < 0 {
			i = len(b.refs)
			b.refs = append(b.refs, id)
			if b.p.Sources[id] == nil {
				b.lacks("source", id)
			}
		}
		numbers = append(numbers, i+1)
	}
	slices.Sort(numbers)
	return numbers
}

// lacks notes what the pack does not have and returns what stands in its place.
func (b *builder) lacks(what, id string) string {
	if name := what + " " + id; !slices.Contains(b.missing, name) {
		b.missing = append(b.missing, name)
	}
	return "[no " + what + " " + id + "]"
}

func (b *builder) err() error {
	if len(b.missing) == 0 {
		return nil
	}
	return fmt.Errorf("report is incomplete: add to pack %s %s: %s", b.p.Name, b.p.Version, strings.Join(b.missing, ", "))
}

// day words the date so many days after the answers; "" when it is unknown.
func (b *builder) day(after int) string {
	if b.date.IsZero() {
		return ""
	}
	layout := time.DateOnly
	if b.p.Locale == "en" {
		layout = "2 January 2006" // the month in letters cannot be misread across the Atlantic
	}
	return b.date.AddDate(0, 0, after).Format(layout)
}

// joined joins the parts that are not empty.
func joined(sep string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), sep)
}

// Part is a piece of text; Tel is the address that dials it, if it is a number.
type Part struct {
	Text string
	Tel  template.URL
}

var dialable = regexp.MustCompile(`\+?\d(?:[ -]?\d){2,}`)

// Dial splits text at the telephone numbers in it.
func Dial(text string) []Part {
	var parts []Part
	at := 0
	for _, m := range dialable.FindAllStringIndex(text, -1) {
		if m[0] > at {
			parts = append(parts, Part{Text: text[at:m[0]]})
		}
		number := text[m[0]:m[1]]
		// Only digits and a plus are left, so the URL needs no further escaping.
		tel := template.URL("tel:" + strings.NewReplacer(" ", "", "-", "").Replace(number))
		parts, at = append(parts, Part{number, tel}), m[1]
	}
	if at < len(text) {
		parts = append(parts, Part{Text: text[at:]})
	}
	return parts
}
