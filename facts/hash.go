package facts

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// Hash returns the SHA-256, in hexadecimal, of all that decides which case
// files are valid and which words they become: ids, kinds, units, ranges and
// options in their order, and where none and not_sure are offered. Wording,
// baselines and levels do not count; the pack's own hash covers them.
func (v *Vocabulary) Hash() string {
	h := sha256.New()
	for _, f := range v.Facts {
		fmt.Fprintf(h, "%s %s none=%t not_sure=%t\n", f.ID, f.Kind, f.OffersNone(), f.OffersNotSure())
		if f.Kind == Number {
			fmt.Fprintf(h, "  %q %s %s %s\n", f.Unit, formatNumber(f.Min), formatNumber(f.Max), formatNumber(f.Step))
		}
		for i := range f.Options {
			fmt.Fprintf(h, "  %s\n", f.Options[i].ID)
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}
