package lint_test

import "testing"

func TestUnusedFinding(t *testing.T) {
	testCheck(t, "unused-finding", map[string]lintCase{
		"read by nobody": {
			add: `
-- facts.yaml --
findings:
  - {id: §Sits, meaning: "Sits"}
-- rules.grl --
rule Sits "x" {
  when Case.Triggers.Sitting
  then
    Found.Sits = true;
}`,
			says: []string{`Found.Sits`},
		},
		"read by another finding that nobody reads": {
			add: `
-- facts.yaml --
findings:
  - {id: Sits, meaning: "Sits"}
  - {id: §Still, meaning: "Still"}
-- rules.grl --
rule Sits "x" {
  when Case.Triggers.Sitting
  then
    Found.Sits = true;
}
rule Still "x" {
  when Found.Sits
  then
    Found.Still = true;
}`,
			says: []string{`Found.Still`},
		},
	})
}
