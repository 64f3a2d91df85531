package batch

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"sync/atomic"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// stream is the content of an input, unpacked.
type stream struct {
	*bufio.Reader
	name   string
	plain  io.Seeker // the file itself, when it is not compressed
	raw    io.Reader
	passed int64 // bytes of the content that the header took
	packed bool  // compressed
	live   bool  // may wait for more: what is there already should not wait with it
	close  []func()
}

// peeked is how much of an input is looked at to tell its form.
const peeked = 64 << 10

// mostWindow bounds what a zstd frame may ask the decoder to remember, in
// bytes: zstd itself goes beyond it only with --ultra or --long.
const mostWindow = 8 << 20

// The first bytes of compressed files.
var (
	gzipMagic = []byte{0x1f, 0x8b}
	zstdMagic = []byte{0x28, 0xb5, 0x2f, 0xfd}
)

// foreign are the first bytes of files that hold no cases as they are.
var foreign = []struct{ magic, what, hint string }{
	{"\xfd7zX", "it is compressed by xz", "unpack it first: xz -d"},
	{"BZh9", "it is compressed by bzip2", "unpack it first: bunzip2"},
	{"PK\x03\x04", "it is a zip archive or a spreadsheet", "unpack it first, or save the spreadsheet as CSV"},
}

// open opens an input and looks through its compression.
func (r *run) open(in *input) (*stream, error) {
	s := &stream{name: in.name, live: in.file == ""}
	if in.file == "" {
		s.raw = metered{r.o.Stdin, &r.bytes}
	} else {
		f, err := r.o.Disk.Open(in.file)
		if err != nil {
			return nil, notOpened(in.name, err)
		}
		s.close = append(s.close, func() { f.Close() })
		s.raw = metered{f, &r.bytes}
		if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
			s.plain, _ = f.(io.Seeker)
		}
	}
	s.Reader = bufio.NewReaderSize(s.raw, peeked)
	head, err := s.Peek(len(zstdMagic))
	switch {
	case bytes.HasPrefix(head, gzipMagic):
		s.plain, s.packed = nil, true
		unpacked, err := gzip.NewReader(s.Reader)
		if err != nil {
			return nil, s.failed(err)
		}
		s.Reader = bufio.NewReaderSize(unpacked, peeked)
	case bytes.HasPrefix(head, zstdMagic):
		s.plain, s.packed = nil, true
		unpacked, err := zstd.NewReader(s.Reader, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(mostWindow))
		if err != nil {
			return nil, s.failed(err)
		}
		s.close = append(s.close, unpacked.Close)
		s.Reader = bufio.NewReaderSize(unpacked, peeked)
	case err != nil && !errors.Is(err, io.EOF):
		return nil, s.failed(err)
	}
	for _, f := range foreign {
		if string(head) == f.magic {
			return nil, usage(f.hint, "%s: %s", in.name, f.what)
		}
	}
	return s, nil
}

func (s *stream) Close() {
	for _, c := range s.close {
		c()
	}
}

// seek goes on to an offset of the content.
func (s *stream) seek(to int64) (err error) {
	switch {
	case to == s.passed:
	case s.plain != nil:
		_, err = s.plain.Seek(to, io.SeekStart)
		s.Reset(s.raw)
	default:
		_, err = io.CopyN(io.Discard, s.Reader, to-s.passed)
	}
	if err != nil {
		return s.failed(err)
	}
	return nil
}

// failed words why the content could not be read.
func (s *stream) failed(err error) error {
	const start = "the cases before that are decided; mend the file and start over"
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return failed(start, "%s: the file ends within its compressed data: it was cut short", s.name)
	case errors.Is(err, zstd.ErrWindowSizeExceeded):
		return failed("unpack it first: zstd -d", "%s: unpacking it takes too much memory", s.name)
	case s.packed && !errors.As(err, new(*fs.PathError)): // of reading the file
		return failed(start, "%s: the compressed data is damaged", s.name)
	}
	return failed("", "read %s: %w", s.name, err)
}

// metered counts the bytes read through it.
type metered struct {
	io.Reader
	n *atomic.Int64
}

func (c metered) Read(b []byte) (int, error) {
	n, err := c.Reader.Read(b)
	c.n.Add(int64(n))
	return n, err
}

// form tells the form of a stream by the option, its name and its content.
func (r *run) form(s *stream) (Form, error) {
	form := byName(s.name)
	switch {
	case r.o.From != "":
		form = r.o.From
	case r.o.Map != nil && form == "":
		form = Table
	}
	if r.o.Map != nil && form != Table {
		return "", usage("save the form's answers as CSV", "%s: a map reads tables, not %s", s.name, form)
	}
	if r.o.From != "" || form != JSON && form != "" {
		return form, nil
	}
	head, err := s.Peek(peeked)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
		return "", s.failed(err)
	}
	if looks := byContent(head); looks != "" {
		return looks, nil
	}
	if form == "" && len(head) > 0 {
		return "", usage("say --from ndjson, array, csv, json or yaml", "%s: neither name nor content tell what this is", s.name)
	}
	return form, nil
}

// byContent tells the form by the first line, "" when it could be anything.
func byContent(head []byte) Form {
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n")
	line, next, more := bytes.Cut(text, []byte("\n"))
	switch {
	case len(text) == 0:
	case text[0] == '[':
		return Array
	case text[0] == '{':
		// A case that is spread over lines begins with one that closes nothing.
		line, next := bytes.TrimRight(line, " \t\r"), bytes.TrimLeft(next, " \t\r\n")
		if !more || bytes.HasSuffix(line, []byte("}")) || bytes.HasPrefix(next, []byte("{")) {
			return Lines
		}
		return JSON
	case bytes.IndexByte(line, ',') > 0 && bytes.IndexByte(line, ':') < 0:
		return Table
	}
	return ""
}
