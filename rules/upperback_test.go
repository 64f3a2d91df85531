package rules_test

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/verify"
	"github.com/limber-triage/limber/facts"
	"github.com/limber-triage/limber/rules"
)

var upperback = sync.OnceValue(func() *engine.Engine {
	e, err := engine.Load(rules.UpperBack(), engine.Options{})
	if err != nil {
		panic(err)
	}
	return e
})

// prose reads a page of the pack that is not embedded.
func prose(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("upperback", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// rows returns the cells of all table rows whose first cell matches.
func rows(text string, first *regexp.Regexp) (out [][]string) {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if !strings.HasPrefix(line, "|") {
			continue
		}
		var cells []string
		for _, c := range strings.Split(strings.Trim(line, "|"), "|") {
			cells = append(cells, strings.TrimSpace(c))
		}
		if first.MatchString(cells[0]) {
			out = append(out, cells)
		}
	}
	return out
}

var traced = regexp.MustCompile(`^(C|A|D|K)\d+$|^R-S\d-\d$|^row-|^P-|^thin-`)

// TestTraceabilityTablesMatchThePack keeps the tables of the pack's README from
// rotting: everything that the sources say stands there, and everything that a
// row names exists.
func TestTraceabilityTablesMatchThePack(t *testing.T) {
	t.Parallel()
	p := upperback().Pack()
	table := rows(prose(t, "README.md"), traced)
	ids := map[string]bool{}
	evidence := map[string]bool{} // rules named by evidence rows
	for _, cells := range table {
		id := cells[0]
		if ids[id] {
			t.Errorf("%s stands twice", id)
		}
		ids[id] = true
		if len(cells) != 3 || cells[1] == "" || cells[1] == "none" && cells[2] == "" {
			t.Errorf("%s: a row is id, references and a note; without a reference the note says why", id)
			continue
		}
		if cells[1] == "none" {
			continue
		}
		for _, ref := range strings.Split(cells[1], ",") {
			kind, name, _ := strings.Cut(strings.TrimSpace(ref), ":")
			if !exists(p, kind, name) {
				t.Errorf("%s names %s, which the pack does not have", id, ref)
			}
			if kind == "rule" && strings.HasPrefix(id, "row-") {
				evidence[name] = true
			}
		}
	}
	for prefix, n := range map[string]int{"C": 52, "A": 21, "D": 20, "K": 24} {
		for i := 1; i <= n; i++ {
			if id := prefix + pad(i); !ids[id] {
				t.Errorf("row %s is missing", id)
			}
		}
	}
	for _, id := range []string{"R-S1-1", "R-S1-5", "R-S3-1", "R-S3-6", "row-E1", "row-E1b", "row-E13", "row-U1", "row-U17", "row-C1", "row-C10"} {
		if !ids[id] {
			t.Errorf("row %s is missing", id)
		}
	}
	for _, r := range p.Rules {
		if r.Stratum == grl.Triage && !r.Generated && !evidence[r.Name] {
			t.Errorf("triage rule %s stands in no row of the evidence", r.Name)
		}
	}
}

func pad(i int) string { return string(rune('0'+i/10)) + string(rune('0'+i%10)) }

// exists reports whether the pack has what a reference names.
func exists(p *pack.Pack, kind, name string) bool {
	switch kind {
	case "rule":
		return slices.ContainsFunc(p.Rules, func(r *pack.Rule) bool { return r.Name == name })
	case "finding":
		return slices.ContainsFunc(p.Found, func(f pack.Found) bool { return f.ID == name })
	case "tip":
		return p.Tips[name] != nil
	case "caution":
		return p.Cautions[name] != nil
	case "text":
		return p.Texts[name] != ""
	case "exercise":
		return slices.ContainsFunc(p.Exercises, func(x *pack.Exercise) bool { return x.ID == name })
	case "fact":
		id, option, hasOption := strings.Cut(name, ".")
		f, ok := p.Vocabulary.Lookup(id)
		if ok && hasOption {
			_, ok = f.Option(option)
			ok = ok || option == facts.NotSure && f.OffersNotSure() || f.Kind == facts.Answer && (option == facts.Yes || option == facts.No)
		}
		return ok
	case "dose":
		return exists(p, "exercise", name) || slices.Contains([]string{"start-0", "start-1", "start-2", "start-3", "older-floor", "slots", "desk-set"}, name)
	}
	return false
}

// TestHazardsNameTestsThatExist holds the hazard log to its controls.
func TestHazardsNameTestsThatExist(t *testing.T) {
	t.Parallel()
	tests, codes := source(t)
	fixtures := fixtureNames(t)
	table := rows(prose(t, "HAZARDS.md"), regexp.MustCompile(`^H\d+$`))
	if len(table) < 18 {
		t.Errorf("only %d hazards", len(table))
	}
	for _, cells := range table {
		if len(cells) != 5 {
			t.Errorf("%s has %d cells, not 5", cells[0], len(cells))
			continue
		}
		for _, ref := range strings.Split(cells[4], ";") {
			kind, name, _ := strings.Cut(strings.TrimSpace(ref), ":")
			name = strings.TrimSpace(name)
			ok := false
			switch kind {
			case "fixture":
				ok = slices.ContainsFunc(fixtures, func(f string) bool { return f == name || strings.HasPrefix(f, name+": ") })
			case "go":
				ok = tests[name]
			case "load", "lint":
				ok = codes[name]
			case "open": // a control that is not there yet: the row must say so
				ok = strings.Contains(cells[3], "**open**")
			}
			if !ok {
				t.Errorf("%s names %s, which does not exist", cells[0], strings.TrimSpace(ref))
			}
		}
	}
}

// source collects the names of all Go tests and all quoted words that look
// like codes of diagnostics.
func source(t *testing.T) (tests, codes map[string]bool) {
	t.Helper()
	tests, codes = map[string]bool{}, map[string]bool{}
	test, code := regexp.MustCompile(`(?m)^func (Test\w+|Fuzz\w+)\(`), regexp.MustCompile(`"([a-z]+(?:-[a-z]+)*)"`)
	err := filepath.WalkDir("..", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || filepath.Ext(path) != ".go" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, m := range test.FindAllSubmatch(text, -1) {
			tests[string(m[1])] = true
		}
		if !strings.HasSuffix(path, "_test.go") {
			for _, m := range code.FindAllSubmatch(text, -1) {
				codes[string(m[1])] = true
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return tests, codes
}

func fixtureNames(t *testing.T) (names []string) {
	t.Helper()
	fixtures, err := verify.Read(upperback().Pack(), os.DirFS("../testdata/cases"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range fixtures {
		names = append(names, f.Name)
	}
	return names
}

// TestOrdinaryCasesAboveRoutineStayUnderTheGoal counts the people of everyday
// aches who are sent away. Alarm fatigue is hazard H10.
func TestOrdinaryCasesAboveRoutineStayUnderTheGoal(t *testing.T) {
	t.Parallel()
	const goal = 0.20
	result, err := verify.Run(context.Background(), upperback(), os.DirFS("../testdata/cases"), verify.Options{})
	if err != nil {
		t.Fatal(err)
	}
	above, all := 0, 0
	for _, s := range result.Ordinary {
		all = s.Of
		if slices.Contains([]string{"emergency", "urgent", "soon"}, s.Urgency) {
			above += s.Cases
		}
	}
	if all < 100 || float64(above) > goal*float64(all) {
		t.Errorf("%d of %d ordinary cases are above routine", above, all)
	}
}

// TestReadmeNamesWhoIsSentAway holds the reasons in the README to the corpus.
func TestReadmeNamesWhoIsSentAway(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../testdata/cases/ordinary/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	page, named := prose(t, "README.md"), 0
	above := regexp.MustCompile(`expect: \{outcome: referral, urgency: (\w+)`)
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range strings.Split("\n"+string(text), "\n- name: ")[1:] {
			m := above.FindStringSubmatch(one)
			person, _, _ := strings.Cut(one, "\n")
			if in := strings.Contains(page, "| "+person+" |"); in != (m != nil) {
				t.Errorf("%s: in the table %v, sent away %v", person, in, m != nil)
			} else if in {
				named++
				if !strings.Contains(page, "| "+person+" | "+m[1]+" |") {
					t.Errorf("%s: another level than %s", person, m[1])
				}
			}
		}
	}
	if named < 10 {
		t.Errorf("only %d people are named", named)
	}
}

// TestReadmeListsWhatToConfirmFirst: the strong rules that nobody but us
// stands behind.
func TestReadmeListsWhatToConfirmFirst(t *testing.T) {
	t.Parallel()
	_, list, _ := strings.Cut(prose(t, "README.md"), "### To be confirmed first")
	list, _, _ = strings.Cut(list, "\n## ")
	emergency, urgent, _ := strings.Cut(list, "\nUrgent: ")
	for _, r := range upperback().Pack().Rules {
		if r.Generated || r.Card == nil {
			continue
		}
		for level, part := range map[facts.Level]string{facts.LevelEmergency: emergency, facts.LevelUrgent: urgent} {
			want := r.Card.Grade == "general" && r.Urgency() == level
			if in := strings.Contains(part, "`"+r.Name+"`"); in != want {
				t.Errorf("%s: listed as %s %v, wanted %v", r.Name, level, in, want)
			}
		}
	}
}

func TestEveryMovementAttributeHasItsTag(t *testing.T) {
	t.Parallel()
	p := upperback().Pack()
	tagged := map[string]bool{}
	for _, tag := range p.Tags {
		for _, m := range slices.Concat(tag.Movement, tag.Position) {
			tagged[m] = true
		}
	}
	for _, x := range p.Exercises {
		for _, m := range x.Movement {
			if !tagged[m] {
				t.Errorf("%s has the attribute %s, which brings no tag", x.ID, m)
			}
		}
	}
}

// TestNoTextSaysAllClear looks for false reassurance (hazard H9) in all that
// the pack can say.
func TestNoTextSaysAllClear(t *testing.T) {
	t.Parallel()
	clear := regexp.MustCompile(`(?i)all clear|nothing (serious )?is wrong|you are (fine|healthy|safe)|no red flags|no need to see`)
	for name, text := range upperback().Pack().Files {
		if m := clear.Find(text); m != nil {
			t.Errorf("%s says %q", name, m)
		}
	}
}

// TestNoCardHoldsAPhoneNumber: numbers to call belong to a region (hazard H23).
func TestNoCardHoldsAPhoneNumber(t *testing.T) {
	t.Parallel()
	number := regexp.MustCompile(`\b(112|999|911|111|116 ?\d{3}|988)\b`)
	p := upperback().Pack()
	check := func(where, text string) {
		if m := number.FindString(text); m != "" {
			t.Errorf("%s holds the number %s", where, m)
		}
	}
	for _, r := range p.Rules {
		check("card "+r.Name, r.Card.Message)
	}
	for id, tip := range p.Tips {
		check("tip "+id, tip.Text)
	}
	for id, c := range p.Cautions {
		check("caution "+id, c.Text)
	}
}

func TestNumbersStandWithTheirCountry(t *testing.T) {
	t.Parallel()
	p := upperback().Pack()
	for _, region := range append([]pack.Region{{}}, p.Regions...) {
		e, err := engine.New(p, engine.Options{Region: region.ID})
		if err != nil {
			t.Fatal(err)
		}
		want := "112 (or your local emergency number)"
		if region.ID != "" {
			want = region.Emergency + " (" + region.Name + ")"
		}
		d, err := e.Decide(context.Background(), p.Vocabulary.New())
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(d.SafetyNet[0], want) {
			t.Errorf("region %q: %s", region.ID, d.SafetyNet[0])
		}
	}
}

func TestEveryExerciseCanBeRecommendedToSomebody(t *testing.T) {
	t.Parallel()
	p := upperback().Pack()
	for _, x := range p.Exercises {
		if x.Unfit != "" {
			continue
		}
		needed := slices.ContainsFunc(p.Rules, func(r *pack.Rule) bool {
			return slices.ContainsFunc(r.Effects, func(e pack.Effect) bool {
				switch e.Verb {
				case grl.PlanRelease, grl.PlanStretch, grl.PlanMobilise, grl.PlanStrengthen:
					return e.Phase == x.Phase && slices.Contains(x.Targets, e.Target)
				case grl.PlanPrefer:
					return e.Exercise == x.Index
				}
				return false
			})
		})
		if !needed {
			t.Errorf("no rule ever needs %s", x.ID)
		}
	}
}
