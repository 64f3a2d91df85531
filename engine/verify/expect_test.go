package verify_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/limber-triage/limber/engine/verify"
)

// TestExpectations: every key holds when it should and fails when it should.
func TestExpectations(t *testing.T) {
	t.Parallel()
	const (
		plan  = "base: healthy, given: {course: same}" // routine, start 2; NoBetter
		old   = "base: healthy, given: {age: 70, bone_risk: [osteoporosis]}"
		fever = "base: healthy, given: {warning_signs: [fever]}"
		open  = "given: {age: 17}" // soon, and much is open
		empty = "given: {}"
	)
	for name, c := range map[string]struct{ given, holds, fails, want, got string }{
		"outcome":           {plan, "outcome: plan", "outcome: referral", "referral", "plan"},
		"urgency":           {plan, "urgency: routine", "urgency: self_care", "self_care", "routine"},
		"urgency null":      {empty, "urgency: null", "urgency: soon", "soon", "null"},
		"urgency not null":  {plan, "urgency: routine", "urgency: null", "null", "routine"},
		"at_least":          {open, "at_least: soon", "at_least: null", "null", "soon"},
		"settled":           {open, "settled: false", "settled: true", "true", "false"},
		"settled as it is":  {plan, "settled: true", "settled: false", "false", "true"},
		"start":             {plan, "start: 2", "start: 3", "3", "2"},
		"start 0 is stated": {plan, "start: 2", "start: 0", "0", "2"},
		"start of no plan":  {fever, "outcome: referral", "start: 2", "2", "null"},
		"because":           {plan, "because: [NoBetter]", "because: [NoBetter, Fever]", "Fever", "NoBetter"},
		"because, a plan":   {plan, "fired: [OpenTheChest]", "because: [Fever]", "Fever", "NoBetter"},
		"refers":            {plan, "refers: [NoBetter routine]", "refers: [NoBetter soon]", "NoBetter soon", "NoBetter routine"},
		"cautioned":         {plan, "cautioned: [band-row band-recoil]", "cautioned: [band-row go-slowly]", "band-row go-slowly", "without it"},
		"not_cautioned":     {plan, "not_cautioned: [band-row go-slowly]", "not_cautioned: [band-row band-recoil]", "not band-row band-recoil", "with it"},
		"not_because":       {fever, "not_because: [Numbness]", "not_because: [Fever, Child]", "none of Fever, Child", "Fever"},
		"fired":             {old, "fired: [Risky, NoTwisting]", "fired: [Gently]", "Gently", "..."},
		"not_fired":         {old, "not_fired: [Gently]", "not_fired: [Risky]", "none of Risky", "Risky"},
		"findings":          {old, "findings: [Risky, Fragile]", "findings: [DeskPosture]", "DeskPosture", "..."},
		"not_findings":      {old, "not_findings: [DeskPosture]", "not_findings: [Risky]", "none of Risky", "Risky"},
		"exercises":         {old, "exercises: [cat]", "exercises: [cat, twist]", "twist", "chest-stretch, cat"},
		"exercises, none":   {fever, "not_exercises: [cat]", "exercises: [cat]", "cat", "nothing"},
		"not_exercises":     {old, "not_exercises: [twist]", "not_exercises: [cat]", "none of cat", "cat"},
		"phases":            {old, "phases: [stretch, mobility]", "phases: [stretch]", "stretch", "stretch, mobility"},
		"no phases":         {fever, "phases: []", "phases: [stretch]", "stretch", "nothing"},
		"phases are exact":  {old, "phases: [stretch, mobility]", "phases: [mobility, stretch]", "mobility, stretch", "stretch, mobility"},
		"priority":          {old, "priority: [chest-stretch, cat]", "priority: [cat, chest-stretch]", "cat, chest-stretch", "chest-stretch, cat"},
		"no priority":       {fever, "priority: []", "priority: [cat]", "cat", "nothing"},
		"cautions":          {plan, "cautions: [band-recoil]", "cautions: [go-slowly]", "go-slowly", "not on any exercise of the plan"},
		"cautions, no plan": {fever, "outcome: referral", "cautions: [band-recoil]", "band-recoil", "not on any exercise of the plan"},
		"advice":            {plan, "advice: [breaks]", "advice: [sleep, breaks]", "sleep", "breaks"},
		"not_advice":        {plan, "not_advice: [sleep]", "not_advice: [breaks]", "none of breaks", "breaks"},
		"ask":               {empty, "ask: [age, course]", "ask: [stiff]", "stiff", "age, warning_signs, course, bone_risk"},
		"ask of a referral": {open, "ask: [warning_signs]", "ask: [course]", "course", "warning_signs"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if bad := one(t, "- {name: a, "+c.given+", expect: {"+c.holds+"}}\n").Bad; len(bad) > 0 {
				t.Errorf("%s fails: %v", c.holds, bad)
			}
			bad := one(t, "- {name: a, "+c.given+", expect: {"+c.fails+"}}\n").Bad
			key, _, _ := strings.Cut(c.fails, ":")
			if key == "not_fired" {
				key = "not_because" // one list within
			}
			if len(bad) == 1 && c.got == "..." {
				bad[0].Got = c.got
			}
			if diff := cmp.Diff([]verify.Mismatch{{Key: key, Want: c.want, Got: c.got}}, bad); diff != "" {
				t.Error(diff)
			}
		})
	}
}
