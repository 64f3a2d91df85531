package cli

import (
	"bytes"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/report"
	"github.com/limber-triage/limber/engine/yamltree"
)

// browser writes parts of a pack for people who read or review it.
type browser struct {
	app   *app
	p     *pack.Pack
	style report.Style
	out   bytes.Buffer // written whole or not at all
}

// browse loads the pack to look at.
func (a *app) browse() (*browser, error) {
	e, err := a.load()
	if err != nil {
		return nil, err
	}
	return &browser{app: a, p: e.Pack(), style: a.paper()}, nil
}

func (b *browser) flush() error { return b.app.write(b.out.Bytes()) }

func (b *browser) json(v any) error {
	if err := writeJSON(&b.out, v); err != nil {
		return err
	}
	return b.flush()
}

func (b *browser) table(header []string, rows [][]string) error {
	if err := report.Table(&b.out, b.style, header, rows); err != nil {
		return err
	}
	return b.flush()
}

func (b *browser) heading(text string) {
	line := strings.Repeat("=", len(text))
	if b.style.Color {
		text = bold + text + reset
	}
	b.out.WriteString(text + "\n" + line + "\n")
}

func (b *browser) para(text string) { b.out.WriteString(paragraph("", text, b.style.Width)) }

// field writes "Label: text", or nothing without text.
func (b *browser) field(label, text string) {
	if text == "" {
		return
	}
	b.label(label)
	b.out.WriteString(strings.TrimPrefix(paragraph("", label+": "+text, b.style.Width), label+":"))
}

func (b *browser) label(label string) {
	label += ":"
	if b.style.Color {
		label = bold + label + reset
	}
	b.out.WriteString(label)
}

// items writes a labelled list, or nothing when it is empty.
func (b *browser) items(label string, list []string) {
	if len(list) == 0 {
		return
	}
	b.label(label)
	b.out.WriteByte('\n')
	for _, item := range list {
		b.out.WriteString(paragraph("  * ", item, b.style.Width))
	}
}

// named finds the part that a command was asked to show.
func named(name string, all []string, what string) (int, error) {
	i := slices.Index(all, name)
	if i < 0 {
		return i, bad(diag.DidYouMean(name, all, "limber "+what+"s lists them"), "unknown %s %s", what, yamltree.Quote(name))
	}
	return i, nil
}

// each makes one thing of each of a list; the list is never nil, so that JSON
// shows an empty one as [].
func each[From, To any](list []From, of func(From) To) []To {
	out := make([]To, len(list))
	for i, from := range list {
		out[i] = of(from)
	}
	return out
}

// completeNames lets the shell complete the names of a pack's parts.
func (a *app) completeNames(names func(*browser) []string) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		if len(args) > 0 || a.configure(cmd) != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		b, err := a.browse()
		if err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return names(b), cobra.ShellCompDirectiveNoFileComp
	}
}
