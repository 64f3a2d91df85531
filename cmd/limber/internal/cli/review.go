package cli

import (
	"context"
	"fmt"
	"strconv"

	"github.com/limber-triage/limber/facts"
)

// settle is what comes when nothing has to be asked any more: the questions
// that only fit a plan, where there will be one, then a look at all answers.
// It is done when the person wants the result.
func (in *interview) settle(ctx context.Context) (done bool, err error) {
	if !in.offered && in.level() < facts.LevelSoon {
		in.offered = true
		in.fitting = true
		if n := len(in.open()); n > 0 {
			in.fitting, err = in.offer(ctx, n)
			return false, err
		}
	}
	return in.review(ctx)
}

// offer asks whether n more questions are welcome.
func (in *interview) offer(ctx context.Context, n int) (bool, error) {
	in.heading("That is enough for a plan")
	in.text("", plural(n, "more short question")+" would make it fit you better. Enter skips any of them.")
	for {
		in.text("", "Press Enter to answer them, or type s to skip them all.")
		line, err := in.line(ctx, "")
		if err != nil {
			return false, err
		}
		switch m, _ := command(line); {
		case m == enter:
			return true, nil
		case m == quit:
			return false, errQuit
		case line == "s" || line == "S":
			return false, nil
		}
	}
}

// review shows every question met with its answer, and asks again whichever
// the person names.
func (in *interview) review(ctx context.Context) (done bool, err error) {
	in.heading("Check your answers")
	var list []*facts.Fact
	screen := ""
	for _, s := range in.v.Screens {
		for _, f := range in.v.Facts {
			if f.Screen != s.ID || !in.met(f.Index) {
				continue
			}
			if screen != s.ID {
				screen = s.ID
				in.blank()
				in.painted(bold, "", s.Title)
			}
			list = append(list, f)
			in.text(fmt.Sprintf("%4d  ", len(list)), f.Question)
			in.painted(bold, "      > ", in.c.Text(f))
		}
	}
	in.blank()
	for {
		in.text("", "Type a number to change that answer, or press Enter to see the result.")
		line, err := in.line(ctx, "")
		if err != nil {
			return false, err
		}
		switch m, _ := command(line); m {
		case enter:
			return true, nil
		case quit:
			return false, errQuit
		}
		if n, err := strconv.Atoi(line); err == nil && n >= 1 && n <= len(list) {
			in.screen = ""
			return false, in.ask(ctx, list[n-1])
		}
	}
}
