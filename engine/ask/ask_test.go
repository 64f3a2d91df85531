package ask_test

import (
	"math/rand/v2"
	"os"
	"slices"
	"sync"
	"testing"

	"github.com/limber-triage/limber/engine/ask"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/program"
	"github.com/limber-triage/limber/engine/verify"
	"github.com/limber-triage/limber/facts"
)

var shipped = sync.OnceValue(func() *pack.Pack {
	p, err := pack.Load(os.DirFS("../../rules/upperback"), pack.Options{})
	if err != nil {
		panic(err)
	}
	return p
})

func newAsker(t testing.TB) (*ask.Asker, *program.State) {
	t.Helper()
	prog, err := program.Compile(shipped())
	if err != nil {
		t.Fatal(err)
	}
	return ask.New(shipped(), prog), prog.NewState()
}

func ids(indexes []int) (out []string) {
	for _, i := range indexes {
		out = append(out, shipped().Vocabulary.Facts[i].ID)
	}
	return out
}

func set(t testing.TB, words []uint64, id, option string) {
	t.Helper()
	f, ok := shipped().Vocabulary.Lookup(id)
	if !ok {
		t.Fatal(id)
	}
	w, err := shipped().Vocabulary.ParseAnswer(f, option)
	if err != nil {
		t.Fatal(err)
	}
	words[f.Index] = w
}

func TestNothingIsOpenInACompleteCase(t *testing.T) {
	t.Parallel()
	a, _ := newAsker(t)
	words := shipped().Bases["healthy"].Words()
	if open := a.Required(words); len(open) > 0 {
		t.Errorf("open: %v", ids(open))
	}
	if level := a.CouldBecome(words); level != facts.LevelNone {
		t.Errorf("could become %s", level)
	}
}

func TestRequiredAsksEmergenciesEarly(t *testing.T) {
	t.Parallel()
	a, _ := newAsker(t)
	open := ids(a.Required(make([]uint64, len(shipped().Vocabulary.Facts))))
	for _, id := range []string{"chest_symptoms", "breathing_symptoms", "exertional_pain", "head_neck_symptoms", "leg_symptoms", "bladder_bowel"} {
		if i := slices.Index(open, id); i < 0 || i >= 10 {
			t.Errorf("%s is question %d", id, i+1)
		}
	}
}

func TestAnEmergencyNeedsNoMoreAnswers(t *testing.T) {
	t.Parallel()
	a, s := newAsker(t)
	words := make([]uint64, len(shipped().Vocabulary.Facts))
	set(t, words, "leg_symptoms", "saddle_numbness")
	s.Run(words)
	if s.Level() != facts.LevelEmergency {
		t.Fatalf("level %s", s.Level())
	}
	if open := a.Needed(words, s.Level()); len(open) > 0 {
		t.Errorf("still asked: %v", ids(open))
	}
}

func TestOnlyWhatCanRaiseIsAskedAfterAReferral(t *testing.T) {
	t.Parallel()
	a, s := newAsker(t)
	words := make([]uint64, len(shipped().Vocabulary.Facts))
	set(t, words, "general_changes", "weight_loss") // urgent
	s.Run(words)
	asked := ids(a.Needed(words, s.Level()))
	for _, id := range []string{"chest_symptoms", "leg_symptoms", "injury"} {
		if !slices.Contains(asked, id) {
			t.Errorf("%s could still be an emergency, and is not asked", id)
		}
	}
	for _, id := range []string{"settle_time", "body_limits", "self_care_2_weeks", "general_changes"} {
		if slices.Contains(asked, id) {
			t.Errorf("%s can no longer change the decision, and is asked", id)
		}
	}
}

// TestWhatIsNotAskedCannotRaise answers facts that are not asked at random:
// the urgency must stay.
func TestWhatIsNotAskedCannotRaise(t *testing.T) {
	t.Parallel()
	a, s := newAsker(t)
	r := rand.New(rand.NewPCG(1, 1))
	v := shipped().Vocabulary
	for range 500 {
		words := slices.Clone(verify.RandomCase(shipped(), r).Words())
		for i := range words {
			if r.IntN(2) == 0 {
				words[i] = 0
			}
		}
		s.Run(words)
		level := s.Level()
		if level < facts.LevelSoon {
			continue
		}
		asked := a.Needed(words, level)
		closed := slices.Clone(a.Closed(words))
		for i, f := range v.Facts {
			if f.Safety && words[i] == 0 && !closed[i] && !slices.Contains(asked, i) {
				words[i] = verify.RandomAnswer(f, r)
			}
		}
		s.Run(words)
		if s.Level() > level {
			t.Errorf("answers that were not asked for raised %s to %s", level, s.Level())
		}
	}
}

// TestShippedPackIsWithinTheBudget also says, with -v, how much it takes.
func TestShippedPackIsWithinTheBudget(t *testing.T) {
	t.Parallel()
	a, s := newAsker(t)
	r := rand.New(rand.NewPCG(3, 4))
	steps := 0
	for n := range 3000 {
		words := slices.Clone(verify.RandomCase(shipped(), r).Words())
		for i, f := range shipped().Vocabulary.Facts {
			switch r.IntN(3) {
			case 0:
				words[i] = 0
			case 1:
				if n%2 == 0 {
					words[i] = f.Baseline
				}
			}
		}
		s.Run(words)
		could := a.CouldBecome(words)
		steps = max(steps, a.Steps())
		tooHard := a.Exceeded()
		raising := a.Raising(words, s.Level())
		steps = max(steps, a.Steps())
		if tooHard || a.Exceeded() {
			t.Errorf("case %d is too hard", n)
		}
		if could > s.Level() != (len(raising) > 0) {
			t.Errorf("case %d at %q could become %q, and %v could raise it", n, s.Level(), could, ids(raising))
		}
	}
	t.Logf("at most %d steps", steps)
}

// TestTooHardErrsOnTheSafeSide leaves hardly any budget.
func TestTooHardErrsOnTheSafeSide(t *testing.T) {
	t.Parallel()
	exact, s := newAsker(t)
	r := rand.New(rand.NewPCG(5, 6))
	for _, budget := range []int{0, 1, 5, 30} {
		bounded, _ := newAsker(t)
		bounded.WithBudget(budget)
		for range 300 {
			words := slices.Clone(verify.RandomCase(shipped(), r).Words())
			for i := range words {
				if r.IntN(2) == 0 {
					words[i] = 0
				}
			}
			s.Run(words)
			if at, least := bounded.CouldBecome(words), exact.CouldBecome(words); at < least {
				t.Fatalf("with a budget of %d: could become %q, and it can become %q", budget, at, least)
			}
			loose := slices.Clone(bounded.Raises(words, s.Level()))
			for i, least := range exact.Raises(words, s.Level()) {
				if loose[i] < least {
					t.Fatalf("with a budget of %d: a fact that raises to %q is said to raise to %q", budget, least, loose[i])
				}
			}
		}
	}
}

func BenchmarkAsk(b *testing.B) {
	a, s := newAsker(b)
	half := slices.Clone(shipped().Bases["healthy"].Words())
	for i := range half {
		if i%2 == 0 {
			half[i] = 0
		}
	}
	referred := make([]uint64, len(half))
	set(b, referred, "general_changes", "weight_loss")
	for name, words := range map[string][]uint64{"nothing answered": make([]uint64, len(half)), "half answered": half, "referred": referred} {
		s.Run(words)
		level := s.Level()
		b.Run(name+"/could become", func(b *testing.B) {
			for b.Loop() {
				a.CouldBecome(words)
			}
		})
		b.Run(name+"/raising", func(b *testing.B) {
			for b.Loop() {
				a.Raising(words, level)
			}
		})
	}
}

func TestOptionalPutsWhatRefersFirst(t *testing.T) {
	t.Parallel()
	a, _ := newAsker(t)
	first, later := a.Optional(shipped().Vocabulary.New().Words())
	if got := ids(first); !slices.Equal(got, []string{"wellbeing"}) {
		t.Errorf("first %v", got)
	}
	if !slices.Contains(ids(later), "equipment") {
		t.Errorf("later %v", ids(later))
	}
}

// TestOpenHeedsWishes: what only fits a plan is asked when wished for, what was
// passed over is not, and neither once somebody is to be seen.
func TestOpenHeedsWishes(t *testing.T) {
	t.Parallel()
	a, s := newAsker(t)
	v := shipped().Vocabulary
	healthy := slices.Clone(shipped().Bases["healthy"].Words())
	wellbeing, _ := v.Lookup("wellbeing")
	equipment, _ := v.Lookup("equipment")
	healthy[wellbeing.Index], healthy[equipment.Index] = 0, 0
	passed := make([]bool, len(v.Facts))
	passed[wellbeing.Index] = true
	urgent := slices.Clone(healthy)
	set(t, urgent, "general_changes", "weight_loss")
	for _, tt := range []struct {
		words  []uint64
		wishes ask.Wishes
		want   []string
	}{
		{healthy, ask.Wishes{}, []string{"wellbeing"}},
		{healthy, ask.Wishes{Fitting: true}, []string{"wellbeing", "equipment"}},
		{healthy, ask.Wishes{Passed: passed}, nil},
		{healthy, ask.Wishes{Passed: passed, Fitting: true}, []string{"equipment"}},
		{urgent, ask.Wishes{Fitting: true}, []string{"wellbeing"}}, // it may be an emergency
		{urgent, ask.Wishes{Passed: passed, Fitting: true}, nil},
	} {
		s.Run(tt.words)
		if got := ids(a.Open(tt.words, s.Level(), tt.wishes)); !slices.Equal(got, tt.want) {
			t.Errorf("level %s, %+v: %v, want %v", s.Level(), tt.wishes, got, tt.want)
		}
	}
	if n := a.Minutes(); n < 5 || n > 15 {
		t.Errorf("the questions take %d minutes", n)
	}
}
