package lint_test

import "testing"

func TestIdleComparison(t *testing.T) {
	testCheck(t, "idle-comparison", map[string]lintCase{
		"from the minimum": {
			add: `
-- rules.grl --
rule A "x" {
  when §Case.Age >= 0 && Case.Signs.Fever
  then
    Refer.Emergency();
}`,
			says: []string{`0 to 120`},
		},
		"to the maximum": {
			add: `
-- rules.grl --
rule A "x" {
  when §Case.PainLevel <= 10 && Case.Signs.Fever
  then
    Refer.Emergency();
}`,
			says: []string{`Case.PainLevel <= 10`},
		},
		"above the minimum": {
			add: `
-- rules.grl --
rule A "x" {
  when Case.Age > 0 && Case.Signs.Fever
  then
    Refer.Emergency();
}`,
		},
	})
}
