package diag

import "strings"

// Nearest returns the candidate most like word, or "" when none is near: at
// most one edit in three characters, letter case counting as nothing. The
// first of equally near candidates wins. Else the only candidate that begins
// with word is near too: people shorten names.
func Nearest(word string, candidates []string) string {
	const edits = 3 // one edit for each so many characters of the word
	if len(word) > longest {
		return ""
	}
	best, bestDistance := "", 1+max(1, len(word)/edits)
	folded := strings.ToLower(word)
	for _, c := range candidates {
		if d := distance(folded, strings.ToLower(c)); d < bestDistance {
			best, bestDistance = c, d
		}
	}
	if best == "" {
		return completed(folded, candidates)
	}
	return best
}

// completed returns the only candidate that begins with a word of some length.
func completed(folded string, candidates []string) (only string) {
	const least = 4 // characters; fewer begin too much
	if len(folded) < least {
		return ""
	}
	for _, c := range candidates {
		switch {
		case len(c) > longest || !strings.HasPrefix(strings.ToLower(c), folded):
		case only != "":
			return ""
		default:
			only = c
		}
	}
	return only
}

// DidYouMean words the nearest candidate as a hint, or falls back.
func DidYouMean(word string, candidates []string, fallback string) string {
	if n := Nearest(word, candidates); n != "" {
		return "did you mean " + n + "?"
	}
	return fallback
}

// longest bounds the words compared, in bytes: a reader may be handed a word of
// any length. A longer one is near nothing.
const longest = 64

// distance counts the insertions, deletions, replacements and swaps of
// neighbours that turn a into b (optimal string alignment).
func distance(a, b string) int {
	if len(a) > longest || len(b) > longest {
		return longest
	}
	var rows [3][longest + 1]int
	two, one, now := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		one[j] = j
	}
	for i := 1; i <= len(a); i++ {
		now[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			now[j] = min(one[j]+1, now[j-1]+1, one[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				now[j] = min(now[j], two[j-2]+1)
			}
		}
		two, one, now = one, now, two
	}
	return one[len(b)]
}
