package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/grl"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/report"
	"github.com/limber-triage/limber/facts"
)

func (a *app) rulesCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:               "rules [NAME]",
		Short:             "List the rules, or show one with its card",
		Long:              "List the rules of the pack in the order in which they run, or show one as it\nis written, with its card: what people read, where it comes from, whom it does\nnot fit and who has reviewed it.",
		Example:           "  limber rules SaddleNumbness\n  limber rules --format json",
		Args:              atMostOne("rule"),
		ValidArgsFunction: a.completeNames(func(b *browser) []string { return b.ruleNames() }),
	}
	format := formatFlag(cmd, "text", "json")
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		form, err := format()
		if err != nil {
			return err
		}
		b, err := a.browse()
		if err != nil {
			return err
		}
		return b.rules(args, form)
	}
	return cmd
}

// ruleJSON is one rule of limber rules --format json.
type ruleJSON struct {
	Name      string   `json:"name"`
	Stratum   string   `json:"stratum"`
	Urgency   string   `json:"urgency"` // triage only
	Meaning   string   `json:"meaning"`
	Generated bool     `json:"generated"` // made from a fact's not_sure
	At        diag.Pos `json:"at"`
	Source    string   `json:"source"`
	Effects   []string `json:"effects"`
	Message   string   `json:"message"`
	Action    string   `json:"action"` // triage only
	Sources   []string `json:"sources"`
	Grade     string   `json:"grade"`
	NotFor    string   `json:"not_for"`
	Review    string   `json:"review"`
}

func ruleOf(r *pack.Rule) ruleJSON {
	out := ruleJSON{
		Name: r.Name, Stratum: r.Stratum.String(), Meaning: r.Description, Generated: r.Generated, At: r.Pos, Source: r.Source,
		Effects: effects(r), Message: r.Card.Message, Action: string(r.Card.Action), Sources: r.Card.Sources,
		Grade: r.Card.Grade, NotFor: r.Card.NotFor, Review: reviewWords(r.Card.Review),
	}
	if level := r.Urgency(); level != facts.LevelNone {
		out.Urgency = level.String()
	}
	return out
}

func effects(r *pack.Rule) []string {
	return each(r.Effects, func(e pack.Effect) string { return e.Effect.String() })
}

func reviewWords(r pack.Review) string {
	if r.Approved {
		return "approved by " + r.By + " on " + r.On
	}
	return "pending"
}

func (b *browser) ruleNames() []string {
	return each(b.p.Rules, func(r *pack.Rule) string { return r.Name })
}

func (b *browser) rules(args []string, form string) error {
	if len(args) > 0 {
		i, err := named(args[0], b.ruleNames(), "rule")
		switch {
		case err != nil:
			return err
		case form == "json":
			return b.json(ruleOf(b.p.Rules[i]))
		}
		b.ruleCard(b.p.Rules[i])
		return b.flush()
	}
	if form == "json" {
		return b.json(each(b.p.Rules, ruleOf))
	}
	var rows [][]string
	for _, r := range b.p.Rules {
		rows = append(rows, []string{r.Name, r.Stratum.String(), fmt.Sprintf("%s (%s:%d)", gist(r), r.Pos.File, r.Pos.Line)})
	}
	return b.table([]string{"RULE", "KIND", "EFFECT AND PLACE"}, rows)
}

// gist says in a word or two what a rule does, for the table.
func gist(r *pack.Rule) string {
	if r.Stratum == grl.Triage {
		return r.Urgency().String()
	}
	var list []string
	for _, e := range r.Effects {
		what := e.Text
		if e.Verb == grl.PlanStart || e.Verb == grl.PlanLimit {
			what = strings.Trim(strings.TrimPrefix(e.Effect.String(), string(e.Verb)), "();")
		}
		_, verb, ok := strings.Cut(string(e.Verb), ".")
		if !ok {
			verb = string(e.Verb)
		}
		if said := strings.ToLower(verb) + " " + what; !slices.Contains(list, said) {
			list = append(list, said)
		}
	}
	return strings.Join(list, ", ")
}

func (b *browser) ruleCard(r *pack.Rule) {
	b.heading(r.Name)
	b.para(r.Description + ".")
	b.field("Kind", r.Stratum.String())
	b.field("Place", r.Pos.String())
	if r.Generated {
		b.field("Made from", "the not_sure level of its fact")
	}
	b.out.WriteString("\n" + r.Source + "\n\n") // as written, so that it can be found again
	b.field("Message", r.Card.Message)
	b.field("Action", strings.ReplaceAll(string(r.Card.Action), "_", " "))
	b.field("Grade", r.Card.Grade)
	b.field("Not for", r.Card.NotFor)
	b.field("Review", reviewWords(r.Card.Review))
	b.items("Sources", report.Sources(b.p, r.Card.Sources))
}
