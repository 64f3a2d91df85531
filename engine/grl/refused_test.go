package grl_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/grl"
)

var update = flag.Bool("update", false, "rewrite the expected parts of testdata/refused.txtar")

const refused = "testdata/refused.txtar"

// TestRefused holds every kind of mistake, with its place, width, message and
// hint as a person sees them.
func TestRefused(t *testing.T) {
	t.Parallel()
	archive, err := txtar.ParseFile(refused)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(archive.Files); i += 2 {
		in, want := archive.Files[i], &archive.Files[i+1]
		t.Run(strings.TrimSuffix(in.Name, ".grl"), func(t *testing.T) {
			_, err := grl.Parse(in.Name, in.Data)
			got := report(in.Data, err)
			if *update {
				want.Data = []byte(got)
				return
			}
			if diff := cmp.Diff(string(want.Data), got); diff != "" {
				t.Errorf("diagnostics (-want +got):\n%s", diff)
			}
		})
	}
	if *update {
		if err := os.WriteFile(refused, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// report shows diagnostics with their code and caret.
func report(src []byte, err error) string {
	var list diag.List
	if !errors.As(err, &list) {
		return fmt.Sprintf("no diagnostics: %v\n", err)
	}
	var b strings.Builder
	for _, d := range list {
		fmt.Fprintf(&b, "%s: %s\n", d.Code, d.Error())
		if s := diag.Snippet(src, d); s != "" {
			b.WriteString(s + "\n")
		}
	}
	return b.String()
}
