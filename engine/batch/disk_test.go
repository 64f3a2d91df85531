package batch_test

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"maps"
	"math/rand/v2"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/limber-triage/limber/engine/batch"
)

// memory is a disk in memory that can fill up, and lose power.
type memory struct {
	mu    sync.Mutex
	files map[string]*memoryFile
	// After so many more changes the power fails: that change and all later
	// ones fail, and what was not synced is lost in part. 0: it never fails.
	power  int
	random *rand.Rand
	room   int // bytes left; 0: endless
	dead   bool
}

type memoryFile struct {
	data   []byte
	synced int
	locked bool
	when   time.Time
}

var (
	errPower = errors.New("the power is gone")
	errFull  = errors.New("no space left on device")
)

func newMemory(files map[string]string) *memory {
	m := &memory{files: map[string]*memoryFile{}}
	for name, text := range files {
		m.put(name, text)
	}
	return m
}

func (m *memory) put(name, text string) {
	m.files[name] = &memoryFile{data: []byte(text), synced: len(text), when: time.Unix(int64(len(m.files)), 0)}
}

func (m *memory) text(name string) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	if f := m.files[name]; f != nil {
		return string(f.data)
	}
	return "<no file>"
}

func (m *memory) names() []string { return slices.Sorted(maps.Keys(m.files)) }

// change counts down to the loss of power.
func (m *memory) change() error {
	if m.power > 0 {
		if m.power--; m.power == 0 {
			m.dead = true
			for _, f := range m.files {
				f.data = f.data[:f.synced+m.random.IntN(len(f.data)-f.synced+1)]
				for i := f.synced; i < len(f.data); i++ {
					if m.random.IntN(2) == 0 {
						f.data[i] = 0
					}
				}
			}
		}
	}
	if m.dead {
		return errPower
	}
	return nil
}

// restore brings the power back.
func (m *memory) restore() {
	m.dead, m.power = false, 0
	for _, f := range m.files {
		f.locked, f.synced = false, len(f.data)
	}
}

func missing(op, name string) error { return &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist} }

func (m *memory) Same(a, b string) bool { return path.Clean(a) == path.Clean(b) }

func (m *memory) Stat(name string) (fs.FileInfo, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	name = filepath.Clean(name)
	if f := m.files[name]; f != nil {
		return memoryInfo{name, int64(len(f.data)), f.when, false}, nil
	}
	for other := range m.files {
		if strings.HasPrefix(other, name+"/") {
			return memoryInfo{name: name, dir: true}, nil
		}
	}
	return nil, missing("stat", name)
}

func (m *memory) Open(name string) (fs.File, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	f := m.files[filepath.Clean(name)]
	if f == nil {
		return nil, missing("open", name)
	}
	return &memoryReader{bytes.NewReader(f.data), memoryInfo{name, int64(len(f.data)), f.when, false}}, nil
}

func (m *memory) List(folder string) ([]string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var list []string
	for _, name := range m.names() {
		rest, ok := strings.CutPrefix(name, filepath.Clean(folder)+"/")
		if !ok || strings.HasPrefix(rest, ".") {
			continue
		}
		first, _, _ := strings.Cut(rest, "/")
		list = append(list, path.Join(folder, first))
	}
	return slices.Compact(list), nil
}

func (m *memory) Match(pattern string) ([]string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var list []string
	for _, name := range m.names() {
		if ok, err := path.Match(pattern, name); err != nil {
			return nil, err
		} else if ok {
			list = append(list, name)
		}
	}
	return list, nil
}

func (m *memory) Write(name string) (batch.File, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.change(); err != nil {
		return nil, err
	}
	f := m.files[name]
	if f == nil {
		f = &memoryFile{}
		m.files[name] = f
	}
	if f.locked {
		return nil, batch.ErrLocked
	}
	f.locked = true
	return &memoryWriter{m, f}, nil
}

func (m *memory) Read(name string) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	f := m.files[name]
	if f == nil {
		return nil, missing("open", name)
	}
	return f.data, nil
}

func (m *memory) Replace(name string, content []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.change(); err != nil {
		return err
	}
	m.files[name] = &memoryFile{data: content, synced: len(content)}
	return nil
}

func (m *memory) Rename(from, to string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.change(); err != nil {
		return err
	}
	f := m.files[from]
	if f == nil {
		return missing("rename", from)
	}
	delete(m.files, from)
	m.files[to] = f
	return nil
}

func (m *memory) Remove(name string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.change(); err != nil {
		return err
	}
	if m.files[name] == nil {
		return missing("remove", name)
	}
	delete(m.files, name)
	return nil
}

type memoryWriter struct {
	m *memory
	f *memoryFile
}

func (w *memoryWriter) Write(b []byte) (int, error) {
	w.m.mu.Lock()
	defer w.m.mu.Unlock()
	if err := w.m.change(); err != nil {
		return 0, err
	}
	if w.m.room > 0 {
		if w.m.room -= len(b); w.m.room <= 0 {
			fits := len(b) + w.m.room - 1
			w.m.room = 1
			fits = max(0, fits)
			w.f.data = append(w.f.data, b[:fits]...)
			return fits, &fs.PathError{Op: "write", Path: "x", Err: errFull}
		}
	}
	w.f.data = append(w.f.data, b...)
	return len(b), nil
}

func (w *memoryWriter) Start(length int64) error {
	w.m.mu.Lock()
	defer w.m.mu.Unlock()
	if err := w.m.change(); err != nil {
		return err
	}
	if length > int64(len(w.f.data)) {
		return errors.New("it is shorter")
	}
	w.f.data = w.f.data[:length]
	w.f.synced = min(w.f.synced, len(w.f.data))
	return nil
}

func (w *memoryWriter) Sync() error {
	w.m.mu.Lock()
	defer w.m.mu.Unlock()
	if err := w.m.change(); err != nil {
		return err
	}
	w.f.synced = len(w.f.data)
	return nil
}

func (w *memoryWriter) Close() error {
	w.m.mu.Lock()
	defer w.m.mu.Unlock()
	w.f.locked = false
	return nil
}

type memoryReader struct {
	*bytes.Reader
	info memoryInfo
}

func (r *memoryReader) Stat() (fs.FileInfo, error) { return r.info, nil }
func (r *memoryReader) Close() error               { return nil }

type memoryInfo struct {
	name string
	size int64
	when time.Time
	dir  bool
}

func (i memoryInfo) Name() string       { return i.name }
func (i memoryInfo) Size() int64        { return i.size }
func (i memoryInfo) ModTime() time.Time { return i.when }
func (i memoryInfo) IsDir() bool        { return i.dir }
func (i memoryInfo) Sys() any           { return nil }
func (i memoryInfo) Mode() fs.FileMode {
	if i.dir {
		return fs.ModeDir
	}
	return 0
}

var _ io.Seeker = (*memoryReader)(nil)
