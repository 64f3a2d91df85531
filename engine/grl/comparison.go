package grl

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/antlr4-go/antlr/v4"
	grule "github.com/hyperjumptech/grule-rule-engine/antlr/parser/grulev3"
)

// Bounds on a number as written. Grule takes floats that agree in six decimals
// for one number; fifteen digits are what a float64 keeps exactly.
const (
	maxDecimals = 6
	maxWhole    = 9 // digits before the point
)

const numberForm = "a number is written like 65, -2 or 36.5, with at most 6 decimals"

// comparison reads Case.Fact OP number or Case.Fact.Count >= number.
func (r *reader) comparison(left, right *grule.ExpressionContext, op antlr.Token) Expr {
	l, n := r.span(left), r.span(right)
	names := path(l)
	first, last := l[0], n[len(n)-1]
	compare := Op(op.GetText())
	for _, side := range []*grule.ExpressionContext{left, right} {
		if side.MulDivOperators() != nil || side.AddMinusOperators() != nil {
			return r.condition(side) // refuses it
		}
	}
	switch {
	case compare == "==" || compare == "!=":
		r.equality(l, op)
		return nil
	case names == nil && isLiteral(l):
		r.refuse("literal-on-left", first, last, flipped(l, compare, n), "the number stands on the left")
		return nil
	case names == nil || names[0].GetText() != "Case":
		r.refuse("comparison-operand", first, l[len(l)-1], "compare a fact: Case.Fact >= number", "%s cannot be compared", shown(written(l)))
		return nil
	case len(names) != 2 && (len(names) != 3 || names[2].GetText() != "Count"):
		r.refuse("comparison-operand", first, l[len(l)-1], "compare Case.Fact, or Case.Fact.Count", "%s cannot be compared", shown(written(l)))
		return nil
	case !isLiteral(n):
		r.refuse("comparison-operand", n[0], last, numberForm, "%s is not a number to compare with", shown(written(n)))
		return nil
	}
	literal, number, sound := r.number(n)
	if !r.camel(names[1:]) || !sound {
		return nil
	}
	c := &Case{Fact: names[1].GetText(), Op: compare, Number: number, Literal: literal, Pos: r.pos(first), Width: width(first, last)}
	if len(names) == 3 {
		if compare != GE {
			r.refuse("count-comparison", op, op, countForm, "Count is compared by >= only, not by %s", compare)
			return nil
		}
		if number < 1 || strings.Contains(literal, ".") {
			r.refuse("count-comparison", n[0], last, countForm, "Count is compared with a whole number from 1, not with %s", shown(literal))
			return nil
		}
		c.Member, c.MemberPos = "Count", r.pos(names[2])
	}
	return c
}

func (r *reader) equality(left []antlr.Token, op antlr.Token) {
	hint := "compare numbers with <, <=, > or >=; for an option write Case.Fact.Option"
	switch names := path(left); {
	case len(names) == 3 && names[2].GetText() == "Count":
		hint = countForm
	case len(names) == 3 || len(names) == 2 && names[0].GetText() == "Found":
		hint = fmt.Sprintf("write %s alone, or its opposite", written(left))
	}
	r.refuse("equality", op, op, hint, "%s is not part of the profile", shown(op.GetText()))
}

// flipped writes number OP fact the right way round.
func flipped(number []antlr.Token, op Op, fact []antlr.Token) string {
	turned := map[Op]Op{LT: GT, LE: GE, GT: LT, GE: LE}[op]
	if len(path(fact)) != 2 {
		return "write Case.Fact >= number or Case.Fact.Count >= number"
	}
	return fmt.Sprintf("write %s %s %s", written(fact), turned, written(number))
}

// isLiteral reports a number with or without a sign, in any of Grule's forms.
func isLiteral(tokens []antlr.Token) bool {
	if len(tokens) == 2 && tokens[0].GetTokenType() == tokMinus {
		tokens = tokens[1:]
	}
	return len(tokens) == 1 && isNumber(tokens[0].GetTokenType())
}

// number reads a literal and refuses the forms outside the profile.
func (r *reader) number(tokens []antlr.Token) (literal string, value float64, ok bool) {
	literal = written(tokens)
	digits := tokens[len(tokens)-1]
	whole, decimals, _ := strings.Cut(digits.GetText(), ".")
	var wrong string
	switch kind := digits.GetTokenType(); {
	case kind == tokOctal:
		wrong = "%s would be read as octal"
	case kind == tokHex, kind == tokHexFloat:
		wrong = "%s is hexadecimal"
	case strings.ContainsAny(literal, "eE"):
		wrong = "%s has an exponent"
	case whole == "":
		wrong = "%s has no digit before its point"
	case len(decimals) > maxDecimals:
		wrong = "%s has too many decimals"
	case len(whole) > maxWhole:
		wrong = "%s is too large"
	default:
		value, err := strconv.ParseFloat(literal, 64)
		if err == nil && (value != 0 || len(tokens) == 1) {
			return literal, value, true
		}
		wrong = "%s is not written as a number"
	}
	r.refuse("number-form", tokens[0], digits, numberForm, wrong, shown(literal))
	return literal, 0, false
}
