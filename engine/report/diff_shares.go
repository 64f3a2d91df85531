package report

import (
	"fmt"
	"math"

	"github.com/limber-triage/limber/engine/verify"
)

// shares says how many move: of people made up first, which are nearer to those
// who answer than all that is possible.
func (d Difference) shares() diffSection {
	s := diffSection{title: "How many move", first: true}
	switch {
	case d.Shares == nil:
		return s
	case d.Shares.Unknown != "":
		s.items = []diffItem{{title: "Not counted: " + d.Shares.Unknown + ". Count recorded cases with --cases."}}
		return s
	case len(d.Shares.Moves) == 0:
		s.items = []diffItem{{title: "Of whoever has answered everything and has an exercise left to do nobody moves."}}
		return s
	}
	s.lead = fmt.Sprintf("Counted over all answers, not sampled, for whoever has answered everything and has an exercise left to do. "+
		"The people are made up from the new pack's bases.yaml, each tick, choice and number changed %s times: no rates of real people, which --cases counts. "+
		"Possible sets of answers all count alike; most of them tick half of everything, danger signs too.", inSo(d.Shares.OtherAnswer))
	for _, way := range []verify.Way{verify.Lower, verify.Higher, verify.Sideways} {
		for _, m := range d.Shares.Moves {
			if m.Way == way {
				s.items = append(s.items, diffItem{title: fmt.Sprintf("%s -> %s (%s): %s made-up people; %s possible sets of answers", m.From, m.To, way, inSo(m.People), inSo(m.Sets))})
			}
		}
	}
	return s
}

// inSo writes a part, from 0 to 1, as a count that is easy to picture.
func inSo(part float64) string {
	if part == 0 {
		return "none of the"
	}
	for _, of := range []struct {
		n    float64
		text string
	}{{1e2, "100"}, {1e3, "1,000"}, {1e4, "10,000"}, {1e5, "100,000"}, {1e6, "1,000,000"}} {
		switch n := part * of.n; {
		case n >= 10:
			return fmt.Sprintf("%.0f in %s", n, of.text)
		case n >= 1:
			return fmt.Sprintf("%.2g in %s", n, of.text)
		}
	}
	return fmt.Sprintf("about 1 in 10^%.0f", -math.Log10(part))
}
