package lint

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

// File is a file to write: all of what it should hold.
type File struct {
	Name    string // within the pack, or for a Fixture within the folder of fixtures
	Fixture bool
	New     bool // there is no such file in the pack yet; a Fixture must be new
	Content []byte
}

// newRules is where rules stand until their author moves them to their topic.
const newRules = "new-rules.grl"

// Scaffold writes the draft of a rule: the rule, its card, its source and a
// fixture, with "FILL IN" wherever only the author knows what belongs there.
// The pack with these files loads, lint finds the placeholders and nothing
// else that it did not find before, and the draft changes no decision: its
// condition can never hold. The fixture fails until the rule is written.
//
// The error says why the name cannot be used, or which file of the pack has no
// place for the draft.
func Scaffold(p *pack.Pack, name string) ([]File, error) {
	if err := newName(p, name); err != nil {
		return nil, err
	}
	condition, err := neverTrue(p.Vocabulary)
	if err != nil {
		return nil, err
	}
	source := "source-of-" + kebab(name)
	if _, taken := p.Sources[source]; taken {
		return nil, fmt.Errorf("source %s is there already: choose another name for the rule", source)
	}
	draft := strings.NewReplacer("{name}", name, "{mark}", placeholderMark, "{condition}", condition, "{source}", source)

	messages := "messages." + p.Locale + ".yaml"
	cards, err := insert(p.Files[messages], "cards", draft.Replace(cardDraft))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", messages, err)
	}
	sources, err := insert(p.Files[sourcesFile], "sources", draft.Replace(sourceDraft))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", sourcesFile, err)
	}
	rules, exists := p.Files[newRules]
	if !exists {
		rules = []byte("// Drafts. Move each rule to the file of its topic once it is written.\n")
	}
	return []File{
		{Name: newRules, New: !exists, Content: slices.Concat(bytes.TrimRight(rules, "\n"), []byte(draft.Replace(ruleDraft)))},
		{Name: messages, Content: cards},
		{Name: sourcesFile, Content: sources},
		{Name: kebab(name) + ".yaml", Fixture: true, New: true, Content: []byte(draft.Replace(fixtureDraft))},
	}, nil
}

const (
	ruleDraft = `

// {mark} the condition: this one can never hold. Read findings and answers; limber facts lists them.
// {mark} the effect, if it is not Refer.Routine: a rule has effects of one kind, findings, referral or plan.
rule {name} "{mark} what it means, in one line" {
  when {condition}
  then
    Refer.Routine();
}
`
	cardDraft = `  {name}:
    message: "{mark} what the person reads: two short sentences at most, no diagnosis"
    action: clinician # {mark} whom to see: ambulance, emergency_department, crisis_line, same_day, clinician or pharmacist
    sources: [{source}]
    grade: general # {mark} how strong the evidence is: strong, moderate, weak, consensus or general
    not_for: "{mark} whom it does not fit and its known limits, or delete the line"
    review: pending
`
	sourceDraft = `  - id: {source} # {mark} an id that says whose it is, here and on the card; or cite a source that is here already
    kind: general-knowledge # {mark} what it is: public-guidance, study, review, textbook, clinic-page or general-knowledge
    title: "{mark} the title"
    where: "{mark} the address or the citation"
    verified: false
    read: none
`
	fixtureDraft = `- name: "{mark} for {name}: what this person tells us and what should follow"
  base: healthy
  given: {} # {mark} the answers that make the rule fire
  expect: {fired: [{name}]} # {mark} the outcome and urgency too
- name: "{mark} for {name}: somebody much like that for whom it must not fire"
  base: healthy
  given: {} # {mark} the answers that come closest
  expect: {not_fired: [{name}]}
`
)

var ruleName = regexp.MustCompile(`^[A-Z][A-Za-z0-9]*$`)

// newName refuses names that load would refuse.
func newName(p *pack.Pack, name string) error {
	const longest = 60
	switch {
	case !ruleName.MatchString(name):
		return fmt.Errorf("%q is no name for a rule: write it like NumbLegs, letters and digits only", name)
	case len(name) > longest:
		return fmt.Errorf("a name of %d characters is too long: use at most %d", len(name), longest)
	case strings.HasPrefix(name, "Unsure"):
		return errors.New("names that begin with Unsure belong to the rules made from not_sure: choose another")
	case slices.Contains([]string{"rule", "when", "then", "nil", "true", "false", "salience"}, strings.ToLower(name)):
		return fmt.Errorf("%s is a word of the rule language: choose another name", name)
	}
	for _, r := range p.Rules {
		if r.Name == name {
			return fmt.Errorf("rule %s is there already, at %s: choose another name", name, r.Pos)
		}
	}
	return nil
}

// neverTrue is a condition that binds and can never hold: two options of one
// choice.
func neverTrue(v *facts.Vocabulary) (string, error) {
	for _, f := range v.Facts {
		if f.Kind == facts.Choice && len(f.Options) > 1 {
			return fmt.Sprintf("Case.%[1]s.%[2]s\n    && Case.%[1]s.%[3]s", f.Name, f.Options[0].Name, f.Options[1].Name), nil
		}
	}
	return "", errors.New("the pack has no choice with two options to write a draft with: write the rule by hand")
}

// insert puts a block at the end of the mapping or list under a top-level key.
func insert(src []byte, key, block string) ([]byte, error) {
	start := 0
	if !bytes.HasPrefix(src, []byte(key+":")) {
		i := bytes.Index(src, []byte("\n"+key+":"))
		if i < 0 {
			return nil, fmt.Errorf("there is no %s: to put the draft under", key)
		}
		start = i + 1
	}
	line, _, _ := bytes.Cut(src[start:], []byte("\n"))
	if rest, _, _ := bytes.Cut(line[len(key)+1:], []byte("#")); len(bytes.TrimSpace(rest)) > 0 {
		return nil, fmt.Errorf("write the entries of %s: on lines of their own", key)
	}
	end := min(len(src), start+len(line)+1) // after the last line that belongs to the key
	for at := end; at < len(src); {
		line, _, _ := bytes.Cut(src[at:], []byte("\n"))
		next := min(len(src), at+len(line)+1)
		trimmed := bytes.TrimSpace(line)
		switch {
		case len(trimmed) == 0:
		case line[0] == ' ', bytes.HasPrefix(line, []byte("- ")):
			end = next
		case trimmed[0] != '#':
			next = len(src) // the next key
		}
		at = next
	}
	before := src[:end]
	if !bytes.HasSuffix(before, []byte("\n")) {
		before = append(bytes.Clone(before), '\n')
	}
	return slices.Concat(before, []byte(block), src[end:]), nil
}

// kebab writes NumbLegs as numb-legs.
func kebab(name string) string {
	var b strings.Builder
	for i, r := range name {
		if r >= 'A' && r <= 'Z' {
			if i > 0 {
				b.WriteByte('-')
			}
			r += 'a' - 'A'
		}
		b.WriteRune(r)
	}
	return b.String()
}
