package report_test

import (
	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

// Equipment of the small pack, as bits of its only fact.
const (
	band uint64 = 1 << iota
	ball
	wall
)

// smallPack is a pack with just enough in it for every part of a report.
func smallPack() *pack.Pack {
	p := &pack.Pack{
		Name: "small", Version: "0.1.0", Title: "Upper-back pain", Locale: "en",
		Vocabulary: &facts.Vocabulary{Facts: []*facts.Fact{{ID: "equipment", Kind: facts.Set, Options: []facts.Option{
			{ID: "band", Text: "An exercise band"}, {ID: "massage_ball", Text: "A massage ball or tennis ball"}, {ID: "wall", Text: "A free wall or a doorway"},
		}}}},
		Regions: []pack.Region{
			{ID: "IE", Name: "Ireland", Emergency: "112 or 999", Urgent: "your GP or the out-of-hours doctor", Crisis: "116 123 (Samaritans)"},
			{ID: "DE", Name: "Germany", Emergency: "112", Urgent: "116117", Crisis: "0800 111 0 111"},
		},
		Sources: map[string]*pack.Source{
			"general-knowledge": {ID: "general-knowledge", Kind: "general-knowledge", Title: "General knowledge"},
			"hse-chest-pain":    {ID: "hse-chest-pain", Kind: "public-guidance", Title: "Chest pain", Publisher: "HSE.ie", Year: 2016, Verified: true},
			"nhs-back-pain":     {ID: "nhs-back-pain", Kind: "public-guidance", Title: "NHS back pain page, read in copies", Publisher: "NHS"},
			"trial":             {ID: "trial", Kind: "study", Title: "Ten minutes of strength training", Year: 2020},
			"seed-blog":         {ID: "seed-blog", Kind: "seed", Title: "6 band exercises", Publisher: "Coach Sofia", Year: 2024, Verified: true},
		},
		Texts:     texts(),
		Exercises: exercises(),
	}
	for _, r := range [][2]string{
		{"TightChest", "Tight muscles at the front of the shoulders may draw the shoulders forward."},
		{"WeakBlades", "The muscles that hold your shoulder blades may tire sooner than you need for your day."},
		{"DeskPosture", "Long hours at a desk may contribute to a stiff upper back."},
		{"NoProne", "Lying face down is left out because of your answers."},
		{"NoEffort", "Strong effort is left out while you are waiting for your heart check."},
		{"StartBySettling", "Your pain is strong or very fresh, so the plan lets it settle first."},
	} {
		p.Rules = append(p.Rules, &pack.Rule{Rule: &grl.Rule{Name: r[0]}, Card: &pack.Card{Message: r[1]}})
	}
	return p
}

func exercises() []*pack.Exercise {
	list := []*pack.Exercise{
		{ID: "ball-release", Name: "Chest release with a ball at the wall", Phase: pack.Release, Needs: []uint64{ball | wall},
			Dose: pack.Dose{Sets: 1, Reps: 1, HoldS: 30, Sides: 2, RestS: 10, PerDay: 1, PerWeek: 7}, DoseFrom: "seed",
			Steps:    []string{"Stand facing a wall and put the ball on the chest muscle just below your collarbone.", "Lean in until you feel a mild, steady press.", "Ease off and do the other side."},
			Feel:     "A dull, tender press that softens as you stay there.",
			Stop:     "Sharp pain, or tingling down the arm.",
			Cautions: []string{"Keep the ball off bone, and off any pacemaker or port."}, Sources: []string{"seed-blog", "general-knowledge"}, Easier: -1, Harder: -1},
		{ID: "doorway", Name: "Doorway chest stretch", Phase: pack.Stretch, Needs: []uint64{wall}, Easier: 0, Harder: -1,
			Dose: pack.Dose{Sets: 2, Reps: 1, HoldS: 30, Sides: 1, RestS: 10, PerDay: 1, PerWeek: 7}, DoseFrom: "ours",
			Steps: []string{"Stand in an open doorway and rest both forearms on the frame, elbows no higher than your shoulders.", "Lean your whole body forward slowly.", "Hold for the time shown, breathe, then step back."},
			Feel:  "An even, gentle pull across both sides of the chest.", Stop: "Pinching inside a shoulder, or tingling in an arm.", Sources: []string{"seed-blog"}},
		{ID: "wall-angel", Name: "Wall angel", Phase: pack.Mobility, Needs: []uint64{wall}, Easier: -1, Harder: -1,
			Dose: pack.Dose{Sets: 1, Reps: 8, TempoS: 5, Sides: 1, PerDay: 2, PerWeek: 7}, DoseFrom: "seed",
			Steps: []string{"Stand with your back against the wall.", "Slide your arms up only as far as they stay easy, and down again."},
			Feel:  "Movement between the shoulder blades.", Stop: "Pinching on top of a shoulder.", Sources: []string{"trial"}},
		{ID: "band-row", Name: "Band row, elbows by your sides", Phase: pack.Strength, Pattern: "pull", Needs: []uint64{band}, Easier: 2, Harder: 4,
			Dose: pack.Dose{Sets: 2, Reps: 10, HoldS: 2, TempoS: 3, RestS: 30, Sides: 1, PerDay: 1, PerWeek: 3}, DoseFrom: "seed",
			Steps: []string{"Fix the band in front of you at waist height.", "Pull your elbows straight back, close to your sides.", "Let the band return slowly."},
			Feel:  "Effort between the shoulder blades, not in the neck.", Stop: "Sharp pain in the back or shoulder.", Sources: []string{"seed-blog", "trial"}},
		{ID: "prone-t", Name: "Face-down arm lift in a T", Phase: pack.Strength, Pattern: "pull", Easier: 3, Harder: -1,
			Dose:  pack.Dose{Sets: 2, Reps: 10, TempoS: 4, RestS: 30, Sides: 1, PerDay: 1, PerWeek: 3},
			Steps: []string{"Lie face down."}, Feel: "Effort.", Stop: "Pain.", Sources: []string{"seed-blog"}},
		{ID: "push-up", Name: "Wall push-up", Phase: pack.Strength, Pattern: "push", Needs: []uint64{wall}, Easier: -1, Harder: -1, Start: 3,
			Dose:  pack.Dose{Sets: 2, Reps: 8, TempoS: 3, RestS: 30, Sides: 1, PerDay: 1, PerWeek: 3},
			Steps: []string{"Lean on the wall."}, Feel: "Effort.", Stop: "Pain.", Sources: []string{"seed-blog"}},
		{ID: "shoulder-roll", Name: "Shoulder rolls", Phase: pack.Mobility, Desk: true, Easier: -1, Harder: -1,
			Dose: pack.Dose{Sets: 1, Reps: 10, TempoS: 3, Sides: 1, PerDay: 2, PerWeek: 7}, DoseFrom: "ours",
			Steps: []string{"Sit tall and let your arms hang.", "Roll your shoulders up, back and down, slowly."},
			Feel:  "Loosening.", Stop: "Pain in the neck.", Sources: []string{"general-knowledge"}},
		{ID: "neck-roll", Name: "Full neck rolls", Phase: pack.Mobility, Unfit: "A full circle takes the neck through its tightest corners. Shoulder rolls do the job.", Easier: -1, Harder: -1},
		leftOut("plank", "Plank on the knees"), leftOut("face-pull", "Face pull"), leftOut("pull-down", "Seated pulldown"), leftOut("ball-roll", "Ball roll"),
		leftOut("cat-cow", "Cat and cow"), leftOut("child-pose", "Rest on your heels"), leftOut("arm-circles", "Arm circles"),
	}
	for i, ex := range list {
		ex.Index = i
	}
	return list
}

// leftOut is an exercise that plans here only leave out.
func leftOut(id, name string) *pack.Exercise {
	return &pack.Exercise{ID: id, Name: name, Easier: -1, Harder: -1}
}

func texts() map[string]string {
	return map[string]string{
		"at-least": "At least: ", "unsettled": "Some safety questions are still open. If you answer them, this could become more urgent.",
		"call-emergency": "emergency number", "call-urgent": "same-day advice", "call-crisis": "crisis line",
		"region-unset": "or your local emergency number", "unapproved": "No clinician has approved this set of rules yet.",
		"warm-up":    "Walk about, or on the spot, for two minutes.",
		"traffic-go": "Pain 0 to 3 out of 10: carry on.", "traffic-fine": "Pain 4 to 5: fine if it has settled by the next morning.",
		"traffic-stop": "Pain 6 or more: stop that exercise.",
		"traffic-call": "New numbness or weakness, breathlessness, chest pain, faintness, or trouble with bladder or bowel: stop everything and call {number}.",
		"review-3":     "Day 3: if it is worse, answer the questions again.",
		"review-14":    "Day 14: if it is not better, book an appointment. This plan ends here; answer again for a new one.",
		"review-42":    "Week 6: if it is not clearly better, see a clinician.",
	}
}
