//go:build !race

package lint_test

const someEdits = 1 // all of them
