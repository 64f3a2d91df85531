package facts

import (
	"bytes"
	"math"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/yamltree"
)

// maxSteps bounds the values of one number, so that proofs can list them.
const maxSteps = 1_000_000

func (r *vocabularyReader) screens(entries []screenDoc) {
	seen := map[string]bool{}
	for _, e := range entries {
		id, ok := r.id(e.ID, "a screen's id")
		if ok && seen[id] {
			r.errorf(e.ID, "duplicate-screen", "rename one of them", "screen %s is declared twice", id)
		}
		seen[id] = true
		r.v.Screens = append(r.v.Screens, Screen{ID: id, Title: r.text(e.Title, "title")})
	}
}

// fact adds one fact. Every part is read even after a mistake, to report all.
func (r *vocabularyReader) fact(e factDoc) {
	f := &Fact{Index: len(r.v.Facts), Pos: e.Pos}
	f.ID, _ = r.id(e.ID, "a fact's id")
	f.Name = CamelCase(f.ID)
	r.factName(e.ID, f)
	r.v.Facts = append(r.v.Facts, f)

	f.Question = r.text(e.Question, "question")
	f.Why = r.text(e.Why, "why")
	f.Help = r.text(e.Help, "help")
	f.Screen = r.screen(e.Screen)
	r.required(e.Required, f)
	for _, c := range e.Codes {
		f.Codes = append(f.Codes, Code{r.text(c.System, "system"), r.text(c.Code, "code"), r.text(c.Source, "source")})
	}
	if !absent(e.AskIf) {
		f.AskIf = r.text(e.AskIf, "ask_if")
		f.AskIfPos = textStart(r.lines, e.AskIf)
	}
	if !r.kind(e.Kind, f) {
		return // what follows depends on the kind
	}
	f.NotSure = r.notSure(e.NotSure, f)
	good := r.numberParts(e, f)
	good = r.optionParts(e, f) && good
	r.noneOffered(e.None, f)
	r.emergencies(e, f)
	if good {
		f.Baseline = r.assumed(e.Baseline, "baseline", f)
		f.Default = r.assumed(e.Default, "default", f)
	}
	if !absent(e.Default) && f.Required() {
		r.errorf(e.Default, "default-on-required", "remove default, or required",
			"a required fact has no default: unanswered never means an assumed answer")
	}
}

func (r *vocabularyReader) kind(n *yamltree.Node, f *Fact) bool {
	word, ok := r.scalar(n, "kind")
	if !ok {
		return false
	}
	for k, name := range kindNames {
		if name == word {
			f.Kind = Kind(k)
			return true
		}
	}
	kinds := strings.Join(kindNames[:], ", ")
	r.errorf(n, "unknown-kind", diag.DidYouMean(word, kindNames[:], "the kinds are "+kinds), "unknown kind %s", yamltree.Quote(word))
	return false
}

func (r *vocabularyReader) screen(n *yamltree.Node) string {
	word, ok := r.scalar(n, "screen")
	if !ok {
		return ""
	}
	ids := make([]string, 0, len(r.v.Screens))
	for _, s := range r.v.Screens {
		if s.ID == word {
			return word
		}
		ids = append(ids, s.ID)
	}
	r.errorf(n, "unknown-screen", diag.DidYouMean(word, ids, "declare it under screens:"), "unknown screen %s", yamltree.Quote(word))
	return word
}

func (r *vocabularyReader) required(nodes []*yamltree.Node, f *Fact) {
	for _, n := range nodes {
		word, ok := r.scalar(n, "an entry of required")
		if !ok {
			continue
		}
		var flag *bool
		switch word {
		case "safety":
			flag = &f.Safety
		case "precaution":
			flag = &f.Precaution
		default:
			r.errorf(n, "unknown-required", diag.DidYouMean(word, []string{"safety", "precaution"}, "leave required out for an optional fact"),
				"required takes safety and precaution, not %s", yamltree.Quote(word))
			continue
		}
		if *flag {
			r.errorf(n, "duplicate-required", "remove one of them", "%s is listed twice", word)
		}
		*flag = true
	}
}

// level reads one of the levels that a place allows.
func (r *vocabularyReader) level(n *yamltree.Node, key string, allowed ...Level) (Level, bool) {
	word, ok := r.scalar(n, key)
	if !ok {
		return LevelNone, false
	}
	names := make([]string, len(allowed))
	for i, l := range allowed {
		if names[i] = l.String(); names[i] == word {
			return l, true
		}
	}
	r.errorf(n, "unknown-level", diag.DidYouMean(word, names, ""), "%s is one of %s, not %s", key, strings.Join(names, ", "), yamltree.Quote(word))
	return LevelNone, false
}

func (r *vocabularyReader) notSure(n *yamltree.Node, f *Fact) Level {
	if absent(n) {
		return LevelNone
	}
	l, ok := r.level(n, "not_sure", LevelUrgent, LevelSoon, LevelRoutine, LevelCareful)
	switch {
	case !ok:
	case f.Kind == Number:
		r.errorf(n, "not-sure-on-number", "remove not_sure, or make it a choice of ranges", "a number cannot be answered not_sure")
	case l == LevelCareful && !f.Precaution:
		r.errorf(n, "careful-without-precaution", "add precaution to required, or give a level",
			"not_sure: careful does nothing on a fact that is no precaution")
	case l != LevelCareful && f.Precaution && !f.Safety:
		r.errorf(n, "level-on-precaution", "write careful, or add safety to required", "not_sure of a precaution never refers by itself")
	}
	return l
}

// emergencies holds facts that can be an emergency to the rule that not being
// sure of them is urgent.
func (r *vocabularyReader) emergencies(e factDoc, f *Fact) {
	optional := !f.Required() && f.NotSure == LevelNone
	for i, o := range f.Options {
		if o.Alone == LevelEmergency && f.NotSure != LevelUrgent && !optional {
			r.errorf(e.Options[i].Alone, "emergency-without-urgent", "add not_sure: urgent",
				"%s is an emergency by itself, so not_sure must be urgent", o.ID)
			return
		}
	}
}

// rangePattern bounds ranges to what a float64 holds exactly to six decimals.
var rangePattern = regexp.MustCompile(`^-?(0|[1-9][0-9]{0,8})(\.[0-9]{1,6})?$`)

// numberParts reads unit and range, which numbers must have and others may not.
func (r *vocabularyReader) numberParts(e factDoc, f *Fact) bool {
	before := len(r.diags)
	for _, part := range []struct {
		key   string
		node  *yamltree.Node
		value *float64
	}{{"unit", e.Unit, nil}, {"min", e.Min, &f.Min}, {"max", e.Max, &f.Max}, {"step", e.Step, &f.Step}} {
		switch {
		case f.Kind != Number && !absent(part.node):
			r.errorf(part.node, "number-key", "remove it", "%s belongs to numbers only", part.key)
		case f.Kind == Number && absent(part.node):
			r.diags.Errorf("missing-key", f.Pos, "add "+part.key+":", "a number must have %s", part.key)
		case f.Kind == Number && part.value == nil:
			f.Unit = r.text(part.node, part.key)
		case f.Kind == Number:
			r.rangeValue(part.node, part.key, part.value)
		}
	}
	if f.Kind != Number || len(r.diags) > before {
		return len(r.diags) == before
	}
	span := micro(f.Max) - micro(f.Min)
	switch {
	case f.Min > f.Max:
		r.errorf(e.Min, "bad-range", "", "min is greater than max")
	case f.Step <= 0:
		r.errorf(e.Step, "bad-range", "", "step must be greater than 0")
	case span%micro(f.Step) != 0:
		r.errorf(e.Step, "bad-range", "", "from min to max is not a whole number of steps")
	case span/micro(f.Step) > maxSteps:
		r.errorf(e.Step, "bad-range", "", "from min to max are more than %d steps", maxSteps)
	}
	return len(r.diags) == before
}

// micro counts in millionths, in which ranges and steps are whole.
func micro(x float64) int64 { return int64(math.Round(x * 1e6)) }

func (r *vocabularyReader) rangeValue(n *yamltree.Node, key string, into *float64) {
	word, ok := r.scalar(n, key)
	switch {
	case !ok:
	case n.Quoted || !rangePattern.MatchString(word):
		r.errorf(n, "bad-number", "", "%s must be a plain number below a thousand million with at most six decimals", key)
	default:
		*into, _ = decimal(word)
	}
}

func (r *vocabularyReader) noneOffered(n *yamltree.Node, f *Fact) {
	if absent(n) {
		return
	}
	word, ok := r.scalar(n, "none")
	switch {
	case !ok:
	case f.Kind != Set:
		r.errorf(n, "none-on-others", "remove it", "none belongs to sets only")
	case n.Quoted || word != "false":
		r.errorf(n, "bad-none", "remove it: sets offer none unless told otherwise", "none can only be false")
	default:
		f.NoNone = true
	}
}

// assumed reads baseline or default with the reader of cases, so that both are
// answers a person could give.
func (r *vocabularyReader) assumed(n *yamltree.Node, key string, f *Fact) uint64 {
	if absent(n) {
		return 0
	}
	var m mistakes
	word := f.word(givenBy(n), &m)
	for _, d := range m.sorted() {
		d.Code, d.Message = "bad-"+key, key+": "+d.Message
		r.diags = append(r.diags, d)
	}
	if f.Kind != Number && word&f.UnsureBit() != 0 {
		r.errorf(n, "bad-"+key, "", "%s cannot be not_sure", key)
	}
	return word
}

// textStart is the place of a value's first character: within its quotes, or on
// the line below the mark of a block. The lines are those of the file.
func textStart(lines [][]byte, n *yamltree.Node) diag.Pos {
	at := n.Pos
	if !n.Quoted {
		return at
	}
	line := lines[at.Line-1]
	if i := at.Column - 1; i >= utf8.RuneCount(line) || !strings.ContainsAny(string([]rune(string(line))[i]), "|>") {
		at.Column += len(`"`)
		return at
	}
	for at.Line++; at.Line <= len(lines); at.Line++ {
		line = lines[at.Line-1]
		if text := bytes.TrimLeft(line, " "); len(bytes.TrimSpace(text)) > 0 {
			at.Column = 1 + len(line) - len(text)
			break
		}
	}
	return at
}
