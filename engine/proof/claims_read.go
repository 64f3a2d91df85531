package proof

import (
	"fmt"
	"slices"
	"strings"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/yamltree"
	"github.com/limber-triage/limber/facts"
)

// ClaimsFile is where a pack keeps its claims.
const ClaimsFile = "claims.yaml"

type claimsDoc struct {
	Claims []claimDoc `yaml:"claims"`
}

// claimDoc is one claim as written; exactly one of its four forms is given.
type claimDoc struct {
	ID       string           `yaml:"id"`
	Why      string           `yaml:"why"`
	Always   *yamltree.Node   `yaml:"always,optional"`
	Never    *yamltree.Node   `yaml:"never,optional"`
	If       *yamltree.Node   `yaml:"if,optional"`
	Then     *yamltree.Node   `yaml:"then,optional"`
	Monotone []*yamltree.Node `yaml:"monotone,optional"`
	Pos      diag.Pos
}

// ReadClaims reads the claims of a pack, none without a claims.yaml. A claim
// has an id, a why, and one of
//
//	always: CONDITION                  every case meets it
//	never: CONDITION                   no case meets it
//	if: CONDITION, then: CONDITION     whoever meets the first meets the second
//	monotone: [fact, fact.option]      ticking, or answering yes, never lowers the urgency
//
// Conditions are those of rules. Besides they may read
//
//	Outcome.Referral .Incomplete .Plan
//	Urgency.Emergency .Urgent .Soon .Routine .SelfCare     as the decision says
//	AtLeast.Emergency .Urgent .Soon .Routine               the strongest fired referral, or more
//	Plan.Eligible.WallAngel                                a rule asks for the exercise and nothing excludes it
//	Plan.Avoid.EndRangeNeck, Plan.Without.Stretch          a fired rule excludes the tag or phase
//
// The error is a [diag.List] of every mistake.
func ReadClaims(p *pack.Pack) ([]Claim, error) {
	src, ok := p.Files[ClaimsFile]
	if !ok {
		return nil, nil
	}
	return ParseClaims(p, ClaimsFile, src)
}

// ParseClaims reads the claims in src, as [ReadClaims] does.
func ParseClaims(p *pack.Pack, file string, src []byte) ([]Claim, error) {
	root, err := yamltree.Parse(file, src)
	if err != nil {
		return nil, err
	}
	var doc claimsDoc
	r := claimsReader{p: p, diags: yamltree.Decode(root, &doc)}
	var claims []Claim
	seen := map[string]bool{}
	for _, d := range doc.Claims {
		if seen[d.ID] {
			r.diags.Errorf("duplicate-claim", d.Pos, "rename one of them", "claim %s is there twice", yamltree.Quote(d.ID))
		}
		seen[d.ID] = true
		claims = append(claims, Claim{ID: d.ID, Why: d.Why, Pos: d.Pos, parts: r.parts(&d)})
	}
	r.diags.Sort()
	if err := r.diags.Err(); err != nil {
		return nil, err
	}
	return claims, nil
}

type claimsReader struct {
	p     *pack.Pack
	diags diag.List
}

func (r *claimsReader) parts(d *claimDoc) []part {
	forms := 0
	for _, given := range []bool{d.Always != nil, d.Never != nil, d.If != nil || d.Then != nil, d.Monotone != nil} {
		if given {
			forms++
		}
	}
	if forms != 1 || (d.If == nil) != (d.Then == nil) {
		r.diags.Errorf("claim-form", d.Pos, "write always:, never:, monotone:, or if: with then:", "claim %s must have exactly one form", yamltree.Quote(d.ID))
		return nil
	}
	switch {
	case d.Always != nil:
		return onePart(violated{then: r.cond(d.Always)})
	case d.Never != nil:
		return onePart(violated{when: r.cond(d.Never)})
	case d.If != nil:
		return onePart(violated{when: r.cond(d.If), then: r.cond(d.Then)})
	}
	var parts []part
	for _, n := range d.Monotone {
		parts = append(parts, r.monotone(n)...)
	}
	return parts
}

// violated is what would break a claim: when holds and then does not. A nil
// when always holds, a nil then never.
type violated struct{ when, then claimCond }

func onePart(v violated) []part {
	return []part{{build: func(s *session) query {
		root := yes
		if v.when != nil {
			root = v.when.lit(s.f)
		}
		if v.then != nil {
			root = s.u.and(root, v.then.lit(s.f).not())
		}
		return query{root: root, first: s.f, shows: func(a, _ *observed) bool {
			return (v.when == nil || v.when.holds(s.p, a)) && (v.then == nil || !v.then.holds(s.p, a))
		}}
	}}}
}

// monotone reads fact or fact.option.
func (r *claimsReader) monotone(n *yamltree.Node) []part {
	id, option, one := strings.Cut(n.Value, ".")
	f, ok := r.p.Vocabulary.Lookup(id)
	if n.Kind != yamltree.Scalar || !ok {
		r.errorf(n, "unknown-fact", diag.DidYouMean(id, r.p.Vocabulary.FactIDs(), "see limber facts"), "unknown fact %s", yamltree.Quote(id))
		return nil
	}
	if f.Kind == facts.Answer && !one {
		return []part{{f.ID, func(s *session) query { return s.lowers(s.yesAndBefore(f.Index)) }}}
	}
	var ids []string
	for _, o := range f.Options {
		ids = append(ids, o.ID)
	}
	switch {
	case f.Kind != facts.Set:
		r.errorf(n, "not-monotone", "name a set, or a fact answered yes or no", "%s is %s, and its answers have no order", f.ID, f.Kind)
		return nil
	case one && !slices.Contains(ids, option):
		r.errorf(n, "unknown-option", diag.DidYouMean(option, ids, ""), "%s has no option %s", f.ID, yamltree.Quote(option))
		return nil
	}
	var parts []part
	for i, id := range ids {
		if !one || id == option {
			parts = append(parts, part{f.ID + "." + id, func(s *session) query { return tickingLowers(s, f.Index, i) }})
		}
	}
	return parts
}

// yesAndBefore are a case in which the fact is open or no, and the same case
// with yes.
func (s *session) yesAndBefore(fact int) (before, after *form) {
	before, after = s.f.like(), s.f.like()
	after.setWord(fact, facts.AnswerYes)
	domain := s.f.domains[fact]
	before.replaced[fact] = func(at int64) lit {
		if at == atNo {
			return s.u.bit(domain, at)
		}
		return no
	}
	return before, after
}

func (r *claimsReader) errorf(n *yamltree.Node, code, hint, format string, args ...any) {
	r.diags = append(r.diags, diag.Diagnostic{Code: code, Pos: n.Pos, Width: n.Width(), Message: fmt.Sprintf(format, args...), Hint: hint})
}
