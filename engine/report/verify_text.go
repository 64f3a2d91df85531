package report

import (
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/lint"
	"github.com/limber-triage/limber/engine/verify"
)

// Verification is what the renderers of a verification show.
type Verification struct {
	Result *verify.Result
	Lint   Lint   // the errors that lint finds: with any the verification fails
	Rules  string // where the pack lies, put before names of its files; "" for nothing
	Cases  string // where the fixtures lie, likewise

	HideHoles bool // only count what no fixture exercises
}

// Passed reports whether nothing was found.
func (v *Verification) Passed() bool {
	return v.Result.Passed() && lint.Count(v.Lint.Findings, diag.Error) == 0
}

func (v *Verification) rule(at diag.Pos) string    { return placed(v.Rules, at) }
func (v *Verification) fixture(at diag.Pos) string { return placed(v.Cases, at) }

// placed names a place as the reader of the report can open it.
func placed(dir string, at diag.Pos) string {
	if at.File != "" {
		at.File = path.Join(dir, at.File)
	}
	return plain(at.String())
}

// Bounds on what a terminal shows; JSON has all of it.
const (
	shownHoles     = 20
	shownSurvivors = 20
)

// VerifyText writes a verification for a terminal: what fails in full, what
// passes in one line. Suggested fixtures are written as they are, to be pasted.
func VerifyText(w io.Writer, v Verification, s Style) error {
	if len(v.Lint.Findings) > 0 {
		if err := LintText(w, v.Lint, s); err != nil {
			return err
		}
	}
	t := &verifyText{terminal: &terminal{style: s}, v: &v, r: v.Result}
	t.fixtures()
	t.rules()
	t.coverage(v.Result.Coverage)
	t.mutation(v.Result.Mutation)
	t.differential(v.Result.Differential)
	t.proof(v.Result.Proof)
	t.ordinary()
	t.review()
	for _, name := range v.Result.Written {
		t.line("", "wrote golden "+plain(path.Join(v.Cases, name)))
	}
	return t.flush(w)
}

type verifyText struct {
	*terminal
	v *Verification
	r *verify.Result
}

func (t *verifyText) fixtures() {
	failed := 0
	for i := range t.r.Fixtures {
		if f := &t.r.Fixtures[i]; len(f.Bad) > 0 {
			failed++
			t.failure(f)
		}
	}
	all := plural(len(t.r.Fixtures), "fixture")
	if failed > 0 {
		t.line(red, fmt.Sprintf("%d of %s %s.", failed, all, verb(failed, "fails", "fail")))
		return
	}
	t.line(bold, fmt.Sprintf("%s %s.", all, verb(len(t.r.Fixtures), "passes", "pass")))
}

func verb(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// failure shows expected and got side by side, then the way to the decision.
func (t *verifyText) failure(f *verify.FixtureResult) {
	word := "FAIL"
	if t.style.Color {
		word = red + word + reset
	}
	t.line("", word+" "+t.v.fixture(f.Pos)+" "+plain(f.Name))
	rows := make([][3]string, 0, len(f.Bad))
	for _, m := range f.Bad {
		rows = append(rows, [3]string{m.Key, m.Want, gotBriefly(m)})
	}
	t.sideBySide("  ", [3]string{"", "expected", "got"}, rows)
	if f.Why != nil {
		t.why(f.Why)
	}
	t.line("", "")
}

// gotBriefly leaves out a long list of fired rules, which stands below.
func gotBriefly(m verify.Mismatch) string {
	const few = 4
	if n := 1 + strings.Count(m.Got, ","); m.Key == "fired" && n > few {
		return fmt.Sprintf("%d other rules, see below", n)
	}
	return m.Got
}

// sideBySide writes a label and two texts in columns, the texts wrapped in
// equal halves of the width.
func (t *verifyText) sideBySide(indent string, head [3]string, rows [][3]string) {
	label := 0
	for _, r := range rows {
		label = max(label, utf8.RuneCountInString(r[0]))
	}
	half := max((t.style.width()-len(indent)-label-2*columnGap)/2, leastTable)
	for i, r := range append([][3]string{head}, rows...) {
		left, right := wrap(plain(r[1]), half), wrap(plain(r[2]), half)
		name := plain(r[0])
		for k := range max(len(left), len(right), 1) {
			cell := func(lines []string) string {
				if k < len(lines) {
					return lines[k]
				}
				return ""
			}
			paint := ""
			if i == 0 {
				paint = bold
			}
			t.line(paint, strings.TrimRight(indent+padded(name, label+columnGap)+padded(cell(left), half+columnGap)+cell(right), " "))
			name = ""
		}
	}
}

func padded(s string, width int) string {
	return s + strings.Repeat(" ", max(0, width-utf8.RuneCountInString(s)))
}

// why lists the triage rules and findings that fired with the answers behind
// them, the plan rules by name, and what did not come.
func (t *verifyText) why(x *verify.Explanation) {
	if len(x.Absent) > 0 {
		t.line(bold, "  missing")
	}
	for _, a := range x.Absent {
		at := ""
		if a.At.File != "" {
			at = " at " + t.v.rule(a.At)
		}
		t.para("    ", a.What+at+": "+a.Why)
		t.missing("      ", a.Missing)
	}
	var plans []string
	if len(x.Fired) > 0 {
		t.line(bold, "  fired")
	}
	for _, f := range x.Fired {
		if f.Stratum == "plan" {
			plans = append(plans, f.Rule)
			continue
		}
		name := f.Rule
		if f.Urgency != "" {
			name += " (" + string(f.Urgency) + ")"
		}
		var because []string
		for _, e := range f.Holds {
			switch {
			case e.Fact != "":
				because = append(because, e.Condition+" ("+e.Fact+": "+e.Answer+")")
			default:
				because = append(because, e.Condition)
			}
		}
		t.para("    ", name+": "+strings.Join(because, ", "))
	}
	if len(plans) > 0 {
		t.para("    ", "for the plan: "+strings.Join(plans, ", "))
	}
}

// missing says of each atom what it is and what it would have to be.
func (t *verifyText) missing(indent string, list []verify.Missing) {
	for _, m := range list {
		text := m.Condition + " is " + strconv.FormatBool(m.Now)
		if m.Fact != "" {
			text += " (" + m.Fact + ": " + m.Answer + ")"
		}
		if m.Rule != "" {
			text += ", drawn by " + m.Rule
		}
		t.para(indent, text)
		t.missing(indent+"  ", m.Missing)
	}
}

func (t *verifyText) rules() {
	if len(t.r.Rules) == 0 {
		return
	}
	held := 0
	for _, r := range t.r.Rules {
		switch {
		case r.Depended:
			held++
		case r.Fired == 0:
			t.line("", fmt.Sprintf("UNTESTED %s %s fires in no fixture", t.v.rule(r.Pos), r.Name))
		default:
			t.line("", fmt.Sprintf("UNTESTED %s %s fires in %s, and each would pass without it", t.v.rule(r.Pos), r.Name, plural(r.Fired, "fixture")))
		}
	}
	all := plural(len(t.r.Rules), "rule")
	if held < len(t.r.Rules) {
		t.line(red, fmt.Sprintf("%d of %s would be missed by a fixture; the others are not tested.", held, all))
		return
	}
	t.line(bold, fmt.Sprintf("Each of %s would be missed by a fixture.", all))
}

// score says how much was reached, and how much was asked for.
func (t *verifyText) score(what string, got, asked float64, passed bool) {
	paint, minimum := bold, ""
	if asked > 0 {
		minimum = fmt.Sprintf(", at least %s asked", percent(asked))
	}
	if !passed {
		paint = red
	}
	t.line(paint, fmt.Sprintf("%s %s%s.", what, percent(got), minimum))
}

func (t *verifyText) coverage(c *verify.Coverage) {
	if c == nil {
		return
	}
	for i, h := range c.Holes {
		if t.v.HideHoles {
			break
		}
		if i == shownHoles {
			t.line("", fmt.Sprintf("... %s more; --format json and the HTML page have them all", plural(len(c.Holes)-i, "hole")))
			break
		}
		t.line("", fmt.Sprintf("UNCOVERED %s %s: %s", t.v.rule(h.At), h.Rule, plain(h.What)))
		t.para("  ", h.Why)
		t.suggestion(h.Suggestion)
	}
	t.score("Coverage", c.Percent, c.Min, c.Passed())
	t.para("  ", fmt.Sprintf("%d of %s fire, %d of %s decide each way, %d of %s would be missed.",
		c.Fired.Covered, plural(c.Fired.Of, "rule"), c.Atoms.Covered, plural(c.Atoms.Of, "condition"), c.Effects.Covered, plural(c.Effects.Of, "effect")))
	if t.v.HideHoles && len(c.Holes) > 0 {
		t.para("  ", "limber verify --coverage shows "+plural(len(c.Holes), "hole")+", and fixtures that would close them.")
	}
}

// percent never rounds up to a hundred.
func percent(p float64) string {
	const tenth = 10
	return strconv.FormatFloat(float64(int(p*tenth))/tenth, 'f', -1, 64) + " %"
}

// suggestion writes a fixture as it can be pasted.
func (t *verifyText) suggestion(s *verify.Suggestion) {
	if s == nil {
		return
	}
	for line := range strings.Lines(s.YAML) {
		t.line(cyan, "    "+plain(strings.TrimRight(line, "\n")))
	}
}

func (t *verifyText) mutation(m *verify.Mutation) {
	if m == nil {
		return
	}
	shown := 0
	for _, r := range m.Survivors {
		if r.Verdict == verify.Equivalent {
			continue
		}
		if shown++; shown > shownSurvivors {
			t.line("", fmt.Sprintf("... %s more; --format json has them all", plural(m.Unnoticed+m.Undecided-shownSurvivors, "survivor")))
			break
		}
		t.line("", fmt.Sprintf("SURVIVES %s %s: %s: %s", t.v.rule(r.At), r.Rule, plain(r.What), r.Verdict))
		for line := range strings.Lines(r.Diff) {
			paint := green
			if strings.HasPrefix(line, "- ") {
				paint = red
			}
			t.line(paint, "    "+plain(strings.TrimRight(line, "\n")))
		}
		if r.Suggestion != nil {
			t.line("", "    a fixture that would notice: "+plain(r.Suggestion.Name))
		}
	}
	if len(m.Suggestions) > 0 {
		t.line("", "")
		t.para("", fmt.Sprintf("%s would notice all that a case is known for; each says what the rules do today, so check it before you keep it:", plural(len(m.Suggestions), "fixture")))
		for i, s := range m.Suggestions {
			if i == shownSurvivors {
				t.line("", fmt.Sprintf("... %d more", len(m.Suggestions)-i))
				break
			}
			t.line("", fmt.Sprintf("    # notices %s", plural(s.Kills, "mutant")))
			t.suggestion(s)
		}
	}
	t.score("Mutation", m.Percent, m.Min, m.Passed())
	t.para("  ", fmt.Sprintf("Of %s the fixtures notice %d and miss %d that a case tells apart; %d are proved to show in no case, %d are undecided (seed %d, %s).",
		plural(m.Mutants, "mutant"), m.Killed, m.Unnoticed, m.Equal, m.Undecided, m.Seed, plural(m.Random, "random case")))
}

func (t *verifyText) differential(a *verify.Agreement) {
	if a == nil {
		return
	}
	for _, m := range a.Mismatches {
		differ := strings.Join(m.Differ, ", ")
		if m.Err != "" {
			differ = m.Err
		}
		t.line("", "DISAGREE "+plain(m.Source)+": "+plain(differ))
		if text, err := m.Case.MarshalJSON(); err == nil {
			t.line("", "    "+plain(string(text)))
		}
	}
	total := plural(a.Fixtures+a.Thresholds+a.Random, "case")
	if n := a.Differing; n > 0 {
		if hidden := n - len(a.Mismatches); hidden > 0 {
			t.line("", fmt.Sprintf("and on %s more", plural(hidden, "case")))
		}
		t.line(red, fmt.Sprintf("The two evaluators disagree on %d of %s.", n, total))
		return
	}
	t.line(bold, fmt.Sprintf("Both evaluators agree on %s.", total))
	t.para("  ", fmt.Sprintf("%s, %d next to thresholds, %d at random (seed %d).", plural(a.Fixtures, "fixture"), a.Thresholds, a.Random, a.Seed))
}

// ordinary shows where ordinary presentations end: alarm fatigue is a hazard.
func (t *verifyText) ordinary() {
	if len(t.r.Ordinary) == 0 {
		return
	}
	parts := make([]string, len(t.r.Ordinary))
	for i, s := range t.r.Ordinary {
		parts[i] = fmt.Sprintf("%s %d", strings.ReplaceAll(s.Urgency, "_", "-"), s.Cases)
	}
	t.para("", fmt.Sprintf("Of %d ordinary people: %s.", t.r.Ordinary[0].Of, strings.Join(parts, ", ")))
}

func (t *verifyText) review() {
	rs := t.r.Ruleset
	if rs.Unreviewed+rs.General > 0 {
		t.para("", fmt.Sprintf("%s %s: %d cards await review by a clinician, %d rest on general knowledge alone.", rs.Name, rs.Version, rs.Unreviewed, rs.General))
	}
}
