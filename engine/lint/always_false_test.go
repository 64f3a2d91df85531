package lint_test

import "testing"

func TestAlwaysFalse(t *testing.T) {
	testCheck(t, "always-false", map[string]lintCase{
		"two options": {
			add: `
-- rules.grl --
rule A "x" {
  when Case.Onset.Sudden && §Case.Onset.Lifting
  then
    Refer.Emergency();
}`,
			says: []string{`Case.Onset.Sudden and Case.Onset.Lifting can never hold together`},
		},
		"option and its opposite": {
			add: `
-- rules.grl --
rule A "x" {
  when Case.Onset.Sudden && §Case.Onset.NotSudden
  then
    Refer.Emergency();
}`,
			says: []string{`together`},
		},
		"not sure of a choice and an option": {
			add: `
-- rules.grl --
rule A "x" {
  when Case.Onset.Unsure && §Case.Onset.Slowly
  then
    Refer.Emergency();
}`,
			says: []string{`together`},
		},
		"crossed thresholds": {
			add: `
-- rules.grl --
rule A "x" {
  when Case.PainLevel > 9 && §Case.PainLevel < 3
  then
    Refer.Emergency();
}`,
			says: []string{`Case.PainLevel > 9 and Case.PainLevel < 3`},
		},
		"thresholds that just meet": {
			add: `
-- rules.grl --
rule A "x" {
  when Case.PainLevel >= 8 && Case.PainLevel <= 8 && Case.Signs.Any
  then
    Refer.Emergency();
}`,
		},
		"thresholds that just miss": {
			add: `
-- rules.grl --
rule A "x" {
  when Case.PainLevel > 7 && §Case.PainLevel < 8
  then
    Refer.Emergency();
}`,
			says: []string{`together`},
		},
		"none and a tick": {
			add: `
-- rules.grl --
rule A "x" {
  when Case.Signs.None && §Case.Signs.Cough
  then
    Refer.Emergency();
}`,
			says: []string{`together`},
		},
		"none and a count": {
			add: `
-- rules.grl --
rule A "x" {
  when Case.Signs.None && §Case.Signs.Count >= 2
  then
    Refer.Emergency();
}`,
			says: []string{`together`},
		},
		"a tick and not sure": {
			add: `
-- rules.grl --
rule A "x" {
  when Case.Signs.Cough && Case.Signs.Unsure && Case.PainLevel >= 9
  then
    Refer.Emergency();
}`,
		},
		"through a finding": {
			add: `
-- rules.grl --
rule A "x" {
  when Found.Older && Case.Signs.Fever && §Case.Age < 50
  then
    Refer.Emergency();
}`,
			says: []string{`Found.Older and Case.Age < 50`},
		},
		"one branch of two": {
			add: `
-- rules.grl --
rule A "x" {
  when Case.Onset.Sudden && (Case.Signs.Fever || §Case.Onset.Lifting)
  then
    Refer.Emergency();
}`,
			says: []string{`Case.Onset.Sudden and Case.Onset.Lifting`},
		},
		"a branch by itself": {
			add: `
-- rules.grl --
rule A "x" {
  when Case.Signs.Cough && Case.PainLevel >= 9 || Case.Onset.Sudden && §Case.Onset.Lifting
  then
    Refer.Emergency();
}`,
			says: []string{`together`},
		},
		"more votes than can be cast": {
			add: `
-- rules.grl --
rule A "x" {
  when Case.Signs.Fever && §Count.AtLeast(2, Case.Onset.Sudden, Case.Onset.Lifting, Case.Onset.Unsure)
  then
    Refer.Emergency();
}`,
			says: []string{`Count.AtLeast(2, Case.Onset.Sudden`},
		},
		"one vote that cannot be cast": {
			add: `
-- rules.grl --
rule A "x" {
  when Case.Onset.Sudden && Count.AtLeast(1, Case.Signs.Fever, §Case.Onset.Lifting)
  then
    Refer.Emergency();
}`,
			says: []string{`together`},
		},
		"three that exclude each other only together": {
			add: `
-- rules.grl --
rule A "x" {
  when (Case.Onset.Sudden || Case.Onset.Lifting) && Case.Onset.NotSudden && §Case.Onset.NotLifting
  then
    Refer.Emergency();
}`,
			says: []string{`Case.Onset.NotSudden`},
		},
	})
}
