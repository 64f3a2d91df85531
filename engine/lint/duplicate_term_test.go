package lint_test

import "testing"

func TestDuplicateTerm(t *testing.T) {
	testCheck(t, "duplicate-term", map[string]lintCase{
		"within &&": {
			add: `
-- rules.grl --
rule A "x" {
  when Case.Signs.Fever && Case.Onset.Sudden && §Case.Signs.Fever
  then
    Refer.Emergency();
}`,
			says: []string{`stands here already`},
		},
		"the same threshold": {
			add: `
-- rules.grl --
rule A "x" {
  when Case.Onset.Sudden && (Case.Age > 64 || §Case.Age >= 65)
  then
    Refer.Emergency();
}`,
			says: []string{`as Case.Age > 64`},
		},
		"any and a count of one": {
			add: `
-- rules.grl --
rule A "x" {
  when Case.Onset.Sudden && (Case.Signs.Any || §Case.Signs.Count >= 1)
  then
    Refer.Emergency();
}`,
			says: []string{`as Case.Signs.Any`},
		},
		"a group in another order": {
			add: `
-- rules.grl --
rule A "x" {
  when (Case.Onset.Sudden && Case.Signs.Fever) || §Case.Signs.Fever && Case.Onset.Sudden
  then
    Refer.Emergency();
}`,
			says: []string{`stands here already`},
		},
		"a vote twice": {
			add: `
-- rules.grl --
rule A "x" {
  when Case.Onset.Sudden && Count.AtLeast(2, Case.Signs.Fever, Case.Signs.Cough, §Case.Signs.Fever)
  then
    Refer.Emergency();
}`,
			says: []string{`stands here already`},
		},
		"a finding and what draws it": {
			add: `
-- rules.grl --
rule A "x" {
  when Case.Onset.Sudden && (Found.Older || §Case.Age >= 65)
  then
    Refer.Emergency();
}`,
			says: []string{`as Found.Older`},
		},
	})
}
