package grl

import (
	"strings"

	"github.com/antlr4-go/antlr/v4"
	grule "github.com/hyperjumptech/grule-rule-engine/antlr/parser/grulev3"
)

// piece is the run of tokens from one word "rule" to the next, ended by an
// end-of-file token. Reading piece by piece keeps a mistake in one rule from
// hiding or causing mistakes in another.
type piece struct {
	tokens []antlr.Token
	broken bool // holds text that is no token: not worth parsing
}

// pieces cuts the source into rules by Grule's own lexer. Text before the
// first rule makes a piece too. Lexical faults are recorded, one per rule.
func (s *source) pieces() []piece {
	s.input = antlr.NewInputStream(s.text)
	var all []piece
	var now piece
	var end antlr.Token
	flush := func() {
		if len(now.tokens) > 0 || now.broken {
			all = append(all, now)
		}
		now = piece{}
	}
	next := s.lexer(0, 1, &now)
	for {
		t := next()
		kind := t.GetTokenType()
		if now.broken && s.lost(t) {
			start, line := s.nextRule(t)
			flush()
			next = s.lexer(start, line, &now)
			continue
		}
		if kind == antlr.TokenEOF {
			end = t
			break
		}
		if kind == grule.Grulev3LexerRULE && !named(now.tokens) {
			flush()
		}
		s.checkToken(t, &now)
		t.SetTokenIndex(len(now.tokens))
		now.tokens = append(now.tokens, t)
	}
	flush()
	for i := range all {
		all[i].tokens = append(all[i].tokens, end)
	}
	return all
}
