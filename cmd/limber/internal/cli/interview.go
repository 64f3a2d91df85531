package cli

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/ask"
	"github.com/limber-triage/limber/engine/program"
	"github.com/limber-triage/limber/facts"
)

// interview asks one person one case. Only questions that a decision needs and
// that can still change it are asked, in the order of the vocabulary, which
// has the emergencies first. There is no state besides the answers and what
// was passed over, so that going back and correcting need no bookkeeping.
type interview struct {
	*prompter
	e       *engine.Engine
	v       *facts.Vocabulary
	asker   *ask.Asker
	state   *program.State
	c       *facts.Case
	skipped []bool // by fact: optional, and passed over
	offered bool   // the questions that only fit a plan were offered
	fitting bool   // and taken
	screen  string // the heading that stands above the last question
}

func newInterview(e *engine.Engine, t *prompter) *interview {
	v := e.Vocabulary()
	return &interview{
		prompter: t, e: e, v: v, asker: ask.New(e.Pack(), e.Program()), state: e.Program().NewState(),
		c: v.New(), skipped: make([]bool, len(v.Facts)),
	}
}

// run asks until there is a decision.
func (in *interview) run(ctx context.Context) (*engine.Decision, error) {
	defer in.state.Forget()
	defer in.asker.Forget()
	if err := in.begin(ctx); err != nil {
		return nil, in.stopped(err)
	}
	for done := false; !done; {
		err := in.questions(ctx)
		if err == nil && in.level() < facts.LevelEmergency {
			done, err = in.settle(ctx)
		} else {
			done = true
		}
		if err != nil {
			return nil, in.stopped(err)
		}
	}
	in.blank()
	return in.e.Decide(ctx, in.c)
}

// stopped words why asking ended early. What the answers already mean is said
// all the same: a warning must not be lost to a closed window.
func (in *interview) stopped(err error) error {
	if in.level() < facts.LevelSoon {
		return noDecision(err)
	}
	if d, fault := in.e.Decide(context.Background(), in.c); fault == nil {
		in.blank()
		in.text("! ", "You stopped early. What you have answered already means: "+d.Headline)
		for _, n := range d.Call {
			in.text("! ", strings.TrimSpace(n.Number+" "+n.Note))
		}
	}
	return noDecision(err)
}

// begin shows the first page and waits for Enter.
func (in *interview) begin(ctx context.Context) error {
	p := in.e.Pack()
	small := []string{p.Texts["disclaimer"]}
	if !p.Review.Approved {
		small = append(small, p.Texts["unapproved"])
	}
	in.welcome(p.Title, small, in.e.EmergencyHelp()[1:], in.asker.Minutes())
	for {
		line, err := in.line(ctx, "")
		if err != nil {
			return err
		}
		switch m, _ := command(line); m {
		case enter:
			return nil
		case quit:
			return errQuit
		}
		in.text("", "Press Enter to begin, or type q to stop.")
	}
}

// questions asks whatever is open, until nothing is or an emergency is met.
func (in *interview) questions(ctx context.Context) error {
	for in.level() < facts.LevelEmergency {
		open := in.open()
		if len(open) == 0 {
			return nil
		}
		if err := in.ask(ctx, in.v.Facts[open[0]]); err != nil {
			return err
		}
	}
	return nil
}

// level is how urgent the answers so far make the case.
func (in *interview) level() facts.Level {
	in.state.Run(in.c.Words())
	return in.state.Level()
}

// open lists the questions still to ask, in order.
func (in *interview) open() []int {
	return in.asker.Open(in.c.Words(), in.level(), ask.Wishes{Passed: in.skipped, Fitting: in.fitting})
}

// met reports whether a question has been answered or passed over.
func (in *interview) met(i int) bool { return in.c.Words()[i] != 0 || in.skipped[i] }

// ask asks one question until it is answered or passed over, or the one before
// it when the person goes back.
func (in *interview) ask(ctx context.Context, f *facts.Fact) error {
	show := true
	for {
		word := in.c.Words()[f.Index]
		if show {
			in.title(f)
			in.question(f, word)
		}
		line, err := in.line(ctx, hint(f))
		if err != nil {
			return err
		}
		show = false
		switch r := understand(in.v, f, line); {
		case r.move == quit:
			return errQuit
		case r.move == explain:
			in.why(f)
		case r.move == back:
			if before := in.before(f); before != nil {
				f, show = before, true
			} else {
				in.text("", "This is the first question.")
			}
		case r.move == answer, r.move == enter && word != 0:
			if r.move == answer {
				in.put(f, r.word)
			}
			slip, err := in.check(ctx)
			if err != nil || !slip {
				return err
			}
			show = true
		case r.move == enter && !f.Required():
			in.skipped[f.Index] = true
			return nil
		case r.move == enter:
			in.text("", "We need an answer to go on. "+howTo(f))
		default:
			in.text("", r.message)
		}
	}
}

// put stores an answer, and takes out those to questions that it closes: they
// were asked only because of what has just been corrected.
func (in *interview) put(f *facts.Fact, word uint64) {
	words := in.c.Words()
	words[f.Index], in.skipped[f.Index] = word, false
	for i, closed := range in.asker.Closed(words) {
		if closed && words[i] != 0 {
			words[i] = 0
			in.text("", "No longer asked, and taken out: "+in.v.Facts[i].Question)
		}
	}
}

// check shows what to do the moment an answer is an emergency, and reports
// whether that answer was a slip.
func (in *interview) check(ctx context.Context) (slip bool, err error) {
	if in.level() < facts.LevelEmergency {
		return false, nil
	}
	d, err := in.e.Decide(ctx, in.c)
	if err != nil {
		return false, err
	}
	in.emergency(d, in.e.Pack().Texts)
	for {
		in.text("", "Press Enter to see what to do, or type c to correct the answer if it was a slip.")
		line, err := in.line(ctx, "")
		if err != nil {
			return false, err
		}
		switch line {
		case "":
			return false, nil
		case "c", "C", "b", "B":
			return true, nil
		}
	}
}

// before finds the question before one, among those that were met.
func (in *interview) before(f *facts.Fact) *facts.Fact {
	for i := f.Index - 1; i >= 0; i-- {
		if in.met(i) {
			return in.v.Facts[i]
		}
	}
	return nil
}

// title shows the page that a question is on, when it is another one. Pages
// with nothing to ask are not counted.
func (in *interview) title(f *facts.Fact) {
	if in.screen == f.Screen {
		return
	}
	in.screen = f.Screen
	asked := map[string]bool{f.Screen: true}
	for _, i := range in.open() {
		asked[in.v.Facts[i].Screen] = true
	}
	for _, g := range in.v.Facts {
		if in.met(g.Index) {
			asked[g.Screen] = true
		}
	}
	step, title := 0, ""
	for _, s := range in.v.Screens {
		if asked[s.ID] && title == "" {
			step++
			if s.ID == f.Screen {
				title = s.Title
			}
		}
	}
	in.heading(fmt.Sprintf("Step %d of %d: %s", step, len(asked), cmp.Or(title, f.Screen)))
}
