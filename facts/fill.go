package facts

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/yamltree"
)

// MaxCaseBytes bounds one case. A full one has about a hundredth of it.
const MaxCaseBytes = 1 << 20

// MaxCaseID bounds a case_id, in characters.
const MaxCaseID = 128

// CaseID is the key of a case file that names the record; it is no fact.
const CaseID = "case_id"

// filler fills a case from keys and answers in the order of the file, whatever
// its format.
type filler struct {
	mistakes

	vocab *Vocabulary
	c     *Case
	seen  []place // by slot; the zero place: not yet
}

// The slots of keys that are not facts; a fact's slot is its Index.
const (
	slotUnknown = -2
	slotCaseID  = -1
)

func newFiller(v *Vocabulary, c *Case) *filler {
	return &filler{vocab: v, c: c, seen: make([]place, len(v.Facts)+1)}
}

// key says which slot a key fills; slotUnknown is already reported.
func (r *filler) key(word string, p place) int {
	slot := slotCaseID
	var f *Fact
	if word != CaseID {
		var ok bool
		if f, ok = r.vocab.Lookup(word); !ok {
			hint := r.costly(func() string { return r.vocab.unknownHint(word) })
			r.add(nil, p, "unknown-fact", hint, "unknown fact %s", yamltree.Quote(word))
			return slotUnknown
		}
		slot = f.Index
	}
	first := &r.seen[slot-slotCaseID]
	if *first != (place{}) {
		at, _ := r.locate(*first)
		r.add(f, p, "duplicate-key", "keep one of them", "%s is given twice, first on line %d column %d", word, at.Line, at.Column)
		return slotUnknown
	}
	*first = p
	return slot
}

// put stores the answer of a slot.
func (r *filler) put(slot int, g given) {
	switch {
	case slot >= 0:
		r.c.words[slot] = r.vocab.Facts[slot].word(g, &r.mistakes)
	case slot == slotCaseID:
		r.c.ID = r.caseID(g)
	}
}

func (r *filler) caseID(g given) string {
	runes := utf8.RuneCountInString(g.text)
	switch {
	case g.form == nothing:
		return ""
	case g.form == bare && (g.text == "true" || g.text == "false" || isDecimal(g.text)):
		r.add(nil, g.place, "bad-case-id", "put it in quotes", "case_id must be text, not a number or a truth value")
	case g.form != bare && g.form != quoted:
		r.add(nil, g.place, "bad-case-id", "write a short text in quotes", "case_id must be text, not %s", g.form)
	case runes == 0:
		r.add(nil, g.place, "bad-case-id", "leave case_id out", "case_id is empty")
	case runes > MaxCaseID:
		r.add(nil, g.place, "bad-case-id", "", "case_id has %d characters, more than %d", runes, MaxCaseID)
	case strings.ContainsFunc(g.text, func(c rune) bool { return !unicode.IsPrint(c) }):
		r.add(nil, g.place, "bad-case-id", "use letters, digits and punctuation", "case_id holds a character that cannot be printed")
	default:
		return strings.Clone(g.text) // a part would keep the whole input in memory
	}
	return ""
}

// unknownHint says what the person may have meant by an unknown fact.
func (v *Vocabulary) unknownHint(word string) string {
	if f, ok := v.ByName(word); ok {
		return "you wrote " + word + ", the fact is " + f.ID
	}
	for _, f := range v.Facts {
		if _, ok := f.Option(word); ok {
			return "it is an answer: write " + f.ID + ": " + word
		}
	}
	return diag.DidYouMean(word, append(v.FactIDs(), CaseID), "limber facts lists them")
}

// finish returns the case if nothing was wrong with it.
func (r *filler) finish() (*Case, error) {
	if err := r.sorted().Err(); err != nil {
		return nil, err
	}
	return r.c, nil
}

// inputName is what messages call an input that has no file name.
const inputName = "case"

// readCase reads one byte beyond the bound, so that the parser can tell that
// there is more without holding all of it.
func readCase(r io.Reader) ([]byte, error) {
	if r == nil {
		return nil, errors.New("read case: there is no reader: pass one, such as an open file or strings.NewReader(text)")
	}
	src, err := io.ReadAll(io.LimitReader(r, MaxCaseBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read case: %w", err)
	}
	return src, nil
}

// byteOrderMark begins files that some editors and spreadsheets save. It is
// accepted and takes no column.
const byteOrderMark = "\ufeff"

// refuse reports what no parser may see, and whether it did.
func (r *filler) refuse(src []byte) bool {
	r.src = src
	if len(src) > MaxCaseBytes {
		r.add(nil, place{}, "case-too-large", "a case holds one person's answers; limber batch reads many",
			"a case may not be larger than %d bytes", MaxCaseBytes)
		return true
	}
	if len(bytes.TrimSpace(src)) == 0 {
		r.add(nil, place{}, "case-empty", "write {} for a case without answers", "there is no case here")
		return true
	}
	bad, what := bytes.IndexByte(src, 0), "a NUL byte: this is not text"
	if bad < 0 {
		bad, what = firstInvalid(src), "this is not valid UTF-8"
	}
	if bad >= 0 {
		r.add(nil, place{start: bad, end: bad + 1}, "not-text", "save it as plain text in UTF-8", "%s", what)
	}
	return bad >= 0
}

// firstInvalid returns the offset of the first byte that is not UTF-8, or -1.
func firstInvalid(src []byte) int {
	if utf8.Valid(src) {
		return -1
	}
	for i := 0; ; {
		c, size := utf8.DecodeRune(src[i:])
		if c == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
}
