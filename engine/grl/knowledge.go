package grl

import (
	"errors"
	"fmt"
	"strings"

	"github.com/antlr4-go/antlr/v4"
	gruleantlr "github.com/hyperjumptech/grule-rule-engine/antlr"
	grule "github.com/hyperjumptech/grule-rule-engine/antlr/parser/grulev3"
	"github.com/hyperjumptech/grule-rule-engine/ast"
	"github.com/hyperjumptech/grule-rule-engine/pkg"
)

// Knowledge builds Grule's knowledge base of the given rules from their
// Source, by Grule's own grammar and listener: it is what Grule's builder
// makes of the same text, at about a quarter of the cost, since the builder
// predicts by full LL. The rules must come from [Parse] and have different
// names.
//
// The knowledge base is indexed: without that, Execute does not notice what
// rules assign. Indexing compares every variable with every expression, so one
// knowledge base for each level of rules costs less than one for all.
func Knowledge(name, version string, rules []*Rule) (kb *ast.KnowledgeBase, err error) {
	defer func() { // Grule's listener is not ours
		if v := recover(); v != nil {
			kb, err = nil, fmt.Errorf("build knowledge of %s: grule panicked: %v", name, v)
		}
	}()
	sources := make([]string, len(rules))
	for i, r := range rules {
		sources[i] = r.Source
	}
	kb = ast.NewKnowledgeLibrary().GetKnowledgeBase(name, version)
	heard := &pkg.GruleErrorReporter{}
	lexer := grule.Newgrulev3Lexer(antlr.NewInputStream(strings.Join(sources, "\n")))
	lexer.RemoveErrorListeners()
	lexer.AddErrorListener(heard)
	p := grule.Newgrulev3Parser(antlr.NewCommonTokenStream(lexer, antlr.TokenDefaultChannel))
	p.RemoveErrorListeners()
	p.AddErrorListener(heard)
	p.GetInterpreter().SetPredictionMode(antlr.PredictionModeSLL)
	antlr.ParseTreeWalkerDefault.Walk(gruleantlr.NewGruleV3ParserListener(kb, heard), p.Grl())
	if heard.HasError() {
		return nil, fmt.Errorf("build knowledge of %s: %w", name, errors.Join(heard.Errors...))
	}
	if n := len(kb.RuleEntries); n != len(rules) {
		return nil, fmt.Errorf("build knowledge of %s: %d rules became %d", name, len(rules), n)
	}
	kb.WorkingMemory.IndexVariables()
	return kb, nil
}
