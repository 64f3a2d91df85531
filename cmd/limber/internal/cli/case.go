package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/limber-triage/limber/facts"
)

// readCase reads a case from a file, or from standard input for "-".
func (a *app) readCase(ctx context.Context, v *facts.Vocabulary, name string) (*facts.Case, error) {
	src, err := slowly(ctx, func() ([]byte, error) { return a.caseBytes(name) })
	if err != nil {
		return nil, err
	}
	if name == "-" {
		name = "standard input"
	}
	parse := v.ParseYAML
	if isJSON(name, src) {
		parse = v.ParseJSON
	}
	c, err := parse(name, src)
	if err != nil {
		return nil, &exitError{code: exitBad, err: err, sources: map[string][]byte{name: src}}
	}
	return c, nil
}

// caseBytes reads no more than it takes to see that a case is too large.
func (a *app) caseBytes(name string) ([]byte, error) {
	if name == "" {
		return nil, bad(seeScreen, "the name of the case is empty")
	}
	in := a.env.Stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, notOpened(name, err)
		}
		defer f.Close()
		if info, err := f.Stat(); err == nil && info.IsDir() {
			return nil, bad("name one file in it", "%s: this is a folder, not a case", name)
		}
		in = f
	}
	src, err := io.ReadAll(io.LimitReader(in, facts.MaxCaseBytes+1))
	if err != nil {
		return nil, notRead(name, err)
	}
	return src, nil
}

// isJSON goes by the name, and where it says nothing by the first character.
func isJSON(name string, src []byte) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".json":
		return true
	case ".yaml", ".yml":
		return false
	}
	text := bytes.TrimSpace(bytes.TrimPrefix(src, []byte("\ufeff")))
	return len(text) > 0 && (text[0] == '{' || text[0] == '[')
}

// savedCase is the file that --save names: made before the first question, so
// that eight minutes of answers are not lost to a mistyped folder, and removed
// again when there is no decision.
type savedCase struct {
	name string // "" : nothing is saved
	file *os.File
}

// onlyOwner is the permission of files that hold answers about health.
const onlyOwner fs.FileMode = 0o600

func newSavedCase(name string) (*savedCase, error) {
	if name == "" {
		return &savedCase{}, nil
	}
	f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, onlyOwner)
	switch {
	case errors.Is(err, fs.ErrExist):
		return nil, bad("choose another name, or move the old file away", "--save %s: there is such a file already", name)
	case errors.Is(err, fs.ErrNotExist):
		return nil, bad("make the folder first, or choose another", "--save %s: there is no such folder", name)
	case err != nil:
		return nil, notOpened(name, err)
	}
	return &savedCase{name: name, file: f}, nil
}

// write saves the answers; the file stays.
func (s *savedCase) write(c *facts.Case) error {
	if s.file == nil {
		return nil
	}
	text, err := c.MarshalJSON()
	if err == nil {
		_, err = s.file.Write(append(text, '\n'))
	}
	if closing := s.file.Close(); err == nil {
		err = closing
	}
	s.file = nil
	if err != nil {
		_ = os.Remove(s.name)
		return broken(fmt.Errorf("write %s: %w", s.name, err))
	}
	return nil
}

// discard removes the file unless it has been written.
func (s *savedCase) discard() {
	if s.file == nil {
		return
	}
	s.file.Close()
	_ = os.Remove(s.name)
	s.file = nil
}
