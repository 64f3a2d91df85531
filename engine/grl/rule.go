package grl

import (
	"strings"
	"unicode/utf8"

	"github.com/antlr4-go/antlr/v4"
	grule "github.com/hyperjumptech/grule-rule-engine/antlr/parser/grulev3"
)

// MaxDescription bounds a rule's description, in characters.
const MaxDescription = 120

// rule reads a rule's heading, condition and effects.
func (r *reader) rule(tree *grule.RuleEntryContext) *Rule {
	first, last := tree.GetStart(), tree.GetStop()
	name := tree.RuleName().GetStart()
	rule := &Rule{
		Name:   name.GetText(),
		Pos:    r.pos(name),
		Source: r.input.GetText(first.GetStart(), last.GetStop()),
	}
	r.lower(first)
	if !isCamel(rule.Name) {
		r.refuse("name-case", name, name, camelHint(rule.Name), "the rule's name %s is not in CamelCase", shown(rule.Name))
	}
	rule.Description = r.description(tree, name)
	if s := tree.Salience(); s != nil {
		r.refuse("salience", s.GetStart(), s.GetStop(), "delete it: effects combine without order", "salience is not part of the profile")
	}
	when, then := tree.WhenScope(), tree.ThenScope()
	r.lower(when.GetStart())
	rule.When = r.condition(when.Expression())
	r.lower(then.GetStart())
	rule.Then, rule.Stratum = r.effects(then.ThenExpressionList())
	return rule
}

// lower refuses keywords that are not in lower case: rules should look alike.
func (r *reader) lower(t antlr.Token) {
	if text := t.GetText(); text != strings.ToLower(text) {
		r.refuse("keyword-case", t, t, "write "+strings.ToLower(text), "the keyword %s is not in lower case", shown(text))
	}
}

func (r *reader) description(tree *grule.RuleEntryContext, name antlr.Token) string {
	const hint = `write what the rule means, in one line: rule Name "what it means" {`
	d := tree.RuleDescription()
	if d == nil {
		r.refuse("missing-description", name, name, hint, "rule %s has no description", shown(name.GetText()))
		return ""
	}
	t := d.GetStart()
	text, ok := r.quoted(t)
	switch n := utf8.RuneCountInString(text); {
	case !ok:
	case strings.TrimSpace(text) == "":
		r.refuse("empty-description", t, t, hint, "the description of rule %s is empty", shown(name.GetText()))
	case n > MaxDescription:
		r.refuse("long-description", t, t, "what a person reads belongs to the rule's card",
			"the description has %d characters, more than the %d allowed", n, MaxDescription)
	}
	return text
}

// quoted returns what stands between a string's quotes. It refuses single
// quotes and escapes, so that one text has one spelling.
func (r *reader) quoted(t antlr.Token) (text string, ok bool) {
	const hint = "write it without quotes and backslashes inside"
	whole := t.GetText()
	text = whole[1 : len(whole)-1]
	switch {
	case t.GetTokenType() != tokString:
		r.refuse("single-quotes", t, t, `write it in double quotes "`, "the string %s stands in single quotes", shown(whole))
	case strings.ContainsRune(text, '\\'):
		r.refuse("string-escape", t, t, hint, "the string %s holds a backslash", shown(whole))
	case strings.ContainsRune(text, '"'):
		r.refuse("string-escape", t, t, hint, "the string %s holds a quote", shown(whole))
	case strings.ContainsRune(text, '\t'):
		r.refuse("string-escape", t, t, "write spaces", "the string %s holds a tab", shown(whole))
	default:
		return text, true
	}
	return text, false
}
