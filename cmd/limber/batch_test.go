//go:build unix

package main_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/verify"
	"github.com/limber-triage/limber/rules"
)

// slow reports whether tests that take minutes are wanted.
func slow() bool { return os.Getenv("LIMBER_SLOW") != "" }

// folder holds a copy of the small pack and a file of cases, with mistakes in
// between.
func folder(t *testing.T, cases int) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "small"), os.DirFS(filepath.Join("..", "..", "testdata", "script", "small"))); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(filepath.Join(dir, "in.ndjson"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var b bytes.Buffer
	r := rand.New(rand.NewPCG(21, 22))
	pick := func(words ...string) string { return words[r.IntN(len(words))] }
	for i := range cases {
		fmt.Fprintf(&b, `{"case_id":"case-%d","age":%d,"pregnancy":"no","sites":[%s],"chest":[%s],"worse":%s,"minutes":%d}`+"\n", i, 18+r.IntN(80),
			pick(`"neck"`, `"between_blades"`, `"neck","between_blades"`), pick(`"none"`, `"none"`, `"none"`, `"earlier"`, `"pressure"`), pick(`"no"`, `"no"`, `"yes"`, `null`), 3+r.IntN(28))
		if r.IntN(50) == 0 {
			b.WriteString(pick(`{"age":-1}`, `nothing`, "{\"\xff\"}", `{"chets":1}`) + "\n")
		}
		if b.Len() > 1<<20 || i == cases-1 {
			if _, err := f.Write(b.Bytes()); err != nil {
				t.Fatal(err)
			}
			b.Reset()
		}
	}
	return dir
}

// limber is a run of the real command line in a process of its own.
func limber(dir string, args ...string) *exec.Cmd {
	cmd := exec.Command("limber", args...)
	cmd.Dir = dir
	cmd.Env = append(environment(), "LIMBER_RULES=small")
	return cmd
}

// environment is that of the test without the switches of tests, which limber
// would refuse as unknown settings.
func environment() []string {
	return slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "LIMBER_") })
}

// content is a file of a folder.
func content(t *testing.T, dir, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func exitCode(err error) int {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode()
	}
	if err != nil {
		return -2
	}
	return 0
}

// TestKillAndResume kills runs with SIGKILL at random points and resumes them:
// the files are those of a run that nobody disturbed, byte for byte.
func TestKillAndResume(t *testing.T) {
	t.Parallel()
	kills := 5
	if slow() {
		kills = 50
	}
	dir := folder(t, 20_000)
	began := time.Now()
	if out, err := limber(dir, "batch", "in.ndjson", "-o", "want").CombinedOutput(); exitCode(err) != 1 {
		t.Fatalf("%v: %s", err, out)
	}
	whole := time.Since(began)
	r := rand.New(rand.NewPCG(uint64(began.UnixNano()), 0))
	for killed, round := 0, 0; killed < kills; round++ {
		name := fmt.Sprintf("out%d", round)
		for {
			cmd := limber(dir, "batch", "in.ndjson", "-o", name, "--resume", "--checkpoint", "1ms")
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			timer := time.AfterFunc(time.Duration(r.Int64N(int64(whole))), func() { _ = cmd.Process.Kill() })
			err := cmd.Wait()
			timer.Stop()
			if exitCode(err) == 1 {
				break // done: some cases were rejected
			}
			if exitCode(err) != -1 {
				t.Fatalf("exit %v", err)
			}
			if _, err := os.Stat(filepath.Join(dir, name+".partial")); err == nil {
				killed++
			}
		}
		for _, end := range []string{"", ".rejects"} {
			if !bytes.Equal(content(t, dir, "want"+end), content(t, dir, name+end)) {
				t.Fatalf("round %d: other bytes in %s", round, name+end)
			}
		}
		left, err := filepath.Glob(filepath.Join(dir, name+".*"))
		if err != nil || len(left) != 1 {
			t.Fatalf("left over: %v", left)
		}
	}
}

// build makes the real binary, which also has the signals of main.go.
func build(t *testing.T) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "limber")
	if out, err := exec.Command("go", "build", "-o", name, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return name
}

// TestSignals interrupts a run as Ctrl-C and as a service manager does, closes
// its output early, and fills its disk.
func TestSignals(t *testing.T) {
	t.Parallel()
	binary := build(t)
	dir := folder(t, 20_000)
	run := func(args ...string) *exec.Cmd {
		cmd := limber(dir, args...)
		cmd.Path = binary
		return cmd
	}
	if out, err := run("batch", "in.ndjson", "-o", "want").CombinedOutput(); exitCode(err) != 1 {
		t.Fatalf("%v: %s", err, out)
	}
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		name := fmt.Sprintf("out-%d", sig)
		cmd := run("batch", "in.ndjson", "-o", name, "--checkpoint", "1ms")
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		for range 20_000 { // until some blocks are written
			if info, err := os.Stat(filepath.Join(dir, name+".partial")); err == nil && info.Size() > 8<<20 {
				break
			}
			time.Sleep(time.Millisecond)
		}
		_ = cmd.Process.Signal(sig)
		if err := cmd.Wait(); exitCode(err) != 130 || !strings.Contains(stderr.String(), "limber: interrupted after ") || !strings.Contains(stderr.String(), "--resume goes on") {
			t.Errorf("%v: %v: %s", sig, err, stderr.String())
		}
		if out, err := run("batch", "in.ndjson", "-o", name, "--resume").CombinedOutput(); exitCode(err) != 1 {
			t.Fatalf("%v: %s", err, out)
		}
		if !bytes.Equal(content(t, dir, "want"), content(t, dir, name)) {
			t.Error("other bytes after", sig)
		}
	}

	pipe := run("batch", "in.ndjson")
	out, err := pipe.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	pipe.Stderr = &stderr
	if err := pipe.Start(); err != nil {
		t.Fatal(err)
	}
	_, _ = io.ReadFull(out, make([]byte, 100))
	out.Close()
	if err := pipe.Wait(); exitCode(err) != 3 || stderr.String() != "" {
		t.Errorf("broken pipe: %v: %s", err, stderr.String())
	}

	if _, err := os.Stat("/dev/full"); err == nil {
		out, err := run("batch", "in.ndjson", "-o", "/dev/full").CombinedOutput()
		if exitCode(err) != 3 || string(out) != "limber: write the records: no space left on device\n" {
			t.Errorf("full device: %v: %s", err, out)
		}
	}
}

// TestPipesStayPipes: what is no regular file is written to and never replaced,
// as a file would be; with enough rights, that would take away /dev/null.
func TestPipesStayPipes(t *testing.T) {
	t.Parallel()
	dir := folder(t, 200)
	for flag, want := range map[string]string{"--output": `"outcome":`, "--rejects": `"mistakes":`, "--summary": `"cases":`} {
		pipe := filepath.Join(dir, strings.TrimPrefix(flag, "--"))
		if err := syscall.Mkfifo(pipe, 0o600); err != nil {
			t.Skip(err)
		}
		read := make(chan string, 1)
		go func() {
			b, err := os.ReadFile(pipe)
			if err != nil {
				t.Error(err)
			}
			read <- string(b)
		}()
		args := []string{"batch", "in.ndjson", flag, pipe}
		if flag != "--output" {
			args = append(args, "-o", "out")
		}
		if out, err := limber(dir, args...).CombinedOutput(); exitCode(err) != 1 {
			t.Fatalf("%s: %v: %s", flag, err, out)
		}
		if got := <-read; !strings.Contains(got, want) {
			t.Errorf("%s: read %q", flag, got)
		}
		if info, err := os.Stat(pipe); err != nil || info.Mode()&os.ModeNamedPipe == 0 {
			t.Errorf("%s: the pipe is gone: %v", flag, err)
		}
	}
}

// TestPipeAsInput: it is opened once. Whoever writes to it would find it closed
// otherwise, and limber would wait for the next one.
func TestPipeAsInput(t *testing.T) {
	t.Parallel()
	dir := folder(t, 200)
	pipe := filepath.Join(dir, "pipe.ndjson")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Skip(err)
	}
	cases := content(t, dir, "in.ndjson")
	cmd := limber(dir, "batch", "pipe.ndjson", "-o", "out")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	stuck := time.AfterFunc(time.Minute, func() { _ = cmd.Process.Kill() })
	defer stuck.Stop()
	if err := os.WriteFile(pipe, cases, 0o600); err != nil {
		t.Error(err)
	}
	if err := cmd.Wait(); exitCode(err) != 1 || len(content(t, dir, "out")) == 0 {
		t.Error(err)
	}
}

// TestNamesAreNotObeyed: a terminal would take the name of a file for an order.
func TestNamesAreNotObeyed(t *testing.T) {
	t.Parallel()
	out, err := limber(folder(t, 0), "batch", "a\x1b[2J\u009b2J").CombinedOutput()
	if want := "limber: a?[2J?2J: no file fits this pattern\n"; exitCode(err) != 2 || !strings.HasPrefix(string(out), want) {
		t.Errorf("%v: %q", err, out)
	}
}

// TestMemory holds runs to their bound: over a gigabyte, and over what is hard to
// hold.
func TestMemory(t *testing.T) {
	if !slow() {
		t.Skip("set LIMBER_SLOW=1: this writes a file of a gigabyte")
	}
	binary, dir := build(t), t.TempDir()
	p, err := pack.Load(rules.UpperBack(), pack.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var block bytes.Buffer
	r := rand.New(rand.NewPCG(3, 4))
	for range 50_000 { // as many as fill every cache
		line, err := verify.RandomCase(p, r).MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		block.Write(append(line, '\n'))
	}
	f, err := os.Create(filepath.Join(dir, "big.ndjson"))
	if err != nil {
		t.Fatal(err)
	}
	for written := 0; written < 1<<30; written += block.Len() {
		if _, err := f.Write(block.Bytes()); err != nil {
			t.Fatal(err)
		}
	}
	f.Close()
	for name, text := range map[string]string{
		"tiny.ndjson":    strings.Repeat("x\n", 500_000),
		"control.ndjson": strings.Repeat(strings.Repeat("\x01", 1<<20-1)+"\n", 50),
		"open.csv":       "age\n\"" + strings.Repeat("a\n", 500_000),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range [][]string{
		{"big.ndjson", "--fields", "case,outcome,urgency,exercises"}, {"big.ndjson", "--fields", "case,outcome,reasons"}, {"big.ndjson"}, {"big.ndjson", "--workers", "200"},
		{"tiny.ndjson"}, {"control.ndjson", "--workers", "16"}, {"open.csv", "--rejects", "rejects"},
	} {
		cmd := exec.Command(binary, append([]string{"batch", "-o", "/dev/null"}, args...)...)
		cmd.Dir, cmd.Env = dir, environment()
		var out bytes.Buffer
		cmd.Stderr = &out
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		peak := watchMemory(cmd.Process.Pid)
		if err := cmd.Wait(); exitCode(err) != 0 && exitCode(err) != 1 { // 1: rejects
			t.Fatalf("%v: %s", err, out.Bytes())
		}
		const most = 64 << 10
		if kib := <-peak; kib == 0 {
			t.Skip("no figures of memory here")
		} else if t.Logf("%s: %d KiB", args, kib); kib > most {
			t.Errorf("%s: %d KiB of memory, more than %d", args, kib, most)
		}
	}
}

// watchMemory reports the most memory that a process ever had, in KiB, once it
// has ended. What the system says at the end counts this test's own memory in,
// from before the process became another program.
func watchMemory(pid int) <-chan int {
	peak := make(chan int, 1)
	go func() {
		most := 0
		for {
			status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
			_, text, found := strings.Cut(string(status), "VmHWM:")
			if err != nil || !found {
				peak <- most
				return
			}
			var kib int
			if _, err := fmt.Sscan(text, &kib); err == nil {
				most = kib
			}
			time.Sleep(20 * time.Millisecond)
		}
	}()
	return peak
}
