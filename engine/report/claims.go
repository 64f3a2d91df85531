package report

import (
	"fmt"
	"strings"

	"github.com/limber-triage/limber/engine/proof"
	"github.com/limber-triage/limber/engine/verify"
)

// proof shows each claim that is not proved with the smallest case against it,
// ready to run, then what is idle, then the totals.
func (t *verifyText) proof(p *verify.Proof) {
	if p == nil {
		return
	}
	var proved, questions, waived int
	for i := range p.Claims {
		c := &p.Claims[i]
		questions += c.Parts
		if c.Verdict == proof.Proved {
			proved++
		}
		for _, f := range c.Failed {
			if f.Waived != "" {
				waived++
				continue
			}
			t.unproved(c, &f)
		}
	}
	for _, i := range p.Idle {
		if i.Waived != "" {
			waived++
			continue
		}
		t.para("", fmt.Sprintf("IDLE %s %s (%s): %s", t.v.rule(i.Pos), i.Name, i.Code, plain(i.Reason)))
	}
	for _, w := range p.Unused {
		t.para("", fmt.Sprintf("UNUSED WAIVER %s %s %s: nothing is found there any more, delete it", t.v.rule(w.Pos), w.Code, plain(w.Place)))
	}
	paint, text := bold, fmt.Sprintf("All %d claims are proved for every case.", len(p.Claims))
	if proved < len(p.Claims) {
		text = fmt.Sprintf("%d of %s %s proved for every case.", proved, plural(len(p.Claims), "claim"), verb(proved, "is", "are"))
	}
	if !p.Passed() {
		paint = red
	}
	t.line(paint, text)
	more := ""
	if waived > 0 {
		more = fmt.Sprintf(", %d accepted by waivers in pack.yaml", waived)
	}
	if p.Idle != nil {
		more += fmt.Sprintf(", %d idle or unreachable", len(p.Idle))
	}
	t.para("  ", plural(questions, "question")+more+".")
}

// unproved shows a part of a claim.
func (t *verifyText) unproved(c *proof.ClaimResult, f *proof.Failure) {
	word := map[proof.Verdict]string{proof.Broken: "BROKEN", proof.Undecided: "UNDECIDED"}[f.Verdict]
	at := ""
	if c.Pos.File != "" {
		at = " " + t.v.rule(c.Pos)
	}
	t.para("", strings.TrimSpace(fmt.Sprintf("%s%s %s %s", word, at, c.ID, f.Part))+": "+plain(c.Why))
	switch {
	case f.Verdict == proof.Undecided:
		t.para("  ", "the solver's budget did not suffice; a higher --budget may decide it")
	case f.Witness == nil:
		t.para("  ", "no case whatever shows it")
	default:
		least := "no case with fewer answers breaks it"
		if !f.Witness.Least {
			least = "the budget did not suffice to look for fewer"
		}
		t.para("  ", fmt.Sprintf("%s; %s:", plural(f.Witness.Facts, "answer"), least))
		t.suggestion(&verify.Suggestion{YAML: f.Fixture})
	}
}

// junitClaims has a test case for each claim.
func (v *Verification) junitClaims() junitSuite {
	s := junitSuite{Name: "claims"}
	if v.Result.Proof == nil {
		return s
	}
	for i := range v.Result.Proof.Claims {
		c := &v.Result.Proof.Claims[i]
		at := c.Pos
		at.Line, at.Column = 0, 0
		out := junitCase{Class: "claims", Name: c.ID, Line: c.Pos.Line}
		if at.File != "" {
			out.File = v.rule(at)
		}
		t := &verifyText{terminal: &terminal{}, v: v, r: v.Result}
		var parts []string
		for _, f := range c.Failed {
			if f.Waived == "" {
				t.unproved(c, &f)
				parts = append(parts, strings.TrimSpace(f.Verdict.String()+" "+f.Part))
			}
		}
		if len(parts) > 0 {
			out.Failure = &junitFailure{Message: strings.Join(parts, "; "), Type: "claim", Text: t.out.String()}
		}
		s.Cases = append(s.Cases, out)
	}
	return s
}
