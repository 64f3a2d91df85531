package verify

import (
	"context"

	"github.com/limber-triage/limber/engine"
	"github.com/limber-triage/limber/engine/pack"
	"github.com/limber-triage/limber/engine/proof"
)

// Shares says how many move between two urgencies, counted over all answers by
// [proof.CountMoves], which says of whom.
type Shares struct {
	Sets        string       `json:"answer_sets"` // complete sets of answers that there are, a whole number
	OtherAnswer float64      `json:"other_answer"`
	Moves       []MovedShare `json:"moves"` // the largest share of people first
	Unknown     string       `json:"not_counted,omitzero"`
}

// MovedShare is the part that moves, from 0 to 1.
type MovedShare struct {
	From   engine.Urgency `json:"from"`
	To     engine.Urgency `json:"to"`
	Way    Way            `json:"way"`
	People float64        `json:"of_people"`      // made up from the bases of the new pack
	Sets   float64        `json:"of_answer_sets"` // each as likely as any other
}

func countMoves(ctx context.Context, old, new *pack.Pack) (*Shares, error) {
	counted, err := proof.CountMoves(ctx, old, new)
	if err != nil {
		return nil, err
	}
	if counted.Unknown != "" {
		return &Shares{Unknown: counted.Unknown, Moves: []MovedShare{}}, nil
	}
	out := &Shares{Sets: counted.Cases.String(), OtherAnswer: proof.OtherAnswer, Moves: []MovedShare{}}
	for _, m := range counted.Moves {
		from, to := engine.Urgency(m.From), engine.Urgency(m.To)
		way := wayOf(End{Urgency: from}, End{Urgency: to})
		out.Moves = append(out.Moves, MovedShare{from, to, way, m.People, m.Cases})
	}
	return out, nil
}
