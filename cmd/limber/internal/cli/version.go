package cli

import (
	"bytes"
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"github.com/limber-triage/limber/engine"
)

func (a *app) versionCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Tell the version of limber and of its rules",
		Args:  noArgs,
	}
	format := formatFlag(cmd, "text", "json")
	cmd.RunE = func(*cobra.Command, []string) error {
		form, err := format()
		if err != nil {
			return err
		}
		e, err := a.load()
		if err != nil {
			return err
		}
		p := e.Pack()
		v := versionJSON{Version: engine.Version, Go: runtime.Version(), Rules: p.Name, RulesVersion: p.Version, RulesHash: p.Hash, Review: reviewWords(p.Review)}
		var b bytes.Buffer
		if form == "json" {
			err = writeJSON(&b, v)
		} else {
			fmt.Fprintf(&b, "limber %s (%s)\nrules  %s %s, review %s\nhash   %s\n", v.Version, v.Go, v.Rules, v.RulesVersion, v.Review, v.RulesHash)
		}
		if err != nil {
			return err
		}
		return a.write(b.Bytes())
	}
	return cmd
}

// versionJSON is limber version --format json.
type versionJSON struct {
	Version      string `json:"version"`
	Go           string `json:"go"`
	Rules        string `json:"rules"`
	RulesVersion string `json:"rules_version"`
	RulesHash    string `json:"rules_hash"` // SHA-256 of the pack's files
	Review       string `json:"review"`
}
