package cli

import (
	"errors"
	"os"
	"syscall"

	"github.com/limber-triage/limber/engine/batch"
)

// What package syscall leaves out of the names of Windows.
const (
	fileShareDelete  = 0x4
	sharingViolation = syscall.Errno(32)
)

// openLocked opens a file for writing that no other process has opened so. It
// can be renamed while it is open.
func openLocked(name string) (*os.File, error) {
	path, err := syscall.UTF16PtrFromString(name)
	if err != nil {
		return nil, err
	}
	h, err := syscall.CreateFile(path, syscall.GENERIC_READ|syscall.GENERIC_WRITE, syscall.FILE_SHARE_READ|fileShareDelete, nil,
		syscall.OPEN_ALWAYS, syscall.FILE_ATTRIBUTE_NORMAL, 0)
	switch {
	case errors.Is(err, sharingViolation):
		return nil, batch.ErrLocked
	case err != nil:
		return nil, &os.PathError{Op: "open", Path: name, Err: err}
	}
	return os.NewFile(uintptr(h), name), nil
}
