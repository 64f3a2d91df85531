package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/limber-triage/limber/engine/batch"
)

// disk is the real files, for batch.
type disk struct{}

func (disk) Open(name string) (fs.File, error)      { return os.Open(name) }
func (disk) Stat(name string) (fs.FileInfo, error)  { return os.Stat(name) }
func (disk) Match(pattern string) ([]string, error) { return filepath.Glob(pattern) }
func (disk) Read(name string) ([]byte, error)       { return os.ReadFile(name) }
func (disk) Remove(name string) error               { return os.Remove(name) }

// Same follows links, and knows a file by whatever name.
func (disk) Same(a, b string) bool {
	if filepath.Clean(a) == filepath.Clean(b) {
		return true
	}
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}

func (disk) List(folder string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") {
			names = append(names, filepath.Join(folder, e.Name()))
		}
	}
	return names, nil
}

// Write opens a file and locks it. A lock goes with its process, however that
// ends.
func (disk) Write(name string) (batch.File, error) {
	for {
		f, err := openLocked(name)
		if err != nil {
			return nil, err
		}
		// Between opening and locking, the run that had it may have ended and
		// given the file its final name: then it is another one's now.
		opened, err1 := f.Stat()
		there, err2 := os.Stat(name)
		if err1 == nil && err2 == nil && os.SameFile(opened, there) {
			return &file{File: f}, nil
		}
		f.Close()
		if err := errors.Join(err1, err2); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
}

// file is a file being written.
type file struct {
	*os.File
	end   int64 // of what is written
	begun int64 // up to here the disk has been told to store it
}

// storeEach is how much is written, in bytes, before the disk is told to begin
// storing it: so the disk works while cases are decided, and Sync, for which
// everything waits, finds little left to do.
const storeEach = 8 << 20

func (f *file) Write(b []byte) (int, error) {
	n, err := f.File.Write(b)
	if f.end += int64(n); f.end-f.begun >= storeEach {
		beginStoring(f.File, f.begun, f.end-f.begun)
		f.begun = f.end
	}
	return n, err
}

// Start cuts the file to a length.
func (f *file) Start(length int64) error {
	info, err := f.Stat()
	switch {
	case err != nil:
		return err
	case info.Size() < length:
		return fmt.Errorf("it has %d bytes of %d", info.Size(), length)
	}
	if err := f.Truncate(length); err != nil {
		return err
	}
	f.end, f.begun = length, length
	_, err = f.Seek(length, io.SeekStart)
	return err
}

// Replace writes a file of another name first.
func (d disk) Replace(name string, content []byte) error {
	next := name + ".new"
	if err := os.Remove(next); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := os.OpenFile(next, os.O_WRONLY|os.O_CREATE|os.O_EXCL, onlyOwner) // no link is followed
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err == nil {
		err = f.Sync()
	}
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err == nil {
		return d.Rename(next, name)
	}
	_ = os.Remove(next)
	return err
}

// Rename gives a file another name, and stores the folder that knows it.
func (disk) Rename(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return err
	}
	folder, err := os.Open(filepath.Dir(to))
	if err != nil {
		return nil // a folder that may be written to but not read
	}
	defer folder.Close()
	_ = folder.Sync() // not every system can
	return nil
}
