package report

import "github.com/limber-triage/limber/facts"

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
			answer := toldAnswer{f.Question, c.Text(f)}
			switch {
			case !denied(f, c.Words()[f.Index]):
				so.Answers = append(so.Answers, answer)
			case f.Kind == facts.Set:
				answer.Answer += ": " + f.Text(f.OptionBits())
				fallthrough
			default:
				not.Answers = append(not.Answers, answer)
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

// denied reports an answer that says no to the whole question.
func denied(f *facts.Fact, word uint64) bool {
	switch f.Kind {
	case facts.Answer:
		return word == facts.AnswerNo
	case facts.Set:
		return word == f.NoneBit()
	case facts.Choice:
		no, ok := f.Option(facts.No)
		return ok && word == 1<<no
	}
	return false
}
