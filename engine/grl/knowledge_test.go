package grl_test

import (
	"strings"
	"testing"

	"github.com/hyperjumptech/grule-rule-engine/ast"
	"github.com/hyperjumptech/grule-rule-engine/builder"
	"github.com/hyperjumptech/grule-rule-engine/pkg"

	"github.com/limber-triage/limber/engine/grl"
)

// build makes a knowledge base by Grule's own builder.
func build(src string) (*ast.KnowledgeBase, error) {
	library := ast.NewKnowledgeLibrary()
	err := builder.NewRuleBuilder(library).BuildRuleFromResource("pack", "1", pkg.NewBytesResource([]byte(src)))
	return library.GetKnowledgeBase("pack", "1"), err
}

// TestKnowledgeIsWhatGruleBuilds compares the knowledge base from parsed rules
// with the one Grule's builder makes of the same text.
func TestKnowledgeIsWhatGruleBuilds(t *testing.T) {
	t.Parallel()
	src := packOf(30)
	rules, err := grl.Parse("pack.grl", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	got, err := grl.Knowledge("pack", "1", rules)
	if err != nil {
		t.Fatal(err)
	}
	want, err := build(src)
	if err != nil {
		t.Fatal(err)
	}
	got.WorkingMemory.IndexVariables() // as the builder does
	if got.GetSnapshot() != want.GetSnapshot() {
		t.Errorf("snapshot differs:\n got %.400s\nwant %.400s", got.GetSnapshot(), want.GetSnapshot())
	}
	if !got.WorkingMemory.Equals(want.WorkingMemory) {
		t.Error("working memory differs")
	}
	if _, err := got.Clone(pkg.NewCloneTable()); err != nil {
		t.Errorf("clone: %v", err)
	}
}

func TestKnowledgeRefusesRulesOfOneName(t *testing.T) {
	t.Parallel()
	rules, err := grl.Parse("pack.grl", []byte(packOf(1)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := grl.Knowledge("pack", "1", append(rules, rules...)); err == nil {
		t.Error("two rules of one name were built")
	}
	broken := *rules[0]
	broken.Source = strings.Replace(broken.Source, "when", "wenn", 1)
	if _, err := grl.Knowledge("pack", "1", []*grl.Rule{&broken}); err == nil {
		t.Error("a rule that does not parse was built")
	}
}

// The load budget is 150 ms for 250 rules; see the README.

func BenchmarkParse(b *testing.B) {
	src := []byte(packOf(250))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := grl.Parse("pack.grl", src); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkKnowledge(b *testing.B) {
	rules, err := grl.Parse("pack.grl", []byte(packOf(250)))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := grl.Knowledge("pack", "1", rules); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkGrulesBuilder is what loading would cost without Knowledge.
func BenchmarkGrulesBuilder(b *testing.B) {
	src := packOf(250)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := build(src); err != nil {
			b.Fatal(err)
		}
	}
}
