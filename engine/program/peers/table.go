package main

import (
	"fmt"
	"io"
	"strings"
)

// table collects what was measured, a column for each pack.
type table struct {
	packs []named
	took  [][]float64 // by pack, by peer
}

func (t *table) add(p named, took []float64) {
	t.packs, t.took = append(t.packs, p), append(t.took, took)
}

// print writes the table as Markdown: the time for a case, and how many times
// that of the first row it is.
func (t *table) print(w io.Writer) {
	head, line := "| µs a case (times by hand) |", "|---|"
	for _, p := range t.packs {
		head += " " + p.title() + " |"
		line += "---|"
	}
	fmt.Fprintln(w, head)
	fmt.Fprintln(w, line)
	for i, x := range peers {
		cells := []string{x.name}
		for _, took := range t.took {
			cells = append(cells, fmt.Sprintf("%s (%s)", figure(took[i]/1000), figure(took[i]/took[0])))
		}
		fmt.Fprintf(w, "| %s |\n", strings.Join(cells, " | "))
	}
}

// figure writes a number with two digits that count.
func figure(x float64) string {
	switch {
	case x < 1:
		return fmt.Sprintf("%.2f", x)
	case x < 10:
		return fmt.Sprintf("%.1f", x)
	}
	return fmt.Sprintf("%.0f", x)
}
