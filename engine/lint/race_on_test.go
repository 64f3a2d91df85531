//go:build race

package lint_test

// someEdits is how many of the edits one is tried of under the race detector,
// which makes a load ten times as long and learns nothing from the hundredth.
const someEdits = 8
