package batch

import (
	"encoding/base64"
	"errors"
	"unicode/utf8"

	"github.com/go-json-experiment/json"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/facts"
)

// Reject is a record that is not a case: one line of the rejects file.
type Reject struct {
	Input    string    `json:"input"`
	Line     int       `json:"line"`   // of its first byte
	Offset   int64     `json:"offset"` // of its first byte in the input, unpacked
	Mistakes []Mistake `json:"mistakes"`

	// The record as it was read, without its line end: Raw, or in base64 where
	// it is no text: not UTF-8, or full of control characters. Cut means that only its first MiB is here.
	Raw    string `json:"raw,omitzero"`
	Base64 string `json:"raw_base64,omitzero"`
	Cut    bool   `json:"raw_cut,omitzero"`
}

// Mistake is one thing that is wrong with a record.
type Mistake struct {
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Fact    string `json:"fact"` // "" where none is concerned
	Code    string `json:"code"`
	Message string `json:"message"`
	Hint    string `json:"hint"`
}

// reject describes a record that a reader refused.
func reject(b *block, s span, err error) Reject {
	raw := b.data[s.start:s.end]
	r := Reject{Input: b.in.name, Line: s.line, Offset: b.from + int64(s.start)}
	if len(raw) > facts.MaxCaseBytes {
		raw, r.Cut = raw[:facts.MaxCaseBytes], true
	}
	if isText(raw) {
		r.Raw = string(raw)
	} else {
		r.Base64 = base64.StdEncoding.EncodeToString(raw)
	}
	var list diag.List
	if !errors.As(err, &list) {
		list = diag.List{{Code: "unreadable", Pos: diag.Pos{Line: s.line, Column: s.column}, Message: err.Error()}}
	}
	for _, d := range list {
		r.Mistakes = append(r.Mistakes, Mistake{d.Line, d.Column, d.Fact, d.Code, d.Message, d.Hint})
	}
	return r
}

// isText reports whether a record is kept as text. Control characters take six
// bytes each in JSON, so too many would make a large line.
func isText(raw []byte) bool {
	controls := 0
	for _, c := range raw {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' {
			controls++
		}
	}
	return controls <= len(raw)/8 && utf8.Valid(raw)
}

// line is the reject as a line of the rejects file.
func (r *Reject) line() ([]byte, error) {
	b, err := json.Marshal(r, json.Deterministic(true))
	return append(b, '\n'), err
}
