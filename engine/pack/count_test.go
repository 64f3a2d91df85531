package pack_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/limber-triage/limber/engine/diag"
)

// TestLargeCountsLoad: whether a precaution covers "not sure" is settled for a
// count of many conditions too, where trying every case would never end.
func TestLargeCountsLoad(t *testing.T) {
	t.Parallel()
	const old = "when Case.BodyLimits.CannotKneel\n    || Case.BodyLimits.Unsure\n"
	var terms []string
	for age := range 40 {
		terms = append(terms, fmt.Sprintf("Case.Age >= %d", age+1))
	}
	for own, refused := range map[string]bool{
		"Case.BodyLimits.CannotKneel || Case.BodyLimits.Unsure": false,
		"Case.BodyLimits.CannotKneel":                           true,
	} {
		fsys := copyOf(t)
		src := string(fsys["precautions.grl"].Data)
		fresh := strings.Replace(src, old, "when Count.AtLeast(20, "+own+", "+strings.Join(terms, ", ")+")\n", 1)
		if fresh == src {
			t.Fatalf("the rules no longer hold %q: mend the test", old)
		}
		fsys["precautions.grl"] = &fstest.MapFile{Data: []byte(fresh)}
		list := load(fsys)
		if got := slices.ContainsFunc(list, func(d diag.Diagnostic) bool { return d.Code == "unsure-uncovered" }); got != refused {
			t.Errorf("%s: refused is %t: %v", own, got, list)
		}
	}
}
