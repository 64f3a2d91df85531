package batch

import (
	"io"
	"io/fs"
)

// Disk is the files that a run may touch. Names are as the user gave them.
type Disk interface {
	// Open opens a file for reading. A regular file can seek.
	Open(name string) (fs.File, error)
	Stat(name string) (fs.FileInfo, error)
	// Same reports whether two names are of one file, whether it is there or not.
	Same(a, b string) bool
	// List returns the regular files in a folder and the folders in it, in the
	// order of their names, those beginning with a dot left out.
	List(folder string) ([]string, error)
	// Match returns the names that a pattern such as cases/*.json fits, sorted.
	Match(pattern string) ([]string, error)

	// Write opens a file for writing and keeps other runs from doing so, until
	// it is closed or the process ends; a missing one is made for its owner
	// alone. The error is ErrLocked when another run has it.
	Write(name string) (File, error)
	// Replace gives a file new content: after a crash it has the old or the new.
	Replace(name string, content []byte) error
	Read(name string) ([]byte, error)
	// Rename puts a file in the place of another, for good once it returns.
	Rename(from, to string) error
	Remove(name string) error
}

// File is a file being written.
type File interface {
	io.Writer
	// Start cuts the file to a length, and writes from there on. It fails when
	// the file is shorter.
	Start(length int64) error
	// Sync returns once everything written is stored.
	Sync() error
	Close() error
}
