//go:build !arm

package cli

import (
	"os"
	"syscall"
)

// writeOut is SYNC_FILE_RANGE_WRITE of sync_file_range(2), which package
// syscall leaves out: begin to store what is not stored yet, and do not wait.
const writeOut = 2

// beginStoring tells the disk to store a part of a file; package syscall has no
// such call on 32-bit ARM. It promises nothing and no error is lost: Sync is what
// waits, and what reports.
func beginStoring(f *os.File, from, length int64) {
	_ = syscall.SyncFileRange(int(f.Fd()), from, length, writeOut)
}
