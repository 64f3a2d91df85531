package lint_test

import (
	"testing"

	"github.com/limber-triage/limber/engine/lint"
)

func TestUnusedBase(t *testing.T) {
	testCheck(t, "unused-base", map[string]lintCase{
		"not used": {
			add: `
-- bases.yaml --
bases:
  §nobody: {age: 30}`,
			says: []string{`base nobody`},
			o:    lint.Options{UsedBases: []string{"older_adult"}},
		},
		"not known which are used": {
			add: `
-- bases.yaml --
bases:
  nobody: {age: 30}`,
		},
		"used": {
			add: `
-- bases.yaml --
bases:
  nobody: {age: 30}`,
			o: lint.Options{UsedBases: []string{"older_adult", "nobody"}},
		},
	})
}
