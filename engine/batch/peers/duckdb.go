package main

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	_ "github.com/duckdb/duckdb-go/v2" // the driver "duckdb"

	"github.com/limber-triage/limber/facts"
)

// breadth is how much of a case a query looks at.
type breadth int

const (
	handful   breadth = iota // five rules over six facts: DuckDB skips the others
	everyFact                // and one more rule for each fact, as a triage has to look at them all
)

// duckdb runs a CASE over NDJSON into NDJSON. No cores means all.
func duckdb(what breadth, cores int) func(*bench, file) (took, error) {
	return func(b *bench, in file) (t took, err error) {
		db, err := sql.Open("duckdb", "")
		if err != nil {
			return t, err
		}
		defer db.Close()
		if cores == 0 {
			cores = runtime.NumCPU()
		}
		if _, err := db.Exec(fmt.Sprint("SET threads=", cores)); err != nil {
			return t, err
		}
		out := filepath.Join(b.dir, "duckdb.ndjson")
		before, began := cpu(), time.Now()
		if _, err := db.Exec(query(b.vocab, what, in.name, out)); err != nil {
			return t, err
		}
		t.wall, t.cpu = time.Since(began), cpu()-before
		info, err := os.Stat(out)
		if err != nil {
			return t, err
		}
		t.out = info.Size()
		return t, countLines(out, in.cases)
	}
}

// query is the CASE. The columns are declared, since DuckDB is faster when it
// need not guess them.
func query(v *facts.Vocabulary, what breadth, in, out string) string {
	columns, more := []string{"case_id: 'VARCHAR'"}, ""
	for _, f := range v.Facts {
		switch f.Kind {
		case facts.Number:
			columns = append(columns, f.ID+": 'DOUBLE'")
			more += fmt.Sprintf("WHEN %s > 1000 THEN 'routine' ", f.ID)
		case facts.Set:
			columns = append(columns, f.ID+": 'VARCHAR[]'")
			more += fmt.Sprintf("WHEN list_contains(%s, 'not_sure') THEN 'routine' ", f.ID)
		default:
			columns = append(columns, f.ID+": 'VARCHAR'")
			more += fmt.Sprintf("WHEN %s = 'not_sure' THEN 'routine' ", f.ID)
		}
	}
	if what == handful {
		more = ""
	}
	return fmt.Sprintf(`COPY (SELECT case_id AS "case", CASE
		WHEN list_has_any(chest_symptoms, ['pressure', 'heavy_back_and_unwell', 'chest_pain_spreading']) THEN 'emergency'
		WHEN list_contains(leg_symptoms, 'saddle_numbness') THEN 'emergency'
		WHEN list_contains(breathing_symptoms, 'coughing_blood') THEN 'urgent'
		WHEN age >= 70 AND list_contains(bone_risk, 'osteoporosis') THEN 'soon'
		WHEN pain_level >= 8 THEN 'soon'
		%s ELSE 'self_care' END AS urgency
		FROM read_json('%s', format='newline_delimited', columns={%s})) TO '%s' (FORMAT json)`, more, in, strings.Join(columns, ", "), out)
}

func duckdbVersion() string {
	db, err := sql.Open("duckdb", "")
	if err != nil {
		return "?"
	}
	defer db.Close()
	var version string
	if err := db.QueryRow("SELECT version()").Scan(&version); err != nil {
		return "?"
	}
	return version
}

// cpu is what this process has used so far.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
