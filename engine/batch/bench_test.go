package batch_test

import (
	"context"
	"io"
	"testing"

	"github.com/limber-triage/limber/engine/batch"
)

// The rates of one core, from file to file in memory; the command that makes
// the README's table runs the real binary over a million cases.
func BenchmarkFields(b *testing.B) {
	benchmark(b, batch.Options{Fields: []string{"case", "outcome", "urgency", "exercises"}})
}

func BenchmarkRecords(b *testing.B) { benchmark(b, batch.Options{}) }

func benchmark(b *testing.B, o batch.Options) {
	const cases = 20_000
	in := ndjson(b, people(b, cases))
	o.Inputs, o.Disk, o.Workers = []string{"a.ndjson"}, newMemory(map[string]string{"a.ndjson": in}), 1
	counted := &counting{}
	o.Stdout = counted
	b.ReportAllocs()
	b.SetBytes(int64(len(in)))
	for b.Loop() {
		if _, err := batch.Run(context.Background(), shipped(b), o); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(cases*b.N)/b.Elapsed().Seconds(), "cases/s")
	b.ReportMetric(float64(counted.n)/1e6/b.Elapsed().Seconds(), "MB-out/s")
}

type counting struct {
	io.Writer
	n int64
}

func (c *counting) Write(b []byte) (int, error) { c.n += int64(len(b)); return len(b), nil }
