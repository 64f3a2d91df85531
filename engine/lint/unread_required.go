package lint

import (
	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
)

var unreadRequired = Check{
	Code:     "unread-required",
	Summary:  "a required fact that no rule uses for what it is required for",
	Severity: diag.Error,
	Doc: `
Without an answer to a required fact nobody gets a plan, so it must earn its
place. A safety fact is read by a written triage rule or by the clearance
finding, itself or through findings: a rule made from not_sure alone leaves the
answers that matter unread. A precaution fact is read by a rule with
Plan.Avoid, Without, Start or Limit.

Write the rule that was forgotten, or make the fact optional.`,
	Bad: `
-- facts.yaml --
facts:
  - id: passport
    kind: answer
    screen: you
    required: [safety]
    not_sure: soon
    question: "Do you have a passport?"
    why: "Nobody knows."
    baseline: "no"`,
	Good: `
-- facts.yaml --
facts:
  - id: numb_legs
    kind: answer
    screen: you
    required: [safety]
    not_sure: urgent
    question: "Are your legs numb?"
    why: "It may come from the spine."
    baseline: "no"
-- rules.grl --
rule NumbLegs "Numb legs" {
  when Case.NumbLegs.Yes
  then
    Refer.Emergency();
}`,
	run: func(s *pass) {
		safety, precaution := s.reads.none(), s.reads.none()
		safety.join(s.reads.ofFound[s.p.Clearance])
		s.written(func(r *pack.Rule) {
			if r.Stratum == grl.Triage {
				safety.join(s.reads.all[r.Index])
			}
			if restricts(r) {
				precaution.join(s.reads.all[r.Index])
			}
		})
		for _, f := range s.p.Vocabulary.Facts {
			if f.Safety && !safety.has(f.Index) {
				s.reportf(s.factSpot(f), "write the rule, or make it optional",
					"%s is required for safety, and no triage rule reads it, through findings neither", f.ID)
			}
			if f.Precaution && !precaution.has(f.Index) {
				s.reportf(s.factSpot(f), "write the rule, or take precaution out of required",
					"%s is required as a precaution, and no rule with Avoid, Without, Start or Limit reads it", f.ID)
			}
		}
	},
}
