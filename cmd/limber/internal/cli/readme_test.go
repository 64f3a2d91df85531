package cli_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestReadmeTablesAreTrue holds the README's tables of keys and exit codes
// against what limber help says, which is made from what the program does.
func TestReadmeTablesAreTrue(t *testing.T) {
	t.Parallel()
	src, err := os.ReadFile("../../../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	section := func(title string) string {
		_, after, ok := strings.Cut(string(src), "\n## "+title+"\n")
		if !ok {
			t.Fatalf("the README has no section %s", title)
		}
		text, _, _ := strings.Cut(after, "\n## ")
		return text
	}
	help := func(topic string) string {
		r := run(t, nil, "help", topic)
		if r.code != 0 {
			t.Fatalf("help %s ends with %d: %s", topic, r.code, r.stderr)
		}
		return r.stdout
	}

	documented := map[string]bool{}
	for _, m := range regexp.MustCompile("(?m)^\\| `([a-z_]+)` \\|").FindAllStringSubmatch(section("Configuration"), -1) {
		documented[m[1]] = true
	}
	known := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^([a-z_]+)$`).FindAllStringSubmatch(help("config"), -1) {
		known[m[1]] = true
	}
	same(t, "configuration key", documented, known)

	documented, known = map[string]bool{}, map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^\| ([0-9, ]+) \|`).FindAllStringSubmatch(section("Exit codes"), -1) {
		for code := range strings.SplitSeq(m[1], ", ") {
			documented[code] = true
		}
	}
	for _, m := range regexp.MustCompile(`(?m)^ +(\d+)  \S`).FindAllStringSubmatch(help("exit-codes"), -1) {
		known[m[1]] = true
	}
	same(t, "exit code", documented, known)
}

func same(t *testing.T, what string, documented, known map[string]bool) {
	t.Helper()
	if len(known) == 0 {
		t.Errorf("no %s is known", what)
	}
	for name := range known {
		if !documented[name] {
			t.Errorf("the README leaves out the %s %s", what, name)
		}
	}
	for name := range documented {
		if !known[name] {
			t.Errorf("the README has the %s %s, which limber has not", what, name)
		}
	}
}
