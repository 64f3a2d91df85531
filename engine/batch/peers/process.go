package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"
)

// process runs a command whose output goes to a file.
func process(cmd *exec.Cmd, out string) (t took, err error) {
	var said bytes.Buffer
	cmd.Stderr = &said
	began := time.Now()
	if err := cmd.Run(); err != nil {
		return t, fmt.Errorf("%w: %s", err, said.Bytes())
	}
	t.wall, t.cpu = time.Since(began), cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime()
	info, err := os.Stat(out)
	if err != nil {
		return t, err
	}
	t.out = info.Size()
	return t, nil
}

// limber runs limber batch into a file, checkpoints and cross-checks included.
// No fields means whole records; no cores means all.
func limber(fields string, cores int) func(*bench, file) (took, error) {
	return func(b *bench, in file) (took, error) {
		out := filepath.Join(b.dir, "limber.ndjson")
		args := []string{"batch", in.name, "-o", out}
		if fields != "" {
			args = append(args, "--fields", fields)
		}
		cmd := exec.Command(b.limber, args...)
		if cores > 0 {
			cmd.Env = append(os.Environ(), "GOMAXPROCS="+strconv.Itoa(cores))
		}
		t, err := process(cmd, out)
		if err == nil {
			err = countLines(out, in.cases)
		}
		return t, err
	}
}

// jqRules are the rules of DuckDB's CASE.
const jqRules = `{case: .case_id, urgency: (
  if (.chest_symptoms // [] | any(. == "pressure" or . == "heavy_back_and_unwell" or . == "chest_pain_spreading")) then "emergency"
  elif (.leg_symptoms // [] | index("saddle_numbness")) then "emergency"
  elif (.breathing_symptoms // [] | index("coughing_blood")) then "urgent"
  elif (.age // 0) >= 70 and (.bone_risk // [] | index("osteoporosis")) then "soon"
  elif (.pain_level // 0) >= 8 then "soon"
  else "self_care" end)}`

func jq(b *bench, in file) (took, error) {
	out := filepath.Join(b.dir, "jq.ndjson")
	f, err := os.Create(out)
	if err != nil {
		return took{}, err
	}
	defer f.Close()
	cmd := exec.Command("jq", "-c", jqRules, in.name)
	cmd.Stdout = f
	t, err := process(cmd, out)
	if err == nil {
		err = countLines(out, in.cases)
	}
	return t, err
}

// dd writes as many bytes as limber's whole records take, and stores them.
func dd(b *bench, _ file) (took, error) {
	info, err := os.Stat(filepath.Join(b.dir, "limber.ndjson"))
	if err != nil {
		return took{}, err
	}
	out := filepath.Join(b.dir, "zeros")
	defer os.Remove(out)
	return process(exec.Command("dd", "if=/dev/zero", "of="+out, "bs=1M", fmt.Sprint("count=", info.Size()>>20+1), "conv=fsync"), out)
}

// countLines makes sure that nothing was left out.
func countLines(name string, want int) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	if n := bytes.Count(text, []byte("\n")); n != want {
		return fmt.Errorf("%d lines for %d cases", n, want)
	}
	return nil
}
