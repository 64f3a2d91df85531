package pack_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/pack"
)

const shipped = "../../rules/upperback"

// copyOf reads the shipped pack into memory, for tests that spoil it.
func copyOf(t testing.TB) fstest.MapFS {
	t.Helper()
	fsys := fstest.MapFS{}
	files, err := filepath.Glob(shipped + "/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		fsys[filepath.Base(f)] = &fstest.MapFile{Data: src}
	}
	return fsys
}

func load(fsys fstest.MapFS) diag.List {
	_, err := pack.Load(fsys, pack.Options{})
	var list diag.List
	errors.As(err, &list)
	return list
}

func TestLoadShippedPack(t *testing.T) {
	t.Parallel()
	p, err := pack.Load(os.DirFS(shipped), pack.Options{})
	if err != nil {
		t.Fatal(err)
	}
	again, err := pack.Load(copyOf(t), pack.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if p.Hash != again.Hash || len(p.Hash) != 64 {
		t.Errorf("hashes %s and %s", p.Hash, again.Hash)
	}
	for i, r := range p.Rules {
		if r.Index != i || r.Card == nil || i > 0 && p.Rules[i-1].Level > r.Level {
			t.Errorf("rule %s is out of order or has no card", r.Name)
		}
	}
}

// TestLoadRefuses spoils the shipped pack in one place at a time. The mark §
// in the new text is where the mistake must be reported.
func TestLoadRefuses(t *testing.T) {
	t.Parallel()
	const (
		findings = "findings.grl"
		cord     = "cord-and-nerves.grl"
		needs    = "needs.grl"
		caution  = "precautions.grl"
		starts   = "starts.grl"
		messages = "messages.en.yaml"
	)
	for name, c := range map[string]struct {
		file, old, new, code, says string
	}{
		"unknown fact":          {cord, "when Case.LegSymptoms.SaddleNumbness\n", "when §Case.LegSymptons.SaddleNumbness\n", "unknown-fact", "did you mean LegSymptoms?"},
		"unknown option":        {cord, "when Case.LegSymptoms.SaddleNumbness\n", "when Case.LegSymptoms.§SadleNumbness\n", "unknown-option", "did you mean SaddleNumbness?"},
		"unknown verb":          {cord, "Refer.Emergency();", "§Refer.Emergancy();", "", "Refer.Emergency"},
		"unknown finding":       {needs, "when Found.TightChest\n", "when §Found.TightChets\n", "unknown-finding", "did you mean TightChest?"},
		"unknown target":        {needs, `"pectorals"`, `§"pectorls"`, "unknown-target", "did you mean pectorals?"},
		"unknown tag":           {caution, `Plan.Avoid("rotation")`, `Plan.Avoid(§"rotatoin")`, "unknown-tag", "did you mean rotation?"},
		"unknown exercise":      {needs, `Plan.Prefer("`, `Plan.Prefer(§"zz-`, "unknown-exercise", ""},
		"unknown tip":           {"advice.grl", `Advise.Tip("`, `Advise.Tip(§"x-`, "unknown-tip", ""},
		"unknown caution":       {caution, `"hinge-not-round"`, `§"hinge-not-rund"`, "unknown-caution", "did you mean hinge-not-round?"},
		"number as a choice":    {findings, "Case.Age >= 65", "§Case.Age.Old", "wrong-atom", "compare it"},
		"choice as a number":    {findings, "when Case.Duration.Under3Days", "when §Case.Duration >= 3", "wrong-atom", "cannot be compared"},
		"off step":              {findings, "Case.Age >= 65", "§Case.Age >= 65.5", "off-step", "steps of 1"},
		"beyond the range":      {findings, "Case.Age >= 65", "§Case.Age >= 650", "off-step", "from 0 to 120"},
		"never true":            {findings, "Case.Age >= 65", "§Case.Age > 120", "never-true", "no value of Age"},
		"circular findings":     {findings, "when Case.Duration.Under3Days", "when Found.MechanicalPain || Case.Duration.Under3Days", "circular-finding", "New -> MechanicalPain -> New"},
		"missing card":          {messages, "\n  SaddleNumbness:\n", "\n  SaddleNumness:\n", "missing-card", "did you mean SaddleNumness?"},
		"orphan card":           {messages, "\n  SaddleNumbness:\n", "\n  §SaddleNumness:\n", "orphan-card", "belongs to no rule"},
		"undeclared source":     {messages, "sources: [hse-chest-pain, nhs-chest-pain]", "sources: [§hse-chest-pian, nhs-chest-pain]", "undeclared-source", "did you mean hse-chest-pain?"},
		"key twice":             {messages, "    action: ambulance\n", "    action: ambulance\n    §action: ambulance\n", "duplicate-key", "given twice"},
		"wrong action":          {messages, "action: ambulance", "action: §pharmacist", "wrong-action", "emergency_department"},
		"precaution not unsure": {caution, "when Case.BodyLimits.CannotKneel\n    || Case.BodyLimits.Unsure\n", "when Case.BodyLimits.CannotKneel\n", "unsure-uncovered", "add || Case.BodyLimits.Unsure"},
		"through a finding":     {starts, "when Found.NeedsSettling\n", "when Found.NeedsSettling || Found.DeskPosture\n", "optional-precaution", "may be left unanswered"},
		"optional gate":         {"facts.yaml", `ask_if: "Case.Age >= 12`, `ask_if: "§Case.DeskHoursPerDay >= 3 && Case.Age >= 12`, "optional-gate", "may be left unanswered"},
		"gated gate":            {"facts.yaml", `ask_if: "Case.Age >= 12`, `ask_if: "§Case.ArmTrend.Same && Case.Age >= 12`, "gated-gate", "not always asked"},
		"gate on a finding":     {"facts.yaml", `ask_if: "Case.Age >= 12`, `ask_if: "§Found.New && Case.Age >= 12`, "unknown-finding", ""},
		"colliding facts":       {"facts.yaml", "- id: chest_symptoms\n", "- id: §age\n", "", "age"},
		"alone says less":       {"facts.yaml", "alone: emergency", "alone: §soon", "wrong-alone", "the rules give emergency"},
		"unset finding":         {"facts.yaml", "findings:\n", "findings:\n  - {id: §Nobody, meaning: \"x\"}\n", "unset-finding", "no rule sets"},
		"made rule written":     {findings, "rule New \"", "rule UnsureInjury \"", "", "UnsureInjury"},
		"id with a sign":        {"exercises.yaml", "- id: ball-pectoral-wall-release\n", "- id: §ball;pectoral\n", "bad-id", "letters and digits"},
		"tip with a sign":       {messages, "\ntips:\n", "\ntips:\n  \"a\\\"b\":\n    title: x\n    text: x\n", "bad-id", "tip id"},
		"unknown movement":      {"exercises.yaml", "movement: [ball_pressure", "movement: [§bal_pressure", "unknown-word", "did you mean ball_pressure?"},
		"unknown equipment":     {"exercises.yaml", "[[massage_ball, wall_or_doorway]]", "[[§masage_ball, wall_or_doorway]]", "unknown-equipment", "did you mean massage_ball?"},
		"dose out of range":     {"exercises.yaml", "dose: {sets: 1,", "dose: {sets: §9,", "out-of-range", "from 1 to 5"},
		"verified opinion":      {"sources.yaml", "id: general-knowledge\n    kind: general-knowledge", "id: general-knowledge\n    kind: general-knowledge\n    verified: true", "duplicate-key", ""},
		"unknown slot":          {"pack.yaml", "slots: [move, move]", "slots: [move, §mvoe]", "unknown-slot", "did you mean move?"},
		"unknown base fact":     {"bases.yaml", "older_adult:\n    age: 68\n", "older_adult:\n    §aeg: 68\n", "", "did you mean age?"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fsys := copyOf(t)
			src := string(fsys[c.file].Data)
			if !strings.Contains(src, c.old) {
				t.Fatalf("%s no longer holds %q: mend the test", c.file, c.old)
			}
			fresh := strings.Replace(c.new, "§", "", 1)
			spoilt := strings.Replace(src, c.old, fresh, 1)
			fsys[c.file] = &fstest.MapFile{Data: []byte(spoilt)}
			list := load(fsys)
			i := slices.IndexFunc(list, func(d diag.Diagnostic) bool {
				return (c.code == "" || d.Code == c.code) && strings.Contains(d.Error(), c.says)
			})
			if i < 0 {
				t.Fatalf("want code %q saying %q, got\n%v", c.code, c.says, list)
			}
			if at := strings.Index(c.new, "§"); at >= 0 {
				want := diag.At(c.file, []byte(spoilt), strings.Index(src, c.old)+at)
				if list[i].Pos != want {
					t.Errorf("reported at %s, want %s", list[i].Pos, want)
				}
			}
			if list[i].File == "" || list[i].Line == 0 {
				t.Errorf("no place: %v", list[i])
			}
		})
	}
}

func TestLoadReportsEveryMistakeAtOnce(t *testing.T) {
	t.Parallel()
	fsys := copyOf(t)
	for file, edit := range map[string][2]string{
		"cord-and-nerves.grl": {"Case.LegSymptoms.SaddleNumbness", "Case.LegSymptoms.Sadle"},
		"exercises.yaml":      {"phase: release", "phase: relaese"},
		"messages.en.yaml":    {"action: ambulance", "action: taxi"},
		"pack.yaml":           {"clearance: MechanicalPain", "clearance: MechanicPain"},
	} {
		fsys[file] = &fstest.MapFile{Data: []byte(strings.Replace(string(fsys[file].Data), edit[0], edit[1], 1))}
	}
	var files []string
	for _, d := range load(fsys) {
		files = append(files, d.File)
	}
	for _, want := range []string{"cord-and-nerves.grl", "exercises.yaml", "messages.en.yaml", "pack.yaml"} {
		if !slices.Contains(files, want) {
			t.Errorf("nothing about %s in %v", want, files)
		}
	}
}

func TestLoadMissingAndUnexpectedFiles(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"pack.yaml", "facts.yaml", "exercises.yaml", "messages.en.yaml", "sources.yaml", "bases.yaml"} {
		fsys := copyOf(t)
		delete(fsys, name)
		if list := load(fsys); !slices.ContainsFunc(list, func(d diag.Diagnostic) bool { return d.Code == "missing-file" && d.File == name }) {
			t.Errorf("without %s: %v", name, list)
		}
	}
	fsys := copyOf(t)
	fsys["excercises.yaml"] = &fstest.MapFile{Data: []byte("a: 1")}
	if list := load(fsys); !slices.ContainsFunc(list, func(d diag.Diagnostic) bool {
		return d.Code == "unexpected-file" && strings.Contains(d.Hint, "exercises.yaml")
	}) {
		t.Errorf("a misspelt file passes: %v", list)
	}
	if list := load(fstest.MapFS{}); len(list) != 1 || list[0].Code != "missing-file" {
		t.Errorf("an empty folder: %v", list)
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := pack.Load(os.DirFS(shipped), pack.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// FuzzLoad cuts a piece out of one file of the shipped pack and puts another
// in its place: Load must end with a pack, or with places and no panic.
func FuzzLoad(f *testing.F) {
	f.Add("cord-and-nerves.grl", 300, 20, "Refer.Routine();")
	f.Add("facts.yaml", 1000, 5, "kind: set")
	f.Add("exercises.yaml", 500, 0, "[[")
	f.Add("messages.en.yaml", 9000, 1, "\x00")
	f.Add("pack.yaml", 100, 400, "")
	base := copyOf(f)
	f.Fuzz(func(t *testing.T, file string, at, cut int, put string) {
		given, ok := base[file]
		if !ok || at < 0 || cut < 0 || at > len(given.Data) || cut > len(given.Data)-at {
			return
		}
		spoilt := fstest.MapFS{}
		for name, file := range base {
			spoilt[name] = file
		}
		spoilt[file] = &fstest.MapFile{Data: slices.Concat(given.Data[:at], []byte(put), given.Data[at+cut:])}
		_, err := pack.Load(spoilt, pack.Options{})
		var list diag.List
		if err != nil && (!errors.As(err, &list) || len(list) == 0 || list[0].File == "") {
			t.Fatalf("an error without a place: %v", err)
		}
	})
}
