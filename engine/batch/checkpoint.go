package batch

import (
	"strings"

	"github.com/go-json-experiment/json"

	"github.com/limber-triage/limber/engine"
)

// checkpoint is what an interrupted run leaves beside its output: how far it
// came, and what must be the same for another run to go on.
type checkpoint struct {
	Version int `json:"version"`
	origin

	At      position `json:"at"`
	Output  int64    `json:"output"`  // bytes of the output that belong to it
	Rejects int64    `json:"rejects"` // bytes of the rejects
	Tally   tally    `json:"tally"`
	Done    bool     `json:"done"` // all is written; only names are left to change
}

// checkpointVersion changes with the meaning of a checkpoint, and with what a run
// of the same origin writes: one output must not hold two ways of writing.
const checkpointVersion = 2

// origin is what decides the bytes of the output.
type origin struct {
	Limber     string `json:"limber"`
	Inputs     string `json:"inputs"`
	Pack       string `json:"pack"`
	Vocabulary string `json:"vocabulary"`
	Map        string `json:"map"`
	Options    string `json:"options"`
}

func (r *run) origin() (origin, error) {
	inputs, err := r.identity()
	if err != nil {
		return origin{}, err
	}
	o := origin{
		Limber: engine.Version, Inputs: inputs, Pack: r.e.Pack().Hash, Vocabulary: r.e.Vocabulary().Hash(),
		Options: strings.Join([]string{string(r.o.From), string(r.o.Format), strings.Join(r.o.Fields, ","), r.o.Shape}, " "),
	}
	if r.o.Map != nil {
		o.Map = r.o.Map.Hash()
	}
	return o, nil
}

// differs names what is not the same, "" when all is.
func (o origin) differs(now origin) string {
	var list []string
	for _, part := range []struct{ name, then, now string }{
		{"the input", o.Inputs, now.Inputs}, {"the rules", o.Pack, now.Pack}, {"the questions", o.Vocabulary, now.Vocabulary},
		{"the map", o.Map, now.Map}, {"the options", o.Options, now.Options}, {"limber", o.Limber, now.Limber},
	} {
		if part.then != part.now {
			list = append(list, part.name)
		}
	}
	return strings.Join(list, " and ")
}

// readCheckpoint reads a checkpoint strictly: one that is not understood must
// not be guessed at.
func readCheckpoint(name string, src []byte) (*checkpoint, error) {
	c := &checkpoint{}
	err := json.Unmarshal(src, c, json.RejectUnknownMembers(true))
	if err != nil || c.Version != checkpointVersion {
		return nil, usage("remove it to start over", "%s is no checkpoint of this version of limber", name)
	}
	return c, nil
}
