package grl

import (
	"errors"
	"fmt"
	"strings"

	"github.com/antlr4-go/antlr/v4"
	gruleantlr "github.com/hyperjumptech/grule-rule-engine/antlr"
	"github.com/hyperjumptech/grule-rule-engine/ast"
	"github.com/hyperjumptech/grule-rule-engine/pkg"

	"github.com/limber-triage/limber/engine/diag"
)

// Knowledge builds Grule's knowledge base of the given rules from their
// Source, by Grule's own grammar and listener: it is what Grule's builder
// makes of the same text, at about a seventh of the cost, since the builder
// predicts by full LL and indexes. The rules must come from [Parse] and have
// different names.
//
// The knowledge base is not indexed. FetchMatchingRules needs no index, for it
// forgets all values first; before Execute, which evaluates rules again when
// others assign, call its WorkingMemory.IndexVariables. Indexing compares
// every variable with every expression: it would double the cost here, and
// that of every clone.
func Knowledge(name, version string, rules []*Rule) (*ast.KnowledgeBase, error) {
	sources := make([]string, len(rules))
	for i, r := range rules {
		sources[i] = r.Source
	}
	kb := ast.NewKnowledgeLibrary().GetKnowledgeBase(name, version)
	s := newSource(strings.Join(sources, "\n"), diag.Pos{File: name, Line: 1, Column: 1})
	p := newParser()
	heard := &pkg.GruleErrorReporter{}
	listener := gruleantlr.NewGruleV3ParserListener(kb, heard)
	for _, piece := range s.pieces() {
		r := &reader{source: s, tokens: piece.tokens}
		tree := parseAll(r, p, parser.Grl)
		if tree == nil || len(s.faults) > 0 {
			return nil, fmt.Errorf("build knowledge of %s: %w", name, s.done())
		}
		antlr.ParseTreeWalkerDefault.Walk(listener, tree)
	}
	if heard.HasError() {
		return nil, fmt.Errorf("build knowledge of %s: %w", name, errors.Join(heard.Errors...))
	}
	if n := len(kb.RuleEntries); n != len(rules) {
		return nil, fmt.Errorf("build knowledge of %s: %d rules became %d", name, len(rules), n)
	}
	return kb, nil
}
