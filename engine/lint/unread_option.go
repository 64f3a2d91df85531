package lint

import (
	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/facts"
)

var unreadOption = Check{
	Code:     "unread-option",
	Summary:  "an answer of a set that nothing reads",
	Severity: diag.Warning,
	Doc: `
Whoever ticks an answer expects it to count. One that no rule reads, by name or
through .Any or .Count, and no exercise needs, is a warning sign nobody listens
to, or an item too many. The options of a choice are left alone: one of them is
usually the plain answer that means nothing.

Write the rule, or remove the option.`,
	Bad: `
-- facts.yaml --
facts:
  - id: pets
    kind: set
    screen: you
    question: "Who lives with you?"
    why: "Lifting them counts."
    options:
      - {id: dog, text: "A dog"}
      - {id: goldfish, text: "A goldfish"}
    baseline: none
-- rules.grl --
rule WalksTheDog "Walks a dog" {
  when Case.Pets.Dog
  then
    Advise.Tip("breaks");
}`,
	Good: `
-- facts.yaml --
facts:
  - id: pets
    kind: set
    screen: you
    question: "Who lives with you?"
    why: "Lifting them counts."
    options:
      - {id: dog, text: "A dog"}
      - {id: cat, text: "A cat"}
    baseline: none
-- rules.grl --
rule HasPets "Has pets" {
  when Case.Pets.Any
  then
    Advise.Tip("breaks");
}`,
	run: func(s *pass) {
		for _, f := range s.p.Vocabulary.Facts {
			read := s.reads.bits[f.Index]
			if f.Index == s.p.Notice.Fact {
				read |= s.p.Notice.Mask
			}
			if f.Index == s.p.Plan.Equipment {
				read |= s.equipmentNeeded()
			}
			if f.Kind != facts.Set || read == 0 && !f.Required() { // unused-fact says more
				continue
			}
			for i, o := range f.Options {
				if read&(1<<i) == 0 {
					s.reportf(s.optionSpot(f, i), "read Case."+f.Name+"."+o.Name+" in a rule, or remove the answer", "nothing reads the answer %s of %s", o.ID, f.ID)
				}
			}
		}
	},
}

func (g *ground) equipmentNeeded() (bits uint64) {
	for _, x := range g.p.Exercises {
		if x.Unfit == "" {
			for _, need := range x.Needs {
				bits |= need
			}
		}
	}
	return bits
}
