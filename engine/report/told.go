package report

import (
	"strings"

	"github.com/limber-triage/limber/facts"
)

// told are a person's answers as a clinician wants them: first what is so, then
// what was asked and is not so, in full, since "none of these" says nothing to
// whoever has not read the question.
type told struct {
	So    []toldScreen
	NotSo []toldScreen
}

type toldScreen struct {
	Title   string
	Answers []toldAnswer
}

type toldAnswer struct{ Question, Answer string }

func newTold(c *facts.Case) *told {
	t := &told{}
	v := c.Vocabulary()
	for _, screen := range v.Screens {
		so, not := toldScreen{Title: screen.Title}, toldScreen{Title: screen.Title}
		for _, f := range v.Facts {
			if f.Screen != screen.ID || !c.Answered(f) {
				continue
			}
			word := c.Words()[f.Index]
			switch {
			case f.Kind == facts.Answer && word == facts.AnswerNo:
				not.Answers = append(not.Answers, toldAnswer{f.Question, c.Text(f)})
			case f.Kind == facts.Set && word == f.NoneBit():
				not.Answers = append(not.Answers, toldAnswer{f.Question, words.NoneOf + ": " + optionTexts(f)})
			default:
				so.Answers = append(so.Answers, toldAnswer{f.Question, c.Text(f)})
			}
		}
		if len(so.Answers) > 0 {
			t.So = append(t.So, so)
		}
		if len(not.Answers) > 0 {
			t.NotSo = append(t.NotSo, not)
		}
	}
	return t
}

// optionTexts are all that one could tick.
func optionTexts(f *facts.Fact) string {
	texts := make([]string, len(f.Options))
	for i, o := range f.Options {
		texts[i] = o.Text
	}
	return strings.Join(texts, "; ")
}
