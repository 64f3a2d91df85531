package batch_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"github.com/limber-triage/limber/engine/batch"
)

// TestFilesThatCannotBeRead says what each is, and what to do.
func TestFilesThatCannotBeRead(t *testing.T) {
	t.Parallel()
	lines := ndjson(t, people(t, 2000))
	z, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	packed := z.EncodeAll([]byte(lines), nil)
	middle := len(packed) / 2
	for name, tt := range map[string]struct {
		text  string
		kind  batch.Kind
		wrong string
	}{
		"answers.csv": {"PK\x03\x04\x14\x00", batch.Usage, "it is a zip archive or a spreadsheet"},
		"a.ndjson.xz": {"\xfd7zXZ\x00\x00", batch.Usage, "it is compressed by xz"},
		"a.bz2":       {"BZh91AY&SY", batch.Usage, "it is compressed by bzip2"},
		"damaged.zst": {string(packed[:middle]) + strings.Repeat("\xff", 50) + string(packed[middle+50:]), batch.InputOutput, "the compressed data is damaged"},
		"cut.zst":     {string(packed[:middle]), batch.InputOutput, "the file ends within its compressed data: it was cut short"},
	} {
		_, _, err := run(t, batch.Options{Inputs: []string{name}, Disk: newMemory(map[string]string{name: tt.text}), From: batch.Lines})
		var failed *batch.Error
		if !errors.As(err, &failed) || failed.Kind != tt.kind || failed.Hint == "" || err.Error() != name+": "+tt.wrong {
			t.Errorf("%s: %v", name, err)
		}
	}
}
