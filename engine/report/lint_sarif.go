package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/url"
	"strings"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/lint"
)

// LintSARIF writes the findings as SARIF 2.1.0 (OASIS, with errata 01), the
// format in which code scanning services take them. Columns count characters.
// Findings keep their identity while lines move: their fingerprint is of code,
// place and message.
func LintSARIF(w io.Writer, l Lint) error {
	rules, index := sarifRules(l.Findings)
	results := make([]sarifResult, len(l.Findings))
	for i, f := range l.Findings {
		results[i] = l.sarifResult(f, index[f.Code])
	}
	return writeJSON(w, sarifLog{
		Schema:  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
		Version: "2.1.0",
		Runs: []sarifRun{{
			Tool:       sarifTool{Driver: sarifDriver{Name: "limber", Version: l.Version, Rules: rules}},
			ColumnKind: "unicodeCodePoints",
			Results:    results,
		}},
	})
}

var sarifLevels = map[diag.Severity]string{diag.Error: "error", diag.Warning: "warning", diag.Note: "note"}

// sarifRules lists every check, then the codes of load among the findings.
func sarifRules(all []lint.Finding) (rules []sarifRule, index map[string]int) {
	index = map[string]int{}
	for _, c := range lint.Checks() {
		index[c.Code] = len(rules)
		rules = append(rules, sarifRule{
			ID:      c.Code,
			Short:   &sarifText{c.Summary},
			Help:    &sarifText{strings.TrimSpace(c.Doc)},
			Default: &sarifDefault{sarifLevels[c.Severity]},
		})
	}
	for _, f := range all {
		if _, known := index[f.Code]; !known {
			index[f.Code] = len(rules)
			rules = append(rules, sarifRule{ID: f.Code})
		}
	}
	return rules, index
}

func (l *Lint) sarifResult(f lint.Finding, rule int) sarifResult {
	message := f.Message
	if f.Hint != "" {
		message += "\nhint: " + f.Hint
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%s\n%s", f.Code, f.Place, f.File, f.Message))
	r := sarifResult{
		RuleID: f.Code, RuleIndex: rule, Level: sarifLevels[f.Severity], Message: sarifText{message},
		Fingerprints: map[string]string{"limber/v1": hex.EncodeToString(sum[:])},
	}
	if f.File == "" {
		return r
	}
	at := sarifLocation{Physical: sarifPhysical{Artifact: sarifArtifact{(&url.URL{Path: l.file(f.Diagnostic)}).String()}}}
	if f.Line > 0 {
		at.Physical.Region = &sarifRegion{StartLine: f.Line}
		if f.Column > 0 {
			at.Physical.Region.StartColumn, at.Physical.Region.EndColumn = f.Column, f.Column+max(1, f.Width)
		}
	}
	if f.Place != "" {
		at.Logical = []sarifLogical{{f.Place}}
	}
	r.Locations = []sarifLocation{at}
	return r
}

// The part of SARIF that is written.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version,omitzero"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID      string        `json:"id"`
		Short   *sarifText    `json:"shortDescription,omitzero"`
		Help    *sarifText    `json:"help,omitzero"`
		Default *sarifDefault `json:"defaultConfiguration,omitzero"`
	}
	sarifDefault struct {
		Level string `json:"level"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		RuleID       string            `json:"ruleId"`
		RuleIndex    int               `json:"ruleIndex"`
		Level        string            `json:"level"`
		Message      sarifText         `json:"message"`
		Locations    []sarifLocation   `json:"locations,omitzero"`
		Fingerprints map[string]string `json:"partialFingerprints"`
	}
	sarifLocation struct {
		Physical sarifPhysical  `json:"physicalLocation"`
		Logical  []sarifLogical `json:"logicalLocations,omitzero"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitzero"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn,omitzero"`
		EndColumn   int `json:"endColumn,omitzero"`
	}
	sarifLogical struct {
		FullyQualifiedName string `json:"fullyQualifiedName"`
	}
)
