package batch

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/limber-triage/limber/facts"
)

// input is one file, or standard input.
type input struct {
	name string // as messages call it
	file string // as the disk calls it; "" is standard input
	size int64  // bytes as stored; 0: unknown

	table *facts.TableReader // reads the rows of a table, once its header is read
}

// stdinName is what messages call standard input.
const stdinName = "standard input"

// expand turns names into files: folders are walked, patterns matched. In a
// folder, files whose names say that they hold no cases are skipped.
func (r *run) expand() error {
	for _, name := range r.o.Inputs {
		if name == "-" {
			r.inputs = append(r.inputs, &input{name: stdinName})
			continue
		}
		if err := r.add(name); err != nil {
			return err
		}
	}
	if len(r.inputs) == 0 {
		return usage("name a file, a folder, or - for standard input", "there is nothing to read")
	}
	return nil
}

func (r *run) add(name string) error {
	info, err := r.o.Disk.Stat(name)
	if errors.Is(err, fs.ErrNotExist) && strings.ContainsAny(name, `*?[`) {
		names, err := r.o.Disk.Match(name)
		if err != nil || len(names) == 0 {
			return usage("check the pattern and the folder", "%s: no file fits this pattern", name)
		}
		for _, name := range names {
			if err := r.add(name); err != nil {
				return err
			}
		}
		return nil
	}
	switch {
	case err != nil:
		return notOpened(name, err)
	case info.IsDir():
		return r.walk(name, nil)
	case r.writes(name):
		return usage("write to another file", "%s: this is read and written at once", name)
	}
	in := &input{name: strings.ToValidUTF8(name, "\ufffd"), file: name} // JSON holds no other names
	if info.Mode().IsRegular() {
		in.size = info.Size()
	}
	r.inputs = append(r.inputs, in)
	return nil
}

// walk adds what a folder holds that lies within others. A link back to one of
// them is skipped.
func (r *run) walk(folder string, within []string) error {
	within = append(within, folder)
	names, err := r.o.Disk.List(folder)
	if err != nil {
		return notOpened(folder, err)
	}
	for _, name := range names {
		info, err := r.o.Disk.Stat(name)
		switch {
		case err != nil:
			return notOpened(name, err)
		case info.IsDir() && slices.ContainsFunc(within, func(above string) bool { return r.o.Disk.Same(above, name) }):
			r.skipped = append(r.skipped, name)
		case info.IsDir():
			err = r.walk(name, within)
		case r.writes(name):
			continue // the results of an earlier run
		case !info.Mode().IsRegular() || byName(name) == "":
			r.skipped = append(r.skipped, name)
			continue
		default:
			err = r.add(name)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// writes reports whether a name is one of the files that the run writes.
func (r *run) writes(name string) bool {
	return slices.ContainsFunc(r.written(), func(w string) bool { return r.o.Disk.Same(w, name) })
}

// notOpened words why a file could not be opened.
func notOpened(name string, err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		err = at.Err
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return usage("check the name and the folder", "%s: there is no such file", name)
	case errors.Is(err, fs.ErrPermission):
		return usage("ask for the right to read it", "%s: you may not open this file", name)
	}
	return failed("", "open %s: %w", name, err)
}

// identity is the SHA-256 of what tells whether the inputs are still the same:
// names, sizes, times, and the first and last bytes of each file.
func (r *run) identity() (string, error) {
	sum := sha256.New()
	for _, in := range r.inputs {
		if err := r.identify(in, sum); err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// identityBytes is how much of a file's head and tail is compared.
const identityBytes = 64 << 10

func (r *run) identify(in *input, sum hash.Hash) error {
	if in.file == "" {
		fmt.Fprintln(sum, in.name)
		return nil
	}
	info, err := r.o.Disk.Stat(in.file)
	if err != nil {
		return notOpened(in.name, err)
	}
	fmt.Fprintln(sum, in.file, info.Size(), info.ModTime().UnixNano())
	if !info.Mode().IsRegular() {
		return nil // a pipe: to open it and close it again would end it
	}
	f, err := r.o.Disk.Open(in.file)
	if err != nil {
		return notOpened(in.name, err)
	}
	defer f.Close()
	seeker, ok := f.(io.Seeker)
	if !ok {
		return nil
	}
	if _, err := io.CopyN(sum, f, identityBytes); errors.Is(err, io.EOF) {
		return nil
	} else if err != nil {
		return failed("", "read %s: %w", in.name, err)
	}
	if _, err = seeker.Seek(-min(info.Size(), identityBytes), io.SeekEnd); err == nil {
		_, err = io.CopyN(sum, f, identityBytes)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return failed("", "read %s: %w", in.name, err)
	}
	return nil
}

// Form is how the cases lie in an input.
type Form string

// The forms of an input.
const (
	Lines Form = "ndjson" // one JSON case on each line
	Array Form = "array"  // one JSON array of cases
	Table Form = "csv"    // one case in each row
	JSON  Form = "json"   // one case in JSON
	YAML  Form = "yaml"   // one case in YAML
)

// Forms lists them.
var Forms = []Form{Lines, Array, Table, JSON, YAML}

// packed are the ends of names that say how a file is compressed. They only
// stand before the end that counts: compression is recognised by content.
var packed = []string{".gz", ".zst", ".zstd"}

// byName returns the form that a name promises, or "". One of JSON may turn
// out to be Lines or Array.
func byName(name string) Form {
	name = strings.ToLower(name)
	for _, end := range packed {
		name = strings.TrimSuffix(name, end)
	}
	switch path.Ext(filepath.ToSlash(name)) {
	case ".ndjson", ".jsonl":
		return Lines
	case ".csv":
		return Table
	case ".json":
		return JSON
	case ".yaml", ".yml":
		return YAML
	}
	return ""
}
