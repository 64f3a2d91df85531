package batch

import (
	"bytes"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/yamltree"
)

// array splits one JSON array into its elements. What stands between them must
// be right; what they hold is for their reader to judge.
type array struct {
	file  string
	begun bool // the bracket that opens it has been read
	after bool // an element has been read
}

func (a *array) split(spans []span, b []byte, at place, last bool) ([]span, int, error) {
	r := arrayReader{array: a, b: b, here: at, last: last}
	r.step(len(bytes.TrimLeft(b, "\ufeff")) - len(b))
	if bytes.HasPrefix(b, []byte("\ufeff")) {
		r.at = len("\ufeff")
		r.here.Column = 1
	}
	was := *a
	kept := len(spans)
	done := 0
	for {
		more, err := r.element()
		if err != nil {
			return spans, done, err
		}
		if !more {
			break
		}
		if r.found.end > 0 {
			spans = append(spans, r.found)
			done = r.at
			was = *a
		}
	}
	if last && r.closed {
		return spans, len(b), nil
	}
	if len(spans) == kept {
		*a = was
	}
	*a = was
	return spans, done, nil
}
