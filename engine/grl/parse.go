package grl

import (
	"fmt"

	"github.com/antlr4-go/antlr/v4"
	grule "github.com/hyperjumptech/grule-rule-engine/antlr/parser/grulev3"

	"github.com/limber-triage/limber/engine/diag"
)

// Parse reads the rules of one file, in their order. The error is a sorted
// [diag.List] of every mistake in the file: one for text that cannot be parsed
// in a rule, all of them for a rule that can. Sound rules are returned even
// where others are not, so that a caller may check them too.
//
// Rules and their conditions are never changed after Parse returns them.
func Parse(file string, src []byte) ([]*Rule, error) {
	s := newSource(string(src), diag.Pos{File: file, Line: 1, Column: 1})
	if !s.readable() {
		return nil, s.done()
	}
	var rules []*Rule
	lines := map[string]int{} // where each name was first given
	p := newParser()
	pieces := s.pieces()
	for _, piece := range pieces {
		before := len(s.faults)
		r := s.rule(p, piece)
		if r == nil {
			continue
		}
		if line, again := lines[r.Name]; again {
			s.fault("duplicate-rule", r.Pos, len(r.Name), "give one of them another name",
				"rule %s is already defined on line %d", shown(r.Name), line)
		} else if r.Name != "" {
			lines[r.Name] = r.Pos.Line
		}
		if len(s.faults) == before {
			rules = append(rules, r)
		}
	}
	if len(pieces) == 0 {
		s.fault("no-rules", s.base, 1, ruleForm, "the file holds no rule")
	}
	return rules, s.done()
}

// ParseCondition reads one condition, such as an ask_if of facts.yaml, and
// returns its [diag.List] of faults if it has any. Places are as if src began
// at the given line and column of the file, and every line of it in that
// column; what is not known of the place counts as 1.
func ParseCondition(file, src string, at diag.Pos) (Expr, error) {
	s := newSource(src, diag.Pos{File: file, Line: max(1, at.Line), Column: max(1, at.Column)})
	if !s.readable() {
		return nil, s.done()
	}
	pieces := s.pieces()
	if len(pieces) == 0 {
		s.fault("empty-when", s.base, 1, conditionForm, "the condition is empty")
		return nil, s.done()
	}
	for _, p := range pieces {
		if first := p.tokens[0]; first.GetTokenType() == tokRule {
			s.refuse("syntax", first, first, conditionForm, "a condition stands alone, without %s", shown(first.GetText()))
		}
	}
	if err := s.done(); err != nil {
		return nil, err
	}
	r := &reader{source: s, tokens: pieces[0].tokens}
	tree := parseAll(r, newParser(), parser.Expression)
	if tree == nil {
		return nil, s.done()
	}
	e := r.condition(tree)
	if err := s.done(); err != nil {
		return nil, err
	}
	return e, nil
}

// rule reads one piece. It returns nil when the piece cannot be parsed, and a
// rule with what could be read when the parsed text has faults.
func (s *source) rule(p parser, piece piece) *Rule {
	if piece.broken {
		return nil
	}
	first := piece.tokens[0]
	if first.GetTokenType() != tokRule {
		hint := ruleForm
		if diag.Nearest(first.GetText(), []string{"rule"}) != "" {
			hint = "did you mean rule?"
		}
		s.refuse("syntax", first, first, hint, `a rule begins with "rule", not with %s`, shown(first.GetText()))
		return nil
	}
	r := &reader{source: s, tokens: piece.tokens}
	tree := parseAll(r, p, parser.RuleEntry)
	if tree == nil {
		return nil
	}
	return r.rule(tree.(*grule.RuleEntryContext))
}

// reader builds the tree of one rule or lone condition from its parse tree.
type reader struct {
	*source
	tokens []antlr.Token // ended by an end-of-file token
}

// parser is Grule's generated parser, whose type has no exported name.
type parser interface {
	antlr.Parser
	SetTokenStream(antlr.TokenStream)
	RuleEntry() grule.IRuleEntryContext
	Expression() grule.IExpressionContext
}

func newParser() parser {
	p := grule.Newgrulev3Parser(&tokenStream{})
	p.RemoveErrorListeners()
	p.SetErrorHandler(stopAtFirst{antlr.NewDefaultErrorStrategy()})
	return p
}

// maxRetries bounds how often one file is parsed by LL after SLL refused.
const maxRetries = 20

// parseAll parses the reader's tokens, all of them, from one rule of the
// grammar. It records the first mistake and then returns the zero value.
//
// Grule's grammar makes Case.X.Y ambiguous, and full LL prediction spends ten
// times as long on that as SLL. SLL can only err by refusing, so what it
// refuses is parsed again by LL, whose answer counts. No text is known where
// the two differ; a file with very many mistakes is not parsed twice for that.
func parseAll[T antlr.ParserRuleContext](r *reader, p parser, start func(parser) T) (tree T) {
	if !r.fits() {
		return tree
	}
	tree, bad := parseOnce(p, antlr.PredictionModeSLL, r.tokens, start)
	if bad != nil && r.retries < maxRetries {
		r.retries++
		tree, bad = parseOnce(p, antlr.PredictionModeLL, r.tokens, start)
	}
	if bad != nil {
		bad.record(r)
	}
	return tree
}

// mistake is where parsing stopped: a token, or a panic of ANTLR's.
type mistake struct {
	token antlr.Token
	cause any
}

func (m *mistake) record(r *reader) {
	if m.token != nil {
		r.syntax(m.token)
		return
	}
	r.refuse("parser-panic", r.tokens[0], r.tokens[0], "please report this as a bug of limber",
		"this cannot be parsed: %s", shown(fmt.Sprint(m.cause)))
}

func parseOnce[T antlr.ParserRuleContext](p parser, mode int, tokens []antlr.Token, start func(parser) T) (tree T, bad *mistake) {
	defer func() {
		cause := recover()
		if cause == nil {
			return
		}
		var none T
		tree = none
		if stop, ok := cause.(*mistake); ok {
			bad = stop
		} else {
			bad = &mistake{cause: cause}
		}
	}()
	p.SetError(nil)
	p.GetInterpreter().SetPredictionMode(mode)
	p.SetTokenStream(&tokenStream{tokens: tokens})
	tree = start(p)
	if next := p.GetCurrentToken(); next.GetTokenType() != antlr.TokenEOF {
		panic(&mistake{token: next})
	}
	return tree, nil
}

// stopAtFirst ends a parse at its first mistake by a panic, which parseOnce
// recovers: one mistake per rule is news, those after it are guesses. (ANTLR's
// own bail strategy does not stop in Go.)
type stopAtFirst struct{ *antlr.DefaultErrorStrategy }

func (stopAtFirst) Sync(antlr.Parser) {}

// ReportError hears of a choice that no alternative fits. ANTLR for Go forgets
// at which token; it is the farthest that was looked at.
func (stopAtFirst) ReportError(p antlr.Parser, _ antlr.RecognitionException) {
	stream := p.GetTokenStream().(*tokenStream)
	panic(&mistake{token: stream.tokens[stream.farthest]})
}

// RecoverInline hears of a token other than the only one that fits.
func (stopAtFirst) RecoverInline(p antlr.Parser) antlr.Token {
	panic(&mistake{token: p.GetCurrentToken()})
}

// maxDots bounds a.b.c: the parser looks ahead over all of it at each dot, and
// nothing in the profile has more than two.
const maxDots = 8

// fits refuses what could cost the parser much time or stack, and arrays,
// whose contents it would have to read twice.
func (r *reader) fits() bool {
	if n := len(r.tokens) - 1; n > MaxTokens {
		r.refuse("rule-too-long", r.tokens[0], r.tokens[0], "split it, or use Count.AtLeast", "%d tokens are more than the %d allowed", n, MaxTokens)
		return false
	}
	depth, dots := 0, 0
	for i, t := range r.tokens {
		kind := t.GetTokenType()
		if kind != tokDot && (i == 0 || r.tokens[i-1].GetTokenType() != tokDot) {
			dots = 0
		}
		switch kind {
		case tokDot:
			dots++
		case tokOpen:
			depth++
		case tokClose:
			depth--
		case tokNot:
			if r.tokens[i+1].GetTokenType() == tokNot {
				depth++ // each nests the next, and they are all refused anyway
			}
		case tokOpenSquare:
			r.refuse("array", t, t, "write the names themselves: Case.Fact.Option", "arrays and maps are not part of the profile")
			return false
		}
		if dots > maxDots {
			r.refuse("atom-depth", t, t, conditionForm, "too many names are joined by dots")
			return false
		}
		if depth > MaxNesting {
			r.refuse("nested-too-deep", t, t, "write it flatter", "more than %d parentheses are open at once", MaxNesting)
			return false
		}
	}
	return true
}
