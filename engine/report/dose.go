package report

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/limber-triage/limber/engine/pack"
)

const (
	slowTempoS = 3  // a repetition of three seconds or more is called slow
	wordyRestS = 10 // a shorter rest passes while changing sides, and goes unsaid
)

// doseWords says a dose as one would say it on the floor: "2 times 20 seconds
// each side, once a day".
func doseWords(d pack.Dose) string { return doseOnce(d) + ", " + often(d) }

// doseOnce says what one session of a dose is.
func doseOnce(d pack.Dose) string {
	var b strings.Builder
	holding := d.TempoS == 0 && d.HoldS > 0
	switch {
	case holding && d.Sets > 1 && d.Reps > 1:
		fmt.Fprintf(&b, "%d sets of %d times %s", d.Sets, d.Reps, plural(d.HoldS, "second"))
	case holding && d.Sets*d.Reps > 1:
		fmt.Fprintf(&b, "%d times %s", d.Sets*d.Reps, plural(d.HoldS, "second"))
	case holding:
		b.WriteString(plural(d.HoldS, "second"))
	default:
		if d.Sets > 1 {
			fmt.Fprintf(&b, "%d sets of ", d.Sets)
		}
		what := "repetition"
		if d.TempoS >= slowTempoS {
			what = "slow repetition"
		}
		b.WriteString(plural(d.Reps, what))
	}
	if d.Sides == 2 {
		b.WriteString(" each side")
	}
	if !holding && d.HoldS > 0 {
		fmt.Fprintf(&b, ", each held for %s", plural(d.HoldS, "second"))
	}
	if d.RestS >= wordyRestS && d.Sets*d.Sides > 1 {
		fmt.Fprintf(&b, ", with %s of rest between", plural(d.RestS, "second"))
	}
	return b.String()
}

// often says how often the sessions of a dose come.
func often(d pack.Dose) string {
	const week = 7
	day := fmt.Sprintf("%d times a day", d.PerDay)
	switch d.PerDay {
	case 1:
		day = "once a day"
	case 2:
		day = "twice a day"
	}
	switch {
	case d.PerWeek >= week:
		return day
	case d.PerDay == 1:
		return "on " + plural(d.PerWeek, "day") + " a week"
	}
	return day + ", on " + plural(d.PerWeek, "day") + " a week"
}

// minutesWords says a computed time, which comes in half minutes. From five
// minutes on nobody counts halves, and more is promised rather than less.
func minutesWords(m float64) string {
	const whole = 5
	if m >= whole {
		m = math.Ceil(m)
	}
	switch m {
	case 0.5:
		return "about half a minute"
	case 1:
		return "about 1 minute"
	}
	return "about " + strconv.FormatFloat(m, 'f', -1, 64) + " minutes"
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return strconv.Itoa(n) + " " + word + "s"
}
