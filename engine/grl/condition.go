package grl

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/antlr4-go/antlr/v4"
	grule "github.com/hyperjumptech/grule-rule-engine/antlr/parser/grulev3"

	"github.com/limber-triage/limber/engine/diag"
)

const (
	countForm   = "write Case.Fact.Count >= 1 or more"
	atLeastForm = "write Count.AtLeast(k, condition, ...) with k from 1 to the number of conditions"
)

// condition reads an expression. It returns nil when some part of it is
// refused, after looking for faults in all the others.
func (r *reader) condition(tree grule.IExpressionContext) Expr {
	children := tree.GetChildren()
	if len(children) == 1 {
		return r.atom(children[0].(*grule.ExpressionAtomContext))
	}
	if n := len(children); n > 3 || isTerminal(children[0]) { // ( … ) or !( … )
		inner := r.condition(children[n-2].(*grule.ExpressionContext))
		if t := tree.GetStart(); t.GetTokenType() == tokNot {
			return r.negation(t)
		}
		return inner
	}
	left, right := children[0].(*grule.ExpressionContext), children[2].(*grule.ExpressionContext)
	op := children[1].(antlr.ParserRuleContext).GetStart()
	switch children[1].(type) {
	case *grule.AndLogicOperatorContext:
		return both(r.condition(left), r.condition(right), and)
	case *grule.OrLogicOperatorContext:
		return both(r.condition(left), r.condition(right), or)
	case *grule.ComparisonOperatorContext:
		return r.comparison(left, right, op)
	}
	if text := op.GetText(); text == "&" || text == "|" {
		r.refuse("bit-operator", op, op, "write "+text+text, "%s is not part of the profile", shown(text))
		r.condition(left)
		r.condition(right)
		return nil
	}
	r.refuse("arithmetic", op, op, "compare with a number: Case.Fact >= 6", "%s is not part of the profile", shown(op.GetText()))
	return nil
}

func isTerminal(t antlr.Tree) bool {
	_, is := t.(antlr.TerminalNode)
	return is
}

func (r *reader) negation(t antlr.Token) Expr {
	r.refuse("negation", t, t, "name the opposite, such as Case.Fact.No, Case.Fact.None or Case.Fact.NotOption", `"!" is not part of the profile`)
	return nil
}

// both joins two conditions unless one was refused.
func both(left, right Expr, join func(left, right Expr) Expr) Expr {
	if left == nil || right == nil {
		return nil
	}
	return join(left, right)
}

// and joins two conditions into one *And, taking in the terms of those that are.
func and(left, right Expr) Expr {
	l, isAnd := left.(*And)
	if !isAnd {
		l = &And{Terms: []Expr{left}, Pos: left.Position()}
	}
	if r, isAnd := right.(*And); isAnd {
		l.Terms = append(l.Terms, r.Terms...)
	} else {
		l.Terms = append(l.Terms, right)
	}
	return l
}

// or is to *Or what and is to *And.
func or(left, right Expr) Expr {
	l, isOr := left.(*Or)
	if !isOr {
		l = &Or{Terms: []Expr{left}, Pos: left.Position()}
	}
	if r, isOr := right.(*Or); isOr {
		l.Terms = append(l.Terms, r.Terms...)
	} else {
		l.Terms = append(l.Terms, right)
	}
	return l
}

// span returns the tokens of a part of the parse tree.
func (r *reader) span(tree antlr.ParserRuleContext) []antlr.Token {
	return r.tokens[tree.GetStart().GetTokenIndex() : tree.GetStop().GetTokenIndex()+1]
}

// path returns the names of a.b.c, or nil if the tokens are anything else.
func path(tokens []antlr.Token) []antlr.Token {
	if len(tokens)%2 == 0 {
		return nil
	}
	names := make([]antlr.Token, 0, 1+len(tokens)/2)
	for i, t := range tokens {
		switch kind := t.GetTokenType(); {
		case i%2 == 0 && kind == tokName:
			names = append(names, t)
		case i%2 == 0 || kind != tokDot:
			return nil
		}
	}
	return names
}

// atom reads an expression without operators.
func (r *reader) atom(tree *grule.ExpressionAtomContext) Expr {
	tokens := r.span(tree)
	first, last := tokens[0], tokens[len(tokens)-1]
	if names := path(tokens); names != nil {
		return r.selector(names, written(tokens))
	}
	switch children := tree.GetChildren(); {
	case first.GetTokenType() == tokNot:
		r.atom(children[1].(*grule.ExpressionAtomContext))
		return r.negation(first)
	case tree.Constant() != nil:
		r.refuse("literal-condition", first, last, conditionForm, "%s is not a condition", shown(written(tokens)))
		return nil
	case tree.MethodCall() != nil:
		if object := path(r.span(tree.ExpressionAtom())); len(object) == 1 && object[0].GetText() == "Count" {
			call := tree.MethodCall().FunctionCall().(*grule.FunctionCallContext)
			if call.SIMPLENAME().GetText() == "AtLeast" {
				return r.atLeast(first, last, call)
			}
		}
	}
	if name := callee(tokens); name == "Count.AtLeast" {
		r.refuse("unknown-call", first, last, atLeastForm, "nothing may follow the parentheses of Count.AtLeast")
	} else {
		r.refuse("unknown-call", first, last, atLeastForm, "%s is not a call that a condition may make", shown(name))
	}
	return nil
}

// written joins tokens without the space between them.
func written(tokens []antlr.Token) string {
	var b strings.Builder
	for _, t := range tokens {
		b.WriteString(t.GetText())
	}
	return b.String()
}

// callee writes the tokens before the first parenthesis.
func callee(tokens []antlr.Token) string {
	name, _, _ := strings.Cut(written(tokens), "(")
	return name
}

// selector reads Case.Fact.Member or Found.Name, split into its names.
func (r *reader) selector(names []antlr.Token, whole string) Expr {
	root, last := names[0], names[len(names)-1]
	switch root.GetText() {
	case "Case":
		switch {
		case len(names) == 1:
			r.refuse("atom-depth", root, last, conditionForm, "Case alone names no fact")
		case len(names) == 2:
			r.refuse("atom-depth", root, last, fmt.Sprintf("write %[1]s.Option, %[1]s.Yes or %[1]s >= number", whole),
				"%s is no condition by itself", shown(whole))
		case len(names) > 3:
			r.refuse("atom-depth", root, last, conditionForm, "%s is not of the form Case.Fact.Option", shown(whole))
		case last.GetText() == "Count":
			r.refuse("count-comparison", root, last, countForm, "%s is not compared with a number", shown(whole))
		case r.camel(names[1:]):
			return &Case{Fact: names[1].GetText(), Member: last.GetText(), Pos: r.pos(root), Width: width(root, last), MemberPos: r.pos(last)}
		}
	case "Found":
		switch {
		case len(names) != 2:
			r.refuse("atom-depth", root, last, conditionForm, "%s is not of the form Found.Name", shown(whole))
		case r.camel(names[1:]):
			return &Found{Name: last.GetText(), Pos: r.pos(root)}
		}
	case "Refer", "Plan", "Advise":
		r.refuse("unknown-object", root, last, conditionForm, "%s is for effects, not for conditions", shown(root.GetText()))
	default:
		r.refuse("unknown-object", root, last, diag.DidYouMean(root.GetText(), []string{"Case", "Found", "Count"}, conditionForm),
			"a condition knows no %s", shown(root.GetText()))
	}
	return nil
}

// camel refuses names that are not in CamelCase.
func (r *reader) camel(names []antlr.Token) bool {
	ok := true
	for _, n := range names {
		if name := n.GetText(); !isCamel(name) {
			r.refuse("name-case", n, n, camelHint(name), "the name %s is not in CamelCase", shown(name))
			ok = false
		}
	}
	return ok
}

// atLeast reads Count.AtLeast(k, condition, ...).
func (r *reader) atLeast(first, last antlr.Token, call *grule.FunctionCallContext) Expr {
	var args []grule.IExpressionContext
	if list := call.ArgumentList(); list != nil {
		args = list.AllExpression()
	}
	if len(args) < 2 {
		r.refuse("at-least", first, last, atLeastForm, "Count.AtLeast has no conditions to count")
		return nil
	}
	e := &AtLeast{Pos: r.pos(first)}
	ok := true
	for _, arg := range args[1:] {
		term := r.condition(arg)
		ok = ok && term != nil
		e.Terms = append(e.Terms, term)
	}
	k := r.span(args[0])
	if !isLiteral(k) || k[len(k)-1].GetTokenType() != tokInteger {
		r.refuse("at-least", k[0], k[len(k)-1], atLeastForm, "Count.AtLeast counts up to a whole number, not to %s", shown(written(k)))
		return nil
	}
	e.K, _ = strconv.Atoi(written(k)) // too large a number is the largest int: refused below
	if e.K < 1 || e.K > len(e.Terms) {
		r.refuse("at-least", k[0], k[len(k)-1], atLeastForm, "%s of %d conditions can never be counted", shown(written(k)), len(e.Terms))
		return nil
	}
	if !ok {
		return nil
	}
	return e
}
