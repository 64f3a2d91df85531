package main

import "testing"

// Every engine must find the same rules and findings as the definition, or it
// measures something else.
func TestPeersAgree(t *testing.T) {
	t.Parallel()
	packs, err := allPacks()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range packs {
		t.Run(p.id, func(t *testing.T) {
			t.Parallel()
			list, err := build(p, peers)
			if err != nil {
				t.Fatal(err)
			}
			seen, err := agree(p, list, cases(p.pack, 60))
			if err != nil {
				t.Fatal(err)
			}
			if seen.fired < 1 || seen.fired > float64(len(p.pack.Rules))/2 || seen.referred == 0 {
				t.Errorf("the cases have lost their grip: %.1f rules hold, %.2f are referred", seen.fired, seen.referred)
			}
		})
	}
}
