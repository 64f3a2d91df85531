package engine_test

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/rules"
)

// One engine serves a whole program: load it once, and let every goroutine
// decide with it.
func Example() {
	e, err := engine.Load(rules.UpperBack(), engine.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	c, err := e.Vocabulary().ReadJSON(strings.NewReader(`{"age": 41, "leg_symptoms": ["saddle_numbness"], "desk_hours_per_day": 9}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	d, err := e.Decide(context.Background(), c)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(d.Outcome, d.Urgency)
	fmt.Println(d.Reasons[0].Rule, d.Reasons[0].Sources)
	record, err := d.MarshalJSON()
	fmt.Println(len(record) > 0, err)
	// Output:
	// referral emergency
	// SaddleNumbness [ces-card nhs-back-pain]
	// true <nil>
}

// A form that asks one question at a time answers facts by name, and asks what
// the decision still needs.
func Example_asking() {
	e, err := engine.Load(rules.UpperBack(), engine.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	c := e.Vocabulary().New()
	for fact, answer := range map[string]string{"age": "34", "leg_symptoms": "none", "pain_sites": "base_of_neck; between_shoulder_blades"} {
		if err := c.Set(fact, answer); err != nil {
			fmt.Println(err)
		}
	}
	d, err := e.Decide(context.Background(), c)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(d.Outcome, d.Settled, d.CouldBecome)
	fmt.Println(d.Ask[0].Fact)
	// Output:
	// incomplete false emergency
	// chest_symptoms
}

// The error of a case that cannot be read holds every mistake with its place.
func ExampleEngine_Vocabulary() {
	e, err := engine.Load(rules.UpperBack(), engine.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = e.Vocabulary().ReadJSON(strings.NewReader(`{"aeg": 41, "desk_hours_per_day": 25}`))
	var mistakes diag.List
	if errors.As(err, &mistakes) {
		for _, m := range mistakes {
			fmt.Printf("column %d: %s\n", m.Column, m.Message)
		}
	}
	// Output:
	// column 2: unknown fact "aeg"
	// column 35: desk_hours_per_day must be 0 to 16 hours, not 25
}
