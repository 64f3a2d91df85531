package lint

import "github.com/limber-triage/limber/engine/diag"

var closedGate = Check{
	Code:     "closed-gate",
	Summary:  "a question whose ask_if can never hold",
	Severity: diag.Error,
	Doc: `
A question with ask_if is asked of those for whom the condition holds. If no
answers can make it hold, nobody is ever asked, and rules that read the answer
wait for it in vain.

Correct the condition as for always-false, or remove it to ask everyone.`,
	Bad: `
-- facts.yaml --
facts:
  - id: cough_days
    kind: answer
    screen: you
    question: "Have you coughed for a week?"
    why: "A long cough should be looked at."
    baseline: "no"
    ask_if: "Case.Signs.Cough && Case.Signs.None"
-- rules.grl --
rule LongCough "A cough of a week" {
  when Case.CoughDays.Yes
  then
    Refer.Routine();
}`,
	Good: `
-- facts.yaml --
facts:
  - id: cough_days
    kind: answer
    screen: you
    question: "Have you coughed for a week?"
    why: "A long cough should be looked at."
    baseline: "no"
    ask_if: "Case.Signs.Cough || Case.Signs.Unsure"
-- rules.grl --
rule LongCough "A cough of a week" {
  when Case.CoughDays.Yes
  then
    Refer.Routine();
}`,
	run: func(s *pass) {
		for i, gate := range s.p.Gates {
			if gate == nil || s.possible(gate) {
				continue
			}
			f := s.fact(i)
			at := spot{place: "fact:" + f.ID, pos: f.AskIfPos, width: len(f.AskIf), fact: f.ID}
			s.reportf(at, "write || if one part is enough, or remove ask_if", "%s is never asked: its ask_if can never hold", f.ID)
		}
	},
}
