package grl_test

import (
	"errors"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/hyperjumptech/grule-rule-engine/antlr/parser/grulev3"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/grl"
)

// seeds gives a fuzz test every refused input and a few sound ones.
func seeds(f *testing.F) {
	archive, err := txtar.ParseFile(refused)
	if err != nil {
		f.Fatal(err)
	}
	for i := 0; i < len(archive.Files); i += 2 {
		f.Add(archive.Files[i].Data)
	}
	f.Add([]byte(packOf(2)))
	f.Add([]byte("rule A \"x\" { when Found.B then Plan.Caution(\"a\", \"b\"); } // end"))
}

// checkPlaced fails unless err is a list of diagnostics that all have a place
// near src, a code and a message that is safe to print.
func checkPlaced(t interface {
	Fatalf(format string, args ...any)
}, src string, err error,
) {
	var list diag.List
	if !errors.As(err, &list) || len(list) == 0 {
		t.Fatalf("not a list of diagnostics: %v", err)
	}
	for _, d := range list {
		if d.Code == "" || d.Code == "parser-panic" || d.Message == "" || d.Width < 1 || d.File != "t.grl" || d.Line < 1 || d.Column < 1 {
			t.Fatalf("incomplete: %+v", d)
		}
		if d.Line > 3+len(src) || !utf8.ValidString(d.Message) || utf8.RuneCountInString(d.Message) > 200 {
			t.Fatalf("out of bounds: %+v", d)
		}
	}
}

// FuzzParse checks that no text makes Parse panic, that every refusal has its
// place, and that what is taken survives Format and is taken by Grule too.
func FuzzParse(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, src []byte) {
		rules, err := grl.Parse("t.grl", src)
		if err != nil {
			checkPlaced(t, string(src), err)
		} else if _, err := build(string(src)); err != nil {
			t.Fatalf("Grule refuses what Parse takes: %v\n%s", err, src)
		}
		for _, r := range rules {
			again, err := grl.Parse("t.grl", []byte(grl.Format(r)))
			if err != nil {
				t.Fatalf("format is refused: %v\n%s", err, grl.Format(r))
			}
			if diff := cmp.Diff([]*grl.Rule{r}, again, modulo); diff != "" {
				t.Fatalf("rule (-want +got):\n%s", diff)
			}
		}
		if _, err := grl.Knowledge("pack", "1", rules); err != nil {
			t.Fatal(err)
		}
	})
}

// FuzzCondition checks the same of lone conditions.
func FuzzCondition(f *testing.F) {
	seeds(f)
	f.Add([]byte("Case.A.Yes && (Found.B || Count.AtLeast(1, Case.C < -2.5))"))
	f.Fuzz(func(t *testing.T, src []byte) {
		e, err := grl.ParseCondition("t.grl", string(src), diag.Pos{File: "t.grl", Line: 3, Column: 9})
		if err != nil {
			checkPlaced(t, string(src), err)
			return
		}
		again, err := grl.ParseCondition("t.grl", e.String(), diag.Pos{})
		if err != nil {
			t.Fatalf("%s is refused: %v", e, err)
		}
		if diff := cmp.Diff(e, again, modulo); diff != "" {
			t.Fatalf("condition (-want +got):\n%s", diff)
		}
	})
}

// TestTokenNames compares our token types with those of Grule's grammar.
func TestTokenNames(t *testing.T) {
	t.Parallel()
	grulev3.Grulev3ParserInit()
	for kind, want := range grl.TokenNames {
		if got := grulev3.Grulev3ParserStaticData.SymbolicNames[kind]; got != want {
			t.Errorf("token type %d is %s, want %s", kind, got, want)
		}
	}
}
