package verify_test

import (
	"os"
	"testing"

	"github.com/limber-triage/limber/engine/verify"
)

// The budgets for the shipped pack on two cores: lint, fixtures and coverage
// under 2 s, mutation under 60 s.

func BenchmarkRun(b *testing.B) {
	for b.Loop() {
		run(b, shipped(), os.DirFS("../../testdata/cases"), verify.Options{})
	}
}

func BenchmarkCover(b *testing.B) {
	r := run(b, shipped(), os.DirFS("../../testdata/cases"), verify.Options{})
	for b.Loop() {
		if _, err := verify.Cover(b.Context(), shipped(), r, verify.CoverOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMutate(b *testing.B) {
	r := run(b, shipped(), os.DirFS("../../testdata/cases"), verify.Options{})
	for b.Loop() {
		if _, err := verify.Mutate(b.Context(), shipped(), r, verify.MutateOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}
