package facts

import (
	"github.com/limber-triage/limber/engine/diag"
)

// LineReader reads one case after another in JSON, for files of millions: a
// reader compiled from the vocabulary takes the plain form, and whatever it
// does not fully understand goes to [Vocabulary.ParseJSON], which decides and
// finds the place of every mistake. It belongs to one goroutine at a time.
type LineReader struct {
	vocab *Vocabulary
	facts []quickFact
	keys  *wordTable // value: 1 + slot

	// By 1 + slot: the key as a plain file writes it, the key that followed it
	// in the last line, and the line in which it was last seen.
	quoted []string
	after  []int
	seen   []uint64
	line   uint64
	known  []answers
}

// answers are some that earlier lines gave to one fact, each in the place that
// its first bytes say. People answer much alike, so most answers of a file are
// known after a few lines; a new one takes the place of the one before it.
type answers [1 << answerBits]answered

const answerBits = 4

// answered is an answer as a line gave it, up to the answer that follows. Two
// texts alike stand for the same word. It fills one line of a processor's cache.
type answered struct {
	text   [48]byte
	length uint16 // of text; 0: free
	value  uint16 // length of text before the key that follows
	next   uint32 // 1 + the slot of that key
	word   uint64
}

// place returns where an answer is kept that begins at i.
func (a *answers) place(b []byte, i int) *answered {
	return &a[load(b, i)*mix>>(64-answerBits)]
}

// begins reports whether so much of the answer stands at i.
func (a *answered) begins(b []byte, i int, length uint16) bool {
	n := int(length)
	return n > 0 && n <= len(b)-i && string(b[i:i+n]) == string(a.text[:n])
}

// keep takes an answer, unless it is too long.
func (a *answered) keep(text []byte, value, next int, word uint64) {
	if len(text) <= len(a.text) {
		copy(a.text[:], text)
		a.length, a.value, a.next, a.word = uint16(len(text)), uint16(value), uint32(next), word
	}
}

// NewLineReader compiles a reader.
func (v *Vocabulary) NewLineReader() *LineReader {
	n, q := 1+len(v.Facts), v.quickWords()
	r := &LineReader{vocab: v, facts: q.facts, keys: q.keys, quoted: make([]string, n), after: make([]int, n), seen: make([]uint64, n), known: make([]answers, n)}
	for i, id := range v.CSVHeader() {
		r.quoted[i] = `"` + id + `":`
		r.after[i] = (i + 1) % n
	}
	return r
}

// Read fills into from one JSON object, exactly as ParseJSON would; at is where
// its first byte is. After an error, a [diag.List], nothing is answered.
func (r *LineReader) Read(at diag.Pos, line []byte, into *Case) error {
	into.Reset()
	if len(line) <= MaxCaseBytes && r.quick(line, into) {
		return nil
	}
	into.Reset()
	c, err := r.vocab.parseJSON(at, line)
	if err != nil {
		return err
	}
	into.ID = c.ID
	copy(into.words, c.words)
	return nil
}

// quick reads the plain form: facts in any order, each at most once, words
// without escapes. It reports whether it understood everything.
func (r *LineReader) quick(b []byte, c *Case) bool {
	r.line++
	i := open(b, skip(b, 0), '{')
	if i < 0 {
		return false
	}
	if end := open(b, i, '}'); end >= 0 {
		return end == len(b)
	}
	key, i := r.key(b, i, 0)
	for {
		if i < 0 || r.seen[key] == r.line {
			return false
		}
		r.seen[key] = r.line
		known := r.known[key].place(b, i)
		if known.begins(b, i, known.length) { // never a case_id: those are not kept
			c.words[key-1] = known.word
			i += int(known.length)
			key = int(known.next)
			continue
		}
		from, was, next := i, key, -1
		switch {
		case key == 0:
			i = readID(b, i, c)
		case known.begins(b, i, known.value): // before another key
			c.words[key-1] = known.word
			next = i + int(known.value)
		default:
			i = r.facts[key-1].value(b, i, &c.words[key-1])
		}
		if i < 0 {
			return false
		}
		if next < 0 {
			if next = open(b, i, ','); next < 0 {
				end := open(b, i, '}')
				return end >= 0 && end == len(b)
			}
		}
		key, i = r.key(b, next, key)
		if i >= 0 && was > 0 {
			known.keep(b[from:i], next-from, key, c.words[was-1])
		}
	}
}

// key reads a key with its colon: 1 + its slot and where the value begins, -1
// if it is not known. Lines of one file mostly hold their keys in one order, and
// each leaves some out: so the keys that followed in earlier lines are tried
// before the key is looked up.
func (r *LineReader) key(b []byte, i, previous int) (key, value int) {
	key = previous
	for range guesses {
		key = r.after[key]
		if guess := r.quoted[key]; len(b)-i >= len(guess) && string(b[i:i+len(guess)]) == guess {
			return key, skip(b, i+len(guess))
		}
	}
	if i >= len(b) || b[i] != '"' {
		return 0, -1
	}
	word, end := scan(b, i+1, quotes)
	if end == len(b) {
		return 0, -1
	}
	slot, ok := r.keys.find(b, i+1, word)
	if !ok {
		return 0, -1
	}
	r.after[previous] = int(slot)
	return int(slot), open(b, skip(b, end+1), ':')
}

// guesses is how many keys are tried.
const guesses = 3

// value reads one answer into word, and returns the place after it and the
// space that follows, or -1.
func (q *quickFact) value(b []byte, i int, word *uint64) int {
	if i >= len(b) {
		return -1
	}
	switch c := b[i]; {
	case c == 'n':
		return literal(b, i, "null")
	case q.kind == Number:
		w, end, ok := q.number(b, i)
		if !ok {
			return -1
		}
		*word = w
		return skip(b, end)
	case c == '"':
		return q.quoted(b, i, word)
	case c == '[' && q.kind == Set:
		return q.list(b, i, word)
	case c == 't' && q.kind == Answer:
		*word = AnswerYes
		return literal(b, i, "true")
	case c == 'f' && q.kind == Answer:
		*word = AnswerNo
		return literal(b, i, "false")
	}
	return -1
}

// quoted adds the word that a string stands for.
func (q *quickFact) quoted(b []byte, i int, word *uint64) int {
	w, end := scan(b, i+1, quotes)
	if end == len(b) {
		return -1
	}
	bit, ok := q.words.find(b, i+1, w)
	if !ok || *word&bit != 0 {
		return -1 // unknown, or twice in a list
	}
	*word |= bit
	return skip(b, end+1)
}

func (q *quickFact) list(b []byte, i int, word *uint64) int {
	i = skip(b, i+1)
	if end := open(b, i, ']'); end >= 0 {
		*word = q.none
		if q.none == 0 {
			return -1
		}
		return end
	}
	for {
		if i >= len(b) || b[i] != '"' {
			return -1
		}
		if i = q.quoted(b, i, word); i < 0 {
			return -1
		}
		if next := open(b, i, ','); next >= 0 {
			i = next
			continue
		}
		if q.none != 0 && *word&q.none != 0 && *word != q.none {
			return -1
		}
		return open(b, i, ']')
	}
}

// readID reads a case_id.
func readID(b []byte, i int, c *Case) int {
	if i >= len(b) || b[i] != '"' {
		return literal(b, i, "null")
	}
	_, end := scan(b, i+1, quotes)
	if end == len(b) || !plainID(b[i+1:end]) {
		return -1
	}
	c.ID = string(b[i+1 : end])
	return skip(b, end+1)
}

// open returns the place after a character and the space that follows it, or -1
// when another is there.
func open(b []byte, i int, c byte) int {
	if i < 0 || i >= len(b) || b[i] != c {
		return -1
	}
	return skip(b, i+1)
}

func literal(b []byte, i int, word string) int {
	if len(b)-i < len(word) || string(b[i:i+len(word)]) != word {
		return -1
	}
	return skip(b, i+len(word))
}

// skip returns the place of the first byte from i on that is not space.
func skip(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\n' || b[i] == '\r' || b[i] == '\t') {
		i++
	}
	return i
}
