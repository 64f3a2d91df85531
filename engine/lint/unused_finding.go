package lint

import "github.com/limber-triage/limber/engine/diag"

var unusedFinding = Check{
	Code:     "unused-finding",
	Summary:  "a finding that rules draw and nobody reads",
	Severity: diag.Warning,
	Doc: `
A finding is a step on the way to an urgency or a plan. One that no rule and no
line of pack.yaml (clearance, older, ready_to_load) reads leads nowhere: often
the rule that should read it names the facts again, or was never written.

Read it in a rule, or remove the finding and the rules that draw it.`,
	Bad: `
-- facts.yaml --
findings:
  - {id: NightOwl, meaning: "Types until late"}
-- rules.grl --
rule NightOwl "Types until late" {
  when Case.Triggers.Typing
  then
    Found.NightOwl = true;
}`,
	Good: `
-- facts.yaml --
findings:
  - {id: NightOwl, meaning: "Types until late"}
-- rules.grl --
rule NightOwl "Types until late" {
  when Case.Triggers.Typing
  then
    Found.NightOwl = true;
}
rule TellNightOwls "Those who type until late" {
  when Found.NightOwl
  then
    Plan.Mobilise("upper-back", 2);
}`,
	run: func(s *pass) {
		for i, f := range s.p.Found {
			if !s.reads.found[i] {
				s.reportf(s.entrySpot("finding", factsFile, "findings", f.ID), "read Found."+f.ID+" in a rule, or remove it and the rules that draw it",
					"no rule reads Found.%s, and pack.yaml does not name it", f.ID)
			}
		}
	},
}
