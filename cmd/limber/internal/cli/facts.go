package cli

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/spf13/cobra"

	"github.com/limber-triage/limber/engine/report"
	"github.com/limber-triage/limber/facts"
)

func (a *app) factsCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:               "facts [ID]",
		Short:             "List the questions, or show one with its answers",
		Long:              "List the questions of the pack, or show one: its answers, and why it is asked.\n\nThe formats schema (JSON Schema of a case), csv (the header of a table of cases)\nand yaml (an empty case to fill in) are of all questions at once. The format map\nbegins a map of the columns of a form's export, for batch --map.",
		Example:           "  limber facts chest_symptoms\n  limber facts --format yaml > case.yaml\n  limber facts --format map --csv answers.csv > form.yaml",
		Args:              atMostOne("fact"),
		ValidArgsFunction: a.completeNames(func(b *browser) []string { return b.p.Vocabulary.FactIDs() }),
	}
	format := formatFlag(cmd, "text", "json", "schema", "csv", "yaml", "map")
	table := cmd.Flags().String("csv", "", "with --format map: the form's export")
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		form, err := format()
		if err != nil {
			return err
		}
		if len(args) > 0 && form != "text" && form != "json" {
			return bad("leave out the fact, or use text or json", "--format %s is of all facts, not of one", form)
		}
		if (form == "map") != (*table != "") {
			return bad("limber facts --format map --csv FILE", "a map is of a table: --format map and --csv go together")
		}
		b, err := a.browse()
		if err != nil {
			return err
		}
		if form == "map" {
			return b.startMap(*table)
		}
		return b.facts(args, form)
	}
	return cmd
}

// factJSON is one fact of limber facts --format json.
type factJSON struct {
	ID         string       `json:"id"`
	Kind       string       `json:"kind"`
	Screen     string       `json:"screen"`
	Safety     bool         `json:"safety"`
	Precaution bool         `json:"precaution"`
	NotSure    string       `json:"not_sure"` // the level of not_sure; "" where it is not offered
	Question   string       `json:"question"`
	Help       string       `json:"help"`
	Why        string       `json:"why"`
	Unit       string       `json:"unit,omitzero"`
	Min        *float64     `json:"min,omitzero"`
	Max        *float64     `json:"max,omitzero"`
	Step       *float64     `json:"step,omitzero"`
	Options    []optionJSON `json:"options,omitzero"`
	None       bool         `json:"none"` // "none of these" is an answer
	AskIf      string       `json:"ask_if"`
	Default    []string     `json:"default"` // what a plan assumes when unanswered
	Codes      []codeJSON   `json:"codes"`
}

type optionJSON struct {
	ID    string `json:"id"`
	Text  string `json:"text"`
	Alone string `json:"alone"` // the level that it gives by itself
}

type codeJSON struct {
	System string `json:"system"`
	Code   string `json:"code"`
	Source string `json:"source"`
}

func factOf(f *facts.Fact) factJSON {
	out := factJSON{
		ID: f.ID, Kind: f.Kind.String(), Screen: f.Screen, Safety: f.Safety, Precaution: f.Precaution, NotSure: f.NotSure.String(),
		Question: f.Question, Help: f.Help, Why: f.Why, None: f.OffersNone(), AskIf: f.AskIf, Default: f.Values(f.Default),
	}
	if f.Kind == facts.Number {
		out.Unit, out.Min, out.Max, out.Step = f.Unit, &f.Min, &f.Max, &f.Step
	}
	for _, o := range f.Options {
		out.Options = append(out.Options, optionJSON{o.ID, o.Text, o.Alone.String()})
	}
	for _, c := range f.Codes {
		out.Codes = append(out.Codes, codeJSON(c))
	}
	return out
}

func (b *browser) facts(args []string, form string) error {
	v := b.p.Vocabulary
	if len(args) > 0 {
		i, err := named(args[0], v.FactIDs(), "fact")
		switch {
		case err != nil:
			return err
		case form == "json":
			return b.json(factOf(v.Facts[i]))
		}
		b.factCard(v.Facts[i])
		return b.flush()
	}
	switch form {
	case "json":
		return b.json(each(v.Facts, factOf))
	case "schema":
		schema, err := v.Schema()
		if err != nil {
			return err
		}
		b.out.Write(append(bytes.TrimRight(schema, "\n"), '\n'))
	case "csv":
		w := csv.NewWriter(&b.out)
		if err := w.Write(v.CSVHeader()); err != nil {
			return err
		}
		w.Flush()
	case "yaml":
		b.out.WriteString(v.SkeletonYAML())
	default:
		return b.factTable(v.Facts)
	}
	return b.flush()
}

// startMap writes the beginning of a map for a form's export. As much of the
// export is read as a configuration may have: the first rows show enough.
func (b *browser) startMap(name string) error {
	src, err := readConfig(name)
	if err != nil {
		return notOpened(name, err)
	}
	text, err := b.p.Vocabulary.StartMap(name, src)
	if err != nil {
		return err
	}
	b.out.Write(text)
	return b.flush()
}

func (b *browser) factTable(list []*facts.Fact) error {
	var rows [][]string
	for _, f := range list {
		rows = append(rows, []string{f.ID, f.Kind.String(), requiredFor(f), f.Screen, f.Question})
	}
	return b.table([]string{"FACT", "KIND", "REQUIRED", "SCREEN", "QUESTION"}, rows)
}

// requiredFor says in a word what an answer is required for.
func requiredFor(f *facts.Fact) string {
	switch {
	case f.Safety && f.Precaution:
		return "both"
	case f.Safety:
		return "safety"
	case f.Precaution:
		return "precaution"
	}
	return "no"
}

func (b *browser) factCard(f *facts.Fact) {
	b.heading(f.ID)
	b.para(f.Question)
	b.field("Help", f.Help)
	b.field("Why", f.Why)
	required := map[string]string{"both": "for safety and as a precaution", "safety": "for safety", "precaution": "as a precaution", "no": "no"}
	b.field("Kind", f.Kind.String())
	b.field("Screen", f.Screen)
	b.field("Required", required[requiredFor(f)])
	b.field("Asked if", f.AskIf)
	if f.Kind == facts.Number {
		b.field("Range", fmt.Sprintf("%s to %s, in steps of %g", f.Values(1)[0], f.Text(1+f.Steps()), f.Step))
	}
	if f.Default != 0 {
		b.field("Without an answer", f.Text(f.Default))
	}
	var rows [][]string
	add := func(id, text string, alone facts.Level) {
		level := alone.String()
		if alone == facts.LevelNone {
			level = "-"
		}
		rows = append(rows, []string{id, level, text})
	}
	if f.Kind == facts.Answer {
		add(facts.Yes, "Yes", facts.LevelNone)
		add(facts.No, "No", facts.LevelNone)
	}
	for _, o := range f.Options {
		add(o.ID, o.Text, o.Alone)
	}
	if f.OffersNone() {
		add(facts.None, "None of these", facts.LevelNone)
	}
	if f.OffersNotSure() {
		add(facts.NotSure, "Not sure", f.NotSure)
	}
	if len(rows) > 0 {
		b.out.WriteByte('\n')
		_ = report.Table(&b.out, b.style, []string{"ANSWER", "ALONE", "TEXT"}, rows) // a buffer takes everything
	}
	for _, c := range f.Codes {
		b.field("Code", strings.Join([]string{c.System, c.Code}, " "))
	}
}

// writeJSON writes a value the way every command does: indented, in a fixed
// order.
func writeJSON(w io.Writer, v any) error {
	text, err := json.Marshal(v, json.Deterministic(true), json.FormatNilSliceAsNull(false), jsontext.WithIndent("  "))
	if err != nil {
		return err
	}
	_, err = w.Write(append(text, '\n'))
	return err
}
