package lint

import (
	"strings"
	"unicode"
)

// defaultGrade is the reading grade that texts should not exceed: about the
// age of 14. Guidance for patient leaflets asks for less, but the names of
// illnesses and tests alone cost a grade or two.
const defaultGrade = 9

// Grade is the Flesch-Kincaid grade of an English text, in years of school
// (Kincaid and others, 1975):
//
//	0.39 words/sentences + 11.8 syllables/words - 15.59
//
// A sentence ends with a full stop, question mark, exclamation mark or colon;
// syllables are groups of vowels, but for a silent e at the end. It is 0 for a
// text without words.
func Grade(text string) float64 {
	words, syllables, sentences := 0, 0, 0
	open := false // words stand after the last end of a sentence
	for _, w := range strings.Fields(text) {
		if n := syllablesOf(w); n > 0 {
			words++
			syllables += n
			open = true
		}
		if open && endsSentence(w) {
			sentences++
			open = false
		}
	}
	if open {
		sentences++
	}
	if words == 0 {
		return 0
	}
	return 0.39*float64(words)/float64(sentences) + 11.8*float64(syllables)/float64(words) - 15.59
}

func endsSentence(word string) bool {
	word = strings.TrimRight(word, `"')]`)
	return word != "" && strings.Contains(".?!:", word[len(word)-1:])
}

// syllablesOf counts the syllables of a word, 1 for a number, 0 for what is
// neither.
func syllablesOf(word string) int {
	word = strings.ToLower(strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }))
	if word == "" {
		return 0
	}
	n, vowel := 0, false
	for _, r := range word {
		is := strings.ContainsRune("aeiouy", r)
		if is && !vowel {
			n++
		}
		vowel = is
	}
	switch {
	case n > 1 && strings.HasSuffix(word, "e") && !strings.HasSuffix(word, "le") && !strings.HasSuffix(word, "ee"),
		n > 1 && strings.HasSuffix(word, "ed") && !strings.HasSuffix(word, "ted") && !strings.HasSuffix(word, "ded"),
		n > 1 && strings.HasSuffix(word, "es") && !hasSibilant(word):
		n--
	}
	return max(1, n)
}

// hasSibilant reports a word whose -es is spoken: boxes, pages, places.
func hasSibilant(word string) bool {
	stem := strings.TrimSuffix(word, "es")
	for _, end := range []string{"s", "x", "z", "ch", "sh", "c", "g", "l"} {
		if strings.HasSuffix(stem, end) {
			return true
		}
	}
	return false
}
