package cli

import (
	"cmp"
	"fmt"
	"math/bits"
	"strings"

	"github.com/spf13/cobra"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/figure"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/report"
)

func (a *app) exercisesCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "exercises [ID]",
		Short:   "List the exercises, or show one in full",
		Long:    "List the exercises of the pack, or show one in full: how it is done and how\nmuch, what it needs, what it loads, and where it comes from. --html prints\nall of them with their pictures, as one page to look at or to print.",
		Example: "  limber exercises\n  limber exercises --format json\n  limber exercises --html > exercises.html",
		Args:    atMostOne("exercise"),
		ValidArgsFunction: a.completeNames(func(b *browser) []string {
			return b.exerciseIDs()
		}),
	}
	format := formatFlag(cmd, "text", "json", "html")
	html := cmd.Flags().Bool("html", false, "the same as --format html")
	cmd.MarkFlagsMutuallyExclusive("format", "html")
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		form, err := format()
		if err != nil {
			return err
		}
		b, err := a.browse()
		if err != nil {
			return err
		}
		if *html || form == "html" {
			return b.catalogue(args)
		}
		return b.exercises(args, form)
	}
	return cmd
}

// exerciseJSON is one exercise of limber exercises --format json.
type exerciseJSON struct {
	ID         string     `json:"id"`
	Name       string     `json:"name"`
	Aliases    []string   `json:"aliases"`
	Phase      string     `json:"phase"`
	Targets    []string   `json:"targets"` // primary first
	Position   []string   `json:"position"`
	Movement   []string   `json:"movement"`
	Pattern    string     `json:"pattern"`
	Tags       []string   `json:"tags"`
	Needs      [][]string `json:"needs"` // alternatives
	Desk       bool       `json:"desk"`
	Start      int        `json:"start"`
	Dose       pack.Dose  `json:"dose"`
	DoseFrom   string     `json:"dose_from"`
	DoseNote   string     `json:"dose_note"`
	Steps      []string   `json:"steps"`
	Feel       string     `json:"feel"`
	Stop       string     `json:"stop"`
	Easier     string     `json:"easier"`
	Harder     string     `json:"harder"`
	Cautions   []string   `json:"cautions"`
	Sources    []string   `json:"sources"`
	ListedOnly string     `json:"listed_only"` // why it is never recommended
}

func (b *browser) exerciseOf(e *pack.Exercise) exerciseJSON {
	return exerciseJSON{
		ID: e.ID, Name: e.Name, Aliases: e.Aliases, Phase: e.Phase.String(), Targets: b.targets(e), Position: e.Position, Movement: e.Movement,
		Pattern: e.Pattern, Tags: b.tags(e), Needs: b.needs(e), Desk: e.Desk, Start: e.Start, Dose: e.Dose, DoseFrom: e.DoseFrom, DoseNote: e.DoseNote,
		Steps: e.Steps, Feel: e.Feel, Stop: e.Stop, Easier: b.neighbour(e.Easier), Harder: b.neighbour(e.Harder),
		Cautions: e.Cautions, Sources: e.Sources, ListedOnly: e.Unfit,
	}
}

func (b *browser) exerciseIDs() []string {
	return each(b.p.Exercises, func(e *pack.Exercise) string { return e.ID })
}

func (b *browser) exercises(args []string, form string) error {
	if len(args) > 0 {
		i, err := named(args[0], b.exerciseIDs(), "exercise")
		switch {
		case err != nil:
			return err
		case form == "json":
			return b.json(b.exerciseOf(b.p.Exercises[i]))
		}
		b.exerciseCard(b.p.Exercises[i])
		return b.flush()
	}
	if form == "json" {
		return b.json(each(b.p.Exercises, b.exerciseOf))
	}
	var rows [][]string
	for _, e := range b.p.Exercises {
		start := fmt.Sprint(e.Start)
		if e.Unfit != "" {
			start = "never"
		}
		rows = append(rows, []string{e.ID, e.Phase.String(), start, e.Name})
	}
	return b.table([]string{"EXERCISE", "PHASE", "START", "NAME"}, rows)
}

// catalogue writes the page of all exercises.
func (b *browser) catalogue(args []string) error {
	if len(args) > 0 {
		return bad("leave out "+args[0], "the page of pictures shows all exercises")
	}
	figures, err := figure.Load(b.p.Files, b.p.Exercises)
	if err != nil {
		fsys, missing := b.app.packFiles()
		return cmp.Or(missing, b.app.badPack(fsys, engine.Options{}, err))
	}
	if err := report.Catalogue(&b.out, b.p, figures); err != nil {
		b.app.log.Error().Err(err).Msg("the pack lacks a text")
	}
	return b.flush()
}

func (b *browser) exerciseCard(e *pack.Exercise) {
	b.heading(e.Name)
	b.field("Id", e.ID)
	b.field("Also called", strings.Join(e.Aliases, "; "))
	b.field("Never recommended", e.Unfit)
	b.field("Phase", e.Phase.String())
	b.field("Pattern", e.Pattern)
	b.field("Targets", strings.Join(b.targets(e), ", "))
	b.field("Position", words(e.Position, " or "))
	b.field("Movement", words(e.Movement, ", "))
	b.field("Tags", strings.Join(b.tags(e), ", "))
	needs := "nothing"
	if e.Needs != nil {
		var either []string
		for _, set := range b.needs(e) {
			either = append(either, words(set, " and "))
		}
		needs = strings.Join(either, ", or ")
	}
	b.field("Needs", needs)
	if e.Desk {
		b.field("At a desk", "yes")
	}
	b.field("From start level", fmt.Sprintf("%d (%s)", e.Start, b.p.Starts[e.Start].Name))
	b.field("Dose", doseLine(e.Dose))
	from := "no source gives it; it is ours"
	if e.DoseFrom == "seed" {
		from = "as a source gives it"
	}
	b.field("Dose from", from)
	b.field("About the dose", e.DoseNote)
	b.out.WriteByte('\n')
	for i, step := range e.Steps {
		b.out.WriteString(paragraph(fmt.Sprintf("%2d. ", i+1), step, b.style.Width))
	}
	b.out.WriteByte('\n')
	b.field("Feel", e.Feel)
	b.field("Stop", e.Stop)
	b.items("Cautions", e.Cautions)
	b.field("Easier", b.neighbour(e.Easier))
	b.field("Harder", b.neighbour(e.Harder))
	b.items("Sources", report.Sources(b.p, e.Sources))
}

// doseLine shows every figure of a dose, for a reviewer.
func doseLine(d pack.Dose) string {
	return fmt.Sprintf("sets %d, reps %d, sides %d, hold %d s, tempo %d s, rest %d s; %d a day, %d days a week; %d s in all",
		d.Sets, d.Reps, d.Sides, d.HoldS, d.TempoS, d.RestS, d.PerDay, d.PerWeek, d.Seconds())
}

// words joins ids as words to read.
func words(ids []string, between string) string {
	return strings.ReplaceAll(strings.Join(ids, between), "_", " ")
}

func (b *browser) targets(e *pack.Exercise) []string {
	var ids []string
	for _, t := range e.Targets {
		ids = append(ids, b.p.Targets[t].ID)
	}
	return ids
}

func (b *browser) tags(e *pack.Exercise) []string {
	var ids []string
	for left := e.Tags; left != 0; left &= left - 1 {
		ids = append(ids, b.p.Tags[bits.TrailingZeros64(left)].ID)
	}
	return ids
}

func (b *browser) needs(e *pack.Exercise) [][]string {
	equipment := b.p.Vocabulary.Facts[b.p.Plan.Equipment]
	var either [][]string
	for _, mask := range e.Needs {
		either = append(either, equipment.Values(mask))
	}
	return either
}

func (b *browser) neighbour(i int) string {
	if i < 0 {
		return ""
	}
	return b.p.Exercises[i].ID
}
