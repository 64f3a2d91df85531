package main_test

import (
	"bytes"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"
)

// module is where all packages live.
const module = "github.com/limber-triage/limber/"

// layers is the house: each package and those of ours that it may import. What
// is not listed here may not exist.
var layers = map[string][]string{
	"engine/diag":     {},
	"rules":           {},
	"engine/yamltree": {"engine/diag"},
	"facts":           {"engine/diag", "engine/yamltree"},
	"engine/grl":      {"engine/diag"},
	"engine/pack":     ground,
	"engine/lint":     above("engine/pack"),
	"engine/program":  above("engine/pack"),
	"engine/planner":  above("engine/pack"),
	"engine/figure":   above("engine/pack"),
	"engine/ask":      above("engine/pack", "engine/program"),
	"engine":          above("engine/pack", "engine/lint", "engine/program", "engine/planner", "engine/ask"),
	"engine/proof":    above("engine/pack", "engine/program"),
	"engine/verify":   above("engine/pack", "engine/planner", "engine", "engine/proof"),
	"engine/batch":    above("engine/pack", "engine"),
	"engine/report": above("engine/pack", "engine/planner", "engine/lint", "engine", "engine/verify", "engine/proof",
		"engine/batch", "engine/figure"),
	"cmd/limber/internal/web":             above("engine/pack", "engine", "engine/ask", "engine/figure", "engine/report"),
	"cmd/limber/internal/web/browsertest": {}, // tests only
	"cmd/limber/internal/cli": above("engine/pack", "engine/lint", "engine/program", "engine/planner", "engine/ask", "engine",
		"engine/proof", "engine/verify", "engine/batch", "engine/figure", "engine/report", "cmd/limber/internal/web"),
	"cmd/limber": {"cmd/limber/internal/cli", "rules"},
}

// ground is what everything from engine/pack on may import.
var ground = []string{"engine/diag", "engine/yamltree", "facts", "engine/grl"}

func above(packages ...string) []string { return append(slices.Clone(ground), packages...) }

// outside says which packages alone may import certain packages that are not
// ours, by the beginning of their path.
var outside = map[string][]string{
	"os": {"cmd/limber", "cmd/limber/internal/cli"},
	"github.com/hyperjumptech/grule-rule-engine": {"engine", "engine/grl"},
	"github.com/antlr4-go/antlr":                 {"engine/grl"},
	"github.com/spf13/cobra":                     {"cmd/limber/internal/cli"},
	"github.com/spf13/viper":                     {"cmd/limber/internal/cli"},
	"github.com/rs/zerolog":                      {"cmd/limber/internal/cli"},
	"log":                                        {},
	"unsafe":                                     {},
}

// listed is a package as go list describes it.
type listed struct {
	ImportPath string
	Imports    []string // tests left out
}

func TestLayers(t *testing.T) {
	t.Parallel()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", module+"...").Output()
	if err != nil {
		t.Fatal(err)
	}
	var packages []listed
	for d := jsontext.NewDecoder(bytes.NewReader(out)); d.PeekKind() != 0; {
		var p listed
		if err := json.UnmarshalDecode(d, &p); err != nil {
			t.Fatal(err)
		}
		packages = append(packages, p)
	}
	if len(packages) < 10 {
		t.Fatalf("go list found %d packages only", len(packages))
	}
	for _, breach := range breaches(packages) {
		t.Error(breach)
	}
}

// breaches lists the imports that the house does not allow.
func breaches(packages []listed) (list []string) {
	for _, p := range packages {
		name := strings.TrimPrefix(p.ImportPath, module)
		allowed, known := layers[name]
		if !known {
			list = append(list, name+" has no place in the table of layers")
		}
		for _, path := range p.Imports {
			ours, internal := strings.CutPrefix(path, module)
			if internal && known && !slices.Contains(allowed, ours) {
				list = append(list, fmt.Sprintf("%s imports %s", name, ours))
			}
			for prefix, users := range outside {
				if (path == prefix || strings.HasPrefix(path, prefix+"/")) && !slices.Contains(users, name) {
					list = append(list, fmt.Sprintf("%s imports %s", name, path))
				}
			}
		}
	}
	return list
}

// TestBreaches makes sure that the check can fail.
func TestBreaches(t *testing.T) {
	t.Parallel()
	p := func(name string, imports ...string) listed { return listed{module + name, imports} }
	got := breaches([]listed{
		p("engine/diag", "fmt", "strings"),
		p("facts", module+"engine/diag", module+"engine/pack"),
		p("engine/pack", module+"facts", "os"),
		p("engine/planner", module+"engine/pack", module+"engine/program", "os/exec"),
		p("engine/report", module+"engine", "github.com/hyperjumptech/grule-rule-engine/ast", "osmosis"),
		p("engine", "github.com/hyperjumptech/grule-rule-engine/ast", module+"engine/ask"),
		p("engine/util", module+"engine/diag"),
		p("rules", "embed", module+"facts"),
		p("cmd/limber/internal/cli", "os", module+"rules"),
		p("cmd/limber", "os", "os/signal", module+"rules", module+"cmd/limber/internal/cli"),
	})
	want := []string{
		"facts imports engine/pack",
		"engine/pack imports os",
		"engine/planner imports engine/program",
		"engine/planner imports os/exec",
		"engine/report imports github.com/hyperjumptech/grule-rule-engine/ast",
		"engine/util has no place in the table of layers",
		"rules imports facts",
		"cmd/limber/internal/cli imports rules",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
