// Package rules owns the packs that come with limber, embedded in the binary.
// It never reads or judges them; package engine/pack does.
package rules

import (
	"embed"
	"io/fs"
)

// Only what shapes decisions is embedded; a pack's prose stays in its folder.
//
//go:embed upperback/*.yaml upperback/*.grl
var packs embed.FS

// UpperBack returns the pack for upper-back pain, its files in the root.
func UpperBack() fs.FS {
	pack, err := fs.Sub(packs, "upperback")
	if err != nil {
		panic(err) // the name is a constant and valid
	}
	return pack
}
