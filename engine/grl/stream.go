package grl

import "github.com/antlr4-go/antlr/v4"

// tokenStream hands the tokens of one piece to the parser. It is a slice and a
// place in it: the stream of ANTLR's library does more, and more slowly.
type tokenStream struct {
	tokens   []antlr.Token // the last is the end of file
	index    int
	farthest int // highest index reached, also in looking ahead
}

var _ antlr.TokenStream = (*tokenStream)(nil)

func (s *tokenStream) Consume() {
	s.index = min(s.index+1, len(s.tokens)-1)
	s.farthest = max(s.farthest, s.index)
}

func (s *tokenStream) LA(k int) int { return s.LT(k).GetTokenType() }

func (s *tokenStream) LT(k int) antlr.Token {
	if k > 0 {
		k-- // LT(1) is the current token, LT(-1) the one before it
	}
	return s.tokens[max(0, min(s.index+k, len(s.tokens)-1))]
}

func (s *tokenStream) Get(i int) antlr.Token                           { return s.tokens[i] }
func (s *tokenStream) Seek(i int)                                      { s.index = i }
func (s *tokenStream) Index() int                                      { return s.index }
func (s *tokenStream) Size() int                                       { return len(s.tokens) }
func (s *tokenStream) Reset()                                          { s.index = 0 }
func (*tokenStream) Mark() int                                         { return 0 }
func (*tokenStream) Release(int)                                       {}
func (*tokenStream) GetSourceName() string                             { return "" }
func (*tokenStream) GetAllText() string                                { return "" }
func (*tokenStream) SetTokenSource(antlr.TokenSource)                  {}
func (*tokenStream) GetTokenSource() antlr.TokenSource                 { return nil }
func (*tokenStream) GetTextFromInterval(antlr.Interval) string         { return "" }
func (*tokenStream) GetTextFromRuleContext(antlr.RuleContext) string   { return "" }
func (*tokenStream) GetTextFromTokens(antlr.Token, antlr.Token) string { return "" }
