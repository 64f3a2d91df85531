package grl

import (
	"fmt"
	"strings"

	"github.com/limber-triage/limber/engine/diag"
)

// Format writes a rule in the one layout of packs, from "rule" to its closing
// brace, without a line end after it. Parsing what it writes gives the same
// rule again, but for places.
func Format(r *Rule) string {
	var b strings.Builder
	fmt.Fprintf(&b, "rule %s \"%s\" {\n  when ", r.Name, r.Description)
	switch e := r.When.(type) {
	case *And:
		b.WriteString(e.join("\n    && "))
	case *Or:
		b.WriteString(joined(e.Terms, "\n    || "))
	default:
		b.WriteString(e.String())
	}
	b.WriteString("\n  then\n")
	for _, e := range r.Then {
		fmt.Fprintf(&b, "    %s\n", e)
	}
	b.WriteString("}")
	return b.String()
}

// String writes the effect as a statement: Plan.Stretch("pectorals", 3);
func (e Effect) String() string {
	if e.Verb == SetFound {
		return fmt.Sprintf("%s.%s = true;", e.Verb, e.Text)
	}
	sig, _ := signatureOf(string(e.Verb))
	texts := []string{e.Text, e.Text2}
	args := make([]string, len(sig.params))
	for i, p := range sig.params {
		if p.isNumber() {
			args[i] = fmt.Sprint(e.Number)
		} else {
			args[i] = `"` + texts[i] + `"`
		}
	}
	return fmt.Sprintf("%s(%s);", e.Verb, strings.Join(args, ", "))
}

func joined(terms []Expr, separator string) string {
	parts := make([]string, len(terms))
	for i, t := range terms {
		parts[i] = t.String()
	}
	return strings.Join(parts, separator)
}

// join is joined with parentheses about an *Or, which binds less tightly.
func (e *And) join(separator string) string {
	parts := make([]string, len(e.Terms))
	for i, t := range e.Terms {
		parts[i] = t.String()
		if _, is := t.(*Or); is {
			parts[i] = "(" + parts[i] + ")"
		}
	}
	return strings.Join(parts, separator)
}

func (e *And) String() string { return e.join(" && ") }
func (e *Or) String() string  { return joined(e.Terms, " || ") }

func (e *AtLeast) String() string {
	return fmt.Sprintf("Count.AtLeast(%d, %s)", e.K, joined(e.Terms, ", "))
}

func (c *Case) String() string {
	s := "Case." + c.Fact
	if c.Member != "" {
		s += "." + c.Member
	}
	if c.Op != NoOp {
		s += " " + string(c.Op) + " " + c.Literal
	}
	return s
}

func (f *Found) String() string { return "Found." + f.Name }

// Position returns the place of the first term.
func (e *And) Position() diag.Pos { return e.Pos }

// Position returns the place of the first term.
func (e *Or) Position() diag.Pos { return e.Pos }

// Position returns the place of the word Count.
func (e *AtLeast) Position() diag.Pos { return e.Pos }

// Position returns the place of the word Case.
func (c *Case) Position() diag.Pos { return c.Pos }

// Position returns the place of the word Found.
func (f *Found) Position() diag.Pos { return f.Pos }
