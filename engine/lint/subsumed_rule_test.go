package lint_test

import "testing"

func TestSubsumedRule(t *testing.T) {
	testCheck(t, "subsumed-rule", map[string]lintCase{
		"weaker and narrower": {
			add: `
-- rules.grl --
rule §A "x" {
  when Case.Signs.Fever && Case.PainLevel >= 8
  then
    Refer.Soon();
}`,
			says: []string{`does as much`},
		},
		"as urgent and narrower": {
			add: `
-- rules.grl --
rule §A "x" {
  when Case.Signs.Fever && Case.PainLevel >= 8
  then
    Refer.Urgent();
}`,
			says: []string{`Fever does as much`},
		},
		"stronger": {
			add: `
-- rules.grl --
rule A "x" {
  when Case.Signs.Fever && Case.PainLevel >= 8
  then
    Refer.Emergency();
}`,
		},
		"the weaker of two with one condition": {
			add: `
-- rules.grl --
rule A "x" {
  when Case.Signs.Cough && Case.PainLevel >= 8
  then
    Refer.Emergency();
}
rule §B "x" {
  when Case.Signs.Cough && Case.PainLevel >= 8
  then
    Refer.Soon();
}`,
			says: []string{`A does as much`},
		},
		"a finding drawn twice": {
			add: `
-- rules.grl --
rule §A "x" {
  when Case.Age >= 80
  then
    Found.Older = true;
}`,
			says: []string{`Older does as much`},
		},
		"through a finding": {
			add: `
-- rules.grl --
rule §A "x" {
  when Case.Triggers.Typing
  then
    Plan.Stretch("chest", 2);
}`,
			says: []string{`OpenTheChest does as much`},
		},
		"a start no lower": {
			add: `
-- rules.grl --
rule A "x" {
  when Case.PainLevel >= 5
  then
    Plan.Start(1);
}
rule §B "x" {
  when Case.PainLevel >= 8
  then
    Plan.Start(2);
}`,
			says: []string{`A does as much`},
		},
		"a start that is lower": {
			add: `
-- rules.grl --
rule A "x" {
  when Case.PainLevel >= 5
  then
    Plan.Start(1);
}
rule B "x" {
  when Case.PainLevel >= 8
  then
    Plan.Start(0);
}`,
		},
		"one effect of two is new": {
			add: `
-- rules.grl --
rule A "x" {
  when Case.Triggers.Typing
  then
    Plan.Stretch("chest", 2); Plan.Mobilise("upper-back", 2);
}`,
		},
	})
}
