package facts

import (
	"regexp"
	"slices"
	"strings"

	"github.com/limber-triage/limber/engine/yamltree"
)

// maxID bounds an id, in characters.
const maxID = 64

var (
	idPattern      = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)
	findingPattern = regexp.MustCompile(`^[A-Z][A-Za-z0-9]*$`)
)

// keywords of GRL, which its lexer knows in any letter case.
var keywords = []string{"rule", "when", "then", "nil", "true", "false", "salience"}

// objects of the GRL profile: a fact of such a name would read as one.
var objects = []string{"Case", "Found", "Count", "Plan", "Refer", "Advise"}

// members of a fact in the GRL profile, and the words of a case file that are
// never options. yes and no may be options of a choice, which has no .Yes or
// .No of its own: "no" is the plain answer to "Is it brought on by walking?".
var (
	members       = []string{"None", "Any", "Unsure", "Count"}
	reservedWords = []string{None, NotSure}
	truthWords    = []string{Yes, No}
)

func isKeyword(name string) bool { return slices.Contains(keywords, strings.ToLower(name)) }

func validID(id string) bool { return len(id) <= maxID && idPattern.MatchString(id) }

// id reads a snake_case id.
func (r *vocabularyReader) id(n *yamltree.Node, what string) (string, bool) {
	id, ok := r.scalar(n, what)
	if ok && !validID(id) {
		r.errorf(n, "bad-id", "write it like chest_symptoms or days_3_to_14",
			"%s must be lower-case words joined by single underscores, at most %d characters", what, maxID)
		return id, false
	}
	return id, ok
}

// factName enters a fact in the indexes, unless its name is taken or reserved.
func (r *vocabularyReader) factName(n *yamltree.Node, f *Fact) {
	if !validID(f.ID) {
		return // already reported
	}
	first, taken := r.v.names[f.Name]
	_, twice := r.v.index[f.ID]
	switch {
	case f.ID == CaseID:
		r.errorf(n, "reserved-name", "rename the fact", "%s names the record in a case file", CaseID)
	case isKeyword(f.Name) || slices.Contains(objects, f.Name):
		r.errorf(n, "reserved-name", "rename the fact", "%s has a meaning of its own in GRL", f.Name)
	case twice:
		r.errorf(n, "duplicate-fact", "rename one of them", "fact %s is declared twice", f.ID)
	case taken:
		r.errorf(n, "same-name", "rename one of them", "%s and %s are both %s in GRL", r.v.Facts[first].ID, f.ID, f.Name)
	default:
		r.v.index[f.ID], r.v.names[f.Name] = f.Index, f.Index
	}
}

// optionParts reads the options, which choices and sets must have.
func (r *vocabularyReader) optionParts(e factDoc, f *Fact) bool {
	before := len(r.diags)
	wants := f.Kind == Choice || f.Kind == Set
	switch {
	case !wants && e.Options != nil:
		r.diags.Errorf("options-on-others", f.Pos, "remove them, or make it a choice or a set", "options belong to choices and sets only")
		return false
	case wants && len(e.Options) == 0:
		r.diags.Errorf("missing-key", f.Pos, "add options:", "a %s must have options", f.Kind)
		return false
	case len(e.Options) > MaxOptions:
		r.diags.Errorf("too-many-options", e.Options[MaxOptions].Pos, "make two facts of it", "a fact has at most %d options", MaxOptions)
	}
	for _, o := range e.Options[:min(len(e.Options), MaxOptions)] {
		option := Option{Pos: o.Pos, Text: r.text(o.Text, "text")}
		option.ID, _ = r.id(o.ID, "an option's id")
		option.Name = CamelCase(option.ID)
		if !absent(o.Alone) {
			option.Alone, _ = r.level(o.Alone, "alone", LevelEmergency, LevelUrgent, LevelSoon, LevelRoutine)
		}
		r.optionName(o.ID, option, f)
		f.Options = append(f.Options, option)
	}
	for i, o := range f.Options {
		positive, negated := strings.CutPrefix(o.Name, "Not")
		if _, ok := f.OptionByName(positive); negated && ok {
			r.errorf(e.Options[i].ID, "negated-name", "rename one of them", "%s reads as every answer but %s in GRL", o.Name, positive)
		}
	}
	_, unnamed := f.Option("") // already reported, by Decode or by id
	return len(r.diags) == before && !unnamed
}

// optionName refuses names that mean something else or are taken.
func (r *vocabularyReader) optionName(n *yamltree.Node, o Option, f *Fact) {
	if !validID(o.ID) {
		return // already reported
	}
	i, taken := f.OptionByName(o.Name)
	switch {
	case slices.Contains(reservedWords, o.ID):
		r.errorf(n, "reserved-name", "none and not_sure are offered without being listed", "%s has a meaning of its own in a case file", o.ID)
	case f.Kind == Set && slices.Contains(truthWords, o.ID):
		r.errorf(n, "reserved-name", "make it an answer or a choice", "%s has a meaning of its own in a case file", o.ID)
	case slices.Contains(members, o.Name) || isKeyword(o.Name):
		r.errorf(n, "reserved-name", "rename the option", "%s has a meaning of its own in GRL", o.Name)
	case taken && f.Options[i].ID == o.ID:
		r.errorf(n, "duplicate-option", "remove one of them", "option %s is declared twice", o.ID)
	case taken:
		r.errorf(n, "same-name", "rename one of them", "%s and %s are both %s in GRL", f.Options[i].ID, o.ID, o.Name)
	}
}

func (r *vocabularyReader) findings(entries []findingDoc) {
	seen := map[string]bool{}
	for _, e := range entries {
		id, ok := r.scalar(e.ID, "a finding's id")
		switch {
		case !ok:
		case len(id) > maxID || !findingPattern.MatchString(id):
			r.errorf(e.ID, "bad-id", "write it like MechanicalPain", "a finding's id must be CamelCase, at most %d characters", maxID)
		case isKeyword(id):
			r.errorf(e.ID, "reserved-name", "rename the finding", "%s has a meaning of its own in GRL", id)
		case seen[id]:
			r.errorf(e.ID, "duplicate-finding", "remove one of them", "finding %s is declared twice", id)
		}
		seen[id] = true
		r.v.Findings = append(r.v.Findings, Finding{ID: id, Meaning: r.text(e.Meaning, "meaning"), Pos: e.Pos})
	}
}
