package batch_test

import (
	"errors"
	"io/fs"
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

// shrunk is a disk on which a file has lost some bytes since it was looked at.
type shrunk struct{ *memory }

func (d shrunk) Stat(name string) (fs.FileInfo, error) {
	info, err := d.memory.Stat(name)
	if i, ok := info.(memoryInfo); ok {
		i.size += 10
		return i, err
	}
	return info, err
}

// TestFileThatBecameShorter: the cases that it lost are not passed over in
// silence.
func TestFileThatBecameShorter(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{"a.ndjson": "{}\n\n", "a.csv": "age\n41\n", "a.json": "[{}] \n", "a.yaml": "age: 41\n"} {
		disk := newMemory(map[string]string{name: text})
		if _, s, err := run(t, batch.Options{Inputs: []string{name}, Disk: disk}); err != nil || s.Cases != 1 {
			t.Errorf("%s: %v", name, err)
		}
		_, s, err := run(t, batch.Options{Inputs: []string{name}, Disk: shrunk{disk}})
		var failed *batch.Error
		if !errors.As(err, &failed) || failed.Kind != batch.InputOutput || s.Finished || !strings.Contains(err.Error(), "became shorter") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestNameThatIsNoText: JSON cannot hold it as it is, and a reject in it must
// not end the run.
func TestNameThatIsNoText(t *testing.T) {
	t.Parallel()
	const name, shown = "a\xff.ndjson", "a\ufffd.ndjson"
	disk := newMemory(map[string]string{name: "{\"age\":500}\n{}\n"})
	got, s, err := run(t, batch.Options{Inputs: []string{name}, Disk: disk, Rejects: "bad", Fields: []string{"input"}})
	if err != nil || s.Rejected != 1 || got != `{"input":"`+shown+`"}`+"\n" || !strings.HasPrefix(disk.text("bad"), `{"input":"`+shown+`"`) {
		t.Errorf("%v: %q, %q", err, got, disk.text("bad"))
	}
}
