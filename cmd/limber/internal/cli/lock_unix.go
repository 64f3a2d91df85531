//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package cli

import (
	"errors"
	"os"
	"syscall"

	"github.com/limber-triage/limber/engine/batch"
)

// openLocked opens a file for writing that no other process has opened so. It
// follows no link, which somebody else may have put there in a shared folder,
// and what it opens is the owner's alone from then on.
func openLocked(name string) (*os.File, error) {
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|syscall.O_NOFOLLOW, onlyOwner)
	if err != nil {
		return nil, err
	}
	if err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err == nil {
		err = f.Chmod(onlyOwner)
	}
	if err == nil {
		return f, nil
	}
	f.Close()
	if errors.Is(err, syscall.EWOULDBLOCK) {
		err = batch.ErrLocked
	}
	return nil, err
}
