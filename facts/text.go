package facts

import (
	"math/bits"
	"strings"
)

// Text writes the answer to f as a person reads it: option texts, a number with
// its unit, "Yes", "No", "None of these", "Not sure" or "not answered".
func (c *Case) Text(f *Fact) string { return f.Text(c.words[f.Index]) }

// Text writes the answer that word stands for as a person reads it.
func (f *Fact) Text(word uint64) string {
	if word == 0 {
		return "not answered"
	}
	switch {
	case f.Kind == Number:
		return strings.TrimSpace(formatNumber(f.Value(word)) + " " + f.Unit)
	case f.Kind == Answer && word == AnswerYes:
		return "Yes"
	case f.Kind == Answer && word == AnswerNo:
		return "No"
	case f.Kind == Set && word == f.NoneBit():
		return "None of these"
	case word == f.UnsureBit():
		return "Not sure"
	}
	var texts []string
	for ticked := word & f.OptionBits(); ticked != 0; ticked &= ticked - 1 {
		texts = append(texts, f.Options[bits.TrailingZeros64(ticked)].Text)
	}
	if word&f.UnsureBit() != 0 {
		texts = append(texts, "not sure about the others")
	}
	return strings.Join(texts, "; ") // texts hold commas of their own
}

// CSVHeader returns the columns of a table of cases: case_id, then every fact.
// A set's cell holds its options as "a;b"; an empty cell is unanswered.
func (v *Vocabulary) CSVHeader() []string { return append([]string{CaseID}, v.FactIDs()...) }

// SkeletonYAML returns a case in which nothing is answered, with every question
// and its answers as comments, for a person to fill in.
func (v *Vocabulary) SkeletonYAML() string {
	var b strings.Builder
	b.WriteString("# Write an answer after each colon; what is left empty is unanswered.\n" + CaseID + ":\n")
	for _, screen := range v.Screens {
		b.WriteString("\n# " + strings.ToUpper(oneLine(screen.Title)) + "\n")
		for _, f := range v.Facts {
			if f.Screen == screen.ID {
				f.skeleton(&b)
			}
		}
	}
	return b.String()
}

func (f *Fact) skeleton(b *strings.Builder) {
	comment := func(text string) { b.WriteString("# " + oneLine(text) + "\n") }
	b.WriteString("\n")
	comment(f.Question)
	if f.Help != "" {
		comment(f.Help)
	}
	switch f.Kind {
	case Number:
		comment(f.rangeText() + ", in steps of " + formatNumber(f.Step))
	case Answer:
		comment(strings.Join(f.words(), ", "))
	case Choice:
		comment("one of:")
	case Set:
		comment("a list, such as [" + f.Options[0].ID + "], of:")
	}
	for i := range f.Options {
		comment("  " + f.Options[i].ID + ": " + f.Options[i].Text)
	}
	if f.OffersNone() {
		comment("  " + None + ": none of these")
	}
	if f.Kind != Answer && f.OffersNotSure() {
		comment("  " + NotSure)
	}
	b.WriteString(f.ID + ":\n")
}

// oneLine keeps leading space and joins the lines of a text.
func oneLine(text string) string { return strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", " ") }
