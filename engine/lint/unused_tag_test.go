package lint_test

import "testing"

func TestUnusedTag(t *testing.T) {
	testCheck(t, "unused-tag", map[string]lintCase{
		"no rule": {
			add: `
-- pack.yaml --
tags:
  - {id: §upright, meaning: "standing up", position: [standing]}`,
			says: []string{`no rule avoids`},
		},
		"no exercise": {
			add: `
-- pack.yaml --
tags:
  - {id: §grip, meaning: "a grip", movement: [grip]}
-- rules.grl --
rule LightGrip "x" {
  when Found.Older
  then
    Plan.Caution("grip", "soft-pad");
}`,
			says: []string{`no exercise has`},
		},
		"neither": {
			add: `
-- pack.yaml --
tags:
  - {id: §§grip, meaning: "a grip", movement: [grip]}`,
			says: []string{`no exercise has`, `no rule avoids`},
		},
	})
}
