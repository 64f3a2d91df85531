package grl

import (
	"slices"
	"strings"

	"github.com/antlr4-go/antlr/v4"
)

// The allowed forms, for hints.
const (
	ruleForm      = `write: rule Name "what it means" { when CONDITION then EFFECT; }`
	conditionForm = "a condition is Case.Fact.Option, Case.Fact >= number, Found.Name or Count.AtLeast(k, condition, ...), joined by && and ||"
	effectForm    = `an effect is Found.Name = true; or a call such as Refer.Urgent(); or Plan.Stretch("target", 3);`
)

// syntax explains why the parser stopped at a token.
func (r *reader) syntax(bad antlr.Token) {
	i := slices.Index(r.tokens, bad)
	if t := r.tokens[i]; t.GetTokenType() == tokDot && i+1 < len(r.tokens)-1 {
		i++ // the parser saw that no name follows the dot
	}
	switch t := r.tokens[i]; {
	case isReserved(t) && r.namePlace(i) && t.GetLine() != r.tokens[i-1].GetLine():
		r.refuse("syntax", r.tokens[i-1], r.tokens[i-1], "write the name, or delete the dot", "no name follows %s", shown(r.tokens[i-1].GetText()))
	case isReserved(t) && r.namePlace(i):
		r.refuse("reserved-name", t, t, reservedHint, "%s cannot be a name", shown(t.GetText()))
	default:
		r.place(i)
	}
}

// namePlace reports whether only a name can stand at token i: after the dot of
// a selector or the word rule.
func (r *reader) namePlace(i int) bool {
	return i > 0 && (r.tokens[i-1].GetTokenType() == tokDot || i == 1 && r.tokens[0].GetTokenType() == tokRule)
}

// keyword finds the first of a keyword that is not misused as a name.
func (r *reader) keyword(kind int) int {
	for i, t := range r.tokens {
		if t.GetTokenType() == kind && !r.namePlace(i) {
			return i
		}
	}
	return -1
}

// place explains by the part of the rule that token i stands in.
func (r *reader) place(i int) {
	when, then := r.keyword(tokWhen), r.keyword(tokThen)
	switch {
	case r.tokens[0].GetTokenType() != tokRule: // a lone condition
		r.inWhen(i, -1)
	case when >= 0 && when < i && (then < 0 || i <= then):
		r.inWhen(i, when)
	case then >= 0 && then < i:
		r.inThen(i, then)
	default:
		r.inHeading(i)
	}
}

func (r *reader) inHeading(i int) {
	t, kind := r.tokens[i], r.tokens[i].GetTokenType()
	switch {
	case kind == antlr.TokenEOF:
		r.unfinished("unclosed-rule", ruleForm, "the rule ends before it says anything")
	case i == 1:
		r.refuse("syntax", t, t, ruleForm, "a rule needs a name, not %s", shown(t.GetText()))
	case r.tokens[i-1].GetTokenType() == tokOpenBrace:
		r.refuse("missing-when", t, t, ruleForm, `the rule's braces begin with "when", not with %s`, shown(t.GetText()))
	case kind == tokWhen:
		r.refuse("syntax", t, t, ruleForm, `"{" is missing before when`)
	default:
		r.refuse("syntax", t, t, ruleForm, "%s is out of place in the rule's heading", shown(t.GetText()))
	}
}

// words that people write for operators.
var operatorWords = map[string]string{
	"and": "write &&", "or": "write ||", "is": conditionForm,
	"not": "there is no negation: name the opposite option, such as Case.Fact.No",
}

// inWhen explains within a condition; when is the index of the word before
// it, or -1 if the condition stands alone.
func (r *reader) inWhen(i, when int) {
	t, kind := r.tokens[i], r.tokens[i].GetTokenType()
	if i > 0 && strings.EqualFold(r.tokens[i-1].GetText(), "not") {
		t = r.tokens[i-1]
	}
	word, isWord := operatorWords[strings.ToLower(t.GetText())]
	open := r.openBefore(i)
	switch {
	case when >= 0 && i == when+1 && (kind == tokThen || kind == tokCloseBrace):
		r.refuse("empty-when", t, t, conditionForm, "the rule has no condition after when")
	case open != nil && (kind == tokThen || kind == tokCloseBrace || kind == antlr.TokenEOF):
		r.refuse("unclosed-parenthesis", open, open, "close it with )", "a parenthesis is never closed")
	case kind == antlr.TokenEOF && when < 0:
		r.unfinished("syntax", conditionForm, "the condition ends too early")
	case when >= 0 && (kind == antlr.TokenEOF || kind == tokCloseBrace):
		r.unfinished("missing-then", effectForm, "the rule has no then")
	case kind == tokAssign:
		r.refuse("syntax", t, t, "compare with <, <=, > or >=", `"=" is out of place in a condition`)
	case kind == tokClose && open == nil:
		r.refuse("syntax", t, t, "delete it", "this parenthesis closes nothing")
	case kind == tokName && isWord:
		r.refuse("syntax", t, t, word, "%s is not an operator", shown(t.GetText()))
	case isNumber(kind) && i > 0 && isNumber(r.tokens[i-1].GetTokenType()):
		r.refuse("number-form", r.tokens[i-1], t, numberForm, "a number begins with a zero too many")
	default:
		r.refuse("syntax", t, t, conditionForm, "%s is out of place in a condition", shown(t.GetText()))
	}
}

func (r *reader) inThen(i, then int) {
	t, kind := r.tokens[i], r.tokens[i].GetTokenType()
	prev := r.tokens[i-1]
	brace, open := r.keyword(tokCloseBrace), r.openBefore(i)
	switch {
	case brace >= 0 && brace < i:
		r.refuse("syntax", t, t, `a rule begins with "rule"`, "%s is out of place after the rule's closing brace", shown(t.GetText()))
	case i == then+1 && (kind == tokCloseBrace || kind == antlr.TokenEOF):
		r.refuse("empty-then", r.tokens[then], r.tokens[then], effectForm, "the rule has no effect after then")
	case open != nil && (kind == tokSemicolon || kind == tokCloseBrace || kind == antlr.TokenEOF):
		r.refuse("unclosed-parenthesis", open, open, "close it with )", "a parenthesis is never closed")
	case kind == antlr.TokenEOF && prev.GetTokenType() == tokSemicolon:
		r.unfinished("unclosed-rule", "end the rule with }", "the rule is not closed")
	case open == nil && ends(prev) && (kind == tokCloseBrace || kind == antlr.TokenEOF || kind == tokName):
		after := r.pos(prev)
		after.Column += width(prev, prev)
		r.fault("missing-semicolon", after, 1, "end each effect with ;", `";" is missing after an effect`)
	case kind == antlr.TokenEOF:
		r.unfinished("unclosed-rule", effectForm, "the rule ends within an effect")
	default:
		r.refuse("syntax", t, t, effectForm, "%s is out of place in an effect", shown(t.GetText()))
	}
}

// unfinished points at the last token of the rule.
func (r *reader) unfinished(code, hint, message string) {
	last := r.tokens[max(0, len(r.tokens)-2)]
	r.refuse(code, last, last, hint, "%s", message)
}

// openBefore returns the innermost parenthesis still open before token i.
func (r *reader) openBefore(i int) antlr.Token {
	var open []antlr.Token
	for _, t := range r.tokens[:i] {
		switch t.GetTokenType() {
		case tokOpen:
			open = append(open, t)
		case tokClose:
			open = open[:max(0, len(open)-1)]
		}
	}
	if len(open) == 0 {
		return nil
	}
	return open[len(open)-1]
}

// ends reports whether an effect could end with the token.
func ends(t antlr.Token) bool {
	switch t.GetTokenType() {
	case tokClose, tokTrue, tokFalse, tokName:
		return true
	}
	return false
}

func isNumber(kind int) bool {
	switch kind {
	case tokInteger, tokFloat, tokHex, tokHexFloat, tokOctal:
		return true
	}
	return false
}
