package grl

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/antlr4-go/antlr/v4"
	grule "github.com/hyperjumptech/grule-rule-engine/antlr/parser/grulev3"

	"github.com/limber-triage/limber/engine/diag"
)

// param is one argument of a verb: a whole number within bounds, or a string
// where there are none.
type param struct {
	name      string
	low, high int
}

// signature says what a verb takes and when its rules run.
type signature struct {
	verb    Verb
	stratum Stratum
	params  []param
}

// Arguments that several verbs take.
var (
	target   = param{name: "target"}
	exercise = param{name: "exercise"}
	tag      = param{name: "tag"}
	weight   = param{name: "weight", low: 1, high: 5}
)

// MaxLimit is the most exercises that Plan.Limit may allow.
const MaxLimit = 20

var signatures = []signature{
	{ReferEmergency, Triage, nil},
	{ReferUrgent, Triage, nil},
	{ReferSoon, Triage, nil},
	{ReferRoutine, Triage, nil},
	{PlanRelease, Plan, []param{target, weight}},
	{PlanStretch, Plan, []param{target, weight}},
	{PlanMobilise, Plan, []param{target, weight}},
	{PlanStrengthen, Plan, []param{target, weight}},
	{PlanPrefer, Plan, []param{exercise, weight}},
	{PlanAvoid, Plan, []param{tag}},
	{PlanWithout, Plan, []param{{name: "phase"}}},
	{PlanStart, Plan, []param{{name: "level", low: 0, high: 3}}},
	{PlanLimit, Plan, []param{{name: "number", low: 1, high: MaxLimit}}},
	{PlanCaution, Plan, []param{tag, {name: "caution"}}},
	{AdviseTip, Plan, []param{{name: "tip"}}},
}

// form shows how a call is written: Plan.Stretch("target", 1..5);
func (s signature) form() string {
	parts := make([]string, len(s.params))
	for i, p := range s.params {
		parts[i] = strconv.Quote(p.name)
		if p.isNumber() {
			parts[i] = fmt.Sprintf("%d..%d", p.low, p.high)
		}
	}
	return fmt.Sprintf("write %s(%s);", s.verb, strings.Join(parts, ", "))
}

func (p param) isNumber() bool { return p.high > 0 }

func (p param) kind() string {
	if p.isNumber() {
		return "a whole number"
	}
	return "a string"
}

func signatureOf(verb string) (signature, bool) {
	for _, s := range signatures {
		if string(s.verb) == verb {
			return s, true
		}
	}
	return signature{}, false
}

// effects reads the statements after then. The stratum is that of the first;
// those of another are refused, as are repeats.
func (r *reader) effects(list grule.IThenExpressionListContext) ([]Effect, Stratum) {
	type key struct {
		what        Verb
		text, text2 string
	}
	var effects []Effect
	var stratum Stratum
	seen := map[key]bool{}
	for _, statement := range list.AllThenExpression() {
		tokens := r.span(statement)
		first, last := tokens[0], tokens[len(tokens)-1]
		before := len(r.faults)
		e, its, known := r.effect(statement)
		if !known {
			continue
		}
		if len(effects) == 0 {
			stratum = its
		}
		e.Pos, e.Width = r.pos(first), width(first, last)
		effects = append(effects, e)
		if its != stratum {
			r.refuse("mixed-strata", first, last, "split the rule in two, joined by a finding",
				"a %s effect stands in a %s rule", its, stratum)
		}
		if len(r.faults) > before {
			continue
		}
		k := key{e.Verb, e.Text, e.Text2}
		if its == Triage {
			k = key{what: "Refer"}
		}
		switch {
		case !seen[k]:
		case its == Triage:
			r.refuse("duplicate-effect", first, last, "keep the strongest", "a rule has one urgency, and this is its second")
		default:
			r.refuse("duplicate-effect", first, last, "keep one of them", "the rule has this effect already")
		}
		seen[k] = true
	}
	return effects, stratum
}

// effect reads one statement. It reports whether the verb is known, even where
// its arguments are refused.
func (r *reader) effect(tree grule.IThenExpressionContext) (e Effect, s Stratum, known bool) {
	if a := tree.Assignment(); a != nil {
		return r.assignment(a)
	}
	atom := tree.ExpressionAtom().(*grule.ExpressionAtomContext)
	tokens := r.span(atom)
	first, last := tokens[0], tokens[len(tokens)-1]
	method := atom.MethodCall()
	var object []antlr.Token
	if method != nil {
		object = path(r.span(atom.ExpressionAtom()))
	}
	if names := path(tokens); len(names) == 2 && names[0].GetText() == "Found" {
		r.refuse("not-an-effect", first, last, fmt.Sprintf("write %s = true;", written(tokens)), "%s alone has no effect", shown(written(tokens)))
		return e, s, false
	}
	if object == nil && atom.FunctionCall() == nil {
		r.refuse("not-an-effect", first, last, effectForm, "%s is not an effect", shown(written(tokens)))
		return e, s, false
	}
	sig, known := signatureOf(callee(tokens))
	if !known {
		r.refuse("unknown-verb", first, last, suggestVerb(callee(tokens)), "there is no effect %s", shown(callee(tokens)))
		return e, s, false
	}
	e.Verb = sig.verb
	r.arguments(&e, sig, first, last, method.FunctionCall().ArgumentList())
	return e, sig.stratum, true
}

func suggestVerb(name string) string {
	verbs := make([]string, len(signatures))
	for i, s := range signatures {
		verbs[i] = string(s.verb)
	}
	if strings.EqualFold(name, "Retract") {
		return "delete it: every rule runs once in any case"
	}
	return diag.DidYouMean(name, verbs, "the effects are Found.Name = true; and the calls "+strings.Join(verbs, ", "))
}

// arguments checks a call's arguments against its signature and fills them in.
func (r *reader) arguments(e *Effect, sig signature, first, last antlr.Token, list grule.IArgumentListContext) {
	var args []grule.IExpressionContext
	if list != nil {
		args = list.AllExpression()
	}
	if len(args) != len(sig.params) {
		r.refuse("argument-count", first, last, sig.form(), "%s takes %s, not %d", sig.verb, counted(len(sig.params)), len(args))
		return
	}
	for i, p := range sig.params {
		tokens := r.span(args[i])
		switch first := tokens[0]; {
		case p.isNumber():
			e.Number = r.whole(tokens, p, sig)
		case len(tokens) != 1 || first.GetTokenType() != tokString && first.GetTokenType() != tokSingleQuoted:
			r.wrongType(tokens, p, sig)
		default:
			text, ok := r.quoted(first)
			if ok && text == "" {
				r.refuse("empty-string", first, first, sig.form(), "the %s is empty", p.name)
			}
			if i == 0 {
				e.Text, e.TextPos = text, r.pos(first)
			} else {
				e.Text2, e.Text2Pos = text, r.pos(first)
			}
		}
	}
}

// counted is "no arguments", "1 argument", "2 arguments" and so on.
func counted(n int) string {
	switch n {
	case 0:
		return "no arguments"
	case 1:
		return "1 argument"
	}
	return fmt.Sprintf("%d arguments", n)
}

func (r *reader) wrongType(tokens []antlr.Token, p param, sig signature) {
	r.refuse("argument-type", tokens[0], tokens[len(tokens)-1], sig.form(), "the %s must be %s, not %s", p.name, p.kind(), shown(written(tokens)))
}

// whole reads a whole number within the bounds of a parameter.
func (r *reader) whole(tokens []antlr.Token, p param, sig signature) int {
	if !isLiteral(tokens) || tokens[len(tokens)-1].GetTokenType() != tokInteger {
		r.wrongType(tokens, p, sig)
		return 0
	}
	n, err := strconv.Atoi(written(tokens))
	if err != nil || n < p.low || n > p.high || len(tokens) > 1 {
		r.refuse("argument-range", tokens[0], tokens[len(tokens)-1], sig.form(), "the %s %s is outside %d to %d", p.name, shown(written(tokens)), p.low, p.high)
		return 0
	}
	return n
}

// assignment reads Found.Name = true.
func (r *reader) assignment(tree grule.IAssignmentContext) (e Effect, s Stratum, known bool) {
	tokens := r.span(tree)
	first, last := tokens[0], tokens[len(tokens)-1]
	left, right := r.span(tree.Variable()), r.span(tree.Expression())
	op := tokens[len(left)]
	names := path(left)
	switch root := first.GetText(); {
	case root == "Case":
		r.refuse("assignment", first, last, effectForm, "a rule cannot change an answer")
		return e, s, false
	case root != "Found":
		r.refuse("assignment", first, last, effectForm, "only findings can be set, not %s", shown(written(left)))
		return e, s, false
	case len(names) != 2:
		r.refuse("atom-depth", first, left[len(left)-1], "write Found.Name = true;", "%s is not of the form Found.Name", shown(written(left)))
		return e, s, false
	case op.GetTokenType() != tokAssign:
		r.refuse("assignment", op, op, fmt.Sprintf("write %s = true;", written(left)), "%s is not part of the profile", shown(op.GetText()))
	case len(right) != 1 || right[0].GetTokenType() != tokTrue:
		r.refuse("assignment", right[0], last, fmt.Sprintf("write %s = true;", written(left)), "a finding can only become true, not %s", shown(written(right)))
	default:
		r.lower(right[0])
	}
	r.camel(names[1:])
	return Effect{Verb: SetFound, Text: names[1].GetText(), TextPos: r.pos(names[1])}, Findings, true
}
