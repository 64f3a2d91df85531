package engine_test

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/facts"
)

// TestTheVerifierDecidesAsTheEngine: to the byte, under the same options.
func TestTheVerifierDecidesAsTheEngine(t *testing.T) {
	t.Parallel()
	e := newEngine(t, engine.Options{CrossCheck: -1, MaxExercises: 3, Region: "IE"})
	v, err := e.Variant(shipped())
	if err != nil {
		t.Fatal(err)
	}
	cases(300, func(_ *rand.Rand, c *facts.Case) {
		want, err := decide(t, e, c).MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		got, err := v.Decide(c).MarshalJSON()
		if err != nil || !bytes.Equal(got, want) {
			t.Fatalf("%v\n%s", err, cmp.Diff(string(want), string(got)))
		}
	})
}

// TestTheVerifierDecidesByTheChangedPack: and the engine by its own.
func TestTheVerifierDecidesByTheChangedPack(t *testing.T) {
	t.Parallel()
	e := newEngine(t, engine.Options{CrossCheck: -1})
	i := slices.IndexFunc(shipped().Rules, func(r *pack.Rule) bool { return r.Name == "SaddleNumbness" })
	changed := *shipped()
	changed.Rules = slices.Clone(changed.Rules)
	rule := *changed.Rules[i]
	rule.Cond = pack.And{} // whatever is answered
	changed.Rules[i] = &rule
	v, err := e.Variant(&changed)
	if err != nil {
		t.Fatal(err)
	}
	c := shipped().Bases["healthy"]
	if d := v.Decide(c); d.Urgency != engine.Emergency {
		t.Errorf("the changed rules give %s", d.Urgency)
	}
	if d := decide(t, e, c); d.Urgency == engine.Emergency {
		t.Error("the engine decides by the changed rules")
	}
	if v.Program() == e.Program() {
		t.Error("the programs are one")
	}
}

func TestForVerificationRefusesWhatNewRefuses(t *testing.T) {
	t.Parallel()
	for _, o := range []engine.Options{{MaxExercises: -1}, {MaxExercises: 99}, {Region: "XX"}} {
		_, want := engine.New(shipped(), o)
		_, got := engine.ForVerification(shipped(), o)
		if want == nil || got == nil || want.Error() != got.Error() {
			t.Errorf("%+v: %v and %v", o, want, got)
		}
	}
}

func TestCompare(t *testing.T) {
	t.Parallel()
	e := newEngine(t, engine.Options{CrossCheck: -1}) // Compare compares all the same
	c := shipped().Bases["healthy"]
	if differ, err := e.Compare(context.Background(), c); err != nil || differ != nil {
		t.Errorf("%v, %v", differ, err)
	}
	lost := ""
	e.Sabotage(func(fired []int, found []bool) ([]int, []bool, error) {
		lost = shipped().Rules[fired[0]].Name
		found[0] = !found[0]
		return fired[1:], found, nil
	})
	differ, err := e.Compare(context.Background(), c)
	if diff := cmp.Diff([]string{lost, "Found." + shipped().Found[0].ID}, differ); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
	broken := errors.New("broken")
	e.Sabotage(func([]int, []bool) ([]int, []bool, error) { return nil, nil, broken })
	if _, err := e.Compare(context.Background(), c); !errors.Is(err, broken) {
		t.Errorf("Grule's error is lost: %v", err)
	}
	other, err := facts.ReadVocabulary("facts.yaml", readFile(t, "../rules/upperback/facts.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.Compare(context.Background(), other.Healthy()); err == nil {
		t.Error("a case of another vocabulary is compared")
	}
	if e.Checked() != 0 {
		t.Error("a comparison counts as a decision")
	}
}

func readFile(t *testing.T, name string) []byte {
	t.Helper()
	src, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return src
}
