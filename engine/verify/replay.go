package verify

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/go-json-experiment/json"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/diag"
	"github.com/limber-triage/limber/engine/yamltree"
	"github.com/limber-triage/limber/facts"
)

// Replayed says how recorded decisions would be today.
type Replayed struct {
	Cases   int      `json:"cases"`
	Same    int      `json:"same"`
	Pairs   []Pair   `json:"pairs"`   // of outcomes that changed, most cases first
	Changes []Change `json:"changes"` // in the order of the cases
}

// Pair counts the cases that went from one outcome to another; where both are
// the same, reasons or exercises changed.
type Pair struct {
	From  End `json:"from"`
	To    End `json:"to"`
	Cases int `json:"cases"`
}

// End is where a decision ends.
type End struct {
	Outcome engine.Outcome `json:"outcome"`
	Urgency engine.Urgency `json:"urgency"`
}

// String writes "referral urgent", "plan self_care" or "incomplete".
func (e End) String() string {
	if e.Urgency == "" {
		return string(e.Outcome)
	}
	return string(e.Outcome) + " " + string(e.Urgency)
}

// Change is one case that is decided otherwise today.
type Change struct {
	Case string `json:"case"`
	From End    `json:"from"`
	To   End    `json:"to"`

	ReasonsGone   []string `json:"reasons_gone,omitzero"` // rules
	ReasonsNew    []string `json:"reasons_new,omitzero"`
	ExercisesGone []string `json:"exercises_gone,omitzero"` // ids
	ExercisesNew  []string `json:"exercises_new,omitzero"`
}

// recorded is what of a decision's record is held against today's. Its other
// fields are texts and attributions, which change without the decision.
type recorded struct {
	Case    string         `json:"case"`
	Outcome engine.Outcome `json:"outcome"`
	Urgency engine.Urgency `json:"urgency"`
	Reasons []struct {
		Rule string `json:"rule"`
	} `json:"reasons"`
	Plan *struct {
		Phases []struct {
			Exercises []struct {
				ID string `json:"id"`
			} `json:"exercises"`
		} `json:"phases"`
	} `json:"plan"`

	at   diag.Pos
	used bool
}

func (r *recorded) end() End { return End{r.Outcome, r.Urgency} }

func (r *recorded) reasons() (rules []string) {
	for _, x := range r.Reasons {
		rules = append(rules, x.Rule)
	}
	return rules
}

func (r *recorded) exercises() (ids []string) {
	if r.Plan == nil {
		return nil
	}
	for _, phase := range r.Plan.Phases {
		for _, x := range phase.Exercises {
			ids = append(ids, x.ID)
		}
	}
	return ids
}

// The names of the two inputs in messages.
const (
	DecisionsInput = "decisions"
	CasesInput     = "cases"
)

// maxLine bounds one line of the inputs.
const maxLine = 4 << 20

// Replay decides recorded cases again and reports every decision that has
// changed. Both inputs are NDJSON: records as batch writes them, and the cases
// they were made from. They are matched by case_id, and each must have exactly
// one partner; the error is a [diag.List] of all that do not fit. No message
// holds an answer.
func Replay(ctx context.Context, e *engine.Engine, decisions, cases io.Reader) (*Replayed, error) {
	r := &replay{e: e, before: map[string]*recorded{}, out: &Replayed{Pairs: []Pair{}, Changes: []Change{}}}
	if err := eachLine(decisions, DecisionsInput, r.decision); err != nil {
		return nil, err
	}
	if err := eachLine(cases, CasesInput, func(at diag.Pos, line []byte) error { return r.again(ctx, at, line) }); err != nil {
		return nil, err
	}
	for _, b := range r.before {
		if !b.used && !r.unread {
			r.diags.Errorf("missing-case", b.at, "replay needs the case behind every decision", "there is no case %s", yamltree.Quote(b.Case))
		}
	}
	if r.out.Cases == 0 && !r.diags.HasErrors() {
		r.diags.Errorf("no-cases", diag.Pos{File: CasesInput}, "write one case a line, in JSON", "there is no case to replay")
	}
	r.diags.Sort()
	if err := r.diags.Err(); err != nil {
		return nil, err
	}
	slices.SortFunc(r.out.Pairs, func(a, b Pair) int {
		return cmp.Or(cmp.Compare(b.Cases, a.Cases), cmp.Compare(a.From.String(), b.From.String()), cmp.Compare(a.To.String(), b.To.String()))
	})
	return r.out, nil
}

type replay struct {
	e      *engine.Engine
	before map[string]*recorded
	out    *Replayed
	diags  diag.List
	unread bool // some case could not be read, and may be the one that is missing
}

// eachLine calls f for every line that is not blank.
func eachLine(in io.Reader, name string, f func(at diag.Pos, line []byte) error) error {
	s := bufio.NewScanner(in)
	s.Buffer(nil, maxLine)
	n := 1
	for ; s.Scan(); n++ {
		if line := bytes.TrimSpace(s.Bytes()); len(line) > 0 {
			if err := f(diag.Pos{File: name, Line: n}, line); err != nil {
				return err
			}
		}
	}
	if errors.Is(s.Err(), bufio.ErrTooLong) {
		return diag.List{{Code: "line-too-long", Pos: diag.Pos{File: name, Line: n}, Message: fmt.Sprintf("the line is longer than %d bytes", maxLine), Hint: "write one JSON value a line"}}
	}
	if err := s.Err(); err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	return nil
}

// decision keeps one record.
func (r *replay) decision(at diag.Pos, line []byte) error {
	d := &recorded{at: at}
	err := json.Unmarshal(line, d)
	switch {
	case err != nil || d.Outcome == "":
		r.diags.Errorf("not-a-decision", at, "write the records of limber batch, one a line", "this line is not a decision")
	case d.Case == "":
		r.diags.Errorf("missing-case-id", at, "decide cases with a case_id, so that they can be matched", "the decision names no case")
	case r.before[d.Case] != nil:
		r.diags.Errorf("duplicate-case-id", at, "keep one of them", "case %s is decided twice, first on line %d", yamltree.Quote(d.Case), r.before[d.Case].at.Line)
	default:
		r.before[d.Case] = d
	}
	return nil
}

// again decides one case and compares.
func (r *replay) again(ctx context.Context, at diag.Pos, line []byte) error {
	c, err := r.e.Vocabulary().ParseJSON(CasesInput, line)
	if err != nil {
		var list diag.List
		if !errors.As(err, &list) {
			return err
		}
		r.unread = true
		for _, d := range list {
			d.Pos.Line = at.Line // a case is one line here
			r.diags = append(r.diags, d)
		}
		return nil
	}
	b := r.before[c.ID]
	switch {
	case c.ID == "":
		r.diags.Errorf("missing-case-id", at, "give the case the case_id it was decided under", "the case has no case_id")
		return nil
	case b == nil:
		r.diags.Errorf("missing-decision", at, "replay needs the decision of every case", "there is no decision on case %s", yamltree.Quote(c.ID))
		return nil
	case b.used:
		r.diags.Errorf("duplicate-case-id", at, "keep one of them", "case %s is there twice", yamltree.Quote(c.ID))
		return nil
	}
	b.used = true
	d, err := r.e.Decide(ctx, c)
	if err != nil {
		return fmt.Errorf("%s: case %s: %w", at, yamltree.Quote(c.ID), err)
	}
	r.compare(b, d, c)
	return nil
}

func (r *replay) compare(b *recorded, d *engine.Decision, c *facts.Case) {
	r.out.Cases++
	seen := observe(d)
	change := Change{
		Case: c.ID, From: b.end(), To: End{d.Outcome, d.Urgency},
		ReasonsGone: minus(b.reasons(), seen.because), ReasonsNew: minus(seen.because, b.reasons()),
		ExercisesGone: minus(b.exercises(), seen.exercises), ExercisesNew: minus(seen.exercises, b.exercises()),
	}
	if change.From == change.To && len(change.ReasonsGone)+len(change.ReasonsNew)+len(change.ExercisesGone)+len(change.ExercisesNew) == 0 {
		r.out.Same++
		return
	}
	r.out.Changes = append(r.out.Changes, change)
	i := slices.IndexFunc(r.out.Pairs, func(p Pair) bool { return p.From == change.From && p.To == change.To })
	if i < 0 {
		i = len(r.out.Pairs)
		r.out.Pairs = append(r.out.Pairs, Pair{From: change.From, To: change.To})
	}
	r.out.Pairs[i].Cases++
}
