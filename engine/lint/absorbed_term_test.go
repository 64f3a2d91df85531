package lint_test

import "testing"

func TestAbsorbedTerm(t *testing.T) {
	testCheck(t, "absorbed-term", map[string]lintCase{
		"a or (a and b)": {
			add: `
-- rules.grl --
rule A "x" {
  when Case.PainLevel >= 9 && (Case.Signs.Fever || §Case.Signs.Fever && Case.Signs.Cough)
  then
    Refer.Emergency();
}`,
			says: []string{`changes nothing beside Case.Signs.Fever`},
		},
		"a and (a or b)": {
			add: `
-- rules.grl --
rule A "x" {
  when Case.PainLevel >= 9 && Case.Signs.Fever && (§Case.Signs.Fever || Case.Onset.Sudden)
  then
    Refer.Emergency();
}`,
			says: []string{`beside Case.Signs.Fever`},
		},
		"any or one": {
			add: `
-- rules.grl --
rule A "x" {
  when Case.PainLevel >= 9 && (Case.Signs.Any || §Case.Signs.Cough)
  then
    Refer.Emergency();
}`,
			says: []string{`beside Case.Signs.Any`},
		},
		"two thresholds within and": {
			add: `
-- rules.grl --
rule A "x" {
  when §Case.Age >= 65 && Case.Age >= 70 && Case.Signs.Fever
  then
    Refer.Emergency();
}`,
			says: []string{`Case.Age >= 65 changes nothing beside Case.Age >= 70`},
		},
		"two thresholds within or": {
			add: `
-- rules.grl --
rule A "x" {
  when (Case.Age >= 65 || §Case.Age >= 70) && Case.Signs.Fever
  then
    Refer.Emergency();
}`,
			says: []string{`Case.Age >= 70 changes nothing beside Case.Age >= 65`},
		},
		"a finding and part of it": {
			add: `
-- rules.grl --
rule A "x" {
  when (Found.DeskPain || §Case.Triggers.Typing) && Case.Signs.Fever
  then
    Refer.Emergency();
}`,
			says: []string{`beside Found.DeskPain`},
		},
		"votes of a count are apart": {
			add: `
-- rules.grl --
rule A "x" {
  when Case.PainLevel >= 9 && Count.AtLeast(2, Case.Signs.Any, Case.Signs.Cough, Case.Onset.Sudden)
  then
    Refer.Emergency();
}`,
		},
	})
}
