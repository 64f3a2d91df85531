package batch

// Found is one record as a splitter found it.
type Found struct {
	Text         string
	Line, Column int
}

// Split cuts an input into records, given more bytes at a time as next says.
func Split(form Form, src string, next func() int) (list []Found, err error) {
	split := splitter(lines{})
	switch form {
	case Table:
		split = rows{}
	case Array:
		split = &array{file: "f"}
	}
	at, b, rest := start, []byte(nil), src
	for {
		n := min(len(rest), next())
		b, rest = append(b, rest[:n]...), rest[n:]
		spans, done, err := split.split(nil, b, at, rest == "")
		for _, s := range spans {
			list = append(list, Found{string(b[s.start:s.end]), s.line, s.column})
		}
		if err != nil || rest == "" {
			return list, err
		}
		at.pass(b[:done])
		b = b[done:]
	}
}
