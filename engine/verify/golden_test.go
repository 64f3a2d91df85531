package verify_test

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/report"
	"github.com/limber-triage/limber/engine/verify"
)

var update = flag.Bool("update", false, "rewrite the goldens of testdata")

const goldenFixture = "- {name: a, base: desk_worker, golden: sub/../a.json}\n"

// keep collects what verify writes.
func keep(into fstest.MapFS) func(string, []byte) error {
	return func(name string, golden []byte) error {
		into[name] = &fstest.MapFile{Data: golden}
		return nil
	}
}

func TestGoldenRound(t *testing.T) {
	t.Parallel()
	fsys := files("a.yaml", goldenFixture)
	first := run(t, small(), fsys, verify.Options{})
	if first.Passed() || keys(first.Fixtures[0].Bad) != "golden" {
		t.Fatalf("without its golden: %v", first.Fixtures[0].Bad)
	}
	written := run(t, small(), fsys, verify.Options{Write: keep(fsys)})
	if diff := cmp.Diff([]string{"a.json"}, written.Written); diff != "" || len(written.Fixtures[0].Bad) > 0 || written.Fixtures[0].Why != nil {
		t.Fatalf("update: %s %v", diff, written.Fixtures[0].Bad)
	}
	again := run(t, small(), fsys, verify.Options{Write: func(name string, _ []byte) error { t.Errorf("%s written twice", name); return nil }})
	if len(again.Fixtures[0].Bad) > 0 || again.Written != nil {
		t.Errorf("its own golden fails: %v", again.Fixtures[0].Bad)
	}
	for _, key := range []string{`"case"`, `"engine"`, `"ruleset"`, `"hash"`} {
		if bytes.Contains(fsys["a.json"].Data, []byte(key)) {
			t.Errorf("the golden holds %s", key)
		}
	}
	if !bytes.HasPrefix(fsys["a.json"].Data, []byte("{\n  \"outcome\": \"plan\",\n")) {
		t.Errorf("the golden begins %.40s", fsys["a.json"].Data)
	}
}

// TestGoldenOfARecord: what limber screen --format json wrote is a golden too.
func TestGoldenOfARecord(t *testing.T) {
	t.Parallel()
	c := small().Pack().Bases["desk_worker"].Clone()
	c.ID = "somebody"
	var b bytes.Buffer
	if err := report.JSON(&b, decide(t, small(), c)); err != nil {
		t.Fatal(err)
	}
	r := run(t, small(), files("a.yaml", goldenFixture, "a.json", b.String()), verify.Options{})
	if len(r.Fixtures[0].Bad) > 0 {
		t.Errorf("%v", r.Fixtures[0].Bad)
	}
}

// TestGoldenDifference: whatever differs is named by its place.
func TestGoldenDifference(t *testing.T) {
	t.Parallel()
	fsys := files("a.yaml", goldenFixture)
	run(t, small(), fsys, verify.Options{Write: keep(fsys)})
	golden := string(fsys["a.json"].Data)
	for name, c := range map[string]struct {
		old, new string
		want     verify.Mismatch
	}{
		"a word":      {`"urgency": "self_care"`, `"urgency": "soon"`, verify.Mismatch{Key: "golden.urgency", Want: "soon", Got: "self_care"}},
		"null":        {`"at_least": null`, `"at_least": "soon"`, verify.Mismatch{Key: "golden.at_least", Want: "soon", Got: "null"}},
		"a type":      {`"settled": true`, `"settled": "true"`, verify.Mismatch{Key: "golden.settled", Want: "true", Got: "true"}},
		"a number":    {`"start": 3`, `"start": 2`, verify.Mismatch{Key: "golden.plan.start", Want: "2", Got: "3"}},
		"deep":        {`"reps": 1,`, `"reps": 2,`, verify.Mismatch{Key: "golden.plan.phases[0].exercises[0].dose.reps", Want: "2", Got: "1"}},
		"a list":      {`"findings": [`, `"findings": [ "Risky",`, verify.Mismatch{Key: "golden.findings", Want: "[Risky, ReadyToLoad, MechanicalPain, DeskPosture]", Got: "[ReadyToLoad, MechanicalPain, DeskPosture]"}},
		"fewer":       {`"ReadyToLoad",`, ``, verify.Mismatch{Key: "golden.findings", Want: "[MechanicalPain, DeskPosture]", Got: "[ReadyToLoad, MechanicalPain, DeskPosture]"}},
		"a field":     {`"urgency": "self_care",`, ``, verify.Mismatch{Key: "golden.urgency", Want: "nothing", Got: "self_care"}},
		"more fields": {`"urgency": "self_care",`, `"urgency": "self_care", "speed": 1,`, verify.Mismatch{Key: "golden.speed", Want: "1", Got: "nothing"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if !strings.Contains(golden, c.old) {
				t.Fatalf("the golden has no %s", c.old)
			}
			r := run(t, small(), files("a.yaml", goldenFixture, "a.json", strings.Replace(golden, c.old, c.new, 1)), verify.Options{})
			if diff := cmp.Diff([]verify.Mismatch{c.want}, r.Fixtures[0].Bad); diff != "" {
				t.Error(diff)
			}
		})
	}
	r := run(t, small(), files("a.yaml", goldenFixture, "a.json", "{}"), verify.Options{})
	if bad := r.Fixtures[0].Bad; len(bad) != 6 || !strings.Contains(bad[5].Got, "more differences") {
		t.Errorf("a golden without anything: %v", bad)
	}
}

func TestGoldenThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	full := errors.New("disk is full")
	_, err := verify.Run(t.Context(), small(), files("a.yaml", goldenFixture), verify.Options{Write: func(string, []byte) error { return full }})
	if !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
}

// TestUpdateKeepsOtherFailures: --update mends goldens only.
func TestUpdateKeepsOtherFailures(t *testing.T) {
	t.Parallel()
	fsys := files("a.yaml", "- {name: a, base: desk_worker, expect: {outcome: referral}, golden: a.json}\n")
	r := run(t, small(), fsys, verify.Options{Write: keep(fsys)})
	if keys(r.Fixtures[0].Bad) != "outcome" || r.Passed() {
		t.Errorf("got %v", r.Fixtures[0].Bad)
	}
}

// TestTestdata keeps the fixtures of testdata honest; -update writes goldens.
func TestTestdata(t *testing.T) {
	t.Parallel()
	o := verify.Options{}
	if *update {
		o.Write = func(name string, golden []byte) error {
			return os.WriteFile(filepath.Join("testdata/cases", name), golden, 0o644)
		}
	}
	for _, f := range run(t, small(), os.DirFS("testdata/cases"), o).Fixtures {
		if len(f.Bad) > 0 {
			t.Errorf("%s: %v", f.Name, f.Bad)
		}
		if (f.Decision.Outcome == engine.Incomplete) != (f.Decision.Urgency == "") {
			t.Errorf("%s: %s, %q", f.Name, f.Decision.Outcome, f.Decision.Urgency)
		}
	}
}
