package cli

import (
	"bytes"
	"fmt"
	"runtime"
	"runtime/debug"

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
		v := versionJSON{Version: engine.Version, Go: runtime.Version(), Revision: built(), Rules: p.Name, RulesVersion: p.Version, RulesHash: p.Hash, Review: reviewWords(p.Review)}
		var b bytes.Buffer
		if form == "json" {
			err = writeJSON(&b, v)
		} else {
			by := v.Go
			if v.Revision != "" {
				by += ", revision " + v.Revision
			}
			fmt.Fprintf(&b, "limber %s (%s)\nrules  %s %s, review %s\nhash   %s\n", v.Version, by, v.Rules, v.RulesVersion, v.Review, v.RulesHash)
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
	Revision     string `json:"revision,omitzero"` // of the source, where the build knows it; + for changes on top
	Rules        string `json:"rules"`
	RulesVersion string `json:"rules_version"`
	RulesHash    string `json:"rules_hash"` // SHA-256 of the pack's files
	Review       string `json:"review"`
}

// built is the commit that the program was built from, "" when the build
// does not tell: go run and test builds do not.
func built() string {
	const short = 12
	info, _ := debug.ReadBuildInfo() // nil is as good as no settings
	if info == nil {
		return ""
	}
	commit, changed := "", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			commit = s.Value[:min(short, len(s.Value))]
		case s.Key == "vcs.modified" && s.Value == "true":
			changed = "+"
		}
	}
	if commit == "" {
		return ""
	}
	return commit + changed
}
