package verify_test

import (
	"errors"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/lint"
	"github.com/limber-triage/limber/engine/proof"
	"github.com/limber-triage/limber/engine/verify"
)

// claiming is the small pack with claims, and more lines of pack.yaml.
func claiming(t *testing.T, claims, more string) *engine.Engine {
	t.Helper()
	fsys := fstest.MapFS{proof.ClaimsFile: {Data: []byte(claims)}}
	entries, err := os.ReadDir("testdata/pack")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range entries {
		src, err := os.ReadFile("testdata/pack/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		if f.Name() == "pack.yaml" {
			src = append(src, "\n"+more...)
		}
		fsys[f.Name()] = &fstest.MapFile{Data: src}
	}
	e, err := engine.Load(fsys, engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

const waiver = "waivers:\n  - {code: broken-claim, place: \"claim:never-urgent\", reason: r, date: 2026-11-21}\n"

func TestProve(t *testing.T) {
	t.Parallel()
	const broken = "claims: [{id: never-urgent, why: w, never: \"Urgency.Emergency\"}]\n"
	const kept = "claims: [{id: never-urgent, why: w, always: \"Outcome.Plan || Outcome.Incomplete || Outcome.Referral\"}]\n"
	for name, test := range map[string]struct {
		claims, more   string
		passed         bool
		failed, unused int
		waived         bool
	}{
		"kept":             {kept, "", true, 0, 0, false},
		"broken":           {broken, "", false, 1, 0, false},
		"broken, waived":   {broken, waiver, true, 1, 0, true},
		"mended, waived":   {kept, waiver, false, 0, 1, false},
		"no claims at all": {"claims: []\n", "", true, 0, 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, err := verify.Prove(t.Context(), claiming(t, test.claims, test.more), verify.ProveOptions{})
			if err != nil {
				t.Fatal(err)
			}
			failed := 0
			for _, c := range p.Claims {
				if c.ID != "never-urgent" {
					continue
				}
				failed += len(c.Failed)
				for _, f := range c.Failed {
					if (f.Waived != "") != test.waived || !strings.Contains(f.Fixture, "urgency: emergency") {
						t.Errorf("%+v", f)
					}
				}
			}
			if failed != test.failed || len(p.Unused) != test.unused {
				t.Errorf("failed %d, unused waivers %d", failed, len(p.Unused))
			}
			others := verify.Proof{Unused: p.Unused}
			for _, c := range p.Claims {
				if c.ID == "never-urgent" {
					others.Claims = append(others.Claims, c)
				}
			}
			if others.Passed() != test.passed {
				t.Errorf("passed: %v", others.Passed())
			}
		})
	}
}

func TestProveUndecided(t *testing.T) {
	t.Parallel()
	const none = -1 // not a single conflict
	p, err := verify.Prove(t.Context(), claiming(t, "claims: [{id: c, why: w, never: \"Urgency.Emergency\"}]\n", waiver), verify.ProveOptions{Budget: none})
	if err != nil {
		t.Fatal(err)
	}
	if last := p.Claims[len(p.Claims)-1]; last.Verdict != proof.Undecided || last.Failed[0].Verdict != proof.Undecided || p.Passed() {
		t.Errorf("%+v, passed %v", last, p.Passed())
	}
}

func TestProveRefusesMistakes(t *testing.T) {
	t.Parallel()
	_, err := verify.Prove(t.Context(), claiming(t, "claims: [{id: c, why: w, never: \"Outcome.Planned\"}]\n", ""), verify.ProveOptions{})
	var list diag.List
	if !errors.As(err, &list) || list[0].Code != "unknown-atom" {
		t.Errorf("error %v", err)
	}
}

// TestWaivableCodes holds what lint takes for the codes of proofs to what they
// are.
func TestWaivableCodes(t *testing.T) {
	t.Parallel()
	if diff := cmp.Diff(proof.Codes(), lint.Proved); diff != "" {
		t.Errorf("codes (-proof +lint):\n%s", diff)
	}
}

// TestGenerate completes one fixture: with what is generated every mutant that
// a case is known for is noticed, and each condition decides both ways.
func TestGenerate(t *testing.T) {
	t.Parallel()
	fsys := files("a.yaml", "- {name: healthy, base: healthy, expect: {outcome: plan}}\n")
	g, err := verify.Generate(t.Context(), small(), run(t, small(), fsys, verify.Options{}), verify.MutateOptions{Random: someRandom})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range g.Fixtures {
		if !strings.HasPrefix(s.Name, "as decided today: ") {
			t.Errorf("%q is not marked", s.Name)
		}
	}
	file := string(g.File())
	if !strings.Contains(file, "#   Gently: Plan.Limit(4) in place of Plan.Limit(3)\n") {
		t.Errorf("what is infeasible is not said:\n%s", file)
	}
	for name, golden := range g.Goldens() {
		fsys[name] = &fstest.MapFile{Data: golden}
	}
	fsys["generated.yaml"] = &fstest.MapFile{Data: []byte(file)}
	r := run(t, small(), fsys, verify.Options{})
	for _, f := range r.Fixtures {
		if len(f.Bad) > 0 {
			t.Errorf("%s: %v", f.Name, f.Bad)
		}
	}
	m, err := verify.Mutate(t.Context(), small(), r, verify.MutateOptions{Random: someRandom})
	if err != nil {
		t.Fatal(err)
	}
	if m.Unnoticed > 0 || m.Score() != 100 {
		t.Errorf("%d mutants are unnoticed still", m.Unnoticed)
	}
	c, err := verify.Cover(t.Context(), small(), r, verify.CoverOptions{Suggest: -1})
	if err != nil {
		t.Fatal(err)
	}
	if missing := c.Atoms.Of - c.Atoms.Covered; missing > strings.Count(file, "while it decides") {
		t.Errorf("%d conditions are uncovered, and not all are named", missing)
	}
	// The file is left out when it is written anew, so the same comes out.
	again, err := verify.Generate(t.Context(), small(), run(t, small(), fsys, verify.Options{But: "generated.yaml"}), verify.MutateOptions{Random: someRandom})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(file, string(again.File())); diff != "" {
		t.Errorf("generated again:\n%s", diff)
	}
}
